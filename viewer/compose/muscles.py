"""Muscles as a layer: red bellies with streaks, pale tendons, and the taut band through a trigger point."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from points.atlas import Mark
from points.neighbours import same_muscle
from viewer import style
from viewer.compose.shown import MUSCLES
from viewer.layers import FleshLayer

if TYPE_CHECKING:
    from points.muscle import MuscleBody

FloatArray = NDArray[np.float64]


def muscles(bodies: Iterable[MuscleBody], taut: Mark | None = None) -> FleshLayer | None:
    """Make the layer of some muscles; None for none.

    Parameters
    ----------
    bodies
        What to show.
    taut
        Trigger point whose taut band is drawn on its muscle; None for none.
    """
    shown = list(bodies)
    if not shown:
        return None
    starts = np.cumsum([0, *(len(body.vertices_mm) for body in shown)])
    faces = [body.faces + np.int32(start) for body, start in zip(shown, starts, strict=False)]
    vertices = np.concatenate([body.vertices_mm for body in shown])
    rgb = np.concatenate([_flesh_rgb(body, taut) for body in shown])
    return FleshLayer(MUSCLES, vertices, np.concatenate(faces), rgb)


def chosen_muscles(
    bodies: Mapping[str, MuscleBody], keys: Collection[str], side: str, outermost: int
) -> list[MuscleBody]:
    """Choose muscles to show.

    Parameters
    ----------
    bodies
        All muscles of a body by ``key/side``.
    keys
        The muscles that are looked at; none for all.
    side
        Their side; empty for both.
    outermost
        Without ``keys``: the outermost layer that shows.
    """
    if keys:
        return [
            body
            for body in bodies.values()
            if side in ("", body.side) and any(same_muscle(body.key, key) for key in keys)
        ]
    return [body for body in bodies.values() if body.layer >= outermost]


def _flesh_rgb(body: MuscleBody, taut: Mark | None) -> NDArray[np.uint8]:
    streak = 0.5 + 0.5 * np.sin(2.0 * np.pi * style.STREAKS * body.u.astype(np.float64))
    fine = 0.5 + 0.5 * np.sin(2.0 * np.pi * 2.6 * style.STREAKS * body.u.astype(np.float64) + 1.0)
    red = np.array(style.FLESH) * (1.0 - 0.15 * streak - 0.09 * fine)[:, None]
    tendon = body.tendon.astype(np.float64)[:, None]
    colours = red * (1.0 - tendon) + np.array(style.TENDON) * tendon
    if taut is not None:
        colours[_taut(body, taut)] = style.TAUT
    rounded: NDArray[np.uint8] = colours.clip(0, 255).round().astype(np.uint8)
    return rounded


def _taut(body: MuscleBody, mark: Mark) -> NDArray[np.bool_]:
    """Corners along the fibres through a trigger point, in the part of the muscle that it lies in."""
    if body.side != mark.located.side or not any(same_muscle(body.key, key) for key in mark.muscles):
        return np.zeros(len(body.vertices_mm), bool)
    part = np.repeat(np.arange(len(body.parts)), [len(piece.vertices_mm) for piece in body.parts])
    nearest = int(np.linalg.norm(body.vertices_mm - mark.located.position_mm, axis=1).argmin())
    beside = np.abs(body.u.astype(np.float64) - float(body.u[nearest])) <= style.TAUT_SHARE
    taut: NDArray[np.bool_] = beside & (part == part[nearest])
    return taut
