"""Eyeballs: spheres fitted to the base mesh's eyes, looking straight ahead, with painted iris and pupil."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.body import Eyes

FloatArray = NDArray[np.float64]

SEGMENTS = 40
# Polar angles of the rings from the gaze axis: fine where the paint changes, coarse behind.
RINGS_DEG = np.concatenate(
    [np.arange(1.0, 27.0, 1.25), np.arange(28.0, 80.0, 4.0), np.arange(84.0, 180.0, 16.0)]
)
IRIS_MM = 5.9  # radius; the human iris is 11 to 12 mm wide
PUPIL_SHARE = 0.34  # of the iris, in daylight
EDGE_SHARE = 0.10  # soft borders
PUPIL_RGB = np.array([26.0, 20.0, 18.0])
IRIS_RGB = np.array([112.0, 84.0, 60.0])
LIMBUS_RGB = np.array([62.0, 46.0, 36.0])
WHITE_RGB = np.array([224.0, 217.0, 209.0])
SHADE_RGB = np.array([164.0, 138.0, 126.0])  # white of the eye under the lid and in the corners


def fitted_eyes(left_mm: FloatArray, right_mm: FloatArray) -> Eyes:
    """Two eyeballs from the (n, 3) vertices of the base mesh's eyes, millimetres."""
    unit, faces = _unit_sphere()
    rgb = _paint(unit, IRIS_MM / _sphere(left_mm)[1])
    balls = [centre + radius * unit for centre, radius in (_sphere(left_mm), _sphere(right_mm))]
    both = np.concatenate([faces, faces + len(unit)])
    return Eyes(np.concatenate(balls), both, np.concatenate([rgb, rgb]))


def _sphere(points_mm: FloatArray) -> tuple[FloatArray, float]:
    """Centre and radius of the least-squares sphere through points."""
    system = np.column_stack([2 * points_mm, np.ones(len(points_mm))])
    answer = np.linalg.lstsq(system, (points_mm**2).sum(axis=1), rcond=None)[0]
    centre = answer[:3]
    return centre, float(np.sqrt(answer[3] + centre @ centre))


def _unit_sphere() -> tuple[FloatArray, NDArray[np.int32]]:
    """Vertices and outward triangles of a sphere of rings about the gaze axis, -y."""
    polar = np.radians(RINGS_DEG)[:, None]
    around = 2 * np.pi * np.arange(SEGMENTS) / SEGMENTS
    ring = [
        np.sin(polar) * np.sin(around),
        -np.cos(polar) * np.ones(SEGMENTS),
        np.sin(polar) * np.cos(around),
    ]
    front, back = [0.0, -1.0, 0.0], [0.0, 1.0, 0.0]
    vertices = np.concatenate([[front], np.stack(ring, axis=-1).reshape(-1, 3), [back]])
    first = 1 + np.arange(SEGMENTS)
    after = 1 + (np.arange(SEGMENTS) + 1) % SEGMENTS
    faces = [np.stack([np.zeros_like(first), first, after], axis=1)]
    for step in range(len(RINGS_DEG) - 1):
        near, far = step * SEGMENTS, (step + 1) * SEGMENTS
        faces.append(np.stack([first + near, first + far, after + far], axis=1))
        faces.append(np.stack([first + near, after + far, after + near], axis=1))
    last = (len(RINGS_DEG) - 1) * SEGMENTS
    faces.append(np.stack([first + last, np.full_like(first, len(vertices) - 1), after + last], axis=1))
    return vertices, np.concatenate(faces)[:, ::-1].astype(np.int32)


def _paint(unit: FloatArray, iris_share: float) -> NDArray[np.uint8]:
    """(n, 3) colours: pupil, iris with a dark border, white that is shaded under the upper lid and aside."""
    off_axis = np.hypot(unit[:, 0], unit[:, 2]) / iris_share
    off_axis[unit[:, 1] > 0] = 10.0
    ring = _step(off_axis, PUPIL_SHARE)[:, None]
    border = _step(off_axis, 0.86)[:, None]
    outside = _step(off_axis, 1.0)[:, None]
    glow = 1.0 + 0.25 * np.clip(1.0 - off_axis, 0.0, 1.0)[:, None]
    shade = np.clip(1.9 * unit[:, 2] + 0.15, 0.0, 1.0) + np.clip(1.4 * np.abs(unit[:, 0]) - 0.55, 0.0, 0.6)
    white = _blend(WHITE_RGB, SHADE_RGB, np.clip(shade, 0.0, 1.0)[:, None])
    iris = _blend(_blend(PUPIL_RGB, IRIS_RGB * glow, ring), LIMBUS_RGB, border)
    dim = 1.0 - 0.25 * np.clip(2.2 * unit[:, 2], 0.0, 1.0)[:, None] * (1 - outside)
    return np.clip(_blend(iris, white, outside) * dim, 0, 255).round().astype(np.uint8)


def _step(value: FloatArray, at: float) -> FloatArray:
    """0 below a border, 1 above it, smooth over ``EDGE_SHARE`` between."""
    t = np.clip((value - at) / EDGE_SHARE + 0.5, 0.0, 1.0)
    return t * t * (3 - 2 * t)


def _blend(low: FloatArray, high: FloatArray, share: FloatArray) -> FloatArray:
    """Colours between two, by share."""
    return low + (high - low) * share
