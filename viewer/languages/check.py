"""What a language lacks, has in vain, or has wrong, beside the English one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from points.tables import PUBLISHED, TOLD, Tables, load_tables
from viewer.errors import ViewerError
from viewer.languages import sheets
from viewer.languages.facts import SCRIPTS
from viewer.languages.folders import ABOUT, about, folder_of, read_json, read_texts
from viewer.languages.sheets import FACTS, SHEETS, FactSheet, read_facts
from viewer.languages.words import MESSAGES, load_messages

ENGLISH = "en"
NAME = re.compile(r"\{\w*\}")
CODES = re.compile(  # of points, and of vertebrae and their nerves
    "(?<![A-Za-z0-9-])(?:(?:LU|LI|ST|SP|HT|SI|BL|KI|PC|TE|GB|LR|GV|CV)[1-9][0-9]?|EX-[A-Z]+[0-9]+|TrP[0-9]+"
    "|[CTLS][0-9]{1,2})(?![0-9A-Za-z])"
)
MEASURES = re.compile(r"\d+(?:\.\d+)?(?=[- ]?(?:mm|cm|cun|%))")
NUMBERS = re.compile(r"\d+(?:[.,]\d+)?")
LETTERS = ("latin", "other")

LACKS = "lacks"

Cells = dict[str, str]

_ROWS: Mapping[str, Callable[[Tables], Mapping[str, Any]]] = {
    sheets.ACUPOINTS.file: lambda tables: tables.acupoints,
    sheets.USES.file: lambda tables: tables.uses,
    sheets.TRIGGER_POINTS.file: lambda tables: tables.trigger_points,
    sheets.MUSCLES.file: lambda tables: tables.muscles,
    sheets.REGIONS.file: lambda tables: tables.regions,
    sheets.CHANNELS.file: lambda tables: tables.channels,
    sheets.SINEW_CHANNELS.file: lambda tables: tables.sinew_channels,
    sheets.CATEGORIES.file: lambda tables: tables.categories,
    sheets.PUBLISHED.file: lambda tables: tables.published,
}


def problems(language: str) -> list[str]:
    """Return what is missing or wrong in a language, one sentence each; none for one that is told whole.

    What is missing says that it `LACKS` something.

    Raises
    ------
    ViewerError
        If there is no such language.
    """
    folder_of(language)
    parts = [_about, _messages, _texts]
    parts += [] if language == ENGLISH else [_facts]
    found: list[str] = []
    for part in parts:
        try:
            found += part(language)
        except ViewerError as error:
            found.append(str(error))
    return found


def english_facts(sheet: FactSheet, tables: Tables) -> dict[str, Cells]:
    """Return the English cells of a table of facts: key to the texts of its columns."""
    if sheet is sheets.CATEGORY_OF:
        told = dict.fromkeys(row.of for row in tables.memberships if row.of)
        return {of: {"name": of} for of in told}
    rows = _ROWS[sheet.file](tables)
    return {
        key: {column: getattr(row, field) for column, field in sheet.columns.items()}
        for key, row in rows.items()
    }


def english_tables() -> Tables:
    """Return the tables whose words are translated."""
    return load_tables(of=(*TOLD, PUBLISHED))


def same_as_english(language: str) -> list[str]:
    """Return what is word for word English in a language: names of messages, texts and cells."""
    ours, theirs = load_messages(ENGLISH), load_messages(language)
    found = [key for key in ours if theirs.get(key) == ours[key] and _has_words(ours[key])]
    for file, texts in english_texts().items():
        held = dict(_leaves(read_texts(language, file.removesuffix(".json")), file))
        found += [at for at, text in _leaves(texts, file) if held.get(at) == text and _has_words(text)]
    tables = english_tables()
    for sheet in SHEETS:
        facts = read_facts(language, sheet)
        for key, cells in english_facts(sheet, tables).items():
            same = [
                column for column, text in cells.items() if text and facts.get(key, {}).get(column) == text
            ]
            found += [f"{FACTS}/{sheet.file} {key} {column}" for column in same if _has_words(cells[column])]
    return found


def english_texts() -> dict[str, dict[str, Any]]:
    """Return the longer texts, each file by its name."""
    files = [file for file in folder_of(ENGLISH).iterdir() if file.name.endswith(".json")]
    return {file.name: read_json(file) for file in sorted(files, key=str) if file.name != ABOUT}


def _about(language: str) -> Iterator[str]:
    held = about(language)
    if not isinstance(held.get("name"), str) or not held["name"]:
        yield f"{ABOUT} {LACKS} the name of the language in the language itself."
    if held.get("letters", "other") not in LETTERS:
        yield f"{ABOUT}: letters must be one of {', '.join(LETTERS)}."
    if held.get("script", "") not in ("", *SCRIPTS):
        yield f"{ABOUT}: script must be one of {', '.join(SCRIPTS)}, or left out."
    if not isinstance(held.get("whole", True), bool):
        yield f"{ABOUT}: whole must be true or false."


def _messages(language: str) -> Iterator[str]:
    ours, theirs = load_messages(ENGLISH), load_messages(language)
    for key in ours.keys() - theirs.keys():
        yield f"{MESSAGES}/{_file(key)} {LACKS} {key}: “{ours[key]}”."
    for key in theirs.keys() - ours.keys():
        yield f"{MESSAGES}/{_file(key)} has {key} in vain: there is no such message."
    for key in ours.keys() & theirs.keys():
        yield from (f"{MESSAGES}/{_file(key)}: {key} {wrong}." for wrong in _wrong(ours[key], theirs[key]))


def _texts(language: str) -> Iterator[str]:
    for file, ours in english_texts().items():
        place = folder_of(language) / file
        if not place.is_file():
            yield f"The folder {language} {LACKS} the file {file}."
            continue
        theirs = read_json(place)
        yield from (f"{file}: {wrong}." for wrong in _differing(ours, theirs, ""))


def _facts(language: str) -> Iterator[str]:
    tables = english_tables()
    for sheet in SHEETS:
        name, theirs = f"{FACTS}/{sheet.file}", read_facts(language, sheet)
        ours = english_facts(sheet, tables)
        yield from (f"{name} {LACKS} {key}." for key in ours if key not in theirs)
        yield from (f"{name} has {key} in vain: there is no such row." for key in theirs if key not in ours)
        if [key for key in theirs if key in ours] != [key for key in ours if key in theirs]:
            yield f"{name} has its rows in another order than the data."
        for key in ours.keys() & theirs.keys():
            for column, english in ours[key].items():
                said = theirs[key][column]
                if bool(said.strip()) != bool(english):
                    state = f"{LACKS} its" if english else "must leave empty the"
                    yield f"{name}: {key} {state} {column}" + (f": “{english}”." if english else ".")
                elif lost := _lost(english, said):
                    yield f"{name}: {column} of {key} {lost}."


def _differing(ours: object, theirs: object, at: str) -> Iterator[str]:
    """Say how two values of JSON differ in anything but their sentences."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        yield from (f"the text {LACKS} {at}{key}" for key in ours if key not in theirs)
        yield from (f"{at}{key} is there in vain" for key in theirs if key not in ours)
        for key in ours:
            if key in theirs:
                yield from _differing(ours[key], theirs[key], f"{at}{key}.")
    elif isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            yield f"{at[:-1]} has {len(theirs)} entries; it must have {len(ours)}"
        for number, (mine, other) in enumerate(zip(ours, theirs, strict=False)):
            yield from _differing(mine, other, f"{at}{number}.")
    elif isinstance(ours, str) and isinstance(theirs, str):
        yield from (f"{at[:-1]} {wrong}" for wrong in _wrong(ours, theirs))
    elif ours != theirs:
        yield f"{at[:-1]} must be {ours!r}, not {theirs!r}"


