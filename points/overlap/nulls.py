"""What the same number of marks would give if they meant nothing: three null models.

- ``region``: each trigger point lies anywhere on the skin of its own body region.
- ``muscle``: each trigger point lies anywhere in the belly of its own muscle, seen on the skin over it.
- ``shift``: all acupoints of a channel slide along it by one distance, each channel by its own, anything
  as far as the channel is long; what slides over one end comes back at the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body, FloatArray
from meshes.surface import Surface
from meshes.triangles import areas_mm2, weights
from points.atlas import Atlas, ChannelPath, Mark
from points.model import Side
from points.muscle import MuscleBody
from points.overlap.belly import belly_spots
from points.overlap.criteria import Criterion, Steps, steps
from points.overlap.fields import Fields
from points.overlap.maps import Maps
from points.overlap.spots import Spots, uniform

POOL = 400  # spots drawn beforehand in the belly of each muscle


class Null(Protocol):
    """A way to draw a world in which the marks mean nothing."""

    @property
    def key(self) -> str:
        """Its name."""

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What counts as a match in it."""

    def draw(self, rng: np.random.Generator, samples: int) -> Steps:
        """(criteria, samples, t) distance of each trigger point's nearest acupoint, in steps."""


@dataclass(frozen=True, eq=False)
class RegionNull:
    """Each trigger point anywhere on the skin of its own body region (left half: the other is its image)."""

    fields: Fields
    criteria: tuple[Criterion, ...]
    allowed: NDArray[np.bool_]  # (criteria, t, a)
    skin: tuple[tuple[NDArray[np.intp], FloatArray], ...]  # per region: its triangles, their cumulated areas
    region: NDArray[np.intp]  # (t,) region of each trigger point
    key: str = "region"

    def draw(self, rng: np.random.Generator, samples: int) -> Steps:
        """(criteria, samples, t) distance of each trigger point's nearest acupoint, in steps."""
        count = len(self.region)
        faces, weights = np.empty((samples, count), np.int64), np.empty((samples, count, 3))
        for number, (triangles, ends) in enumerate(self.skin):
            own = np.flatnonzero(self.region == number)
            drawn = uniform(rng, triangles, ends, samples * len(own))
            faces[:, own] = drawn.faces.reshape(samples, -1)
            weights[:, own] = drawn.barycentric.reshape(samples, -1, 3)
        return _nearest(self.fields, Spots(faces.ravel(), weights.reshape(-1, 3)), self.allowed, samples)


@dataclass(frozen=True, eq=False)
class MuscleNull:
    """Each trigger point anywhere in the belly of its own muscle."""

    criteria: tuple[Criterion, ...]
    pools: Steps  # (criteria, t, POOL)
    key: str = "muscle"

    def draw(self, rng: np.random.Generator, samples: int) -> Steps:
        """(criteria, samples, t) distance of each trigger point's nearest acupoint, in steps."""
        _, count, size = self.pools.shape
        drawn = rng.integers(size, size=(samples, count))
        found: Steps = self.pools[:, np.arange(count), drawn]
        return found


@dataclass(frozen=True, eq=False)
class ShiftNull:
    """The acupoints of each channel slid along it."""

    criteria: tuple[Criterion, ...]
    lines: tuple[Steps, ...]  # per line: (shifts, t) distance of the nearest of its acupoints, shifted so far
    key: str = "shift"

    def draw(self, rng: np.random.Generator, samples: int) -> Steps:
        """(criteria, samples, t) distance of each trigger point's nearest acupoint, in steps."""
        found = np.full((samples, self.lines[0].shape[1]), np.uint8(255))
        for line in self.lines:
            np.minimum(found, line[rng.integers(len(line), size=samples)], out=found)
        return found[None]


def region_null(atlas: Atlas, maps: Maps, fields: Fields, criteria: tuple[Criterion, ...]) -> RegionNull:
    """Build the null model of the regions."""
    names = sorted({mark.region for mark in maps.triggers})
    parents = np.array([atlas.regions[name].parent for name in atlas.region_names])
    areas = np.where(_left(atlas.body), areas_mm2(atlas.body.vertices_mm[atlas.body.faces]), 0.0)
    skin = []
    for name in names:
        triangles = np.flatnonzero((parents[atlas.face_region] == name) & (areas > 0.0))
        skin.append((triangles, np.cumsum(areas[triangles])))
    region = np.array([names.index(mark.region) for mark in maps.triggers], dtype=np.intp)
    return RegionNull(fields, criteria, _allowed(criteria, maps), tuple(skin), region)


