"""Rule `digit`: at a nail corner of a finger or toe, or on one side of one of its bones.

Every bone has a frame: its axis (to the tip), its back, and the side of the first digit (radial on a hand,
medial on a foot), which is axis x back on a left limb and its opposite on a right one.

Inside the hand and the foot two bones lie side by side under one skin. There the side of a bone has no skin
of its own, and an aspect toward the neighbour means the groove between both: its dorsal skin, or its palmar
one for ``palmoradial`` and ``palmoulnar``. Where the digits part, the same aspect means the digit's own side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from meshes.body import FloatArray, SurfacePoint
from meshes.surface import SurfaceError
from points.context import Context, NoPlace, across, unit
from points.model import DigitBone
from points.rules import DigitRule

_THICKEST_MM = 70.0
_UP = np.array([0.0, 0.0, 1.0])
_HALF = 0.5
_BEARS_NAIL = "distal"


@dataclass(frozen=True, eq=False)
class _Frame:
    """A bone on a body: ends in mm, unit vectors along it, to its back, and to the first digit's side."""

    start_mm: FloatArray
    end_mm: FloatArray
    axis: FloatArray
    dorsal: FloatArray
    inner: FloatArray

    def at(self, fraction: float) -> FloatArray:
        """(3,) position on the bone, from its proximal end."""
        return self.start_mm + fraction * (self.end_mm - self.start_mm)

    def nearest(self, position_mm: FloatArray) -> FloatArray:
        """(3,) spot of the bone that is nearest to a position."""
        length_mm = float(np.linalg.norm(self.end_mm - self.start_mm))
        along_mm = float((position_mm - self.start_mm) @ self.axis)
        return self.start_mm + min(max(along_mm, 0.0), length_mm) * self.axis

    def toward(self, aspect: str) -> FloatArray:
        """(3,) unit vector of an aspect."""
        parts = {"dorso": self.dorsal, "palmo": -self.dorsal}
        whole = {
            "dorsal": self.dorsal,
            "palmar": -self.dorsal,
            "plantar": -self.dorsal,
            "radial": self.inner,
            "medial": self.inner,
            "ulnar": -self.inner,
            "lateral": -self.inner,
        }
        if aspect in whole:
            return whole[aspect]
        return unit(parts[aspect[:5]] + whole[aspect[5:]])


@dataclass(frozen=True, eq=False)
class _Groove:
    """Half way between two bones: (3,) position, (3,) unit vectors to the other bone and to the back."""

    middle_mm: FloatArray
    across: FloatArray
    half_mm: float
    dorsal: FloatArray

    def skin(self, aspect: str, context: Context) -> SurfacePoint | None:
        """Skin over the groove, of the palm for an aspect of the palm; None beyond the web."""
        way = -self.dorsal if aspect.startswith("palmo") else self.dorsal
        try:
            return context.skin.surface.ray(self.middle_mm, way, max_mm=_THICKEST_MM)
        except SurfaceError:
            return None


def digit(rule: DigitRule, context: Context) -> SurfacePoint:
    """Spot beside a nail corner, or where a ray from a bone meets the skin."""
    if rule.nail is not None and rule.cun is not None:
        return _at_nail(rule.digit, rule.nail, rule.cun, context)
    if rule.bone is None or rule.fraction is None or rule.aspect is None:
        raise NoPlace("a digit rule without a place")
    frame = _frame(context.bone(rule.digit, rule.bone), context)
    inside = frame.at(rule.fraction)
    try:
        back, belly = (_skin_mm(inside, way * frame.dorsal, context) for way in (1.0, -1.0))
    except SurfaceError:
        if rule.bone != _BEARS_NAIL:
            raise
        return context.skin.surface.nearest(inside)  # the tip itself: no flesh around it
    # The joint centres of a rig lie close to the back of a digit: rays start midway through the flesh.
    middle, thickness_mm = _HALF * (back + belly), float(np.linalg.norm(back - belly))
    try:
        found = context.skin.surface.ray(middle, frame.toward(rule.aspect), max_mm=thickness_mm)
    except SurfaceError:
        found = None
    groove = _groove(rule.digit, inside, frame, rule.aspect, context)
    own = _on_own_side(found, inside, groove, rule.aspect, context)
    if own is None:
        where = f"{rule.aspect} side of {rule.digit} {rule.bone} at {rule.fraction:g}"
        raise NoPlace(f"there is no skin within {thickness_mm:.0f} mm on the {where}")
    return own