def _wrong(ours: str, theirs: str) -> Iterator[str]:
    """Say what is wrong with a sentence beside the English one."""
    if bool(ours.strip()) != bool(theirs.strip()):
        yield "is empty" if ours.strip() else "must be empty"
    if theirs != theirs.strip() and ours == ours.strip():
        yield "has spaces at its ends"
    names, wanted = sorted(NAME.findall(theirs)), sorted(NAME.findall(ours))
    if names != wanted:
        yield f"must have the names {' '.join(wanted) or '(none)'}, not {' '.join(names) or '(none)'}"
    if theirs.strip() and (lost := _lost(ours, theirs)):
        yield lost


def _lost(ours: str, theirs: str) -> str:
    """Say which points and measures a text lacks that the English one has, or has besides; empty for none."""
    wanted, codes = set(CODES.findall(ours)), set(CODES.findall(theirs))
    numbers = {number.replace(",", ".") for number in NUMBERS.findall(theirs)}
    missing = (wanted - codes) | (set(MEASURES.findall(ours)) - numbers)
    if missing:
        return f"does not tell of {', '.join(sorted(missing))}"
    return f"tells of {', '.join(sorted(codes - wanted))} besides" if codes - wanted else ""


def _leaves(held: object, at: str) -> Iterator[tuple[str, str]]:
    """Yield every text within a value of JSON, and where it stands."""
    if isinstance(held, str):
        yield at, held
    for key, one in (
        held.items() if isinstance(held, dict) else enumerate(held if isinstance(held, list) else ())
    ):
        yield from _leaves(one, f"{at} {key}")


def _has_words(text: str) -> bool:
    """Tell whether a text has words that a language would have others for."""
    return len(re.findall(r"[a-z]{3,}", NAME.sub("", text))) > 1


def _file(key: str) -> str:
    return f"{key.partition('.')[0]}.json"
