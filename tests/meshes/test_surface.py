"""Laws of the skin: nearest, rays, normals, walks."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meshes.body import SurfacePoint
from meshes.surface import Surface, SurfaceError


@pytest.fixture(scope="module")
def ball(sphere):
    return Surface(sphere)


@pytest.fixture(scope="module")
def wall(column):
    return Surface(column)


@pytest.fixture(scope="module")
def board(slab):
    return Surface(slab)


def test_nearest_of_a_spot_on_the_skin_is_that_spot(ball, spots):
    points = spots(ball.body, 1, 300)
    positions = np.array([ball.position_mm(point) for point in points])
    found = ball.nearest_many(positions)
    assert np.abs([ball.position_mm(point) for point in found] - positions).max() < 1e-9


def test_nearest_is_nearer_than_every_vertex_and_its_foot_is_square(ball):
    rng = np.random.default_rng(2)
    for position in rng.normal([0, 0, 300], 250, (100, 3)):
        foot = ball.position_mm(ball.nearest(position))
        gaps = np.linalg.norm(ball.body.vertices_mm - position, axis=1)
        assert np.linalg.norm(foot - position) <= gaps.min() + 1e-9


@given(st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda v: np.linalg.norm(v) > 0.1))
@settings(max_examples=60, deadline=None)
def test_ray_from_the_centre_hits_straight_ahead(ball, direction):
    centre = np.array([0.0, 0.0, 300.0])
    hit = ball.position_mm(ball.ray(centre, np.array(direction))) - centre
    assert np.linalg.norm(np.cross(hit, direction)) < 1e-6 * np.linalg.norm(direction)
    assert 296 < hit @ direction / np.linalg.norm(direction) <= 300.001


def test_ray_first_and_last_way_out_and_reach(make_body, sphere):
    away = sphere.vertices_mm + np.array([1000.0, 0.0, 0.0])
    pair = make_body(
        np.concatenate([sphere.vertices_mm, away]), np.concatenate([sphere.faces, sphere.faces + len(away)])
    )
    two = Surface(pair)
    inside, left = np.array([0.0, 3.0, 301.0]), np.array([1.0, 0.0, 0.0])
    assert two.position_mm(two.ray(inside, left))[0] == pytest.approx(300, abs=3)
    assert two.position_mm(two.ray(inside, left, "last"))[0] == pytest.approx(1300, abs=3)
    assert two.position_mm(two.ray(inside, left, "last", max_mm=500))[0] == pytest.approx(300, abs=3)


def test_ray_that_misses_says_so(ball):
    with pytest.raises(SurfaceError, match="meets no outer skin within 10 mm"):
        ball.ray(np.array([0.0, 0.0, 300.0]), np.array([0.0, 1.0, 0.0]), max_mm=10)
    with pytest.raises(SurfaceError, match="meets no outer skin"):
        ball.ray(np.array([0.0, 0.0, 900.0]), np.array([0.0, 0.0, 1.0]))
    with pytest.raises(SurfaceError, match="direction is zero"):
        ball.ray(np.array([0.0, 0.0, 300.0]), np.zeros(3))


def test_normals_point_away_from_the_centre(ball, spots):
    for point in spots(ball.body, 3, 100):
        radial = ball.position_mm(point) - [0, 0, 300]
        assert ball.normal(point) @ radial / np.linalg.norm(radial) > 0.9999


def test_tangent_upright_to_the_skin_is_refused(board):
    with pytest.raises(SurfaceError, match="does not run along the skin"):
        board.tangent(board.nearest(np.array([200.0, 200.0, 9.0])), np.array([0.0, 0.0, 1.0]))


@given(st.floats(5, 395), st.floats(5, 395), st.floats(0, 2 * np.pi), st.floats(0, 300))
@settings(max_examples=60, deadline=None)
def test_walk_on_the_flat_is_a_straight_line(board, x, y, heading, distance):
    start = board.nearest(np.array([x, y, 9.0]))
    way = np.array([np.cos(heading), np.sin(heading), 0.0])
    goal = np.array([x, y, 5.0]) + distance * way
    if 2 < goal[0] < 398 and 2 < goal[1] < 398:
        assert np.abs(board.position_mm(board.walk(start, way, distance)) - goal).max() < 1e-6


def test_walk_of_zero_stays(ball, spots):
    for point in spots(ball.body, 4, 30):
        walked = ball.walk(point, np.array([0.3, 0.5, 0.8]), 0.0)
        assert np.abs(ball.position_mm(walked) - ball.position_mm(point)).max() < 1e-9


def test_trace_has_its_length_lies_in_its_plane_and_on_the_skin(ball, spots):
    rng = np.random.default_rng(5)
    for point in spots(ball.body, 5, 40):
        start, way, length = ball.position_mm(point), rng.normal(size=3), rng.uniform(1, 900)
        line = ball.trace(point, way, length)
        plane = np.cross(ball.tangent(point, way), ball.normal(point))
        assert line.length_mm == pytest.approx(length, abs=1e-6)
        assert np.abs((line.points_mm - start) @ plane).max() < 1e-6
        assert (line.points_mm[1] - start) @ way > 0
        on_skin = [ball.body.position_mm(spot) for spot in line.samples(7.0)]
        assert np.abs(on_skin - line.resampled(7.0)).max() < 1e-9


def test_walk_there_and_back(ball, spots):
    way, level = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0])
    for point in spots(ball.body, 6, 40):
        if abs(ball.position_mm(point)[1]) < 100 or abs(ball.position_mm(point)[2] - 300) > 200:
            continue
        there = ball.walk(point, way, 40.0, normal=level)
        back = ball.walk(there, way, -40.0, normal=level)
        assert np.abs(ball.position_mm(back) - ball.position_mm(point)).max() < 1e-6


def test_level_section_of_the_column_is_its_outline(wall, spots):
    outline = 24 * 2 * 80 * np.sin(np.pi / 24)
    level = np.array([0.0, 0.0, 1.0])
    for point in spots(wall.body, 7, 30):
        if 1 < wall.position_mm(point)[2] < 799:
            ring = wall.section(point, np.cross(level, wall.normal(point)), normal=level)
            assert ring.length_mm == pytest.approx(outline, rel=1e-9)
            assert np.abs(ring.points_mm[0] - ring.points_mm[-1]).max() < 1e-9


def test_walk_further_than_round_is_refused(wall):
    start = wall.nearest(np.array([90.0, 3.0, 333.0]))
    with pytest.raises(SurfaceError, match=r"closes on itself after 501\.2 mm"):
        wall.walk(start, np.array([0.0, 1.0, 0.0]), 600.0, normal=np.array([0.0, 0.0, 1.0]))


def test_inner_skin_is_not_there(slab):
    hole = np.abs(slab.vertices_mm[slab.faces].mean(axis=1) - [200, 200, 5]).max(axis=1) < 40
    board = Surface(dataclasses.replace(slab, outer=~hole))
    found = board.position_mm(board.nearest(np.array([200.0, 200.0, 9.0])))
    assert np.abs(found[:2] - 200).max() == pytest.approx(40)
    with pytest.raises(SurfaceError, match=r"runs off the outer skin after 60\.0 mm"):
        board.walk(board.nearest(np.array([100.0, 203.0, 9.0])), np.array([1.0, 0.0, 0.0]), 150.0)


def test_scaling_the_body_scales_a_walk(sphere, spots):
    big = Surface(dataclasses.replace(sphere, vertices_mm=2.5 * sphere.vertices_mm))
    small = Surface(sphere)
    for point in spots(sphere, 8, 20):
        way = np.array([0.4, -0.7, 0.2])
        one, two = small.walk(point, way, 90.0), big.walk(point, way, 225.0)
        assert np.abs(2.5 * small.position_mm(one) - big.position_mm(two)).max() < 1e-6


def test_negative_line_is_refused(ball):
    with pytest.raises(SurfaceError, match="must not be negative"):
        ball.trace(SurfacePoint(0, np.full(3, 1 / 3)), np.array([1.0, 0.0, 0.0]), -3.0)
