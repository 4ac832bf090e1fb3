"""All tables of the definitions: which files there are, what their rows become, and reading them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TypeVar

from points import model
from points.errors import TableError
from points.garbage import uncollected
from points.sheets import Sheet, read_json_rows, read_table

DATA = Path(__file__).parent / "data"
T = TypeVar("T")

SOURCES = Sheet("sources.tsv", model.Source, ("key",))
LANDMARKS = Sheet("landmarks.tsv", model.LandmarkRow, ("name",))
SPANS = Sheet("cun.tsv", model.CunSpan, ("key",), {"from": "start", "to": "end"})
RULERS = Sheet("rulers.tsv", model.Ruler, ("ruler",))
SEGMENTS = Sheet("segments.tsv", model.LimbSegment, ("segment",))
BONES = Sheet("digits.tsv", model.DigitBone, ("digit", "bone"))
MUSCLES = Sheet("muscles.tsv", model.Muscle, ("key",))
CHANNELS = Sheet("channels.tsv", model.Channel, ("code",))
ACUPOINTS = Sheet("acupoints", model.Acupoint, ("code",))
TRIGGER_POINTS = Sheet("trigger_points", model.TriggerPoint, ("code",))
SINEW_CHANNELS = Sheet("sinew_channels.tsv", model.SinewChannel, ("channel",))
CHANNEL_PATHS = Sheet("channel_paths", model.ChannelPathRow, ("channel", "branch"))
READINGS = Sheet("readings.tsv", model.Reading, ("code",))
USES = Sheet("uses.tsv", model.Use, ("code",))
CATEGORIES = Sheet("categories.tsv", model.Category, ("key",))
MEMBERSHIPS = Sheet("point_categories.tsv", model.Membership, ("code", "category", "of"))
FACTS = Sheet("facts", model.Fact, ())
REGIONS = Sheet("regions.tsv", model.Region, ("region",))
PUBLISHED = Sheet("published_overlap.tsv", model.Published, ("key",))
COMPLAINTS = Sheet("complaints/complaints.tsv", model.Complaint, ("key",))
STUDIES = Sheet("complaints/evidence.tsv", model.Study, ("key",))
STOPS = Sheet("tours", model.Stop, ("tour", "stop"))
CAUTIONS = Sheet("warnings.tsv", model.Caution, ("kind", "scope"))
CLAIMS = Sheet("explain.tsv", model.Claim, ("key",))
ZONES_FOLDER = "zones"
SINEW_BANDS_FILE = "sinew_bands.json"

TOLD: tuple[Sheet[Any], ...] = (
    SOURCES, MUSCLES, CHANNELS, ACUPOINTS, TRIGGER_POINTS, SINEW_CHANNELS, READINGS, USES, CATEGORIES,
    MEMBERSHIPS, REGIONS,
)  # fmt: skip
"""What a stored atlas takes from the tables again; the other tables only fix where things are."""


@dataclass(frozen=True)
class Tables:
    """All definitions, each kind by its key, in the order of the files."""

    sources: Mapping[str, model.Source] = field(default_factory=dict)
    landmarks: Mapping[str, model.LandmarkRow] = field(default_factory=dict)
    spans: Mapping[str, model.CunSpan] = field(default_factory=dict)
    rulers: Mapping[str, model.Ruler] = field(default_factory=dict)
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
    published: Mapping[str, model.Published] = field(default_factory=dict)
    complaints: Mapping[str, model.Complaint] = field(default_factory=dict)
    studies: Mapping[str, model.Study] = field(default_factory=dict)
    stops: tuple[model.Stop, ...] = ()
    cautions: tuple[model.Caution, ...] = ()
    claims: Mapping[str, model.Claim] = field(default_factory=dict)

    @cached_property
    def points(self) -> dict[str, model.Acupoint | model.TriggerPoint]:
        """Acupoints, extra points and trigger points by code."""
        return {**self.acupoints, **self.trigger_points}


@uncollected()
def load_tables(
    folder: Path = DATA, *, absent_ok: bool = False, of: Sequence[Sheet[Any]] | None = None
) -> Tables:
    """All tables of a folder.

    Parameters
    ----------
    folder
        Where the files lie.
    absent_ok
        Whether a file that is not there counts as empty.
    of
        The kinds to read, for example ``TOLD``; all others stay empty. None for all.

    Raises
    ------
    TableError
        If a file is missing or breaks its model; every problem of every file that is read is named.
    """
    shelf = _Shelf(folder, absent_ok, None if of is None else {sheet.file for sheet in of})
    channels = shelf.by("code", CHANNELS)
    tables = Tables(
        sources=shelf.by("key", SOURCES),
        landmarks=shelf.by("name", LANDMARKS),
        spans=shelf.by("key", SPANS),
        rulers=shelf.by("ruler", RULERS),
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
        zones=shelf.zones(),
        sinew_channels=shelf.by("channel", SINEW_CHANNELS),
        sinew_bands=shelf.named(SINEW_BANDS_FILE, read_sinew_bands),
        published=shelf.by("key", PUBLISHED),
        complaints=shelf.by("key", COMPLAINTS),
        studies=shelf.by("key", STUDIES),
        stops=shelf.rows(STOPS),
        cautions=shelf.rows(CAUTIONS),
        claims=shelf.by("key", CLAIMS),
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

    def __init__(self, folder: Path, absent_ok: bool, wanted: Collection[str] | None) -> None:
        self._folder = folder
        self._absent_ok = absent_ok
        self._wanted = wanted
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
        if len(paths) > 1:  # within a file it has been looked for
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

    def zones(self) -> dict[str, model.ZoneRow]:
        if self._skips(ZONES_FOLDER):
            return {}
        zones: dict[str, model.ZoneRow] = {}
        paths = sorted((self._folder / ZONES_FOLDER).glob("*.json"))
        if not paths:
            self.problems.append(f"{ZONES_FOLDER}: there is no file in {self._folder / ZONES_FOLDER}")
        for path in paths:
            try:
                read = read_zones(path)
            except TableError as error:
                self.problems += error.problems
                continue
            twice = zones.keys() & read.keys()
            self.problems += [f"{ZONES_FOLDER}/{path.name}, {code}: it has a zone already" for code in twice]
            zones |= read
        return zones

    def _skips(self, file: str) -> bool:
        if self._wanted is not None and file not in self._wanted:
            return True
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


def read_zones(path: Path) -> dict[str, model.ZoneRow]:
    """Zones by the code of their trigger point; the key of a zone that several points share is ``a|b|c``.

    Raises
    ------
    TableError
        If the file is missing, no JSON, a zone breaks the model, or a point has two zones.
    """
    rows = read_json_rows(path, model.ZoneRow)
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
    return read_json_rows(path, model.SinewBandRow)


def _stand_twice(rows: Sequence[Any], sheet: Sheet[Any]) -> list[str]:
    """Rows of different files of one table that have the same key."""
    if not sheet.key:
        return []
    attributes = [sheet.renamed.get(column, column) for column in sheet.key]
    counts = Counter(tuple(str(getattr(row, name)) for name in attributes) for row in rows)
    twice = {" ".join(key): count for key, count in counts.items() if count > 1}
    return [f"{sheet.file}: {key} stands in {count} files; give one" for key, count in twice.items()]
