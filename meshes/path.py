"""A line on the skin: straight pieces, each inside one triangle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from meshes.body import FloatArray, SurfacePoint


@dataclass(frozen=True, eq=False)
class SurfacePath:
    """A polyline that lies on the skin exactly.

    Piece ``i`` runs from ``points_mm[i]`` to ``points_mm[i + 1]`` inside triangle ``faces[i]``.

    Attributes
    ----------
    points_mm
        (k + 1, 3) corners of the polyline.
    faces
        (k,) triangle of each piece, at least one.
    entry, leave
        (k, 3) barycentric weights of both ends of each piece in its triangle.
    """

    points_mm: FloatArray
    faces: NDArray[np.int32]
    entry: FloatArray
    leave: FloatArray

    @cached_property
    def lengths_mm(self) -> FloatArray:
        """(k + 1,) distance along the path from its start to each corner of the polyline."""
        pieces = np.linalg.norm(np.diff(self.points_mm, axis=0), axis=1)
        return np.concatenate([[0.0], np.cumsum(pieces)])

    @property
    def length_mm(self) -> float:
        """Whole length."""
        return float(self.lengths_mm[-1])

    @property
    def start(self) -> SurfacePoint:
        """First spot."""
        return SurfacePoint(int(self.faces[0]), self.entry[0])

    @property
    def end(self) -> SurfacePoint:
        """Last spot."""
        return SurfacePoint(int(self.faces[-1]), self.leave[-1])

    def at_length(self, length_mm: float) -> SurfacePoint:
        """Spot at a distance along the path from its start.

        Raises
        ------
        ValueError
            If ``length_mm`` is negative or more than the path is long (beyond a micrometre).
        """
        if not -1e-3 <= length_mm <= self.length_mm + 1e-3:
            asked = f"{length_mm:.1f} mm along a path that is {self.length_mm:.1f} mm long"
            raise ValueError(f"{asked}: no such spot")
        piece, share = self._piece(np.array([length_mm]))
        return SurfacePoint(int(self.faces[piece[0]]), self._blend(piece, share)[0])

    def at_fraction(self, fraction: float) -> SurfacePoint:
        """Spot at a share of the length: 0 is the start, 1 the end.

        Raises
        ------
        ValueError
            If ``fraction`` is outside 0 to 1.
        """
        if not 0.0 <= fraction <= 1.0:
            raise ValueError(f"fraction {fraction} of a path: it must lie from 0 to 1")
        return self.at_length(fraction * self.length_mm)

    def crossing(self, origin_mm: FloatArray, normal: FloatArray) -> SurfacePoint | None:
        """First spot where the path meets the plane through ``origin_mm`` with ``normal``; None if never."""
        height = (self.points_mm - origin_mm) @ normal
        piece = np.flatnonzero(height[:-1] * height[1:] <= 0.0)[:1]
        if not len(piece):
            return None
        before, after = height[piece], height[piece + 1]
        rise = before - after
        share = np.where(rise != 0.0, before / np.where(rise != 0.0, rise, 1.0), 0.0)
        return SurfacePoint(int(self.faces[piece[0]]), self._blend(piece, share)[0])

    def samples(self, step_mm: float) -> tuple[SurfacePoint, ...]:
        """Evenly spaced spots, both ends among them, at most ``step_mm`` apart."""
        piece, share = self._piece(self._stations(step_mm))
        blend = self._blend(piece, share)
        return tuple(SurfacePoint(int(self.faces[i]), row) for i, row in zip(piece, blend, strict=True))

    def resampled(self, step_mm: float) -> FloatArray:
        """(k, 3) positions of :meth:`samples`; each lies on the skin."""
        piece, share = self._piece(self._stations(step_mm))
        ends = self.points_mm
        return ends[piece] + share[:, None] * (ends[piece + 1] - ends[piece])

    def reversed(self) -> SurfacePath:
        """Give the same line from its end to its start."""
        return SurfacePath(self.points_mm[::-1], self.faces[::-1], self.leave[::-1], self.entry[::-1])

    def _stations(self, step_mm: float) -> FloatArray:
        if step_mm <= 0.0:
            raise ValueError(f"step of {step_mm} mm between samples: it must be more than 0")
        count = max(1, int(np.ceil(self.length_mm / step_mm - 1e-9)))
        return np.linspace(0.0, self.length_mm, count + 1)

    def _piece(self, lengths_mm: FloatArray) -> tuple[NDArray[np.intp], FloatArray]:
        ends = self.lengths_mm
        piece = (np.searchsorted(ends, lengths_mm, side="right") - 1).clip(0, len(self.faces) - 1)
        span = ends[piece + 1] - ends[piece]
        share = (lengths_mm - ends[piece]) / np.where(span > 0.0, span, 1.0)
        return piece, share.clip(0.0, 1.0)

    def _blend(self, piece: NDArray[np.intp], share: FloatArray) -> FloatArray:
        mixed: FloatArray = self.entry[piece] + share[:, None] * (self.leave[piece] - self.entry[piece])
        return mixed


def joined(paths: Sequence[SurfacePath]) -> SurfacePath:
    """One path from several, each beginning where the one before it ends.

    Raises
    ------
    ValueError
        If there is none, or if one does not begin within a micrometre of the end before it.
    """
    if not paths:
        raise ValueError("no paths to join: give at least one")
    for i in range(len(paths) - 1):
        gap_mm = float(np.linalg.norm(paths[i].points_mm[-1] - paths[i + 1].points_mm[0]))
        if gap_mm > 1e-3:
            gap = f"path {i + 1} begins {gap_mm:.3f} mm away from the end of path {i}"
            raise ValueError(f"{gap}: they cannot be joined")
    return SurfacePath(
        np.concatenate([paths[0].points_mm[:1], *(path.points_mm[1:] for path in paths)]),
        np.concatenate([path.faces for path in paths]),
        np.concatenate([path.entry for path in paths]),
        np.concatenate([path.leave for path in paths]),
    )
