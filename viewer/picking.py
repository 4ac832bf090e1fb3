"""What lies under the pointer, by reckoning: no render, no graphics card, the same for every kind of window.

A mark counts as a sphere of its drawn radius. It can be picked if it is shown and its foot is not behind
the skin. Of those that the ray meets, the one met first is in front; if the ray meets none, the one whose
rim is nearest on the screen is taken, within a few pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkCommonCore import mutable
from vtkmodules.vtkCommonDataModel import vtkPolyData, vtkStaticCellLocator

from viewer.camera.views import Camera, Size
from viewer.layers import Picked

FloatArray = NDArray[np.float64]
Floats = NDArray[np.floating]
BoolArray = NDArray[np.bool_]

MOUSE_PX = 6.0
TOUCH_PX = 18.0
FOOT_MM = 1.5  # how far above the skin a mark's foot is taken: clear of the mesh's roughness
GRAZING = -0.15  # cosine to the viewer; marks beyond the horizon by more than this face away


@dataclass(frozen=True, eq=False)
class Targets:
    """Marks that can be picked: k ids, (k, 3) positions and normals, (k,) drawn radii."""

    ids: Sequence[str]
    positions_mm: Floats
    normals: Floats
    radii_mm: Floats


class SkinRay:
    """Where rays meet the skin."""

    def __init__(self, skin: vtkPolyData) -> None:
        self._skin = skin
        self._locator = vtkStaticCellLocator()
        self._locator.SetDataSet(skin)
        self._locator.BuildLocator()

    def first(self, start_mm: FloatArray, end_mm: FloatArray) -> tuple[float, int, FloatArray]:
        """Find the first crossing on the way from start to end.

        Returns
        -------
        share
            Part of the way to it, 0 to 1; infinite if there is none.
        face
            Its triangle, -1 if there is none.
        position_mm
            (3,) the crossing.
        """
        share, sub, face = mutable(0.0), mutable(0), mutable(-1)
        where, weights = [0.0] * 3, [0.0] * 3
        # the stubs know neither numpy arrays nor VTK's mutable numbers
        hit = self._locator.IntersectWithLine(  # type: ignore[call-overload]
            start_mm, end_mm, 1e-6, share, where, weights, sub, face
        )
        if not hit:
            return float("inf"), -1, np.zeros(3)
        return float(share), int(face), np.array(where)  # type: ignore[arg-type]

    def hides(self, eye_mm: FloatArray, spot_mm: FloatArray) -> bool:
        """Tell whether the skin lies between the eye and a spot."""
        return self.first(eye_mm, spot_mm)[0] < 1.0

    def corners_mm(self, face: int) -> FloatArray:
        """(3, 3) corners of a triangle."""
        cell = self._skin.GetCell(face)
        return np.array([cell.GetPoints().GetPoint(corner) for corner in range(3)])


def pick(
    camera: Camera,
    size: Size,
    pixel: tuple[float, float],
    targets: Targets,
    skin: SkinRay | None,
    reach_px: float = MOUSE_PX,
) -> str:
    """Find the mark under a pixel.

    Parameters
    ----------
    camera, size
        The camera and the width and height of the picture in pixels.
    pixel
        x and y from the top left corner.
    targets
        The marks that are shown.
    skin
        What hides marks; None where nothing does (a translucent or hidden skin).
    reach_px
        How far from its rim a mark still counts.

    Returns
    -------
    str
        The mark's id, empty if there is none.
    """
    if not targets.ids:
        return ""
    eye = np.asarray(camera.position_mm, dtype=np.float64)
    ray = camera.ray(*pixel, size)
    pixels, depth = camera.project(np.asarray(targets.positions_mm, dtype=np.float64), size)
    offset = np.hypot(pixels[:, 0] - pixel[0], pixels[:, 1] - pixel[1])
    scale = camera.pixels_per_mm(size) * camera.distance_mm / np.where(depth > 0.0, depth, np.inf)
    from_rim = offset - targets.radii_mm * scale
    near = np.flatnonzero((depth > 0.0) & (from_rim <= reach_px))
    met = _met_at(eye, ray, targets)
    # marks on the ray first, by where it meets them; then the others by their rim
    for index in near[np.lexsort((from_rim[near], met[near]))]:
        if skin is None or _in_sight(eye, targets, int(index), skin):
            return str(targets.ids[index])
    return ""


def visible(camera: Camera, positions_mm: Floats, normals: Floats, skin: SkinRay | None) -> BoolArray:
    """Tell which spots on the skin can be seen.

    Parameters
    ----------
    camera
        Where the eye is.
    positions_mm, normals
        (k, 3) spots and outward unit normals.
    skin
        What hides them; None where nothing does.

    Returns
    -------
    NDArray
        (k,) bool.
    """
    eye = np.asarray(camera.position_mm, dtype=np.float64)
    spots = Targets([""] * len(positions_mm), positions_mm, normals, np.zeros(len(positions_mm)))
    if skin is None:
        return np.ones(len(positions_mm), bool)
    return np.array([_in_sight(eye, spots, index, skin) for index in range(len(positions_mm))], bool)


def pick_skin(camera: Camera, size: Size, pixel: tuple[float, float], skin: SkinRay) -> Picked:
    """Find the spot of the skin under a pixel; its face is -1 where the pointer misses the skin."""
    eye = np.asarray(camera.position_mm, dtype=np.float64)
    far = 2.0 * camera.distance_mm + 5000.0
    _, face, where = skin.first(eye, eye + far * camera.ray(*pixel, size))
    if face < 0:
        return Picked()
    weights = _barycentric(skin.corners_mm(face), where)
    return Picked("", face, _triple(weights), _triple(where))


def _met_at(eye: FloatArray, ray: FloatArray, targets: Targets) -> FloatArray:
    """(k,) way along the ray to where it enters each sphere; infinite where it passes by."""
    to_centre = np.asarray(targets.positions_mm, dtype=np.float64) - eye
    along = to_centre @ ray
    inside = np.asarray(targets.radii_mm) ** 2 - ((to_centre**2).sum(axis=1) - along**2)
    return np.where(inside >= 0.0, along - np.sqrt(np.maximum(inside, 0.0)), np.inf)


def _in_sight(eye: FloatArray, targets: Targets, index: int, skin: SkinRay) -> bool:
    position, normal = targets.positions_mm[index], targets.normals[index]
    toward = eye - position
    if float(normal @ toward) < GRAZING * float(np.linalg.norm(toward)):
        return False
    return not skin.hides(eye, np.asarray(position + FOOT_MM * normal, dtype=np.float64))


def _barycentric(corners_mm: FloatArray, spot_mm: FloatArray) -> FloatArray:
    first, second, offset = np.array([corners_mm[1], corners_mm[2], spot_mm]) - corners_mm[0]
    (b, c), *_ = np.linalg.lstsq(np.column_stack([first, second]), offset, rcond=None)
    weights = np.clip([1.0 - b - c, b, c], 0.0, None)
    shares: FloatArray = weights / weights.sum()
    return shares


def _triple(values: FloatArray) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in values)
    return x, y, z
