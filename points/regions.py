"""Divide the skin into named regions: each triangle belongs to the one whose seeds reach it best.

A region's seeds are strokes and patches, as in zones. A spot is worth ``radius - distance`` to a region,
along the skin, and belongs to the region it is worth most to. So the border between two regions lies where
both are worth the same, and a larger radius pushes it outwards. All seeds spread at once
(:mod:`points.seeds`): what one reaches first, with a head start for the larger radius, is its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter
from scipy.spatial import cKDTree

from meshes.body import Body, FloatArray
from points.locate import Locator, sides
from points.model import Region
from points.rules import Shape
from points.seeds import seeds_of, together

SHAPES: TypeAdapter[tuple[Shape, ...]] = TypeAdapter(tuple[Shape, ...])
IntArray = NDArray[np.intp]


def is_skin(region: Region) -> bool:
    """Whether a region is an area of skin, not a place felt deep inside."""
    return region.parent != "deep"


def divide(regions: Sequence[Region], locator: Locator, cun_mm: float) -> NDArray[np.uint8]:
    """Return the region of each triangle.

    Parameters
    ----------
    regions
        The regions of the skin, each with seeds.
    locator
        Places the seeds on the body.
    cun_mm
        Length of the cun that radii are given in.

    Returns
    -------
    NDArray
        (m,) uint8 index into ``regions``; a triangle inside the mouth or an eye socket has the region of
        the nearest skin.

    Raises
    ------
    Unplaced
        If a seed has no place on the body.
    """
    owner, worth_mm = _spread(regions, locator, cun_mm)
    faces = locator.body.faces
    late_mm = -worth_mm[faces]
    chosen = _smoothed(_by_corners(owner[faces], late_mm), late_mm.mean(axis=1), locator.skin.surface.across)
    return _filled(chosen, locator.body).astype(np.uint8)


def _spread(regions: Sequence[Region], locator: Locator, cun_mm: float) -> tuple[IntArray, FloatArray]:
    """Region of each vertex, -1 off the outer skin, and what it is worth to it: two (n,) arrays."""
    shapes = [SHAPES.validate_python(region.seeds) for region in regions]
    parts = [[seeds_of(some, side, locator, cun_mm) for side in sides(paired=True)] for some in shapes]
    counts = [sum(len(part.spots) for part in both) for both in parts]
    seeds = together([part for both in parts for part in both])
    found, worth_mm = seeds.spread(locator, np.inf)
    owner = np.full(len(locator.body.vertices_mm), -1)
    owner[found.vertices] = np.repeat(np.arange(len(regions)), counts)[found.spots]
    worth = np.full(len(owner), -np.inf)
    worth[found.vertices] = worth_mm
    return owner, worth


def _by_corners(owner: IntArray, late_mm: FloatArray) -> IntArray:
    """Region of each triangle: that of two corners, else of the corner reached first; -1 off the skin."""
    chosen: IntArray = owner[np.arange(len(owner)), late_mm.argmin(axis=1)]
    for one, two in ((0, 1), (1, 2), (2, 0)):
        alike = owner[:, one] == owner[:, two]
        chosen[alike] = owner[alike, one]
    chosen[(owner < 0).any(axis=1)] = -1
    return chosen


def _smoothed(chosen: IntArray, late_mm: FloatArray, across: NDArray[np.integer]) -> IntArray:
    """Take off the teeth of the borders: a triangle joins the region that most of its neighbours are of.

    Each change shortens the borders by an edge, so it ends. What was reached first changes first, so that
    the two sides of a body change alike.
    """
    edges = (chosen[across] != chosen[:, None]).sum(axis=1)
    waiting = [(late_mm[face], face) for face in np.flatnonzero(edges > 1).tolist()]
    heapify(waiting)
    while waiting:
        face = heappop(waiting)[1]
        beside = [other for other in across[face].tolist() if other >= 0]
        regions = sorted(int(chosen[other]) for other in beside)
        joined = max(regions, key=regions.count, default=-1)
        if joined >= 0 and regions.count(joined) > regions.count(chosen[face]):
            chosen[face] = joined
            for other in beside:
                heappush(waiting, (late_mm[other], other))
    return chosen


def _filled(chosen: IntArray, body: Body) -> IntArray:
    """Give what is no outer skin the region of the nearest triangle that is."""
    centres = body.vertices_mm[body.faces].mean(axis=1)
    known = body.outer & (chosen >= 0)
    nearest = cKDTree(centres[known]).query(centres[~known])[1]
    chosen[~known] = chosen[known][nearest]
    return chosen
