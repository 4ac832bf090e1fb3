"""The atlas of one body: everything located on it, immutable, shared by every visitor.

An atlas is computed once from the data tables and a body (`points.bake`), stored under a key made of the
content of all its inputs, and read back in a blink (`points.store`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body, SurfacePoint
from points.model import (
    Acupoint,
    Category,
    Channel,
    Located,
    LocatedLandmark,
    Membership,
    Muscle,
    Reading,
    Region,
    Side,
    SinewChannel,
    Source,
    TriggerPoint,
    Use,
)

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Mark:
    """One point of either system on one side of the body.

    Attributes
    ----------
    id
        ``code/side``, for example ``GB21/left`` or ``GV14/midline``.
    definition
        The table row that says what the point is.
    located
        Where it lies on this body, by which rule and how exactly.
    normal
        (3,) outward unit normal of the skin there.
    skin_region, region
        The named patch of skin it lies in, and the larger part of the body that this belongs to.
    """

    id: str
    definition: Acupoint | TriggerPoint
    located: Located
    normal: FloatArray
    skin_region: str
    region: str

    @property
    def is_trigger_point(self) -> bool:
        """Whether the mark belongs to the trigger-point map."""
        return isinstance(self.definition, TriggerPoint)

    @property
    def is_first(self) -> bool:
        """Whether it stands for its point where each point is told once: its left, midline or only mark."""
        return self.located.side is not Side.RIGHT or self.definition.paired is Side.RIGHT

    @property
    def muscles(self) -> tuple[str, ...]:
        """Keys of the muscles met there, superficial to deep."""
        if isinstance(self.definition, TriggerPoint):
            return (self.definition.muscle,)
        return self.definition.muscles


@dataclass(frozen=True, eq=False)
class ChannelPath:
    """One branch of a channel on one side, as the exact geodesic through its points.

    Attributes
    ----------
    channel, branch, side
        Channel code (``GB``), branch number from 1, side (``left``, ``right``, ``midline``).
    points_mm
        (k, 3) samples on the skin in WHO's order.
    normals
        (k, 3) outward unit normals of the skin there.
    faces, barycentric
        (k,) triangle and (k, 3) weights of each sample.
    """

    channel: str
    branch: int
    side: str
    points_mm: FloatArray
    normals: FloatArray
    faces: NDArray[np.int32]
    barycentric: FloatArray

    @property
    def step_mm(self) -> FloatArray:
        """(k - 1,) lengths from each sample to the next."""
        steps: FloatArray = np.linalg.norm(np.diff(self.points_mm, axis=0), axis=1)
        return steps


@dataclass(frozen=True, eq=False)
class Zone:
    """The skin to which a trigger point refers its pain.

    Attributes
    ----------
    vertex_ids
        (k,) vertices of the body in or near the zone.
    essential_mm, painted_mm
        (k,) float32 skin distance to the border of the essential area, and of what is painted as spillover,
        also where the essential area lies upon it; positive inside. An empty area is negative everywhere.
    deep
        Places felt without a skin area: (key of ``regions.tsv``, ``essential`` or ``spillover``).
    """

    vertex_ids: NDArray[np.int32]
    essential_mm: NDArray[np.float32]
    painted_mm: NDArray[np.float32]
    deep: tuple[tuple[str, str], ...]

    @property
    def spillover_mm(self) -> NDArray[np.float32]:
        """(k,) distance to the border of the spillover area: what is essential is not spillover."""
        return np.minimum(self.painted_mm, -self.essential_mm)


@dataclass(frozen=True, eq=False)
class SinewKnot:
    """A place where a sinew channel knots: its name, its spot on the skin and that spot's (3,) position."""

    name: str
    point: SurfacePoint
    position_mm: FloatArray


@dataclass(frozen=True, eq=False)
class SinewBand:
    """The band of a sinew channel on one side.

    Attributes
    ----------
    vertex_ids
        (k,) vertices of the body in or near the band.
    inside_mm
        (k,) float32 skin distance to the border of the band, positive inside.
    knots
        Where the channel knots, in the order of its course.
    """

    vertex_ids: NDArray[np.int32]
    inside_mm: NDArray[np.float32]
    knots: tuple[SinewKnot, ...]


@dataclass(frozen=True)
class Neighbour:
    """A point of the other system close to a mark: distances along the skin and straight, in mm and cun."""

    id: str
    skin_mm: float
    straight_mm: float
    cun: float
    shared_muscles: tuple[str, ...]


@dataclass(frozen=True)
class Crossing:
    """A channel that runs through a zone: mm inside (essential, whole), and their share of the channel."""

    channel: str
    side: str
    essential_mm: float
    zone_mm: float
    share: float


@dataclass(frozen=True)
class ZoneArea:
    """How much of a skin region one part of a zone covers; area and share are None for deep places."""

    kind: str
    skin_region: str
    area_mm2: float | None
    share: float | None


@dataclass(frozen=True, eq=False)
class Atlas:
    """Both maps on one body.

    Attributes
    ----------
    body
        The body; frame LPS, millimetres.
    cun_mm
        Length of one body cun (standing height / 75).
    landmarks
        Name to located landmark.
    marks
        Mark id to mark, acupoints first, in table order.
    paths
        Channel paths, both sides.
    zones
        Trigger-point mark id to zone.
    zone_areas
        Trigger-point mark id to the regions its zone touches.
    face_region, region_names
        (m,) uint8 per triangle: index into the names of the skin regions.
    neighbours
        Mark id to the nearest marks of the other system, nearest first.
    crossings
        Trigger-point mark id to the channels that run through its zone, longest first.
    covering
        Acupoint mark id to the trigger-point mark ids whose zone covers it, each with its kind of area.
    sinews
        ``channel/side`` to the band of the sinew channel, for example ``GB/left``.
    readings, uses, memberships
        What is told of acupoints, by the code of the whole point (`points.model.whole_code`).
    muscles, channels, sinew_channels, regions, sources, categories
        Key to what the tables say of it.
    """

    body: Body
    cun_mm: float
    landmarks: Mapping[str, LocatedLandmark]
    marks: Mapping[str, Mark]
    paths: tuple[ChannelPath, ...]
    zones: Mapping[str, Zone]
    zone_areas: Mapping[str, tuple[ZoneArea, ...]]
    face_region: NDArray[np.uint8]
    region_names: tuple[str, ...]
    neighbours: Mapping[str, tuple[Neighbour, ...]]
    crossings: Mapping[str, tuple[Crossing, ...]]
    covering: Mapping[str, tuple[tuple[str, str], ...]]
    sinews: Mapping[str, SinewBand]
    muscles: Mapping[str, Muscle]
    channels: Mapping[str, Channel]
    sinew_channels: Mapping[str, SinewChannel]
    regions: Mapping[str, Region]
    sources: Mapping[str, Source]
    readings: Mapping[str, Reading]
    uses: Mapping[str, Use]
    categories: Mapping[str, Category]
    memberships: Mapping[str, tuple[Membership, ...]]
