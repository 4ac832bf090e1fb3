"""A web of straight lines over the skin: from each vertex to all vertices that can be seen from it nearby.

From a vertex, light goes out through the triangles around it, laid flat one after another. What it meets
within ``DEPTH`` triangles is joined by an *arc*: a straight line on the skin, with its exact length. Along
arcs, distances are never too short and hardly too long (see :mod:`meshes.field` for figures), where plain
mesh edges err by 5 %. The web cannot leak through the air, because it only knows the skin. Idea: X. Ying,
X. Wang, Y. He, "Saddle vertex graph (SVG)", 2013.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from meshes.body import FloatArray
from meshes.surface import Surface
from meshes.triangles import apexes

DEPTH = 5  # triangles that light passes; one less saves a quarter of the time and doubles the error
_ROOM = 65536  # most seeds of one question
_PORTION = 32768


@dataclass(frozen=True, eq=False)
class Seen:
    """Arcs: row of the source, vertex it sees, and length of the straight line between them."""

    source: NDArray[np.int32]
    vertex: NDArray[np.int32]
    length_mm: NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class _Unfolding:
    """Per triangle and edge: the edge's length, and where the third corner falls if the edge is 0 to 1."""

    faces: NDArray[np.int32]
    across: NDArray[np.int32]
    back: NDArray[np.int8]
    apex: NDArray[np.complex64]
    length_mm: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class _Beams:
    """Light on its way out of ``face`` through ``edge``.

    Its source is at 0, the ends of the edge are ``a`` and ``b``; only what lies between the directions
    ``low`` and ``high`` is lit.
    """

    source: NDArray[np.int32]
    face: NDArray[np.int32]
    edge: NDArray[np.int8]
    a: NDArray[np.complex64]
    b: NDArray[np.complex64]
    low: NDArray[np.complex64]
    high: NDArray[np.complex64]


class Web:
    """The arcs of a body's outer skin, and distances along them. Built in about half a second."""

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self._flat = _unfolding(surface)
        self._count = len(surface.body.vertices_mm)
        seen = _all_arcs(self._flat, surface.body.outer)
        order = np.argsort(seen.source, kind="stable")
        self._arcs = len(order)
        # The last row is kept free for the seeds of a question, so that none has to copy the web.
        self._starts = np.zeros(self._count + 2, dtype=np.int32)
        np.cumsum(np.bincount(seen.source, minlength=self._count), out=self._starts[1:-1])
        self._ends = np.concatenate([seen.vertex[order], np.zeros(_ROOM, dtype=np.int32)])
        self._lengths = np.concatenate([seen.length_mm[order], np.zeros(_ROOM)])
        self._lock = Lock()

    def arcs(self) -> Seen:
        """All arcs between vertices; each stands there twice, once from either end."""
        rows = np.repeat(np.arange(self._count, dtype=np.int32), np.diff(self._starts[:-1]))
        return Seen(rows, self._ends[: self._arcs], self._lengths[: self._arcs])

    def seen_from(self, faces: NDArray[np.integer], barycentric: FloatArray) -> Seen:
        """Arcs from (k,) spots inside triangles, given by face and (k, 3) weights."""
        beams, corners = _inside(self._flat, faces, barycentric)
        return _together([corners, *_lit(self._flat, beams)])

    def distances(
        self, vertices: NDArray[np.integer], lengths_mm: FloatArray, max_mm: float
    ) -> tuple[FloatArray, NDArray[np.int32]]:
        """Distance along arcs of every vertex from seeds.

        Parameters
        ----------
        vertices, lengths_mm
            (k,) seeds, and the distance at which each one begins.
        max_mm
            How far to go.

        Returns
        -------
        tuple
            (n,) distances, infinite beyond ``max_mm``; and (n,) the vertex before each on its shortest way:
            n for a seed, negative for none.
        """
        if len(vertices) > _ROOM:
            raise ValueError(f"{len(vertices)} seeds for a distance: {_ROOM} at most")
        with self._lock:
            end = self._arcs + len(vertices)
            self._ends[self._arcs : end] = vertices
            # A length of exactly 0 would count as no arc.
            self._lengths[self._arcs : end] = np.maximum(lengths_mm, 1e-9)
            self._starts[-1] = end
            size = self._count + 1
            graph = csr_array((self._lengths[:end], self._ends[:end], self._starts), shape=(size, size))
            far, before = dijkstra(graph, indices=self._count, limit=max_mm, return_predecessors=True)
        return far[:-1], before[:-1]


