"""What a hand-out is about: which points, on which side, for which complaint, for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - a field is called date

import numpy as np
from numpy.typing import NDArray

from points.atlas import Atlas, Mark
from points.complaints import Complaints, load_complaints
from points.model import Complaint, Side
from viewer import complaints
from viewer.errors import UnknownError, UsageError
from viewer.exhibit import Exhibit
from viewer.selected import muscle_id
from viewer.shot import find_mark
from viewer.state import AshiMark

FloatArray = NDArray[np.float64]
SIDES = ("both", "left", "right")
MOST_CODES = 20  # more points than that do not fit on two sheets, and nobody takes them home
LONGEST = {"practitioner": 120, "note": 2000}
NEAR_MM = 330.0  # what lies so near to the first point is in the close picture
TOGETHER_MM = 420.0  # what is spread wider is seen from near on one side only
FORWARD, BACKWARD = np.array([0.0, -1.0, 0.0]), np.array([0.0, 1.0, 0.0])
SHOWS = 0.15  # cosine from which a picture of the whole body shows a point


@dataclass(frozen=True)
class HandoutOptions:
    """What goes into a hand-out.

    Attributes
    ----------
    codes
        Codes (``GB21``: on both sides) or ids (``GB21/left``) of the points; none for those of the complaint.
    complaint
        Key of a complaint; empty for none.
    side
        ``left`` or ``right`` for one side of the points that are named by code; ``both``.
    body, tone
        Name of the body, and tone of its skin.
    language
        Of all words.
    practitioner, note
        Who gives it, and what he or she wants to say besides; empty for room to write.
    date
        ISO date; empty for today.
    kept
        Tender spots that were kept, which are told besides.

    Raises
    ------
    UsageError
        If nothing is asked for, the side or the date cannot be read, or a text is too long.
    """

    codes: tuple[str, ...] = ()
    complaint: str = ""
    side: str = "both"
    body: str = "male"
    tone: str = "neutral"
    language: str = "en"
    practitioner: str = ""
    note: str = ""
    date: str = ""
    kept: tuple[AshiMark, ...] = ()

    def __post_init__(self) -> None:
        if not (self.codes or self.complaint or self.kept):
            raise UsageError(
                "A hand-out needs points or a complaint: give codes such as GB21, or --complaint."
            )
        if self.side not in SIDES:
            raise UsageError(f"There is no side '{self.side}'; there are {', '.join(SIDES)}.")
        for name, most in LONGEST.items():
            if len(getattr(self, name)) > most:
                raise UsageError(f"The {name} is too long: {most} characters are the most.")
        try:
            Date.fromisoformat(self.date or "2000-01-01")
        except ValueError:
            raise UsageError(f"The date '{self.date}' cannot be read; write it as 2026-11-21.") from None

    @property
    def day(self) -> Date:
        """The date that is told."""
        return Date.fromisoformat(self.date) if self.date else Date.today()


@dataclass(frozen=True, eq=False)
class Chosen:
    """What a hand-out shows.

    Attributes
    ----------
    marks
        Marks by code, each code once, in the order asked for: on one side or on both.
    complaint
        The complaint; None without one.
    complaints
        All of them, for what studies say.
    side
        ``both``, ``left`` or ``right``.
    """

    marks: dict[str, tuple[Mark, ...]]
    complaint: Complaint | None
    complaints: Complaints
    side: str

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all marks."""
        return tuple(mark.id for marks in self.marks.values() for mark in marks)

    @property
    def told(self) -> tuple[Mark, ...]:
        """The first mark of each code, which pictures name."""
        return tuple(marks[0] for marks in self.marks.values())


