"""Tint weights: lips, nails, areolae and more from the base mesh's CC0 masks, eyebrows by a drawn bow.

Needs ``pillow`` and ``scipy``. The brows are paint alone and no landmark.
"""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.interpolate import CubicSpline

from meshes.body import Eyes
from meshes.recipes.makehuman import BaseMesh
from meshes.recipes.wheel import Wheel

FloatArray = NDArray[np.float64]

MASKS = {
    "lips": ("lips",),
    "nails": ("fingernails", "toenails"),
    "areolae": ("aureolae",),
    "eyelids": ("eyelids",),
    "ears": ("ears",),
}
# The bow from its inner to its outer end, in eye radii outwards and upwards from the eye's centre.
BROW_BOW = np.array([[-0.82, 0.50], [0.10, 0.85], [1.20, 0.52]])
BROW_SHARES = (0.0, 0.5, 1.0)
BROW_WIDTH = 0.26
BROW_THICKNESS = ((0.0, 0.2, 0.6, 1.0), (0.9, 1.1, 0.95, 0.6))
BROW_DENSITY = ((0.0, 0.1, 0.8, 1.0), (0.8, 1.0, 0.9, 0.45))
BROW_REACH = 2.2


def mask_weights(
    wheel: Wheel, mesh: BaseMesh, fine_quads: NDArray[np.int64], mirror: NDArray[np.int64]
) -> dict[str, FloatArray]:
    """Tint name to (n,) weights from 0 to 1 on the subdivided skin, the same left and right.

    A vertex on a seam of the texture takes the mean of its places.
    """
    uv = _fine_uv(mesh.uv[mesh.uv_quads["body"]])
    out = {}
    for tint, files in MASKS.items():
        seen = np.max([_sampled(_picture(wheel, name), uv) for name in files], axis=0)
        count = np.bincount(fine_quads.ravel())
        weights = np.bincount(fine_quads.ravel(), weights=seen.ravel()) / count
        out[tint] = (weights + weights[mirror]) / 2
    return out


def _fine_uv(corners: FloatArray) -> FloatArray:
    """(4q, 4, 2) texture places of the corners of the finer quads, in the order of the subdivision."""
    middle = (corners + np.roll(corners, -1, axis=1)) / 2
    centre = corners.mean(axis=1)
    parts = [np.stack([corners[:, k], middle[:, k], centre, middle[:, k - 1]], axis=1) for k in range(4)]
    fine: FloatArray = np.stack(parts, axis=1).reshape(-1, 4, 2)
    return fine


def _picture(wheel: Wheel, name: str) -> FloatArray:
    """(h, w) mask from 0 to 1."""
    with Image.open(io.BytesIO(wheel.read(f"textures/mpfb_{name}.jpg"))) as image:
        return np.asarray(image.convert("L"), dtype=float) / 255


def _sampled(picture: FloatArray, uv: FloatArray) -> FloatArray:
    """Mask at texture places (..., 2), between pixels linearly; v runs upwards."""
    height, width = picture.shape
    x = np.clip(uv[..., 0] * width - 0.5, 0, width - 1.001)
    y = np.clip((1 - uv[..., 1]) * height - 0.5, 0, height - 1.001)
    column, row = x.astype(int), y.astype(int)
    right, down = x - column, y - row
    upper = picture[row, column] * (1 - right) + picture[row, column + 1] * right
    lower = picture[row + 1, column] * (1 - right) + picture[row + 1, column + 1] * right
    between: FloatArray = upper * (1 - down) + lower * down
    return between


def brow_weights(vertices_mm: FloatArray, eyes: Eyes) -> FloatArray:
    """(n,) soft weights of painted eyebrows: a bow over each eye, seen from the front, in eye radii."""
    left, right = np.split(eyes.vertices_mm, 2)
    return np.maximum(_brow(vertices_mm, left, 1.0), _brow(vertices_mm, right, -1.0))


def _brow(vertices_mm: FloatArray, eye_mm: FloatArray, outwards: float) -> FloatArray:
    """(n,) weights of one brow: full on the bow, thinner and paler at its ends."""
    centre = (eye_mm.min(axis=0) + eye_mm.max(axis=0)) / 2
    off = (vertices_mm - centre) / (np.ptp(eye_mm[:, 2]) / 2)
    near = np.flatnonzero((np.abs(off[:, [0, 2]]) < BROW_REACH).all(axis=1) & (off[:, 1] < 0))
    share = np.linspace(0.0, 1.0, 81)
    bow = np.stack([CubicSpline(BROW_SHARES, BROW_BOW[:, axis])(share) for axis in (0, 1)], axis=1)
    apart = np.linalg.norm(off[near][:, None, [0, 2]] * (outwards, 1.0) - bow, axis=2)
    where = share[apart.argmin(axis=1)]
    width = BROW_WIDTH * np.interp(where, *BROW_THICKNESS)
    weights = np.zeros(len(vertices_mm))
    weights[near] = np.exp(-((apart.min(axis=1) / width) ** 2)) * np.interp(where, *BROW_DENSITY)
    return weights
