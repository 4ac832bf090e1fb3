"""The cun grid as layers: its lines, and their numbers for a close look."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from points.cun_grid import GridLine
from viewer import style
from viewer.compose.shown import GRID, GRID_NUMBERS
from viewer.layers import Floats, LabelLayer, PathLayer, Rgb


def grid(lines: Sequence[GridLine], tone: str) -> PathLayer:
    """Make the layer of the lines, in an ink that a tone of the skin lets read."""
    return PathLayer(
        key=GRID,
        ids=tuple(f"{line.ruler}/{line.side}" for line in lines),
        lines_mm=tuple(line.points_mm for line in lines),
        normals=tuple(line.normals for line in lines),
        rgb=np.array([grid_rgb(tone)] * len(lines), np.uint8).reshape(-1, 3),
        width_mm=style.GRID_MM,
    )


def grid_rgb(tone: str) -> Rgb:
    """Ink of the lines on a tone of the skin."""
    return style.GRID_ON_DARK if tone == "dark" else style.GRID_INK


def grid_weights(lines: Sequence[GridLine]) -> Floats:
    """Width of each line: those at the ends of a span are stronger."""
    return np.array([style.GRID_END if line.is_end else style.GRID_BETWEEN for line in lines])


def grid_numbers(lines: Sequence[GridLine]) -> LabelLayer:
    """Make the layer of the numbers: some on each line, read near the camera; the zero is not written."""
    placed = [(line, at) for line in lines if line.number for at in _stations(line.points_mm)]
    return LabelLayer(
        key=GRID_NUMBERS,
        ids=tuple(f"{line.ruler}/{line.side}/{line.number}/{at}" for line, at in placed),
        texts=tuple(str(line.number) for line, _ in placed),
        positions_mm=np.array([line.points_mm[at] for line, at in placed]).reshape(-1, 3),
        normals=np.array([line.normals[at] for line, at in placed]).reshape(-1, 3),
        from_scale=np.full(len(placed), style.GRID_NUMBERS_FROM),
        own=True,
    )


def _stations(points_mm: Floats) -> list[int]:
    """Give the samples of a line that a number stands at: spread evenly, one at least."""
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points_mm, axis=0), axis=1))])
    count = max(1, round(float(run[-1]) / style.GRID_NUMBER_EVERY_MM))
    return [int(np.searchsorted(run, share * run[-1])) for share in (np.arange(count) + 0.5) / count]
