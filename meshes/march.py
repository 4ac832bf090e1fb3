"""Following the curve in which a plane cuts a mesh, exactly, from triangle to triangle.

A corner that lies in the plane counts as above it, always. So the curve never runs through a corner: it
crosses edges whose ends lie on different sides, and a triangle has none or two of those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body, FloatArray, SurfacePoint

Piece = tuple[int, FloatArray, FloatArray]
Ending = Literal["there", "closed", "rim"]


@dataclass(frozen=True, eq=False)
class Cut:
    """A plane through a body: (3,) ``origin_mm``, ``normal`` and the ``heading`` to set out in."""

    body: Body
    across: NDArray[np.int32]
    origin_mm: FloatArray
    normal: FloatArray
    heading: FloatArray

    def crossings(self, face: int) -> list[tuple[int, FloatArray]]:
        """Edges of a triangle that the plane crosses (none or two), with the (3,) crossing of each."""
        ids = self.body.faces[face]
        corners = self.body.vertices_mm[ids]
        height = ((corners - self.origin_mm) @ self.normal).tolist()
        found = []
        for i in range(3):
            j = (i + 1) % 3
            if (height[i] >= 0.0) != (height[j] >= 0.0):
                # From the lower id, so both triangles of an edge get the same position to the last bit.
                a, b = (i, j) if ids[i] < ids[j] else (j, i)
                share = height[a] / (height[a] - height[b])
                found.append((i, corners[a] + share * (corners[b] - corners[a])))
        return found

    def around(self, point: SurfacePoint) -> list[int]:
        """Triangles that hold a spot: one inside, two on an edge, the whole fan on a corner."""
        faces = self.body.faces
        held = set(faces[point.face][point.barycentric > 1e-12].tolist())
        seen, queue = {point.face}, [point.face]
        while queue:
            for other in self.across[queue.pop()].tolist():
                if other >= 0 and other not in seen and held <= set(faces[other].tolist()):
                    seen.add(other)
                    queue.append(other)
        return sorted(seen)


def march(cut: Cut, start: SurfacePoint, distance_mm: float) -> tuple[list[Piece], Ending]:
    """Pieces ``(face, begin, end)`` of the cut curve from ``start`` on, and why they stop.

    The ending is ``there`` (the distance is reached), ``closed`` (back at the start) or ``rim`` (no triangle
    beyond).
    """
    origin = here = cut.body.position_mm(start)
    way = _first_exit(cut, start, here)
    if way is None:
        return [(start.face, here, here)], "rim"
    face, edge, there = first = way
    pieces: list[Piece] = []
    left = distance_mm
    while True:
        closing = bool(pieces) and (face, edge) == first[:2]
        there = origin if closing else there
        step = float(np.linalg.norm(there - here))
        if step >= left:
            pieces.append((face, here, here + (there - here) * (left / step if step else 0.0)))
            return pieces, "there"
        pieces.append((face, here, there))
        beyond = int(cut.across[face, edge])
        if closing or beyond < 0:
            return pieces, "closed" if closing else "rim"
        entered = cut.across[beyond].tolist().index(face)
        left, face, here = left - step, beyond, there
        edge, there = next(way for way in cut.crossings(face) if way[0] != entered)


def _first_exit(cut: Cut, start: SurfacePoint, here: FloatArray) -> tuple[int, int, FloatArray] | None:
    """Triangle at the start, and edge and position where the curve leaves it along the heading."""
    ways = [(face, *way) for face in cut.around(start) for way in cut.crossings(face)]
    return max(ways, key=lambda way: float((way[2] - here) @ cut.heading), default=None)
