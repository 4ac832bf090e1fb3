"""What a rule needs to know while it is resolved: the skin, the side, and the places it refers to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from meshes.body import FloatArray, SurfacePoint
from points.model import CunSpan, DigitBone, LimbSegment, Side, body_name
from points.rules import Ref
from points.skin import Skin
from points.tables import Tables


class NoPlace(ValueError):  # noqa: N818 - said as a finding, like Unplaced
    """A rule has no place on this body; the message says why."""


@dataclass(frozen=True, eq=False)
class Place:
    """A spot that a ref stands for.

    Attributes
    ----------
    point
        The spot on the skin.
    position_mm
        (3,) its position.
    landmark_mm
        How far off the worst landmark may be that it rests on.
    """

    point: SurfacePoint
    position_mm: FloatArray
    landmark_mm: float


@dataclass(frozen=True, eq=False)
class Context:
    """One rule's view of one body.

    Attributes
    ----------
    skin
        The body.
    tables
        Spans, limb segments and bones of digits are looked up there.
    side
        Side that the rule is resolved for; on the midline, paired names are the left ones.
    place
        Gives the place of a ref on this side, or raises ``NoPlace``.
    span_mm
        Gives the length of the whole span of a key on this side.
    """

    skin: Skin
    tables: Tables
    side: Side
    place: Callable[[Ref], Place]
    span_mm: Callable[[str], float]

    def position_mm(self, ref: Ref) -> FloatArray:
        """(3,) position of a ref."""
        return self.place(ref).position_mm

    def direction(self, name: str) -> FloatArray:
        """(3,) unit vector of a named direction on this side."""
        lateral = float(self.side.sign)
        vectors = {
            "up": (0, 0, 1),
            "down": (0, 0, -1),
            "front": (0, -1, 0),
            "back": (0, 1, 0),
            "lateral": (lateral, 0, 0),
            "medial": (-lateral, 0, 0),
        }
        return np.array(vectors[name], dtype=np.float64)

    def span(self, key: str) -> CunSpan:
        """Span of a key."""
        if key not in self.tables.spans:
            raise NoPlace(f"there is no span {key}")
        return self.tables.spans[key]

    def cun_mm(self, key: str) -> float:
        """One cun of a span in millimetres."""
        return self.span_mm(key) / self.span(key).cun

    def segment(self, key: str) -> LimbSegment:
        """Limb segment of a key."""
        if key not in self.tables.segments:
            raise NoPlace(f"there is no limb segment {key}")
        return self.tables.segments[key]

    def bone(self, digit: str, bone: str) -> DigitBone:
        """Bone of a digit."""
        if (digit, bone) not in self.tables.bones:
            raise NoPlace(f"there is no bone {bone} in {digit}")
        return self.tables.bones[digit, bone]

    def joint_mm(self, name: str) -> FloatArray:
        """(3,) centre of a joint on this side."""
        joints = self.skin.body.joints_mm
        key = body_name(name, Side.LEFT if self.side is Side.MIDLINE else self.side)
        if key not in joints:
            raise NoPlace(f"the body has no joint {key}")
        return joints[key]

    def segment_axis(self, key: str) -> tuple[FloatArray, FloatArray]:
        """(3,) proximal joint and (3,) unit vector to the distal one."""
        segment = self.segment(key)
        proximal = self.joint_mm(segment.proximal_joint)
        along = self.joint_mm(segment.distal_joint) - proximal
        return proximal, along / np.linalg.norm(along)


def unit(vector: FloatArray) -> FloatArray:
    """Scale a vector to length 1."""
    return vector / np.linalg.norm(vector)


def across(vector: FloatArray, axis: FloatArray) -> FloatArray:
    """Give the unit vector of the part of a vector that is square to a unit axis."""
    return unit(vector - (vector @ axis) * axis)
