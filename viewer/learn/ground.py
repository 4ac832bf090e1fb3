"""What questions are made from: points by their code, how far apart they are, whose zones look alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from points.atlas import Atlas, Mark, Zone
from points.model import Acupoint, Side, TriggerPoint, whole_code
from points.muscle_parts import akin

Floats = NDArray[np.float64]
ALIKE = 0.3  # from this share on, a zone that is covered by another could as well be the other


class Ground:
    """One atlas, looked at for questions.

    Attributes
    ----------
    atlas
        Both maps on one body.
    points
        Code of a point (of the whole, where it has several spots) to its marks on all sides, left first.
    """

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        found: dict[str, list[Mark]] = defaultdict(list)
        for mark in atlas.marks.values():
            found[code_of(mark)].append(mark)
        self.points: Mapping[str, tuple[Mark, ...]] = {code: tuple(marks) for code, marks in found.items()}

    @cached_property
    def acupoints(self) -> tuple[str, ...]:
        """Codes of the acupoints and extra points."""
        return tuple(code for code, marks in self.points.items() if not marks[0].is_trigger_point)

    @cached_property
    def trigger_points(self) -> tuple[str, ...]:
        """Codes of the trigger points."""
        return tuple(code for code, marks in self.points.items() if marks[0].is_trigger_point)

    def first(self, code: str) -> Mark:
        """Return the left, midline or only mark of a point."""
        return self.points[code][0]

    def on_side(self, code: str, side: Side) -> Mark:
        """Return a point's mark on a side, else its first."""
        marks = self.points[code]
        return next((mark for mark in marks if mark.located.side is side), marks[0])

    def gap_mm(self, mark: Mark, code: str) -> float:
        """Straight distance from a mark to the nearest spot of a point."""
        here = mark.located.position_mm
        return min(float(np.linalg.norm(other.located.position_mm - here)) for other in self.points[code])

    def blurred(self, mark: Mark, code: str) -> bool:
        """Tell whether a point lies so near to a mark that its place alone would not tell them apart."""
        within = max(mark.located.tolerance_mm, self.first(code).located.tolerance_mm)
        return self.gap_mm(mark, code) <= within

    def by_distance(self, mark: Mark, codes: tuple[str, ...]) -> list[str]:
        """Sort points by how near they are to a mark; those of its side and the midline count."""
        others = [self.on_side(code, mark.located.side) for code in codes]
        positions = np.array([other.located.position_mm for other in others]).reshape(-1, 3)
        apart = np.linalg.norm(positions - mark.located.position_mm, axis=1)
        return [codes[index] for index in np.argsort(apart, kind="stable")]

    def muscle(self, code: str) -> str:
        """Key of a trigger point's muscle."""
        row = self.first(code).definition
        assert isinstance(row, TriggerPoint)  # asked of trigger points alone
        return row.muscle

    def akin(self, one: str, other: str) -> bool:
        """Tell whether two keys name one muscle, or one a part of the other."""
        return akin(one, other, self.atlas.muscles)

    @cached_property
    def by_muscle(self) -> Mapping[str, tuple[str, ...]]:
        """Key of a muscle to the codes of its trigger points."""
        found: dict[str, list[str]] = defaultdict(list)
        for code in self.trigger_points:
            found[self.muscle(code)].append(code)
        return {key: tuple(codes) for key, codes in found.items()}

    @cached_property
    def kin(self) -> Mapping[str, tuple[str, ...]]:
        """Key of a muscle that has trigger points to those that are the same, parts of it or its whole."""
        return {
            key: tuple(other for other in self.by_muscle if self.akin(key, other)) for key in self.by_muscle
        }

    def of_kin(self, muscle: str) -> set[str]:
        """Codes of the trigger points of a muscle, of its parts and its whole."""
        return {code for key in self.kin[muscle] for code in self.by_muscle[key]}

    # -- zones

    def painted(self, code: str) -> bool:
        """Tell whether a trigger point's zone has an area on the skin."""
        return code in self._zones

    def alike(self, code: str) -> frozenset[str]:
        """Codes of the trigger points whose zones cover so much of this one's that they could be meant."""
        found: set[str] = set()
        for mine in (self._zones[code], self._cores[code]):
            weights = np.zeros(len(self._areas))
            weights[mine] = self._areas[mine]
            least = ALIKE * weights.sum()
            covered = {other: weights[theirs].sum() for other, theirs in self._both_sides.items()}
            found.update(other for other, area in covered.items() if area > least)
        return frozenset(found)

    def zone_regions(self, code: str) -> frozenset[str]:
        """Find the larger parts of the body in which a good part of a trigger point's essential zone lies."""
        atlas = self.atlas
        rows = [row for row in atlas.zone_areas[self.first(code).id] if row.area_mm2]
        rows = [row for row in rows if row.kind == "essential"] or rows
        whole = sum(row.area_mm2 or 0.0 for row in rows)
        by_part: dict[str, float] = defaultdict(float)
        for row in rows:
            by_part[atlas.regions[row.skin_region].parent] += row.area_mm2 or 0.0
        return frozenset(part for part, area in by_part.items() if area >= ALIKE * whole)

    def zone_middle_mm(self, code: str) -> Floats:
        """(3,) middle of what a trigger point's zone covers."""
        middle: Floats = self.atlas.body.vertices_mm[self._zones[code]].mean(axis=0)
        return middle

    @cached_property
    def _zones(self) -> Mapping[str, NDArray[np.int32]]:
        """Code to the vertices inside the zone that is painted on the first side; none for empty zones."""
        inside = {code: _inside(self.atlas.zones[self.first(code).id]) for code in self.trigger_points}
        return {code: vertices for code, vertices in inside.items() if len(vertices)}

    @cached_property
    def _cores(self) -> Mapping[str, NDArray[np.int32]]:
        """Code to the vertices inside the essential part of the zone on the first side."""
        zones = {code: self.atlas.zones[self.first(code).id] for code in self._zones}
        return {code: zone.vertex_ids[zone.essential_mm > 0.0] for code, zone in zones.items()}

    @cached_property
    def _both_sides(self) -> Mapping[str, NDArray[np.int32]]:
        """Code to the vertices inside the zones of all its sides; none for empty zones."""
        zones = self.atlas.zones
        return {
            code: np.unique(np.concatenate([_inside(zones[mark.id]) for mark in self.points[code]]))
            for code in self._zones
        }

    @cached_property
    def _areas(self) -> Floats:
        """(n,) skin around each vertex, in mm²."""
        body = self.atlas.body
        corners = body.vertices_mm[body.faces]
        cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        third = np.linalg.norm(cross, axis=1) / 6.0
        return np.bincount(body.faces.ravel(), np.repeat(third, 3), len(body.vertices_mm)).astype(np.float64)


def code_of(mark: Mark) -> str:
    """Code of the whole point that a mark is a spot of."""
    return mark.located.code if mark.is_trigger_point else whole_code(mark.located.code)


def channel_of(mark: Mark) -> str:
    """Code of an acupoint's channel (``EX`` for extra points); empty for trigger points."""
    return mark.definition.channel if isinstance(mark.definition, Acupoint) else ""


def _inside(zone: Zone) -> NDArray[np.int32]:
    depth = np.maximum(zone.essential_mm, zone.painted_mm)
    vertices: NDArray[np.int32] = zone.vertex_ids[depth > 0.0]
    return vertices
