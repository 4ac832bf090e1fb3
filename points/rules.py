"""The closed vocabulary in which a place on the body is said: rules, and what they are made of.

A rule is JSON in a table. It is written for the body's left side; the engine reads it for the right side
through the right-hand landmarks. A *ref* points at a place: a landmark name, the code of a point, either
of them with ``~`` in front for the other side's, or another rule in place of a name. Lengths are in cun of a
span (``cun.tsv``), angles in degrees.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Annotated, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Json,
    StringConstraints,
    Tag,
    TypeAdapter,
    model_validator,
)

NAME_PATTERN = r"[A-Za-z0-9][A-Za-z0-9_.\-]*"

Direction = Literal["up", "down", "front", "back", "medial", "lateral"]
Segment = Literal["upper_arm", "forearm", "thigh", "leg"]
Digit = Literal["finger1", "finger2", "finger3", "finger4", "finger5", "toe1", "toe2", "toe3", "toe4", "toe5"]
Bone = Literal["metacarpal", "metatarsal", "proximal", "middle", "distal"]
DigitSide = Literal["radial", "ulnar", "medial", "lateral"]
DigitAspect = Literal[
    "dorsal", "palmar", "plantar", "radial", "ulnar", "medial", "lateral",
    "dorsoradial", "dorsoulnar", "palmoradial", "palmoulnar",
]  # fmt: skip

Name = Annotated[str, StringConstraints(pattern=f"^~?{NAME_PATTERN}$")]
SpanKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Cun = Annotated[float, Field(gt=0.0, le=30.0)]
CunFromMidline = Annotated[float, Field(ge=0.0, le=30.0)]
Millimetres = Annotated[float, Field(gt=0.0, le=300.0)]


class _Part(BaseModel):
    """A piece of a rule: never changes, takes no key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


_P = TypeVar("_P", bound=_Part)


def _exactly_one(part: _P, what: str, ways: dict[str, tuple[str, ...]]) -> _P:
    """Give the part itself, if the keys it has make up exactly one of the ``ways``."""
    given = {key for way in ways.values() for key in way if getattr(part, key) is not None}
    if not any(len(given) == len(way) and given.issuperset(way) for way in ways.values()):
        found = "+".join(sorted(given)) or "none"
        raise ValueError(f"one {what} out of {', '.join(ways)} is needed; found {found}")
    return part


_HAND_WORDS = (
    "radial", "ulnar", "palmar", "metacarpal", "dorsoradial", "dorsoulnar", "palmoradial", "palmoulnar",
)  # fmt: skip
_FOOT_WORDS = ("medial", "lateral", "plantar", "metatarsal")


class StepOffset(_Part):
    """So far along the skin in a named direction, from where the rule leads."""

    direction: Direction
    cun: Cun | None = None
    span: SpanKey | None = None
    mm: Millimetres | None = None

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        return _exactly_one(self, "length", {"cun+span": ("cun", "span"), "mm": ("mm",)})


class TowardOffset(_Part):
    """So far along the geodesic to another place, from where the rule leads."""

    toward: Ref
    cun: Cun | None = None
    span: SpanKey | None = None
    mm: Millimetres | None = None
    fraction: Share | None = None

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        lengths = {"cun+span": ("cun", "span"), "mm": ("mm",), "fraction": ("fraction",)}
        return _exactly_one(self, "length", lengths)


class LevelBetween(_Part):
    """A height that divides the heights of two places."""

    start: Ref = Field(alias="from")
    end: Ref = Field(alias="to")
    fraction: Share


class LevelOffset(_Part):
    """A height so many cun above or below a place."""

    start: Ref = Field(alias="from")
    direction: Literal["up", "down"]
    cun: Cun
    span: SpanKey


class CunLateral(_Part):
    """So many cun from the midsagittal plane."""

    cun: CunFromMidline
    span: SpanKey


class At(_Part):
    """As far to the side, or as far back, as a place is."""

    at: Ref


class Between(_Part):
    """A distance from the midline, or a depth, that divides those of two places."""

    start: Ref = Field(alias="from")
    end: Ref = Field(alias="to")
    fraction: Share


class _Rule(_Part):
    offsets: tuple[Offset, ...] = ()


class LandmarkRule(_Rule):
    """On a named place."""

    kind: Literal["landmark"]
    at: Ref


