"""Distance along the skin from spots, for painting.

Measured on the shipped male body against exact geodesics (MMP algorithm, 6 sources, 38,000 vertices within
250 mm): never too short; too long by 0.3 mm at the median, 1.1 mm at the 95th percentile, 3.5 mm at worst.
It never leaks through the air, from an arm to the trunk, because it runs along :class:`meshes.arcs.Web`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meshes.arcs import Web
from meshes.body import FloatArray, SurfacePoint

SAMPLE_MM = 2.0  # spacing of the spots on a line: between two of them a vertex 2 mm off is 0.24 mm too far


@dataclass(frozen=True, eq=False)
class Near:
    """Vertices near some spots.

    Attributes
    ----------
    vertices
        (k,) ids, ascending.
    distances_mm
        (k,) distance along the skin of each from the spot that reaches it first, more by that one's delay.
    spots
        (k,) index of that spot.
    """

    vertices: NDArray[np.intp]
    distances_mm: FloatArray
    spots: NDArray[np.intp]


def near(web: Web, spots: Sequence[SurfacePoint], max_mm: float, delays_mm: FloatArray | None = None) -> Near:
    """Distance along the skin from the nearest of some spots.

    Parameters
    ----------
    web
        The arcs of the body (``Geodesics.web``).
    spots
        Spots on the outer skin, at least one. A line is as good as its samples every ``SAMPLE_MM``.
    max_mm
        How far to go; vertices farther away are left out.
    delays_mm
        (len(spots),) what is added to all distances from each spot, 0 or more: they set out one after the
        other. None for no delay.

    Raises
    ------
    ValueError
        If there is no spot, ``max_mm`` is not positive, a delay is negative, there are not as many delays as
        spots, or a spot lies off the outer skin.
    """
    delays_mm = np.zeros(len(spots)) if delays_mm is None else delays_mm
    _require(web, spots, max_mm, delays_mm)
    faces = np.array([spot.face for spot in spots])
    seen = web.seen_from(faces, np.array([spot.barycentric for spot in spots]))
    start_mm = seen.length_mm + delays_mm[seen.source]
    # Many spots see the same vertex; only the first to reach it can matter.
    order = np.lexsort((start_mm, seen.vertex))
    seeds, first = np.unique(seen.vertex[order], return_index=True)
    part = web.part(_around(web.surface.body.vertices_mm, seeds, max_mm))
    far_mm, before = part.distances(seeds, start_mm[order][first], max_mm)
    reached = np.flatnonzero(far_mm <= max_mm)
    source = np.zeros(len(far_mm), dtype=np.intp)
    source[part.number[seeds]] = seen.source[order][first]
    return Near(part.vertices[reached], far_mm[reached], source[_roots(reached, before)])


def _around(vertices_mm: FloatArray, seeds: NDArray[np.integer], max_mm: float) -> NDArray[np.intp]:
    """Ids of all vertices in a box that nothing within ``max_mm`` of a seed lies outside of."""
    box = vertices_mm[seeds]
    low, high = box.min(axis=0) - max_mm, box.max(axis=0) + max_mm
    found = np.arange(len(vertices_mm))
    for axis in np.argsort(high - low):  # the narrowest first: it leaves least to the others
        along = vertices_mm[found, axis]
        found = found[(along >= low[axis]) & (along <= high[axis])]
    return found


def _require(web: Web, spots: Sequence[SurfacePoint], max_mm: float, delays_mm: FloatArray) -> None:
    if not spots:
        raise ValueError("distance from nothing: give at least one spot")
    if not max_mm > 0.0:
        raise ValueError(f"distance up to {max_mm} mm: the limit must be more than 0")
    if len(delays_mm) != len(spots):
        raise ValueError(f"{len(delays_mm)} delays for {len(spots)} spots: give one for each")
    if delays_mm.min() < 0.0:
        raise ValueError(f"delay of {delays_mm.min()} mm: it must be 0 or more")
    faces = np.array([spot.face for spot in spots])
    if not (outer := web.surface.body.outer[faces]).all():
        raise ValueError(
            f"triangle {faces[~outer][0]} is not outer skin: no distance on the skin starts there"
        )


def _roots(vertices: NDArray[np.intp], before: NDArray[np.int32]) -> NDArray[np.intp]:
    """Seed that the shortest way to each vertex sets out from, by the vertex before each."""
    root = np.where(before == len(before), np.arange(len(before)), before)
    found = root[vertices]
    while (after := root[found]).tolist() != found.tolist():
        found = after
    return found.astype(np.intp)
