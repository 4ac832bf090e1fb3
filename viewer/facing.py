"""Where to stand to see a spot on the skin: straight before it, or aside if something stands in the way.

From straight before the inner side of a leg, one would look at the outer side of the other leg. So the
directions around the normal are tried, the nearest first, until the spot and most of what is around it shows.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from viewer import views
from viewer.picking import SkinRay, visible
from viewer.views import Camera

FloatArray = NDArray[np.float64]

TILTS_DEG = (12.0, 24.0, 36.0, 48.0, 60.0, 72.0)
AROUND = 16  # directions at each tilt
PATCH_MM = 45.0  # half the side of what is looked at around the spot
BEFORE_MM = 60.0  # what is so much nearer than the spot is another part of the body, in the way
LITTLE = 0.15  # share of the patch that may be hidden


def face(
    spot_mm: ArrayLike,
    normal: ArrayLike,
    bounds_mm: ArrayLike,
    aspect: float,
    span: float,
    skin: SkinRay | None,
) -> Camera:
    """Find the camera that looks at a spot as straight as the body lets it.

    Parameters
    ----------
    spot_mm, normal, bounds_mm, aspect, span
        As for `viewer.views.face`.
    skin
        What hides spots; None where nothing does.
    """
    spot, outward = np.asarray(spot_mm, dtype=np.float64), np.asarray(normal, dtype=np.float64)
    straight = views.face(spot, outward, bounds_mm, aspect, span)
    if skin is None:
        return straight
    best, least = straight, np.inf
    for ring in _rings(outward):
        for direction in ring:
            camera = views.face(spot, direction, bounds_mm, aspect, span)
            if visible(camera, spot[None], outward[None], skin)[0]:
                hidden = _hidden_share(camera, spot, skin)
                best, least = (camera, hidden) if hidden < least else (best, least)
        if least <= LITTLE:
            break
    return best


def _rings(normal: FloatArray) -> Iterator[FloatArray]:
    """Yield directions around a normal, ring after ring: (k, 3), itself first."""
    yield normal[None]
    aside = np.cross(normal, np.eye(3)[np.abs(normal).argmin()])
    aside /= np.linalg.norm(aside)
    turns = np.arange(AROUND) * 2.0 * np.pi / AROUND
    rim = np.outer(np.cos(turns), aside) + np.outer(np.sin(turns), np.cross(normal, aside))
    for tilt in np.radians(TILTS_DEG):
        yield np.cos(tilt) * normal + np.sin(tilt) * rim


def _hidden_share(camera: Camera, spot: FloatArray, skin: SkinRay) -> float:
    """Share of a patch around a spot, across the line of sight, that other parts of the body hide."""
    right, up, toward = camera.axes
    steps = PATCH_MM * np.linspace(-1.0, 1.0, 5)
    ends = (spot + BEFORE_MM * toward + x * right + y * up for x in steps for y in steps)
    return float(np.mean([skin.hides(camera.position_mm, end) for end in ends]))
