"""How many cun every spot of the skin is from where a span is counted: the cun as a ruler laid on the body.

A ruler lies on some regions of the skin (``rulers.tsv``) and counts as the rules of the points do: along the
axis of a limb or upright, as the span is measured; on the head along the midline, so that a spot beside it
has the count of the foot that a plane square to the midline has on it; across as the width from the midline,
or along the skin from it where the span is measured so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from meshes.body import FloatArray, SurfacePoint
from meshes.field import SAMPLE_MM, near
from points.atlas import Atlas
from points.context import Context
from points.cun import axis_of
from points.locate import Locator
from points.model import CunSpan, Ruler, Side
from points.refs import is_paired

_WITHIN = 1e-6
_STEP_CUN = 0.02  # of the samples along the midline
_UNDER_CUN = 1.6  # how far under the midline the ruler of the head is still told
_VIA = {"hairlines": ("vertex", "inion")}  # over the crown, not round the side of the head


@dataclass(frozen=True, eq=False)
class Scale:
    """A ruler on one body.

    Attributes
    ----------
    ruler
        What it counts, and from where.
    span
        The span whose cun it counts.
    side
        The side it lies on; the midline where it lies on both.
    cun_mm
        Length of one cun.
    counts
        (n,) cun of each vertex from the start of the span, or from the midline; NaN where it does not count.
    faces
        (m,) triangles that it lies on, some of them beyond its ends.
    """

    ruler: Ruler
    span: CunSpan
    side: Side
    cun_mm: float
    counts: FloatArray
    faces: NDArray[np.bool_]

    def at(self, faces: NDArray[np.int32], point: SurfacePoint) -> float:
        """Cun of a spot; NaN where the ruler does not lie, or does not reach."""
        if not self.faces[point.face]:
            return float("nan")
        count = float(point.barycentric @ self.counts[faces[point.face]])
        return count if -_WITHIN <= count <= self.ruler.until + _WITHIN else float("nan")


def scales(locator: Locator, atlas: Atlas) -> tuple[Scale, ...]:
    """Lay all rulers on a body.

    Parameters
    ----------
    locator
        Places the ends of the spans.
    atlas
        Says in which region each triangle is.

    Raises
    ------
    points.model.Unplaced
        If an end of a span has no place on the body.
    """
    tables = locator.tables
    return tuple(
        _scale(ruler, locator, atlas, side)
        for ruler in tables.rulers.values()
        for side in _sides(ruler, tables.spans[ruler.span], locator)
    )


def _sides(ruler: Ruler, span: CunSpan, locator: Locator) -> tuple[Side, ...]:
    own = ruler.way == "along" and (span.measure == "axis" or is_paired(str(span.start), locator.tables))
    return (Side.LEFT, Side.RIGHT) if own else (Side.MIDLINE,)


def _scale(ruler: Ruler, locator: Locator, atlas: Atlas, side: Side) -> Scale:
    span, context = locator.tables.spans[ruler.span], locator.context(side)
    cun_mm = context.cun_mm(ruler.span)
    body = atlas.body
    numbers = [atlas.region_names.index(region) for region in ruler.regions]
    faces = np.isin(atlas.face_region, numbers) & body.outer
    if side is not Side.MIDLINE:
        faces &= body.vertices_mm[body.faces, 0].mean(axis=1) * float(side.sign) > 0.0
    if ruler.looks != "all":
        outward = context.skin.surface.normals[body.faces].mean(axis=1)
        faces &= outward @ context.direction(ruler.looks) > 0.0
    used = np.unique(body.faces[faces])
    counts = np.full(len(body.vertices_mm), np.nan)
    counts[used] = _counted(ruler, span, context, used, cun_mm)
    return Scale(ruler, span, side, cun_mm, counts, faces)


def _counted(
    ruler: Ruler, span: CunSpan, context: Context, used: NDArray[np.integer], cun_mm: float
) -> FloatArray:
    """Cun of some vertices."""
    positions = context.skin.body.vertices_mm[used]
    if ruler.way == "across":
        return _beside(used, ruler, context, cun_mm) if span.measure == "skin" else _width(positions, cun_mm)
    axis = axis_of(span, context)
    if axis is None:
        return _over_the_middle(positions, span, context)
    start, end = (
        0.0 if ref == "floor" else float(context.position_mm(ref) @ axis) for ref in (span.start, span.end)
    )
    along: FloatArray = span.cun * (positions @ axis - start) / (end - start)
    return along


def _width(positions: FloatArray, cun_mm: float) -> FloatArray:
    width: FloatArray = np.abs(positions[:, 0]) / cun_mm
    return width


def _beside(used: NDArray[np.integer], ruler: Ruler, context: Context, cun_mm: float) -> FloatArray:
    """Cun along the skin from the midline."""
    found = near(
        context.skin.geodesics.web, context.skin.middle.path.samples(SAMPLE_MM), (ruler.until + 1) * cun_mm
    )
    counts = np.full(len(context.skin.body.vertices_mm), np.nan)
    counts[found.vertices] = found.distances_mm / cun_mm
    beside: FloatArray = counts[used]
    return beside


def _over_the_middle(positions: FloatArray, span: CunSpan, context: Context) -> FloatArray:
    """Cun of the spot of the midline whose square plane each position lies in; NaN beyond the ends."""
    stops = [context.place(ref).point for ref in (span.start, *_VIA.get(span.key, ()), span.end)]
    path = context.skin.path(stops)
    shares = np.linspace(0.0, 1.0, round(span.cun / _STEP_CUN) + 1)
    line = np.array([context.skin.body.position_mm(path.at_fraction(float(share))) for share in shares])
    under_mm, nearest = cKDTree(line[:, 1:]).query(positions[:, 1:])
    counts: FloatArray = span.cun * shares[nearest]
    step = np.gradient(line[:, 1:], axis=0)
    step /= np.linalg.norm(step, axis=1, keepdims=True)
    # beyond the samples' feet, by the tangent there: smooth between samples, and past the ends no foot
    off = np.einsum("ki,ki->k", positions[:, 1:] - line[nearest, 1:], step[nearest])
    counts += off * span.cun / path.length_mm
    counts[under_mm > _UNDER_CUN * path.length_mm / span.cun] = np.nan  # towards the ears planes run together
    return counts
