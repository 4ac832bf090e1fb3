"""Rows that say what the points of both systems are, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from points.columns import Key, Keys, RuleCell, Sources, Text, ToleranceMm
from points.model.sides import Confidence, Side

_PAIRED = {"yes": True, "no": False, "left": Side.LEFT, "right": Side.RIGHT}


def _paired(value: object) -> object:
    if isinstance(value, bool | Side):
        return value
    if value not in _PAIRED:
        raise ValueError("expected yes, no, left or right")
    return _PAIRED[str(value)]


Paired = Annotated[bool | Side, BeforeValidator(_paired)]
"""Whether a point has a place on each side (true) or on the midline (false), or the one side it is on."""


@dataclass(frozen=True)
class Acupoint:
    """A point of a channel, or an extra point."""

    code: Key
    kind: Literal["acupoint", "extra_point"]
    paired: Paired
    pinyin: Text
    pinyin_plain: Text
    hanzi_traditional: Text
    hanzi_simplified: Text
    english: Text
    channel: Key
    rule: RuleCell
    tolerance_mm: ToleranceMm
    muscles: Keys
    region: Key
    where: Text
    hazard: str
    source: Sources
    note: str


@dataclass(frozen=True)
class TriggerPoint:
    """A myofascial trigger point: its place on the skin, its muscle and its depth under the skin.

    ``activates`` says what wakes it and keeps it going; ``satellites`` are muscles in which it wakes others,
    ``keys`` those whose trigger points wake it.
    """

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.TrP[1-9][0-9]*$")]
    muscle: Key
    number: Annotated[int, Field(ge=1)]
    paired: Paired
    rule: RuleCell
    depth_mm: Annotated[float, Field(ge=0.0, le=150.0)]
    tolerance_mm: ToleranceMm
    where: Text
    pain: Text
    signs: str
    activates: str
    satellites: Keys
    keys: Keys
    hazard: str
    confidence: Confidence
    source: Sources
    locator: str
    note: str

    def __post_init__(self) -> None:
        part, _, number = self.code.rpartition(".TrP")
        if number != str(self.number):
            raise ValueError(f"code {self.code} and number {self.number} do not agree")
        if not part.startswith(self.muscle):
            raise ValueError(f"code {self.code} does not begin with its muscle {self.muscle}")


def whole_code(code: str) -> str:
    """Code of the point that a spot is a part of: the four of Sishencong are ``EX-HN1a`` and so on."""
    return code[:-1] if code[-1:].islower() and code[-2:-1].isdigit() else code
