"""Laws of shortest lines."""

import dataclasses

import numpy as np
import pytest

from meshes.geodesic import Geodesics
from meshes.path import joined
from meshes.surface import Surface, SurfaceError


@pytest.fixture(scope="module")
def ball(sphere):
    return Geodesics(Surface(sphere))


@pytest.fixture(scope="module")
def wall(column):
    return Geodesics(Surface(column))


@pytest.fixture(scope="module")
def board(slab):
    return Geodesics(Surface(slab))


def pairs(geodesics, spots, seed, count):
    points = spots(geodesics.surface.body, seed, 2 * count)
    return list(zip(points[:count], points[count:], strict=True))


def test_lines_on_the_sphere_are_great_circles(ball, spots):
    for start, end in pairs(ball, spots, 1, 60):
        one, two = (ball.surface.position_mm(spot) - [0, 0, 300] for spot in (start, end))
        angle = np.arctan2(np.linalg.norm(np.cross(one, two)), one @ two)
        assert ball.distance_mm(start, end) == pytest.approx(300 * angle, rel=3e-3, abs=1e-6)


def test_lines_on_the_column_are_straight_when_unrolled(wall, spots, unrolled):
    outline, checked = 24 * 2 * 80 * np.sin(np.pi / 24), 0
    for start, end in pairs(wall, spots, 2, 120):
        ends = np.array([wall.surface.position_mm(spot) for spot in (start, end)])
        if ((ends[:, 2] < 80) | (ends[:, 2] > 720)).any():
            continue
        around, up = np.abs(np.diff(unrolled(ends), axis=0)[0])
        around = min(around, outline - around)
        short, long = np.hypot([around, outline - around], up)
        if long < 1.015 * short:
            continue  # the module says so: which of two nearly equal ways round is taken is left open
        assert wall.distance_mm(start, end) == pytest.approx(short, abs=1e-6)
        checked += 1
    assert checked > 40


def test_lines_on_the_flat_are_straight(board):
    rng = np.random.default_rng(3)
    for one, two in rng.uniform(1, 399, (60, 2, 2)):
        ends = [board.surface.nearest(np.array([*xy, 9.0])) for xy in (one, two)]
        line = board.path(*ends)
        assert line.length_mm == pytest.approx(np.linalg.norm(one - two), abs=1e-9)
        middle = board.surface.position_mm(line.at_fraction(0.5))
        assert np.abs(middle - [*(one + two) / 2, 5]).max() < 1e-7


def test_ends_are_exact_and_every_sample_lies_on_the_skin(ball, spots):
    for start, end in pairs(ball, spots, 4, 30):
        line, body = ball.path(start, end), ball.surface.body
        assert np.abs(line.points_mm[0] - body.position_mm(start)).max() < 1e-9
        assert np.abs(line.points_mm[-1] - body.position_mm(end)).max() < 1e-9
        for weights, points in ((line.entry, line.points_mm[:-1]), (line.leave, line.points_mm[1:])):
            corners = body.vertices_mm[body.faces[line.faces]]
            assert np.abs(np.einsum("ki,kij->kj", weights, corners) - points).max() < 1e-6
        spots_on_line = [body.position_mm(spot) for spot in line.samples(5.0)]
        assert np.abs(spots_on_line - line.resampled(5.0)).max() < 1e-6


def test_reversed_line_has_the_same_length(wall, spots):
    for start, end in pairs(wall, spots, 5, 40):
        there, back = wall.distance_mm(start, end), wall.distance_mm(end, start)
        assert there == pytest.approx(back, rel=3e-3)
        assert wall.path(start, end).reversed().length_mm == pytest.approx(there)


def test_triangle_inequality_and_never_shorter_than_straight(ball, spots):
    points = spots(ball.surface.body, 6, 60)
    for one, two, three in zip(points[:20], points[20:40], points[40:], strict=True):
        direct = ball.distance_mm(one, three)
        # Two ways round of nearly equal length may be mistaken for one another; hence the slack.
        assert direct <= 1.002 * (ball.distance_mm(one, two) + ball.distance_mm(two, three))
        gap = ball.surface.position_mm(one) - ball.surface.position_mm(three)
        assert direct >= np.linalg.norm(gap) - 1e-9


