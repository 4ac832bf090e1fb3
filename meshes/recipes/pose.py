"""The anatomical position, as turns of the rig's bones.

Rest is an A-pose with bent elbows. The arms go down to a set abduction, the elbows extend to the carrying
angle, the palms turn to the front, the fingers half straighten and lose part of their splay, the feet come
to a set distance. Every direction is solved for, so the same targets fit bodies of any shape.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from meshes.recipes.rig import Pose, Rig, Twist

FloatArray = NDArray[np.float64]
Turns = dict[str, Rotation]

SIDES = {"L": 1.0, "R": -1.0}
FRONT = np.array([0.0, -1.0, 0.0])


@dataclass(frozen=True)
class PoseTarget:
    """What the pose aims at; sources for the angles are textbook descriptions of the anatomical position.

    Attributes
    ----------
    abduction_deg
        Arm from the vertical, to the side: enough to keep arm and trunk apart.
    carrying_deg
        Forearm from the arm's line, to the side.
    ankle_distance_mm
        Between the two ankle joints.
    clavicle_share, scapula_share
        Parts of the lowering of the arm that clavicle and scapula make.
    humeral_share
        Part of the axial turn of the humerus that would bring the elbow's fold to the front.
    hand_share
        Part of the bend at the wrist that is undone.
    finger_share
        Part of the flexion of each finger joint that is undone.
    splay_share
        Part of the fingers' splay that is undone.
    """

    abduction_deg: float = 18.0
    carrying_deg: float = 7.0
    ankle_distance_mm: float = 220.0
    clavicle_share: float = 0.10
    scapula_share: float = 0.15
    humeral_share: float = 0.60
    hand_share: float = 0.80
    finger_share: float = 0.55
    splay_share: float = 0.40


def anatomical(rig: Rig, target: PoseTarget) -> Pose:
    """Find the pose that brings a rig in rest into the anatomical position."""
    turns: Turns = {}
    twists = []
    for side, sign in SIDES.items():
        arm = _arm(rig, side, sign, target)
        turns |= dict(arm.turns) | _fingers(rig, side, target) | _leg(rig, side, sign, target)
        twists += list(arm.twists)
    return Pose(turns, tuple(twists))


def _arm(rig: Rig, side: str, sign: float, target: PoseTarget) -> Pose:
    """Shoulder girdle, arm, forearm and wrist of one side."""
    shoulder, elbow, wrist = (
        rig.heads_mm[f"{bone}.{side}"] for bone in ("upperarm01", "lowerarm01", "wrist")
    )
    goal = _downward(sign, target.abduction_deg, back=0.03)
    lowering = _between(elbow - shoulder, goal)
    clavicle = _part(lowering, target.clavicle_share)
    scapula = _part(lowering, target.scapula_share)
    girdle = clavicle * scapula
    rest = _between(elbow - shoulder, girdle.inv().apply(goal))
    arm = girdle * rest
    angle = target.humeral_share * _angle_about(goal, arm.apply(wrist - elbow), FRONT)
    axis = arm.inv().apply(goal)
    turns = {
        f"clavicle.{side}": clavicle,
        f"shoulder01.{side}": scapula,
        f"upperarm01.{side}": rest * Rotation.from_rotvec(0.4 * angle * axis),
        f"upperarm02.{side}": Rotation.from_rotvec(0.6 * angle * axis),
    }
    forearm = _forearm(rig, side, sign, target, arm * Rotation.from_rotvec(angle * axis))
    return Pose(turns | dict(forearm.turns), forearm.twists)


def _forearm(rig: Rig, side: str, sign: float, target: PoseTarget, arm: Rotation) -> Pose:
    """Elbow, supination and wrist of one side, under the turn of the whole arm."""
    elbow, wrist, index, middle, little = (
        rig.heads_mm[f"{bone}.{side}"]
        for bone in ("lowerarm01", "wrist", "finger2-1", "finger3-1", "finger5-1")
    )
    goal = _downward(sign, target.abduction_deg + target.carrying_deg, back=-0.06)
    extension = _between(wrist - elbow, arm.inv().apply(goal))
    forearm = arm * extension
    palm = -sign * np.cross(index - wrist, little - wrist)
    supination = _angle_about(goal, forearm.apply(palm), FRONT)
    whole = Rotation.from_rotvec(supination * forearm.inv().apply(_unit(goal)))
    hand = _part(_between(middle - wrist, (forearm * whole).inv().apply(goal)), target.hand_share)
    turns = {f"lowerarm01.{side}": extension, f"wrist.{side}": whole * hand}
    twist = Twist((f"lowerarm01.{side}", f"lowerarm02.{side}"), elbow, wrist, supination)
    return Pose(turns, (twist,))


def _fingers(rig: Rig, side: str, target: PoseTarget) -> Turns:
    """Fingers 2 to 5 of one side, straightened towards their metacarpals (finger k has the rig's k - 1)."""
    out: Turns = {}
    middle = _unit(rig.heads_mm[f"finger3-1.{side}"] - rig.heads_mm[f"metacarpal2.{side}"])
    for finger in (2, 3, 4, 5):
        own = _unit(rig.heads_mm[f"finger{finger}-1.{side}"] - rig.heads_mm[f"metacarpal{finger - 1}.{side}"])
        line = _unit((1 - target.splay_share) * own + target.splay_share * middle)
        sofar = Rotation.identity()
        for joint in (1, 2, 3):
            bone = f"finger{finger}-{joint}.{side}"
            rest = _unit(rig.tails_mm[bone] - rig.heads_mm[bone])
            out[bone] = _part(_between(rest, sofar.inv().apply(line)), target.finger_share)
            sofar = sofar * out[bone]
            line = sofar.apply(rest)
    return out


def _leg(rig: Rig, side: str, sign: float, target: PoseTarget) -> Turns:
    """Turn the leg of one side about the hip; the foot keeps its direction."""
    hip, ankle = rig.heads_mm[f"upperleg01.{side}"], rig.heads_mm[f"foot.{side}"]
    rest = ankle - hip
    goal = np.array([sign * target.ankle_distance_mm / 2 - hip[0], rest[1], 0.0])
    goal[2] = -np.sqrt(rest @ rest - goal @ goal)
    turn = _between(rest, goal)
    return {f"upperleg01.{side}": turn, f"foot.{side}": turn.inv()}


def _downward(sign: float, aside_deg: float, back: float) -> FloatArray:
    """Give the unit direction down and to one side, a little to the back (to the front where negative)."""
    aside = np.radians(aside_deg)
    return _unit(np.array([sign * np.sin(aside), back, -np.cos(aside)]))


def _unit(vector: FloatArray) -> FloatArray:
    """(3,) vector of length 1."""
    return vector / np.linalg.norm(vector)


def _between(start: FloatArray, goal: FloatArray) -> Rotation:
    """Find the shortest turn that brings one direction onto another."""
    axis = np.cross(start, goal)
    sine = np.linalg.norm(axis)
    if sine < 1e-12 * np.linalg.norm(start) * np.linalg.norm(goal):
        return Rotation.identity()
    return Rotation.from_rotvec(np.arctan2(sine, start @ goal) * axis / sine)


def _part(turn: Rotation, share: float) -> Rotation:
    """Take the same turn by a share of its angle."""
    return Rotation.from_rotvec(share * turn.as_rotvec())


def _angle_about(axis: FloatArray, start: FloatArray, goal: FloatArray) -> float:
    """Signed angle about an axis from one direction to another, both seen along the axis, in radians."""
    along = _unit(axis)
    first = _unit(start - (start @ along) * along)
    second = _unit(goal - (goal @ along) * along)
    return float(np.arctan2(np.cross(first, second) @ along, first @ second))
