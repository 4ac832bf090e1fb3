"""An atlas in another language: the same places, other words.

The rows of the tables are replaced by rows that say the same in the language; all that is measured is shared
with the atlas that is told in English. Codes and the names in pinyin, hanzi, hangul, kana and Latin stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeVar

from points.atlas import Atlas, Mark
from points.model import Acupoint, whole_code
from viewer.languages import sheets
from viewer.languages.folders import about, has_latin_letters
from viewer.languages.sheets import FactSheet, Row, read_facts

ENGLISH = "en"
LATIN_GENUS = ("Musculi ", "Musculus ")  # stands before every Latin name and tells nothing in a label
SCRIPTS = {"hant": "hanzi_traditional", "hans": "hanzi_simplified", "hangul": "hangul"}  # to columns
KEPT = 12  # atlases in memory: two bodies in six languages

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class ToldAtlas(Atlas):
    """An atlas in a language other than English.

    Attributes
    ----------
    language
        Key of the language.
    script
        Script in which its readers know the points' names: a key of `SCRIPTS`; empty for pinyin.
    """

    language: str = ENGLISH
    script: str = ""

    def own_name(self, row: Acupoint) -> str:
        """Name of a point in that script; empty for pinyin."""
        if self.script == "hangul":
            reading = self.readings.get(whole_code(row.code))
            return reading.hangul if reading else ""
        return str(getattr(row, SCRIPTS[self.script])) if self.script else ""


def told(atlas: Atlas, language: str) -> Atlas:
    """Return an atlas as it is told in a language; the atlas itself for English.

    Raises
    ------
    ViewerError
        If there is no such language, or one of its tables is damaged.
    """
    return atlas if language == ENGLISH else _told(atlas, language)


def written(atlas: Atlas, language: str) -> Atlas:
    """Return an atlas for names inside the picture, whose letters are Latin ones alone.

    Muscles have their Latin names unless the language says that its letters are Latin.
    """
    return atlas if language == ENGLISH else _written(atlas, language)


@lru_cache(maxsize=KEPT)
def _told(atlas: Atlas, language: str) -> Atlas:
    say = _Teller(language)
    members = {
        code: tuple(replace(row, of=say.of(row.of)) for row in rows)
        for code, rows in atlas.memberships.items()
    }
    texts = {
        "marks": _frozen({key: say.mark(mark) for key, mark in atlas.marks.items()}),
        "muscles": say.all(sheets.MUSCLES, atlas.muscles),
        "channels": say.all(sheets.CHANNELS, atlas.channels),
        "sinew_channels": say.all(sheets.SINEW_CHANNELS, atlas.sinew_channels),
        "regions": say.all(sheets.REGIONS, atlas.regions),
        "uses": say.all(sheets.USES, atlas.uses),
        "categories": say.all(sheets.CATEGORIES, atlas.categories),
        "memberships": _frozen(members),
    }
    same = {item.name: getattr(atlas, item.name) for item in fields(Atlas)}
    script = str(about(language).get("script", ""))
    return ToldAtlas(**{**same, **texts}, language=language, script=script)


@lru_cache(maxsize=KEPT)
def _written(atlas: Atlas, language: str) -> Atlas:
    own = told(atlas, language).muscles if has_latin_letters(language) else None
    names = {key: own[key].english if own else _short(row.latin) for key, row in atlas.muscles.items()}
    muscles = {
        key: replace(row, english=names[key][:1].upper() + names[key][1:])
        for key, row in atlas.muscles.items()
    }
    return replace(atlas, muscles=_frozen(muscles))


def told_of(language: str, sheet: FactSheet, key: str, column: str, english: str) -> str:
    """Return one fact in a language, given the English one.

    Raises
    ------
    ViewerError
        If there is no such language, or the table is damaged.
    """
    return english if language == ENGLISH else _Teller(language).text(sheet, key, column, english)


class _Teller:
    """Says rows of tables in a language; what that lacks stays English.

    The tests see to it that a language that is offered lacks nothing.
    """

    def __init__(self, language: str) -> None:
        self._language = language

    def text(self, sheet: FactSheet, key: str, column: str, english: str) -> str:
        """Say one cell; empty where the English one is."""
        said = self._row(sheet, key).get(column, "") if english else ""
        return said or english

    def row(self, sheet: FactSheet, key: str, row: T) -> T:
        """Say a row of a table."""
        texts: Any = {
            field: self.text(sheet, key, column, getattr(row, field))
            for column, field in sheet.columns.items()
        }
        said: T = replace(row, **texts)  # type: ignore[type-var]
        return said

    def all(self, sheet: FactSheet, rows: Mapping[str, T]) -> Mapping[str, T]:
        """Say all rows of a table."""
        return _frozen({key: self.row(sheet, key, row) for key, row in rows.items()})

    def mark(self, mark: Mark) -> Mark:
        """Say what a mark is."""
        row = mark.definition
        sheet = sheets.ACUPOINTS if isinstance(row, Acupoint) else sheets.TRIGGER_POINTS
        return replace(mark, definition=self.row(sheet, row.code, row))

    def of(self, english: str) -> str:
        """Say of what a point is that kind of point."""
        return self.text(sheets.CATEGORY_OF, english, "name", english)

    def _row(self, sheet: FactSheet, key: str) -> Row:
        return read_facts(self._language, sheet).get(key, MappingProxyType({}))


def _short(latin: str) -> str:
    return next((latin.removeprefix(genus) for genus in LATIN_GENUS if latin.startswith(genus)), latin)


def _frozen(rows: dict[str, T]) -> Mapping[str, T]:
    return MappingProxyType(rows)
