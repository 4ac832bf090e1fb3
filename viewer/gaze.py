"""Where the visitor looks from and how large the picture is seen: pixels of a page, named views, facing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body
from viewer import compose, views
from viewer.scene import Scene
from viewer.views import Camera

GENTLE_SPAN = 0.3  # share of the body's height that is seen around a point of a walk

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
        scale: FloatArray = np.array(self._scene.size) / np.array(size)
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
            self._scene.pixel_ratio = self._scene.size[1] / self._seen_height
        self._scene.fit()
        self._scene.place_labels()

    def where_is(self, spot_mm: FloatArray, normal: FloatArray, size: Seen) -> list[float]:
        """Pixel of a spot in a picture of that size, from the top left; empty when it cannot be seen."""
        pixels, seen = self._scene.project(spot_mm[None], normal[None])
        if not seen[0]:
            return []
        return [float(value) for value in pixels[0] / self.scale(size)]

    def named(self, view: str, body: Body) -> Camera:
        """Find the camera of a named view (a key of ``viewer.views.VIEWS``)."""
        width, height = self._scene.size
        return views.camera(views.VIEWS[view], compose.bounds_mm(body), width / height)

    def facing(
        self, spot_mm: FloatArray, normal: FloatArray, body: Body, span: float = views.SELECTION_SPAN
    ) -> Camera:
        """Find the camera that looks at a spot as straight as the skin lets it."""
        return self._scene.face(spot_mm, normal, compose.bounds_mm(body), span)
