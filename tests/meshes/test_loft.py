"""Lofted bodies: closed, outward, under the skin, thin at their ends, as deep as asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from meshes.depth import Depths
from meshes.loft import loft, swell
from meshes.shell import Grid, volume_mm3
from meshes.span import LEAST_DEPTH_MM, Plan
from meshes.tendons import tendon_share

CENTRE = np.array([0.0, 0.0, 300.0])  # of the sphere, radius 300 mm


@pytest.fixture(scope="module")
def under(sphere) -> Depths:
    return Depths(sphere)


def on_sphere(longitude: float, latitude: float, depth_mm: float) -> np.ndarray:
    lon, lat = np.radians([longitude, latitude])
    return CENTRE + (300.0 - depth_mm) * np.array(
        [np.cos(lat) * np.sin(lon), -np.cos(lat) * np.cos(lon), np.sin(lat)]
    )


def row(latitude: float, longitudes: tuple[float, ...], depth_mm: float = 10.0) -> np.ndarray:
    return np.array([on_sphere(longitude, latitude, depth_mm) for longitude in longitudes])


FAN = row(30, (-30, 0, 30)), row(0, (-20, 0, 20)), row(-30, (-8, 0, 8))
PLANS = {
    "sheet": Plan(FAN, "skin", 12.0, belly="sheet"),
    "spindle": Plan((row(35, (0,)), row(0, (-10, 10)), row(-35, (0,))), "skin", 30.0),
    "cord": Plan((row(20, (0,), 40.0), row(-20, (10,), 40.0)), "inside", 8.0),
    "deep": Plan((row(20, (-10, 10), 80.0), row(-20, (-5, 5), 60.0)), "inside", 20.0, belly="strap"),
}  # fmt: skip


@pytest.fixture(params=PLANS)
def lofted(request, under):
    return *loft(PLANS[request.param], under), under


def test_it_is_closed_and_faces_outwards(lofted) -> None:
    vertices, grid, _ = lofted
    faces = grid.faces.astype(np.int64)
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    there = edges[:, 0] * grid.count + edges[:, 1]
    back = edges[:, 1] * grid.count + edges[:, 0]
    assert len(vertices) == grid.count == len(np.unique(faces))
    assert len(np.unique(there)) == len(there)  # each way along an edge once
    assert set(there) == set(back)
    assert len(vertices) - len(edges) // 2 + len(faces) == 2  # Euler: a ball
    assert volume_mm3(vertices, grid.faces) > 0.0


def test_nothing_comes_near_the_skin(lofted) -> None:
    vertices, _, under = lofted
    assert under.exact(vertices)[0].min() >= LEAST_DEPTH_MM - 0.1


def test_triangles_are_fine_and_even(lofted) -> None:
    vertices, grid, _ = lofted
    corners = vertices[grid.faces]
    edges = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2)
    assert 1000 <= grid.count <= 2000
    assert edges.max() < 0.12 * np.ptp(vertices, axis=0).max()
    area = 0.5 * np.linalg.norm(
        np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
    )
    assert area.min() > 0.0


def test_upper_face_keeps_its_depth_under_a_curved_skin(under) -> None:
    vertices, grid = loft(PLANS["sheet"], under)
    top = vertices[grid.upper][8:-8, grid.across // 3 : -grid.across // 3]
    depth = 300.0 - np.linalg.norm(top - CENTRE, axis=2)
    assert np.abs(depth - 10.0).max() < 1.5


def test_depth_changes_from_row_to_row(under) -> None:
    plan = replace(PLANS["sheet"], rows=(row(30, (-20, 0, 20), 6.0), row(-30, (-20, 0, 20), 30.0)))
    vertices, grid = loft(plan, under)
    middle = vertices[grid.upper][4:-4, grid.across // 2]
    depth = 300.0 - np.linalg.norm(middle - CENTRE, axis=1)
    assert (np.diff(depth) > 0.0).all()
    assert depth[0] < 9.0
    assert depth[-1] > 26.0


def test_inside_runs_straight_through_its_places(under) -> None:
    """A chord through the sphere stays a chord: the skin is not followed."""
    ends = row(40, (0,), 60.0), row(-40, (0,), 60.0)
    vertices, grid = loft(Plan(ends, "inside", 10.0), under)
    middle = 0.5 * (vertices[grid.upper] + vertices[grid.lower])[:, grid.across // 2]
    assert np.abs(middle[:, 1] - ends[0][0, 1]).max() < 1.0


@pytest.mark.parametrize("belly", ["sheet", "strap", "spindle"])
def test_belly_is_as_thick_as_asked_and_ends_are_thin(under, belly) -> None:
    plan = replace(PLANS["deep"], belly=belly, tendons=(0.2, 0.2))
    vertices, grid = loft(plan, under)
    thick = np.linalg.norm(vertices[grid.upper] - vertices[grid.lower], axis=2).max(axis=1)
    assert thick.max() == pytest.approx(20.0, abs=0.5)
    assert thick[grid.v < 0.12].max() < 4.0
    assert thick[grid.v > 0.88].max() < 4.0
    assert thick[0] == thick[-1] == 0.0


def test_corners_of_broad_ends_are_rounded(under) -> None:
    """The end line is shorter than the sheet just before it, and the sheet narrows over the corner."""
    vertices, grid = loft(PLANS["sheet"], under)
    wide = np.linalg.norm(np.diff(vertices[grid.upper], axis=1), axis=2).sum(axis=1)
    assert (np.diff(wide[:5]) > 0.0).all()
    assert wide[0] < wide[4] - 18.0  # two corners of about 12 mm


def test_what_is_thicker_than_its_place_is_pushed_in(under) -> None:
    """Places only 1 mm under the skin: the engine still keeps its distance, without a crease."""
    vertices, grid = loft(replace(PLANS["sheet"], rows=tuple(
        row(lat, (-15, 0, 15), 1.0) for lat in (30, 0, -30))), under)  # fmt: skip
    assert under.exact(vertices)[0].min() >= LEAST_DEPTH_MM - 0.1
    top = vertices[grid.upper]
    along = np.diff(top, axis=0)
    along /= np.linalg.norm(along, axis=2, keepdims=True)
    assert (along[1:] * along[:-1]).sum(axis=2)[5:-5, 1:-1].min() > 0.9


def test_mirrored_rows_give_the_mirror_image(under) -> None:
    plan = PLANS["spindle"]
    flip = np.array([-1.0, 1.0, 1.0])
    rows = tuple(row(lat, lons) for lat, lons in ((35, (10,)), (0, (5, 25)), (-35, (8,))))
    one, grid = loft(replace(plan, rows=rows), under)
    two, other = loft(replace(plan, rows=tuple(part * flip for part in rows)), under)
    assert grid.turned != other.turned
    np.testing.assert_allclose(one * flip, two, atol=0.3)  # the sphere's own triangles are not symmetric


def test_swell_and_tendons_agree() -> None:
    v = np.linspace(0.0, 1.0, 101)
    for belly in ("sheet", "strap", "spindle"):
        thick = swell(v, (0.2, 0.3), belly)
        assert thick[0] == thick[-1] == 0.0
        assert thick.max() == pytest.approx(1.0, abs=1e-3)
    tendon = tendon_share(np.full(101, 0.5, np.float32), v.astype(np.float32), (0.2, 0.3))
    assert tendon[0] == tendon[-1] == 1.0
    assert tendon[50] == 0.0
    assert tendon_share(v, v, (0.5, 0.5)).min() == 1.0
    assert not tendon_share(np.zeros(3, np.float32), np.array([0, 0.5, 1], np.float32), (0.0, 0.0)).any()


def test_depths_agree_inside_a_sphere(under) -> None:
    spots = np.array(
        [on_sphere(lon, lat, depth) for lon, lat, depth in ((0, 0, 5), (40, 20, 30), (10, -50, -4))]
    )
    exact, outward = under.exact(spots)
    smooth, calm = under.smooth(spots)
    np.testing.assert_allclose(exact, (5, 30, -4), atol=0.8)
    np.testing.assert_allclose(smooth, (5, 30, -4), atol=2.0)
    radial = (spots - CENTRE) / np.linalg.norm(spots - CENTRE, axis=1, keepdims=True)
    assert (outward * radial).sum(axis=1).min() > 0.99
    assert (calm * radial).sum(axis=1).min() > 0.99


def test_grid_numbers_every_corner_once() -> None:
    grid = Grid(6, 5, np.linspace(0, 1, 6), np.linspace(0, 1, 5))
    assert set(grid.upper.ravel()) | set(grid.lower.ravel()) == set(range(grid.count))
    assert (grid.upper[:, 0] == grid.lower[:, 0]).all()
    assert (grid.upper[:, -1] == grid.lower[:, -1]).all()
    assert (grid.upper[0] == grid.lower[0]).all()
    assert (grid.upper[1:-1, 1:-1] != grid.lower[1:-1, 1:-1]).all()


def test_a_part_that_is_all_tendon_is_evenly_thick(under) -> None:
    vertices, grid = loft(replace(PLANS["cord"], tendons=(0.5, 0.5), thick_mm=3.0), under)
    thick = np.linalg.norm(vertices[grid.upper] - vertices[grid.lower], axis=2).max(axis=1)
    assert thick[6:-6] == pytest.approx(3.0, abs=0.12)


def test_a_narrow_row_still_gives_a_tendon(under) -> None:
    """Places half a millimetre apart: the body there is no thread that cannot be seen."""
    rows = row(20, (-10, 10)), row(0, (-0.05, 0.05)), row(-20, (-0.05, 0.05))
    vertices, grid = loft(Plan(rows, "skin", 8.0, (0.1, 0.6)), under)
    wide = np.linalg.norm(np.diff(vertices[grid.upper], axis=1), axis=2).sum(axis=1)
    assert wide[(grid.v > 0.6) & (grid.v < 0.9)].min() > 2.4
