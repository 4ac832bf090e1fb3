"""Divide the skin into named regions: each triangle belongs to the one whose seeds reach it best.

A region's seeds are strokes and patches, as in zones. A spot is worth ``radius - distance`` to a region,
along the skin, and belongs to the region it is worth most to. So the border between two regions lies where
both are worth the same, and a larger radius pushes it outwards. All seeds spread at once: what one reaches
first, with a head start for the larger radius, is its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter
from scipy.spatial import cKDTree

from meshes.body import Body, FloatArray, SurfacePoint
from points.locate import Locator, sides
from points.model import Region, Side
from points.rules import Shape, Stroke

SHAPES: TypeAdapter[tuple[Shape, ...]] = TypeAdapter(tuple[Shape, ...])
SAMPLE_MM = 2.0  # spacing of the seeds on a stroke
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
    spots, owners, radii_mm = _seeds(regions, locator, cun_mm)
    owner, late_mm = _spread(spots, owners, radii_mm, locator)
    faces = locator.body.faces
    late_mm = late_mm[faces]
    chosen = _smoothed(_by_corners(owner[faces], late_mm), late_mm.mean(axis=1), locator.skin.surface.across)
    return _filled(chosen, locator.body).astype(np.uint8)


def _seeds(
    regions: Sequence[Region], locator: Locator, cun_mm: float
) -> tuple[list[SurfacePoint], IntArray, FloatArray]:
    """Spots that spread, with the region and the radius of each: of lengths k."""
    spots: list[SurfacePoint] = []
    owners: list[int] = []
    radii_mm: list[float] = []
    for index, region in enumerate(regions):
        for shape in SHAPES.validate_python(region.seeds):
            for side in sides(paired=True):
                new = _spots(shape, side, locator)
                spots += new
                owners += [index] * len(new)
                radii_mm += [shape.radius_cun * cun_mm] * len(new)
    return spots, np.array(owners), np.array(radii_mm)


def _spots(shape: Shape, side: Side, locator: Locator) -> tuple[SurfacePoint, ...]:
    if isinstance(shape, Stroke):
        stops = [locator.place(ref, side).point for ref in shape.stroke]
        return locator.skin.path(stops).samples(SAMPLE_MM)
    return (locator.place(shape.patch, side).point,)


def _spread(
    spots: list[SurfacePoint], owners: IntArray, radii_mm: FloatArray, locator: Locator
) -> tuple[IntArray, FloatArray]:
    """Region of each vertex, -1 off the outer skin, and how late it was reached: two (n,) arrays."""
    web = locator.skin.geodesics.web
    weights = np.array([spot.barycentric for spot in spots])
    seen = web.seen_from(np.array([spot.face for spot in spots]), weights)
    start_mm = seen.length_mm + radii_mm.max() - radii_mm[seen.source]
    # Many spots see the same vertex; only the first to reach it can own it.
    order = np.lexsort((start_mm, seen.vertex))
    vertices, first = np.unique(seen.vertex[order], return_index=True)
    late_mm, before = web.distances(vertices, start_mm[order][first], np.inf)
    owner = np.full(len(late_mm), -1)
    owner[vertices] = owners[seen.source[order][first]]
    root = np.where(before == len(before), np.arange(len(before)), before)
    reached = before >= 0
    while (root[root[reached]] != root[reached]).any():
        root[reached] = root[root[reached]]
    owner[reached] = owner[root[reached]]
    owner[~reached] = -1
    return owner, late_mm


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
