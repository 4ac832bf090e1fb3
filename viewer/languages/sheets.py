"""The tables of translated facts: which there are, what they translate, and how they are read."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from types import MappingProxyType

from viewer.errors import ViewerError
from viewer.languages.folders import folder_of

FACTS = "facts"

Row = Mapping[str, str]


@dataclass(frozen=True, eq=False)
class FactSheet:
    """One table of translated facts.

    Attributes
    ----------
    file
        Its name in the folder ``facts`` of a language.
    key
        The column that names a row.
    columns
        Column to the field of the row of the data that it translates.
    stands_in
        What it translates: a file or folder of ``points/data``.
    """

    file: str
    key: str
    columns: Mapping[str, str]
    stands_in: str

    @property
    def header(self) -> tuple[str, ...]:
        """Names of all columns, in order."""
        return self.key, *self.columns


def _sheet(file: str, key: str, columns: str, stands_in: str = "") -> FactSheet:
    """Make a sheet; ``name=english`` is a column of another name than its field."""
    pairs = (column.partition("=") for column in columns.split())
    renamed = {name: field or name for name, _, field in pairs}
    return FactSheet(file, key, MappingProxyType(renamed), stands_in or file)


ACUPOINTS = _sheet("acupoints.tsv", "code", "name=english where hazard note", "acupoints")
USES = _sheet("uses.tsv", "code", "use")
TRIGGER_POINTS = _sheet("trigger_points.tsv", "code", "where pain signs activates hazard", "trigger_points")
MUSCLES = _sheet("muscles.tsv", "key", "name=english origin insertion action nerve fibres")
REGIONS = _sheet("regions.tsv", "region", "where")
CHANNELS = _sheet("channels.tsv", "code", "name=english element course inside")
SINEW_CHANNELS = _sheet("sinew_channels.tsv", "channel", "name=english course note")
CATEGORIES = _sheet("categories.tsv", "key", "name=english meaning")
CATEGORY_OF = _sheet("category_of.tsv", "of", "name", "point_categories.tsv")
PUBLISHED = _sheet("published_overlap.tsv", "key", "of_what")
SHEETS = (
    ACUPOINTS, USES, TRIGGER_POINTS, MUSCLES, REGIONS, CHANNELS, SINEW_CHANNELS, CATEGORIES, CATEGORY_OF,
    PUBLISHED,
)  # fmt: skip


@cache
def read_facts(language: str, sheet: FactSheet) -> Mapping[str, Row]:
    """Return the rows of a table of a language, each by its key; none where it has no such table.

    Raises
    ------
    ViewerError
        If there is no such language, or the table is damaged: other columns, a short row, a key twice.
    """
    file = folder_of(language) / FACTS / sheet.file
    if not file.is_file():
        return MappingProxyType({})
    lines = list(csv.reader(_text(file).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    if not lines or tuple(lines[0]) != sheet.header:
        raise ViewerError(f"{file} is damaged: row 1 must be {', '.join(sheet.header)}.")
    rows: dict[str, Row] = {}
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) != len(sheet.header):
            raise ViewerError(
                f"{file} row {number} has {len(cells)} cells; it must have {len(sheet.header)}."
            )
        if cells[0] in rows:
            raise ViewerError(f"{file} row {number} tells of {cells[0]!r} once more.")
        rows[cells[0]] = dict(zip(sheet.columns, cells[1:], strict=True))
    return MappingProxyType(rows)


def _text(file: Traversable) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")  # spreadsheets like to put a mark in front
    except UnicodeDecodeError:
        raise ViewerError(f"{file} is damaged: it is not UTF-8.") from None
