"""Rules that run along the skin: `between`, and the offsets that any rule may carry."""

from __future__ import annotations

import numpy as np

from meshes.body import FloatArray, SurfacePoint
from meshes.path import SurfacePath
from meshes.surface import SurfaceError
from points.context import Context, NoPlace
from points.cun import axis_of
from points.resolve_trunk import level_mm
from points.rules import BetweenRule, Offset, Ref, StepOffset, TowardOffset
from points.skin import reach

_UP = np.array([0.0, 0.0, 1.0])
_LEAST_TANGENT = 0.1  # a direction with less than this share along the skin leads nowhere in particular
_STRETCHES = (1.2, 2.0, 4.0)  # how much longer than its projection a line on the skin is allowed to become


def between(rule: BetweenRule, context: Context) -> SurfacePoint:
    """Spot where the geodesic through the refs stops."""
    path = geodesic(rule.through, context)
    if rule.level is not None:
        height = level_mm(rule.level, context)
        found = path.crossing(np.array([0.0, 0.0, height]), _UP)
        if found is None:
            ends = path.points_mm[[0, -1], 2]
            raise NoPlace(f"the path from {ends[0]:.0f} to {ends[1]:.0f} mm height never has {height:.0f} mm")
        return found
    if rule.fraction is not None:
        return path.at_fraction(rule.fraction)
    if rule.cun is not None and rule.of is not None:
        return path.at_fraction(rule.cun / rule.of)
    if rule.cun is None or rule.span is None:
        raise NoPlace("a between rule without a stop")
    return _cun_along(path, rule.cun, rule.span, context)


def geodesic(refs: tuple[Ref, ...], context: Context) -> SurfacePath:
    """Geodesic through refs, in order."""
    return context.skin.path([context.place(ref).point for ref in refs])


def offset(start: SurfacePoint, step: Offset, context: Context) -> SurfacePoint:
    """Spot that an offset leads to from where the rule led."""
    if isinstance(step, TowardOffset):
        return _toward(start, step, context)
    return _walk(start, step, context)


def _toward(start: SurfacePoint, step: TowardOffset, context: Context) -> SurfacePoint:
    path = context.skin.path([start, context.place(step.toward).point])
    if step.fraction is not None:
        return path.at_fraction(step.fraction)
    if step.mm is not None:
        return path.at_length(step.mm)
    if step.cun is None or step.span is None:
        raise NoPlace("an offset without a length")
    return _cun_along(path, step.cun, step.span, context)


def _cun_along(path: SurfacePath, cun: float, span: str, context: Context) -> SurfacePoint:
    """Spot so many cun from the start of a path, taken by the span's measure."""
    axis = axis_of(context.span(span), context)
    target_mm = cun * context.cun_mm(span)
    found = reach(path, axis, target_mm)
    if found is None:
        raise NoPlace(
            f"{cun:g} cun ({target_mm:.0f} mm) of {span} do not fit: the path is {path.length_mm:.0f} mm long"
        )
    return found


def _walk(start: SurfacePoint, step: StepOffset, context: Context) -> SurfacePoint:
    surface = context.skin.surface
    heading = context.direction(step.direction)
    normal = surface.normal(start)
    if np.sqrt(max(0.0, 1.0 - float(heading @ normal) ** 2)) < _LEAST_TANGENT:
        raise NoPlace(
            f"{step.direction} stands upright on the skin there: no walk along the skin goes that way"
        )
    if step.mm is not None:
        return surface.walk(start, heading, step.mm)
    if step.cun is None or step.span is None:
        raise NoPlace("an offset without a length")
    axis = axis_of(context.span(step.span), context)
    target_mm = step.cun * context.cun_mm(step.span)
    # A measure across the walk would not count it: then the length along the skin does.
    if axis is None or abs(float(axis @ heading)) < 0.5:
        return surface.walk(start, heading, target_mm)
    return _walk_until(start, heading, target_mm, axis, context)


def _walk_until(
    start: SurfacePoint, heading: FloatArray, target_mm: float, axis: FloatArray, context: Context
) -> SurfacePoint:
    for stretch in _STRETCHES:
        found = reach(context.skin.surface.trace(start, heading, stretch * target_mm), axis, target_mm)
        if found is not None:
            return found
    raise SurfaceError(f"a walk of {_STRETCHES[-1]:g} times {target_mm:.0f} mm does not get so far")
