"""The points of a channel in their order, and where among them one stands."""

from __future__ import annotations

import re

from points.atlas import Atlas, Mark
from points.model import Acupoint, Side
from viewer.details.cards import Walk

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
    """Return a point's place in its channel; None for what is in no channel."""
    row = mark.definition
    if not isinstance(row, Acupoint) or row.channel not in atlas.channels:
        return None
    ids = [point.id for point in points_along(atlas, row.channel, mark.located.side)]
    at = ids.index(mark.id)
    return Walk(
        channel=row.channel,
        name=atlas.channels[row.channel].english,
        place=f"{at + 1} / {len(ids)}",
        previous_id=ids[at - 1] if at else "",
        next_id=ids[at + 1] if at + 1 < len(ids) else "",
    )


def _number(mark: Mark) -> int:
    found = NUMBER.search(mark.located.code)
    return int(found.group()) if found else 0
