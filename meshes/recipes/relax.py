"""Softening of the folds that posing makes where skin is pushed together, as in the armpit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.subdivide import Topology

FloatArray = NDArray[np.float64]

FOLD_DEG = 75.0  # sharper than any crease of the rest pose away from lips, lids, ears and nails
GROWTH_DEG = 15.0
RINGS = 5
STEPS = 15
PACE = 0.5


def folds_deg(mesh: Topology, vertices_mm: FloatArray) -> FloatArray:
    """(e,) angle between the normals of the two quads at each edge: 0 is flat, near 180 is folded."""
    corners = vertices_mm[mesh.quads]
    normals = np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    beside = np.argsort(mesh.quad_edges.ravel(), kind="stable").reshape(-1, 2) // 4
    cosine = np.einsum("ij,ij->i", normals[beside[:, 0]], normals[beside[:, 1]])
    angle: FloatArray = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    return angle


def without_new_folds(mesh: Topology, rest_mm: FloatArray, posed_mm: FloatArray) -> FloatArray:
    """(v, 3) posed vertices, smoothed where the pose folded the skin.

    Folded are the edges that bend by more than ``FOLD_DEG`` and by ``GROWTH_DEG`` more than at rest. Their
    vertices move most, those ``RINGS`` edges away not at all.
    """
    angle = folds_deg(mesh, posed_mm)
    folded = (angle > FOLD_DEG) & (angle > folds_deg(mesh, rest_mm) + GROWTH_DEG)
    pace = PACE * _falloff(mesh, mesh.edges[folded].ravel())
    smooth = posed_mm.copy()
    for _ in range(STEPS):
        smooth += pace[:, None] * (_neighbour_mean(mesh, smooth) - smooth)
    return smooth


def _falloff(mesh: Topology, seeds: NDArray[np.int64]) -> FloatArray:
    """(v,) 1 at the seeds, falling evenly to 0 over the rings of edges around them."""
    share = np.zeros(mesh.vertices)
    share[seeds] = 1.0
    for ring in range(1, RINGS):
        reached = share[mesh.edges] > 0
        fresh = mesh.edges[reached.any(axis=1)].ravel()
        share[fresh[share[fresh] == 0]] = 1.0 - ring / RINGS
    return share


def _neighbour_mean(mesh: Topology, values: FloatArray) -> FloatArray:
    """(v, k) mean over the vertices at the other ends of each vertex's edges."""
    ends = mesh.edges.ravel()
    others = mesh.edges[:, ::-1].ravel()
    valence = np.bincount(ends, minlength=mesh.vertices)
    columns = [np.bincount(ends, weights=column[others], minlength=mesh.vertices) for column in values.T]
    return np.stack(columns, axis=1) / valence[:, None]
