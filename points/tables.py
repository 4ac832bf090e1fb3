"""TSV and JSON files to model objects; every problem of a file is reported at once.

Tables are tab-separated, UTF-8, with a header row and no quoting. Row numbers are line numbers of the file.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from points import model

DATA = Path(__file__).parent / "data"
T = TypeVar("T")


class TableError(ValueError):
    """A table breaks its model.

    One line for each problem: file, row, column, what was found and what is allowed.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Sheet(Generic[T]):
    """One kind of table: its file, the object that a row becomes, the columns that name a row.

    ``file`` names one file, or a folder of files that together are the table.
    """

    file: str
    row: type[T]
    key: tuple[str, ...]
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Column names in the file, in the model's order."""
        back = {name: column for column, name in self.renamed.items()}
        return tuple(back.get(item.name, item.name) for item in fields(self.row))  # type: ignore[arg-type]

    def name_of(self, path: Path) -> str:
        """Name of one of its files for people: ``acupoints/GB.tsv`` where the table is a folder."""
        return path.name if self.file == path.name else f"{path.parent.name}/{path.name}"


SOURCES = Sheet("sources.tsv", model.Source, ("key",))
LANDMARKS = Sheet("landmarks.tsv", model.LandmarkRow, ("name",))
SPANS = Sheet("cun.tsv", model.CunSpan, ("key",), {"from": "start", "to": "end"})
SEGMENTS = Sheet("segments.tsv", model.LimbSegment, ("segment",))
BONES = Sheet("digits.tsv", model.DigitBone, ("digit", "bone"))
MUSCLES = Sheet("muscles.tsv", model.Muscle, ("key",))
CHANNELS = Sheet("channels.tsv", model.Channel, ("code",))
ACUPOINTS = Sheet("acupoints", model.Acupoint, ("code",))
TRIGGER_POINTS = Sheet("trigger_points.tsv", model.TriggerPoint, ("code",))
SINEW_CHANNELS = Sheet("sinew_channels.tsv", model.SinewChannel, ("channel",))
CHANNEL_PATHS = Sheet("channel_paths", model.ChannelPathRow, ("channel", "branch"))
READINGS = Sheet("readings.tsv", model.Reading, ("code",))
USES = Sheet("uses.tsv", model.Use, ("code",))
CATEGORIES = Sheet("categories.tsv", model.Category, ("key",))
MEMBERSHIPS = Sheet("point_categories.tsv", model.Membership, ("code", "category", "of"))
FACTS = Sheet("facts", model.Fact, ())
REGIONS = Sheet("regions.tsv", model.Region, ("region",))
ZONES_FILE = "zones.json"
SINEW_BANDS_FILE = "sinew_bands.json"


@dataclass(frozen=True)
class Tables:
    """All definitions, each kind by its key, in the order of the files."""

    sources: Mapping[str, model.Source] = field(default_factory=dict)
    landmarks: Mapping[str, model.LandmarkRow] = field(default_factory=dict)
    spans: Mapping[str, model.CunSpan] = field(default_factory=dict)
    segments: Mapping[str, model.LimbSegment] = field(default_factory=dict)
    bones: Mapping[tuple[str, str], model.DigitBone] = field(default_factory=dict)
    muscles: Mapping[str, model.Muscle] = field(default_factory=dict)
    channels: Mapping[str, model.Channel] = field(default_factory=dict)
    acupoints: Mapping[str, model.Acupoint] = field(default_factory=dict)
    trigger_points: Mapping[str, model.TriggerPoint] = field(default_factory=dict)
    channel_paths: tuple[model.ChannelPathRow, ...] = ()
    readings: Mapping[str, model.Reading] = field(default_factory=dict)
    uses: Mapping[str, model.Use] = field(default_factory=dict)
    categories: Mapping[str, model.Category] = field(default_factory=dict)
    memberships: tuple[model.Membership, ...] = ()
    facts: tuple[model.Fact, ...] = ()
    regions: Mapping[str, model.Region] = field(default_factory=dict)
    zones: Mapping[str, model.ZoneRow] = field(default_factory=dict)
    sinew_channels: Mapping[str, model.SinewChannel] = field(default_factory=dict)
    sinew_bands: Mapping[str, model.SinewBandRow] = field(default_factory=dict)

    @property
    def points(self) -> dict[str, model.Acupoint | model.TriggerPoint]:
        """Acupoints, extra points and trigger points by code."""
        return {**self.acupoints, **self.trigger_points}


