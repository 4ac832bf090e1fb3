"""Laws of distance along the skin."""

import dataclasses

import numpy as np
import pytest

from meshes.arcs import Web
from meshes.field import SAMPLE_MM, near
from meshes.geodesic import Geodesics
from meshes.surface import Surface


@pytest.fixture(scope="module")
def ball(sphere):
    return Geodesics(Surface(sphere))


@pytest.fixture(scope="module")
def board(slab):
    return Geodesics(Surface(slab))


def test_distance_from_a_spot_on_the_sphere(ball, spots):
    for point in spots(ball.surface.body, 1, 12):
        found = near(ball.web, [point], 250.0)
        one = (ball.surface.position_mm(point) - [0, 0, 300]) / 300
        others = (ball.surface.body.vertices_mm[found.vertices] - [0, 0, 300]) / 300
        exact = 300 * np.arctan2(np.linalg.norm(np.cross(others, one), axis=1), others @ one)
        error = found.distances_mm - exact
        assert error.min() > -0.5  # the facets lie inside the sphere
        assert np.quantile(error, 0.95) < 3.0
        assert error.max() < 5.0


def test_field_agrees_with_exact_lines(ball, spots):
    start = spots(ball.surface.body, 2, 1)[0]
    found = near(ball.web, [start], 250.0)
    for vertex, distance in list(zip(found.vertices, found.distances_mm, strict=True))[::60]:
        line = ball.distance_mm(start, ball.surface.nearest(ball.surface.body.vertices_mm[vertex]))
        assert line - 1e-3 <= distance <= 1.02 * line + 0.5


def test_distance_from_a_line_on_the_flat(board):
    ends = [board.surface.nearest(np.array([*xy, 9.0])) for xy in ([50, 120], [350, 210])]
    found = near(board.web, board.path(*ends).samples(SAMPLE_MM), 60.0)
    at = board.surface.body.vertices_mm[found.vertices]
    upper = at[:, 2] > 4
    one, two = np.array([50, 120]), np.array([350, 210])
    share = ((at[:, :2] - one) @ (two - one) / ((two - one) @ (two - one))).clip(0, 1)
    exact = np.linalg.norm(at[:, :2] - one - share[:, None] * (two - one), axis=1)
    error = (found.distances_mm - exact)[upper]
    assert error.min() > -1e-4
    assert error.max() < 1.5
    assert np.median(error) < 0.5


def test_nothing_leaks_through_the_board(board):
    middle = board.surface.nearest(np.array([200.0, 200.0, 9.0]))
    found = near(board.web, [middle], 250.0)
    below = board.surface.body.vertices_mm[found.vertices, 2] < 1
    assert below.any()
    assert found.distances_mm[below].min() > 204.9


def test_field_stays_within_its_limit_and_grows_with_it(ball, spots):
    source = spots(ball.surface.body, 3, 2)
    small, large = near(ball.web, source, 60.0), near(ball.web, source, 120.0)
    assert small.distances_mm.max() <= 60.0
    assert set(small.vertices) < set(large.vertices)
    both = np.isin(large.vertices, small.vertices)
    assert np.allclose(large.distances_mm[both], small.distances_mm)


def test_several_sources_give_the_smaller_distance(ball, spots):
    one, two = spots(ball.surface.body, 4, 2)
    size = len(ball.surface.body.vertices_mm)

    def dense(sources):
        found, filled = near(ball.web, sources, 400.0), np.full(size, np.inf)
        filled[found.vertices] = found.distances_mm
        return filled

    assert np.allclose(dense([one, two]), np.minimum(dense([one]), dense([two])))


def test_a_delay_is_added_to_the_distance_and_the_first_to_arrive_is_named(ball, spots):
    sources, delays = spots(ball.surface.body, 6, 3), np.array([0.0, 40.0, 90.0])
    each = np.full((3, len(ball.surface.body.vertices_mm)), np.inf)
    for row, source, delay in zip(each, sources, delays, strict=True):
        alone = near(ball.web, [source], 2000.0)
        row[alone.vertices] = alone.distances_mm + delay
    found = near(ball.web, sources, 2000.0, delays)
    assert len(found.vertices) == each.shape[1]
    assert np.allclose(found.distances_mm, each.min(axis=0))
    named = each[found.spots, found.vertices]
    assert np.allclose(named, found.distances_mm)
    assert set(found.spots.tolist()) == {0, 1, 2}


def test_arcs_are_symmetric_and_never_shorter_than_straight(sphere):
    web = Web(Surface(sphere))
    seen = web.arcs()
    pairs = zip(seen.source.tolist(), seen.vertex.tolist(), strict=True)
    forth = dict(zip(pairs, seen.length_mm.tolist(), strict=True))
    assert all(forth[b, a] == pytest.approx(length, rel=1e-4) for (a, b), length in forth.items())
    straight = np.linalg.norm(sphere.vertices_mm[seen.source] - sphere.vertices_mm[seen.vertex], axis=1)
    assert (seen.length_mm >= straight * (1 - 1e-5)).all()


def test_inner_skin_is_not_reached(slab):
    hole = np.abs(slab.vertices_mm[slab.faces].mean(axis=1) - [200, 200, 5]).max(axis=1) < 40
    board = Surface(dataclasses.replace(slab, outer=~hole))
    found = near(Web(board), [board.nearest(np.array([100.0, 200.0, 9.0]))], 500.0)
    at = slab.vertices_mm[found.vertices]
    assert not ((np.abs(at[:, :2] - 200).max(axis=1) < 39) & (at[:, 2] > 4)).any()
    behind = np.abs(at - [300, 200, 5]).max(axis=1) < 1e-9
    assert found.distances_mm[behind][0] == pytest.approx(80 + 2 * np.hypot(60, 40), rel=0.01)


def test_wrong_requests_are_refused(ball, spots, slab):
    point = spots(ball.surface.body, 5, 1)[0]
    with pytest.raises(ValueError, match="at least one spot"):
        near(ball.web, [], 10.0)
    with pytest.raises(ValueError, match="must be more than 0"):
        near(ball.web, [point], 0.0)
    with pytest.raises(ValueError, match="2 delays for 1 spots"):
        near(ball.web, [point], 10.0, np.zeros(2))
    with pytest.raises(ValueError, match=r"delay of -3\.0 mm"):
        near(ball.web, [point], 10.0, np.array([-3.0]))
    inner = Web(Surface(dataclasses.replace(slab, outer=np.arange(len(slab.faces)) != 7)))
    with pytest.raises(ValueError, match="triangle 7 is not outer skin"):
        near(inner, [dataclasses.replace(point, face=7)], 10.0)
