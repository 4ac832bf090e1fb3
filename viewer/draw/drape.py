"""Small flat shapes laid on a curved skin.

Near a spot the skin is a paraboloid over its tangent plane: h(u, v) = a u^2 + b u v + c v^2. It is fitted
once per spot to the vertices around; a shape of any size is then bent along it by one sum, so that marks
can follow the zoom without another look at the skin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkCommonCore import vtkIdList
from vtkmodules.vtkCommonDataModel import vtkStaticPointLocator

from viewer.draw.polydata import mesh
from viewer.layers import SkinLayer

FloatArray = NDArray[np.float64]
Floats = NDArray[np.floating]

NEAREST = 24
REACH_MM = 12.0  # about the radius of a mark when the whole body is in view
SAME_SIDE = 0.35  # cosine; a neighbour that faces elsewhere belongs to another fold


@dataclass(frozen=True, eq=False)
class Spots:
    """Where shapes are laid: k positions, their frames and the bend of the skin there.

    Attributes
    ----------
    positions_mm
        (k, 3).
    across, along, normals
        (k, 3) unit vectors, right-handed in this order; ``along`` points as far upwards as the skin allows.
    bend
        (k, 3) the factors a, b, c of the paraboloid, per millimetre.
    """

    positions_mm: FloatArray
    across: FloatArray
    along: FloatArray
    normals: FloatArray
    bend: FloatArray


class Cloth:
    """The skin that shapes are laid on; built once per skin."""

    def __init__(self, skin: SkinLayer) -> None:
        self._vertices = np.asarray(skin.vertices_mm, dtype=np.float64)
        self._normals = np.asarray(skin.normals, dtype=np.float64)
        colours = np.zeros((len(self._vertices), 3), np.uint8)
        self._data = mesh(self._vertices, np.zeros((0, 3), np.int32), self._normals, colours)
        self._locator = vtkStaticPointLocator()
        self._locator.SetDataSet(self._data)
        self._locator.BuildLocator()

    def spots(self, positions_mm: Floats, normals: Floats) -> Spots:
        """Fit the skin around (k, 3) positions with outward unit normals (k, 3)."""
        flat = flat_spots(positions_mm, normals)
        if len(flat.positions_mm) == 0:
            return flat
        near = self._nearest(flat.positions_mm)
        offsets = self._vertices[near] - flat.positions_mm[:, None]
        u, v, height = (
            np.einsum("kni,ki->kn", offsets, axis) for axis in (flat.across, flat.along, flat.normals)
        )
        facing = np.einsum("kni,ki->kn", self._normals[near], flat.normals)
        weight = (facing > SAME_SIDE) / (1.0 + (u * u + v * v) / REACH_MM**2)
        terms = np.stack([u * u, u * v, v * v], axis=2)
        left = np.einsum("kni,kn,knj->kij", terms, weight, terms)
        ridge = 1e-3 * np.trace(left, axis1=1, axis2=2)[:, None, None] + 1e-6
        right = np.einsum("kni,kn,kn->ki", terms, weight, height)
        bend = np.linalg.solve(left + ridge * np.eye(3), right[:, :, None])[:, :, 0]
        return Spots(flat.positions_mm, flat.across, flat.along, flat.normals, bend)

    def _nearest(self, positions_mm: FloatArray) -> NDArray[np.int64]:
        count = min(NEAREST, len(self._vertices))
        found = np.empty((len(positions_mm), count), np.int64)
        ids = vtkIdList()
        for row, position in zip(found, positions_mm, strict=True):
            self._locator.FindClosestNPoints(count, position, ids)
            row[:] = [ids.GetId(i) for i in range(count)]
        return found


def flat_spots(positions_mm: Floats, normals: Floats) -> Spots:
    """Frames at (k, 3) positions on a skin that is taken as flat there."""
    outward = np.asarray(normals, dtype=np.float64).reshape(-1, 3)
    upright = np.abs(outward[:, 2:]) < 0.9
    guide = np.where(upright, [[0.0, 0.0, 1.0]], [[0.0, -1.0, 0.0]])
    across = np.cross(guide, outward)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    along = np.cross(outward, across)
    places = np.asarray(positions_mm, dtype=np.float64).reshape(-1, 3)
    return Spots(places, across, along, outward, np.zeros((len(places), 3)))


def lay(spots: Spots, shape: Floats, sizes_mm: Floats) -> FloatArray:
    """Bend one shape onto every spot.

    Parameters
    ----------
    spots
        k spots.
    shape
        (s, 3) the shape of size 1: across, along, above the skin.
    sizes_mm
        (k,) its size at each spot.

    Returns
    -------
    NDArray
        (k * s, 3) positions, spot by spot.
    """
    sizes = np.asarray(sizes_mm, dtype=np.float64)[:, None]
    u, v, above = (sizes * shape[:, axis] for axis in range(3))
    a, b, c = (spots.bend[:, axis, None] for axis in range(3))
    rise = np.clip(a * u * u + b * u * v + c * v * v, -sizes, 0.5 * sizes) + above
    points = (
        spots.positions_mm[:, None]
        + u[:, :, None] * spots.across[:, None]
        + v[:, :, None] * spots.along[:, None]
        + rise[:, :, None] * spots.normals[:, None]
    )
    flat: FloatArray = points.reshape(-1, 3)
    return flat


def lean(spots: Spots, normals: Floats) -> FloatArray:
    """Turn the (s, 3) normals of a shape into every spot's frame: (k * s, 3)."""
    frames = np.stack([spots.across, spots.along, spots.normals], axis=1)
    flat: FloatArray = np.einsum("si,kij->ksj", normals, frames).reshape(-1, 3)
    return flat
