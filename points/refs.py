"""What a rule refers to: names of places, and keys of spans."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from points.model import CunSpan
from points.rules import BetweenRule, DigitRule, LandmarkRule, LimbRule, Ref, Rule, TrunkRule
from points.tables import Tables

PLANES = ("floor", "crown", "midline")  # ends of spans that are no places
_RULES = (LandmarkRule, BetweenRule, TrunkRule, LimbRule, DigitRule)
_REF_KEYS = {"at", "through", "toward", "start", "end", "level", "between", "stroke", "patch"}


def names_of(part: Ref | BaseModel) -> Iterator[str]:
    """Yield every name in a ref, a rule or a shape, inline rules included, with its ``~`` if it has one."""
    if isinstance(part, str):
        yield part
        return
    for key, value in part:
        if isinstance(value, str):
            if key in _REF_KEYS and not (isinstance(part, LimbRule) and key == "start"):
                yield value
        else:
            yield from _inside(value, key)


def spans_of(part: Ref | BaseModel) -> Iterator[str]:
    """Yield every span key in a ref, a rule or a shape, as it is written."""
    if isinstance(part, BaseModel):
        for key, value in part:
            if key == "span" and isinstance(value, str):
                yield value
            for inner in value if isinstance(value, tuple) else (value,):
                if isinstance(inner, BaseModel):
                    yield from spans_of(inner)


def _inside(value: object, key: str) -> Iterator[str]:
    for inner in value if isinstance(value, tuple) else (value,):
        if isinstance(inner, BaseModel) or (isinstance(inner, str) and key in _REF_KEYS):
            yield from names_of(inner)


def rests_on(rule: Rule, tables: Tables) -> set[str]:
    """Names of all places that fix a rule's place: its refs, a limb's ends, a digit's nail and marks."""
    out = set(names_of(rule))
    for inner in _rules_in(rule):
        if isinstance(inner, LimbRule):
            segment = tables.segments.get(inner.segment)
            key = inner.span or (segment.span if segment else "")
            out |= _span_names(tables.spans.get(key))
        elif isinstance(inner, DigitRule):
            bone = tables.bones.get((inner.digit, inner.bone or "distal"))
            if bone is not None:
                out |= {name for name in (bone.proximal_mark, bone.distal_mark) if name}
                out |= set(bone.nail_corners if inner.nail else ())
    return out


def needs(rule: Rule, tables: Tables) -> set[str]:
    """Names that a rule cannot be resolved without: what it rests on, and the ends of its spans."""
    out = rests_on(rule, tables)
    for key in spans_of(rule):
        out |= _span_names(tables.spans.get(key))
    return out


def rules_by_name(tables: Tables) -> dict[str, Rule]:
    """Rule of every landmark and point that has one."""
    out = {name: row.rule for name, row in tables.landmarks.items() if row.rule is not None}
    return out | {code: point.rule for code, point in tables.points.items()}


def _span_names(span: CunSpan | None) -> set[str]:
    if span is None:
        return set()
    return {name for end in (span.start, span.end) for name in names_of(end) if name not in PLANES}


def _rules_in(part: object) -> Iterator[BaseModel]:
    """Yield a rule and all inline rules inside it."""
    if isinstance(part, _RULES):
        yield part
    if isinstance(part, BaseModel):
        for _, value in part:
            for inner in value if isinstance(value, tuple) else (value,):
                yield from _rules_in(inner)


def is_paired(name: str, tables: Tables) -> bool | None:
    """Whether a name stands for a place on each side, or on one of them; None if no table has it."""
    if name in tables.landmarks:
        return tables.landmarks[name].paired
    point = tables.points.get(name)
    return None if point is None else bool(point.paired)
