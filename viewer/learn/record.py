"""What was learned, kept on this machine: how each subject stands, and the scores of each day.

The file is JSON with a format, a version and everything below. It is written whole or not at all. One that
cannot be read is set aside under another name and said; one of a newer version is left as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from viewer.errors import OutputError
from viewer.learn.boxes import LAST, Standing, moved
from viewer.learn.kinds import Kind, Subject
from viewer.learn.marking import Marked
from viewer.output import write_text

FILE = "learn.json"
FORMAT, VERSION = "ashimap.learn", 1

Count = Annotated[int, Field(ge=0)]


@dataclass(frozen=True)
class Score:
    """Answers of one kind about one part of the body on one day; ``points`` are out of 100 for each."""

    day: date
    kind: Kind
    region: str
    asked: Count
    known: Count
    points: Count


@dataclass(frozen=True)
class Item:
    """How one subject stands, as the file has it."""

    box: Annotated[int, Field(ge=1, le=LAST)]
    due: date
    asked: Count
    known: Count


@dataclass(frozen=True)
class Record:
    """All that is kept: standings by the id of their subject, and scores."""

    items: Mapping[str, Standing]
    scores: tuple[Score, ...]


@dataclass(frozen=True)
class _Kept:
    """The file."""

    format: str
    version: int
    items: dict[str, Item]
    scores: tuple[Score, ...]


class Trouble(StrEnum):
    """Why what the file holds is not used."""

    NONE = ""
    DAMAGED = "damaged"  # it was set aside
    NEWER = "newer"  # it stays as it is, and nothing is written
    UNWRITABLE = "unwritable"  # the answers of now cannot be kept


EMPTY = Record({}, ())


class Ledger:
    """The record of one learner, in a file.

    Attributes
    ----------
    record
        What is known now.
    trouble
        What is wrong with the file.
    aside
        Name that a damaged file was given.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self.record, self.trouble, self.aside = EMPTY, Trouble.NONE, ""
        self._read()

    def note(self, subject: Subject, region: str, marked: Marked, today: date) -> None:
        """Remember the first answer to a subject in a quiz, and write it down."""
        items = {
            **self.record.items,
            subject.id: moved(self.record.items.get(subject.id), marked.known, today),
        }
        self.record = Record(items, _counted(self.record.scores, subject.kind, region, marked, today))
        self._write()

    def _read(self) -> None:
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return
        except UnicodeDecodeError:
            self._set_aside()
            return
        except OSError:
            self.trouble = Trouble.UNWRITABLE
            return
        if _version(text) > VERSION:
            self.trouble = Trouble.NEWER
            return
        try:
            kept = TypeAdapter(_Kept).validate_json(text, strict=False)
            if kept.format != FORMAT:
                raise ValueError(f"expected the format {FORMAT}")
        except (ValidationError, ValueError):
            self._set_aside()
            return
        items = {
            key: Standing(item.box, item.due, item.asked, item.known) for key, item in kept.items.items()
        }
        self.record = Record(items, kept.scores)

    def _set_aside(self) -> None:
        """Give the file another name, so that nothing in it is lost."""
        stamp = datetime.fromtimestamp(self._path.stat().st_mtime).strftime("%Y-%m-%d-%H%M%S")
        aside, number = self._path.with_name(f"learn.damaged-{stamp}.json"), 1
        while aside.exists():
            number += 1
            aside = self._path.with_name(f"learn.damaged-{stamp}-{number}.json")
        try:
            self._path.rename(aside)
        except OSError:
            self.trouble = Trouble.UNWRITABLE  # so it is left as it is
            return
        self.trouble, self.aside = Trouble.DAMAGED, aside.name

    def _write(self) -> None:
        if self.trouble in (Trouble.NEWER, Trouble.UNWRITABLE):
            return
        kept = _Kept(
            FORMAT,
            VERSION,
            {key: Item(one.box, one.due, one.asked, one.known) for key, one in self.record.items.items()},
            self.record.scores,
        )
        plain = TypeAdapter(_Kept).dump_python(kept, mode="json")
        try:
            write_text(self._path, json.dumps(plain, ensure_ascii=False, indent=1) + "\n")
        except OutputError:
            self.trouble = Trouble.UNWRITABLE


def _counted(
    scores: tuple[Score, ...], kind: Kind, region: str, marked: Marked, today: date
) -> tuple[Score, ...]:
    """Add an answer to the scores of its day, kind and part of the body."""
    one = Score(today, kind, region, 1, int(marked.known), marked.points)
    same = [row for row in scores if (row.day, row.kind, row.region) == (today, kind, region)]
    for row in same:
        one = replace(
            one, asked=one.asked + row.asked, known=one.known + row.known, points=one.points + row.points
        )
    return (*(row for row in scores if row not in same), one)


def _version(text: str) -> int:
    """Version that a file says it has; 0 where it says none."""
    try:
        plain: Any = json.loads(text)
    except ValueError:
        return 0
    version = plain.get("version") if isinstance(plain, dict) and plain.get("format") == FORMAT else None
    return version if isinstance(version, int) else 0
