"""Lines that join a trigger point and an acupoint that are the same spot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from points.atlas import Mark
from viewer import style
from viewer.compose.shown import JOINS, Shown
from viewer.layers import PathLayer

FloatArray = NDArray[np.float64]
SAMPLES = 9


def joins(atlas: Shown, pairs: Sequence[tuple[str, str]]) -> PathLayer | None:
    """Make the layer of the lines that join some pairs of marks; None for none.

    Each line bulges as the skin between its marks does: it is meant for marks that lie near to each other.
    """
    if not pairs:
        return None
    lines = [_bowed(atlas.marks[one], atlas.marks[other]) for one, other in pairs]
    return PathLayer(
        key=JOINS,
        ids=tuple(f"{one} {other}" for one, other in pairs),
        lines_mm=tuple(line for line, _ in lines),
        normals=tuple(normals for _, normals in lines),
        rgb=np.tile(np.array([style.BRIDGE_ASKED], np.uint8), (len(lines), 1)),
        width_mm=style.BRIDGE_MM,
    )


def _bowed(one: Mark, other: Mark) -> tuple[FloatArray, FloatArray]:
    """(k, 3) places and normals along a curve that leaves both marks along the skin."""
    start, end = one.located.position_mm, other.located.position_mm
    chord = end - start
    away, toward = (chord - (chord @ mark.normal) * mark.normal for mark in (one, other))
    t = np.linspace(0.0, 1.0, SAMPLES)[:, None]
    line = (2 * t**3 - 3 * t**2 + 1) * start + (t**3 - 2 * t**2 + t) * away
    line = line + (3 * t**2 - 2 * t**3) * end + (t**3 - t**2) * toward
    normals = (1.0 - t) * one.normal + t * other.normal
    return line, normals / np.linalg.norm(normals, axis=1, keepdims=True)
