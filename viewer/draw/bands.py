"""Bands on the skin: translucent areas with a firm border, all of a layer in one mesh."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkRenderingCore import vtkActor

from viewer import style
from viewer.draw.clip import Piece, clipped
from viewer.draw.polydata import actor, mesh, renumbered
from viewer.layers import Band, BandLayer, Integers

FloatArray = NDArray[np.float64]
FAR_MM = -1e6  # distance to the border where nothing is known: far outside


class DrawnBands:
    """One layer of bands."""

    def __init__(self, layer: BandLayer) -> None:
        self.layer = layer
        pieces = [piece for number, band in enumerate(layer.bands) for piece in _pieces(layer, band, number)]
        points, normals, faces, rgba = _joined(pieces)
        self._data = mesh(points, faces, normals, rgba)
        self.prop: vtkActor = actor(self._data, style.PAINT_MATERIAL)
        self.prop.ForceTranslucentOn()

    def fit(self, pixels_per_mm: float, height_px: int) -> None:
        """Nothing of it depends on the zoom: it is painted on the skin."""

    def set_opacity(self, opacity: float) -> None:
        """Show through: 0 (not seen) to 1."""
        self.prop.GetProperty().SetOpacity(opacity)


_Coloured = tuple[Piece, float, tuple[int, int, int, int]]


def _pieces(layer: BandLayer, band: Band, number: int) -> list[_Coloured]:
    """Cut a band's area and its border out of the triangles that it touches."""
    vertices, normals, faces, inside = _patch(layer, band)
    lift_mm = style.BAND_LIFT_MM + number * style.BAND_STEP_MM
    area = clipped(vertices, normals, faces, inside)
    # the border is narrower than triangles: it is cut out of the area, where the distance is linear
    border = clipped(area.points_mm, area.normals, area.faces, style.BAND_BORDER_MM - area.carried)
    above_mm = lift_mm + style.BAND_STEP_MM / 2.0
    return [
        (area, lift_mm, (*band.rgb, round(255 * band.opacity))),
        (border, above_mm, (*band.rgb, round(255 * style.BAND_BORDER_OPACITY))),
    ]


def _patch(layer: BandLayer, band: Band) -> tuple[FloatArray, FloatArray, Integers, FloatArray]:
    """Take the part of the skin that a band touches: vertices, normals, faces, distance inside."""
    count = len(layer.vertices_mm)
    inside = np.full(count, FAR_MM)
    inside[band.vertex_ids] = band.inside_mm
    one, two, three = inside[layer.faces.T] > 0.0
    used, faces = renumbered(np.asarray(layer.faces)[one | two | three], count)
    return (
        np.asarray(layer.vertices_mm, np.float64)[used],
        np.asarray(layer.normals, np.float64)[used],
        faces,
        inside[used],
    )


def _joined(
    pieces: list[_Coloured],
) -> tuple[FloatArray, FloatArray, NDArray[np.int32], NDArray[np.uint8]]:
    if not pieces:
        nothing = np.zeros((0, 3))
        return nothing, nothing, np.zeros((0, 3), np.int32), np.zeros((0, 4), np.uint8)
    counts = [len(piece.points_mm) for piece, _, _ in pieces]
    shifts = np.cumsum([0, *counts[:-1]])
    return (
        np.vstack([piece.points_mm + lift_mm * piece.normals for piece, lift_mm, _ in pieces]),
        np.vstack([piece.normals for piece, _, _ in pieces]),
        np.vstack([piece.faces + shift for (piece, _, _), shift in zip(pieces, shifts, strict=True)]).astype(
            np.int32
        ),
        np.repeat(np.array([rgba for _, _, rgba in pieces], np.uint8), counts, axis=0),
    )
