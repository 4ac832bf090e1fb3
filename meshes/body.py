"""The body as geometry: a closed triangle mesh with named spots on it and a baked look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SurfacePoint:
    """A spot on a body's surface.

    Attributes
    ----------
    face
        Index of the triangle it lies in.
    barycentric
        (3,) float weights of the triangle's corners, not negative, summing to 1.
    """

    face: int
    barycentric: FloatArray


@dataclass(frozen=True, eq=False)
class Eyes:
    """The eyeballs, only for drawing: vertices_mm (n, 3), faces (m, 3), rgb (n, 3) uint8."""

    vertices_mm: FloatArray
    faces: NDArray[np.int32]
    rgb: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Look:
    """What is baked for drawing.

    Attributes
    ----------
    exposure
        (n,) float32 from 0 (hidden from all light) to 1 (open to the sky): ambient occlusion.
    tints
        Name (``lips``, ``nails``, ``areolae``, ...) to (n,) float32 weights from 0 to 1.
    eyes
        The eyeballs.
    """

    exposure: NDArray[np.float32]
    tints: Mapping[str, NDArray[np.float32]]
    eyes: Eyes


@dataclass(frozen=True, eq=False)
class Body:
    """One body. Frame LPS in millimetres: +x its left, +y its back, +z up, floor at z = 0.

    Attributes
    ----------
    name
        Key of the body, for example ``male``.
    vertices_mm
        (n, 3) float64 positions of the finest mesh, the one that everything is measured on.
    faces
        (m, 3) int32, outward by the right-hand rule; closed and 2-manifold.
    outer
        (m,) bool: True for skin that can be seen; False in the mouth cavity and the eye sockets.
    joints_mm
        Joint centres inside the body: name (``elbow.L``) to (3,) position.
    picks
        Landmarks fixed on the mesh: name (``nipple.L``, ``umbilicus``) to the spot on the surface.
    look
        Baked occlusion, tints and eyes; None for a body that brings none.
    """

    name: str
    vertices_mm: FloatArray
    faces: NDArray[np.int32]
    outer: NDArray[np.bool_]
    joints_mm: Mapping[str, FloatArray]
    picks: Mapping[str, SurfacePoint]
    look: Look | None = None

    def position_mm(self, point: SurfacePoint) -> FloatArray:
        """(3,) position of a spot on this body, in millimetres."""
        corners: FloatArray = self.vertices_mm[self.faces[point.face]]
        return point.barycentric @ corners
