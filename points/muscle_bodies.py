"""Rows of places plus a body give muscles: schematic bodies under its skin."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from meshes.body import FloatArray
from meshes.depth import Depths, unit
from meshes.loft import loft
from meshes.span import LEAST_DEPTH_MM, Plan
from points.context import Context, NoPlace
from points.locate import Locator
from points.model import Side, Unplaced, body_name
from points.muscle import MuscleBody, MusclePart
from points.muscle_rows import Amid, AtJoint, Inner, MuscleRow, Part, Under

STATURE_MM = 1735.0  # millimetres in the data are those of a body of this height


class MuscleBuilder:
    """Makes muscles on one body.

    Parameters
    ----------
    locator
        Knows the body and the tables.
    """

    def __init__(self, locator: Locator) -> None:
        self._locator = locator
        self.depths = Depths(locator.body)
        self._scale = float(np.ptp(locator.body.vertices_mm[:, 2])) / STATURE_MM

    def build(self, key: str, row: MuscleRow, side: Side, layer: int = 1) -> MuscleBody:
        """Body of a muscle on one side.

        Raises
        ------
        Unplaced
            If a place of it cannot be found on this body.
        """
        parts = []
        for number, part in enumerate(row.parts):
            try:
                parts.append(self._part(part, side))
            except Unplaced as error:
                raise Unplaced(key, side, f"its part {number} needs {error}") from error
            except ValueError as error:
                raise Unplaced(key, side, f"part {number}: {error}") from error
        return MuscleBody(key, side, tuple(parts), layer)

    def place_mm(self, place: Inner, side: Side, depth_mm: float) -> FloatArray:
        """(3,) position of a place of a row.

        Parameters
        ----------
        place
            The place.
        side
            Left or right.
        depth_mm
            Depth under the skin of a place that says none.
        """
        if isinstance(place, Under):
            depth = depth_mm if place.depth_mm is None else place.depth_mm
            spot = self._under(place.at, side, depth)
        elif isinstance(place, Amid):
            spot = self._amid(place, side, depth_mm)
        elif isinstance(place, AtJoint):
            spot = self._at_joint(place, side, depth_mm)
        else:
            return self._under(place, side, depth_mm)
        context = self._locator.context(side)
        for direction, size in place.shift_mm.items():
            spot = spot + size * self._scale * context.direction(direction)
        return spot

    def _part(self, part: Part, side: Side) -> MusclePart:
        rows = tuple(
            np.array([self.place_mm(place, side, part.depth_mm) for place in row]) for row in part.rows
        )
        thick_mm = part.thick_mm * self._scale
        plan = Plan(rows, part.course, thick_mm, part.tendons, part.belly, part.at)
        vertices_mm, grid = loft(plan, self.depths)
        return MusclePart(vertices_mm, grid, part.tendons)

    def _under(self, ref: Inner, side: Side, depth_mm: float) -> FloatArray:
        place = self._locator.place(ref, side)  # type: ignore[arg-type]
        depth = max(depth_mm * self._scale, LEAST_DEPTH_MM)
        spot: FloatArray = place.position_mm + depth * self.depths.inward(place.point)
        return spot

    def _amid(self, place: Amid, side: Side, depth_mm: float) -> FloatArray:
        # the ends of the line lie on the skin itself where they say no depth
        one, two = (self._end(end, side, depth_mm) for end in place.between)
        spot = one + place.fraction * (two - one)
        if place.out_mm:
            spot = spot + place.out_mm * self._scale * self.depths.smooth(spot[None])[1][0]
        return spot

    def _end(self, place: Inner, side: Side, depth_mm: float) -> FloatArray:
        if isinstance(place, Under | Amid | AtJoint):
            return self.place_mm(place, side, depth_mm)
        return self._locator.place(place, side).position_mm

    def _at_joint(self, place: AtJoint, side: Side, depth_mm: float) -> FloatArray:
        spot = _joint_mm(place.joint, self._locator.context(side))
        if place.toward is None:
            return spot
        way = self._end(place.toward, side, depth_mm) - spot
        if place.fraction is not None:
            return spot + place.fraction * way
        return spot + (place.mm or 0.0) * self._scale * unit(way)


def _joint_mm(name: str, context: Context) -> FloatArray:
    joints = context.skin.body.joints_mm
    bare = name.removeprefix("~")
    if bare in joints:  # of the midline
        return joints[bare]
    side = context.side.other if name.startswith("~") else context.side
    if (key := body_name(bare, side)) not in joints:
        raise NoPlace(f"the body has no joint {key}")
    return joints[key]


def build_muscles(
    locator: Locator, rows: Mapping[str, MuscleRow], layers: Mapping[str, int]
) -> tuple[dict[str, MuscleBody], list[str]]:
    """Bodies of all muscles on both sides.

    The right one is the mirror image of the left: both bodies are their own mirror images, and a test
    compares the two with the right one that is worked out from the right-hand landmarks.

    Returns
    -------
    tuple
        Bodies by ``key/side``, and one line for each muscle that has none on this body, with the reason.
    """
    builder = MuscleBuilder(locator)
    bodies: dict[str, MuscleBody] = {}
    problems: list[str] = []
    for key, row in rows.items():
        try:
            left = builder.build(key, row, Side.LEFT, layers.get(key, 1))
        except Unplaced as error:
            problems.append(str(error))
            continue
        for body in (left, left.mirrored()):
            bodies[f"{key}/{body.side}"] = body
    return bodies, problems
