"""What the drawer tells of learning: what a quiz may be limited to, what is known, what waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from points.atlas import Atlas
from viewer.desks.quiz import QuizDesk
from viewer.details.cards import Words
from viewer.details.quiz import ICONS
from viewer.learn.kinds import Kind
from viewer.learn.record import Score, Trouble

Choices = list[dict[str, str]]


@dataclass(frozen=True)
class Row:
    """How much is known of a kind of question or a part of the body: key, name, sign, figures, percent."""

    key: str
    name: str
    icon: str
    figures: str
    percent: int


@dataclass(frozen=True)
class Learning:
    """What the drawer tells: what waits, today, all kinds, all parts, and what is wrong with the file."""

    due: str
    today: str
    kinds: tuple[Row, ...]
    parts: tuple[Row, ...]
    trouble: str


def limits(atlas: Atlas, words: Words) -> dict[str, Choices]:
    """Return what a quiz may be limited to, by the kind of limit: parts of the body, channels, muscles."""
    marks = atlas.marks.values()
    regions = dict.fromkeys(row.parent for row in atlas.regions.values())
    there = {mark.region for mark in marks}
    met = {key for mark in marks for key in mark.muscles}
    groups = dict.fromkeys(row.region_group for key, row in atlas.muscles.items() if key in met)
    codes = {getattr(mark.definition, "channel", "") for mark in marks}
    channels = [row for code, row in atlas.channels.items() if code in codes]
    return {
        "region": [_choice(key, _capital(words(f"part.{key}"))) for key in regions if key in there],
        "channel": [_choice(row.code, f"{row.code} · {row.english} · {row.hanzi}") for row in channels],
        "group": [_choice(key, words(f"group.{key}")) for key in groups],
    }


def describe_learning(desk: QuizDesk, words: Words) -> Learning:
    """Return what is known, in words."""
    scores = desk.ledger.record.scores
    return Learning(
        due=_due(desk.due(), words),
        today=_today([row for row in scores if row.day == desk.today], words),
        kinds=tuple(
            _of_kind(kind, scores, words) for kind in Kind if any(row.kind is kind for row in scores)
        ),
        parts=_of_parts(scores, words),
        trouble=_trouble(desk, words),
    )


def _choice(value: str, title: str) -> dict[str, str]:
    return {"value": value, "title": title}


def _due(count: int, words: Words) -> str:
    if count == 1:
        return words("learn.due_one")
    return words("learn.due", count=count) if count else words("learn.due_none")


def _today(scores: Iterable[Score], words: Words) -> str:
    rows = list(scores)
    if not rows:
        return words("learn.today_none")
    known, asked = sum(row.known for row in rows), sum(row.asked for row in rows)
    return words("learn.today", known=known, asked=asked)


def _of_kind(kind: Kind, scores: Iterable[Score], words: Words) -> Row:
    rows = [row for row in scores if row.kind is kind]
    return _row(kind, words(f"learn.kind.{kind}"), ICONS[kind], rows, words)


def _of_parts(scores: Iterable[Score], words: Words) -> tuple[Row, ...]:
    by_part: dict[str, list[Score]] = {}
    for row in scores:
        if row.region:
            by_part.setdefault(row.region, []).append(row)
    rows = (_row(part, _capital(words(f"part.{part}")), "", rows, words) for part, rows in by_part.items())
    return tuple(sorted(rows, key=lambda row: row.percent))


def _row(key: str, name: str, icon: str, rows: list[Score], words: Words) -> Row:
    known, asked = sum(row.known for row in rows), sum(row.asked for row in rows)
    figures = words("learn.ever", known=known, asked=asked)
    return Row(key, name, icon, figures, round(100 * known / max(1, asked)))


def _trouble(desk: QuizDesk, words: Words) -> str:
    trouble = desk.ledger.trouble
    if trouble is Trouble.DAMAGED:
        return words("learn.damaged", name=desk.ledger.aside)
    if trouble is Trouble.NEWER:
        return words("learn.newer")
    if trouble is Trouble.UNWRITABLE:
        return words("learn.unwritable")
    return ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
