"""The objects that the tables hold and the engine gives. Lengths in mm or cun, as their names say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, get_args

from pydantic import Field

from meshes.body import FloatArray, SurfacePoint
from points.columns import (
    JsonCell,
    Key,
    Keys,
    OptionalNumber,
    OptionalRule,
    OptionalYear,
    RefCell,
    Refs,
    RuleCell,
    Sources,
    Text,
    ToleranceMm,
    Words,
    YesNo,
)
from points.rules import Bone, Digit, Direction, Ref, Segment, Shape, SpanKey


class Side(StrEnum):
    """Side of the body that a point lies on."""

    LEFT = "left"
    RIGHT = "right"
    MIDLINE = "midline"

    @property
    def other(self) -> Side:
        """The side across the midline; the midline's is itself."""
        return {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}.get(self, self)

    @property
    def sign(self) -> int:
        """Sign of x on this side: +1 left, -1 right. A rule on the midline is read as on the left."""
        return -1 if self is Side.RIGHT else 1


Confidence = Literal["A", "B", "C"]
CONFIDENCE_MM = {"A": 3.0, "B": 8.0, "C": 15.0}  # how far off a landmark of each grade may be
Measure = Literal["skin", "height", "width", "axis"]
FactKind = Literal["distance", "lateral", "level", "fraction", "line", "vertical", "same_depth", "order"]


@dataclass(frozen=True)
class Source:
    """A work that facts are taken from."""

    key: Key
    authors: Text
    year: OptionalYear
    title: Text
    identifier: str
    licence: Text
    use: Text


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
class Acupoint:
    """A point of a channel, or an extra point."""

    code: Key
    kind: Literal["acupoint", "extra_point"]
    paired: YesNo
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
class Reading:
    """How a point is called besides: in Korea and Japan, under older codes, by other names."""

    code: Key
    hangul: Text
    korean: Text
    kana: Text
    japanese: Text
    old_code: str
    aliases: Words
    source: Sources


@dataclass(frozen=True)
class Use:
    """What a point is classically used for, in one line."""

    code: Key
    use: Text
    source: Sources


@dataclass(frozen=True)
class Category:
    """A classical kind of points, such as the back-shu points."""

    key: Key
    pinyin: Text
    hanzi: Text
    english: Text
    meaning: Text
    source: Sources


@dataclass(frozen=True)
class Membership:
    """A point that belongs to a category; ``of`` says of what it is that (an organ, an element ...)."""

    code: Key
    category: Key
    of: str
    source: Sources


@dataclass(frozen=True)
class TriggerPoint:
    """A myofascial trigger point: its place on the skin, its muscle and its depth under the skin."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.TrP[1-9][0-9]*$")]
    muscle: Key
    number: Annotated[int, Field(ge=1)]
    paired: YesNo
    rule: RuleCell
    depth_mm: Annotated[float, Field(ge=0.0, le=150.0)]
    tolerance_mm: ToleranceMm
    where: Text
    pain: Text
    signs: str
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


@dataclass(frozen=True)
class Muscle:
    """A muscle, or a part of one."""

    key: Key
    region_group: Key
    latin: Text
    english: Text
    source: Sources


@dataclass(frozen=True)
class Channel:
    """A channel (jing): its names, its hours, its pair, its course on the body and inside."""

    code: Key
    pinyin: Text
    hanzi: Text
    english: Text
    aliases: str
    hangul: Text
    korean: Text
    japanese: Text
    hours: str
    element: str
    pair: str
    course: Text
    inside: Text
    source: Sources


@dataclass(frozen=True)
class ChannelPathRow:
    """One unbroken stretch of a channel: the places it runs through, in order."""

    channel: Key
    branch: Annotated[int, Field(ge=1)]
    paired: YesNo
    through: Refs

    def __post_init__(self) -> None:
        if len(self.through) < 2:
            raise ValueError(f"through has {len(self.through)} places: a path needs at least two")


@dataclass(frozen=True)
class SinewChannel:
    """A sinew channel (jingjin): its course in words, and the muscles that it is read as, in that order."""

    channel: Key
    pinyin: Text
    hanzi: Text
    english: Text
    course: Text
    muscles: Annotated[Keys, Field(min_length=1)]
    note: Text
    source: Sources


@dataclass(frozen=True)
class Knot:
    """A place where a sinew channel is said to knot (jie), begin, gather or spread."""

    at: Ref
    name: Text


@dataclass(frozen=True)
class SinewBandRow:
    """Where a sinew channel runs, as shapes to paint on the skin over its muscles."""

    bands: Annotated[tuple[Shape, ...], Field(min_length=1)]
    knots: Annotated[tuple[Knot, ...], Field(min_length=1)]
    source: Sources


@dataclass(frozen=True)
class Region:
    """A named part of the skin, or (``deep``) a place felt without a skin area."""

    region: Key
    parent: Key
    where: Text
    seeds: JsonCell


@dataclass(frozen=True)
class Deep:
    """A place without skin where a trigger point's pain is felt."""

    region: Key
    kind: Literal["essential", "spillover"]


@dataclass(frozen=True)
class ZoneRow:
    """Where a trigger point's pain is felt, as shapes to paint on the skin."""

    essential: tuple[Shape, ...]
    source: Sources
    spillover: tuple[Shape, ...] = ()
    deep: tuple[Deep, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if not (self.essential or self.spillover or self.deep):
            raise ValueError("the zone is empty: give at least one shape or deep place")


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


@dataclass(frozen=True, eq=False)
class Located:
    """Where a point lies on one body.

    Attributes
    ----------
    code, side
        Which point, on which side.
    point
        The spot on the outer skin.
    position_mm
        (3,) position of the spot, body frame (LPS, floor at z = 0).
    rule
        Kind of the rule that placed it; ``pick`` for a landmark fixed on the mesh.
    tolerance_mm
        How far off it may be: the row's own tolerance and that of the worst landmark it rests on, added at
        right angles.
    """

    code: str
    side: Side
    point: SurfacePoint
    position_mm: FloatArray
    rule: str
    tolerance_mm: float

    @property
    def id(self) -> str:
        """Code and side, for example ``GB21/left``."""
        return f"{self.code}/{self.side}"


@dataclass(frozen=True, eq=False)
class LocatedLandmark:
    """Where a landmark lies on one body; ``tolerance_mm`` follows from its confidence."""

    name: str
    side: Side
    point: SurfacePoint
    position_mm: FloatArray
    confidence: Confidence
    tolerance_mm: float

    @property
    def id(self) -> str:
        """Name on a body, for example ``nipple.L`` or ``umbilicus``."""
        return body_name(self.name, self.side)


class Unplaced(ValueError):  # noqa: N818 - the name that the contract gives
    """A rule gives no place on a body; says which, on which side, and why."""

    def __init__(self, code: str, side: Side, why: str) -> None:
        super().__init__(f"{code}/{side}: {why}")
        self.code, self.side, self.why = code, side, why


def body_name(name: str, side: Side) -> str:
    """Name of a landmark on a body: ``.L`` or ``.R`` behind a paired one's."""
    return name + {Side.LEFT: ".L", Side.RIGHT: ".R", Side.MIDLINE: ""}[side]


def whole_code(code: str) -> str:
    """Code of the point that a spot is a part of: the four of Sishencong are ``EX-HN1a`` and so on."""
    return code[:-1] if code[-1:].islower() and code[-2:-1].isdigit() else code