def _unfolding(surface: Surface) -> _Unfolding:
    corners = surface.body.vertices_mm[surface.body.faces]
    length = np.linalg.norm(np.roll(corners, -1, axis=1) - corners, axis=2)
    across = surface.across
    back = (across[across] == np.arange(len(across))[:, None, None]).argmax(axis=2)
    return _Unfolding(
        surface.body.faces.astype(np.int32),
        across,
        back.astype(np.int8),
        apexes(corners).astype(np.complex64),
        length.astype(np.float32),
    )


def _all_arcs(flat: _Unfolding, outer: NDArray[np.bool_]) -> Seen:
    """Arcs from every vertex: the mesh edges, and what is seen through the edge opposite to each corner."""
    face = np.repeat(np.flatnonzero(outer).astype(np.int32), 3)
    edge = np.tile(np.arange(3, dtype=np.int8), int(outer.sum()))
    tail, head = flat.faces[face, edge], flat.faces[face, (edge + 1) % 3]
    rim = flat.across[face, edge] < 0
    length = flat.length_mm[face, edge]
    a = -length * flat.apex[face, edge]
    b = a + length
    apex = flat.faces[face, (edge + 2) % 3]
    found = [Seen(tail, head, length), Seen(head[rim], tail[rim], length[rim])]
    # In portions that fit the processor's cache: twice as quick as all at once.
    for part in np.array_split(np.arange(len(face)), len(face) // _PORTION + 1):
        beams = _Beams(apex[part], face[part], edge[part], a[part], b[part], a[part], b[part])
        found += _lit(flat, beams)
    return _together(found)


def _inside(flat: _Unfolding, faces: NDArray[np.integer], barycentric: FloatArray) -> tuple[_Beams, Seen]:
    """Light from spots inside triangles: the triangle's own corners, and the three edges as beams."""
    source = np.repeat(np.arange(len(faces), dtype=np.int32), 3)
    face = np.repeat(faces.astype(np.int32), 3)
    edge = np.tile(np.arange(3, dtype=np.int8), len(faces))
    length = flat.length_mm[face, edge]
    # The spot as seen from the edge: weights of the edge's head and of the corner opposite.
    head = np.roll(barycentric, -1, axis=1).ravel()
    opposite = np.roll(barycentric, 1, axis=1).ravel()
    a = (-length * (head + opposite * flat.apex[face, edge])).astype(np.complex64)
    b = a + length
    corners = Seen(source, flat.faces[face, edge], np.abs(a).astype(np.float64))
    return _Beams(source, face, edge, a, b, a, b), corners


def _lit(flat: _Unfolding, beams: _Beams) -> list[Seen]:
    """Arcs to all that beams meet within ``DEPTH`` triangles."""
    found = []
    for _ in range(DEPTH):
        seen, beams = _step(flat, beams)
        found.append(seen)
    return found


def _together(parts: list[Seen]) -> Seen:
    return Seen(
        np.concatenate([seen.source for seen in parts]),
        np.concatenate([seen.vertex for seen in parts]),
        np.concatenate([seen.length_mm for seen in parts]).astype(np.float64),
    )


def _step(flat: _Unfolding, beams: _Beams) -> tuple[Seen, _Beams]:
    """Beams cross into the next triangle, where the far corner parts them and may be lit."""
    on = flat.across[beams.face, beams.edge] >= 0
    source, a, b, low, high = beams.source[on], beams.a[on], beams.b[on], beams.low[on], beams.high[on]
    face = flat.across[beams.face[on], beams.edge[on]]
    edge = flat.back[beams.face[on], beams.edge[on]]
    tip = b + (a - b) * flat.apex[face, edge]
    right, left = _cross(low, tip), _cross(high, tip)
    lit = (right >= 0.0) & (left <= 0.0)
    seen = Seen(source[lit], flat.faces[face[lit], (edge[lit] + 2) % 3], np.abs(tip[lit]))
    one, two = right > 0.0, left < 0.0
    narrow_high = np.where(left < 0.0, tip, high)[one]
    narrow_low = np.where(right > 0.0, tip, low)[two]
    return seen, _Beams(
        np.concatenate([source[one], source[two]]),
        np.concatenate([face[one], face[two]]),
        np.concatenate([(edge[one] + 1) % 3, (edge[two] + 2) % 3]),
        np.concatenate([a[one], tip[two]]),
        np.concatenate([tip[one], b[two]]),
        np.concatenate([low[one], narrow_low]),
        np.concatenate([narrow_high, high[two]]),
    )


def _cross(u: NDArray[np.complex64], v: NDArray[np.complex64]) -> NDArray[np.float32]:
    return u.real * v.imag - u.imag * v.real
