"""What a muscle's schematic body is made from: rows of places between origin and insertion, as data.

A file is a JSON object: the key of a muscle to its :class:`MuscleRow`. Places are skin places (refs) or lie
inside the body. All is written for the left side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from points import refs
from points.columns import Sources
from points.errors import TableError
from points.rules import Direction, Name, Ref, Share, first_key
from points.sheets import read_json_rows
from points.tables import Tables

DepthMm = Annotated[float, Field(ge=0.0, le=200.0)]
Shift = Mapping[Direction, Annotated[float, Field(ge=-150.0, le=150.0)]]


class _Part(BaseModel):
    """A piece of a muscle body: never changes, takes no key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Inside(_Part):
    """A place inside the body; moved straight by ``shift_mm`` in named directions after all else."""

    shift_mm: Shift = Field(default_factory=dict)


class Under(_Inside):
    """Straight inwards from a place on the skin."""

    at: Ref
    depth_mm: DepthMm | None = None


class Amid(_Inside):
    """On the straight line through the body between two places, ``out_mm`` towards the skin from there."""

    between: tuple[Inner, Inner]
    fraction: Share
    out_mm: Annotated[float, Field(ge=-60.0, le=60.0)] = 0.0


class AtJoint(_Inside):
    """At a joint's centre, or so far from it towards a place."""

    joint: Name
    toward: Inner | None = None
    mm: Annotated[float, Field(ge=0.0, le=300.0)] | None = None
    fraction: Share | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.toward is None) != (self.mm is None and self.fraction is None):
            raise ValueError("toward needs mm or fraction, and they need toward")
        if self.mm is not None and self.fraction is not None:
            raise ValueError("either mm or fraction, not both")
        return self


_WAYS = {way: way for way in ("joint", "between", "at")}


def _inner_kind(value: object) -> str | None:
    if isinstance(value, str):
        return "ref"
    return first_key(value, {"kind": "ref", **_WAYS})  # a rule has a kind, all else none


Inner = Annotated[
    Annotated[Ref, Tag("ref")]
    | Annotated[Under, Tag("at")]
    | Annotated[Amid, Tag("between")]
    | Annotated[AtJoint, Tag("joint")],
    Discriminator(
        _inner_kind,
        custom_error_type="not_a_place",
        custom_error_message="a place is a ref, {at, depth_mm}, {between, fraction} or {joint, toward, mm}",
    ),
]
Row = Annotated[tuple[Inner, ...], Field(min_length=1, max_length=12)]


class Part(_Part):
    """One lofted piece of a muscle."""

    rows: Annotated[tuple[Row, ...], Field(min_length=2, max_length=16)]
    course: Literal["skin", "inside"]
    depth_mm: DepthMm = 5.0
    thick_mm: Annotated[float, Field(ge=1.0, le=90.0)]
    tendons: tuple[Share, Share] = (0.1, 0.1)
    belly: Literal["sheet", "strap", "spindle"] = "spindle"
    at: tuple[Share, ...] | None = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if sum(self.tendons) > 1.0 + 1e-9:
            raise ValueError(
                "the tendons are longer than the part: their shares sum to 1 (all tendon) or less"
            )
        if self.at is not None:
            rising = all(one < two for one, two in zip(self.at, self.at[1:], strict=False))
            if len(self.at) != len(self.rows) or not rising or self.at[0] != 0.0 or self.at[-1] != 1.0:
                raise ValueError(f"at needs {len(self.rows)} rising numbers from 0 to 1, one for each row")
        return self


for _model in (Under, Amid, AtJoint, Part):
    _model.model_rebuild()


@dataclass(frozen=True)
class MuscleRow:
    """Schematic body of one muscle: its parts, and where its course is taken from."""

    parts: Annotated[tuple[Part, ...], Field(min_length=1, max_length=24)]
    source: Sources


def read_muscle_bodies(path: Path) -> dict[str, MuscleRow]:
    """Muscle bodies of a file, or of all JSON files of a folder, by muscle key.

    Raises
    ------
    TableError
        If a file is missing, no JSON, breaks the model, or a muscle stands in two files.
    """
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    problems = [] if files else [f"{path.name}: there is no file of muscle bodies in {path}"]
    out: dict[str, MuscleRow] = {}
    found: Counter[str] = Counter()
    for file in files:
        try:
            rows = read_json_rows(file, MuscleRow)
        except TableError as error:
            problems += error.problems
            continue
        found.update(rows.keys())
        out |= rows
    problems += [f"{path.name}, {key}: stands in {n} files; give one" for key, n in found.items() if n > 1]
    if problems:
        raise TableError(tuple(problems))
    return out


def check_muscle_bodies(
    rows: Mapping[str, MuscleRow], tables: Tables, joints: Mapping[str, object]
) -> list[str]:
    """Say what muscle bodies refer to that no table and no body has: one line for each problem.

    Parameters
    ----------
    rows
        The muscle bodies.
    tables
        Landmarks, points, spans, muscles and sources.
    joints
        Joints of a body, by name.
    """
    problems = []
    known = {name.removesuffix(".L") for name in joints if not name.endswith(".R")}
    for key, row in rows.items():
        if key not in tables.muscles:
            problems.append(f"muscle body {key}: there is no muscle {key} in muscles.tsv")
        problems += [
            f"muscle body {key}: there is no source {name} in sources.tsv"
            for name in row.source
            if name not in tables.sources
        ]
        for number, part in enumerate(row.parts):
            where = f"muscle body {key}, part {number}"
            problems += [f"{where}: {what}" for what in _unknown(part, tables, known)]
    return problems


def _unknown(part: Part, tables: Tables, joints: set[str]) -> Iterator[str]:
    for place in (place for row in part.rows for place in _places(row)):
        if isinstance(place, AtJoint) and place.joint.removeprefix("~") not in joints:
            yield f"there is no joint {place.joint}; joints are {', '.join(sorted(joints))}"
        for ref in _refs_of(place):
            for name in refs.names_of(ref):
                if refs.is_paired(name.removeprefix("~"), tables) is None:
                    yield f"there is no landmark and no point {name}"
            for span in refs.spans_of(ref):
                if span not in tables.spans:
                    yield f"there is no span {span} in cun.tsv"


def _places(row: Iterator[Inner] | tuple[Inner, ...]) -> Iterator[Inner]:
    """Yield places and the places that they are made from."""
    for place in row:
        yield place
        if isinstance(place, Amid):
            yield from _places(place.between)
        elif isinstance(place, AtJoint) and place.toward is not None:
            yield from _places((place.toward,))


def _refs_of(place: Inner) -> tuple[Ref, ...]:
    if isinstance(place, Under):
        return (place.at,)
    return () if isinstance(place, Amid | AtJoint) else (place,)
