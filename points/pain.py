"""Where does a pain here come from? Trigger points whose zones cover a patch of skin, best first.

What is essential comes before what is spillover, then the greater share of the patch that is covered. On a
fingertip many zones cover all; then the one of which the patch is the greater part comes first, because it
says more about the spot; then the order of the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from meshes.body import FloatArray, SurfacePoint
from meshes.geodesic import Geodesics
from meshes.patch import REACH_MM, Dab, Patch, Pieces, blank, clipped, painted, pieces
from meshes.surface import Surface
from points.atlas import Atlas, ChannelPath, Mark, Zone
from points.cover import Cover, cover_of
from points.paint import length_inside_mm

FINGERTIP_MM = 10.0  # radius of a fingertip that points at a spot
LEAST_MM2 = 3.0  # a hundredth of a fingertip: less is within the error of the painting
NEAREST = 6  # acupoints that are named where fewer lie in the patch
BEYOND_MM = 1e-6 - REACH_MM  # distance from the border where nothing nearer is known, but for rounding
LEAST_MM = 1.0  # a shorter piece of channel does not run through a patch
SAME_SHARE, SAME_ZONE = 2, 3  # decimals to which shares of the patch and of the zone are compared

Kind = Literal["essential", "spillover"]


@dataclass(frozen=True)
class FoundPoint:
    """A trigger point whose zone covers part of a patch.

    Attributes
    ----------
    id, muscle, side
        Id of its mark, key of its muscle, and its side.
    essential, spillover
        Share of the patch that each part of its zone covers.
    of_zone
        Share of the zone's part of this ``kind`` that lies in the patch.
    """

    id: str
    muscle: str
    side: str
    essential: float
    spillover: float
    of_zone: float

    @property
    def kind(self) -> Kind:
        """``essential`` if that part of its zone reaches the patch."""
        return "essential" if self.essential > 0.0 else "spillover"

    @property
    def share(self) -> float:
        """Share of the patch that the part of its ``kind`` covers."""
        return self.essential or self.spillover


@dataclass(frozen=True)
class FoundMuscle:
    """A muscle on one side, with those of its trigger points that are found, best first."""

    key: str
    side: str
    points: tuple[FoundPoint, ...]


@dataclass(frozen=True)
class FoundMark:
    """A mark in or near a patch: ``skin_mm`` from its one spot, or from its border (0 inside)."""

    id: str
    inside: bool
    skin_mm: float
    cun: float


@dataclass(frozen=True)
class FoundChannel:
    """A channel through a patch or near it: mm inside, and from the spot (or the border) to it."""

    channel: str
    side: str
    inside_mm: float
    skin_mm: float


@dataclass(frozen=True)
class FoundSinew:
    """A sinew channel whose band covers a share of a patch."""

    channel: str
    side: str
    share: float


@dataclass(frozen=True)
class Answer:
    """What both maps say of a patch; everything best or nearest first.

    Attributes
    ----------
    area_mm2
        Area of the patch.
    points, muscles
        Trigger points that refer pain there, and the same by muscle.
    acupoints, channels, sinews
        What Chinese medicine has there.
    local
        Trigger points that themselves lie in the patch or near it.
    """

    area_mm2: float
    points: tuple[FoundPoint, ...]
    muscles: tuple[FoundMuscle, ...]
    acupoints: tuple[FoundMark, ...]
    channels: tuple[FoundChannel, ...]
    sinews: tuple[FoundSinew, ...]
    local: tuple[FoundMark, ...]


@dataclass(frozen=True, eq=False)
class Counts:
    """(n,) by how many zones each vertex is covered: by their essential part, by the whole of them."""

    essential: NDArray[np.int32]
    whole: NDArray[np.int32]


class PainMap:
    """Answers for one body. To make it takes about two seconds; an answer, some hundredths of one.

    Parameters
    ----------
    atlas
        Both maps on the body.
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._essential, self._spillover = zone_covers(atlas)
        bands = {key: (band.vertex_ids, band.inside_mm) for key, band in atlas.sinews.items()}
        self._sinews = cover_of(bands, atlas.body)
        marks = atlas.marks.values()
        self._acupoints = [mark for mark in marks if not mark.is_trigger_point]
        self._trigger_points = [mark for mark in marks if mark.is_trigger_point]
        self._web = Geodesics(Surface(atlas.body)).web

    def spot(self, point: SurfacePoint, radius_mm: float = FINGERTIP_MM) -> Patch:
        """Patch under a fingertip.

        Raises
        ------
        ValueError
            If the spot lies off the outer skin.
        """
        return self.paint(None, [Dab(point, radius_mm)])

    def paint(self, patch: Patch | None, dabs: Sequence[Dab]) -> Patch:
        """Paint more of a patch (None: of an empty one), or rub some of it out.

        Raises
        ------
        ValueError
            If a radius is not positive, or a spot lies off the outer skin.
        """
        return painted(blank(self._atlas.body) if patch is None else patch, dabs, self._web)

    def ask(self, patch: Patch) -> Answer:
        """Find what both maps say of a patch; all is empty where nothing is painted."""
        inside = clipped(pieces(patch, self._atlas.body))
        area = float(inside.shares @ self._essential.areas_mm2[inside.faces])
        if area <= 0.0:
            return Answer(0.0, (), (), (), (), (), ())
        points = self._points(inside, area)
        local, acupoints = (self._near(patch, marks) for marks in (self._trigger_points, self._acupoints))
        bands = self._bands(inside, area)
        return Answer(area, points, by_muscle(points), acupoints, self._channels(patch), bands, local)

    def _points(self, inside: Pieces, area_mm2: float) -> tuple[FoundPoint, ...]:
        both = [_noted(cover.within_mm2(inside)) for cover in (self._essential, self._spillover)]
        sizes = [cover.whole_mm2 for cover in (self._essential, self._spillover)]
        found = []
        for index in np.flatnonzero(both[0] + both[1]).tolist():
            mark = self._atlas.marks[self._essential.keys[index]]
            mm2, whole = (
                part[index] for part in ((both[0], sizes[0]) if both[0][index] else (both[1], sizes[1]))
            )
            found.append(_found(mark, both[0][index] / area_mm2, both[1][index] / area_mm2, mm2 / whole))
        return tuple(sorted(found, key=_rank))

    def _near(self, patch: Patch, marks: Sequence[Mark]) -> tuple[FoundMark, ...]:
        values = _at_spots(patch, self._atlas, [mark.located.point for mark in marks])
        away = (float(patch.radii_mm[0]) - values) if patch.is_spot else -values
        away = np.maximum(away, 0.0)
        near = np.flatnonzero(values > BEYOND_MM)
        order = near[np.argsort(np.round(away[near], 1), kind="stable")]
        kept = order[: max(NEAREST, int((values > 0.0).sum()))].tolist()
        cun_mm = self._atlas.cun_mm
        return tuple(
            FoundMark(marks[i].id, bool(values[i] > 0.0), float(away[i]), float(away[i] / cun_mm))
            for i in kept
        )

    def _channels(self, patch: Patch) -> tuple[FoundChannel, ...]:
        inside: dict[tuple[str, str], float] = {}
        away: dict[tuple[str, str], float] = {}
        for path, values in zip(self._atlas.paths, self._along(patch), strict=True):
            if values.max() > BEYOND_MM:
                key = (path.channel, path.side)
                inside[key] = inside.get(key, 0.0) + length_inside_mm(values, path.step_mm)
                away[key] = min(away.get(key, np.inf), _away_mm(patch, path, values))
        found = [FoundChannel(*key, inside[key], away[key]) for key in inside]
        through = [row for row in found if row.inside_mm >= LEAST_MM]
        order = sorted(through or found, key=lambda row: (-row.inside_mm, row.skin_mm, row.channel, row.side))
        return tuple(order if through else order[:1])

    def _along(self, patch: Patch) -> list[FloatArray]:
        """Distances to the border at the samples of each channel path."""
        paths: tuple[ChannelPath, ...] = self._atlas.paths
        if not paths:
            return []
        faces = np.concatenate([path.faces for path in paths])
        weights = np.concatenate([path.barycentric for path in paths])
        values = np.full(len(faces), -REACH_MM)
        corners = patch.inside_mm[self._atlas.body.faces[faces]]
        near = np.flatnonzero((corners > -REACH_MM).any(axis=1))
        values[near] = patch.at(self._atlas.body, faces[near], weights[near])
        return np.split(values, np.cumsum([len(path.faces) for path in paths])[:-1])

    def _bands(self, inside: Pieces, area_mm2: float) -> tuple[FoundSinew, ...]:
        covered = _noted(self._sinews.within_mm2(inside))
        rows = []
        for index in np.flatnonzero(covered).tolist():
            channel, _, side = self._sinews.keys[index].partition("/")
            rows.append(FoundSinew(channel, side, min(float(covered[index]) / area_mm2, 1.0)))
        return tuple(sorted(rows, key=lambda row: (-round(row.share, SAME_SHARE), row.channel, row.side)))