def choose(atlas: Atlas, options: HandoutOptions) -> Chosen:
    """Find what is asked for.

    Raises
    ------
    UnknownError
        If a point or the complaint does not exist.
    UsageError
        If there are too many points.
    """
    known = load_complaints()
    complaint = known.rows.get(options.complaint)
    if options.complaint and complaint is None:
        keys = ", ".join(known.rows)
        raise UnknownError(f"There is no complaint '{options.complaint}'; there are {keys}.")
    codes = options.codes
    if not codes and complaint is not None:
        codes = (*complaint.trigger_points, *complaint.acupoints)
    marks: dict[str, tuple[Mark, ...]] = {}
    for code in codes:
        for mark in _marks(atlas, code, options.side):
            there = marks.get(mark.located.code, ())
            if mark not in there:
                marks[mark.located.code] = (*there, mark)
    if len(marks) > MOST_CODES:
        raise UsageError(f"{len(marks)} points are too many for a hand-out: {MOST_CODES} are the most.")
    return Chosen(marks, complaint, known, options.side)


def _marks(atlas: Atlas, code: str, side: str) -> list[Mark]:
    """Find the marks of a code, the left one first, or the one of an id."""
    found = atlas.marks[find_mark(atlas, code)]
    if "/" in code:
        return [found]
    ids = (f"{found.located.code}/{one}" for one in (Side.LEFT, Side.RIGHT, Side.MIDLINE))
    marks = [atlas.marks[one] for one in ids if one in atlas.marks]
    wanted = [mark for mark in marks if side in ("both", mark.located.side) or mark.located.side == "midline"]
    return wanted or marks


def exhibit_of(atlas: Atlas, chosen: Chosen) -> Exhibit:
    """Say what is to be seen of it: the points, their zones, channels and muscles."""
    marks = [mark for marks in chosen.marks.values() for mark in marks]
    triggers = [mark for mark in marks if mark.is_trigger_point]
    channels = [getattr(mark.definition, "channel", "") for mark in marks]
    muscles = [muscle_id(mark.muscles[0], _side(mark)) for mark in triggers]
    if chosen.complaint is not None:
        usual = complaints.exhibit_of(atlas, chosen.complaint, chosen.side, complaints.PARTS)
        channels, muscles = [*usual.channels, *channels], [*usual.muscles, *muscles]
        about = _one_side(atlas, [mark for mark in usual.at if mark in chosen.ids])
    else:
        about = _close_by(chosen)
    return Exhibit(
        marks=chosen.ids,
        named=tuple(mark.id for mark in chosen.told),
        zones=tuple(mark.id for mark in triggers),
        channels=tuple(dict.fromkeys(code for code in channels if code in atlas.channels)),
        muscles=tuple(dict.fromkeys(muscles)),
        at=about,
        view=usual.view if chosen.complaint is not None else "",
    )


def _one_side(atlas: Atlas, marks: Sequence[str]) -> tuple[str, ...]:
    """Leave out the points of the other side where both do not go into one picture."""
    places = np.array([atlas.marks[mark].located.position_mm for mark in marks]).reshape(-1, 3)
    if not len(places) or np.ptp(places, axis=0).max() < TOGETHER_MM:
        return tuple(marks)
    first = atlas.marks[marks[0]].located.side
    return tuple(mark for mark in marks if atlas.marks[mark].located.side in (first, Side.MIDLINE))


def _side(mark: Mark) -> str:
    return "" if mark.located.side is Side.MIDLINE else str(mark.located.side)


def _close_by(chosen: Chosen) -> tuple[str, ...]:
    """Ids of the points around the first one, which the close picture shows."""
    told = chosen.told
    if not told:
        return ()
    first = told[0].located.position_mm
    away = [float(np.linalg.norm(mark.located.position_mm - first)) for mark in told]
    return tuple(mark.id for mark, far in zip(told, away, strict=True) if far <= NEAR_MM)


def sides_seen(normals: FloatArray) -> tuple[str, ...]:
    """Name the pictures of the whole body that show any of some (k, 3) normals; at least one."""
    ways = {"front": FORWARD, "back": BACKWARD}
    return tuple(name for name, way in ways.items() if (normals @ way > SHOWS).any()) or ("front",)
