"""The document of notes: tender spots, painted areas, and the whole desk, as it stands in a file.

``docs/notes-format.md`` describes it for people, ``docs/notes.schema.json`` for programs; a test holds the
schema to these classes. Places are triangles of the common topology of all shipped bodies and weights of the
triangle's corners, so that a document opens on each of them.
"""

from __future__ import annotations

import datetime
from dataclasses import fields, make_dataclass
from typing import TYPE_CHECKING, Annotated, Literal, Self, get_type_hints

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from viewer.lent import ExhibitBefore, FleshBefore
from viewer.state import ViewState

VERSION = 1
MARK = "ashimap_notes"  # the key that makes a file one of these
SUM_WITHIN = 1e-3  # weights of three corners add up to 1, as nearly as they were written
MOST_SPOTS, MOST_AREAS, MOST_DABS = 999, 199, 20_000
LONGEST_TEXT, LONGEST_TITLE = 500, 120
MOMENTARY = frozenset({"hover", "search"})  # of the visitor's choices: gone with the moment
APART = frozenset({"ashi"})  # stand in a place of their own in the document


def _kept(state: type) -> type:
    """Class with those of the visitor's choices that a document keeps under ``view``."""
    hints = get_type_hints(state)
    left_out = MOMENTARY | APART
    kept = [(one.name, hints[one.name], one) for one in fields(state) if one.name not in left_out]
    made = make_dataclass("View", kept)
    made.__doc__ = "What the visitor chose to see, as the classes of viewer/state.py describe it."
    return made


def _add_up(weights: tuple[float, float, float]) -> tuple[float, float, float]:
    if abs(sum(weights) - 1.0) > SUM_WITHIN:
        raise ValueError("weights of the three corners add up to 1")
    return weights


def _day(given: object) -> object:
    """Take a day only as it is documented: neither a moment nor a number of seconds."""
    if not isinstance(given, str | datetime.date) or (isinstance(given, str) and len(given) != 10):
        raise ValueError("a day is written like 2026-11-21")
    return given


if TYPE_CHECKING:  # a class that is made is nothing for a type checker
    View = ViewState
else:
    View = _kept(ViewState)

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Weights = Annotated[tuple[Share, Share, Share], AfterValidator(_add_up)]
Face = Annotated[int, Field(ge=0, description="Triangle of the body, counted from 0.")]
Number = Annotated[int, Field(ge=1, description="Its own among its kind.")]
Day = Annotated[datetime.date, BeforeValidator(_day)]
Side = Literal["left", "right", "midline", "both"]
Vector = tuple[float, float, float]


class Part(BaseModel):
    """Part of a document: knows no other keys than its own, no NaN, and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, ser_json_inf_nan="constants")


class Note(Part):
    """What is noted of a place. The side is told for the reader; the place itself says it again."""

    number: Number
    side: Side | None = None
    date: Day | None = None
    intensity: Annotated[int, Field(ge=0, le=10)] | None = None
    text: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""


class TenderSpot(Note):
    """A tender spot."""

    face: Face
    weights: Weights


class Dab(Part):
    """One disc along the skin, painted or rubbed out; later ones lie over earlier ones."""

    face: Face
    weights: Weights
    radius_mm: Annotated[float, Field(gt=0.0, le=500.0)]
    rubs: bool = False


Dabs = Annotated[tuple[Dab, ...], Field(max_length=MOST_DABS)]


class Area(Note):
    """A painted area."""

    dabs: Annotated[tuple[Dab, ...], Field(min_length=1, max_length=MOST_DABS)]


class Painting(Part):
    """What is painted or touched at the moment, not kept as a note; ``asked``: the answer is shown."""

    dabs: Dabs = ()
    asked: bool = False


class CameraPlace(Part):
    """The camera in the body's frame: +x its left, +y its back, +z up, in mm; the floor is z = 0."""

    position_mm: Vector
    focus_mm: Vector
    up: Vector
    angle_deg: Annotated[float, Field(gt=0.0, lt=180.0)]


class Exhibited(Part):
    """What a complaint, a tour, an explanation or a question shows: the fields of ``Exhibit``."""

    marks: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    sinews: tuple[str, ...] = ()
    muscles: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    at: tuple[str, ...] = ()
    only: bool = True
    view: str = ""


class Before(Part):
    """What comes back when something that is looked at now is left.

    Attributes
    ----------
    flesh
        Before muscles were looked at.
    exhibit
        Before an exhibit was put up.
    overlap
        Whether acupoints and trigger points showed before the overlap was looked at.
    """

    flesh: FleshBefore = FleshBefore()
    exhibit: ExhibitBefore | None = None
    overlap: tuple[bool, bool] | None = None


class Document(Part):
    """Notes and the whole desk.

    Attributes
    ----------
    ashimap_notes
        Version of this format.
    program
        What wrote it.
    saved
        When it was written.
    title
        Whatever the visitor calls it; empty unless asked for, so that a file names nobody by itself.
    spots
        Tender spots that were kept (ashi marks).
    areas
        Painted areas that were kept.
    painting
        What is painted and not kept.
    view
        What shows and how.
    camera
        Where it is seen from; null: as the named view ``view.view`` has it.
    exhibit
        What a complaint, a tour, an explanation or a question shows.
    before
        What comes back when a selection, the exhibit or the overlap is left.
    """

    ashimap_notes: Literal[1] = 1
    program: str = ""
    saved: datetime.datetime | None = None
    title: Annotated[str, Field(max_length=LONGEST_TITLE)] = ""
    spots: Annotated[tuple[TenderSpot, ...], Field(max_length=MOST_SPOTS)] = ()
    areas: Annotated[tuple[Area, ...], Field(max_length=MOST_AREAS)] = ()
    painting: Painting = Painting()
    view: View = Field(default_factory=View)
    camera: CameraPlace | None = None
    exhibit: Exhibited | None = None
    before: Before = Before()

    @model_validator(mode="after")
    def _numbers_differ(self) -> Self:
        for kind in (self.spots, self.areas):
            numbers = [note.number for note in kind]
            if len(set(numbers)) < len(numbers):
                raise ValueError("two notes of a kind have the same number")
        return self
