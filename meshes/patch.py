"""A patch of skin that somebody has touched or painted, as the signed distance to its border.

A patch is a union of discs (dabs of a brush), from which other discs may have been rubbed out. At the
vertices the distance is measured along the skin (:mod:`meshes.field`). Inside a triangle it is *not* linear:
a fingertip is hardly larger than a triangle of the trunk. There the straight distance to the spot that
reaches the corners is taken, and only what the way along the skin is longer is interpolated; so the circle
around a spot comes out round. Where something was rubbed out the distance is linear in each triangle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from meshes.arcs import Web
from meshes.body import Body, FloatArray, SurfacePoint
from meshes.field import near
from meshes.triangles import cross

REACH_MM = 60.0  # how far outside the border distances are known
CORNER = 0.6  # no spot in a triangle is farther from its nearest corner than this share of its longest edge
FINE = 0.2  # parts at the border are no longer than this share of a disc's radius: areas are exact to 1 %
MOST_STEPS = 24  # parts of an edge, whatever the radius

IntArray = NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Dab:
    """One disc along the skin: painted, or (``rubs``) rubbed out."""

    point: SurfacePoint
    radius_mm: float
    rubs: bool = False


@dataclass(frozen=True, eq=False)
class Patch:
    """A patch of one body's skin.

    Attributes
    ----------
    inside_mm
        (n,) signed distance along the skin of each vertex to the border, positive inside; ``-REACH_MM`` where
        the patch is not nearer.
    spot
        (n,) which spot reaches each vertex first, -1 where none does or something was rubbed out.
    spots_mm, radii_mm
        (s, 3) positions of the painted spots and (s,) their radii.
    """

    inside_mm: FloatArray
    spot: NDArray[np.int32]
    spots_mm: FloatArray
    radii_mm: FloatArray

    @property
    def is_spot(self) -> bool:
        """Whether it is a single disc, round about one spot."""
        return len(self.spots_mm) == 1

    def at(self, body: Body, faces: IntArray, weights: FloatArray) -> FloatArray:
        """Signed distance to the border of spots inside triangles.

        Parameters
        ----------
        body
            The body that the patch is on.
        faces, weights
            (k,) triangles and (k, 3) weights of their corners.
        """
        corners = body.faces[faces]
        known_mm = self.inside_mm[corners]
        value: FloatArray = np.einsum("kc,kc->k", weights, known_mm)
        spot = self.spot[corners]
        sure = np.flatnonzero((spot >= 0).all(axis=1))
        ends_mm, spot = body.vertices_mm[corners[sure]], spot[sure]
        places_mm = np.einsum("kc,kcx->kx", weights[sure], ends_mm)
        straight_mm = self._straight(spot, ends_mm)
        longer_mm = np.einsum("kc,kc->k", weights[sure], known_mm[sure] - straight_mm)
        # the nearest of the spots that reach the corners; by columns, which is quicker than along an axis
        one, two, three = (self._straight(column, places_mm) for column in spot.T)
        value[sure] = np.maximum(np.maximum(one, two), three) + longer_mm
        return value

    def _straight(self, spot: NDArray[np.int32], places_mm: FloatArray) -> FloatArray:
        """Radius less straight distance of places to spots."""
        apart_mm = places_mm - self.spots_mm[spot]
        away_mm: FloatArray = np.sqrt(np.einsum("...x,...x->...", apart_mm, apart_mm))
        return self.radii_mm[spot] - away_mm


@dataclass(frozen=True, eq=False)
class Pieces:
    """Triangles that a patch lies in: whole ones of the body, and small parts of those near its border.

    Attributes
    ----------
    faces
        (t,) triangle of the body that each lies in.
    weights
        (t, 3, 3) weights of that triangle's corners, for each of the three corners of the part.
    inside_mm
        (t, 3) signed distance to the border at its corners.
    """

    faces: NDArray[np.intp]
    weights: FloatArray
    inside_mm: FloatArray

    @cached_property
    def shares(self) -> FloatArray:
        """(t,) area of each part, as a share of the body's triangle that it lies in."""
        one, two, three = self.weights.transpose(1, 0, 2)
        shares: FloatArray = np.abs(np.einsum("tx,tx->t", one, cross(two, three)))
        return shares


