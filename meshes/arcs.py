"""A web of straight lines over the skin: from each vertex to all vertices that can be seen from it nearby.

What light from a vertex meets nearby (:mod:`meshes.light`) is joined to it by an *arc*: a straight line on
the skin, with its exact length. Along arcs, distances are never too short and hardly too long (see
:mod:`meshes.field` for figures), where plain mesh edges err by 5 %. The web cannot leak through the air,
because it only knows the skin. Idea: X. Ying, X. Wang, Y. He, "Saddle vertex graph (SVG)", 2013.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from meshes.body import FloatArray
from meshes.light import Seen, seen_from_spots, seen_from_vertices, unfolding
from meshes.surface import Surface

_LEAST_MM = 1e-9  # a length of exactly 0 would count as no arc


@dataclass(frozen=True, eq=False)
class Part:
    """Some vertices of a web and the arcs between them, as a table: row i has the arcs of the i-th vertex.

    Attributes
    ----------
    vertices
        (k,) ids, ascending.
    number
        (n,) place of each vertex of the web among these, -1 for the others.
    starts, ends, lengths_mm
        (k + 1,) where each row begins; which of the k vertices each arc leads to, and the arc's length.
    """

    vertices: NDArray[np.intp]
    number: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    lengths_mm: FloatArray

    def distances(
        self, seeds: NDArray[np.integer], lengths_mm: FloatArray, max_mm: float
    ) -> tuple[FloatArray, NDArray[np.int32]]:
        """Distance along arcs of every vertex from seeds.

        Parameters
        ----------
        seeds, lengths_mm
            Ids of vertices, and the distance at which each one begins; those outside the part do not count.
        max_mm
            How far to go.

        Returns
        -------
        tuple
            (k,) distances, infinite beyond ``max_mm``; and (k,) the number of the vertex before each on its
            shortest way: k for a seed, negative for none.
        """
        inside = self.number[seeds] >= 0
        size = len(self.vertices) + 1
        ends = np.concatenate([self.ends, self.number[seeds[inside]]])
        lengths = np.concatenate([self.lengths_mm, np.maximum(lengths_mm[inside], _LEAST_MM)])
        starts = np.append(self.starts, np.int32(len(ends)))  # the seeds are the arcs of one more vertex
        graph = csr_array((lengths, ends, starts), shape=(size, size))
        far, before = dijkstra(graph, indices=size - 1, limit=max_mm, return_predecessors=True)
        return far[:-1], before[:-1]


class Web:
    """The arcs of a body's outer skin. Built in about half a second; never changes."""

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self._flat = unfolding(surface)
        self._count = len(surface.body.vertices_mm)
        seen = seen_from_vertices(self._flat, surface.body.outer)
        size = len(seen.source)
        # Turning a table with one entry a row over sorts its rows, ten times as quick as argsort.
        table = (np.ones(size, dtype=np.int8), seen.source, np.arange(size + 1, dtype=np.int32))
        sorted_ = csr_array(table, shape=(size, self._count)).tocsc()
        self._starts = sorted_.indptr
        self._ends, self._lengths_mm = seen.vertex[sorted_.indices], seen.length_mm[sorted_.indices]

    def arcs(self) -> Seen:
        """All arcs between vertices; each stands there twice, once from either end."""
        rows = np.repeat(np.arange(self._count, dtype=np.int32), np.diff(self._starts))
        return Seen(rows, self._ends, self._lengths_mm)

    def seen_from(self, faces: NDArray[np.integer], barycentric: FloatArray) -> Seen:
        """Arcs from (k,) spots inside triangles, given by face and (k, 3) weights."""
        return seen_from_spots(self._flat, faces, barycentric)

    def part(self, vertices: NDArray[np.intp]) -> Part:
        """Cut out some vertices, given by ascending ids."""
        begins = self._starts[vertices]
        counts = self._starts[vertices + 1] - begins
        rows = np.concatenate([[0], np.cumsum(counts)])
        arcs = np.repeat(begins - rows[:-1], counts) + np.arange(rows[-1])
        number = np.full(self._count, -1, dtype=np.int32)
        number[vertices] = np.arange(len(vertices), dtype=np.int32)
        ends = number[self._ends[arcs]]
        inside = ends >= 0
        starts = np.concatenate([[0], np.cumsum(inside)])[rows].astype(np.int32)
        return Part(vertices, number, starts, ends[inside], self._lengths_mm[arcs[inside]])
