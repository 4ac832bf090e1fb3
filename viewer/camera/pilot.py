"""The camera in the visitor's hand: keys turn, shift and zoom it, and it glides from place to place."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from viewer.camera import steer
from viewer.camera.views import Camera, Size

TURN_DEG, TILT_DEG, STEP_IN = 15.0, 10.0, 1.2
TURNS = {
    "ArrowLeft": (-TURN_DEG, 0.0),
    "ArrowRight": (TURN_DEG, 0.0),
    "ArrowUp": (0.0, TILT_DEG),
    "ArrowDown": (0.0, -TILT_DEG),
}
SHIFT_PX = 40.0
SHIFTS = {
    "Shift+ArrowLeft": (SHIFT_PX, 0.0),
    "Shift+ArrowRight": (-SHIFT_PX, 0.0),
    "Shift+ArrowUp": (0.0, SHIFT_PX),
    "Shift+ArrowDown": (0.0, -SHIFT_PX),
}
STEPS = {"+": STEP_IN, "=": STEP_IN, "-": 1.0 / STEP_IN}


class Seen(Protocol):
    """A scene, as far as its camera goes."""

    pixel_ratio: float

    @property
    def size(self) -> Size:
        """Width and height of the picture in drawn pixels."""

    @property
    def camera(self) -> Camera:
        """The camera as it is now."""

    def look(self, camera: Camera) -> bool:
        """Move the camera there."""


class Pilot:
    """Moves the camera of a scene."""

    def __init__(self, scene: Seen) -> None:
        self._scene = scene
        self._way: tuple[Camera, Camera] | None = None
        self.glides = 0  # pictures so far in which the camera was led, and not moved by the visitor

    @property
    def camera(self) -> Camera:
        """Where it is now."""
        return self._scene.camera

    def press(self, key: str) -> bool:
        """Turn, shift or zoom as a key says; False for a key that does neither."""
        if key in TURNS:
            self._scene.look(steer.turned(self._scene.camera, *TURNS[key]))
        elif key in SHIFTS:
            self.shift(*SHIFTS[key])
        elif key in STEPS:
            self.zoom(STEPS[key])
        else:
            return False
        return True

    def zoom(self, factor: float, around_px: tuple[float, float] = (0.0, 0.0)) -> None:
        """Step closer by a factor above 1, away by one below.

        Parameters
        ----------
        factor
            How much larger things become.
        around_px
            What stays in its place, as pixels to the right of and below the middle of the picture.
        """
        before = self._scene.camera
        self._scene.look(steer.closer(before, float(np.clip(factor, 0.25, 4.0))))
        grown = before.distance_mm / self._scene.camera.distance_mm
        self.shift(*(-offset * (grown - 1.0) for offset in around_px))

    def shift(self, right_px: float, down_px: float) -> None:
        """Shift the picture by so many of its pixels."""
        width, height = self._scene.size
        ratio = self._scene.pixel_ratio
        seen = (round(width / ratio), round(height / ratio))
        self._scene.look(steer.shifted(self._scene.camera, right_px, down_px, seen))

    def set_out(self, goal: Camera) -> None:
        """Begin a glide from where the camera is."""
        self._way = (self._scene.camera, goal)

    def arrive(self) -> None:
        """Be where the way leads, at once: no glide of its own."""
        if self._way is not None:
            self._scene.look(self._way[1])

    def stay(self) -> None:
        """Go no further on the way: whoever still leads the camera on does not move it."""
        self._way = None

    def glide(self, share: float) -> None:
        """Go to a share of the way, 0 to 1; without a way, stay."""
        if self._way is not None:
            self.glides += 1
            self._scene.look(steer.between(*self._way, share))
