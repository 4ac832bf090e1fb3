"""What a selection is about: whether there is such a thing, its layer, its muscles, the point after it."""

from __future__ import annotations

from points.atlas import Atlas, Mark
from points.model import Side
from viewer.details.walk import points_along, points_in, points_over, walk_at
from viewer.selected import CHANNEL, MUSCLE, SINEW, is_mark, muscle_of

ONE_SIDE = ("", Side.LEFT, Side.RIGHT)


def is_there(atlas: Atlas, selected: str) -> bool:
    """Tell whether an atlas has what an id names."""
    if selected.startswith(CHANNEL):
        return selected.removeprefix(CHANNEL) in atlas.channels
    if selected.startswith(SINEW):
        return selected.removeprefix(SINEW) in atlas.sinew_channels
    if selected.startswith(MUSCLE):
        key, side = muscle_of(selected)
        return key in atlas.muscles and side in ONE_SIDE
    return selected in atlas.marks


def mark_of(atlas: Atlas, selected: str) -> Mark | None:
    """Return the selected mark; None where something else is selected, or nothing."""
    return atlas.marks[selected] if is_mark(selected) else None


def layer_of(atlas: Atlas, selected: str) -> str:
    """Name of the layer (a field of ``LayersState``) that a selection is in; empty without one.

    A muscle's is that of its points: whether muscles show is not for the layer alone (`viewer.desks.flesh`).
    """
    for prefix, layer in ((CHANNEL, "channels"), (SINEW, "sinews"), (MUSCLE, "trigger_points")):
        if selected.startswith(prefix):
            return layer
    mark = mark_of(atlas, selected)
    if mark is None:
        return ""
    return "trigger_points" if mark.is_trigger_point else "acupoints"


def muscles_of(atlas: Atlas, selected: str) -> tuple[str, ...]:
    """Keys of the muscles that a selection is about."""
    if selected.startswith(SINEW):
        return atlas.sinew_channels[selected.removeprefix(SINEW)].muscles
    if selected.startswith(MUSCLE):
        return (muscle_of(selected)[0],)
    mark = mark_of(atlas, selected)
    return mark.muscles if mark is not None else ()


def side_of(atlas: Atlas, selected: str) -> str:
    """Side of the muscles that a selection is about; empty for both."""
    mark = mark_of(atlas, selected)
    if mark is None:
        return muscle_of(selected)[1]
    return "" if mark.located.side is Side.MIDLINE else str(mark.located.side)


def points_of(atlas: Atlas, selected: str) -> tuple[str, ...]:
    """Ids of the trigger points of the selected muscle; none where no muscle is selected."""
    key, side = muscle_of(selected)
    return tuple(mark.id for mark in points_in(atlas, key, side)) if key else ()


def acupoints_over(atlas: Atlas, selected: str) -> tuple[str, ...]:
    """Ids of the acupoints that lie over the selected muscle, or whose needle meets it."""
    key, side = muscle_of(selected)
    return tuple(mark.id for mark in points_over(atlas, key, side)) if key else ()


def next_point(atlas: Atlas, selected: str, forward: bool) -> str:
    """Id of the next or the previous point of the selection's course; empty where there is none."""
    mark = mark_of(atlas, selected)
    if mark is None:
        course = _course(atlas, selected)
        return course[0].id if course and forward else ""
    walk = walk_at(atlas, mark)
    if walk is None:
        return ""
    return walk.next_id if forward else walk.previous_id


def _course(atlas: Atlas, selected: str) -> list[Mark]:
    if selected.startswith(CHANNEL):
        return points_along(atlas, selected.removeprefix(CHANNEL), Side.LEFT)
    key, side = muscle_of(selected)
    return points_in(atlas, key, side or Side.LEFT) if key else []
