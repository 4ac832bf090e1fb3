"""What desks ask of a scene: to draw layers, and to say what skin lies under the pointer."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from meshes.body import Body, SurfacePoint
from viewer.layers import Layer, Picked


class Draws(Protocol):
    """A scene, as far as something is drawn in it."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of its layers."""

    def show(self, layer: Layer) -> None:
        """Draw a layer."""

    def remove(self, key: str) -> None:
        """Take a layer out."""


class Touched(Draws, Protocol):
    """A scene whose skin is pointed at."""

    def pick_skin(self, x: float, y: float) -> Picked:
        """Find the spot of the skin under a drawn pixel."""


def spot_under(scene: Touched, body: Body, x: float, y: float) -> SurfacePoint | None:
    """Find the spot of a body's skin under a drawn pixel; None beside it."""
    picked = scene.pick_skin(x, y)
    if picked.face < 0:
        return None
    # the scene counts the triangles that it draws: those of the outer skin
    face = int(np.flatnonzero(body.outer)[picked.face])
    return SurfacePoint(face, np.array(picked.barycentric))
