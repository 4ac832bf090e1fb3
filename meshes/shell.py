"""Closed bodies whose corners form a grid: an upper and a lower face that meet at the rims and at both ends.

Corners are stored station by station from one end to the other. Both end stations have ``across`` corners;
every other one is a ring: its upper face from rim to rim, then its lower face back, without the rims.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from meshes.body import FloatArray


@dataclass(frozen=True, eq=False)
class Grid:
    """How the corners of a body hang together.

    Attributes
    ----------
    stations, across
        Lines across and along its upper face.
    v
        (stations,) share of the length at each station.
    u
        (across,) share of the width of each line along it.
    turned
        Whether up, length and width form a right-handed frame, so that the triangles run the other way.
    """

    stations: int
    across: int
    v: FloatArray
    u: FloatArray
    turned: bool = False

    @property
    def count(self) -> int:
        """Number of corners."""
        return 2 * self.across + (self.stations - 2) * self.ring

    @property
    def ring(self) -> int:
        """Corners of an inner station."""
        return 2 * self.across - 2

    @property
    def upper(self) -> NDArray[np.int64]:
        """(stations, across) number of each corner of the upper face."""
        return _numbers(self.stations, self.across)[0]

    @property
    def lower(self) -> NDArray[np.int64]:
        """(stations, across) number of each corner of the lower face; rims and ends are the upper face's."""
        return _numbers(self.stations, self.across)[1]

    @property
    def faces(self) -> NDArray[np.int32]:
        """(m, 3) corners of the triangles, outward by the right-hand rule; closed."""
        return _triangles(self.stations, self.across, self.turned)

    @cached_property
    def uv(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """(n,) share of the width and (n,) share of the length of each corner."""
        u, v = np.empty(self.count, np.float32), np.empty(self.count, np.float32)
        for ids in (self.upper, self.lower):
            u[ids], v[ids] = np.broadcast_arrays(self.u[None], self.v[:, None])
        return u, v

    def joined(self, upper: FloatArray, lower: FloatArray) -> FloatArray:
        """(n, 3) corners from both (stations, across, 3) faces; at rims and ends, the mean of both."""
        out = np.empty((self.count, 3))
        out[self.lower] = lower
        out[self.upper] = upper
        shared = self.upper == self.lower
        out[self.upper[shared]] = 0.5 * (upper[shared] + lower[shared])
        return out


@cache  # many bodies have the same grid
def _numbers(stations: int, across: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    starts = np.r_[0, across + (2 * across - 2) * np.arange(stations - 1)]
    upper = starts[:, None] + np.arange(across)
    lower = upper.copy()
    lower[1:-1, 1:-1] = upper[1:-1, -1:] + np.arange(across - 2, 0, -1)
    return _fixed(upper), _fixed(lower)


@cache
def _triangles(stations: int, across: int, turned: bool) -> NDArray[np.int32]:
    upper, lower = _numbers(stations, across)
    faces = np.concatenate([_strips(upper), _strips(lower)[:, ::-1]]).astype(np.int32)
    return _fixed(np.ascontiguousarray(faces[:, ::-1]) if turned else faces)


_Whole = TypeVar("_Whole", NDArray[np.int64], NDArray[np.int32])


def _fixed(numbers: _Whole) -> _Whole:
    numbers.setflags(write=False)  # all share them
    return numbers


def _strips(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Two triangles for each cell of a grid of corners, cut along diagonals that take turns."""
    a, b, c, d = ids[:-1, :-1], ids[:-1, 1:], ids[1:, 1:], ids[1:, :-1]
    turn = np.add.outer(np.arange(a.shape[0]), np.arange(a.shape[1])) % 2 == 0
    # in the corners both faces share three corners of a cell: a cut between two of these would be there twice
    turn[0, 0] = turn[-1, -1] = True
    turn[0, -1] = turn[-1, 0] = False
    turn = turn.ravel()[:, None]
    a, b, c, d = (part.reshape(-1, 1) for part in (a, b, c, d))
    one = np.where(turn, np.hstack([a, b, c]), np.hstack([a, b, d]))
    two = np.where(turn, np.hstack([a, c, d]), np.hstack([b, c, d]))
    return np.concatenate([one, two])


def volume_mm3(vertices_mm: FloatArray, faces: NDArray[np.int32]) -> float:
    """Volume inside closed triangles; negative where they face inwards."""
    one, two, three = (vertices_mm[faces[:, k]] for k in range(3))
    return float(np.einsum("ki,ki->", one, np.cross(two, three)) / 6.0)
