"""The shapes of marks at size 1, lying flat: a dome, an X and a drop with rims, a ring, an arrow, a dot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

CORE, RIM = 0, 1


@dataclass(frozen=True, eq=False)
class Template:
    """A shape: (s, 3) points (across, along, above) and normals, (t, 3) faces, (s,) part: CORE or RIM."""

    points: FloatArray
    normals: FloatArray
    faces: NDArray[np.int32]
    part: NDArray[np.int8]


@cache
def disc(sides: int = 10) -> Template:
    """Make a dome of radius 0.76 in a flat rim of radius 1."""
    centre = np.array([[0.0, 0.0, 0.34]])
    points = np.vstack(
        [centre, _circle(sides, 0.76, 0.2), _circle(sides, 0.76, 0.19), _circle(sides, 1.0, 0.06)]
    )
    up = [[0.0, 0.0, 1.0]]
    # normals that lean outwards make the flat fan shine like a bead
    dome = _unit(_circle(sides, 0.62, 0.8))
    normals = np.vstack([up, dome, np.repeat(up, sides, axis=0), _unit(_circle(sides, 0.4, 0.9))])
    around = np.arange(sides)
    fan = np.column_stack([np.zeros(sides, int), 1 + around, 1 + (around + 1) % sides])
    faces = np.vstack([fan, _band(sides, 1 + sides, 1 + 2 * sides)]).astype(np.int32)
    part = np.repeat([CORE, RIM], [1 + sides, 2 * sides]).astype(np.int8)
    return Template(points, normals, faces, part)


@cache
def cross(half_width: float = 0.19, rim: float = 0.13) -> Template:
    """Make an X with blunt ends, reaching to 1, upon a wider one that is its rim."""
    under, under_faces = _x(1.0, half_width + rim, 0.08, bends=False)
    over, over_faces = _x(1.0 - rim, half_width, 0.2, bends=True)
    points = np.vstack([under, over])
    faces = np.vstack([under_faces, over_faces + len(under)]).astype(np.int32)
    normals = np.tile([0.0, 0.0, 1.0], (len(points), 1))
    part = np.repeat([RIM, CORE], [len(under), len(over)]).astype(np.int8)
    return Template(points, normals, faces, part)


@cache
def drop(rim: float = 0.16, sides: int = 24) -> Template:
    """Make a drop of height 2 that points upwards along v, upon a larger one that is its rim, with an eye."""
    low = _circle(sides, 0.62, 0.0)[sides // 2 + 1 :, :2]  # the lower half of its round end, left to right
    outline = np.vstack([low, [(0.62, 0.0), (0.44, 0.42), (0.0, 1.1), (-0.44, 0.42), (-0.62, 0.0)]])
    outline = outline - [0.0, 0.1]
    around = np.arange(len(outline))
    parts = [outline * (1.0 + rim) + [0.0, -0.02], outline, 0.34 * outline * [1.0, 0.6] - [0.0, 0.1]]
    heights = (0.08, 0.2, 0.26)
    points: list[FloatArray] = []
    faces: list[NDArray[np.int64]] = []
    for ends, height in zip(parts, heights, strict=True):
        first = sum(len(some) for some in points)
        points.append(np.column_stack([np.vstack([[(0.0, -0.1)], ends]), np.full(len(ends) + 1, height)]))
        faces.append(first + np.column_stack([0 * around, 1 + around, 1 + (around + 1) % len(around)]))
    normals = np.tile([0.0, 0.0, 1.0], (sum(len(some) for some in points), 1))
    part = np.repeat([RIM, CORE, RIM], [len(some) for some in points]).astype(np.int8)
    return Template(np.vstack(points), normals, np.vstack(faces).astype(np.int32), part)


@cache
def ring(sides: int = 40) -> Template:
    """Make a flat band from 1.0 to 1.3 with a thin dark edge (RIM) on either side."""
    radii = (0.93, 1.0, 1.0, 1.3, 1.3, 1.37)
    points = np.vstack([_circle(sides, radius, 0.12) for radius in radii])
    faces = np.vstack([_band(sides, start * sides, (start + 1) * sides) for start in (0, 2, 4)]).astype(
        np.int32
    )
    part = np.repeat([RIM, RIM, CORE, CORE, RIM, RIM], sides).astype(np.int8)
    return Template(points, np.tile([0.0, 0.0, 1.0], (len(points), 1)), faces, part)


@cache
def glow(sides: int = 20) -> Template:
    """Make a flat disc of radius 1 with a ring at 0.5, for light that fades towards the rim."""
    points = np.vstack([[[0.0, 0.0, 0.01]], _circle(sides, 0.5, 0.01), _circle(sides, 1.0, 0.01)])
    around = np.arange(sides)
    fan = np.column_stack([np.zeros(sides, int), 1 + around, 1 + (around + 1) % sides])
    faces = np.vstack([fan, _band(sides, 1, 1 + sides)]).astype(np.int32)
    normals = np.tile([0.0, 0.0, 1.0], (len(points), 1))
    return Template(points, normals, faces, np.zeros(len(points), np.int8))


@cache
def arrow(rim: float = 0.2) -> Template:
    """Make a notched arrow head that points along +v from -1 to 1, upon a wider one that is its rim."""
    outline = np.array([(0.0, 1.0), (-0.85, -0.8), (0.0, -0.35), (0.85, -0.8)])
    under = np.column_stack([outline * (1.0 + rim), np.full(4, 0.1)])
    over = np.column_stack([outline, np.full(4, 0.22)])
    halves = np.array([(0, 1, 2), (0, 2, 3)])
    faces = np.vstack([halves, halves + 4]).astype(np.int32)
    part = np.repeat([RIM, CORE], 4).astype(np.int8)
    return Template(np.vstack([under, over]), np.tile([0.0, 0.0, 1.0], (8, 1)), faces, part)


@cache
def dot(sides: int = 8) -> Template:
    """Make a flat disc of radius 1."""
    points = np.vstack([[[0.0, 0.0, 0.05]], _circle(sides, 1.0, 0.05)])
    around = np.arange(sides)
    faces = np.column_stack([np.zeros(sides, int), 1 + around, 1 + (around + 1) % sides]).astype(np.int32)
    normals = np.tile([0.0, 0.0, 1.0], (len(points), 1))
    return Template(points, normals, faces, np.zeros(len(points), np.int8))


def repeat_faces(template: Template, times: int) -> NDArray[np.int32]:
    """Repeat the faces for so many copies, their points one copy after the other: (times * t, 3)."""
    shift = np.arange(times, dtype=np.int32)[:, None, None] * len(template.points)
    return (template.faces[None] + shift).reshape(-1, 3).astype(np.int32)


def _circle(sides: int, radius: float, above: float) -> FloatArray:
    angle = 2.0 * np.pi * np.arange(sides) / sides
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle), np.full(sides, above)])


def _band(sides: int, inner: int, outer: int) -> NDArray[np.int64]:
    here, ahead = np.arange(sides), (np.arange(sides) + 1) % sides
    one = np.column_stack([inner + here, outer + here, outer + ahead])
    two = np.column_stack([inner + here, outer + ahead, inner + ahead])
    return np.vstack([one, two])


def _x(reach: float, half: float, above: float, *, bends: bool) -> tuple[FloatArray, NDArray[np.int64]]:
    shoulder = reach - 0.55 * half
    stations = [(half, half), (shoulder, half), (reach, 0.4 * half)]
    if bends:
        stations.insert(1, ((half + shoulder) / 2.0, half))
    arm = np.array([[(out, -wide), (out, wide)] for out, wide in stations]).reshape(-1, 2)
    strip = np.array([[(i, i + 2, i + 3), (i, i + 3, i + 1)] for i in range(0, len(arm) - 2, 2)]).reshape(
        -1, 3
    )
    middle = np.array([(-half, -half), (half, -half), (half, half), (-half, half)])
    flat, faces = [middle], [np.array([(0, 1, 2), (0, 2, 3)])]
    for quarter in range(4):
        angle = quarter * np.pi / 2.0
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        flat.append(arm @ turn)
        faces.append(strip + 4 + quarter * len(arm))
    diagonal = np.array([[1.0, 1.0], [-1.0, 1.0]]) / np.sqrt(2.0)
    points = np.vstack(flat) @ diagonal
    return np.column_stack([points, np.full(len(points), above)]), np.vstack(faces)


def _unit(vectors: FloatArray) -> FloatArray:
    lengths: FloatArray = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths
