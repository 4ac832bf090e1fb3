"""A muscle's body, and what it can be asked: is a spot inside, how deep, along which fibre."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from meshes.body import FloatArray
from meshes.locator import Locator
from meshes.shell import Grid
from meshes.tendons import tendon_share
from points.model import Side

_LEVELS = np.linspace(-0.9, 0.9, 7)  # between lower and upper face, where a fibre may run
_FINE = 9


@dataclass(frozen=True, eq=False)
class MusclePart:
    """One closed piece: (n, 3) corners, the grid they form, tendon shares at origin and insertion."""

    vertices_mm: FloatArray
    grid: Grid
    tendons: tuple[float, float]


@dataclass(frozen=True, eq=False)
class MuscleBody:
    """Schematic body of a muscle on one side of one body.

    Attributes
    ----------
    key
        The muscle.
    side
        Left or right.
    parts
        Its closed pieces; they may run into each other.
    layer
        1 directly under the skin to 5 deepest.
    """

    key: str
    side: Side
    parts: tuple[MusclePart, ...]
    layer: int

    @cached_property
    def vertices_mm(self) -> FloatArray:
        """(n, 3) corners of all parts."""
        return np.concatenate([part.vertices_mm for part in self.parts])

    @cached_property
    def faces(self) -> NDArray[np.int32]:
        """(m, 3) triangles of all parts, outward by the right-hand rule, each part closed."""
        starts = np.cumsum([0, *(len(part.vertices_mm) for part in self.parts)])
        return np.concatenate(
            [part.grid.faces + np.int32(start) for part, start in zip(self.parts, starts, strict=False)]
        )

    @cached_property
    def u(self) -> NDArray[np.float32]:
        """(n,) share of the width of each corner."""
        return np.concatenate([part.grid.uv[0] for part in self.parts])

    @cached_property
    def v(self) -> NDArray[np.float32]:
        """(n,) share of the length of each corner, 0 at the origin."""
        return np.concatenate([part.grid.uv[1] for part in self.parts])

    @cached_property
    def tendon(self) -> NDArray[np.float32]:
        """(n,) 1 where a corner is tendon, 0 where it is flesh."""
        return np.concatenate([tendon_share(*part.grid.uv, part.tendons) for part in self.parts])

    @cached_property
    def fibres(self) -> NDArray[np.float32]:
        """(n, 3) unit vector along the fibres at each corner, from origin to insertion."""
        return np.concatenate([_fibres(part) for part in self.parts])

    @cached_property
    def _locator(self) -> Locator:
        return Locator(self.vertices_mm, self.faces)

    def nearest(self, positions_mm: FloatArray) -> FloatArray:
        """(k, 3) nearest spots of its surface to (k, 3) positions."""
        return self._locator.nearest(np.atleast_2d(positions_mm))[1]

    def depth_mm(self, positions_mm: FloatArray) -> FloatArray:
        """(k,) distance of (k, 3) positions to its surface: positive inside, negative outside."""
        positions = np.atleast_2d(positions_mm)
        away = np.linalg.norm(self.nearest(positions) - positions, axis=1)
        signed: FloatArray = np.where(self.inside(positions), away, -away)
        return signed

    def inside(self, positions_mm: FloatArray) -> NDArray[np.bool_]:
        """(k,) whether (k, 3) positions lie inside one of its parts."""
        positions = np.atleast_2d(positions_mm)
        corners = self.vertices_mm[self.faces]
        within: NDArray[np.bool_] = np.array([_winding(spot, corners) for spot in positions]) > 0.5
        return within

    def fibre_line(self, position_mm: FloatArray) -> FloatArray:
        """(k, 3) line along the fibres through a position, or nearest to it, from tendon to tendon.

        This is where the taut band through a trigger point runs.
        """
        lines = [_fibre(part, np.asarray(position_mm, dtype=np.float64)) for part in self.parts]
        off = [np.linalg.norm(line - position_mm, axis=1).min() for line in lines]
        return lines[int(np.argmin(off))]

    def thinned(self, step: int) -> MuscleBody:
        """Keep one in ``step`` lines of each part's grid, and those along its rims and ends."""
        return replace(self, parts=tuple(_thinned(part, step) for part in self.parts))

    def mirrored(self) -> MuscleBody:
        """Give the other side's body: its mirror image in the midsagittal plane."""
        parts = tuple(
            replace(part, vertices_mm=part.vertices_mm * [-1.0, 1.0, 1.0],
                    grid=replace(part.grid, turned=not part.grid.turned))
            for part in self.parts
        )  # fmt: skip
        return replace(self, side=self.side.other, parts=parts)


