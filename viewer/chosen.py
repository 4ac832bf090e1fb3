"""What a selection is about: whether there is such a thing, its layer, its muscles, the point after it."""

from __future__ import annotations

from points.atlas import Atlas, Mark
from points.model import Side
from viewer.details.walk import points_along, walk_at
from viewer.selected import CHANNEL, SINEW, is_mark


def is_there(atlas: Atlas, selected: str) -> bool:
    """Tell whether an atlas has what an id names."""
    if selected.startswith(CHANNEL):
        return selected.removeprefix(CHANNEL) in atlas.channels
    if selected.startswith(SINEW):
        return selected.removeprefix(SINEW) in atlas.sinew_channels
    return selected in atlas.marks


def mark_of(atlas: Atlas, selected: str) -> Mark | None:
    """Return the selected mark; None where something else is selected, or nothing."""
    return atlas.marks[selected] if is_mark(selected) else None


def layer_of(atlas: Atlas, selected: str) -> str:
    """Name of the layer (a field of ``LayersState``) that a selection is in; empty without one."""
    if selected.startswith(CHANNEL):
        return "channels"
    if selected.startswith(SINEW):
        return "sinews"
    mark = mark_of(atlas, selected)
    if mark is None:
        return ""
    return "trigger_points" if mark.is_trigger_point else "acupoints"


def muscles_of(atlas: Atlas, selected: str) -> tuple[str, ...]:
    """Keys of the muscles that a selection is about."""
    if selected.startswith(SINEW):
        return atlas.sinew_channels[selected.removeprefix(SINEW)].muscles
    mark = mark_of(atlas, selected)
    return mark.muscles if mark is not None else ()


def next_point(atlas: Atlas, selected: str, forward: bool) -> str:
    """Id of the next or the previous point of the selection's course; empty where there is none."""
    if selected.startswith(CHANNEL):
        course = points_along(atlas, selected.removeprefix(CHANNEL), Side.LEFT)
        return course[0].id if course and forward else ""
    mark = mark_of(atlas, selected)
    walk = walk_at(atlas, mark) if mark is not None else None
    if walk is None:
        return ""
    return walk.next_id if forward else walk.previous_id
