"""Turn a camera around what it looks at, step closer, shift it: pure geometry, no drawing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from viewer.views import Camera, Size

STEEPEST_DEG = 85.0  # straight up or down, the picture's up would be undefined
NEAREST_MM, FARTHEST_MM = 60.0, 20000.0


def turned(camera: Camera, azimuth_deg: float, elevation_deg: float) -> Camera:
    """Return the camera moved around its focus, to its right and up; the body stays upright."""
    offset = camera.position_mm - camera.focus_mm
    distance = float(np.linalg.norm(offset))
    azimuth = np.arctan2(offset[1], offset[0]) + np.radians(azimuth_deg)
    elevation = np.degrees(np.arcsin(np.clip(offset[2] / distance, -1.0, 1.0))) + elevation_deg
    tilt = np.radians(np.clip(elevation, -STEEPEST_DEG, STEEPEST_DEG))
    direction = np.array([np.cos(azimuth) * np.cos(tilt), np.sin(azimuth) * np.cos(tilt), np.sin(tilt)])
    across = np.array([-np.sin(azimuth), np.cos(azimuth), 0.0])
    return replace(camera, position_mm=camera.focus_mm + distance * direction, up=np.cross(direction, across))


def closer(camera: Camera, factor: float) -> Camera:
    """Return the camera at its distance divided by ``factor``, within bounds."""
    distance = float(np.clip(camera.distance_mm / factor, NEAREST_MM, FARTHEST_MM))
    return replace(camera, position_mm=camera.focus_mm + distance * camera.axes[2])


def shifted(camera: Camera, right_px: float, down_px: float, size: Size) -> Camera:
    """Return the camera moved so that what it shows shifts by so many pixels of a picture of that size."""
    right, up, _ = camera.axes
    move = (down_px * up - right_px * right) / camera.pixels_per_mm(size)
    return replace(camera, position_mm=camera.position_mm + move, focus_mm=camera.focus_mm + move)