def blank(body: Body) -> Patch:
    """Nothing painted yet."""
    count = len(body.vertices_mm)
    nowhere = np.full(count, -1, dtype=np.int32)
    return Patch(np.full(count, -REACH_MM), nowhere, np.zeros((0, 3)), np.zeros(0))


def painted(patch: Patch, dabs: Sequence[Dab], web: Web) -> Patch:
    """Paint more discs, or rub them out, one after the other.

    Parameters
    ----------
    patch
        What is there already.
    dabs
        The discs, in order.
    web
        The arcs of the body (``Geodesics.web``).

    Raises
    ------
    ValueError
        If a radius is not positive, or a spot lies off the outer skin.
    """
    for rubs, run in groupby(dabs, key=lambda dab: dab.rubs):
        patch = _with(patch, list(run), web, rubs)
    return patch


def pieces(patch: Patch, body: Body) -> Pieces:
    """Triangles that a patch reaches into, those that its border may cut divided into small parts."""
    inner, cut, longest_mm = _touched(patch, body)
    finest_mm = FINE * float(patch.radii_mm.min(initial=longest_mm))
    grid, parts = _grid(int(np.clip(np.ceil(longest_mm / finest_mm), 1, MOST_STEPS)))
    weights = np.broadcast_to(grid, (len(cut), *grid.shape))
    values = patch.at(body, np.repeat(cut, len(grid)), weights.reshape(-1, 3)).reshape(len(cut), len(grid))
    small = Pieces(
        np.repeat(cut, len(parts)),
        np.broadcast_to(grid[parts], (len(cut), *parts.shape, 3)).reshape(-1, 3, 3),
        values[:, parts].reshape(-1, 3),
    )
    reaching = (small.inside_mm > 0.0).any(axis=1)
    whole = np.broadcast_to(np.eye(3), (len(inner), 3, 3))
    return Pieces(
        np.concatenate([inner, small.faces[reaching]]),
        np.concatenate([whole, small.weights[reaching]]),
        np.concatenate([patch.inside_mm[body.faces[inner]], small.inside_mm[reaching]]),
    )


def clipped(parts: Pieces) -> Pieces:
    """Cut off what lies outside: linear in each part, as fine as the parts are."""
    positive = parts.inside_mm > 0.0
    count = positive.sum(axis=1)
    one = _turned(parts, count == 1, positive)
    two = _turned(parts, count == 2, ~positive)
    quad = [_between(two, (1, 2, 2), (1, 2, 0)), _between(two, (1, 2, 1), (1, 0, 0))]
    kept = [_picked(parts, np.flatnonzero(count == 3)), _between(one, (0, 0, 0), (0, 1, 2)), *quad]
    return Pieces(
        np.concatenate([part.faces for part in kept]),
        np.concatenate([part.weights for part in kept]),
        np.concatenate([part.inside_mm for part in kept]),
    )


def _with(patch: Patch, dabs: Sequence[Dab], web: Web, rubs: bool) -> Patch:
    radii = np.array([dab.radius_mm for dab in dabs])
    if not (radii > 0.0).all():
        raise ValueError(f"disc with a radius of {radii.min()} mm: it must be more than 0")
    greatest = float(radii.max())
    found = near(web, [dab.point for dab in dabs], greatest + REACH_MM, greatest - radii)
    value = greatest - found.distances_mm
    inside, spot = patch.inside_mm.copy(), patch.spot.copy()
    before = inside[found.vertices]
    changed = -value < before if rubs else value > before
    where = found.vertices[changed]
    inside[where] = -value[changed] if rubs else value[changed]
    spot[where] = -1 if rubs else found.spots[changed] + len(patch.spots_mm)
    if rubs:
        return Patch(inside, spot, patch.spots_mm, patch.radii_mm)
    places = np.array([web.surface.body.position_mm(dab.point) for dab in dabs])
    return Patch(
        inside, spot, np.concatenate([patch.spots_mm, places]), np.concatenate([patch.radii_mm, radii])
    )


