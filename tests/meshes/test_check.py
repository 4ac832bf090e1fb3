"""Every fault of a mesh is found and named."""

import numpy as np
import pytest

from meshes.check import check_mesh


@pytest.mark.parametrize("name", ["sphere", "column", "slab"])
def test_sound_bodies_pass(name, request):
    body = request.getfixturevalue(name)
    scale = 1.5 if name == "slab" else 1.0
    assert check_mesh(scale * body.vertices_mm, body.faces) == []


def problem(vertices, faces):
    """The one problem of a mesh."""
    (found,) = check_mesh(vertices, faces)
    return found


def test_hole(sphere):
    assert "3 edges belong to one face only: the mesh has a hole" in problem(
        sphere.vertices_mm, sphere.faces[1:]
    )


def test_turned_face(sphere):
    faces = sphere.faces.copy()
    faces[10] = faces[10, ::-1]
    assert "3 edges are run through the same way" in problem(sphere.vertices_mm, faces)


def test_inward(sphere):
    assert "point inwards" in problem(sphere.vertices_mm, sphere.faces[:, ::-1])


def test_wall_inside(sphere):
    faces = np.concatenate([sphere.faces, sphere.faces[:1]])
    assert any(
        "3 edges belong to more than two faces" in line for line in check_mesh(sphere.vertices_mm, faces)
    )


def test_metres_for_millimetres(sphere):
    found = problem(sphere.vertices_mm / 1000, sphere.faces)
    assert "0.0006 m" in found
    assert "may be in metres" in found


def test_giant(sphere):
    assert "6 m at its longest" in problem(sphere.vertices_mm * 10, sphere.faces)


def test_two_pieces(sphere):
    vertices = np.concatenate([sphere.vertices_mm, sphere.vertices_mm + np.array([700, 0, 0])])
    faces = np.concatenate([sphere.faces, sphere.faces + len(sphere.vertices_mm)])
    assert "falls into 2 pieces; 5120 faces lie outside the largest" in problem(vertices, faces)


def test_parts_that_touch_in_a_point(sphere):
    top = int(sphere.vertices_mm[:, 2].argmax())
    count = len(sphere.vertices_mm)
    mirrored = sphere.vertices_mm * [1, 1, -1] + [0, 0, 2 * sphere.vertices_mm[top, 2]]
    faces = sphere.faces[:, ::-1] + count
    faces[faces == top + count] = top
    vertices = np.concatenate([sphere.vertices_mm, mirrored])
    found = problem(vertices, np.concatenate([sphere.faces, faces]))
    assert f"1 vertices join parts that touch in a point only; the first is vertex {top}" in found


def test_flat_face(sphere):
    vertices = sphere.vertices_mm.copy()
    a, b, _ = sphere.faces[4]
    vertices[a] = vertices[b]
    assert "2 faces have no area" in problem(vertices, sphere.faces)


def test_numbers_that_cannot_be(sphere):
    vertices, faces = sphere.vertices_mm.copy(), sphere.faces.copy()
    vertices[7, 1] = np.nan
    faces[3, 2] = 99_999
    faces[8, 1] = faces[8, 0]
    found = check_mesh(vertices, faces)
    assert len(found) == 3
    assert "the first is vertex 7" in found[0]
    assert "outside 0 to 2561, the first is face 3" in found[1]
    assert "name a vertex twice, the first is face 8" in found[2]


def test_several_faults_are_reported_together(sphere):
    faces = sphere.faces[1:].copy()
    faces[500] = faces[500, ::-1]
    found = check_mesh(sphere.vertices_mm / 1000, faces)
    assert [any(word in line for line in found) for word in ("metres", "hole", "turned round")] == [True] * 3


@pytest.mark.parametrize(
    ("vertices", "faces", "word"),
    [
        (np.zeros((5, 2)), np.zeros((4, 3), int), r"shape (5, 2)"),
        (np.zeros((5, 3)), np.zeros((4, 4), int), "must be triangles"),
        (np.zeros((5, 3)), np.zeros((4, 3)), "must be integers"),
        (np.zeros((0, 3)), np.zeros((4, 3), int), "n at least 1"),
    ],
)
def test_wrong_shapes(vertices, faces, word):
    assert word in problem(vertices, faces)
