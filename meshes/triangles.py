"""Sums on triangle lists: areas, corner angles, vertex normals, weights, what lies across an edge.

Edge ``i`` of a triangle runs from its corner ``i`` to its corner ``(i + 1) % 3``, everywhere in this package.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from meshes.body import FloatArray

IntArray = NDArray[np.integer]

_TINY_MM2 = 1e-18  # squared length below which an edge has none
_AHEAD, _BEHIND = np.array([1, 2, 0]), np.array([2, 0, 1])


def areas_mm2(corners_mm: FloatArray) -> FloatArray:
    """(m,) areas of triangles, mm², from their (m, 3, 3) corners."""
    across = np.cross(corners_mm[:, 1] - corners_mm[:, 0], corners_mm[:, 2] - corners_mm[:, 0])
    areas: FloatArray = 0.5 * np.linalg.norm(across, axis=1)
    return areas


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
    head = faces[kept].astype(np.int64)
    tail = np.roll(head, -1, axis=1)
    edges = (np.minimum(head, tail) * (int(faces.max()) + 1) + np.maximum(head, tail)).ravel()
    order = np.argsort(edges)
    same = np.flatnonzero(np.diff(edges[order]) == 0)  # both triangles of an edge follow one another
    one, two = order[same], order[same + 1]
    beyond = np.full(len(edges), -1, dtype=np.int32)
    owners = np.flatnonzero(kept)
    beyond[one], beyond[two] = owners[two // 3], owners[one // 3]
    across = np.full(faces.shape, -1, dtype=np.int32)
    across[kept] = beyond.reshape(-1, 3)
    return across


def pieces(across: NDArray[np.int32], kept: NDArray[np.bool_]) -> NDArray[np.int32]:
    """(m,) number of the connected piece of ``kept`` triangles that each belongs to; any other is its own."""
    count = len(across)
    own = np.arange(count, dtype=np.int32)[:, None]
    # A link to itself stands for none, so that every triangle has three.
    links = np.where((across >= 0) & kept[across] & kept[:, None], across, own).ravel()
    graph = csr_array((np.ones(3 * count), links, np.arange(0, 3 * count + 1, 3)), shape=(count, count))
    labels: NDArray[np.int32] = connected_components(graph, connection="strong")[1]
    return labels


def cross(one: FloatArray, two: FloatArray) -> FloatArray:
    """(..., 3) cross products of (..., 3) vectors; on few of them seven times as quick as numpy's."""
    product: FloatArray = one.take(_AHEAD, -1) * two.take(_BEHIND, -1)
    product -= one.take(_BEHIND, -1) * two.take(_AHEAD, -1)
    return product


def corner_angles(vertices_mm: FloatArray, faces: IntArray) -> FloatArray:
    """(m, 3) angle in radians at each corner of each triangle."""
    corners = vertices_mm[faces]
    ahead = np.roll(corners, -1, axis=1) - corners
    back = np.roll(corners, 1, axis=1) - corners
    across = np.linalg.norm(cross(ahead, back), axis=2)
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
    flat.imag = np.linalg.norm(cross(base, side), axis=2) / squared
    return flat


def per_vertex(faces: IntArray, per_corner: FloatArray, count: int) -> FloatArray:
    """(count,) sum of the (m, 3) corner values over the corners that meet in each vertex."""
    sums: FloatArray = np.bincount(faces.ravel(), per_corner.ravel(), count).astype(np.float64, copy=False)
    return sums


def face_normals(vertices_mm: FloatArray, faces: IntArray) -> FloatArray:
    """(m, 3) outward unit normals; zero for a triangle without area."""
    corners = vertices_mm[faces]
    return _unit(cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))


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
    normal = cross(one, two)
    area = np.einsum("ki,ki->k", normal, normal)
    area = np.where(area > 0.0, area, 1.0)
    second = np.einsum("ki,ki->k", cross(offset, two), normal) / area
    third = np.einsum("ki,ki->k", cross(one, offset), normal) / area
    raw = np.column_stack([1.0 - second - third, second, third]).clip(0.0, None)
    scaled: FloatArray = raw / raw.sum(axis=1, keepdims=True)
    return scaled


def _unit(vectors: FloatArray) -> FloatArray:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.where(lengths > 0.0, lengths, 1.0)