def _thinned(part: MusclePart, step: int) -> MusclePart:
    grid = part.grid
    lines, stations = (_kept(count, step) for count in (grid.across, grid.stations))
    thin = Grid(len(stations), len(lines), grid.v[stations], grid.u[lines], grid.turned)
    upper, lower = (part.vertices_mm[ids[np.ix_(stations, lines)]] for ids in (grid.upper, grid.lower))
    return replace(part, vertices_mm=thin.joined(upper, lower), grid=thin)


def _kept(count: int, step: int) -> NDArray[np.intp]:
    return np.linspace(0, count - 1, max(4, round((count - 1) / step) + 1)).round().astype(np.intp)


def _winding(spot: FloatArray, corners: FloatArray) -> float:
    """How often closed triangles go round a spot."""
    a, b, c = (corners[:, k] - spot for k in range(3))
    la, lb, lc = (np.linalg.norm(edge, axis=1) for edge in (a, b, c))
    upright = np.einsum("ki,ki->k", a, np.cross(b, c))
    flat = la * lb * lc + (a * b).sum(1) * lc + (b * c).sum(1) * la + (c * a).sum(1) * lb
    return float(np.arctan2(upright, flat).sum() / (2.0 * np.pi))


def _fibres(part: MusclePart) -> NDArray[np.float32]:
    out = np.empty((part.grid.count, 3), np.float32)
    for ids in (part.grid.lower, part.grid.upper):
        along = np.gradient(part.vertices_mm[ids], axis=0)
        out[ids] = along / np.maximum(np.linalg.norm(along, axis=2, keepdims=True), 1e-9)
    return out


def _fibre(part: MusclePart, spot: FloatArray) -> FloatArray:
    upper, lower = part.vertices_mm[part.grid.upper], part.vertices_mm[part.grid.lower]
    columns = np.linspace(0.0, part.grid.across - 1.0, 4 * part.grid.across)
    width, level = _best(upper, lower, columns, _LEVELS, spot)
    step = columns[1], _LEVELS[1] - _LEVELS[0]
    near = [np.linspace(-1.0, 1.0, _FINE) * size + at for size, at in zip(step, (width, level), strict=True)]
    columns = near[0].clip(0.0, part.grid.across - 1.0)
    width, level = _best(upper, lower, columns, near[1].clip(-1.0, 1.0), spot)
    line: FloatArray = _lines(upper, lower, np.array([width]), np.array([level]))[0, 0]
    return line


def _best(
    upper: FloatArray, lower: FloatArray, columns: FloatArray, levels: FloatArray, spot: FloatArray
) -> tuple[float, float]:
    lines = _lines(upper, lower, columns, levels)
    begin, step = lines[:, :, :-1], np.diff(lines, axis=2)
    length = np.maximum((step**2).sum(-1), 1e-12)
    share = (((spot - begin) * step).sum(-1) / length).clip(0.0, 1.0)
    off = (((begin + share[..., None] * step) - spot) ** 2).sum(-1).min(axis=2)
    i, j = np.unravel_index(int(off.argmin()), off.shape)
    return float(columns[i]), float(levels[j])


def _lines(upper: FloatArray, lower: FloatArray, columns: FloatArray, levels: FloatArray) -> FloatArray:
    """(columns, levels, stations, 3) fibres at columns of the grid and levels from -1, lower, to 1, upper."""
    first = np.minimum(columns.astype(int), upper.shape[1] - 2)
    share = (columns - first)[:, None]
    faces = [(1.0 - share) * face[:, first].transpose(2, 1, 0) + share * face[:, first + 1].transpose(2, 1, 0)
             for face in (upper, lower)]  # fmt: skip
    top, bottom = (face.transpose(1, 2, 0)[:, None] for face in faces)
    height = 0.5 * (levels[None, :, None, None] + 1.0)
    mixed: FloatArray = height * top + (1.0 - height) * bottom
    return mixed
