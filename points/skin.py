"""A body's skin made ready for placing points: whole, without the arms, and along the midline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from meshes import triangles
from meshes.body import Body, FloatArray, SurfacePoint
from meshes.geodesic import Geodesics
from meshes.path import SurfacePath, joined
from meshes.surface import Surface
from points.middle import ON_MIDLINE_MM, Middle

_MARGIN_MM = 10.0  # rays begin and end so far outside the body
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
        self._lines: dict[tuple[SurfacePoint, SurfacePoint], SurfacePath] = {}  # zones share many

    @cached_property
    def middle(self) -> Middle:
        """The midsagittal curve."""
        return Middle(self.surface)

    @cached_property
    def trunk(self) -> Surface:
        """The outer skin without the arms, so that a ray at hip height meets no hand."""
        return Surface(replace(self.body, outer=self.body.outer & ~arm_faces(self.surface)))

    @cached_property
    def _box_mm(self) -> FloatArray:
        """(2, 3) lowest and highest corner around the trunk's skin: short rays cost less."""
        corners = self.body.vertices_mm[self.body.faces[self.trunk.body.outer]].reshape(-1, 3)
        return np.stack([corners.min(axis=0), corners.max(axis=0)])

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
        along = self._box_mm @ heading
        begin, depth = float(along.min()) - _MARGIN_MM, float(np.ptp(along)) + 2.0 * _MARGIN_MM
        origin = position_mm + (begin - float(position_mm @ heading)) * heading
        return self.trunk.ray(origin, heading, "last", max_mm=depth)

    def path(self, points: Sequence[SurfacePoint]) -> SurfacePath:
        """Shortest lines on the skin from spot to spot; between midline spots along the midsagittal curve."""
        return joined(self.legs(points))

    def legs(self, points: Sequence[SurfacePoint]) -> list[SurfacePath]:
        """Give the lines of :meth:`path`, each on its own."""
        return self.lines(list(pairwise(points)))

    def lines(self, pairs: Sequence[tuple[SurfacePoint, SurfacePoint]]) -> list[SurfacePath]:
        """Shortest line between each pair of spots; many at once are quicker, and each is kept."""
        fresh = [pair for pair in dict.fromkeys(pairs) if pair not in self._lines]
        along = [self._along_middle(one, two) for one, two in fresh]
        others = [pair for pair, line in zip(fresh, along, strict=True) if line is None]
        found = iter(self.geodesics.paths(others))
        self._lines.update({pair: line or next(found) for pair, line in zip(fresh, along, strict=True)})
        return [self._lines[pair] for pair in pairs]

    def distance_mm(self, start: SurfacePoint, end: SurfacePoint) -> float:
        """Length of :meth:`path` between two spots."""
        return self.path([start, end]).length_mm

    def _along_middle(self, start: SurfacePoint, end: SurfacePoint) -> SurfacePath | None:
        off_mm = max(abs(float(self.body.position_mm(point)[0])) for point in (start, end))
        return self.middle.between(start, end) if off_mm < ON_MIDLINE_MM else None

    def on_skin(self, point: SurfacePoint) -> SurfacePoint:
        """Keep a spot of the outer skin; for one in the mouth or an eye socket take the nearest."""
        return point if self.body.outer[point.face] else self.surface.nearest(self.body.position_mm(point))


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
        labels = triangles.pieces(surface.across, along > cut)
        piece = labels == labels[hand]
        if (piece & beyond_midline).any():
            low = cut
        else:
            high, best = cut, piece
    return best


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
