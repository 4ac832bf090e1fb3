"""The outer skin of a body: nearest spot, rays, normals, and walks along the skin.

Only outer triangles count (``Body.outer``): the mouth cavity and the eye sockets are not there.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from meshes import triangles
from meshes.body import Body, FloatArray, SurfacePoint
from meshes.locator import Locator
from meshes.march import Cut, march
from meshes.path import SurfacePath

_GRAZING = 1e-9  # cosine between a ray and a triangle below which they count as parallel


class SurfaceError(ValueError):
    """The skin has no such spot: a ray that misses, a walk that runs off the edge."""


class Surface:
    """A body's outer skin, made ready for many questions. Holds no state but what the body fixes.

    Attributes
    ----------
    body
        The body.
    """

    def __init__(self, body: Body) -> None:
        self.body = body
        self._outer = np.flatnonzero(body.outer)
        self._locator = Locator(body.vertices_mm, body.faces[self._outer])
        self._span_mm = float(np.linalg.norm(np.ptp(body.vertices_mm, axis=0)))

    @cached_property
    def across(self) -> NDArray[np.int32]:
        """(m, 3) outer triangle across each edge, -1 at the rim of the outer skin and for inner triangles."""
        return triangles.neighbours(self.body.faces, self.body.outer)

    @cached_property
    def back(self) -> NDArray[np.int8]:
        """(m, 3) which edge of the triangle across each edge leads back."""
        own = np.arange(len(self.across))[:, None, None]
        back: NDArray[np.int8] = (self.across[self.across] == own).argmax(axis=2).astype(np.int8)
        return back

    @cached_property
    def apexes(self) -> NDArray[np.complex128]:
        """(m, 3) the triangles laid flat, see :func:`meshes.triangles.apexes`."""
        return triangles.apexes(self.body.vertices_mm[self.body.faces])

    @cached_property
    def angle_sums(self) -> FloatArray:
        """(n,) sum in radians of the outer angles at each vertex: below 2 pi on a bump, above on a saddle."""
        return triangles.per_vertex(self.body.faces, self._angles, len(self.body.vertices_mm))

    @cached_property
    def normals(self) -> FloatArray:
        """(n, 3) smooth outward unit normals."""
        return triangles.vertex_normals(self.body.vertices_mm, self.body.faces, self._angles)

    @cached_property
    def _angles(self) -> FloatArray:
        return triangles.corner_angles(self.body.vertices_mm, self.body.faces) * self.body.outer[:, None]

    def position_mm(self, point: SurfacePoint) -> FloatArray:
        """(3,) position of a spot."""
        return self.body.position_mm(point)

    def nearest(self, position_mm: FloatArray) -> SurfacePoint:
        """Spot of the outer skin that is nearest to a (3,) position (straight through the air)."""
        return self.nearest_many(np.asarray(position_mm, dtype=np.float64)[None])[0]

    def nearest_many(self, positions_mm: FloatArray) -> tuple[SurfacePoint, ...]:
        """Spot of the outer skin that is nearest to each of (k, 3) positions."""
        rows, spots = self._locator.nearest(np.asarray(positions_mm, dtype=np.float64))
        return self._spots(self._outer[rows], spots)

    def nearest_faces(self, positions_mm: FloatArray) -> NDArray[np.intp]:
        """(k,) outer triangle nearest to each of (k, 3) positions."""
        return self._outer[self._locator.nearest(positions_mm)[0]]

    def normal(self, point: SurfacePoint) -> FloatArray:
        """(3,) outward unit normal, smooth: it changes steadily from triangle to triangle."""
        mixed: FloatArray = point.barycentric @ self.normals[self.body.faces[point.face]]
        mixed /= np.linalg.norm(mixed)
        return mixed

    def tangent(self, point: SurfacePoint, direction: FloatArray) -> FloatArray:
        """(3,) unit vector along the skin that is closest to a direction.

        Raises
        ------
        SurfaceError
            If the direction is zero or stands upright on the skin there.
        """
        normal = self.normal(point)
        flat = direction - (direction @ normal) * normal
        length = float(np.linalg.norm(flat))
        if length <= 1e-9 * max(1.0, float(np.linalg.norm(direction))):
            raise SurfaceError(
                f"direction {_text(direction)} does not run along the skin at {self._where(point)}"
            )
        return flat / length

    def ray(
        self,
        origin_mm: FloatArray,
        direction: FloatArray,
        which: Literal["first", "last"] = "first",
        max_mm: float = np.inf,
    ) -> SurfacePoint:
        """Spot where a ray leaves the body through the outer skin.

        Parameters
        ----------
        origin_mm, direction
            (3,) start, usually on an axis inside the body, and heading of any length.
        which
            ``first`` way out, or ``last``: beyond the first one may stand another part, such as an arm.
        max_mm
            Longest way from the origin that counts.

        Raises
        ------
        SurfaceError
            If the ray leaves the body nowhere within ``max_mm``.
        """
        origin = np.asarray(origin_mm, dtype=np.float64)
        heading = np.asarray(direction, dtype=np.float64)
        if (length := float(np.linalg.norm(heading))) == 0.0:
            raise SurfaceError(f"ray from {_text(origin)}: its direction is zero")
        faces, ways = self._ways_out(origin, heading / length, max_mm)
        if not len(faces):
            within = f" within {max_mm:.0f} mm" if np.isfinite(max_mm) else ""
            raise SurfaceError(f"ray from {_text(origin)} along {_text(heading)} meets no outer skin{within}")
        chosen = int(ways.argmin() if which == "first" else ways.argmax())
        return self._spots(faces[[chosen]], (origin + ways[chosen] * heading / length)[None])[0]

    def trace(
        self, start: SurfacePoint, direction: FloatArray, distance_mm: float, normal: FloatArray | None = None
    ) -> SurfacePath:
        """Line from ``start`` along the skin in the plane of ``direction`` and the outward normal there.

        The plane cuts the skin in a curve; it is followed exactly from triangle to triangle. This is what a
        tape held upright to the skin measures; on curved skin it is not the shortest line.

        Parameters
        ----------
        start
            Where the line begins.
        direction
            (3,) heading; its part along the skin counts.
        distance_mm
            Length of the line, not negative.
        normal
            (3,) normal of the cutting plane, to cut level or upright instead of square to the skin.

        Raises
        ------
        SurfaceError
            If the curve ends at the rim of the outer skin or closes on itself before ``distance_mm``.
        """
        if distance_mm < 0.0:
            raise SurfaceError(
                f"line of {distance_mm:.1f} mm: it must not be negative, turn the direction round"
            )
        pieces, ending = march(self._cut(start, direction, normal), start, distance_mm)
        path = self._path(pieces)
        if ending != "there":
            what = "closes on itself" if ending == "closed" else "runs off the outer skin"
            raise SurfaceError(
                f"walk of {distance_mm:.1f} mm from {self._where(start)} along {_text(direction)} "
                f"{what} after {path.length_mm:.1f} mm"
            )
        return path

    def walk(
        self, start: SurfacePoint, direction: FloatArray, distance_mm: float, normal: FloatArray | None = None
    ) -> SurfacePoint:
        """Spot at the end of :meth:`trace`; a negative distance walks the other way."""
        if distance_mm < 0.0:
            return self.trace(start, -np.asarray(direction), -distance_mm, normal).end
        return self.trace(start, direction, distance_mm, normal).end

    def section(
        self, point: SurfacePoint, direction: FloatArray, normal: FloatArray | None = None
    ) -> SurfacePath:
        """Cut curve through a spot as far as it goes: back to ``point`` where it closes, or up to the rim."""
        return self._path(march(self._cut(point, direction, normal), point, np.inf)[0])

    def _where(self, point: SurfacePoint) -> str:
        return _text(self.position_mm(point))

    def _cut(self, start: SurfacePoint, direction: FloatArray, normal: FloatArray | None) -> Cut:
        heading = np.asarray(direction, dtype=np.float64)
        if normal is None:
            normal = triangles.cross(self.tangent(start, heading), self.normal(start))
        upright = np.asarray(normal, dtype=np.float64)
        return Cut(self.body, self.across, self.position_mm(start), upright, heading)

    def _path(self, pieces: list[tuple[int, FloatArray, FloatArray]]) -> SurfacePath:
        faces = np.array([face for face, _, _ in pieces], dtype=np.int32)
        corners = self.body.vertices_mm[self.body.faces[faces]]
        entry = triangles.weights(corners, np.array([begin for _, begin, _ in pieces]))
        leave = triangles.weights(corners, np.array([end for _, _, end in pieces]))
        points_mm = np.array([pieces[0][1], *(end for _, _, end in pieces)])
        return SurfacePath(points_mm, faces, entry, leave)

    def _spots(self, faces: NDArray[np.intp], positions_mm: FloatArray) -> tuple[SurfacePoint, ...]:
        rows = triangles.weights(self.body.vertices_mm[self.body.faces[faces]], positions_mm)
        return tuple(SurfacePoint(face, row) for face, row in zip(faces.tolist(), rows, strict=True))

    def _ways_out(
        self, origin: FloatArray, heading: FloatArray, max_mm: float
    ) -> tuple[NDArray[np.intp], FloatArray]:
        reach = min(max_mm, float(np.linalg.norm(origin - self.body.vertices_mm[0])) + self._span_mm)
        faces = self._outer[self._locator.hits(origin, origin + reach * heading)]
        corners = self.body.vertices_mm[self.body.faces[faces]]
        upright = triangles.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        slope = upright @ heading
        out = slope > _GRAZING * np.linalg.norm(upright, axis=1)
        rise = np.einsum("ki,ki->k", corners[out, 0] - origin, upright[out])
        return faces[out], rise / slope[out]


def _text(vector: FloatArray) -> str:
    return "(" + ", ".join(f"{value:.4g}" for value in np.asarray(vector).tolist()) + ")"
