"""What can be asked: the subjects of each kind of question within what a quiz is limited to."""

from __future__ import annotations

from points.atlas import Mark
from viewer.learn.ground import Ground, channel_of
from viewer.learn.kinds import Kind, Scope, Subject, System

FAR_MM = 60.0  # an acupoint farther off than this is no neighbour to ask for


def subjects(ground: Ground, kind: Kind, scope: Scope) -> tuple[Subject, ...]:
    """Return all that a kind of question can be about, in the order of the tables."""
    return tuple(Subject(kind, code) for code in GATHERED[kind](ground, scope))


def _points(ground: Ground, scope: Scope) -> list[str]:
    """Codes of the points of both systems whose place is asked for, or their name."""
    codes: list[str] = []
    if scope.system is not System.TRIGGER_POINTS:
        codes += [code for code in ground.acupoints if _fits(ground, ground.first(code), scope)]
    if scope.system is not System.ACUPOINTS:
        codes += [code for code in ground.trigger_points if _fits(ground, ground.first(code), scope)]
    return codes


def _fits(ground: Ground, mark: Mark, scope: Scope) -> bool:
    return (
        scope.region in ("", mark.region)
        and scope.channel in ("", channel_of(mark))
        and (not scope.group or _in_group(ground, mark.muscles, scope.group))
    )


def _in_group(ground: Ground, muscles: tuple[str, ...], group: str) -> bool:
    return any(ground.atlas.muscles[key].region_group == group for key in muscles)


def _zones(ground: Ground, scope: Scope) -> list[str]:
    """Trigger points by where their pain is felt, by the channels that run through it, by their muscle."""
    if scope.system is System.ACUPOINTS:
        return []
    return [code for code in ground.trigger_points if ground.painted(code) and _felt(ground, code, scope)]


def _felt(ground: Ground, code: str, scope: Scope) -> bool:
    atlas, mark = ground.atlas, ground.first(code)
    crossed = {crossing.channel for crossing in atlas.crossings[mark.id]}
    return (
        (not scope.region or scope.region in ground.zone_regions(code))
        and (not scope.channel or scope.channel in crossed)
        and (not scope.group or _in_group(ground, mark.muscles, scope.group))
    )


def _channels(ground: Ground, scope: Scope) -> list[str]:
    """Channels that have points there; none where the channel is known beforehand."""
    if scope.system is System.TRIGGER_POINTS or scope.channel:
        return []
    there = {channel_of(ground.first(code)) for code in _points(ground, scope)}
    return [code for code in ground.atlas.channels if code in there]


def _neighbours(ground: Ground, scope: Scope) -> list[str]:
    """Trigger points that have an acupoint close by; it takes both maps to ask for it."""
    if scope.system is not System.BOTH:
        return []
    return [code for code in ground.trigger_points if _near(ground, code, scope)]


def _near(ground: Ground, code: str, scope: Scope) -> bool:
    mark = ground.first(code)
    nearest = ground.atlas.neighbours[mark.id][:1]
    if not nearest or nearest[0].skin_mm > FAR_MM:
        return False
    acupoint = ground.atlas.marks[nearest[0].id]
    return (
        scope.region in ("", mark.region)
        and scope.channel in ("", channel_of(acupoint))
        and (not scope.group or _in_group(ground, mark.muscles, scope.group))
    )


GATHERED = {
    Kind.FIND: _points,
    Kind.NAME: _points,
    Kind.REFERS: _zones,
    Kind.CHANNEL: _channels,
    Kind.NEAREST: _neighbours,
}
