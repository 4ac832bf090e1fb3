"""Muscles as layers: red bellies with streaks, pale tendons, and the taut band through a trigger point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from points.atlas import Mark
from points.model import Muscle
from points.muscle_parts import bodies_of, repeated
from viewer import style
from viewer.compose.shown import AROUND, MUSCLES
from viewer.compose.taut import band
from viewer.layers import FleshLayer

if TYPE_CHECKING:
    from points.muscle import MuscleBody

FloatArray = NDArray[np.float64]
Bodies = Mapping[str, "MuscleBody"]

SIDES = ("left", "right")
THIN, THINNER = 2, 3  # one in so many lines of the grids is drawn where many muscles show
AROUND_MM = 12.0  # muscles so near to each other are neighbours


def muscles(bodies: Iterable[MuscleBody], taut: Iterable[Mark] = ()) -> FleshLayer | None:
    """Make the layer of some muscles; None for none.

    Parameters
    ----------
    bodies
        What to show.
    taut
        Trigger points whose taut bands are drawn on their muscles.
    """
    shown = list(bodies)
    if not shown:
        return None
    rgb = np.concatenate([_flesh_rgb(body) for body in shown])
    for mark in taut:
        weights = band(shown, mark)[:, None]
        rgb = (rgb * (1.0 - weights) + np.array(style.TAUT) * weights).round().astype(np.uint8)
    return FleshLayer(MUSCLES, *_joined(shown), rgb)


def around(bodies: Iterable[MuscleBody]) -> FleshLayer | None:
    """Make the layer of the faint neighbours of the muscles that are looked at; None for none."""
    shown = [body.thinned(THINNER) for body in bodies]
    if not shown:
        return None
    vertices, faces = _joined(shown)
    rgb = np.concatenate([_flesh_rgb(body) for body in shown])
    return FleshLayer(AROUND, vertices, faces, rgb, style.AROUND_OPACITY)


def chosen_muscles(
    told: Mapping[str, Muscle], bodies: Bodies, keys: Sequence[str], side: str, outermost: int
) -> list[MuscleBody]:
    """Choose muscles to show.

    Parameters
    ----------
    told
        What the tables say of each muscle.
    bodies
        All muscles of a body by ``key/side``.
    keys
        The muscles that are looked at; none for all. What has no body is shown by its parts, or by its whole.
    side
        Their side; empty for both.
    outermost
        Without ``keys``: the outermost layer that shows. What only repeats its parts is left to them.
    """
    known = {name.partition("/")[0]: None for name in bodies}
    if keys:
        wanted = dict.fromkeys(one for key in keys for one in bodies_of(key, told, known))
        sides = (side,) if side else SIDES
        return [bodies[f"{key}/{one}"] for key in wanted for one in sides if f"{key}/{one}" in bodies]
    out = repeated(told, known)
    return [body.thinned(THIN) for body in bodies.values() if body.layer >= outermost and body.key not in out]


def neighbours(told: Mapping[str, Muscle], bodies: Bodies, of: Sequence[MuscleBody]) -> list[MuscleBody]:
    """Choose the muscles that lie next to some; what only repeats its parts is left to them."""
    known = {name.partition("/")[0]: None for name in bodies}
    left_out = repeated(told, known) | {body.key for body in of}
    boxes = [_box(part.vertices_mm) for body in of for part in body.parts]
    return [
        body
        for body in bodies.values()
        if body.key not in left_out
        and any(_touch(_box(part.vertices_mm), box) for part in body.parts for box in boxes)
    ]


def _joined(bodies: Sequence[MuscleBody]) -> tuple[FloatArray, NDArray[np.int32]]:
    starts = np.cumsum([0, *(len(body.vertices_mm) for body in bodies)])
    faces = [body.faces + np.int32(start) for body, start in zip(bodies, starts, strict=False)]
    return np.concatenate([body.vertices_mm for body in bodies]), np.concatenate(faces)


def _flesh_rgb(body: MuscleBody) -> NDArray[np.uint8]:
    streak = 0.5 + 0.5 * np.sin(2.0 * np.pi * style.STREAKS * body.u.astype(np.float64))
    fine = 0.5 + 0.5 * np.sin(2.0 * np.pi * 2.6 * style.STREAKS * body.u.astype(np.float64) + 1.0)
    red = np.array(style.FLESH) * (1.0 - 0.15 * streak - 0.09 * fine)[:, None]
    tendon = body.tendon.astype(np.float64)[:, None]
    colours = red * (1.0 - tendon) + np.array(style.TENDON) * tendon
    rounded: NDArray[np.uint8] = colours.clip(0, 255).round().astype(np.uint8)
    return rounded


def _box(vertices_mm: FloatArray) -> FloatArray:
    return np.array([vertices_mm.min(axis=0), vertices_mm.max(axis=0)])


def _touch(one: FloatArray, other: FloatArray) -> bool:
    return bool((one[0] - AROUND_MM <= other[1]).all() and (other[0] <= one[1] + AROUND_MM).all())
