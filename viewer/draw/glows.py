"""Glows: soft discs of light on the skin under marks, one mesh, laid and resized as the marks are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkRenderingCore import vtkActor

from viewer import style
from viewer.draw.drape import Cloth, lay, lean
from viewer.draw.marks import laid, lifted
from viewer.draw.polydata import actor, mesh, move
from viewer.draw.shapes import glow, repeat_faces
from viewer.layers import Colours, Floats, GlowLayer

FloatArray = NDArray[np.float64]


class DrawnGlows:
    """One layer of glows."""

    def __init__(self, layer: GlowLayer, cloth: Cloth | None) -> None:
        self.layer = layer
        self._spots = laid(layer.positions_mm, layer.normals, cloth)
        self._emphasis = np.asarray(layer.emphasis, dtype=np.float64)
        self._size_mm = layer.size_mm
        self._shape = glow()
        normals = lean(self._spots, self._shape.normals)
        faces = repeat_faces(self._shape, len(self._emphasis))
        self._data = mesh(self._points(), faces, normals, self._rgba())
        self.prop: vtkActor = actor(self._data, style.GLOW_MATERIAL)
        self.prop.ForceTranslucentOn()

    def fit(self, pixels_per_mm: float, height_px: int) -> None:
        """Take the size that fits the scale of the picture."""
        self._size_mm = style.in_pixels(self.layer.size_mm, style.MARK_PX, pixels_per_mm, height_px)
        move(self._data, self._points())

    def set_opacity(self, opacity: float) -> None:
        """Show through: 0 (not seen) to 1."""
        self.prop.GetProperty().SetOpacity(opacity)

    def emphasise(self, emphasis: Floats) -> None:
        """Let marks glow more, less or (0) not at all: (k,) factors of size."""
        self._emphasis = np.asarray(emphasis, dtype=np.float64)
        move(self._data, self._points())

    def _points(self) -> FloatArray:
        # under the marks: lifted as far as these are, while the glow reaches further
        spots = lifted(self._spots, self._size_mm * self._emphasis)
        return lay(spots, self._shape.points, style.GLOW_SCALE * self._size_mm * self._emphasis)

    def _rgba(self) -> Colours:
        """Strong in the middle, nothing at the rim."""
        inner = np.hypot(*self._shape.points[:, :2].T) < 0.99
        strength = np.where(inner, style.GLOW_OPACITY, 0.0)
        rgba = np.empty((len(self._emphasis), len(strength), 4), np.uint8)
        rgba[:, :, :3] = self.layer.rgb
        rgba[:, :, 3] = np.round(255.0 * strength)
        return rgba.reshape(-1, 4)
