"""How good an answer is: a spot by how far off it is, a choice by whether it is right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # rulers take a while to import
    from points.gauge import Measured

FULL = 100
SCORES_UNTIL_CUN = 2.0  # beyond what its place is uncertain, a spot scores nothing from here on
CLOSE_CUN = 0.5  # up to here it counts as known


class Grade(StrEnum):
    """How good an answer is."""

    EXACT = "exact"  # as near as the place is certain; or the right choice
    CLOSE = "close"  # so near that it counts as known
    NEAR = "near"  # some of the marks
    WRONG = "wrong"


@dataclass(frozen=True)
class Distance:
    """How far two spots are apart: along the skin, straight, and along the skin in cun of the place."""

    skin_mm: float
    straight_mm: float
    cun: float


@dataclass(frozen=True)
class Marked:
    """What an answer is worth: its grade, marks out of 100, and whether it counts as known."""

    grade: Grade
    points: int

    @property
    def known(self) -> bool:
        """Whether it counts as known: it then comes back later, not soon."""
        return self.grade in (Grade.EXACT, Grade.CLOSE)


MISSED = Marked(Grade.WRONG, 0)


def distance_of(measured: Measured, body_cun_mm: float) -> Distance:
    """Tell a distance in the cun of the place: of both spots, else of the point, else of where was pointed.

    Where no ruler lies, the cun of the whole body counts.
    """
    by_place = {one.at: one.cun_mm for one in measured.cun}
    cun_mm = next((by_place[at] for at in ("both", "second", "first") if at in by_place), body_cun_mm)
    return Distance(measured.skin_mm, measured.straight_mm, measured.skin_mm / cun_mm)


def mark_spot(off: Distance, tolerance_mm: float, *, hinted: bool = False) -> Marked:
    """Judge a spot.

    Parameters
    ----------
    off
        How far it is from the point.
    tolerance_mm
        How far off the point itself may be: so near a spot has full marks.
    hinted
        Whether the part of the body was shown: that halves the marks.
    """
    if off.skin_mm <= tolerance_mm:
        return Marked(Grade.EXACT, _worth(FULL, hinted))
    cun_mm = off.skin_mm / off.cun
    beyond_cun = (off.skin_mm - tolerance_mm) / cun_mm
    if beyond_cun >= SCORES_UNTIL_CUN:
        return MISSED
    grade = Grade.CLOSE if beyond_cun <= CLOSE_CUN else Grade.NEAR
    return Marked(grade, _worth(max(1, round(FULL * (1.0 - beyond_cun / SCORES_UNTIL_CUN))), hinted))


def mark_choice(right: bool, *, hinted: bool = False) -> Marked:
    """Judge a choice or a typed name."""
    return Marked(Grade.EXACT, _worth(FULL, hinted)) if right else MISSED


def _worth(points: int, hinted: bool) -> int:
    return -(-points // 2) if hinted else points
