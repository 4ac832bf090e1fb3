"""Where the points of a hand-out are, and how the page calls them when they are touched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from points.atlas import Atlas, Mark
from points.model import Side
from viewer import compose
from viewer.details.names import title
from viewer.details.pain import ashi_title
from viewer.handout.chosen import Chosen
from viewer.handout.content import short_name
from viewer.handout.model import Spot
from viewer.languages.words import Words
from viewer.state import AshiMark


def spots(atlas: Atlas, chosen: Chosen, words: Words) -> list[Spot]:
    """Say where the points are that the page can name, and how they are called there."""
    return [
        Spot(
            mark.id,
            _three(mark.located.position_mm),
            _three(mark.normal),
            "trigger" if mark.is_trigger_point else "acupoint",
            f"{title(atlas, mark)}{_side_of(mark, words)}",
            short_name(atlas, mark),
        )
        for marks in chosen.marks.values()
        for mark in marks
    ]


def kept_spots(atlas: Atlas, kept: Sequence[AshiMark], words: Words) -> list[Spot]:
    """Say where the tender spots are that were kept; as `spots`."""
    layer = compose.ashi(kept, atlas.body, compose.skin(atlas.body, "neutral"))
    if layer is None:
        return []
    names = [ashi_title(one, words) for one in kept]
    return [
        Spot(mark, _three(place), _three(normal), "ashi", name, name)
        for mark, place, normal, name in zip(layer.ids, layer.positions_mm, layer.normals, names, strict=True)
    ]


def _three(values: Any) -> tuple[float, float, float]:  # noqa: ANN401 - an array of three numbers
    x, y, z = (round(float(value), 4) for value in values)
    return x, y, z


def _side_of(mark: Mark, words: Words) -> str:
    side = mark.located.side
    return "" if side is Side.MIDLINE else f", {words(f'side.{side}')}"
