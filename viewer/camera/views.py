"""Named views as data, and the camera that shows one: pure geometry, no drawing.

A pinhole camera at distance D along the unit vector d from its focus, with right and up axes r and u, sees
a point whose offset from the focus is p when |p.u| <= (D - p.d) tan(angle / 2), and the same for r with the
picture's aspect. So the least distance that shows a set of points is the greatest of p.d + |p.u| /
tan(angle / 2) and p.d + |p.r| / (aspect tan(angle / 2)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
Size = tuple[int, int]

ANGLE_DEG = 24.0  # narrow, so that a body looks as drawn in an atlas: little foreshortening
MARGIN = 1.06
SELECTION_SPAN = 0.22  # share of the body's height that a look at one mark shows
ROOM_SPAN = 0.035  # share of the body's height that is left around several spots
CENTRINGS = 8  # each leaves a small share of what was off
STEEPEST_FACE_DEG = 62.0  # from higher above a foot, a hand comes before the camera
STEEPEST_DEG = 80.0  # straight down, the picture's up would be undefined


@dataclass(frozen=True)
class View:
    """Where to look from, and at what.

    Attributes
    ----------
    azimuth_deg
        0 from the front, 90 from the body's left, 180 from the back.
    elevation_deg
        Above the horizon.
    centre
        The middle of what is looked at, as shares of the body's height: to its left, to its back, up.
    extent
        Half of its size along the same axes; None for the whole body.
    """

    azimuth_deg: float
    elevation_deg: float = 0.0
    centre: tuple[float, float, float] = (0.0, 0.0, 0.5)
    extent: tuple[float, float, float] | None = None

    @property
    def toward(self) -> FloatArray:
        """(3,) unit direction towards the viewer."""
        return _direction(self.azimuth_deg, self.elevation_deg)


@dataclass(frozen=True, eq=False)
class Camera:
    """A pinhole camera in the body's frame.

    Attributes
    ----------
    position_mm, focus_mm
        (3,) where it is and what it looks at.
    up
        (3,) unit vector, across the line of sight.
    angle_deg
        Vertical field of view.
    """

    position_mm: FloatArray
    focus_mm: FloatArray
    up: FloatArray
    angle_deg: float = ANGLE_DEG

    @property
    def axes(self) -> FloatArray:
        """(3, 3) rows: right, up, towards the viewer; unit vectors."""
        toward = _unit(self.position_mm - self.focus_mm)
        right = _unit(np.cross(self.up, toward))
        return np.array([right, np.cross(toward, right), toward])

    @property
    def distance_mm(self) -> float:
        """How far the focus is."""
        return float(np.linalg.norm(self.position_mm - self.focus_mm))

    def pixels_per_mm(self, size: Size) -> float:
        """Scale at the focus in a picture of ``size`` (width, height) pixels."""
        return size[1] / (2.0 * self.distance_mm * float(np.tan(np.radians(self.angle_deg) / 2.0)))

    def project(self, positions_mm: FloatArray, size: Size) -> tuple[FloatArray, FloatArray]:
        """Pixels of positions, and how far before the camera they are.

        Parameters
        ----------
        positions_mm
            (k, 3).
        size
            Width and height of the picture in pixels.

        Returns
        -------
        pixels
            (k, 2) from the top left corner, +x right, +y down; without meaning where the depth is not
            positive.
        depth_mm
            (k,) along the line of sight.
        """
        local = (positions_mm - self.position_mm) @ self.axes.T
        depth = -local[:, 2]
        scale = self.pixels_per_mm(size) * self.distance_mm / np.where(depth > 0.0, depth, np.inf)
        pixels = np.array([size[0] / 2.0, size[1] / 2.0]) + local[:, :2] * scale[:, None] * [1.0, -1.0]
        return pixels, depth

    def ray(self, x: float, y: float, size: Size) -> FloatArray:
        """(3,) unit direction from the camera through a pixel (from the top left corner)."""
        scale = self.pixels_per_mm(size) * self.distance_mm
        right, up, toward = self.axes
        return _unit((x - size[0] / 2.0) / scale * right - (y - size[1] / 2.0) / scale * up - toward)


_HEAD = (0.0, 0.0, 0.93)
_HEAD_HALF = (0.062, 0.075, 0.078)

VIEWS: Mapping[str, View] = MappingProxyType(
    {
        "front": View(0.0),
        "back": View(180.0),
        "left": View(90.0),
        "right": View(-90.0),
        "top": View(0.0, STEEPEST_DEG),
        "head_front": View(0.0, 2.0, _HEAD, _HEAD_HALF),
        "head_left": View(90.0, 2.0, _HEAD, _HEAD_HALF),
        "head_right": View(-90.0, 2.0, _HEAD, _HEAD_HALF),
        "head_back": View(180.0, 2.0, _HEAD, _HEAD_HALF),
        "head_top": View(180.0, 68.0, (0.0, 0.0, 0.95), (0.062, 0.075, 0.05)),
        "neck_front": View(0.0, -4.0, (0.0, 0.0, 0.85), (0.09, 0.05, 0.055)),
        "neck_left": View(90.0, 6.0, (0.0, 0.0, 0.86), (0.05, 0.07, 0.06)),
        "neck_right": View(-90.0, 6.0, (0.0, 0.0, 0.86), (0.05, 0.07, 0.06)),
        "neck_back": View(180.0, 12.0, (0.0, 0.02, 0.86), (0.10, 0.06, 0.065)),
        "shoulder_left": View(58.0, 16.0, (0.11, 0.0, 0.80), (0.08, 0.07, 0.075)),
        "shoulder_right": View(-58.0, 16.0, (-0.11, 0.0, 0.80), (0.08, 0.07, 0.075)),
        "shoulders_back": View(180.0, 14.0, (0.0, 0.02, 0.79), (0.15, 0.06, 0.10)),
        "chest": View(0.0, 4.0, (0.0, 0.0, 0.75), (0.13, 0.06, 0.10)),
        "abdomen": View(0.0, 0.0, (0.0, 0.0, 0.60), (0.10, 0.06, 0.09)),
        "low_back": View(180.0, 0.0, (0.0, 0.0, 0.59), (0.10, 0.06, 0.10)),
    }
)


def camera(view: View, bounds_mm: ArrayLike, aspect: float) -> Camera:
    """Find the camera of a named view of a body.

    Parameters
    ----------
    view
        What to look at.
    bounds_mm
        (2, 3) least and greatest corner of the body's box, floor at z = 0.
    aspect
        Width of the picture over its height.
    """
    low, high = np.asarray(bounds_mm, dtype=np.float64)
    height = float(high[2])
    if view.extent is None:
        centre, half = (low + high) / 2.0, (high - low) / 2.0
        centre[0], half[0] = 0.0, float(max(-low[0], high[0]))
    else:
        depth = (low[1] + high[1]) / 2.0 if view.centre[1] == 0.0 else 0.0
        centre, half = np.array(view.centre) * height + [0.0, depth, 0.0], np.array(view.extent) * height
    corners = centre + half * np.array(np.meshgrid([-1, 1], [-1, 1], [-1, 1])).reshape(3, -1).T
    direction = _direction(view.azimuth_deg, view.elevation_deg)
    if view.extent is None:
        centre = _centred(centre, direction, corners, aspect)
    return _looking(centre, direction, corners, aspect)


def face(
    position_mm: ArrayLike,
    normal: ArrayLike,
    bounds_mm: ArrayLike,
    aspect: float,
    span: float = SELECTION_SPAN,
) -> Camera:
    """Find the camera that looks straight at a spot on the skin, along its normal.

    Parameters
    ----------
    position_mm, normal
        (3,) spot and outward direction.
    bounds_mm
        (2, 3) corners of the body's box: how much is shown around the spot follows from the body's height.
    aspect
        Width of the picture over its height.
    span
        Share of the body's height that is seen.
    """
    spot = np.asarray(position_mm, dtype=np.float64)
    outward = _unit(np.asarray(normal, dtype=np.float64))
    raised = float(np.degrees(np.arcsin(outward[2])))
    elevation = float(np.clip(raised, -STEEPEST_FACE_DEG, STEEPEST_FACE_DEG))
    level = float(np.hypot(outward[0], outward[1]))
    azimuth = float(np.degrees(np.arctan2(outward[0], -outward[1]))) if level > 1e-6 else 0.0
    half = span / 2.0 * float(np.asarray(bounds_mm)[1, 2])
    direction = _direction(azimuth, elevation)
    right = _unit(np.cross([0.0, 0.0, 1.0], direction))
    up = np.cross(direction, right)
    frame = spot + half * np.array([right, -right, up, -up])
    return _looking(spot, direction, frame, aspect)


def framed(centre_mm: ArrayLike, half_mm: ArrayLike, toward: ArrayLike, aspect: float) -> Camera:
    """Find the camera that sees all of a box from a direction.

    Parameters
    ----------
    centre_mm, half_mm
        (3,) middle of the box and half of its size along the axes.
    toward
        (3,) from the box towards the viewer; not straight up or down.
    aspect
        Width of the picture over its height.
    """
    centre, direction = np.asarray(centre_mm, dtype=np.float64), _unit(toward)
    corners = centre + np.asarray(half_mm) * np.array(np.meshgrid([-1, 1], [-1, 1], [-1, 1])).reshape(3, -1).T
    return _looking(centre, direction, corners, aspect)


def around(spots_mm: ArrayLike, toward: ArrayLike, bounds_mm: ArrayLike, aspect: float) -> Camera:
    """Find the camera that sees some spots from a direction, in the middle and with room around them.

    Parameters
    ----------
    spots_mm
        (k, 3), at least one.
    toward
        (3,) from the spots towards the viewer; not straight up or down.
    bounds_mm
        (2, 3) corners of the body's box: the room around the spots follows from the body's height.
    aspect
        Width of the picture over its height.
    """
    spots, direction = np.asarray(spots_mm, dtype=np.float64), _unit(toward)
    height = float(np.asarray(bounds_mm)[1, 2])
    right = _unit(np.cross([0.0, 0.0, 1.0], direction))
    up = np.cross(direction, right)
    reach = max(float(np.ptp(spots @ right)) / aspect, float(np.ptp(spots @ up)))
    room = max(ROOM_SPAN * height, (SELECTION_SPAN * height - reach) / 2.0)
    shown = np.concatenate([spots + room * way for way in (right, -right, up, -up)])
    focus = (spots.min(axis=0) + spots.max(axis=0)) / 2.0
    return _looking(_centred(focus, direction, shown, aspect), direction, shown, aspect)


def _direction(azimuth_deg: float, elevation_deg: float) -> FloatArray:
    azimuth, elevation = np.radians([azimuth_deg, elevation_deg])
    level = np.cos(elevation)
    return np.array([level * np.sin(azimuth), -level * np.cos(azimuth), np.sin(elevation)])


def _centred(focus: FloatArray, direction: FloatArray, shown: FloatArray, aspect: float) -> FloatArray:
    """Shift the focus across the line of sight until as much room is left on either side of what is shown."""
    for _ in range(CENTRINGS):
        camera = _looking(focus, direction, shown, aspect)
        local = (shown - camera.position_mm) @ camera.axes.T
        slopes = local[:, :2] / -local[:, 2:]
        middle = (slopes.min(axis=0) + slopes.max(axis=0)) / 2.0
        focus = focus + camera.distance_mm * (middle @ camera.axes[:2])
    return focus


def _looking(focus: FloatArray, direction: FloatArray, shown: FloatArray, aspect: float) -> Camera:
    right = _unit(np.cross([0.0, 0.0, 1.0], direction))
    up = np.cross(direction, right)
    offsets = MARGIN * (shown - focus)
    tangent = np.tan(np.radians(ANGLE_DEG) / 2.0)
    across = np.maximum(np.abs(offsets @ up), np.abs(offsets @ right) / aspect)
    distance = float(np.max(offsets @ direction + across / tangent))
    return Camera(focus + distance * direction, focus, up)


def _unit(vector: ArrayLike) -> FloatArray:
    array = np.asarray(vector, dtype=np.float64)
    length = np.linalg.norm(array)
    return array / length if length > 0.0 else array
