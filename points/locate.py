"""Definitions plus a body give positions.

A :class:`Locator` resolves names on one body: landmarks by pick or rule, points by rule. The right side reads
the same rule as the left through the right-hand landmarks. What lies on the midline is brought to the curve
in which the midsagittal plane cuts the skin. Each answer is kept, so a name costs its rule once for each
side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from meshes.body import Body, SurfacePoint
from points import cun, refs, resolve_digit, resolve_limb, resolve_path, resolve_trunk
from points.context import Context, NoPlace, Place
from points.model import CONFIDENCE_MM, LandmarkRow, Located, LocatedLandmark, Side, Unplaced, body_name
from points.rules import BetweenRule, LandmarkRule, LimbRule, Ref, Rule, TrunkRule
from points.skin import Skin
from points.tables import Tables

FROM_MIDLINE_MM = 8.0  # a midline rule that leads farther off than this is wrong, not inexact
BOTH = (Side.LEFT, Side.RIGHT)


@dataclass(frozen=True)
class Placement:
    """All points of one body, and those that have no place on it, each with the reason."""

    located: tuple[Located, ...]
    unplaced: tuple[Unplaced, ...]


class Locator:
    """Places definitions on one body.

    Attributes
    ----------
    body
        The body.
    tables
        The definitions.
    skin
        The body's skin, ready for measuring.
    """

    def __init__(self, body: Body, tables: Tables, skin: Skin | None = None) -> None:
        self.body = body
        self.tables = tables
        self.skin = skin or Skin(body)
        self._points = tables.points
        self._places: dict[tuple[str, Side], Place | Unplaced] = {}
        self._inline: dict[tuple[Rule, Side], Place] = {}  # zones name the same spots many times
        self._rests: dict[Rule, set[str]] = {}
        self._under_way: list[tuple[str, Side]] = []
        self._spans: dict[tuple[str, Side], float] = {}
        self._contexts = {side: self._context(side) for side in Side}

    def landmark(self, name: str, side: Side) -> LocatedLandmark:
        """One landmark.

        Raises
        ------
        Unplaced
            If the body does not have it, or its rule gives no place.
        """
        row = self.tables.landmarks.get(name)
        if row is None:
            raise Unplaced(name, side, "there is no landmark of this name")
        place = self.place(name, side)
        tolerance_mm = CONFIDENCE_MM[row.confidence]
        return LocatedLandmark(name, side, place.point, place.position_mm, row.confidence, tolerance_mm)

    def point(self, code: str, side: Side) -> Located:
        """One acupoint, extra point or trigger point.

        Raises
        ------
        Unplaced
            If its rule gives no place on this body, or there is no such point.
        """
        row = self._points.get(code)
        if row is None:
            raise Unplaced(code, side, "there is no point of this code")
        place = self.place(code, side)
        tolerance_mm = float(np.hypot(row.tolerance_mm, place.landmark_mm))
        return Located(code, side, place.point, place.position_mm, row.rule.kind, tolerance_mm)

    def points(self) -> Placement:
        """Every point on each of its sides, in the order of the tables."""
        placed = [place.point for place in self._places.values() if isinstance(place, Place)]
        self.skin.geodesics.look_out(placed)
        located: list[Located] = []
        unplaced: list[Unplaced] = []
        for code, row in self._points.items():
            for side in sides(row.paired):
                try:
                    located.append(self.point(code, side))
                except Unplaced as error:
                    unplaced.append(error)
        return Placement(tuple(located), tuple(unplaced))

    def landmarks(self) -> tuple[tuple[LocatedLandmark, ...], tuple[Unplaced, ...]]:
        """Every landmark on each of its sides, and those that have no place on this body."""
        located: list[LocatedLandmark] = []
        unplaced: list[Unplaced] = []
        for name, row in self.tables.landmarks.items():
            for side in sides(row.paired):
                try:
                    located.append(self.landmark(name, side))
                except Unplaced as error:
                    unplaced.append(error)
        return tuple(located), tuple(unplaced)

    def place(self, ref: Ref, side: Side) -> Place:
        """Place of a ref as a rule on ``side`` means it.

        On the midline a paired name is the left one, and ``~`` makes it the right one.

        Raises
        ------
        Unplaced
            If a name or a rule has no place on this body; the reason names what is missing.
        """
        if not isinstance(ref, str):
            if (ref, side) not in self._inline:
                self._inline[ref, side] = self._inline_place(ref, side)
            return self._inline[ref, side]
        name = ref.removeprefix("~")
        return self._named(name, self._side_of(name, side, other=ref.startswith("~")))

    def context(self, side: Side) -> Context:
        """Give what rules on one side know, for callers that resolve paths and shapes themselves."""
        return self._contexts[side]

    def _inline_place(self, rule: Rule, side: Side) -> Place:
        try:
            return self._resolved(rule, side)
        except Unplaced:
            raise
        except ValueError as error:
            raise Unplaced(f"{rule.kind} rule", side, str(error)) from error

    def _side_of(self, name: str, side: Side, *, other: bool) -> Side:
        paired = refs.is_paired(name, self.tables)
        if paired is None:
            raise Unplaced(name, side, "there is no landmark and no point of this name")
        if not paired:
            return Side.MIDLINE
        here = Side.LEFT if side is Side.MIDLINE else side
        return here.other if other else here

    def _named(self, name: str, side: Side) -> Place:
        key = (name, side)
        if key not in self._places:
            self._places[key] = self._worked_out(name, side)
        found = self._places[key]
        if isinstance(found, Unplaced):
            raise found
        return found

    def _worked_out(self, name: str, side: Side) -> Place | Unplaced:
        key = (name, side)
        if key in self._under_way:
            chain = [f"{step}/{at}" for step, at in [*self._under_way[self._under_way.index(key) :], key]]
            return Unplaced(name, side, f"its rule leads back to itself: {' -> '.join(chain)}")
        self._under_way.append(key)
        try:
            return self._defined(name, side)
        except Unplaced as error:
            return error if (error.code, error.side) == key else Unplaced(name, side, f"needs {error}")
        except ValueError as error:  # NoPlace, and what the skin refuses: a ray that misses, a line too short
            return Unplaced(name, side, str(error))
        finally:
            self._under_way.pop()

    def _defined(self, name: str, side: Side) -> Place:
        row = self.tables.landmarks.get(name)
        if row is not None:
            return self._landmark_place(row, side)
        return self._resolved(self._points[name].rule, side)

    def _landmark_place(self, row: LandmarkRow, side: Side) -> Place:
        if row.rule is not None:
            point = self._resolved(row.rule, side).point
        else:
            key = body_name(row.name, side)
            if key not in self.body.picks:
                raise NoPlace(f"the body {self.body.name} has no landmark {key}")
            point = self._settled(self.skin.on_skin(self.body.picks[key]), side)
        return Place(point, self.body.position_mm(point), CONFIDENCE_MM[row.confidence])

    def _resolved(self, rule: Rule, side: Side) -> Place:
        context = self._contexts[side]
        point = resolve(rule, context)
        for step in rule.offsets:
            point = resolve_path.offset(point, step, context)
        point = self._settled(point, side)
        if rule not in self._rests:
            self._rests[rule] = refs.rests_on(rule, self.tables)
        worst = max((self.place(name, side).landmark_mm for name in self._rests[rule]), default=0.0)
        return Place(point, self.body.position_mm(point), worst)

    def _settled(self, point: SurfacePoint, side: Side) -> SurfacePoint:
        """Keep a spot; on the midline, take the nearest spot of the midsagittal curve."""
        if side is not Side.MIDLINE:
            return point
        position_mm = self.body.position_mm(point)
        if abs(position_mm[0]) > FROM_MIDLINE_MM:
            raise NoPlace(f"it lies on the midline, but its rule leads {abs(position_mm[0]):.0f} mm off it")
        return self.skin.middle.nearest(position_mm)

    def _context(self, side: Side) -> Context:
        def place(ref: Ref) -> Place:
            return self.place(ref, side)

        def span_mm(key: str) -> float:
            if (key, side) not in self._spans:
                context = self._contexts[side]
                self._spans[key, side] = cun.span_mm(context.span(key), context)
            return self._spans[key, side]

        return Context(self.skin, self.tables, side, place, span_mm)


def resolve(rule: Rule, context: Context) -> SurfacePoint:
    """Spot where a rule leads, before its offsets.

    Raises
    ------
    ValueError
        If it leads nowhere on this body; the message says why.
    """
    if isinstance(rule, LandmarkRule):
        return context.place(rule.at).point
    if isinstance(rule, BetweenRule):
        return resolve_path.between(rule, context)
    if isinstance(rule, TrunkRule):
        return resolve_trunk.trunk(rule, context)
    if isinstance(rule, LimbRule):
        return resolve_limb.limb(rule, context)
    return resolve_digit.digit(rule, context)


def sides(paired: bool | Side) -> tuple[Side, ...]:
    """Sides that a definition has a place on: both, the midline, or the one named."""
    if isinstance(paired, Side):
        return (paired,)
    return BOTH if paired else (Side.MIDLINE,)
