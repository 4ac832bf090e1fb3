"""Whether a mesh can serve as a body; every problem is found and said at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from meshes.body import FloatArray
from meshes.triangles import areas_mm2

SIZES_M = (0.4, 2.5)  # from a newborn to more than the tallest person known
_NEARLY_FLAT = 1e-12  # of the squared size of the mesh: a triangle this small has no direction


def check_mesh(vertices_mm: FloatArray, faces: NDArray[np.integer]) -> list[str]:
    """Find what is wrong with a triangle mesh as a body, one sentence each; an empty list if nothing is.

    Parameters
    ----------
    vertices_mm
        (n, 3) positions in millimetres, +z up.
    faces
        (m, 3) corner indices, outward by the right-hand rule.
    """
    shapes = _shape_problems(vertices_mm, faces)
    if shapes:
        return shapes
    numbers = _vertex_problems(vertices_mm) + _index_problems(len(vertices_mm), faces)
    if numbers:
        return numbers
    edges = _edge_problems(faces)
    return [
        *_size_problems(vertices_mm[faces.ravel()]),
        *_flat_problems(vertices_mm, faces),
        *edges,
        *([] if edges else _pinch_problems(faces) + _direction_problems(vertices_mm, faces)),
        *_piece_problems(len(vertices_mm), faces),
    ]


def _shape_problems(vertices_mm: FloatArray, faces: NDArray[np.integer]) -> list[str]:
    found = []
    if vertices_mm.ndim != 2 or vertices_mm.shape[1] != 3 or not len(vertices_mm):
        found.append(f"The vertices have shape {vertices_mm.shape}; it must be (n, 3) with n at least 1.")
    if faces.ndim != 2 or faces.shape[1] != 3 or not len(faces):
        found.append(f"The faces have shape {faces.shape}; they must be triangles, (m, 3) with m at least 1.")
    if not np.issubdtype(faces.dtype, np.integer):
        found.append(f"The faces are numbers of type {faces.dtype}; they must be integers.")
    return found


def _vertex_problems(vertices_mm: FloatArray) -> list[str]:
    bad = np.flatnonzero(~np.isfinite(vertices_mm).all(axis=1))
    return [f"{len(bad)} vertices are not finite, the first is vertex {bad[0]}."] if len(bad) else []


def _index_problems(count: int, faces: NDArray[np.integer]) -> list[str]:
    found = []
    outside = np.flatnonzero(((faces < 0) | (faces >= count)).any(axis=1))
    if len(outside):
        example = faces[outside[0]].tolist()
        found.append(
            f"{len(outside)} faces name vertices outside 0 to {count - 1}, "
            f"the first is face {outside[0]}: {example}."
        )
    twice = np.flatnonzero((faces == np.roll(faces, 1, axis=1)).any(axis=1))
    if len(twice):
        example = faces[twice[0]].tolist()
        found.append(f"{len(twice)} faces name a vertex twice, the first is face {twice[0]}: {example}.")
    return found


def _size_problems(positions_mm: FloatArray) -> list[str]:
    size_m = float(np.ptp(positions_mm, axis=0).max()) / 1000.0
    low, high = SIZES_M
    if low <= size_m <= high:
        return []
    guess = " The file may be in metres; give millimetres." if low <= size_m * 1000.0 <= high else ""
    return [f"The mesh is {size_m:.4g} m at its longest; a body has {low} to {high} m.{guess}"]


def _flat_problems(vertices_mm: FloatArray, faces: NDArray[np.integer]) -> list[str]:
    flat_mm2 = 0.5 * _NEARLY_FLAT * np.ptp(vertices_mm, axis=0).max() ** 2
    bad = np.flatnonzero(areas_mm2(vertices_mm[faces]) <= flat_mm2)
    return [f"{len(bad)} faces have no area, the first is face {bad[0]}."] if len(bad) else []


def _edge_problems(faces: NDArray[np.integer]) -> list[str]:
    """Each edge must be used twice, once in each direction."""
    tail, head = faces.ravel().astype(np.int64), np.roll(faces, -1, axis=1).ravel().astype(np.int64)
    size = int(faces.max()) + 1
    keys = np.minimum(tail, head) * size + np.maximum(tail, head)
    edges, which, uses = np.unique(keys, return_inverse=True, return_counts=True)
    forward = np.bincount(which, weights=tail < head, minlength=len(edges))
    found = []
    for bad, what in (
        (uses == 1, "belong to one face only: the mesh has a hole there, and it must be closed"),
        (uses > 2, "belong to more than two faces: the mesh must not branch"),
        (
            (uses == 2) & (forward != 1),
            "are run through the same way by both faces: one of them is turned round",
        ),
    ):
        if bad.any():
            one, two = divmod(int(edges[bad.argmax()]), size)
            found.append(f"{int(bad.sum())} edges {what}; the first joins vertices {one} and {two}.")
    return found


def _pinch_problems(faces: NDArray[np.integer]) -> list[str]:
    """Around each vertex its faces must form one ring; two cones that touch in a tip make two."""
    count = len(faces) * 3
    # A corner of a face, and the next face's corner at the same vertex, across their common edge.
    tail, head = faces.ravel().astype(np.int64), np.roll(faces, -1, axis=1).ravel().astype(np.int64)
    size = int(faces.max()) + 1
    forward, backward = np.argsort(tail * size + head), np.argsort(head * size + tail)
    after = np.arange(count).reshape(-1, 3)
    beside = np.roll(after, -1, axis=1).ravel()
    links = coo_array((np.ones(count, dtype=np.int8), (forward, beside[backward])), shape=(count, count))
    _, ring = connected_components(links, directed=False)
    vertices, rings = np.unique(np.unique(tail * count + ring) // count, return_counts=True)
    bad = vertices[rings > 1]
    if not len(bad):
        return []
    return [f"{len(bad)} vertices join parts that touch in a point only; the first is vertex {bad[0]}."]


def _direction_problems(vertices_mm: FloatArray, faces: NDArray[np.integer]) -> list[str]:
    corners = (vertices_mm - vertices_mm.mean(axis=0))[faces]
    volume = float(np.einsum("mi,mi->", corners[:, 0], np.cross(corners[:, 1], corners[:, 2]))) / 6.0
    return ["The faces point inwards; reverse the order of their corners."] if volume <= 0.0 else []


def _piece_problems(count: int, faces: NDArray[np.integer]) -> list[str]:
    ends = (faces.ravel(), np.roll(faces, -1, axis=1).ravel())
    links = coo_array((np.ones(faces.size, dtype=np.int8), ends), shape=(count, count))
    _, piece = connected_components(links, directed=False)
    sizes = np.unique(np.unique(piece[faces[:, 0]], return_inverse=True)[1], return_counts=True)[1]
    if len(sizes) == 1:
        return []
    rest = len(faces) - int(sizes.max())
    found = f"The mesh falls into {len(sizes)} pieces; {rest} faces lie outside the largest"
    return [f"{found}, and a body is one piece."]
