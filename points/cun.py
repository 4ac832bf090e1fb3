"""Proportional measure: how long a span is on a body, and how lengths in it are taken.

A span is a stretch with a fixed number of cun, so one cun is its length divided by that number. Its
``measure`` says how the length is taken: along the skin, as a height, as a width, or along the axis of a limb
segment.
"""

from __future__ import annotations

import numpy as np

from meshes.body import FloatArray
from points.context import Context, Place
from points.model import CunSpan

_PLANES = ("floor", "crown", "midline")
_UP = np.array([0.0, 0.0, 1.0])
_ACROSS = np.array([1.0, 0.0, 0.0])


def axis_of(span: CunSpan, context: Context) -> FloatArray | None:
    """(3,) unit axis that lengths in a span are projected on; None where they are taken along the skin."""
    if span.measure == "axis":
        return context.segment_axis(span.segment)[1]
    return {"height": _UP, "width": _ACROSS}.get(span.measure)


def span_mm(span: CunSpan, context: Context) -> float:
    """Length of a whole span. A plane as an end (floor, crown, midline) is met at right angles."""
    planes = [end for end in (span.start, span.end) if end in _PLANES]
    if not planes:
        return tape_mm(context.place(span.start), context.place(span.end), span, context)
    axis = _ACROSS if "midline" in planes else _UP
    ends = [_offset_mm(end, context, axis) for end in (span.start, span.end)]
    return abs(ends[1] - ends[0])


def tape_mm(start: Place, end: Place, span: CunSpan, context: Context) -> float:
    """Distance between two places, taken by the span's measure."""
    axis = axis_of(span, context)
    if axis is None:
        return context.skin.distance_mm(start.point, end.point)
    return abs(float((end.position_mm - start.position_mm) @ axis))


def _offset_mm(end: object, context: Context, axis: FloatArray) -> float:
    if end in ("floor", "midline"):
        return 0.0
    if end == "crown":
        return context.skin.crown_mm
    return float(context.position_mm(end) @ axis)  # type: ignore[arg-type]
