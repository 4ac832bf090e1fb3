"""A body's skin made ready for placing points: the whole, the whole but the arms, and the midsagittal curve."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from meshes.body import Body, FloatArray, SurfacePoint
from meshes.geodesic import Geodesics
from meshes.path import SurfacePath
from meshes.surface import Surface

_CUT_STEPS = 7  # halvings of the upper arm in search of its root: to about 3 mm


class Skin:
    """Everything about one body's outer skin that rules ask for; built once for each body.

    Attributes
    ----------
    body
        The body.
    surface
        Its outer skin.
    geodesics
        Shortest lines on it.
    """

    def __init__(self, body: Body) -> None:
        self.body = body
        self.surface = Surface(body)
        self.geodesics = Geodesics(self.surface)
        self.middle = Middle(body)

    @cached_property
    def trunk(self) -> Surface:
        """The outer skin without the arms, so that a ray at hip height meets no hand."""
        return Surface(replace(self.body, outer=self.body.outer & ~arm_faces(self.surface)))

    @cached_property
    def crown_mm(self) -> float:
        """Height of the highest skin."""
        return float(self.body.vertices_mm[self.body.faces[self.body.outer], 2].max())

    def outermost(self, position_mm: FloatArray, heading: FloatArray) -> SurfacePoint:
        """Spot of head, trunk or legs that a ray through a position meets last on its way out.

        Raises
        ------
        meshes.surface.SurfaceError
            If the line meets no skin.
        """
        reach = float(np.linalg.norm(np.ptp(self.body.vertices_mm, axis=0)))
        return self.trunk.ray(position_mm - reach * heading, heading, "last")

    def on_skin(self, point: SurfacePoint) -> SurfacePoint:
        """The spot itself, or the nearest on the outer skin if it lies in the mouth or an eye socket."""
        return point if self.body.outer[point.face] else self.surface.nearest(self.body.position_mm(point))


class Middle:
    """The curve in which the midsagittal plane (x = 0) cuts a body's outer skin."""

    def __init__(self, body: Body) -> None:
        self._body = body
        faces = np.flatnonzero(body.outer)
        x = body.vertices_mm[body.faces[faces], 0]
        # A corner in the plane counts as left of it: so a triangle is crossed on two edges or on none.
        crossed = (x >= 0.0).any(axis=1) & (x < 0.0).any(axis=1)
        self._faces = faces[crossed]
        self._ends = self._crossings(x[crossed])

    def nearest(self, position_mm: FloatArray) -> SurfacePoint | None:
        """Spot of the curve that is nearest to a (3,) position; None if the body has no such curve."""
        if not len(self._faces):
            return None
        begin, step = self._ends[:, 0], self._ends[:, 1] - self._ends[:, 0]
        squared = np.einsum("ki,ki->k", step, step)
        along = np.einsum("ki,ki->k", position_mm - begin, step) / np.where(squared > 0.0, squared, 1.0)
        spots = begin + along.clip(0.0, 1.0)[:, None] * step
        best = int(((spots - position_mm) ** 2).sum(axis=1).argmin())
        face = int(self._faces[best])
        return SurfacePoint(face, _weights(self._body.vertices_mm[self._body.faces[face]], spots[best]))

    def _crossings(self, x: FloatArray) -> FloatArray:
        """(k, 2, 3) where each crossed triangle's two crossed edges meet the plane."""
        corners = self._body.vertices_mm[self._body.faces[self._faces]]
        ahead, ahead_x = np.roll(corners, -1, axis=1), np.roll(x, -1, axis=1)
        crossed = (x >= 0.0) != (ahead_x >= 0.0)
        rise = np.where(crossed, x - ahead_x, 1.0)
        spots = corners + (x / rise)[:, :, None] * (ahead - corners)
        return spots[crossed].reshape(-1, 2, 3)


def arm_faces(surface: Surface) -> NDArray[np.bool_]:
    """(m,) whether a triangle belongs to an arm below the armpit; none where a body has no arm joints."""
    out = np.zeros(len(surface.body.faces), dtype=bool)
    for suffix in (".L", ".R"):
        joints = [surface.body.joints_mm.get(f"{name}{suffix}") for name in ("shoulder", "elbow", "wrist")]
        if joints[0] is not None and joints[1] is not None and joints[2] is not None:
            out |= _arm(surface, joints[0], joints[1], joints[2])
    return out


def _arm(surface: Surface, shoulder: FloatArray, elbow: FloatArray, wrist: FloatArray) -> NDArray[np.bool_]:
    """(m,) the largest piece beyond a cut square to the upper arm that does not reach across the midline."""
    body = surface.body
    centres = body.vertices_mm[body.faces].mean(axis=1)
    axis = elbow - shoulder
    along = (centres - shoulder) @ axis / (axis @ axis)
    hand = surface.nearest(wrist).face
    beyond_midline = centres[:, 0] * np.sign(elbow[0]) < 0.0
    low, high = 0.0, 0.8
    best = np.zeros(len(body.faces), dtype=bool)
    for _ in range(_CUT_STEPS):
        cut = 0.5 * (low + high)
        piece = _piece(surface, along > cut, hand)
        if (piece & beyond_midline).any():
            low = cut
        else:
            high, best = cut, piece
    return best


def _piece(surface: Surface, kept: NDArray[np.bool_], seed: int) -> NDArray[np.bool_]:
    """(m,) triangles joined to the ``seed`` through ``kept`` triangles."""
    face, edge = np.nonzero((surface.across >= 0) & kept[:, None])
    other = surface.across[face, edge]
    inside = kept[other]
    links = (np.ones(int(inside.sum()), dtype=np.int8), (face[inside], other[inside]))
    labels = connected_components(coo_array(links, shape=(len(kept),) * 2), directed=False)[1]
    piece: NDArray[np.bool_] = labels == labels[seed]
    return piece


def _weights(corners_mm: FloatArray, position_mm: FloatArray) -> FloatArray:
    """(3,) barycentric weights of a position in a triangle's plane."""
    solved = np.linalg.lstsq(np.vstack([corners_mm.T, np.full(3, 1e3)]), np.append(position_mm, 1e3), rcond=None)[0]
    clipped: FloatArray = solved.clip(0.0, None)
    return clipped / clipped.sum()


def reach(path: SurfacePath, axis: FloatArray | None, target_mm: float) -> SurfacePoint | None:
    """First spot of a path that is so far from its start: along the path, or measured along a unit axis.

    Returns
    -------
    SurfacePoint or None
        None if the path ends before.
    """
    lengths = path.lengths_mm
    readings = lengths if axis is None else np.abs((path.points_mm - path.points_mm[0]) @ axis)
    beyond = np.flatnonzero(readings >= target_mm - 1e-6)
    if not len(beyond):
        return None
    i = int(beyond[0])
    if i == 0:
        return path.start
    rise = readings[i] - readings[i - 1]
    share = (target_mm - readings[i - 1]) / rise if rise > 0.0 else 1.0
    length = lengths[i - 1] + min(max(share, 0.0), 1.0) * (lengths[i] - lengths[i - 1])
    return path.at_length(min(float(length), path.length_mm))
