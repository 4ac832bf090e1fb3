"""The same line on another body: bodies of one topology share triangles, so face and weights carry over."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body, FloatArray
from meshes.path import SurfacePath


def same_topology(one: Body, two: Body) -> bool:
    """Whether two bodies have the same triangles, so that a ``SurfacePoint`` means the same spot on both."""
    return one.faces.shape == two.faces.shape and bool((one.faces == two.faces).all())


def transfer_path(path: SurfacePath, source: Body, target: Body) -> SurfacePath:
    """Give the same line on another body, through the same spots of the same triangles.

    It lies on the skin there, but a shortest line on one body need not be one on the other.
    (A single spot needs no transfer: ``target.position_mm(point)``.)

    Raises
    ------
    ValueError
        If the bodies do not have the same triangles.
    """
    if not same_topology(source, target):
        raise ValueError(
            f"bodies {source.name!r} ({len(source.faces)} triangles) and {target.name!r} "
            f"({len(target.faces)}) do not have the same triangles: a spot on one means nothing on the other"
        )
    first = _positions(target, path.faces[:1], path.entry[:1])
    points_mm = np.concatenate([first, _positions(target, path.faces, path.leave)])
    return SurfacePath(points_mm, path.faces, path.entry, path.leave)


def _positions(body: Body, faces: NDArray[np.int32], barycentric: FloatArray) -> FloatArray:
    moved: FloatArray = np.einsum("ki,kij->kj", barycentric, body.vertices_mm[body.faces[faces]])
    return moved
