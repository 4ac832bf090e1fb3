"""Lines on the skin: low ridges along the samples, one mesh for all lines, widened with the zoom."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkRenderingCore import vtkActor

from viewer import style
from viewer.draw.polydata import actor, mesh, move, paint
from viewer.layers import Colours, Floats, PathLayer

FloatArray = NDArray[np.float64]

RIDGE = np.array([(-1.0, -0.15), (0.0, 0.5), (1.0, -0.15)])  # across, above; of half width 1
LEANING = np.array([(-0.7, 0.71), (0.0, 1.0), (0.7, 0.71)])
LIFT_MM = 0.25
LONGEST_MM = 20.0  # between kept samples where the line runs straight over flat skin
BEND_RAD = 0.22  # of line and skin together, between kept samples


class DrawnPaths:
    """One layer of lines."""

    def __init__(self, layer: PathLayer) -> None:
        self.layer = layer
        thin = [_thinned(line, normal) for line, normal in zip(layer.lines_mm, layer.normals, strict=True)]
        self._counts = np.array([len(line) for line, _ in thin], dtype=np.int64)
        self._centres = np.vstack([line for line, _ in thin]) if thin else np.zeros((0, 3))
        self._normals = np.vstack([normal for _, normal in thin]) if thin else np.zeros((0, 3))
        self._across = self._sideways()
        self._emphasis = np.ones(len(self._counts))
        self._half_mm = layer.width_mm
        self._data = mesh(self._points(), self._faces(), self._shading(), self._colours(layer.rgb))
        self.prop: vtkActor = actor(self._data, style.MARK_MATERIAL)

    def fit(self, pixels_per_mm: float, height_px: int) -> None:
        """Take the width that fits the scale of the picture."""
        self._half_mm = style.in_pixels(self.layer.width_mm, style.LINE_PX, pixels_per_mm, height_px)
        move(self._data, self._points())

    def set_opacity(self, opacity: float) -> None:
        """Show through: 0 (not seen) to 1."""
        self.prop.GetProperty().SetOpacity(opacity)

    def recolour(self, rgb: Colours) -> None:
        """Give each line another colour (lines, 3)."""
        paint(self._data, self._colours(rgb))

    def emphasise(self, emphasis: Floats) -> None:
        """Make lines wider, narrower or (0) leave them out: one factor of width per line."""
        wanted = np.asarray(emphasis, dtype=np.float64)
        if not np.array_equal(wanted, self._emphasis):
            self._emphasis = wanted
            move(self._data, self._points())

    def _sideways(self) -> FloatArray:
        ahead = np.empty_like(self._centres)
        for start, end in self._spans():
            ahead[start:end] = np.gradient(self._centres[start:end], axis=0)
        across = np.cross(ahead, self._normals)
        lengths: FloatArray = np.linalg.norm(across, axis=1, keepdims=True)
        return across / np.where(lengths > 0.0, lengths, 1.0)

    def _spans(self) -> list[tuple[int, int]]:
        ends = np.cumsum(self._counts)
        return list(zip((ends - self._counts).tolist(), ends.tolist(), strict=True))

    def _points(self) -> FloatArray:
        half_mm = np.repeat(self._half_mm * self._emphasis, self._counts)[:, None]
        above = LIFT_MM + half_mm * RIDGE[:, 1]
        beside = half_mm * RIDGE[:, 0]
        points: FloatArray = (
            self._centres[:, None]
            + beside[:, :, None] * self._across[:, None]
            + above[:, :, None] * self._normals[:, None]
        )
        return points.reshape(-1, 3)

    def _shading(self) -> FloatArray:
        aside, up = LEANING[:, 0], LEANING[:, 1]
        normals = aside[None, :, None] * self._across[:, None] + up[None, :, None] * self._normals[:, None]
        return normals.reshape(-1, 3)

    def _faces(self) -> NDArray[np.int32]:
        rails = len(RIDGE)
        starts = [np.arange(start, end - 1) for start, end in self._spans()]
        here = np.concatenate(starts) * rails if starts else np.zeros(0, np.int64)
        strips = []
        for rail in range(rails - 1):
            a, b = here + rail, here + rail + 1
            strips += [np.column_stack([a, b, b + rails]), np.column_stack([a, b + rails, a + rails])]
        return np.vstack(strips).astype(np.int32)

    def _colours(self, rgb: Colours) -> Colours:
        return np.repeat(np.asarray(rgb, dtype=np.uint8), self._counts * len(RIDGE), axis=0)


def _thinned(line: Floats, normals: Floats) -> tuple[FloatArray, FloatArray]:
    """Drop samples where the line and the skin run straight; the ends stay."""
    places, outward = np.asarray(line, dtype=np.float64), np.asarray(normals, dtype=np.float64)
    steps = np.diff(places, axis=0)
    lengths = np.linalg.norm(steps, axis=1)
    ways = steps / np.where(lengths > 0.0, lengths, 1.0)[:, None]
    bends = np.concatenate([[0.0], _angles(ways)]) + _angles(outward)
    spent = np.concatenate([[0.0], np.cumsum(lengths / LONGEST_MM + bends / BEND_RAD)])
    wanted = np.arange(1.0, spent[-1])
    kept = np.unique(np.concatenate([[0], np.searchsorted(spent, wanted), [len(places) - 1]]))
    return places[kept], outward[kept]


def _angles(vectors: FloatArray) -> FloatArray:
    cosines = np.einsum("ki,ki->k", vectors[:-1], vectors[1:])
    angles: FloatArray = np.arccos(np.clip(cosines, -1.0, 1.0))
    return angles
