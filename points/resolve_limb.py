"""Rule `limb`: so far along a segment of a limb, and from its axis outwards at an angle."""

from __future__ import annotations

import numpy as np

from meshes.body import FloatArray, SurfacePoint
from points.context import Context, NoPlace, across
from points.rules import LimbRule

_THICKEST_MM = 150.0  # a ray that is inside for longer runs along the limb or into the trunk


def limb(rule: LimbRule, context: Context) -> SurfacePoint:
    """First skin that a ray from the segment's axis meets."""
    segment = context.segment(rule.segment)
    span = context.span(rule.span or segment.span)
    proximal, axis = context.segment_axis(rule.segment)
    ends = [float((context.position_mm(ref) - proximal) @ axis) for ref in (span.start, span.end)]
    whole = ends[1] - ends[0]
    share = rule.fraction if rule.fraction is not None else (rule.cun or 0.0) / span.cun
    along = ends[1] - share * whole if rule.start == "distal" else ends[0] + share * whole
    origin = proximal + along * axis
    front = across(context.direction("front"), axis)
    side = across(context.direction("lateral") - (context.direction("lateral") @ front) * front, axis)
    angle = _azimuth(rule, context, proximal, axis, front, side)
    return context.skin.surface.ray(origin, np.cos(angle) * front + np.sin(angle) * side, max_mm=_THICKEST_MM)


def _azimuth(
    rule: LimbRule,
    context: Context,
    proximal: FloatArray,
    axis: FloatArray,
    front: FloatArray,
    side: FloatArray,
) -> float:
    """Angle around the axis in radians: 0 to the front, positive to the lateral side."""

    def of(ref: object) -> float:
        outward = across(context.position_mm(ref) - proximal, axis)  # type: ignore[arg-type]
        return float(np.arctan2(outward @ side, outward @ front))

    if rule.angle_deg is not None:
        return float(np.radians(rule.angle_deg))
    if rule.toward is not None:
        return of(rule.toward)
    if rule.between is None or rule.blend is None:
        raise NoPlace("a limb rule without an azimuth")
    first, second = of(rule.between[0]), of(rule.between[1])
    turn = (second - first + np.pi) % (2 * np.pi) - np.pi  # the short way round
    return first + rule.blend * float(turn)