def _touched(patch: Patch, body: Body) -> tuple[NDArray[np.intp], NDArray[np.intp], float]:
    """Outer triangles that lie in the patch, those that its border may cut, and the longest edge of these."""
    one, two, three = patch.inside_mm[body.faces.T]
    highest = np.maximum(np.maximum(one, two), three)  # quicker than along an axis
    # A small disc can lie in the middle of a triangle without reaching a corner.
    near_by = np.flatnonzero(body.outer & (highest > -_longest_mm(body)))
    inner = (patch.inside_mm[body.faces[near_by]] > 0.0).all(axis=1)
    ends = body.vertices_mm[body.faces[near_by]]
    edge_mm = np.linalg.norm(ends - np.roll(ends, -1, axis=1), axis=2).max(axis=1)
    cut = ~inner & (highest[near_by] > -CORNER * edge_mm)
    return near_by[inner], near_by[cut], float(edge_mm[cut].max(initial=1.0))


@lru_cache(maxsize=4)
def _longest_mm(body: Body) -> float:
    """Length of the longest edge."""
    ends = body.vertices_mm[body.faces]
    return float(np.sqrt(((ends - np.roll(ends, -1, axis=1)) ** 2).sum(axis=2).max()))


@cache
def _grid(steps: int) -> tuple[FloatArray, NDArray[np.intp]]:
    """Weights of the corners of the parts of a triangle, and the parts as indices of these."""
    rows = [(i, j) for i in range(steps + 1) for j in range(steps + 1 - i)]
    number = {row: index for index, row in enumerate(rows)}
    upright = [
        (number[i, j], number[i + 1, j], number[i, j + 1]) for i in range(steps) for j in range(steps - i)
    ]
    hanging = [
        (number[i + 1, j], number[i + 1, j + 1], number[i, j + 1])
        for i in range(steps)
        for j in range(steps - i - 1)
    ]
    one, two = np.array(rows, dtype=np.float64).T / steps
    return np.column_stack([one, two, 1.0 - one - two]), np.array(upright + hanging, dtype=np.intp)


def _picked(parts: Pieces, rows: NDArray[np.intp]) -> Pieces:
    return Pieces(parts.faces[rows], parts.weights[rows], parts.inside_mm[rows])


def _turned(parts: Pieces, chosen: NDArray[np.bool_], lone: NDArray[np.bool_]) -> Pieces:
    """Take the chosen parts and turn each, keeping its winding, so that its lone corner is first."""
    some = _picked(parts, np.flatnonzero(chosen))
    order = (lone[chosen].argmax(axis=1)[:, None] + np.arange(3)) % 3
    weights = np.take_along_axis(some.weights, order[:, :, None], axis=1)
    return Pieces(some.faces, weights, np.take_along_axis(some.inside_mm, order, axis=1))


def _between(parts: Pieces, start: tuple[int, ...], end: tuple[int, ...]) -> Pieces:
    """Parts whose corners lie where the way from an inside corner to another one crosses the border."""
    here, there = parts.inside_mm[:, start], parts.inside_mm[:, end]
    same = np.array(start) == np.array(end)
    share = np.where(same, 0.0, here / np.where(same, 1.0, here - there))
    begin, finish = parts.weights[:, start], parts.weights[:, end]
    weights = begin + share[:, :, None] * (finish - begin)
    return Pieces(parts.faces, weights, np.where(same, here, 0.0))
