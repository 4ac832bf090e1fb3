"""Sides of the body, grades of landmarks, and where a definition lies on one body."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from meshes.body import FloatArray, SurfacePoint

Confidence = Literal["A", "B", "C"]
CONFIDENCE_MM = {"A": 3.0, "B": 8.0, "C": 15.0}  # how far off a landmark of each grade may be


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