def test_scaling_the_body_scales_lines(sphere, ball, spots):
    large = Geodesics(Surface(dataclasses.replace(sphere, vertices_mm=1.7 * sphere.vertices_mm)))
    for start, end in pairs(ball, spots, 7, 20):
        assert large.distance_mm(start, end) == pytest.approx(1.7 * ball.distance_mm(start, end), rel=1e-5)


def test_line_from_a_spot_to_itself_has_no_length(ball, spots):
    for point in spots(ball.surface.body, 8, 20):
        line = ball.path(point, point)
        assert line.length_mm == pytest.approx(0, abs=1e-9)
        assert np.allclose(ball.surface.position_mm(line.at_fraction(0.5)), ball.surface.position_mm(point))


def test_spots_along_a_line_split_it(ball, spots):
    for start, end in pairs(ball, spots, 9, 20):
        line = ball.path(start, end)
        third = line.at_fraction(1 / 3)
        assert ball.distance_mm(start, third) == pytest.approx(line.length_mm / 3, rel=1e-4, abs=1e-6)
        assert np.allclose(ball.surface.position_mm(line.at_length(line.length_mm)), line.points_mm[-1])


def test_line_goes_round_a_hole(slab):
    middle = slab.vertices_mm[slab.faces].mean(axis=1)
    hole = (np.abs(middle[:, :2] - 200).max(axis=1) < 40) & (middle[:, 2] > 4)
    board = Geodesics(Surface(dataclasses.replace(slab, outer=~hole)))
    ends = [board.surface.nearest(np.array([x, 210.0, 9.0])) for x in (100.0, 300.0)]
    line = board.path(*ends)
    assert line.length_mm == pytest.approx(80 + 2 * np.hypot(60, 30), abs=1e-6)
    assert board.surface.body.outer[line.faces].all()


def test_separate_pieces_and_inner_ends_are_refused(make_body, sphere, slab):
    away = sphere.vertices_mm + np.array([1000.0, 0.0, 0.0])
    two = Geodesics(
        Surface(
            make_body(
                np.concatenate([sphere.vertices_mm, away]),
                np.concatenate([sphere.faces, sphere.faces + len(away)]),
            )
        )
    )
    ends = [two.surface.nearest(np.array([x, 0.0, 0.0])) for x in (0.0, 1000.0)]
    with pytest.raises(SurfaceError, match="separate pieces"):
        two.path(*ends)
    inner = Geodesics(Surface(dataclasses.replace(slab, outer=np.arange(len(slab.faces)) != 7)))
    spot = inner.surface.nearest(np.zeros(3))
    with pytest.raises(SurfaceError, match="triangle 7 is not outer skin"):
        inner.path(spot, dataclasses.replace(spot, face=7))


def test_path_through_visits_its_spots(board):
    xy = ([50, 60], [310, 90], [200, 350])
    points = [board.surface.nearest(np.array([*at, 9.0])) for at in xy]
    line = board.path_through(points)
    legs = [np.linalg.norm(np.subtract(*xy[:2])), np.linalg.norm(np.subtract(*xy[1:]))]
    assert line.length_mm == pytest.approx(sum(legs))
    assert np.allclose(board.surface.position_mm(line.at_length(legs[0])), [310, 90, 5])
    with pytest.raises(ValueError, match="two spots or more"):
        board.path_through(points[:1])


def test_crossing_a_plane(board):
    line = board.path_through([board.surface.nearest(np.array([x, 77.0, 9.0])) for x in (20.0, 380.0)])
    spot = line.crossing(np.array([123.0, 0, 0]), np.array([1.0, 0.0, 0.0]))
    assert np.allclose(board.surface.position_mm(spot), [123, 77, 5])
    assert line.crossing(np.array([390.0, 0, 0]), np.array([1.0, 0.0, 0.0])) is None


def test_wrong_requests_of_a_path_are_refused(board):
    line = board.path_through([board.surface.nearest(np.array([x, 77.0, 9.0])) for x in (20.0, 380.0)])
    with pytest.raises(ValueError, match=r"361\.0 mm along a path that is 360\.0 mm long"):
        line.at_length(361.0)
    with pytest.raises(ValueError, match="from 0 to 1"):
        line.at_fraction(1.2)
    with pytest.raises(ValueError, match="more than 0"):
        line.resampled(0.0)
    with pytest.raises(ValueError, match="cannot be joined"):
        joined([line, line])
    with pytest.raises(ValueError, match="at least one"):
        joined([])
