"""A step of an explanation in words, its names filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from points.atlas import Atlas
from points.model import Acupoint, TriggerPoint
from viewer.details.cards import Link, Words
from viewer.details.names import hanzi, in_sentence, inside_sentence, muscle_name, title
from viewer.state import ExplainState

TWITCHES, ASKS_WHICH = "what_the_needle_does", "which_muscle"


@dataclass(frozen=True)
class Row:
    """One thing in three wordings."""

    topic: str
    plain: str
    western: str
    eastern: str


@dataclass(frozen=True)
class ExplainCard:
    """All that the panel shows of a step; ``step`` counts from 0; ``place`` says which step of how many.

    ``others`` are muscles that could be meant, this one among them, where the step asks which.
    """

    about: str
    topic: str
    others: tuple[Link, ...]
    step: int
    titles: tuple[str, ...]
    place: str
    title: str
    plain: str
    western: str
    eastern: str
    more: tuple[str, ...]
    table: tuple[Row, ...]
    wording: str
    larger: int
    twitches: bool


def describe_explanation(
    atlas: Atlas, state: ExplainState, steps: Sequence[str], texts: Mapping[str, Any], words: Words
) -> ExplainCard:
    """Return the card of the step that is looked at.

    Parameters
    ----------
    atlas
        Both maps.
    state
        What is explained, and which step.
    steps
        Keys of the steps in their order.
    texts
        The texts of all steps in the visitor's language, with names to be filled in: ``{place}`` where it
        is felt, ``{muscle}``, ``{point}``, and where an acupoint is near, ``{acupoint}`` and ``{channel}``.
    words
        The interface's messages.
    """
    names = _names(atlas, state, words)
    key = steps[state.step]
    step = texts[key]
    eastern = step["eastern"] if state.acupoint else step.get("eastern_without", step["eastern"])
    return ExplainCard(
        about=state.about,
        topic=title(atlas, atlas.marks[state.about]),
        others=_others(atlas, state) if key == ASKS_WHICH else (),
        step=state.step,
        titles=tuple(texts[one]["title"] for one in steps),
        place=words("explain.place", step=state.step + 1, steps=len(steps)),
        title=step["title"],
        plain=step["plain"].format(**names),
        western=step["western"].format(**names),
        eastern=eastern.format(**names),
        more=tuple(text.format(**names) for text in step["more"]),
        table=tuple(Row(**row) for row in texts["side_by_side"]),
        wording=state.wording,
        larger=state.larger,
        twitches=key == TWITCHES,
    )


def _others(atlas: Atlas, state: ExplainState) -> tuple[Link, ...]:
    marks = [atlas.marks[mark] for mark in state.others if mark in atlas.marks]
    return tuple(Link(mark.id, muscle_name(atlas, mark.muscles[0])) for mark in marks)


def _names(atlas: Atlas, state: ExplainState, words: Words) -> dict[str, str]:
    row = atlas.marks[state.about].definition
    assert isinstance(row, TriggerPoint)  # nothing else is explained
    muscle = in_sentence(atlas, row.muscle)
    names = {
        "place": inside_sentence(atlas, row.pain.rstrip(".。")),
        "muscle": muscle,
        "point": words("explain.point", number=row.number, muscle=muscle),
    }
    point = atlas.marks[state.acupoint].definition if state.acupoint else None
    if isinstance(point, Acupoint):
        names["acupoint"] = f"{point.code} {point.pinyin} ({hanzi(point)})"
        names["channel"] = atlas.channels[point.channel].english
    return names
