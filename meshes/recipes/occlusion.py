"""Ambient occlusion: how much of the surroundings each vertex sees. Needs ``trimesh`` and ``embreex``.

Rays leave each vertex in the same fixed directions on every body, weighted by the cosine to the normal, as on
a matte surface under an evenly bright sky. The directions come in left-right pairs, for a symmetric shade.
"""

from __future__ import annotations

import numpy as np
import trimesh
from numpy.typing import NDArray
from trimesh.ray.ray_pyembree import RayMeshIntersector

FloatArray = NDArray[np.float64]

DIRECTIONS = 512  # over the whole sphere: about 256 of them leave any one vertex
LIFT_MM = 0.2  # off the surface, so that a ray does not meet its own triangle
GOLDEN_ANGLE = np.pi * (3.0 - np.sqrt(5.0))


def exposure(
    vertices_mm: FloatArray,
    faces: NDArray[np.integer],
    others_mm: FloatArray,
    other_faces: NDArray[np.integer],
) -> FloatArray:
    """(n,) share of the cosine-weighted surroundings that each vertex sees: 0 hidden, 1 open.

    The others (eyeballs) only hide; they get no value of their own.
    """
    normals = trimesh.Trimesh(vertices_mm, faces, process=False).vertex_normals
    everything = trimesh.Trimesh(
        np.concatenate([vertices_mm, others_mm]),
        np.concatenate([faces, other_faces + len(vertices_mm)]),
        process=False,
    )
    rays = RayMeshIntersector(everything, scale_to_box=False)
    starts = vertices_mm + LIFT_MM * normals
    seen = np.zeros(len(vertices_mm))
    total = np.zeros(len(vertices_mm))
    for direction in _paired_directions():
        cosine = normals @ direction
        facing = np.flatnonzero(cosine > 0)
        towards = np.broadcast_to(direction, (len(facing), 3))
        blocked = rays.intersects_any(starts[facing], towards)  # type: ignore[no-untyped-call]
        total[facing] += cosine[facing]
        seen[facing] += np.where(blocked, 0.0, cosine[facing])
    open_share: FloatArray = seen / total
    return open_share


def _paired_directions() -> FloatArray:
    """(``DIRECTIONS``, 3) even unit directions on a Fibonacci spiral, and their mirror images in x."""
    half = np.arange(DIRECTIONS // 2) + 0.5
    height = 1.0 - 4.0 * half / DIRECTIONS
    radius = np.sqrt(1.0 - height**2)
    spiral = np.stack(
        [radius * np.cos(GOLDEN_ANGLE * half), radius * np.sin(GOLDEN_ANGLE * half), height], axis=1
    )
    return np.concatenate([spiral, spiral * (-1.0, 1.0, 1.0)])
