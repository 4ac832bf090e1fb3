"""What is measured, in words: the ends, both distances, and how many cun of which place that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from points.atlas import Atlas
from viewer.desks.measure import NONE, MeasureDesk
from viewer.details import title
from viewer.state import Spot

if TYPE_CHECKING:
    from points.gauge import InCun, Measured

Words = Callable[..., str]


@dataclass(frozen=True)
class MeasureCard:
    """Words about what is measured.

    Attributes
    ----------
    lead
        What to do now; empty once something is measured.
    ends
        Names of the spots that are set.
    skin, straight
        The distances; empty while there are not two spots.
    cun
        The same in the cun of the place.
    note
        What there is to say about the cun; empty where both spots have one in common.
    """

    lead: str
    ends: tuple[str, ...]
    skin: str = ""
    straight: str = ""
    cun: tuple[str, ...] = ()
    note: str = ""


def describe_measure(atlas: Atlas, desk: MeasureDesk, words: Words) -> MeasureCard | None:
    """Words about what is measured; None while the tool is not in the hand."""
    if not desk.on:
        return None
    ends = tuple(_name(atlas, end, words) for end in desk.ends)
    lead = _lead(desk, words)
    found = desk.measured
    if found is None:
        return MeasureCard(lead, ends)
    return MeasureCard(
        lead,
        ends,
        words("measure.skin", mm=f"{found.skin_mm:.0f}"),
        words("measure.straight", mm=f"{found.straight_mm:.0f}"),
        tuple(_in_cun(one, words) for one in found.cun),
        _note(found, words),
    )


def _note(found: Measured, words: Words) -> str:
    if found.has_common_cun:
        return ""
    if len(found.cun) == 1:
        return words("measure.one_cun")
    return words("measure.no_common" if found.cun else "measure.no_cun")


def _lead(desk: MeasureDesk, words: Words) -> str:
    if desk.held != NONE:
        return words("measure.place")
    if len(desk.ends) < 2:
        return words("measure.second" if desk.ends else "measure.first")
    return "" if desk.measured is not None else words("measure.no_way")


def _name(atlas: Atlas, end: Spot, words: Words) -> str:
    mark = atlas.marks.get(end.mark)
    return title(atlas, mark) if mark is not None else words("measure.spot")


def _in_cun(one: InCun, words: Words) -> str:
    return words(
        "measure.cun",
        cun=f"{one.skin_cun:.1f}",
        span=words(f"measure.span.{one.span}"),
        mm=f"{one.cun_mm:.1f}",
    )
