"""Marks on the skin: all of one layer are one mesh, laid on the skin and resized with the zoom."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkRenderingCore import vtkActor

from viewer import style
from viewer.draw.drape import Cloth, Spots, flat_spots, lay, lean
from viewer.draw.polydata import actor, mesh, move, paint
from viewer.draw.shapes import CORE, Template, cross, disc, drop, repeat_faces
from viewer.layers import Colours, Floats, MarkLayer, Shape

LIFT_MM = 0.35  # the fitted skin is that close to the drawn one on a close look
LIFT_SHARE = 0.08  # and this much of its size further away for a large mark

FloatArray = NDArray[np.float64]


class DrawnMarks:
    """One layer of marks.

    Attributes
    ----------
    radii_mm
        (k,) drawn radius of each mark at the present zoom; what the picker aims at.
    """

    def __init__(self, layer: MarkLayer, cloth: Cloth | None) -> None:
        self.layer = layer
        self.spots = laid(layer.positions_mm, layer.normals, cloth)
        self._template = template(layer.shape)
        self._emphasis = np.asarray(layer.emphasis, dtype=np.float64)
        self._rgb = np.asarray(layer.rgb, dtype=np.uint8)
        self._size_mm = layer.size_mm
        self._data = mesh(
            self._points(),
            repeat_faces(self._template, len(layer.ids)),
            lean(self.spots, self._template.normals),
            self._colours(),
        )
        self.prop: vtkActor = actor(self._data, style.MARK_MATERIAL)

    @property
    def radii_mm(self) -> FloatArray:
        """(k,) drawn radius of each mark."""
        return self._size_mm * self._emphasis

    def fit(self, pixels_per_mm: float, height_px: int) -> None:
        """Take the size that fits the scale of the picture."""
        self._size_mm = mark_size_mm(self.layer.shape, self.layer.size_mm, pixels_per_mm, height_px)
        move(self._data, self._points())

    def set_opacity(self, opacity: float) -> None:
        """Show through: 0 (not seen) to 1."""
        self.prop.GetProperty().SetOpacity(opacity)

    def recolour(self, rgb: Colours) -> None:
        """Give each mark another colour (k, 3)."""
        self._rgb = np.asarray(rgb, dtype=np.uint8)
        paint(self._data, self._colours())

    def emphasise(self, emphasis: Floats) -> None:
        """Bring marks forward, step them back or (0) leave them out: (k,) factors of size."""
        wanted = np.asarray(emphasis, dtype=np.float64)
        if np.array_equal(wanted, self._emphasis):
            return
        self._emphasis = wanted
        move(self._data, self._points())

    def _points(self) -> FloatArray:
        return lay(lifted(self.spots, self.radii_mm), self._template.points, self.radii_mm)

    def _colours(self) -> Colours:
        core = self._template.part == CORE
        colours = np.empty((len(self.layer.ids), len(core), 3), np.uint8)
        colours[:, core] = self._rgb[:, None]
        colours[:, ~core] = self.layer.rim
        return colours.reshape(-1, 3)


def laid(positions_mm: Floats, normals: Floats, cloth: Cloth | None) -> Spots:
    """Fit the spots to the skin, or take it as flat where there is none."""
    return cloth.spots(positions_mm, normals) if cloth else flat_spots(positions_mm, normals)


def template(shape: Shape) -> Template:
    """Find the shape of a kind of mark."""
    return {"disc": disc, "cross": cross, "drop": drop}[shape]()


def mark_size_mm(shape: Shape, size_mm: float, pixels_per_mm: float, height_px: int) -> float:
    """Find the radius of a mark of usual emphasis at a scale of the picture."""
    return style.SHAPE_SCALES[shape] * style.in_pixels(size_mm, style.MARK_PX, pixels_per_mm, height_px)


def lifted(spots: Spots, sizes_mm: FloatArray) -> Spots:
    """Raise the spots off the skin, the further the larger the mark."""
    above = (LIFT_MM + LIFT_SHARE * sizes_mm)[:, None] * spots.normals
    return Spots(spots.positions_mm + above, spots.across, spots.along, spots.normals, spots.bend)
