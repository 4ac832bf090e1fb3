"""Dots spread evenly over a piece of skin: none closer to another than the spacing, no gap much wider.

Throws darts at random (always the same ones) and keeps a dart if no kept one is nearer than the spacing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Floats = NDArray[np.floating]
Integers = NDArray[np.integer]

DARTS = 4.5  # per square of the spacing; more would hardly find a gap


def stipple(
    vertices_mm: Floats,
    normals: Floats,
    faces: Integers,
    inside_mm: Floats,
    spacing_mm: float,
    margin_mm: float,
) -> tuple[FloatArray, FloatArray]:
    """Spread dots where all values are above a margin.

    Parameters
    ----------
    vertices_mm, normals
        (n, 3) positions and outward unit normals.
    faces
        (m, 3) triangles.
    inside_mm
        (n,) signed distance to a border, positive inside; or (b, n) to several borders.
    spacing_mm
        Least distance between dots.
    margin_mm
        Least distance of a dot from the border.

    Returns
    -------
    positions_mm, normals
        (d, 3) dots on the skin, and the unit normals there.
    """
    borders = np.atleast_2d(np.asarray(inside_mm, dtype=np.float64))
    chosen = faces[(borders[:, faces] > margin_mm).any(axis=2).all(axis=0)]
    if len(chosen) == 0:
        return np.zeros((0, 3)), np.zeros((0, 3))
    rng = np.random.default_rng(0)
    corners = np.asarray(vertices_mm, dtype=np.float64)[chosen]
    areas = (
        np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2.0
    )
    count = int(np.ceil(DARTS * areas.sum() / spacing_mm**2))
    picked = rng.choice(len(chosen), count, p=areas / areas.sum())
    weights = rng.dirichlet([1.0, 1.0, 1.0], count)
    values = np.einsum("kc,bkc->bk", weights, borders[:, chosen[picked]])
    within = (values > margin_mm).all(axis=0)
    picked, weights = picked[within], weights[within]
    places = np.einsum("kc,kci->ki", weights, corners[picked])
    outward = np.einsum("kc,kci->ki", weights, np.asarray(normals, dtype=np.float64)[chosen[picked]])
    kept = _apart(places, spacing_mm)
    outward = outward[kept]
    return places[kept], outward / np.linalg.norm(outward, axis=1, keepdims=True)


def _apart(places: FloatArray, spacing_mm: float) -> NDArray[np.int64]:
    from scipy.spatial import cKDTree  # a fifth of a second to import, and only zones need it

    near = cKDTree(places).query_ball_point(places, spacing_mm) if len(places) else []
    free = np.ones(len(places), bool)
    kept = []
    for index, others in enumerate(near):
        if free[index]:
            kept.append(index)
            free[others] = False
    return np.array(kept, dtype=np.int64)
