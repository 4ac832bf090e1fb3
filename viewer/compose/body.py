"""The body as layers: skin and eyes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body
from meshes.triangles import corner_angles, vertex_normals
from viewer import style
from viewer.compose.shown import EYES, SKIN
from viewer.layers import EyesLayer, SkinLayer

FloatArray = NDArray[np.float64]


def bounds_mm(body: Body) -> FloatArray:
    """(2, 3) least and greatest corner of a body's box."""
    return np.array([body.vertices_mm.min(axis=0), body.vertices_mm.max(axis=0)])


def skin(body: Body, tone: str, opacity: float = 1.0) -> SkinLayer:
    """Make the layer of a body's outer skin in one of the tones of ``style.TONES``."""
    faces, lining = body.faces[body.outer], body.faces[~body.outer]
    normals = vertex_normals(body.vertices_mm, faces, corner_angles(body.vertices_mm, faces))
    deep = np.setdiff1d(lining, faces)
    normals[deep] = vertex_normals(body.vertices_mm, lining, corner_angles(body.vertices_mm, lining))[deep]
    return SkinLayer(SKIN, body.vertices_mm, normals, faces, skin_rgb(body, tone), lining, opacity)


def skin_rgb(body: Body, tone: str) -> NDArray[np.uint8]:
    """Colour each vertex of a body in a tone: (n, 3)."""
    if body.look is None:
        return style.skin_rgb(style.TONES[tone], np.ones(len(body.vertices_mm)), {})
    return style.skin_rgb(style.TONES[tone], body.look.exposure, body.look.tints)


def eyes(body: Body) -> EyesLayer | None:
    """Make the layer of a body's eyes; None for a body without."""
    if body.look is None:
        return None
    balls = body.look.eyes
    return EyesLayer(EYES, balls.vertices_mm, balls.faces, balls.rgb)
