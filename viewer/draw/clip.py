"""Cutting a piece out of a triangle mesh along the zero line of a value per vertex."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Floats = NDArray[np.floating]
Integers = NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Piece:
    """A cut-out: (k, 3) positions and unit normals, (t, 3) faces, (k,) another value carried along."""

    points_mm: FloatArray
    normals: FloatArray
    faces: NDArray[np.int32]
    carried: FloatArray


def clipped(
    vertices_mm: Floats, normals: Floats, faces: Integers, inside: Floats, carried: Floats | None = None
) -> Piece:
    """Cut out where a value is positive.

    Parameters
    ----------
    vertices_mm, normals
        (n, 3) positions and unit normals.
    faces
        (m, 3) triangles.
    inside
        (n,) the value; it runs linearly along each edge, and the cut goes where it is 0.
    carried
        (n,) another value that is wanted at the points of the piece; None for the one it is cut by.

    Returns
    -------
    Piece
        Its points are the vertices given, used or not, and those on the cut.
    """
    carried = inside if carried is None else carried
    positive = inside[faces] > 0.0
    count = positive.sum(axis=1)
    whole = np.asarray(faces[count == 3], dtype=np.int32)
    corners = []
    one = _turned(faces[count == 1], positive[count == 1])
    if len(one):
        corners.append(_cut(one[:, [0, 0, 0]], one[:, [0, 1, 2]], inside))
    two = _turned(faces[count == 2], ~positive[count == 2])
    if len(two):
        # the corner outside is first: what is left is a quad, as two triangles
        corners.append(_cut(two[:, [1, 2, 2]], two[:, [1, 2, 0]], inside))
        corners.append(_cut(two[:, [1, 2, 1]], two[:, [1, 0, 0]], inside))
    if not corners:
        positions, outward, value = (np.asarray(part, np.float64) for part in (vertices_mm, normals, carried))
        return Piece(positions, outward, whole, value)
    start, end, share = (np.concatenate(column) for column in zip(*corners, strict=True))
    blended = _mixed(normals, start, end, share)
    lengths: FloatArray = np.linalg.norm(blended, axis=1, keepdims=True)
    cut = np.arange(len(start), dtype=np.int32).reshape(-1, 3) + len(vertices_mm)
    return Piece(
        np.vstack([vertices_mm, _mixed(vertices_mm, start, end, share)]),
        np.vstack([normals, blended / np.where(lengths > 0.0, lengths, 1.0)]),
        np.vstack([whole, cut]).astype(np.int32),
        np.concatenate([carried, _mixed(carried[:, None], start, end, share)[:, 0]]),
    )


def _turned(faces: Integers, lone: NDArray[np.bool_]) -> Integers:
    """Turn each triangle, keeping its winding, so that its lone corner is first."""
    first = lone.argmax(axis=1)
    order = (first[:, None] + np.arange(3)) % 3
    return np.take_along_axis(faces, order, axis=1)


def _cut(start: Integers, end: Integers, inside: Floats) -> tuple[Integers, Integers, FloatArray]:
    """Go from inside corners towards others as far as the value is positive; nowhere if both are the same."""
    here, there = inside[start], inside[end]
    same = start == end
    share = np.where(same, 0.0, here / np.where(same, 1.0, here - there))
    return start.ravel(), end.ravel(), share.ravel()


def _mixed(values: Floats, start: Integers, end: Integers, share: FloatArray) -> FloatArray:
    mixed: FloatArray = values[start] * (1.0 - share[:, None]) + values[end] * share[:, None]
    return mixed