def _on_own_side(
    found: SurfacePoint | None, inside_mm: FloatArray, groove: _Groove | None, aspect: str, context: Context
) -> SurfacePoint | None:
    """Spot a ray found on the side of a bone, brought back to the groove if it went past it."""
    if groove is None:
        return found
    surface = context.skin.surface
    if found is None:
        return groove.skin(aspect, context) or surface.nearest(groove.middle_mm)
    beside_mm = float((surface.position_mm(found) - inside_mm) @ groove.across)
    if beside_mm <= groove.half_mm:
        return found
    if (over := groove.skin(aspect, context)) is not None:
        return over
    beyond_neighbour = beside_mm > 2.0 * groove.half_mm
    return surface.nearest(groove.middle_mm) if beyond_neighbour else found


def _groove(
    digit: str, inside_mm: FloatArray, frame: _Frame, aspect: str, context: Context
) -> _Groove | None:
    """Groove between a digit and its neighbour on the side of an aspect; None if there is no neighbour."""
    sideways = _sideways(aspect)
    if not sideways:
        return None
    name, number = digit[:-1], int(digit[-1]) - sideways
    bones = [bone for bone in context.tables.bones.values() if bone.digit == f"{name}{number}"]
    near = [_frame(bone, context) for bone in bones]
    if not near:
        return None
    gaps = [(one.nearest(inside_mm) - inside_mm, one.dorsal) for one in near]
    gap, dorsal = min(gaps, key=lambda found: float(np.linalg.norm(found[0])))
    half_mm = _HALF * float(np.linalg.norm(gap))
    return _Groove(inside_mm + _HALF * gap, unit(gap), half_mm, unit(frame.dorsal + dorsal))


def _sideways(aspect: str) -> int:
    """1 for an aspect toward the first digit, -1 for one away from it, 0 for back and belly."""
    if aspect.endswith(("radial", "medial")):
        return 1
    return -1 if aspect.endswith(("ulnar", "lateral")) else 0


def _skin_mm(inside_mm: FloatArray, heading: FloatArray, context: Context) -> FloatArray:
    """(3,) skin straight across from a position inside a digit."""
    surface = context.skin.surface
    return surface.position_mm(surface.ray(inside_mm, heading, max_mm=_THICKEST_MM))


def _at_nail(name: str, side: str, cun: float, context: Context) -> SurfacePoint:
    """Spot away from the nail by so many cun: as much toward the root of the digit as to the side."""
    bone = context.bone(name, _BEARS_NAIL)
    frame = _frame(bone, context)
    sideways = frame.toward(side)
    corners = [context.place(corner) for corner in bone.nail_corners]
    if not corners:
        raise NoPlace(f"{name} has no nail corners in digits.tsv")
    corner = max(corners, key=lambda place: float(place.position_mm @ sideways))
    if cun == 0.0:
        return corner.point
    return context.skin.surface.walk(corner.point, unit(sideways - frame.axis), cun * context.cun_mm("body"))


def _frame(bone: DigitBone, context: Context) -> _Frame:
    start_mm, end_mm = _ends(bone, context)
    axis = unit(end_mm - start_mm)
    dorsal = across(_back(bone, axis, context), axis)
    inner = context.side.sign * np.cross(axis, dorsal)
    return _Frame(start_mm, end_mm, axis, dorsal, inner)


def _ends(bone: DigitBone, context: Context) -> tuple[FloatArray, FloatArray]:
    if bone.proximal_joint:
        return context.joint_mm(bone.proximal_joint), context.joint_mm(bone.distal_joint)
    inward = -unit(_back(bone, _UP, context))
    marks = [context.position_mm(mark) for mark in (bone.proximal_mark, bone.distal_mark)]
    # Both ends sink equally deep, for a metacarpal or metatarsal runs along the back of the hand or foot.
    depths = [np.linalg.norm(_skin_mm(mark + inward, inward, context) - mark) for mark in marks]
    sunk = _HALF * min(depths) * inward
    return marks[0] + sunk, marks[1] + sunk


def _back(bone: DigitBone, axis: FloatArray, context: Context) -> FloatArray:
    """(3,) vector toward the back of a bone, not yet square to it."""
    if bone.dorsal == "up":
        return _UP
    if bone.dorsal == "palm":
        wrist, index, little = (context.joint_mm(name) for name in ("wrist", "finger2_1", "finger5_1"))
        return context.side.sign * np.cross(index - wrist, little - wrist)
    corners = [context.place(corner) for corner in context.bone(bone.digit, _BEARS_NAIL).nail_corners]
    if not corners:
        raise NoPlace(f"{bone.digit} has no nail corners in digits.tsv")
    back = np.cross(axis, corners[1].position_mm - corners[0].position_mm)
    outward = sum((context.skin.surface.normal(corner.point) for corner in corners), start=np.zeros(3))
    return back if back @ outward > 0.0 else -back
