"""Rule `trunk`: outermost skin of head, neck and trunk at a height, seen from front, back or side."""

from __future__ import annotations

import numpy as np

from meshes.body import SurfacePoint
from points.context import Context, NoPlace
from points.rules import (
    At,
    Between,
    CunLateral,
    Depth,
    Lateral,
    Level,
    LevelBetween,
    LevelOffset,
    Ref,
    TrunkRule,
)


def trunk(rule: TrunkRule, context: Context) -> SurfacePoint:
    """Spot of the outermost skin; the arms do not count."""
    height = level_mm(rule.level, context)
    if rule.aspect == "side":
        if rule.depth is None:
            raise NoPlace("a trunk rule seen from the side needs a depth")
        return context.skin.outermost(
            np.array([0.0, _depth_mm(rule.depth, context), height]), context.direction("lateral")
        )
    if rule.lateral is None:
        raise NoPlace("a trunk rule seen from the front or the back needs a lateral")
    x = context.side.sign * lateral_mm(rule.lateral, context)
    return context.skin.outermost(np.array([x, 0.0, height]), context.direction(rule.aspect))


def level_mm(level: Level, context: Context) -> float:
    """Height of a level above the floor."""
    if isinstance(level, LevelBetween):
        return _blend(_height_mm(level.start, context), _height_mm(level.end, context), level.fraction)
    if isinstance(level, LevelOffset):
        sign = 1 if level.direction == "up" else -1
        return _height_mm(level.start, context) + sign * level.cun * context.cun_mm(level.span)
    return float(context.position_mm(level)[2])


def lateral_mm(lateral: Lateral, context: Context) -> float:
    """Distance from the midsagittal plane."""
    if isinstance(lateral, CunLateral):
        return lateral.cun * context.cun_mm(lateral.span)
    if isinstance(lateral, At):
        return abs(float(context.position_mm(lateral.at)[0]))
    if isinstance(lateral, Between):
        ends = [abs(float(context.position_mm(ref)[0])) for ref in (lateral.start, lateral.end)]
        return _blend(ends[0], ends[1], lateral.fraction)
    return 0.0


def _depth_mm(depth: Depth, context: Context) -> float:
    if isinstance(depth, At):
        return float(context.position_mm(depth.at)[1])
    ends = [float(context.position_mm(ref)[1]) for ref in (depth.start, depth.end)]
    return _blend(ends[0], ends[1], depth.fraction)


def _height_mm(ref: Ref, context: Context) -> float:
    return float(context.position_mm(ref)[2])


def _blend(start: float, end: float, fraction: float) -> float:
    return start + fraction * (end - start)
