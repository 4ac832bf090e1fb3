"""Where to stand to see a spot on the skin: straight before it, or aside if something stands in the way.

From straight before the inner side of a leg, one would look at the outer side of the other leg. So the
directions around the normal are tried, the nearest first, until the spot and most of what is around it shows.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from viewer.camera import views
from viewer.camera.views import Camera
from viewer.picking import SkinRay, visible

FloatArray = NDArray[np.float64]

TILTS_DEG = (12.0, 24.0, 36.0, 48.0, 60.0, 72.0)
AROUND = 16  # directions at each tilt
PATCH_MM = 45.0  # half the side of what is looked at around the spot
BEFORE_MM = 60.0  # what is so much nearer than the spot is another part of the body, in the way
LITTLE = 0.15  # share of the patch that may be hidden
AGREED = 0.35  # length of the mean of directions from which on they agree
SHALLOW_MM = 12.0  # what lies so much deeper counts a third
AZIMUTHS_DEG = np.arange(0.0, 360.0, 15.0)
ELEVATIONS_DEG = np.array([0.0, 15.0, 30.0, 45.0, 60.0, -15.0])
TRIED, ASKED = 24, 24  # directions that are tried, and spots that are asked whether they can be seen
LOWEST_DEG = -20.0  # nobody lies on the floor to look at a body
LEVEL = 0.15  # how much a level look is worth against a straight one
STEEP = float(np.tan(np.radians(views.STEEPEST_FACE_DEG)))


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
        As for `viewer.camera.views.face`.
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


def face_all(
    spots_mm: ArrayLike,
    normals: ArrayLike,
    extent_mm: ArrayLike,
    bounds_mm: ArrayLike,
    aspect: float,
    skin: SkinRay | None,
) -> Camera:
    """Find the camera that has several spots in the picture and looks at them as straight as it can.

    Parameters
    ----------
    spots_mm, normals
        (k, 3) spots, at least one, and the outward unit normals there.
    extent_mm
        (m, 3) what is to be in the picture besides.
    bounds_mm, aspect
        As for `viewer.camera.views.around`.
    skin
        What hides spots; None where nothing does.
    """
    spots, outward = (np.asarray(part, dtype=np.float64).reshape(-1, 3) for part in (spots_mm, normals))
    framed = np.concatenate([spots, np.asarray(extent_mm, dtype=np.float64).reshape(-1, 3)])
    some = np.unique(np.linspace(0, len(spots) - 1, min(len(spots), ASKED)).astype(int))
    ways = _ways(outward.sum(axis=0))
    straight = np.clip(outward @ ways.T, 0.0, None).mean(axis=0) - LEVEL * np.abs(ways[:, 2])
    tried = np.argsort(-straight, kind="stable")[:TRIED]
    cameras = [views.around(framed, ways[way], bounds_mm, aspect) for way in tried]
    seen = [visible(camera, spots[some], outward[some], skin).mean() for camera in cameras]
    return cameras[int(np.argmax(np.array(seen) + straight[tried]))]


def _ways(together: FloatArray) -> FloatArray:
    """(k, 3) unit directions from all around to the viewer; first the one that all normals make together."""
    azimuths, elevations = np.meshgrid(np.radians(AZIMUTHS_DEG), np.radians(ELEVATIONS_DEG), indexing="ij")
    level = np.cos(elevations)
    ways = np.stack([level * np.sin(azimuths), -level * np.cos(azimuths), np.sin(elevations)], axis=-1)
    length = float(np.linalg.norm(together))
    first = together / length if length > 1e-6 else ways[0, 0]
    least, most = np.sin(np.radians([LOWEST_DEG, views.STEEPEST_FACE_DEG]))
    steep = not least <= first[2] <= most
    return np.vstack([ways.reshape(-1, 3)] if steep else [first[None], ways.reshape(-1, 3)])


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


def way_to(spots_mm: ArrayLike, points: ArrayLike, skin_mm: ArrayLike, normals: ArrayLike) -> FloatArray:
    """Find the way from something under the skin to the eye that sees it best: a unit vector.

    Parameters
    ----------
    spots_mm
        (k, 3) places on it.
    points
        (p, 3) outward normals of the skin where it is reached; where they agree, they decide.
    skin_mm, normals
        (n, 3) the skin around, and its outward unit normals: else it is seen from where it lies least deep.
    """
    agreed = np.asarray(points, dtype=np.float64).reshape(-1, 3).sum(axis=0)
    if np.linalg.norm(agreed) < AGREED * max(len(np.asarray(points)), 1):
        spots, skin = np.asarray(spots_mm, np.float64), np.asarray(skin_mm, np.float64)
        away = np.linalg.norm(spots[:, None] - skin[None], axis=2)
        nearest, depth = away.argmin(axis=1), away.min(axis=1)
        weights = np.exp(-(depth - depth.min()) / SHALLOW_MM)
        agreed = weights @ np.asarray(normals, np.float64)[nearest]
    level = float(np.hypot(agreed[0], agreed[1]))
    rise = np.clip(agreed[2] / max(level, 1e-9), -STEEP, STEEP)
    flat = agreed[:2] / level if level > 1e-6 else np.array([0.0, -1.0])
    way = np.array([*flat, rise])
    unit: FloatArray = way / np.linalg.norm(way)
    return unit
