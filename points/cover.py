"""Which areas of a map cover a patch of skin, and how much of it: sparse tables made once for a body.

Areas (parts of zones, bands) are signed distances at vertices, linear in each triangle. One table holds how
much of each triangle each area covers. A patch weighs the triangles: by 1 inside, by the share that lies in
it at its border. That is exact but where the border of the patch and that of an area cut the same triangle;
there the parts of the patch are measured one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from meshes.body import Body, FloatArray
from meshes.patch import Pieces
from meshes.triangles import areas_mm2
from points.paint import share_inside

FAR_MM = -1000.0  # distance to the border where nothing is known: far outside
IntArray = NDArray[np.integer]
Values = tuple[NDArray[np.int32], NDArray[np.float32]]  # vertices, and their distance inside


@dataclass(frozen=True, eq=False)
class Cover:
    """Some areas on one body.

    Attributes
    ----------
    keys
        Names of the a areas.
    body
        The body.
    areas_mm2
        (m,) area of each triangle; 0 for those that are no outer skin.
    shares
        (m, a) which share of each triangle each area covers.
    above
        (n, a) signed distance of each vertex to the border of each area, less ``FAR_MM``.
    """

    keys: tuple[str, ...]
    body: Body
    areas_mm2: FloatArray
    shares: csr_array
    above: csr_array

    @property
    def whole_mm2(self) -> FloatArray:
        """(a,) size of each area."""
        whole: FloatArray = self.areas_mm2 @ self.shares
        return whole

    def within_mm2(self, inside: Pieces) -> FloatArray:
        """Measure how much of each area lies in the parts of a patch (`meshes.patch.clipped`): (a,)."""
        size = inside.shares
        faces, first = np.unique(inside.faces, return_inverse=True)
        weight: FloatArray = np.bincount(first, size, len(faces)).astype(np.float64)
        shares = self.shares[faces]
        mm2 = weight * self.areas_mm2[faces]
        covered: FloatArray = mm2 @ shares
        return covered + self._both_cut(inside, size, faces, weight, shares)

    def _both_cut(
        self, inside: Pieces, size: FloatArray, faces: IntArray, weight: FloatArray, shares: csr_array
    ) -> FloatArray:
        """Measure what the weighed sum lacks where both borders cut a triangle: (a,)."""
        pairs = shares.tocoo()
        cut = (weight[pairs.row] < 1.0 - 1e-9) & (pairs.data < 1.0)
        row, area, share = pairs.row[cut], pairs.col[cut], pairs.data[cut]
        order = np.argsort(inside.faces, kind="stable")
        begin = np.searchsorted(inside.faces[order], faces[row])
        count = np.searchsorted(inside.faces[order], faces[row], side="right") - begin
        pair = np.repeat(np.arange(len(row)), count)
        part = order[np.repeat(begin - np.cumsum(count) + count, count) + np.arange(len(pair))]
        corners = self._corners(faces[row], area)[pair]
        values = np.einsum("pij,pj->pi", inside.weights[part], corners)
        exact = np.bincount(pair, size[part] * share_inside(values), len(row))
        lacking = (exact - weight[row] * share) * self.areas_mm2[faces[row]]
        by_area: FloatArray = np.bincount(area, lacking, len(self.keys)).astype(np.float64)
        return by_area

    def _corners(self, faces: IntArray, areas: IntArray) -> FloatArray:
        """(k, 3) distances at the corners of triangles, each to the border of its area."""
        return _looked_up(self.above, self.body.faces[faces], areas)


def cover_of(areas: Mapping[str, Values], body: Body) -> Cover:
    """Make the tables of some areas, given by their vertices and signed distances."""
    values = list(areas.values())
    starts = np.cumsum([0, *(len(ids) for ids, _ in values)])
    ids = np.concatenate([ids for ids, _ in values]) if values else np.zeros(0, np.int32)
    inside = np.concatenate([mm for _, mm in values]) if values else np.zeros(0, np.float32)
    area = np.repeat(np.arange(len(values)), np.diff(starts))
    shape = (len(body.vertices_mm), len(values))
    above = csr_array((inside.astype(np.float64) - FAR_MM, (ids, area)), shape=shape)
    skin_mm2 = np.where(body.outer, areas_mm2(body.vertices_mm[body.faces]), 0.0)
    touching = inside > 0.0
    positive = csr_array((np.ones(touching.sum()), (ids[touching], area[touching])), shape=shape)
    return Cover(tuple(areas), body, skin_mm2, _shares(body, above, positive), above)


def _shares(body: Body, above: csr_array, positive: csr_array) -> csr_array:
    count = len(body.faces)
    rows = np.where(body.outer, 3, 0)
    starts = np.concatenate([[0], np.cumsum(rows)])
    corners_of = csr_array(
        (np.ones(starts[-1]), body.faces[body.outer].ravel(), starts), shape=(count, above.shape[0])
    )
    shares = (corners_of @ positive).tocsr()  # how many corners of each triangle each area covers
    pairs = shares.tocoo()
    cut = np.flatnonzero(pairs.data < 3.0)
    values = _looked_up(above, body.faces[pairs.row[cut]], pairs.col[cut])
    part = np.ones(len(pairs.data))
    part[cut] = share_inside(values)
    shares.data = part
    return shares


def _looked_up(above: csr_array, vertices: IntArray, areas: IntArray) -> FloatArray:
    """(k, 3) distances of (k, 3) vertices to the border of (k,) areas."""
    found = above[vertices.ravel(), np.repeat(areas, 3)]
    found = found.toarray() if hasattr(found, "toarray") else found
    return np.asarray(found, dtype=np.float64).reshape(-1, 3) + FAR_MM
