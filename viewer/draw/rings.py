"""Rings around the selected mark and the one under the pointer."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkRenderingCore import vtkActor

from viewer import style
from viewer.draw.drape import Spots, lay, lean
from viewer.draw.marks import DrawnMarks, lifted, mark_size_mm
from viewer.draw.polydata import actor, mesh, move
from viewer.draw.shapes import CORE, repeat_faces, ring
from viewer.layers import Rgb

FloatArray = NDArray[np.float64]

PARTS = ("positions_mm", "across", "along", "normals", "bend")


class DrawnRings:
    """The rings: few triangles, made anew each time.

    A ring whose mark is not shown is not shown either, and comes back with it.

    Attributes
    ----------
    places_mm
        What kind of ring is shown, and (3,) where.
    """

    def __init__(self) -> None:
        self._marks: dict[str, str] = {}
        self.places_mm: dict[str, FloatArray] = {}
        self._spots: Spots | None = None
        self._scales: FloatArray = np.zeros(0)
        self._size_mm = style.MARK_MM
        nothing = np.zeros((0, 3))
        self._data = mesh(nothing, np.zeros((0, 3), np.int32), nothing, np.zeros((0, 3), np.uint8))
        self.prop: vtkActor = actor(self._data, style.MARK_MATERIAL)
        self.prop.PickableOff()
        self.prop.VisibilityOff()

    def name(self, kind: str, mark: str) -> None:
        """Say which mark (its id, or empty for none) has the ring ``selected`` or ``hover``."""
        self._marks[kind] = mark

    def update(self, shown: Iterable[DrawnMarks]) -> None:
        """Put the rings around their marks, wherever those are now."""
        layers = list(shown)
        named = {kind: _spot(mark, layers) for kind, mark in self._marks.items() if mark}
        self.places_mm = {kind: spot.positions_mm[0] for kind, spot in named.items() if spot is not None}
        rings = [(spot, style.RINGS[kind]) for kind, spot in named.items() if spot is not None]
        self._spots = None
        self.prop.SetVisibility(bool(rings))
        if rings:
            self._scales = np.array([look.scale for _, look in rings])
            self._spots = Spots(*(np.vstack([getattr(spot, part) for spot, _ in rings]) for part in PARTS))
            self._make([look.rgb for _, look in rings])

    def fit(self, pixels_per_mm: float, height_px: int) -> None:
        """Take the size that fits the scale of the picture."""
        self._size_mm = mark_size_mm("disc", style.MARK_MM, pixels_per_mm, height_px)
        if self._spots is not None:
            move(self._data, self._points())

    def set_opacity(self, opacity: float) -> None:
        """Show through: 0 (not seen) to 1."""
        self.prop.GetProperty().SetOpacity(opacity)

    def _make(self, colours: list[Rgb]) -> None:
        if self._spots is None:
            return
        shape = ring()
        core = shape.part == CORE
        rgb = np.empty((len(colours), len(core), 3), np.uint8)
        rgb[:, core] = np.array(colours, np.uint8)[:, None]
        rgb[:, ~core] = style.RIM_DARK
        faces = repeat_faces(shape, len(colours))
        self._data = mesh(self._points(), faces, lean(self._spots, shape.normals), rgb.reshape(-1, 3))
        self.prop.GetMapper().SetInputDataObject(self._data)

    def _points(self) -> FloatArray:
        if self._spots is None:
            return np.zeros((0, 3))
        sizes = self._size_mm * self._scales
        return lay(lifted(self._spots, sizes), ring().points, sizes)


def _spot(mark: str, shown: list[DrawnMarks]) -> Spots | None:
    for drawn in shown:
        if mark in drawn.layer.ids:
            row = slice(drawn.layer.ids.index(mark), drawn.layer.ids.index(mark) + 1)
            return Spots(*(getattr(drawn.spots, part)[row] for part in PARTS))
    return None