class BetweenRule(_Rule):
    """Along the geodesic through places in order, up to a stop."""

    kind: Literal["between"]
    through: Annotated[tuple[Ref, ...], Field(min_length=2)]
    fraction: Share | None = None
    cun: Cun | None = None
    span: SpanKey | None = None
    of: Cun | None = None
    level: Level | None = None

    @model_validator(mode="after")
    def _one_stop(self) -> Self:
        stops = {
            "fraction": ("fraction",),
            "cun+span": ("cun", "span"),
            "cun+of": ("cun", "of"),
            "level": ("level",),
        }
        _exactly_one(self, "stop", stops)
        if self.of is not None and self.cun is not None and self.cun > self.of:
            raise ValueError(f"stop at {self.cun:g} cun of {self.of:g}: at most the whole")
        return self


class TrunkRule(_Rule):
    """Head, neck and trunk: the outermost skin at a height, seen from the front, the back or the side."""

    kind: Literal["trunk"]
    level: Level
    lateral: Lateral | None = None
    depth: Depth | None = None
    aspect: Literal["front", "back", "side"]

    @model_validator(mode="after")
    def _one_extent(self) -> Self:
        wanted, other = ("depth", "lateral") if self.aspect == "side" else ("lateral", "depth")
        if getattr(self, wanted) is None or getattr(self, other) is not None:
            raise ValueError(f"aspect {self.aspect} needs {wanted} and takes no {other}")
        return self


class LimbRule(_Rule):
    """So far along a segment of a limb; from its axis outwards at an angle."""

    kind: Literal["limb"]
    segment: Segment
    start: Literal["distal", "proximal"] = Field(alias="from")
    cun: CunFromMidline | None = None
    fraction: Share | None = None
    span: SpanKey | None = None
    angle_deg: Annotated[float, Field(ge=-180.0, le=180.0)] | None = None
    toward: Ref | None = None
    between: tuple[Ref, Ref] | None = None
    blend: Share | None = None

    @model_validator(mode="after")
    def _one_each(self) -> Self:
        _exactly_one(self, "length", {"cun": ("cun",), "fraction": ("fraction",)})
        azimuths = {"angle_deg": ("angle_deg",), "toward": ("toward",), "between+blend": ("between", "blend")}
        return _exactly_one(self, "azimuth", azimuths)


class DigitRule(_Rule):
    """At a nail corner of a finger or toe, or on one side of one of its bones."""

    kind: Literal["digit"]
    digit: Digit
    nail: DigitSide | None = None
    cun: Annotated[float, Field(ge=0.0, le=1.0)] | None = None
    bone: Bone | None = None
    fraction: Share | None = None
    aspect: DigitAspect | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        bony = ("bone", "fraction", "aspect")
        _exactly_one(self, "place", {"nail+cun": ("nail", "cun"), "+".join(bony): bony})
        limb, wrong = ("toe", _HAND_WORDS) if self.digit.startswith("toe") else ("finger", _FOOT_WORDS)
        for key in ("nail", "bone", "aspect"):
            if getattr(self, key) in wrong:
                raise ValueError(f"a {limb} has no {key} {getattr(self, key)} (nor {', '.join(wrong)})")
        if self.bone == "middle" and self.digit in ("finger1", "toe1"):
            raise ValueError(f"{self.digit} has no middle phalanx: proximal or distal")
        return self


class Stroke(_Part):
    """A line on the skin through places, with a width around it.

    Its area is all that lies within the radius of a spot of the line. ``radius_cun`` is one radius for the
    whole line, or one for each place of ``stroke``: then it changes evenly from place to place.
    """

    stroke: Annotated[tuple[Ref, ...], Field(min_length=2)]
    radius_cun: Radii

    @model_validator(mode="after")
    def _one_radius_each(self) -> Self:
        if isinstance(self.radius_cun, tuple) and len(self.radius_cun) != len(self.stroke):
            radii, places = len(self.radius_cun), len(self.stroke)
            raise ValueError(f"{radii} radii for {places} places: one number, or one for each place")
        return self

    @property
    def radii_cun(self) -> tuple[float, ...]:
        """Radius at each place of the line."""
        one = self.radius_cun
        return one if isinstance(one, tuple) else (one,) * len(self.stroke)


class Patch(_Part):
    """A round spot on the skin."""

    patch: Ref
    radius_cun: Cun


_KINDS = ("landmark", "between", "trunk", "limb", "digit")


def _keys(value: object) -> Set[str]:
    """Keys of a JSON object or of a part that is made already; none for anything else."""
    if isinstance(value, BaseModel):
        return value.model_fields_set
    return value.keys() if isinstance(value, dict) else set()


def first_key(value: object, ways: Mapping[str, str]) -> str | None:
    """Value in ``ways`` for the first of its keys that a JSON object has."""
    keys = _keys(value)
    return next((way for key, way in ways.items() if key in keys), None)