def zone_covers(atlas: Atlas) -> tuple[Cover, Cover]:
    """Essential and spillover parts of the zones of an atlas, in the order of its marks."""
    keys = [mark for mark in atlas.marks if mark in atlas.zones]
    zones = {key: atlas.zones[key] for key in keys}
    essential = {key: (zone.vertex_ids, zone.essential_mm) for key, zone in zones.items()}
    spillover = {key: (zone.vertex_ids, zone.spillover_mm) for key, zone in zones.items()}
    return cover_of(essential, atlas.body), cover_of(spillover, atlas.body)


def zone_counts(zones: Mapping[str, Zone], vertices: int) -> Counts:
    """By how many of some zones each vertex of a body of so many is covered."""
    essential, whole = np.zeros((2, vertices), dtype=np.int32)
    for zone in zones.values():
        essential[zone.vertex_ids] += zone.essential_mm > 0.0
        whole[zone.vertex_ids] += np.maximum(zone.essential_mm, zone.spillover_mm) > 0.0
    return Counts(essential, whole)


def by_muscle(points: Iterable[FoundPoint]) -> tuple[FoundMuscle, ...]:
    """Put found points together by muscle and side; a muscle stands where its best point stands."""
    groups: dict[tuple[str, str], list[FoundPoint]] = {}
    for point in points:
        groups.setdefault((point.muscle, point.side), []).append(point)
    return tuple(FoundMuscle(*key, tuple(found)) for key, found in groups.items())


