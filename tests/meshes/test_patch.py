"""Patches of skin: areas that are known, on a flat board and on a sphere."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.body import SurfacePoint
from meshes.geodesic import Geodesics
from meshes.patch import REACH_MM, Dab, blank, clipped, painted, pieces
from meshes.surface import Surface


class Skin:
    """A body with its web; spots are given by position."""

    def __init__(self, body) -> None:
        self.body, self.surface = body, Surface(body)
        self.web = Geodesics(self.surface).web

    def dab(self, position, radius_mm: float, rubs: bool = False) -> Dab:
        return Dab(self.surface.nearest(np.array(position, dtype=float)), radius_mm, rubs)

    def patch(self, *dabs: Dab):
        return painted(blank(self.body), dabs, self.web)

    def area(self, patch) -> float:
        inside = clipped(pieces(patch, self.body))
        corners = self.body.vertices_mm[self.body.faces[inside.faces]]
        whole = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
        return float(inside.shares @ whole) / 2.0


@pytest.fixture(scope="module")
def board(slab) -> Skin:
    return Skin(slab)


@pytest.fixture(scope="module")
def ball(sphere) -> Skin:
    return Skin(sphere)


@pytest.mark.parametrize("radius_mm", [6.0, 10.0, 25.0, 60.0])
@pytest.mark.parametrize("spot", [(200, 200, 5), (207, 193, 5), (196.7, 206.7, 5), (210, 200, 5)])
def test_the_area_around_a_spot_is_that_of_a_circle(board, spot, radius_mm):
    """The triangles are 20 mm wide: the smallest discs reach none of their corners."""
    area = board.area(board.patch(board.dab(spot, radius_mm)))
    assert area == pytest.approx(np.pi * radius_mm**2, rel=0.02)


@pytest.mark.parametrize("radius_mm", [15.0, 50.0])
def test_the_area_around_a_spot_on_a_sphere_is_that_of_a_cap(ball, radius_mm):
    area = ball.area(ball.patch(ball.dab((60, -280, 380), radius_mm)))
    assert area == pytest.approx(2 * np.pi * 300**2 * (1 - np.cos(radius_mm / 300)), rel=0.02)


def test_discs_that_overlap_count_once(board):
    one, two = board.dab((180, 200, 5), 30), board.dab((210, 200, 5), 30)
    lens = 2 * 30**2 * np.arccos(0.5) - 15 * np.sqrt(4 * 30**2 - 30**2)
    assert board.area(board.patch(one, two)) == pytest.approx(2 * np.pi * 30**2 - lens, rel=0.02)
    apart = board.area(painted(board.patch(one), [two], board.web))
    assert apart == pytest.approx(board.area(board.patch(one, two)), rel=1e-9)


def test_what_is_rubbed_out_is_gone_and_can_be_painted_again(board):
    wide, small = board.dab((200, 200, 5), 90), board.dab((200, 200, 5), 45, rubs=True)
    ring = board.patch(wide, small)
    assert board.area(ring) == pytest.approx(np.pi * (90**2 - 45**2), rel=0.03)
    assert board.area(board.patch(wide, small, wide)) == pytest.approx(np.pi * 90**2, rel=0.02)
    nothing = board.patch(board.dab((200, 200, 5), 30), board.dab((200, 200, 5), 40, rubs=True))
    assert board.area(nothing) == 0.0
    assert board.area(blank(board.body)) == 0.0


def test_distances_to_the_border_are_those_on_paper(board, spots):
    patch = board.patch(board.dab((190, 210, 5), 35))
    asked = [spot for spot in spots(board.body, 3, 4000) if board.body.position_mm(spot)[2] == 5.0]
    faces = np.array([spot.face for spot in asked])
    weights = np.array([spot.barycentric for spot in asked])
    flat = np.array([board.body.position_mm(spot) for spot in asked])
    truth = 35 - np.linalg.norm(flat - (190, 210, 5), axis=1)
    found = patch.at(board.body, faces, weights)
    near = truth > -REACH_MM + 25
    assert near.sum() > 50
    np.testing.assert_allclose(found[near], truth[near], atol=0.8)
    assert (found[~near] < -REACH_MM + 40).all()


def test_the_parts_tile_the_patch(board):
    """No part lies twice: together they are never more than their triangle."""
    inside = clipped(pieces(board.patch(board.dab((203, 197, 5), 33)), board.body))
    share = np.bincount(inside.faces, inside.shares, len(board.body.faces))
    assert share.max() <= 1 + 1e-9
    assert (inside.inside_mm >= -1e-9).all()
    np.testing.assert_allclose(inside.weights.sum(axis=2), 1.0)


def test_paint_does_not_run_through_the_board(board):
    patch = board.patch(board.dab((200, 200, 5), 60))
    below = board.body.vertices_mm[:, 2] == 0.0
    assert patch.inside_mm[~below].max() > 55
    assert patch.inside_mm[below].max() < 0


def test_a_disc_without_radius_or_off_the_skin_is_an_error(board):
    with pytest.raises(ValueError, match="more than 0"):
        board.patch(Dab(SurfacePoint(0, np.ones(3) / 3), 0.0))