def _ref_kind(value: object) -> str | None:
    """Which way to point at a place a JSON value is."""
    if isinstance(value, str):
        return "name"
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return kind if kind in _KINDS else None


def _offset_kind(value: object) -> str | None:
    return first_key(value, {"direction": "direction", "toward": "toward"})


def _level_kind(value: object) -> str | None:
    if _ref_kind(value):
        return "ref"
    return first_key(value, {"to": "heights", "end": "heights", "from": "offset", "start": "offset"})


def _extent_kind(value: object) -> str | None:
    ways = {"cun": "cun", "at": "at", "from": "between", "start": "between"}
    return "midline" if value == "midline" else first_key(value, ways)


def _radii_kind(value: object) -> str:
    return "each" if isinstance(value, list | tuple) else "one"


def _shape_kind(value: object) -> str | None:
    return first_key(value, {"stroke": "stroke", "patch": "patch"})


_REF_HELP = (
    "a ref is a landmark name, a point code, either with ~ in front, or a rule (kind "
    + ", ".join(_KINDS)
    + ")"
)

Ref = Annotated[
    Annotated[Name, Tag("name")]
    | Annotated[LandmarkRule, Tag("landmark")]
    | Annotated[BetweenRule, Tag("between")]
    | Annotated[TrunkRule, Tag("trunk")]
    | Annotated[LimbRule, Tag("limb")]
    | Annotated[DigitRule, Tag("digit")],
    Discriminator(_ref_kind, custom_error_type="not_a_ref", custom_error_message=_REF_HELP),
]


Offset = Annotated[
    Annotated[StepOffset, Tag("direction")] | Annotated[TowardOffset, Tag("toward")],
    Discriminator(
        _offset_kind,
        custom_error_type="not_an_offset",
        custom_error_message="an offset has either a direction or a toward",
    ),
]


Level = Annotated[
    Annotated[Ref, Tag("ref")]
    | Annotated[LevelBetween, Tag("heights")]
    | Annotated[LevelOffset, Tag("offset")],
    Discriminator(
        _level_kind,
        custom_error_type="not_a_level",
        custom_error_message="a level is a ref, {from, to, fraction} or {from, direction up|down, cun, span}",
    ),
]
Lateral = Annotated[
    Annotated[Literal["midline"], Tag("midline")]
    | Annotated[CunLateral, Tag("cun")]
    | Annotated[At, Tag("at")]
    | Annotated[Between, Tag("between")],
    Discriminator(
        _extent_kind,
        custom_error_type="not_a_lateral",
        custom_error_message='a lateral is "midline", {cun, span}, {at} or {from, to, fraction}',
    ),
]
Depth = Annotated[
    Annotated[At, Tag("at")] | Annotated[Between, Tag("between")],
    Discriminator(
        _extent_kind,
        custom_error_type="not_a_depth",
        custom_error_message="a depth is {at} or {from, to, fraction}",
    ),
]


Radii = Annotated[
    Annotated[Cun, Tag("one")] | Annotated[tuple[Cun, ...], Tag("each")], Discriminator(_radii_kind)
]


Rule = Annotated[LandmarkRule | BetweenRule | TrunkRule | LimbRule | DigitRule, Field(discriminator="kind")]


Shape = Annotated[
    Annotated[Stroke, Tag("stroke")] | Annotated[Patch, Tag("patch")],
    Discriminator(
        _shape_kind,
        custom_error_type="not_a_shape",
        custom_error_message="a shape is {stroke, radius_cun} or {patch, radius_cun}",
    ),
]


for _model in (StepOffset, TowardOffset, LevelBetween, LevelOffset, At, Between, Stroke, Patch,
               LandmarkRule, BetweenRule, TrunkRule, LimbRule, DigitRule):  # fmt: skip
    _model.model_rebuild()

_RULE: TypeAdapter[Rule] = TypeAdapter(Json[Rule])
_REF: TypeAdapter[Ref] = TypeAdapter(Ref)


def parse_rule(text: str) -> Rule:
    """Read a rule from its JSON text.

    Raises
    ------
    pydantic.ValidationError
        If the text is no JSON or no rule; each error has its place in the rule.
    """
    return _RULE.validate_python(text)


def parse_ref(text: str) -> Ref:
    """Read a ref from a cell: a name as it stands, or an inline rule as JSON.

    Raises
    ------
    pydantic.ValidationError
        If the text is neither.
    """
    return parse_rule(text) if text.lstrip().startswith("{") else _REF.validate_python(text)