def load_tables(folder: Path = DATA, *, absent_ok: bool = False) -> Tables:
    """All tables of a folder.

    Parameters
    ----------
    folder
        Where the files lie.
    absent_ok
        Whether a file that is not there counts as empty.

    Raises
    ------
    TableError
        If a file is missing or breaks its model; every problem of every file is named.
    """
    shelf = _Shelf(folder, absent_ok)
    channels = shelf.by("code", CHANNELS)
    tables = Tables(
        sources=shelf.by("key", SOURCES),
        landmarks=shelf.by("name", LANDMARKS),
        spans=shelf.by("key", SPANS),
        segments=shelf.by("segment", SEGMENTS),
        bones={(row.digit, row.bone): row for row in shelf.rows(BONES)},
        muscles=shelf.by("key", MUSCLES),
        channels=channels,
        acupoints={row.code: row for row in _in_order(shelf.rows(ACUPOINTS), channels)},
        trigger_points=shelf.by("code", TRIGGER_POINTS),
        channel_paths=_in_order(shelf.rows(CHANNEL_PATHS), channels),
        readings=shelf.by("code", READINGS),
        uses=shelf.by("code", USES),
        categories=shelf.by("key", CATEGORIES),
        memberships=shelf.rows(MEMBERSHIPS),
        facts=shelf.rows(FACTS),
        regions=shelf.by("region", REGIONS),
        zones=shelf.named(ZONES_FILE, read_zones),
        sinew_channels=shelf.by("channel", SINEW_CHANNELS),
        sinew_bands=shelf.named(SINEW_BANDS_FILE, read_sinew_bands),
    )
    if shelf.problems:
        raise TableError(tuple(shelf.problems))
    return tables


class _OfChannel(Protocol):
    """A row that belongs to a channel."""

    @property
    def channel(self) -> str: ...


C = TypeVar("C", bound=_OfChannel)


def _in_order(rows: Sequence[C], channels: Mapping[str, model.Channel]) -> tuple[C, ...]:
    """Rows in the order of the channels, extra points last; within a channel as in its file."""
    place = {code: number for number, code in enumerate(channels)}
    return tuple(sorted(rows, key=lambda row: place.get(row.channel, len(place))))


class _Shelf:
    """Reads files of one folder and gathers what is wrong with them."""

    def __init__(self, folder: Path, absent_ok: bool) -> None:
        self._folder = folder
        self._absent_ok = absent_ok
        self.problems: list[str] = []

    def rows(self, sheet: Sheet[T]) -> tuple[T, ...]:
        if self._skips(sheet.file):
            return ()
        rows: list[T] = []
        try:
            paths = files_of(sheet, self._folder)
        except TableError as error:
            self.problems += error.problems
            return ()
        for path in paths:
            try:
                rows += read_table(path, sheet)
            except TableError as error:
                self.problems += error.problems
        self.problems += _stand_twice(rows, sheet)
        return tuple(rows)

    def by(self, column: str, sheet: Sheet[T]) -> dict[str, T]:
        return {getattr(row, column): row for row in self.rows(sheet)}

    def named(self, file: str, read: Callable[[Path], dict[str, T]]) -> dict[str, T]:
        if self._skips(file):
            return {}
        try:
            return read(self._folder / file)
        except TableError as error:
            self.problems += error.problems
            return {}

    def _skips(self, file: str) -> bool:
        return self._absent_ok and not (self._folder / file).exists()


def files_of(sheet: Sheet[Any], folder: Path = DATA) -> list[Path]:
    """Give the file of a table, or the files of one that is a folder, in the order of their names.

    Raises
    ------
    TableError
        If the folder holds no table.
    """
    path = folder / sheet.file
    if path.suffix:
        return [path]
    if files := sorted(path.glob("*.tsv")):
        return files
    raise TableError((f"{sheet.file}: there is no table in {path}",))


