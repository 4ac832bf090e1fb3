"""Shortest lines on the skin, exact between any two spots.

Edge flips (N. Sharp, K. Crane, "You can find geodesic paths in triangle meshes by just flipping edges", 2020;
library potpourri3d) give a geodesic between the corners nearest to both spots. Its triangles make a sleeve, the sleeve is
lengthened to the true ends, and :mod:`meshes.sleeve` pulls it taut: the line is a geodesic to rounding, and its ends are
exact. Like every such line it is the shortest among its neighbours; a shorter one may exist on the other side of a
bump or a limb.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from potpourri3d import EdgeFlipGeodesicSolver
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from meshes import triangles
from meshes.body import SurfacePoint
from meshes.path import SurfacePath, joined
from meshes.sleeve import Sheet, Taut, fan, straighten
from meshes.surface import Surface, SurfaceError


class Geodesics:
    """Exact geodesic lines on a body's outer skin.

    The first question costs about 0.3 s more on a body of 100,000 triangles (the solver is built then).
    """

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        body = surface.body
        rim = (surface.across < 0) & body.outer[:, None]
        sums = surface.angle_sums.copy()
        sums[np.concatenate([body.faces[rim], np.roll(body.faces, -1, axis=1)[rim]])] = np.inf
        self._sheet = Sheet(body.vertices_mm, body.faces, surface.across, sums)

    def path(self, start: SurfacePoint, end: SurfacePoint) -> SurfacePath:
        """Geodesic line from one spot to another.

        Raises
        ------
        SurfaceError
            If the two spots are not on one connected piece of outer skin.
        """
        begin_mm, finish_mm = self.surface.position_mm(start), self.surface.position_mm(end)
        sleeve = self._sleeve(start, end)
        return self._surface_path(straighten(self._sheet, sleeve, begin_mm, finish_mm), start, end)

    def path_through(self, points: Sequence[SurfacePoint]) -> SurfacePath:
        """Geodesic lines from spot to spot, as one path; straightened between the spots, not at them.

        Raises
        ------
        ValueError
            If there are fewer than two spots.
        """
        if len(points) < 2:
            raise ValueError(f"a path needs two spots or more, got {len(points)}")
        return joined([self.path(one, two) for one, two in zip(points[:-1], points[1:], strict=True)])

    def distance_mm(self, start: SurfacePoint, end: SurfacePoint) -> float:
        """Length of :meth:`path`."""
        return self.path(start, end).length_mm

    @cached_property
    def _solver(self) -> tuple[EdgeFlipGeodesicSolver, NDArray[np.intp]]:
        """Edge-flip solver on the outer triangles, and its number for each vertex of the body."""
        faces = self.surface.body.faces[self.surface.body.outer]
        used, compact = np.unique(faces, return_inverse=True)
        number = np.full(len(self._sheet.vertices_mm), -1, dtype=np.intp)
        number[used] = np.arange(len(used))
        return EdgeFlipGeodesicSolver(self._sheet.vertices_mm[used], compact.reshape(faces.shape)), number

    @cached_property
    def _pieces(self) -> NDArray[np.int32]:
        """(m,) which connected piece of outer skin each triangle belongs to."""
        face, edge = np.nonzero(self._sheet.across >= 0)
        links = (np.ones(len(face), dtype=np.int8), (face, self._sheet.across[face, edge]))
        labels: NDArray[np.int32] = connected_components(coo_array(links, shape=(len(self._sheet.faces),) * 2))[1]
        return labels

    def _sleeve(self, start: SurfacePoint, end: SurfacePoint) -> list[int]:
        """Triangles from the one at the start to the one at the end, near the shortest line."""
        for point in (start, end):
            if not self.surface.body.outer[point.face]:
                raise SurfaceError(f"triangle {point.face} is not outer skin: no line on the skin can end there")
        if self._pieces[start.face] != self._pieces[end.face]:
            raise SurfaceError(f"triangles {start.face} and {end.face} lie on separate pieces of skin: no line joins them")
        stops = [start.face, *self._between(self._corner(start), self._corner(end)), end.face]
        sleeve = stops[:1]
        for face in stops[1:]:
            sleeve += self._link(sleeve[-1], face)
        return sleeve

    def _corner(self, point: SurfacePoint) -> int:
        return int(self._sheet.faces[point.face, point.barycentric.argmax()])

    def _between(self, begin: int, finish: int) -> list[int]:
        """Triangles along the geodesic between two vertices."""
        if begin == finish:
            return []
        solver, number = self._solver
        line = solver.find_geodesic_path(number[begin], number[finish])
        return self.surface.nearest_faces(0.5 * (line[1:] + line[:-1])).tolist()

    def _link(self, face: int, until: int) -> list[int]:
        """Triangles that lead from one to another, without the first: nothing, one step, a fan, or a search."""
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

    def _surface_path(self, line: Taut, start: SurfacePoint, end: SurfacePoint) -> SurfacePath:
        faces = np.array(line.sleeve, dtype=np.int32)
        ends_mm = [self.surface.position_mm(point)[None] for point in (start, end)]
        points_mm = np.concatenate([ends_mm[0], line.crossings_mm, ends_mm[1]])
        corners = self._sheet.vertices_mm[self._sheet.faces[faces]]
        return SurfacePath(
            points_mm,
            faces,
            triangles.weights(corners, points_mm[:-1]),
            triangles.weights(corners, points_mm[1:]),
        )
