"""The points of a channel or a muscle in their order, and where among them one stands."""

from __future__ import annotations

import re

from points.atlas import Atlas, Mark
from points.model import Acupoint, Side, TriggerPoint
from points.muscle_parts import akin, bodies_of
from viewer.details.cards import Walk
from viewer.details.names import muscle_name
from viewer.selected import CHANNEL, muscle_id

NUMBER = re.compile(r"\d+$")


def points_along(atlas: Atlas, channel: str, side: Side) -> list[Mark]:
    """Return the marks of a channel's points on one side or the midline, by number."""
    return sorted(
        (
            mark
            for mark in atlas.marks.values()
            if getattr(mark.definition, "channel", "") == channel
            and mark.located.side in (side, Side.MIDLINE)
        ),
        key=_number,
    )


def points_in(atlas: Atlas, muscle: str, side: str) -> list[Mark]:
    """Return the marks of a muscle's trigger points on one side or the midline, of both if it is empty.

    A muscle that is known by its parts alone has those of its parts.
    """
    parts = set(bodies_of(muscle, atlas.muscles, _with_points(atlas)))
    return [
        mark
        for mark in atlas.marks.values()
        if isinstance(mark.definition, TriggerPoint)
        and mark.definition.muscle in parts
        and (side in ("", mark.located.side) or mark.located.side is Side.MIDLINE)
    ]


def points_over(atlas: Atlas, muscle: str, side: str) -> list[Mark]:
    """Return the marks of the acupoints over a muscle on one side or the midline, of both if it is empty."""
    return [
        mark
        for mark in atlas.marks.values()
        if not mark.is_trigger_point
        and any(akin(key, muscle, atlas.muscles) for key in mark.muscles)
        and (side in ("", mark.located.side) or mark.located.side is Side.MIDLINE)
    ]


def walk_at(atlas: Atlas, mark: Mark) -> Walk | None:
    """Return a point's place in its channel or its muscle; None for what is in neither."""
    row = mark.definition
    if isinstance(row, TriggerPoint):
        return _walk_in_muscle(atlas, mark, row)
    if not isinstance(row, Acupoint) or row.channel not in atlas.channels:
        return None
    course = points_along(atlas, row.channel, mark.located.side)
    return _walk(course, mark, CHANNEL + row.channel, atlas.channels[row.channel].english)


def _walk_in_muscle(atlas: Atlas, mark: Mark, row: TriggerPoint) -> Walk | None:
    """Lead through the trigger points of one muscle; None where there is only one."""
    side = mark.located.side
    course = points_in(atlas, row.muscle, side)
    if len(course) < 2:
        return None
    leads_to = muscle_id(row.muscle, "" if side is Side.MIDLINE else side)
    return _walk(course, mark, leads_to, muscle_name(atlas, row.muscle))


def _with_points(atlas: Atlas) -> set[str]:
    rows = (mark.definition for mark in atlas.marks.values())
    return {row.muscle for row in rows if isinstance(row, TriggerPoint)}


def _walk(course: list[Mark], mark: Mark, leads_to: str, name: str) -> Walk:
    ids = [point.id for point in course]
    at = ids.index(mark.id)
    return Walk(
        leads_to=leads_to,
        name=name,
        place=f"{at + 1} / {len(ids)}",
        previous_id=ids[at - 1] if at else "",
        next_id=ids[at + 1] if at + 1 < len(ids) else "",
    )


def _number(mark: Mark) -> int:
    found = NUMBER.search(mark.located.code)
    return int(found.group()) if found else 0
