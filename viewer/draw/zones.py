"""Zones: paint on the skin, cut along its border between the vertices so that the edge is smooth.

The solid part, the wash under the stipple, the dots and the border lines are one mesh with an opacity of
its own for each part, so that a zone is one actor like every other layer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkRenderingCore import vtkActor

from viewer import style
from viewer.draw.clip import Piece, clipped
from viewer.draw.drape import flat_spots, lay, lean
from viewer.draw.marks import lifted
from viewer.draw.polydata import actor, mesh
from viewer.draw.shapes import dot, repeat_faces
from viewer.layers import ZoneLayer

BORDER_MM = 1.3

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Part:
    points: FloatArray
    normals: FloatArray
    faces: NDArray[np.int32]
    opacity: float


class DrawnZone:
    """One zone."""

    def __init__(self, layer: ZoneLayer) -> None:
        self.layer = layer
        parts = _parts(layer)
        shifts = np.cumsum([0, *(len(part.points) for part in parts)])
        rgba = [np.tile([*layer.rgb, round(255 * part.opacity)], (len(part.points), 1)) for part in parts]
        self._data = mesh(
            np.vstack([part.points for part in parts]),
            np.vstack([part.faces + shift for part, shift in zip(parts, shifts, strict=False)]),
            np.vstack([part.normals for part in parts]),
            np.vstack(rgba).astype(np.uint8),
        )
        self.prop: vtkActor = actor(self._data, style.PAINT_MATERIAL)
        self.prop.ForceTranslucentOn()

    def fit(self, pixels_per_mm: float, height_px: int) -> None:
        """Nothing of it depends on the zoom: it is painted on the skin."""

    def set_opacity(self, opacity: float) -> None:
        """Show through: 0 (not seen) to 1."""
        self.prop.GetProperty().SetOpacity(opacity)


def _parts(layer: ZoneLayer) -> list[_Part]:
    solid = np.asarray(layer.solid_mm, dtype=np.float64)
    stippled = np.asarray(layer.stippled_mm, dtype=np.float64)
    parts = [
        _wash(layer, stippled, solid),
        _paint(layer, solid, style.ZONE_OPACITY, style.ZONE_LIFT_MM),
        # a band between the border and a little inside it, cut twice
        _paint(layer, np.minimum(solid, BORDER_MM - solid), 0.5, style.ZONE_LIFT_MM * 1.3),
    ]
    if len(layer.dots_mm):
        parts.append(_dots(layer))
    return parts


def _wash(layer: ZoneLayer, stippled: FloatArray, solid: FloatArray) -> _Part:
    """Paint the stippled part, but not where the solid one lies upon it: cut twice, by either border."""
    under = clipped(layer.vertices_mm, layer.normals, layer.faces, stippled, solid)
    piece = clipped(under.points_mm, under.normals, under.faces, -under.carried)
    lifted_mm = piece.points_mm + style.ZONE_LIFT_MM * 0.6 * piece.normals
    return _Part(lifted_mm, piece.normals, piece.faces, style.ZONE_WASH_OPACITY)


def _paint(layer: ZoneLayer, inside_mm: FloatArray, opacity: float, lift_mm: float) -> _Part:
    piece: Piece = clipped(layer.vertices_mm, layer.normals, layer.faces, inside_mm)
    return _Part(piece.points_mm + lift_mm * piece.normals, piece.normals, piece.faces, opacity)


def _dots(layer: ZoneLayer) -> _Part:
    spots = flat_spots(layer.dots_mm, layer.dot_normals)
    sizes = np.full(len(layer.dots_mm), style.DOT_MM)
    shape = dot()
    points = lay(lifted(spots, sizes), shape.points, sizes)
    return _Part(points, lean(spots, shape.normals), repeat_faces(shape, len(sizes)), 0.85)
