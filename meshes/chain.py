"""The shortest chain of arcs from spot to spot, looked for only where it can run.

A chain that is no longer than some reach stays in the ellipsoid of all positions from which the straight ways
to both ends sum up to no more than that. Only those vertices are cut out of the web, so a short chain costs
little, however large the body is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from meshes.arcs import Part, Web
from meshes.body import FloatArray, SurfacePoint

_STRETCH, _MORE_MM = 1.05, 3.0  # first guess of a reach: so many times the straight distance, and more
_FARTHER, _FARTHER_MM = 1.25, 15.0  # the next guess, if there is no chain within it
_SLACK = 1.0001  # lengths of arcs are rounded


@dataclass(frozen=True, eq=False)
class Outlook:
    """A spot and the arcs from it: its (3,) position, (k,) vertices that it sees and how far off they are."""

    position_mm: FloatArray
    vertices: NDArray[np.int32]
    lengths_mm: FloatArray


class Chains:
    """Shortest chains of arcs of a web. What a spot sees is looked up once, as long as the spot is in use."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._at = web.surface.body.vertices_mm
        self._tree = cKDTree(self._at, balanced_tree=False)
        self._known: WeakKeyDictionary[SurfacePoint, Outlook] = WeakKeyDictionary()

    def outlooks(self, spots: Sequence[SurfacePoint]) -> list[Outlook]:
        """Look out from some spots of the outer skin, all at once."""
        if fresh := [spot for spot in dict.fromkeys(spots) if spot not in self._known]:
            self._known.update(zip(fresh, self._looked(fresh), strict=True))
        return [self._known[spot] for spot in spots]

    def _looked(self, spots: Sequence[SurfacePoint]) -> list[Outlook]:
        weights = np.array([spot.barycentric for spot in spots])
        seen = self._web.seen_from(np.array([spot.face for spot in spots]), weights)
        order = np.argsort(seen.source, kind="stable")
        parts = np.split(order, np.cumsum(np.bincount(seen.source, minlength=len(spots)))[:-1])
        lengths_mm = seen.length_mm.astype(np.float64)
        return [
            Outlook(self._web.surface.position_mm(spot), seen.vertex[part], lengths_mm[part])
            for spot, part in zip(spots, parts, strict=True)
        ]

    def shortest(self, start: Outlook, end: Outlook) -> NDArray[np.intp]:
        """Vertices of the shortest chain from one spot to another on the same piece of skin, without both."""
        reach_mm = _STRETCH * float(np.linalg.norm(end.position_mm - start.position_mm)) + _MORE_MM
        while True:
            part = self._web.part(self._within(start.position_mm, end.position_mm, _SLACK * reach_mm))
            found, length_mm = _chain(part, start, end, reach_mm)
            # A chain longer than the reach might have a shorter rival outside it.
            if length_mm <= reach_mm:
                return found
            reach_mm = length_mm if np.isfinite(length_mm) else _FARTHER * reach_mm + _FARTHER_MM

    def _within(self, one_mm: FloatArray, two_mm: FloatArray, reach_mm: float) -> NDArray[np.intp]:
        """Ids of the vertices from which the ways to both positions sum up to a reach at most."""
        near = self._tree.query_ball_point(0.5 * (one_mm + two_mm), 0.5 * reach_mm, return_sorted=True)
        ids = np.array(near, dtype=np.intp)
        at = self._at[ids]
        ways = [np.sqrt(np.einsum("ki,ki->k", at - end, at - end)) for end in (one_mm, two_mm)]
        kept: NDArray[np.intp] = ids[ways[0] + ways[1] <= reach_mm]
        return kept


def _chain(part: Part, start: Outlook, end: Outlook, reach_mm: float) -> tuple[NDArray[np.intp], float]:
    """Shortest chain in a part of the web, and its length; infinite if there is none within the reach."""
    goals = part.number[end.vertices]
    inside = goals >= 0
    goals, tails_mm = goals[inside], end.lengths_mm[inside]
    far, before = part.distances(start.vertices, start.lengths_mm, reach_mm)
    whole = far[goals] + tails_mm
    if not len(goals) or not np.isfinite(best := float(whole.min())):
        return np.empty(0, dtype=np.intp), np.inf
    chain = [int(goals[whole.argmin()])]
    while (link := int(before[chain[-1]])) < len(far):
        chain.append(link)
    return part.vertices[chain[::-1]], best
