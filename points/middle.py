"""The midsagittal curve: where the plane x = 0 cuts a body's outer skin.

On a body that is its own mirror image this curve is a geodesic. The midline is measured along it: over the
crown, not round the side of the head, even where that is shorter.
"""

from __future__ import annotations

import numpy as np

from meshes.body import FloatArray, SurfacePoint
from meshes.path import SurfacePath, joined
from meshes.surface import Surface

ON_MIDLINE_MM = 0.05
_LEFTWARD = np.array([1.0, 0.0, 0.0])
_FORWARD = np.array([0.0, -1.0, 0.0])
_GAP_MM = 1e-3


class Middle:
    """The midsagittal curve of a body, as one path: closed, or open where the lips part it.

    Parameters
    ----------
    surface
        The outer skin; the plane x = 0 must cut it.
    """

    def __init__(self, surface: Surface) -> None:
        self._body = surface.body
        self.path = _curve(surface)
        ends = self.path.points_mm[[0, -1]]
        self.closed = bool(np.linalg.norm(ends[1] - ends[0]) < _GAP_MM)

    def nearest(self, position_mm: FloatArray) -> SurfacePoint:
        """Spot of the curve that is nearest to a (3,) position."""
        return self.path.at_length(foot(self.path, position_mm)[0])

    def between(self, start: SurfacePoint, end: SurfacePoint) -> SurfacePath | None:
        """Path along the curve from one spot to another, the shorter way round.

        Returns
        -------
        SurfacePath or None
            None if one of them does not lie on the curve, or they lie on the same place of it.
        """
        ways = [foot(self.path, self._body.position_mm(point)) for point in (start, end)]
        if max(apart for _, apart in ways) > ON_MIDLINE_MM:
            return None
        begin, finish = sorted(length for length, _ in ways)
        if finish - begin < _GAP_MM:
            return None
        whole = self.path.length_mm
        if self.closed and finish - begin > 0.5 * whole:
            pieces = [
                _part(self.path, first, last)
                for first, last in ((finish, whole), (0.0, begin))
                if last > first
            ]
            path, forward = joined(pieces), ways[0][0] == finish
        else:
            path, forward = _part(self.path, begin, finish), ways[0][0] == begin
        return path if forward else path.reversed()


def foot(path: SurfacePath, position_mm: FloatArray) -> tuple[float, float]:
    """Length along a path to its spot nearest to a (3,) position, and how far that spot is from it."""
    begin, step = path.points_mm[:-1], np.diff(path.points_mm, axis=0)
    squared = np.einsum("ki,ki->k", step, step)
    share = np.einsum("ki,ki->k", position_mm - begin, step) / np.where(squared > 0.0, squared, 1.0)
    share = share.clip(0.0, 1.0)
    apart = np.linalg.norm(begin + share[:, None] * step - position_mm, axis=1)
    best = int(apart.argmin())
    lengths = path.lengths_mm
    return float(lengths[best] + share[best] * (lengths[best + 1] - lengths[best])), float(apart[best])


def _curve(surface: Surface) -> SurfacePath:
    """Follow the whole curve, from the crown both ways."""
    body = surface.body
    corners = body.vertices_mm[body.faces]
    crossing = body.outer & (corners[..., 0] >= 0.0).any(axis=1) & (corners[..., 0] < 0.0).any(axis=1)
    if not crossing.any():
        raise ValueError(f"the midsagittal plane x = 0 does not cut the body {body.name}")
    top = int(np.flatnonzero(crossing)[corners[crossing][..., 2].max(axis=1).argmax()])
    x = corners[top, :, 0]
    i = next(i for i in range(3) if (x[i] >= 0.0) != (x[(i + 1) % 3] >= 0.0))
    j = (i + 1) % 3
    weights = np.zeros(3)
    weights[i], weights[j] = x[j] / (x[j] - x[i]), x[i] / (x[i] - x[j])
    start = SurfacePoint(top, weights)
    front = surface.section(start, _FORWARD, _LEFTWARD)
    if np.linalg.norm(front.points_mm[-1] - front.points_mm[0]) < _GAP_MM:
        return front
    return joined([front.reversed(), surface.section(start, -_FORWARD, _LEFTWARD)])


def _part(path: SurfacePath, begin_mm: float, end_mm: float) -> SurfacePath:
    """Cut out the stretch of a path between two lengths."""
    lengths = path.lengths_mm
    first = int(np.searchsorted(lengths, begin_mm, side="right") - 1)
    last = max(first, int(np.searchsorted(lengths, end_mm, side="left") - 1))
    first, last = min(first, len(path.faces) - 1), min(last, len(path.faces) - 1)
    entry, leave = path.entry[first : last + 1].copy(), path.leave[first : last + 1].copy()
    points = path.points_mm[first : last + 2].copy()

    def blend(piece: int, length: float) -> tuple[FloatArray, FloatArray]:
        span = lengths[piece + 1] - lengths[piece]
        share = (length - lengths[piece]) / span if span > 0.0 else 0.0
        weights = path.entry[piece] + share * (path.leave[piece] - path.entry[piece])
        ends = path.points_mm
        return weights, ends[piece] + share * (ends[piece + 1] - ends[piece])

    (entry[0], points[0]), (leave[-1], points[-1]) = blend(first, begin_mm), blend(last, end_mm)
    return SurfacePath(points, path.faces[first : last + 1], entry, leave)
