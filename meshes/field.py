"""Distance along the skin from points and lines, for painting.

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
from meshes.path import SurfacePath

SAMPLE_MM = 2.0  # spacing of the seeds on a line: between two of them a vertex 2 mm off is 0.24 mm too far


@dataclass(frozen=True, eq=False)
class Near:
    """Vertices near something.

    Attributes
    ----------
    vertices
        (k,) ids, ascending.
    distances_mm
        (k,) distance along the skin of each.
    """

    vertices: NDArray[np.intp]
    distances_mm: FloatArray


def near(web: Web, sources: Sequence[SurfacePath | SurfacePoint], max_mm: float) -> Near:
    """Distance along the skin from the nearest of some points and lines.

    Parameters
    ----------
    web
        The arcs of the body (``Geodesics.web``).
    sources
        Points and lines on the outer skin, at least one.
    max_mm
        How far to go; vertices farther away are left out.

    Raises
    ------
    ValueError
        If there is no source, ``max_mm`` is not positive, or a source lies off the outer skin.
    """
    if not sources:
        raise ValueError("distance from nothing: give at least one point or line")
    if not max_mm > 0.0:
        raise ValueError(f"distance up to {max_mm} mm: the limit must be more than 0")
    spots = [spot for source in sources for spot in _spots(source)]
    faces = np.array([spot.face for spot in spots])
    if not (outer := web.surface.body.outer[faces]).all():
        raise ValueError(
            f"triangle {faces[~outer][0]} is not outer skin: no distance on the skin starts there"
        )
    seen = web.seen_from(faces, np.array([spot.barycentric for spot in spots]))
    # Many samples see the same vertex; only its shortest arc can matter.
    order = np.lexsort((seen.length_mm, seen.vertex))
    seeds, first = np.unique(seen.vertex[order], return_index=True)
    far, _ = web.distances(seeds, seen.length_mm[order][first].astype(np.float64), max_mm)
    vertices = np.flatnonzero(far <= max_mm)
    return Near(vertices, far[vertices])


def _spots(source: SurfacePath | SurfacePoint) -> tuple[SurfacePoint, ...]:
    return source.samples(SAMPLE_MM) if isinstance(source, SurfacePath) else (source,)
