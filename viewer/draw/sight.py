"""What the camera sees of what is drawn: the mark and the skin under a pixel, and where spots appear."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkRenderingCore import vtkRenderer

from viewer import picking
from viewer.camera.views import Camera, Size
from viewer.draw.cast import Cast
from viewer.draw.halves import Board
from viewer.draw.surface import DrawnSkin
from viewer.layers import Floats, Picked

FloatArray = NDArray[np.float64]


class Sight:
    """What is seen of a cast by the camera of a renderer, whole or in halves."""

    def __init__(self, renderer: vtkRenderer, board: Board, cast: Cast) -> None:
        self._renderer = renderer
        self._board = board
        self._cast = cast
        self._rays: tuple[DrawnSkin, picking.SkinRay] | None = None

    @property
    def camera(self) -> Camera:
        """The camera as it is now."""
        now = self._renderer.GetActiveCamera()
        return Camera(
            np.array(now.GetPosition()),
            np.array(now.GetFocalPoint()),
            np.array(now.GetViewUp()),
            now.GetViewAngle(),
        )

    @property
    def size(self) -> Size:
        """Width and height in drawn pixels of what the camera looks into: the picture, or a half of it."""
        return self._board.size

    def ray(self) -> picking.SkinRay | None:
        """Return what finds the skin, if that shows."""
        skin = self._cast.skin
        if skin is None:
            return None
        if self._rays is None or self._rays[0] is not skin:
            self._rays = skin, picking.SkinRay(skin.data)
        return self._rays[1]

    def hiding(self, half: int = 0) -> picking.SkinRay | None:
        """Return what finds the skin where that hides what is behind it."""
        return self.ray() if self._cast.hides(half) else None

    def targets(self, half: int) -> picking.Targets:
        """Gather the marks of a half that can be picked."""
        marks = [
            drawn
            for drawn in self._cast.marks
            if drawn.layer.can_be_picked and self._board.shows(half, drawn.layer.key)
        ]
        shown = [(drawn, np.flatnonzero(drawn.radii_mm > 0.0)) for drawn in marks]
        if not any(len(there) for _, there in shown):
            return picking.Targets((), np.zeros((0, 3)), np.zeros((0, 3)), np.zeros(0))
        return picking.Targets(
            [drawn.layer.ids[index] for drawn, there in shown for index in there],
            np.vstack([drawn.spots.positions_mm[there] for drawn, there in shown]),
            np.vstack([drawn.spots.normals[there] for drawn, there in shown]),
            np.concatenate([drawn.radii_mm[there] for drawn, there in shown]),
        )

    def pick(self, x: float, y: float, reach_px: float) -> str:
        """Find the mark under a drawn pixel of the picture; empty if there is none."""
        half, x, y = self._board.within(x, y)
        targets, hiding = self.targets(half), self.hiding(half)
        return picking.pick(self.camera, self.size, (x, y), targets, hiding, reach_px)

    def pick_skin(self, x: float, y: float) -> Picked:
        """Find the spot of the skin under a drawn pixel of the picture."""
        ray = self.ray()
        _, x, y = self._board.within(x, y)
        return picking.pick_skin(self.camera, self.size, (x, y), ray) if ray else Picked()

    def project(
        self, positions_mm: Floats, normals: Floats, half: int = 0
    ) -> tuple[FloatArray, NDArray[np.bool_]]:
        """Find where spots on the skin are in a half, and which can be seen."""
        camera = self.camera
        pixels, depth = camera.project(np.asarray(positions_mm, dtype=np.float64), self.size)
        inside = (depth > 0.0) & (pixels >= 0.0).all(axis=1) & (pixels <= self.size).all(axis=1)
        seen = inside.copy()
        seen[inside] = picking.visible(camera, positions_mm[inside], normals[inside], self.hiding(half))
        return pixels, seen
