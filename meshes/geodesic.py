"""Shortest lines on the skin, exact between any two spots.

The shortest chain of straight arcs (:mod:`meshes.arcs`) tells which way round to go; it is about 1 % too
long. The triangles under it make a sleeve, and :mod:`meshes.sleeve` pulls the line in it taut until it is a
geodesic, exact to rounding, its ends wherever they are inside their triangles. Where two ways round are
equally long within that 1 %, the line may take the longer one. Measured on the shipped male body, 720 pairs
up to 1 m apart against the MMP algorithm: 99 of 100 agree within 0.1 mm, the worst is 0.25 mm too long.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from meshes import triangles
from meshes.arcs import Web
from meshes.body import FloatArray, SurfacePoint
from meshes.chain import Chains, Outlook
from meshes.path import SurfacePath, joined
from meshes.sleeve import Sheet, Taut, fan, straighten
from meshes.surface import Surface, SurfaceError

_PROBES = np.array([0.1, 0.3, 0.5, 0.7, 0.9])  # shares of an arc where the triangle under it is looked up


class Geodesics:
    """Exact geodesic lines on a body's outer skin.

    The first question costs about half a second more on a body of 100,000 triangles (the web is built then).
    """

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        body = surface.body
        rim = (surface.across < 0) & body.outer[:, None]
        sums = surface.angle_sums.copy()
        sums[np.concatenate([body.faces[rim], np.roll(body.faces, -1, axis=1)[rim]])] = np.inf
        self._sheet = Sheet(body.vertices_mm, body.faces, surface.across, surface.back, surface.apexes, sums)

    def path(self, start: SurfacePoint, end: SurfacePoint) -> SurfacePath:
        """Geodesic line from one spot to another.

        Raises
        ------
        SurfaceError
            If the two spots are not on one connected piece of outer skin.
        """
        return self.paths([(start, end)])[0]

    def paths(self, pairs: Sequence[tuple[SurfacePoint, SurfacePoint]]) -> list[SurfacePath]:
        """Geodesic line between each pair of spots; quicker than one by one.

        Raises
        ------
        SurfaceError
            If the two spots of a pair are not on one connected piece of outer skin.
        """
        for start, end in pairs:
            self._require_way(start, end)
        self._chains.outlooks([spot for pair in pairs for spot in pair])
        return [self._path(start, end) for start, end in pairs]

    def path_through(self, points: Sequence[SurfacePoint]) -> SurfacePath:
        """Geodesic lines from spot to spot, as one path; straightened between the spots, not at them.

        Raises
        ------
        ValueError
            If there are fewer than two spots.
        """
        if len(points) < 2:
            raise ValueError(f"a path needs two spots or more, got {len(points)}")
        return joined(self.paths(list(pairwise(points))))

    def distance_mm(self, start: SurfacePoint, end: SurfacePoint) -> float:
        """Length of :meth:`path`."""
        self._require_way(start, end)
        return self._taut(start, end).length_mm

    def look_out(self, spots: Sequence[SurfacePoint]) -> None:
        """Look out from spots that lines will begin or end at: all at once is ten times as quick."""
        self._chains.outlooks(spots)

    @cached_property
    def web(self) -> Web:
        """The arcs, built when first asked for."""
        return Web(self.surface)

    @cached_property
    def _chains(self) -> Chains:
        return Chains(self.web)

    @cached_property
    def _pieces(self) -> NDArray[np.int32]:
        """(m,) which connected piece of outer skin each triangle belongs to."""
        return triangles.pieces(self.surface.across, self.surface.body.outer)

    def _require_way(self, start: SurfacePoint, end: SurfacePoint) -> None:
        for point in (start, end):
            if not self.surface.body.outer[point.face]:
                raise SurfaceError(f"triangle {point.face} is not outer skin: no line on the skin ends there")
        if self._pieces[start.face] != self._pieces[end.face]:
            both = f"triangles {start.face} and {end.face}"
            raise SurfaceError(f"{both} lie on separate pieces of skin: no line joins them")

    def _path(self, start: SurfacePoint, end: SurfacePoint) -> SurfacePath:
        line = self._taut(start, end)
        entry, leave = line.weights(self._sheet)
        entry[0], leave[-1] = start.barycentric, end.barycentric
        faces = np.array(line.sleeve, dtype=np.int32)
        corners = self._sheet.vertices_mm[self._sheet.faces[faces]]
        exits_mm = np.einsum("kc,kcx->kx", leave, corners)
        return SurfacePath(np.concatenate([entry[:1] @ corners[0], exits_mm]), faces, entry, leave)

    def _taut(self, start: SurfacePoint, end: SurfacePoint) -> Taut:
        """Pull a line taut between two spots, under the shortest chain of arcs."""
        begin, finish = self._chains.outlooks([start, end])
        chain_mm = self._sheet.vertices_mm[self._chains.shortest(begin, finish)]
        sleeve = self._sleeve([start.face, *self._under(begin, chain_mm, finish), end.face])
        return straighten(self._sheet, sleeve, begin.position_mm, finish.position_mm)

    def _under(self, begin: Outlook, chain_mm: FloatArray, finish: Outlook) -> list[int]:
        """Triangles under a chain of arcs, given by its (k, 3) corners, in order; gaps may remain."""
        line_mm = np.concatenate([begin.position_mm[None], chain_mm, finish.position_mm[None]])
        mixed = line_mm[:-1, None] + _PROBES[:, None] * (line_mm[1:] - line_mm[:-1])[:, None]
        faces: list[int] = self.surface.nearest_faces(mixed.reshape(-1, 3)).tolist()
        return faces

    def _sleeve(self, stops: list[int]) -> list[int]:
        """Triangles in a row from the first stop to the last."""
        sleeve = stops[:1]
        for face in stops[1:]:
            sleeve += self._link(sleeve[-1], face)
        return sleeve

    def _link(self, face: int, until: int) -> list[int]:
        """Triangles from one to another, without the first: none, one step, a fan, or a search."""
        if face == until:
            return []
        if until in self._sheet.across[face].tolist():
            return [until]
        corners = self._sheet.faces[face].tolist()
        fans = [
            fan(self._sheet, face, vertex, leaving, until)
            for vertex in set(corners) & set(self._sheet.faces[until].tolist())
            for leaving in (corners.index(vertex), (corners.index(vertex) + 2) % 3)
        ]
        found = min((way for way in fans if way), key=len, default=None)
        return found[1:] if found else self._search(face, until)

    def _search(self, face: int, until: int) -> list[int]:
        """Fewest triangles from one to another (breadth first), without the first."""
        came_from = {face: face}
        queue = deque([face])
        while until not in came_from:
            here = queue.popleft()
            for beyond in self._sheet.across[here].tolist():
                if beyond >= 0 and beyond not in came_from:
                    came_from[beyond] = here
                    queue.append(beyond)
        way = [until]
        while way[-1] != face:
            way.append(came_from[way[-1]])
        return way[-2::-1]
