"""Where the visitor looks from and how large the picture is seen: pixels of a page, named views, facing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body
from points.atlas import Mark
from points.model import Side
from viewer import compose
from viewer.camera import facing, views
from viewer.camera.views import Camera
from viewer.layers import SkinLayer
from viewer.scene import Scene

if TYPE_CHECKING:
    from points.muscle import MuscleBody

GENTLE_SPAN = 0.3  # share of the body's height that is seen around a point of a walk
SAMPLED = 150  # corners of a muscle, to find how deep it lies
ASIDE = 0.55  # to the left or right: what is seen more from the side is not seen alike on both
MOST_INWARDS = 0.4  # share of a look from the midline outwards that does not meet the other leg
FAR = 2.6  # two sides together may be so much larger than one
ROOM = 1.3  # what is framed is so much larger than the muscle
LEAST_MM = 150.0  # a smaller frame would not say where on the body it is

FloatArray = NDArray[np.float64]
Place = tuple[FloatArray, FloatArray]  # position of a spot and outward unit normal there
Seen = tuple[float, float]  # width and height of the picture in the page's pixels, which may be fractions


class Gaze:
    """The camera of a scene as a page knows it, whose pixels are not those that are drawn."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._seen_height = 0.0

    def scale(self, size: Seen) -> FloatArray:
        """Drawn pixels per pixel of the picture as the visitor sees it, along both axes."""
        scale: FloatArray = np.array(self._scene.whole) / np.array(size)
        return scale

    def see_at(self, size: Seen) -> None:
        """Remember how large the picture is seen; sizes in pixels are meant on it, whatever is drawn."""
        self._seen_height = size[1]

    def take_camera(
        self, position: Sequence[float], focus: Sequence[float], up: Sequence[float], angle_deg: float
    ) -> bool:
        """Look from where the visitor's own view looks; return whether marks had to be fitted to it."""
        return self._scene.look(Camera(np.array(position), np.array(focus), np.array(up), angle_deg))

    def follow(self) -> None:
        """Fit marks and labels to camera and picture; to be called before each picture, whoever moved it."""
        if self._seen_height:
            self._scene.pixel_ratio = self._scene.whole[1] / self._seen_height
        self._scene.fit()
        self._scene.place_labels()

    def where_is(self, spot_mm: FloatArray, normal: FloatArray, size: Seen, mark: str = "") -> list[float]:
        """Pixel of a spot in a picture of that size, from the top left; empty when it cannot be seen.

        In a picture of two halves, the spot is looked for in the half that shows a mark.
        """
        half = self._scene.half_of(mark)
        pixels, seen = self._scene.project(spot_mm[None], normal[None], half)
        if not seen[0]:
            return []
        inside = pixels[0] + np.array(self._scene.corner(half))
        return [float(value) for value in inside / self.scale(size)]

    def from_middle(self, x: float, y: float, size: Seen) -> tuple[float, float]:
        """How far to the right of and below the middle of its half a pixel of a picture lies."""
        across, down = (float(share) for share in self.scale(size))
        _, right, below = self._scene.within(x * across, y * down)
        width, height = self._scene.size
        return (right - width / 2.0) / across, (below - height / 2.0) / down

    def named(self, view: str, body: Body) -> Camera:
        """Find the camera of a named view (a key of ``viewer.camera.views.VIEWS``)."""
        width, height = self._scene.size
        return views.camera(views.VIEWS[view], compose.bounds_mm(body), width / height)

    def along(self, view: str, spots_mm: FloatArray, body: Body) -> Camera:
        """Find the camera that sees some spots from the direction of a named view."""
        width, height = self._scene.size
        toward = views.VIEWS[view].toward
        return views.around(spots_mm, toward, compose.bounds_mm(body), width / height)

    def facing(
        self, spot_mm: FloatArray, normal: FloatArray, body: Body, span: float = views.SELECTION_SPAN
    ) -> Camera:
        """Find the camera that looks at a spot as straight as the skin lets it."""
        return self._scene.face(spot_mm, normal, compose.bounds_mm(body), span)

    def before(self, spots_mm: FloatArray, normals: FloatArray, extent_mm: FloatArray, body: Body) -> Camera:
        """Find the camera that has all of some spots in the picture and looks at them as straight as it can.

        Parameters
        ----------
        spots_mm, normals
            (k, 3) spots and the outward unit normals there; the whole body where there are none.
        extent_mm
            (m, 3) what is to be in the picture besides.
        """
        if not len(spots_mm):
            return self.named("front", body)
        return self._scene.face_all(spots_mm, normals, extent_mm, compose.bounds_mm(body))

    def before_muscle(
        self, bodies: Sequence[MuscleBody], points: Sequence[Mark], skin: SkinLayer
    ) -> Camera | None:
        """Find the camera that sees a muscle from the side that shows it; None without a muscle.

        Both sides are framed where they are seen alike and near to each other, else the first.
        """
        if not bodies:
            return None
        first = bodies[0].side
        corners = np.concatenate([muscle.vertices_mm for muscle in bodies if muscle.side == first])
        reached = [mark.normal for mark in points if mark.located.side in (first, Side.MIDLINE)]
        outer = np.unique(skin.faces)
        sampled = corners[:: max(1, len(corners) // SAMPLED)]
        way = facing.way_to(sampled, reached, skin.vertices_mm[outer], skin.normals[outer])
        way = _past_the_other(way, first)
        both = np.concatenate([muscle.vertices_mm for muscle in bodies])
        if abs(way[0]) < ASIDE and _reach(both) < FAR * _reach(corners):
            # straight before both
            corners, way = both, way * ([1.0, 1.0, 1.0] if len(both) == len(corners) else [0.0, 1.0, 1.0])
        half = np.maximum(ROOM * np.ptp(corners, axis=0), LEAST_MM) / 2.0
        width, height = self._scene.size
        return views.framed((corners.min(axis=0) + corners.max(axis=0)) / 2.0, half, way, width / height)


def _past_the_other(way: FloatArray, side: str) -> FloatArray:
    """Turn a way that leads to the other limb, or to the trunk, until it passes before or behind that."""
    inwards = -way[0] if side == Side.LEFT else way[0]
    if inwards <= MOST_INWARDS:
        return way
    level = float(np.hypot(way[0], way[1]))
    across = MOST_INWARDS * np.sign(way[0])
    turned = np.array(
        [across, (1.0 if way[1] > 0.0 else -1.0) * np.sqrt(max(level**2 - across**2, 0.0)), way[2]]
    )
    unit: FloatArray = turned / np.linalg.norm(turned)
    return unit


def _reach(corners: NDArray[np.float64]) -> float:
    return float(np.ptp(corners, axis=0).max())
