"""Sums on triangle lists: corner angles, vertex normals, weights in a triangle, what lies across an edge.

Edge ``i`` of a triangle runs from its corner ``i`` to its corner ``(i + 1) % 3``, everywhere in this package.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.body import FloatArray

IntArray = NDArray[np.integer]

_TINY_MM2 = 1e-18  # squared length below which an edge has none


def neighbours(faces: IntArray, kept: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Triangle across each edge.

    Parameters
    ----------
    faces
        (m, 3) corner indices, wound the same way.
    kept
        (m,) bool; the other triangles count as absent.

    Returns
    -------
    NDArray
        (m, 3) int32: the triangle across edge i, or -1 where nothing (kept) lies there.
    """
    size = int(faces.max()) + 1
    head = faces.astype(np.int64)
    tail = np.roll(head, -1, axis=1)
    edges = (head * size + tail)[kept].ravel()
    owners = np.repeat(np.flatnonzero(kept), 3)
    order = np.argsort(edges)
    edges, owners = edges[order], owners[order]
    wanted = tail * size + head
    spot = np.minimum(np.searchsorted(edges, wanted), len(edges) - 1)
    across = np.where(edges[spot] == wanted, owners[spot], -1)
    across[~kept] = -1
    return across.astype(np.int32)


def corner_angles(vertices_mm: FloatArray, faces: IntArray) -> FloatArray:
    """(m, 3) angle in radians at each corner of each triangle."""
    corners = vertices_mm[faces]
    ahead = np.roll(corners, -1, axis=1) - corners
    back = np.roll(corners, 1, axis=1) - corners
    across = np.linalg.norm(np.cross(ahead, back), axis=2)
    angles: FloatArray = np.arctan2(across, np.einsum("mij,mij->mi", ahead, back))
    return angles


def apexes(corners_mm: FloatArray) -> NDArray[np.complex128]:
    """Triangles laid flat, as complex numbers.

    Parameters
    ----------
    corners_mm
        (m, 3, 3) corners of each triangle.

    Returns
    -------
    NDArray
        (m, 3): where the corner opposite to edge i falls, if the edge is laid from 0 to 1. Its imaginary part
        is not negative: the triangle lies to the left of its edges.
    """
    base = np.roll(corners_mm, -1, axis=1) - corners_mm
    side = np.roll(corners_mm, 1, axis=1) - corners_mm
    squared = np.maximum(np.einsum("mij,mij->mi", base, base), _TINY_MM2)
    flat: NDArray[np.complex128] = np.empty(squared.shape, dtype=np.complex128)
    flat.real = np.einsum("mij,mij->mi", base, side) / squared
    flat.imag = np.linalg.norm(np.cross(base, side), axis=2) / squared
    return flat


def per_vertex(faces: IntArray, per_corner: FloatArray, count: int) -> FloatArray:
    """(count,) sum of the (m, 3) corner values over the corners that meet in each vertex."""
    sums: FloatArray = np.bincount(faces.ravel(), per_corner.ravel(), count).astype(np.float64, copy=False)
    return sums


def face_normals(vertices_mm: FloatArray, faces: IntArray) -> FloatArray:
    """(m, 3) outward unit normals; zero for a triangle without area."""
    corners = vertices_mm[faces]
    return _unit(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))


def vertex_normals(vertices_mm: FloatArray, faces: IntArray, angles: FloatArray) -> FloatArray:
    """(n, 3) outward unit normals: face normals weighted by the (m, 3) corner ``angles``."""
    normals = face_normals(vertices_mm, faces)
    sums = [per_vertex(faces, angles * normals[:, axis, None], len(vertices_mm)) for axis in range(3)]
    return _unit(np.column_stack(sums))


def weights(corners_mm: FloatArray, positions_mm: FloatArray) -> FloatArray:
    """Barycentric weights of positions in (or nearly in) their triangles.

    Parameters
    ----------
    corners_mm
        (k, 3, 3) corners of the triangle of each position.
    positions_mm
        (k, 3); a component off the triangle's plane is ignored.

    Returns
    -------
    FloatArray
        (k, 3) weights, none negative, each row summing to 1.
    """
    one = corners_mm[:, 1] - corners_mm[:, 0]
    two = corners_mm[:, 2] - corners_mm[:, 0]
    offset = positions_mm - corners_mm[:, 0]
    normal = np.cross(one, two)
    area = np.einsum("ki,ki->k", normal, normal)
    area = np.where(area > 0.0, area, 1.0)
    second = np.einsum("ki,ki->k", np.cross(offset, two), normal) / area
    third = np.einsum("ki,ki->k", np.cross(one, offset), normal) / area
    raw = np.column_stack([1.0 - second - third, second, third]).clip(0.0, None)
    scaled: FloatArray = raw / raw.sum(axis=1, keepdims=True)
    return scaled


def _unit(vectors: FloatArray) -> FloatArray:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.where(lengths > 0.0, lengths, 1.0)
