"""A complaint in words: its muscles and points, where they are the same spot, what studies say, red flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from points.atlas import Atlas
from points.model import Complaint, Study, TriggerPoint
from viewer.complaints import marks_of, muscles_of, same_spots, sides_of
from viewer.details.cards import Item, Link, Words
from viewer.details.names import beside, cited, muscle_name, title
from viewer.state import ViewState

# How far each word goes, of 100: the length of the bar beside it.
STRENGTHS: Mapping[str, int] = {"strong": 100, "moderate": 67, "limited": 33, "none-known": 0}
GRADES: Mapping[str, int] = {
    "high": 100, "moderate": 75, "low_to_moderate": 62, "low": 50,
    "very_low_to_low": 37, "very_low": 25, "not_rated": 0,
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """What studies found about a treatment: its key and name; a grade as key, word, bar; who says so."""

    key: str
    treatment: str
    name: str
    grade: str
    word: str
    level: int
    text: str
    source: str


@dataclass(frozen=True)
class ComplaintCard:
    """All that the panel shows of a complaint; ``level`` is from 0 to 100."""

    key: str
    title: str
    also: str
    summary: str
    side: str
    parts: tuple[str, ...]
    muscles: tuple[Link, ...]
    muscles_why: str
    trigger_points: tuple[Item, ...]
    acupoints: tuple[Item, ...]
    points_why: str
    same: tuple[Item, ...]
    strength: str
    level: int
    evidence: str
    findings: tuple[Finding, ...]
    red_flags: tuple[str, ...]
    self_care: tuple[str, ...]
    source: str


def describe_complaint(
    atlas: Atlas,
    row: Complaint,
    studies: Sequence[Study],
    texts: Mapping[str, Any],
    state: ViewState,
    words: Words,
) -> ComplaintCard:
    """Return the card of a complaint.

    Parameters
    ----------
    atlas
        Both maps.
    row, studies
        What the tables say.
    texts
        Its texts in the visitor's language.
    state
        The side that is meant, what is painted.
    words
        The interface's messages.
    """
    asked = state.complaint
    first = sides_of(asked.side)[0]
    triggers, acupoints = (marks_of(atlas, codes, first) for codes in (row.trigger_points, row.acupoints))
    return ComplaintCard(
        key=row.key,
        title=texts["name"],
        also=" · ".join(texts["also_called"]),
        summary=texts["summary"],
        side=asked.side,
        parts=tuple(asked.parts),
        muscles=tuple(
            Link(one, muscle_name(atlas, key))
            for one, key in zip(muscles_of(row, asked.side), row.muscles, strict=True)
        ),
        muscles_why=texts["muscles_why"],
        trigger_points=tuple(_point(atlas, mark) for mark in triggers),
        acupoints=tuple(_point(atlas, mark) for mark in acupoints),
        points_why=texts["points_why"],
        same=_same(atlas, row, first, words),
        strength=words(f"complaint.strength.{row.evidence}"),
        level=STRENGTHS[row.evidence],
        evidence=texts["evidence"],
        findings=tuple(_finding(atlas, study, texts["findings"], words) for study in studies),
        red_flags=tuple(texts["red_flags"]),
        self_care=tuple(texts["self_care"]),
        source=cited(atlas, row.source),
    )


def _point(atlas: Atlas, mark_id: str) -> Item:
    mark = atlas.marks[mark_id]
    row = mark.definition
    text = (
        row.pain
        if isinstance(row, TriggerPoint)
        else " · ".join(filter(None, [beside(atlas, row), row.english]))
    )
    return Item(mark_id, mark_id, title(atlas, mark), text, "")


def _same(atlas: Atlas, row: Complaint, side: str, words: Words) -> tuple[Item, ...]:
    """Name the pairs that are the same spot; what the other side repeats is told once."""
    return tuple(
        Item(
            key=f"{spot.trigger} {spot.acupoint}",
            id=spot.acupoint,
            name=title(atlas, atlas.marks[spot.acupoint]),
            text=title(atlas, atlas.marks[spot.trigger]),
            figures=words("complaint.apart", mm=f"{spot.skin_mm:.0f}", cun=f"{spot.cun:.1f}"),
            tag=words("complaint.same_muscle") if spot.same_muscle else words("complaint.other_muscle"),
        )
        for spot in same_spots(atlas, row, side)
    )


def _finding(atlas: Atlas, study: Study, told: Mapping[str, str], words: Words) -> Finding:
    return Finding(
        key=study.key,
        treatment=study.treatment,
        name=words(f"complaint.treatment.{study.treatment}"),
        grade=study.grade,
        word=words(f"complaint.grade.{study.grade}"),
        level=GRADES[study.grade],
        text=told[study.key],
        source=cited(atlas, study.source),
    )
