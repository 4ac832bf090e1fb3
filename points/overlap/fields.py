"""Distance along the skin from many spots to some fixed sources at once.

From each source the distance to the vertices around it is known (:mod:`meshes.field`: never too short, 0.3 mm
too long at the median). Inside a triangle a distance d follows from those at its corners: in the plane, and
so wherever the skin can be unrolled, the squared distance of the spot with the weights w is
``sum(w_i d_i^2) - sum(w_i w_j l_ij^2)`` over the corners and the edges l. The sum over the corners is one
product of sparse matrices for all spots and sources.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from meshes.arcs import Web
from meshes.body import Body, FloatArray, SurfacePoint
from meshes.field import near
from points.overlap.spots import Spots

_WHOLE = 1.0 - 1e-9  # all weight of a spot lies on corners whose distance is known


@dataclass(frozen=True, eq=False)
class Seen:
    """Sources near some spots: one entry for each pair, spot by spot.

    Attributes
    ----------
    starts
        (k + 1,) where the entries of each spot begin.
    sources
        (e,) number of the source.
    distances_mm
        (e,) along the skin.
    """

    starts: NDArray[np.int64]
    sources: NDArray[np.int64]
    distances_mm: FloatArray

    @property
    def spots(self) -> NDArray[np.int64]:
        """(e,) number of the spot."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def nearest_mm(self, allowed: NDArray[np.bool_] | None = None) -> FloatArray:
        """(k,) distance of the nearest source, inf without one; ``allowed``: (e,) entries that count."""
        distances = self.distances_mm if allowed is None else np.where(allowed, self.distances_mm, np.inf)
        found = np.full(len(self.starts) - 1, np.inf)
        some = np.diff(self.starts) > 0
        if some.any():
            found[some] = np.minimum.reduceat(distances, self.starts[:-1][some])
        return found


class Fields:
    """Distances from some sources on a body.

    Parameters
    ----------
    web
        Arcs of the body's skin (``Geodesics.web``).
    sources
        Spots.
    reach_mm
        How far to go from each.
    """

    def __init__(self, web: Web, sources: Sequence[SurfacePoint], reach_mm: float) -> None:
        body = web.surface.body
        self._body = body
        self.reach_mm = reach_mm
        edge_mm = float(np.linalg.norm(np.diff(body.vertices_mm[body.faces], axis=1), axis=-1).max())
        found = [near(web, [source], reach_mm + edge_mm) for source in sources]
        rows = np.concatenate([field.vertices for field in found]) if found else np.zeros(0, dtype=np.intp)
        columns = np.repeat(np.arange(len(found)), [len(field.vertices) for field in found])
        squared = np.concatenate([field.distances_mm**2 for field in found]) if found else np.zeros(0)
        # the imaginary part adds up the weights of the corners that the source reaches
        shape = (len(body.vertices_mm), len(found))
        self._table = csr_array((squared + 1j, (rows, columns)), shape=shape)

    def seen_from(self, spots: Spots) -> Seen:
        """All sources within reach of each spot."""
        corners = self._body.faces[spots.faces]
        starts = np.arange(0, 3 * len(spots) + 1, 3)
        shape = (len(spots), len(self._body.vertices_mm))
        weights = csr_array((spots.barycentric.ravel(), corners.ravel(), starts), shape=shape)
        mixed = weights @ self._table
        counts = np.diff(mixed.indptr)
        squared = mixed.data.real - np.repeat(_chord_mm2(self._body, spots), counts)
        distances = np.sqrt(np.maximum(squared, 0.0))
        kept = (mixed.data.imag >= _WHOLE) & (distances <= self.reach_mm)
        ends = np.concatenate([[0], np.cumsum(kept)])[mixed.indptr]
        return Seen(ends, mixed.indices[kept].astype(np.int64), distances[kept])


def _chord_mm2(body: Body, spots: Spots) -> FloatArray:
    corners_mm = body.vertices_mm[body.faces[spots.faces]]
    edges_mm2 = ((corners_mm - np.roll(corners_mm, -1, axis=1)) ** 2).sum(axis=-1)
    shares = spots.barycentric * np.roll(spots.barycentric, -1, axis=1)
    found: FloatArray = (shares * edges_mm2).sum(axis=1)
    return found
