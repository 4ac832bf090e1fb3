"""How large the letters are on paper, so that all words stay on two sheets."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from viewer.handout.content import Content, PointText, Titled

FEW, SOME = 6, 12  # points: the more there are, the less is said of each on paper
WIDE = 0x2E80  # from this letter on, writing is Chinese, Japanese or Korean
WIDE_AS = 1.75  # letters of the alphabet that take as much room as one such letter
HEADING_AS = 45  # letters that take as much room as what a heading or an item loses at its end
FITTING = 8.1  # points of type at which two sheets hold …
HELD = 12_000  # … so many letters
LEAST_PT, MOST_PT = 6.8, 10.4


def much(content: Content) -> str:
    """Name how many points there are: ``few``, ``some`` or ``many``."""
    count = len(content.triggers) + len(content.acupoints) + len(content.kept)
    return "few" if count <= FEW else "some" if count <= SOME else "many"


def type_size_pt(content: Content, note: str) -> float:
    """Size of the letters on paper, in points."""
    letters = sum(_width(text) for text in _printed(content, much(content) == "many"))
    room = HELD - 1.2 * _width(note)
    return round(min(MOST_PT, max(LEAST_PT, FITTING * sqrt(max(room, 1.0) / letters))), 2)


def _width(text: str) -> float:
    return HEADING_AS + sum(WIDE_AS if ord(letter) >= WIDE else 1.0 for letter in text)


def _printed(content: Content, many: bool) -> Iterator[str]:
    for point in (*content.triggers, *content.acupoints, *content.kept):
        yield from _of_point(point, many)
    for said in (content.western, content.eastern):
        yield from said[:1] if many else said
    for one in (content.expect, content.aftercare, *content.warnings):
        yield from _of_titled(one)
    for items in (content.self_care, content.help_now, content.help_today, content.red_flags):
        yield from items
    yield from content.same
    yield content.evidence
    yield from content.closing
    yield content.about or content.intro
    yield content.sources


def _of_point(point: PointText, many: bool) -> Iterator[str]:
    yield point.name + point.besides * (point.system == "acupoint")
    yield point.tells
    if not many:
        yield from point.where


def _of_titled(one: Titled) -> Iterator[str]:
    yield one.title + ", ".join(one.of)
    yield from one.items