def read_table(path: Path, sheet: Sheet[T]) -> tuple[T, ...]:
    """Rows of a TSV file as model objects, for example ``read_table(path, ACUPOINTS)``.

    Raises
    ------
    TableError
        If the file is missing, its header or a row does not fit, or a key stands twice.
    """
    lines = list(csv.reader(_text(path).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    problems = _shape_problems(path, lines, sheet)
    if problems:
        raise TableError(tuple(problems))
    cells = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    problems = _repeats(path, cells, sheet)
    renamed = [{sheet.renamed.get(column, column): cell for column, cell in row.items()} for row in cells]
    try:
        rows = TypeAdapter(tuple[sheet.row, ...]).validate_python(renamed)  # type: ignore[name-defined]
    except ValidationError as error:
        problems += [_explain(path, sheet, cells, found) for found in error.errors(include_url=False)]
    if problems:
        raise TableError(tuple(problems))
    return rows


def read_zones(path: Path) -> dict[str, model.ZoneRow]:
    """Zones by the code of their trigger point; the key of a zone that several points share is ``a|b|c``.

    Raises
    ------
    TableError
        If the file is missing, no JSON, a zone breaks the model, or a point has two zones.
    """
    rows = _json_rows(path, model.ZoneRow)
    shared = [(code, row) for key, row in rows.items() for code in key.split("|")]
    counts = Counter(code for code, _ in shared)
    if twice := [
        f"{path.name}, {code}: {count} zones; give one" for code, count in counts.items() if count > 1
    ]:
        raise TableError(tuple(twice))
    return dict(shared)


def read_sinew_bands(path: Path) -> dict[str, model.SinewBandRow]:
    """Bands of the sinew channels by channel.

    Raises
    ------
    TableError
        If the file is missing, no JSON, or a band breaks the model.
    """
    return _json_rows(path, model.SinewBandRow)


def _json_rows(path: Path, row: type[T]) -> dict[str, T]:
    try:
        content = json.loads(_text(path))
        return TypeAdapter(dict[str, row]).validate_python(content)  # type: ignore[valid-type]
    except json.JSONDecodeError as error:
        where = f"{path.name} line {error.lineno}, column {error.colno}"
        raise TableError((f"{where}: no JSON: {error.msg}",)) from None
    except ValidationError as error:
        problems = [
            f"{path.name}, {'.'.join(map(str, found['loc']))}: {_said(found)}, found {_found(found['input'])}"
            for found in error.errors(include_url=False)
        ]
        raise TableError(tuple(problems)) from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise TableError((f"{path.name}: there is no such file in {path.parent}",)) from None
    except UnicodeDecodeError as error:
        raise TableError((f"{path.name}: byte {error.start} is not UTF-8",)) from None


def _shape_problems(path: Path, lines: list[list[str]], sheet: Sheet[Any]) -> list[str]:
    """List what is wrong with the header and the number of cells in each row."""
    if not lines:
        return [f"{sheet.name_of(path)}: it is empty; the header is {', '.join(sheet.columns)}"]
    header = lines[0]
    out = [f"{sheet.name_of(path)} row 1: column {name} is missing" for name in sheet.columns if name not in header]
    out += [
        f"{sheet.name_of(path)} row 1: unknown column {column!r}; allowed are {', '.join(sheet.columns)}"
        for column in header
        if column not in sheet.columns
    ]
    out += [
        f"{sheet.name_of(path)} row 1: column {name} stands twice" for name in set(header) if header.count(name) > 1
    ]
    out += [
        f"{sheet.name_of(path)} row {number}: expected {len(header)} cells, found {len(line)}"
        for number, line in enumerate(lines[1:], start=2)
        if len(line) != len(header)
    ]
    return out


def _stand_twice(rows: Sequence[Any], sheet: Sheet[Any]) -> list[str]:
    """Rows of different files of one table that have the same key."""
    if not sheet.key:
        return []
    attributes = [sheet.renamed.get(column, column) for column in sheet.key]
    counts = Counter(tuple(str(getattr(row, name)) for name in attributes) for row in rows)
    return [f"{sheet.file}: {' '.join(key)} stands in {n} files; give one" for key, n in counts.items() if n > 1]


def _repeats(path: Path, cells: list[dict[str, str]], sheet: Sheet[Any]) -> list[str]:
    """Rows whose key an earlier row has."""
    seen: dict[tuple[str, ...], int] = {}
    out = []
    for number, row in enumerate(cells, start=2):
        key = tuple(row[column] for column in sheet.key)
        if key and key in seen:
            where = f"{sheet.name_of(path)} row {number}, column {'+'.join(sheet.key)}"
            out.append(f"{where}: {' '.join(key)} stands in row {seen[key]} already")
        seen.setdefault(key, number)
    return out


def _explain(path: Path, sheet: Sheet[Any], cells: list[dict[str, str]], found: ErrorDetails) -> str:
    number, *rest = found["loc"]
    row = cells[int(number)]
    name = "/".join(row[column] for column in (sheet.key or sheet.columns[:2]))
    where = f"{sheet.name_of(path)} row {int(number) + 2} ({name})"
    if not rest:
        return f"{where}: {_said(found)}"
    back = {new: column for column, new in sheet.renamed.items()}
    inside = ".".join(map(str, rest[1:]))
    at = f" at {inside}" if inside else ""
    column = back.get(str(rest[0]), rest[0])
    return f"{where}, column {column}{at}: {_said(found)}, found {_found(found['input'])}"


def _said(found: ErrorDetails) -> str:
    message = str(found["msg"]).removeprefix("Value error, ")
    return message.removeprefix("Input ")


def _found(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 90 else text[:87] + "..."
