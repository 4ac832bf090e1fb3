"""Many spots on the skin as arrays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body, FloatArray, SurfacePoint


@dataclass(frozen=True, eq=False)
class Spots:
    """Spots on a body.

    Attributes
    ----------
    faces
        (k,) triangles they lie in.
    barycentric
        (k, 3) weights of the corners.
    """

    faces: NDArray[np.int64]
    barycentric: FloatArray

    @classmethod
    def of(cls, points: Iterable[SurfacePoint]) -> Spots:
        """Gather spots that are given one by one."""
        given = list(points)
        faces = np.array([point.face for point in given], dtype=np.int64)
        return cls(faces, np.array([point.barycentric for point in given], dtype=np.float64).reshape(-1, 3))

    def __len__(self) -> int:
        return len(self.faces)

    def positions_mm(self, body: Body) -> FloatArray:
        """(k, 3) positions on a body."""
        found: FloatArray = np.einsum(
            "kc,kcx->kx", self.barycentric, body.vertices_mm[body.faces[self.faces]]
        )
        return found

    def chosen(self, index: NDArray[np.integer]) -> Spots:
        """Spots by their numbers."""
        return Spots(self.faces[index], self.barycentric[index])


def uniform(
    rng: np.random.Generator, triangles: NDArray[np.integer], ends_mm2: FloatArray, count: int
) -> Spots:
    """Draw spots uniformly on some triangles.

    Parameters
    ----------
    rng
        Draws.
    triangles
        (t,) their numbers.
    ends_mm2
        (t,) cumulated areas.
    count
        How many spots.
    """
    drawn = np.searchsorted(ends_mm2, rng.random(count) * ends_mm2[-1], side="right")
    return Spots(triangles[np.minimum(drawn, len(triangles) - 1)], random_weights(rng, count, 3))


def random_weights(rng: np.random.Generator, count: int, corners: int) -> FloatArray:
    """(count, corners) weights of spots that lie uniformly in a triangle or a tetrahedron."""
    cuts = np.sort(rng.random((count, corners - 1)), axis=1)
    return np.diff(cuts, axis=1, prepend=0.0, append=1.0)