def muscle_null(
    surface: Surface,
    maps: Maps,
    fields: Fields,
    bodies: Sequence[Sequence[MuscleBody]],
    criteria: tuple[Criterion, ...],
    rng: np.random.Generator,
) -> MuscleNull:
    """Build the null model of the bellies; ``bodies``: those of each trigger point's muscle."""
    spots = [
        belly_spots(mark, own, surface, rng, POOL) for mark, own in zip(maps.triggers, bodies, strict=True)
    ]
    faces = np.concatenate([part.faces for part in spots])
    weights = np.concatenate([part.barycentric for part in spots])
    seen = fields.seen_from(Spots(faces, weights))
    trigger = seen.spots // POOL
    allowed = _allowed(criteria, maps)
    pools = [steps(seen.nearest_mm(may[trigger, seen.sources])) for may in allowed]
    return MuscleNull(criteria, np.stack(pools).reshape(len(criteria), len(maps.triggers), POOL))


def shift_null(
    maps: Maps, fields: Fields, paths: Sequence[ChannelPath], body: Body, criterion: Criterion
) -> ShiftNull:
    """Build the null model of the channels; ``fields`` start from the trigger points."""
    lines = [path for path in paths if path.side != Side.RIGHT]
    places = _places(maps, lines)
    made = []
    for path, stands in zip(lines, places, strict=True):
        if not stands:
            continue
        spots, per_mm = _evenly(path, body)
        far = np.full((len(spots), len(maps.triggers)), np.uint8(255))
        seen = fields.seen_from(spots)
        far[seen.spots, seen.sources] = steps(seen.distances_mm)
        shifts = [np.roll(far, -round(at * per_mm), axis=0) for at in stands]
        made.append(np.minimum.reduce(shifts))
    return ShiftNull((criterion,), tuple(made))


def _allowed(criteria: tuple[Criterion, ...], maps: Maps) -> NDArray[np.bool_]:
    return np.stack([criterion.allowed(maps) for criterion in criteria])


def _nearest(fields: Fields, spots: Spots, allowed: NDArray[np.bool_], samples: int) -> Steps:
    """(criteria, samples, t) for spots that stand sample by sample, trigger point by trigger point."""
    seen = fields.seen_from(spots)
    trigger = seen.spots % allowed.shape[1]
    found = [steps(seen.nearest_mm(may[trigger, seen.sources])) for may in allowed]
    return np.stack(found).reshape(len(allowed), samples, -1)


def _left(body: Body) -> NDArray[np.bool_]:
    left: NDArray[np.bool_] = body.vertices_mm[body.faces].mean(axis=1)[:, 0] >= 0.0
    return body.outer & left


STEP_MM = 1.0  # between two places that a shift can lead to


def _evenly(path: ChannelPath, body: Body) -> tuple[Spots, float]:
    """Spots every millimetre along a channel, and how many of them there are to a millimetre."""
    lengths = np.concatenate([[0.0], np.cumsum(path.step_mm)])
    count = max(int(lengths[-1] / STEP_MM), 1)
    at = (np.arange(count) + 0.5) * lengths[-1] / count
    positions = np.stack([np.interp(at, lengths, path.points_mm[:, axis]) for axis in range(3)], axis=1)
    nearest = np.clip(np.searchsorted(lengths, at) - 1, 0, len(path.faces) - 1)
    return _on_skin(positions, nearest, path, body), count / lengths[-1]


def _on_skin(positions: FloatArray, piece: NDArray[np.intp], path: ChannelPath, body: Body) -> Spots:
    faces = path.faces[piece].astype(np.int64)
    found = np.clip(weights(body.vertices_mm[body.faces[faces]], positions), 0.0, None)
    return Spots(faces, found / found.sum(axis=1, keepdims=True))


def _places(maps: Maps, lines: Sequence[ChannelPath]) -> list[list[float]]:
    """Where along each line its acupoints stand, in mm from its start; each point stands on one line."""
    places: list[list[float]] = [[] for _ in lines]
    for mark, counts in zip(maps.acupoints, maps.on_channel, strict=True):
        if counts:
            number, at = _place(mark, lines)
            places[number].append(at)
    return places


def _place(mark: Mark, lines: Sequence[ChannelPath]) -> tuple[int, float]:
    channel = getattr(mark.definition, "channel", "")
    best, found = np.inf, (0, 0.0)
    for number, path in enumerate(lines):
        if path.channel == channel:
            away = np.linalg.norm(path.points_mm - mark.located.position_mm, axis=1)
            if away.min() < best:
                nearest = int(away.argmin())
                best, found = float(away.min()), (number, float(path.step_mm[:nearest].sum()))
    return found
