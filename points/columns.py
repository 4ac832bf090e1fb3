"""What a cell of a table may hold: each type reads its own text."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import from_json

from points.rules import NAME_PATTERN, Ref, Rule


def _yes_no(value: object) -> object:
    if value not in ("yes", "no", True, False):
        raise ValueError("expected yes or no")
    return value in ("yes", True)


def _split(value: object) -> object:
    if not isinstance(value, str):
        return value
    if "|" not in value:  # most cells by far
        return (value.strip(),) if value else ()
    return tuple([part.strip() for part in value.split("|")])


def _blank(value: object) -> object:
    return None if value == "" else value


def _decoded(value: object) -> object:
    """Read the JSON value of a cell; None for an empty one."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    try:
        return from_json(value)
    except ValueError:
        return _loads(value)


def _loads(value: str) -> object:
    """Read JSON again that is none, for the reason and the place of it."""
    try:
        return json.loads(value)
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON at character {error.pos + 1}: {error.msg}") from None


def _one_ref(value: object) -> object:
    return _decoded(value) if isinstance(value, str) and value.lstrip().startswith("{") else _blank(value)


def _refs(value: object) -> object:
    """Refs joined by ``|``; or, in JSON, one inline rule or a list of refs."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        return _decoded(value)
    inline = isinstance(value, str) and value.lstrip().startswith("{")
    return (_decoded(value),) if inline else _split(value)


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Key = Annotated[str, StringConstraints(pattern=f"^{NAME_PATTERN}$")]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
OptionalYesNo = Annotated[bool | None, BeforeValidator(lambda value: None if value == "" else _yes_no(value))]
Words = Annotated[tuple[Text, ...], BeforeValidator(_split)]
Keys = Annotated[tuple[Key, ...], BeforeValidator(_split)]
Sources = Annotated[tuple[Key, ...], BeforeValidator(_split), Field(min_length=1)]
Refs = Annotated[tuple[Ref, ...], BeforeValidator(_refs)]
RefCell = Annotated[Ref | None, BeforeValidator(_one_ref)]
RuleCell = Annotated[Rule, BeforeValidator(_decoded)]
OptionalRule = Annotated[Rule | None, BeforeValidator(_decoded)]
JsonCell = Annotated[Any, BeforeValidator(_decoded)]
OptionalYear = Annotated[Annotated[int, Field(ge=-500, le=2100)] | None, BeforeValidator(_blank)]
OptionalNumber = Annotated[float | None, BeforeValidator(_blank)]
OptionalLayer = Annotated[Annotated[int, Field(ge=1, le=9)] | None, BeforeValidator(_blank)]
ToleranceMm = Annotated[float, Field(ge=0.0, le=60.0)]
