"""Rows that say how places are measured: landmarks, spans of cun, limbs, digits; facts to be tested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import Field

from points.columns import Key, Keys, OptionalNumber, OptionalRule, RefCell, Refs, Sources, Text, YesNo
from points.model.sides import Confidence
from points.rules import Bone, Digit, Direction, Ref, Segment, SpanKey

Measure = Literal["skin", "height", "width", "axis"]
FactKind = Literal["distance", "lateral", "level", "fraction", "line", "vertical", "same_depth", "order"]
_NEEDS = {
    "distance": ("of", "value", "unit"),
    "lateral": ("value", "unit"),
    "level": ("of", "value"),
    "fraction": ("of", "to", "value"),
    "line": ("of", "to"),
    "vertical": ("of",),
    "same_depth": ("of",),
    "order": ("of", "to"),
}
_MAY = {"level": ("unit",), "fraction": ("unit",)}


@dataclass(frozen=True)
class LandmarkRow:
    """A named spot; ``found`` says whether it is fixed on the mesh or follows a rule on other spots."""

    name: Key
    paired: YesNo
    confidence: Confidence
    found: Literal["picked", "rule"]
    rule: OptionalRule
    how: Text
    source: Sources

    def __post_init__(self) -> None:
        if (self.found == "rule") != (self.rule is not None):
            wanted = "given" if self.found == "rule" else "empty"
            raise ValueError(f"found is {self.found}: rule must be {wanted}")


@dataclass(frozen=True)
class CunSpan:
    """A stretch of the body that has a fixed number of cun.

    ``start`` and ``end`` are places, or planes: ``floor``, ``crown`` (the highest skin), ``midline``.
    ``measure`` is how lengths in this span are taken, ``segment`` whose axis counts where that is ``axis``.
    """

    key: SpanKey
    start: Ref
    end: Ref
    cun: Annotated[float, Field(gt=0.0, le=100.0)]
    measure: Measure
    segment: Segment | Literal[""]
    source: Sources

    def __post_init__(self) -> None:
        if (self.measure == "axis") != bool(self.segment):
            wanted = "empty" if self.segment else "given"
            raise ValueError(f"measure is {self.measure}: segment must be {wanted}")


@dataclass(frozen=True)
class Ruler:
    """Where on the skin a span's cun counts, and how it is counted there.

    ``way`` is ``along`` the span, or ``across``: from the midline to either side. ``counts`` says where lines
    are counted from: the span's start (``from``), its end (``to``) or the nearer of both; ``until`` how many
    cun there are from the start on. ``regions`` are the regions of the skin that it lies on, there on what
    ``looks`` to the front or to the back, or on all.
    """

    ruler: Key
    span: SpanKey
    way: Literal["along", "across"]
    counts: Literal["from", "to", "nearer"]
    until: Annotated[int, Field(ge=1, le=30)]
    looks: Literal["front", "back", "all"]
    regions: Keys
    source: Sources


@dataclass(frozen=True)
class LimbSegment:
    """A segment of a limb: the joints on its axis, and the span that counts unless a rule names one."""

    segment: Segment
    proximal_joint: Key
    distal_joint: Key
    span: SpanKey
    source: Sources


@dataclass(frozen=True)
class DigitBone:
    """A bone of a finger or toe, and how its ends and its back are found on a body.

    The ends are joint centres, or where the joints serve badly landmarks on the back of the bone: then the
    line midway between both skins counts. ``dorsal`` says where the back of the bone is: off the plane of the
    palm, on the side of the nail, or ``up``. ``nail_corners`` (both) only stand on the bone that bears the
    nail.
    """

    digit: Digit
    bone: Bone
    proximal_joint: Key | Literal[""]
    distal_joint: Key | Literal[""]
    proximal_mark: Key | Literal[""]
    distal_mark: Key | Literal[""]
    dorsal: Literal["palm", "nail", "up"]
    nail_corners: Keys
    source: Sources

    def __post_init__(self) -> None:
        joints, marks = (self.proximal_joint, self.distal_joint), (self.proximal_mark, self.distal_mark)
        if all(joints) == all(marks) or any(joints) == any(marks):
            raise ValueError("give either both joints or both marks")
        if all(marks) and self.dorsal == "nail":
            raise ValueError("marks lie on the back of the hand or foot: dorsal is palm or up")
        if len(self.nail_corners) not in (0, 2):
            raise ValueError(f"nail_corners are two or none; found {len(self.nail_corners)}")


@dataclass(frozen=True)
class Fact:
    """One number or relation that a source states about a point."""

    point: Key
    fact: FactKind
    of: Refs
    to: RefCell
    value: OptionalNumber
    unit: SpanKey | Literal[""]
    source: Sources

    def __post_init__(self) -> None:
        given = {key for key in ("of", "to", "value", "unit") if getattr(self, key) not in (None, "", ())}
        needs = set(_NEEDS[self.fact])
        if not needs <= given <= needs | set(_MAY.get(self.fact, ())):
            found = "+".join(sorted(given)) or "none"
            raise ValueError(f"fact {self.fact} takes {'+'.join(sorted(needs))}; found {found}")
        if self.fact == "level" and self.value and not self.unit:
            raise ValueError("a level with a value other than 0 needs its unit")
        if self.fact == "order" and self.to not in get_args(Direction):
            raise ValueError(f"to of an order is one of {', '.join(get_args(Direction))}; found {self.to!r}")
        if len(self.of) > 1 and self.fact not in ("fraction", "line"):
            raise ValueError(f"fact {self.fact} takes one ref in of; found {len(self.of)}")
