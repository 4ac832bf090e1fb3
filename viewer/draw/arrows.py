"""Arrow heads on the skin: one mesh for all, resized with the zoom."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkRenderingCore import vtkActor

from viewer import style
from viewer.draw.drape import Spots, lay, lean
from viewer.draw.polydata import actor, mesh, move
from viewer.draw.shapes import CORE, arrow, repeat_faces
from viewer.layers import ArrowLayer, Colours

LIFT_MM = 0.5  # above the ridges of the lines

FloatArray = NDArray[np.float64]


class DrawnArrows:
    """One layer of arrow heads."""

    def __init__(self, layer: ArrowLayer) -> None:
        self.layer = layer
        self._spots = _along(layer)
        self._size_mm = layer.size_mm
        shape = arrow()
        self._data = mesh(
            self._points(),
            repeat_faces(shape, len(layer.positions_mm)),
            lean(self._spots, shape.normals),
            self._colours(),
        )
        self.prop: vtkActor = actor(self._data, style.MARK_MATERIAL)

    def fit(self, pixels_per_mm: float, height_px: int) -> None:
        """Take the size that fits the scale of the picture."""
        self._size_mm = style.in_pixels(self.layer.size_mm, style.ARROW_PX, pixels_per_mm, height_px)
        move(self._data, self._points())

    def set_opacity(self, opacity: float) -> None:
        """Show through: 0 (not seen) to 1."""
        self.prop.GetProperty().SetOpacity(opacity)

    def _points(self) -> FloatArray:
        return lay(self._spots, arrow().points, np.full(len(self.layer.positions_mm), self._size_mm))

    def _colours(self) -> Colours:
        core = arrow().part == CORE
        colours = np.empty((len(self.layer.positions_mm), len(core), 3), np.uint8)
        colours[:, core] = np.asarray(self.layer.rgb)[:, None]
        colours[:, ~core] = self.layer.rim
        return colours.reshape(-1, 3)


def _along(layer: ArrowLayer) -> Spots:
    """Frames whose second axis is the heading, on a skin that is taken as flat: the heads are small."""
    normals = np.asarray(layer.normals, dtype=np.float64)
    across = np.cross(layer.headings, normals)
    lengths: FloatArray = np.linalg.norm(across, axis=1, keepdims=True)
    across = across / np.where(lengths > 0.0, lengths, 1.0)
    along = np.cross(normals, across)
    places = np.asarray(layer.positions_mm, dtype=np.float64) + LIFT_MM * normals
    return Spots(places, across, along, normals, np.zeros((len(places), 3)))
