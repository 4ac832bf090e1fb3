"""One file of rows, TSV or JSON, to model objects; every problem of it is reported at once.

TSV files are tab-separated, UTF-8, with a header row and no quoting. Row numbers are line numbers.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, from_json

from points.errors import TableError

T = TypeVar("T")


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
    names = [sheet.renamed.get(column, column) for column in lines[0]]
    renamed = [dict(zip(names, line, strict=True)) for line in lines[1:]]
    try:
        rows: tuple[T, ...] = _adapter(tuple[sheet.row, ...]).validate_python(renamed)  # type: ignore[name-defined]
    except ValidationError as error:
        problems += [_explain(path, sheet, cells, found) for found in error.errors(include_url=False)]
    if problems:
        raise TableError(tuple(problems))
    return rows


@cache  # costly to build, and one for all files of a kind
def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - a type made of types
    return TypeAdapter(kind)


def read_json_rows(path: Path, row: type[T]) -> dict[str, T]:
    """Rows of a JSON file, an object of objects, as model objects by their keys.

    Raises
    ------
    TableError
        If the file is missing, no JSON, or a row breaks the model.
    """
    try:
        rows: dict[str, T] = _adapter(dict[str, row]).validate_python(_decoded(_text(path)))  # type: ignore[valid-type]
    except json.JSONDecodeError as error:
        where = f"{path.name} line {error.lineno}, column {error.colno}"
        raise TableError((f"{where}: no JSON: {error.msg}",)) from None
    except ValidationError as error:
        problems = [
            f"{path.name}, {'.'.join(map(str, found['loc']))}: {_said(found)}, found {_found(found['input'])}"
            for found in error.errors(include_url=False)
        ]
        raise TableError(tuple(problems)) from None
    return rows


def _decoded(text: str) -> object:
    try:
        return from_json(text)
    except ValueError:
        return json.loads(text)  # says where it is no JSON


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
    header, name, columns = lines[0], sheet.name_of(path), sheet.columns
    allowed = ", ".join(columns)
    out = [f"{name} row 1: column {wanted} is missing" for wanted in columns if wanted not in header]
    out += [
        f"{name} row 1: unknown column {column!r}; allowed are {allowed}"
        for column in header
        if column not in columns
    ]
    out += [
        f"{name} row 1: column {column} stands twice" for column in set(header) if header.count(column) > 1
    ]
    out += [
        f"{name} row {number}: expected {len(header)} cells, found {len(line)}"
        for number, line in enumerate(lines[1:], start=2)
        if len(line) != len(header)
    ]
    return out


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
