"""What the standard states about a point, measured on a body apart from the rule that placed it.

A rule says how we find a point; a fact says what must be true of it. Facts are measured from positions alone:
lengths along the skin, heights, widths. A rule and a fact that disagree show an error in one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np

from points import cun
from points.context import Context, Place
from points.locate import Locator, sides
from points.middle import foot
from points.model import Fact, Side, Unplaced
from points.refs import is_paired, names_of
from points.resolve_path import geodesic
from points.rules import Ref

WITHIN_CUN = 0.15  # distances, widths and fractions: a third of what a careful hand is off
WITHIN_LEVEL_MM = 5.0
WITHIN_LINE_MM = 3.0


@dataclass(frozen=True)
class Checked:
    """A fact measured on one side of one body.

    Attributes
    ----------
    fact, side
        What was checked, and where.
    measured
        What the body has, in the unit of the fact's ``value`` (cun or share), else in mm.
    deviation
        How far that is from what the fact says, not negative, in ``unit``.
    unit
        ``cun`` or ``mm``.
    ok
        Whether the deviation is within what is allowed.
    """

    fact: Fact
    side: Side
    measured: float
    deviation: float
    unit: str
    ok: bool

    def __str__(self) -> str:
        """Say the fact, what was measured, and by how much it is off."""
        parts = [f"{self.fact.point}/{self.side}", self.fact.fact, " > ".join(map(_short, self.fact.of))]
        parts += [f"to {self.fact.to}"] if self.fact.to else []
        wanted = "" if self.fact.value is None else f" {self.fact.value:g} {self.fact.unit}"
        said = " ".join(part for part in parts if part)
        return f"{said}:{wanted} measured {self.measured:.2f}, off by {self.deviation:.2f} {self.unit}"


@dataclass(frozen=True)
class FactReport:
    """Every fact on each of its sides, and the facts that could not be measured."""

    checked: tuple[Checked, ...]
    unplaced: tuple[Unplaced, ...]

    @property
    def failing(self) -> tuple[Checked, ...]:
        """Facts that do not hold on this body."""
        return tuple(one for one in self.checked if not one.ok)


def check_facts(locator: Locator) -> FactReport:
    """Measure every fact of the locator's tables on its body."""
    checked: list[Checked] = []
    unplaced: list[Unplaced] = []
    for fact in locator.tables.facts:
        for side in sides(bool(is_paired(fact.point, locator.tables))):
            try:
                checked.append(check_fact(fact, side, locator))
            except Unplaced as error:
                unplaced.append(error)
    return FactReport(tuple(checked), tuple(unplaced))


def check_fact(fact: Fact, side: Side, locator: Locator) -> Checked:
    """Measure one fact.

    Raises
    ------
    Unplaced
        If the point, or a place that the fact speaks of, has no place on the body.
    """
    context = locator.context(side)
    place = locator.place(fact.point, side)
    try:
        measured, deviation, unit, allowed = _MEASURED[fact.fact](fact, place, context)
    except Unplaced as error:
        raise Unplaced(fact.point, side, f"fact {fact.fact} needs {error}") from None
    except ValueError as error:
        raise Unplaced(fact.point, side, f"fact {fact.fact}: {error}") from None
    return Checked(fact, side, measured, deviation, unit, deviation <= allowed)


def _short(ref: Ref) -> str:
    return ref if isinstance(ref, str) else f"({ref.kind}: {', '.join(names_of(ref))})"


_Reading = tuple[float, float, str, float]


def _distance(fact: Fact, place: Place, context: Context) -> _Reading:
    span = context.span(fact.unit)
    measured = cun.tape_mm(context.place(fact.of[0]), place, span, context) / context.cun_mm(fact.unit)
    return measured, abs(measured - _value(fact)), "cun", WITHIN_CUN


def _lateral(fact: Fact, place: Place, context: Context) -> _Reading:
    apart_mm = abs(float(place.position_mm[0]))
    if context.span(fact.unit).measure == "skin":
        apart_mm = context.skin.distance_mm(context.skin.middle.nearest(place.position_mm), place.point)
    measured = apart_mm / context.cun_mm(fact.unit)
    return measured, abs(measured - _value(fact)), "cun", WITHIN_CUN


def _level(fact: Fact, place: Place, context: Context) -> _Reading:
    above_mm = float(place.position_mm[2] - context.position_mm(fact.of[0])[2])
    cun_mm = context.cun_mm(fact.unit) if fact.unit else 1.0
    return above_mm / cun_mm, abs(above_mm - _value(fact) * cun_mm), "mm", WITHIN_LEVEL_MM


def _fraction(fact: Fact, place: Place, context: Context) -> _Reading:
    path = geodesic((*fact.of, cast(Ref, fact.to)), context)
    along_mm, _ = foot(path, place.position_mm)
    deviation = abs(along_mm - _value(fact) * path.length_mm) / context.cun_mm(fact.unit or "body")
    return along_mm / path.length_mm, deviation, "cun", WITHIN_CUN


def _line(fact: Fact, place: Place, context: Context) -> _Reading:
    _, beside_mm = foot(geodesic((*fact.of, cast(Ref, fact.to)), context), place.position_mm)
    return beside_mm, beside_mm, "mm", WITHIN_LINE_MM


def _vertical(fact: Fact, place: Place, context: Context) -> _Reading:
    apart_mm = abs(float(place.position_mm[0] - context.position_mm(fact.of[0])[0]))
    return apart_mm, apart_mm, "mm", WITHIN_LINE_MM


def _same_depth(fact: Fact, place: Place, context: Context) -> _Reading:
    apart_mm = abs(float(place.position_mm[1] - context.position_mm(fact.of[0])[1]))
    return apart_mm, apart_mm, "mm", WITHIN_LINE_MM


def _order(fact: Fact, place: Place, context: Context) -> _Reading:
    way = context.direction(str(fact.to))
    ahead_mm = float((place.position_mm - context.position_mm(fact.of[0])) @ way)
    # On the wrong side, or level with it: off by what it takes to come to the right side.
    return ahead_mm, max(0.0, -ahead_mm) if ahead_mm else np.inf, "mm", 0.0


_MEASURED: dict[str, Callable[[Fact, Place, Context], _Reading]] = {
    "distance": _distance,
    "lateral": _lateral,
    "level": _level,
    "fraction": _fraction,
    "line": _line,
    "vertical": _vertical,
    "same_depth": _same_depth,
    "order": _order,
}


def _value(fact: Fact) -> float:
    if fact.value is None:
        raise ValueError(f"{fact.fact} of {fact.point} has no value")
    return fact.value
