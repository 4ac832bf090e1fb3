"""The points of a channel in their order, and where among them one stands."""

from __future__ import annotations

import re

from points.atlas import Atlas, Mark
from points.model import Acupoint, Side, TriggerPoint
from viewer.details.cards import Walk
from viewer.selected import CHANNEL

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
    course = [
        other
        for other in atlas.marks.values()
        if isinstance(other.definition, TriggerPoint)
        and other.definition.muscle == row.muscle
        and other.located.side == mark.located.side
    ]
    english = atlas.muscles[row.muscle].english
    return _walk(course, mark, "", english[:1].upper() + english[1:]) if len(course) > 1 else None


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