def _found(mark: Mark, essential: float, spillover: float, of_zone: float) -> FoundPoint:
    side = str(mark.located.side)
    return FoundPoint(
        mark.id, mark.muscles[0], side, min(float(essential), 1.0), min(float(spillover), 1.0), float(of_zone)
    )


def _away_mm(patch: Patch, path: ChannelPath, values: FloatArray) -> float:
    """Way from a spot to a line between samples, or from the border of a painted area to its samples."""
    nearest = int(values.argmax())
    if not patch.is_spot:
        return max(0.0, -float(values[nearest]))
    spot = patch.spots_mm[0]
    beside = path.points_mm[max(nearest - 1, 0) : nearest + 2]
    step = np.diff(beside, axis=0)
    share = np.einsum("ki,ki->k", spot - beside[:-1], step) / np.einsum("ki,ki->k", step, step)
    feet = beside[:-1] + share.clip(0.0, 1.0)[:, None] * step
    nearer_mm = np.linalg.norm(path.points_mm[nearest] - spot) - np.linalg.norm(feet - spot, axis=1).min()
    return max(0.0, float(patch.radii_mm[0] - values[nearest] - nearer_mm))


def _noted(mm2: FloatArray) -> FloatArray:
    """Areas in mm2, 0 where one is too small to speak of."""
    return np.where(mm2 >= LEAST_MM2, mm2, 0.0)


def _rank(point: FoundPoint) -> tuple[bool, float, float]:
    return point.kind != "essential", -round(point.share, SAME_SHARE), -round(point.of_zone, SAME_ZONE)


def _at_spots(patch: Patch, atlas: Atlas, spots: Sequence[SurfacePoint]) -> FloatArray:
    faces = np.array([spot.face for spot in spots], dtype=np.intp)
    weights = np.array([spot.barycentric for spot in spots]).reshape(-1, 3)
    return patch.at(atlas.body, faces, weights)
