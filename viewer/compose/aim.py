"""Where somebody pointed, and the line from there to where it would have been right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body, SurfacePoint
from meshes.path import SurfacePath
from viewer import style
from viewer.compose.pain import normal_at
from viewer.layers import MarkLayer, PathLayer, SkinLayer

AIM, POINTED = "aim", "pointed"
POINTED_ID = "pointed:1"  # of a mark that cannot be selected

FloatArray = NDArray[np.float64]


def pointed(spot: SurfacePoint, body: Body, skin: SkinLayer) -> MarkLayer:
    """Make the layer of the spot that somebody pointed at."""
    return MarkLayer(
        key=POINTED,
        ids=(POINTED_ID,),
        positions_mm=body.position_mm(spot)[None],
        normals=normal_at(spot, body, skin)[None],
        shape="drop",
        rgb=np.array([style.AIM], np.uint8),
        rim=style.RIM,
        size_mm=style.MARK_MM,
        emphasis=np.ones(1),
    )


def aim(path: SurfacePath, body: Body, skin: SkinLayer) -> PathLayer:
    """Make the layer of a line on the skin."""
    weights = np.vstack([path.entry, path.leave[-1:]])
    corners = body.faces[np.append(path.faces, path.faces[-1])]
    normals = np.einsum("kc,kcx->kx", weights, np.asarray(skin.normals, np.float64)[corners])
    unit: FloatArray = normals / np.linalg.norm(normals, axis=1)[:, None]
    rgb = np.array([style.AIM], np.uint8)
    return PathLayer(AIM, ("aim",), (path.points_mm,), (unit,), rgb, style.AIM_MM)
