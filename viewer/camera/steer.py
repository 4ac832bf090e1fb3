"""Turn a camera around what it looks at, step closer, shift it, glide: pure geometry, no drawing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from viewer.camera.views import Camera, Size

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


def between(start: Camera, end: Camera, share: float) -> Camera:
    """Return the camera at a share of a gentle way: it turns around the body and keeps it upright.

    Parameters
    ----------
    start, end
        The cameras at share 0 and 1.
    share
        Part of the time; the way begins and ends slowly.
    """
    if share >= 1.0:
        return end
    eased = share * share * (3.0 - 2.0 * share)
    focus = start.focus_mm + eased * (end.focus_mm - start.focus_mm)
    (azimuth, tilt), (azimuth_end, tilt_end) = _angles(start), _angles(end)
    turn = (azimuth_end - azimuth + np.pi) % (2.0 * np.pi) - np.pi  # the short way round
    azimuth, tilt = azimuth + eased * turn, tilt + eased * (tilt_end - tilt)
    direction = np.array([np.cos(azimuth) * np.cos(tilt), np.sin(azimuth) * np.cos(tilt), np.sin(tilt)])
    across = np.array([-np.sin(azimuth), np.cos(azimuth), 0.0])
    distance = start.distance_mm ** (1.0 - eased) * end.distance_mm**eased
    angle = start.angle_deg + eased * (end.angle_deg - start.angle_deg)
    return Camera(focus + distance * direction, focus, np.cross(direction, across), angle)


def _angles(camera: Camera) -> tuple[float, float]:
    """Azimuth and elevation of a camera around its focus, in radians."""
    x, y, z = camera.axes[2]
    return float(np.arctan2(y, x)), float(np.arcsin(np.clip(z, -1.0, 1.0)))
