"""Documents of notes as text: read with care, written so that people can read them too."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from viewer.notes import refused
from viewer.notes.model import MARK, VERSION, Document
from viewer.notes.refused import Refused

MOST_MB = 3  # more than all that a document may hold in practice; less than a message of the page may weigh
LONGEST_LINE = 110
SHOWN = 60  # characters of a wrong value that are repeated


def read(content: bytes | str) -> Document:
    """Read a document.

    Raises
    ------
    Refused
        If it is no document of notes, of a newer version, or damaged; says where.
    """
    if len(content) > MOST_MB * 1_000_000:
        raise refused.too_large(MOST_MB)
    given = _parsed(content)
    if not isinstance(given, dict) or MARK not in given:
        raise refused.not_notes()
    version = given[MARK]
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise refused.newer(version, VERSION)
    return checked(given)


def checked(given: Mapping[str, Any]) -> Document:
    """Make a document of what JSON held; raises as `read`."""
    try:
        return Document.model_validate_json(json.dumps(given))
    except ValidationError as error:
        raise _why(error) from None
    except ValueError:  # a character that cannot be written: half of a pair
        raise refused.no_text() from None


def read_file(path: Path) -> Document:
    """Read a document from a file; raises as `read`, or as the system does."""
    with path.open("rb") as file:
        return read(file.read(MOST_MB * 1_000_000 + 1))


def write(document: Document) -> str:
    """Write a document as JSON, small parts on one line."""
    return _laid_out(json.loads(document.model_dump_json()), "") + "\n"


def _parsed(content: bytes | str) -> object:
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise refused.not_json(error.lineno, error.colno) from None
    except (UnicodeDecodeError, RecursionError):
        raise refused.no_text() from None


def _no_number(name: str) -> object:
    raise refused.wrong("JSON", name)


def _why(error: ValidationError) -> Refused:
    first = error.errors(include_url=False)[0]
    where, kind = _where(first["loc"]), first["type"]
    if kind == "missing":
        return refused.missing(where)
    if kind in {"extra_forbidden", "unexpected_keyword_argument"}:
        return refused.unknown(where)
    if not first["loc"]:
        return refused.same_number() if kind == "value_error" else refused.no_text()
    given = json.dumps(first["input"], ensure_ascii=False, default=str)
    return refused.wrong(where, given if len(given) <= SHOWN else given[: SHOWN - 1] + "…")


def _where(place: Sequence[str | int]) -> str:
    """Name a place as programs do, entries counted from 1 as people do: ``areas[2].dabs[1].face``."""
    text = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place)
    return text.removeprefix(".")


def _laid_out(value: object, indent: str) -> str:
    short = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(short) <= LONGEST_LINE or not isinstance(value, dict | list):
        return short
    inner = indent + "  "
    if isinstance(value, list):
        parts, (begin, end) = [_laid_out(part, inner) for part in value], "[]"
    else:
        names = {json.dumps(name, ensure_ascii=False): part for name, part in value.items()}
        parts, (begin, end) = [f"{name}: {_laid_out(part, inner)}" for name, part in names.items()], "{}"
    lines = f",\n{inner}".join(parts)
    return f"{begin}\n{inner}{lines}\n{indent}{end}"
