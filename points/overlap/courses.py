"""Referred pain and channels: how much of each zone lies along which channel, and the other way round.

- *Covered*: the share of a channel's length that lies in the zone (essential, whole).
- *Along*: the share of the zone's area within a reach of the channel, one cun unless told otherwise.
  Beside it stands what any skin would give: the same share of all skin of the regions that the zone lies in,
  weighed as the zone lies in them.
- *Follows*: the channel of the trigger point's nearest channel point runs through the zone.
- *Best*: the channel with the largest share of the zone along it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from meshes.arcs import Web
from meshes.body import FloatArray, SurfacePoint
from meshes.field import SAMPLE_MM, near
from meshes.triangles import areas_mm2
from points.atlas import Atlas, ChannelPath, Mark, SinewBand, Zone
from points.paint import share_inside, spread_mm


@dataclass(frozen=True)
class Course:
    """A zone and a channel, or a sinew channel, on one side.

    Attributes
    ----------
    trigger
        Id of the trigger point.
    channel, side
        The channel.
    essential_share, zone_share
        Share of the channel's length (of a sinew channel: its area) in the essential and the whole zone.
    along, along_any
        Share of the zone's area within reach of the channel (for a sinew channel: in its band), and the share
        that any skin of the same regions has.
    follows
        Whether the channel also runs through the trigger point's nearest channel point.
    best
        Whether no other channel has more of the zone along it.
    """

    trigger: str
    channel: str
    side: str
    essential_share: float
    zone_share: float
    along: float
    along_any: float
    follows: bool
    best: bool


def zone_courses(
    atlas: Atlas, web: Web, triggers: tuple[Mark, ...], nearest_channel: Mapping[str, str], reach_mm: float
) -> list[Course]:
    """Relate the zone of each trigger point to each channel of both sides.

    Parameters
    ----------
    atlas
        Both maps.
    web
        Arcs of the body's skin.
    triggers
        The trigger points.
    nearest_channel
        Id of a trigger point to ``channel/side`` of its nearest channel point.
    reach_mm
        How near to a channel skin lies along it.
    """
    return courses_in(atlas, channel_strips(atlas, web, reach_mm), triggers, nearest_channel)


def channel_strips(atlas: Atlas, web: Web, reach_mm: float) -> dict[str, FloatArray]:
    """Spread the skin along each channel, ``channel/side``: (n,) how far inside each vertex lies."""
    return {
        key: reach_mm - _from_lines(web, lines, 2.0 * reach_mm) for key, lines in _lines(atlas.paths).items()
    }


def courses_in(
    atlas: Atlas,
    inside_mm: Mapping[str, FloatArray],
    triggers: tuple[Mark, ...],
    nearest_channel: Mapping[str, str],
) -> list[Course]:
    """Relate zones to channels as `zone_courses`, given the skin along each (`channel_strips`)."""
    skin = _Skin(atlas)
    strips = [_Strip(key, inside, skin) for key, inside in inside_mm.items()]
    found = []
    for mark in triggers:
        through = {f"{row.channel}/{row.side}": row for row in atlas.crossings.get(mark.id, ())}
        rows = []
        for strip, along, along_any in _ZoneOnSkin(atlas.zones[mark.id], skin).along(strips):
            row = through.get(strip.key)
            if row is None and along <= 0.0:
                continue
            share, essential = (row.share, row.share * row.essential_mm / row.zone_mm) if row else (0.0, 0.0)
            follows = row is not None and nearest_channel.get(mark.id) == strip.key
            channel, _, side = strip.key.partition("/")
            rows.append(
                Course(mark.id, channel, side, essential, share, along, along_any, follows, best=False)
            )
        found += _best_first(rows)
    return found


def sinew_courses(atlas: Atlas, triggers: tuple[Mark, ...]) -> list[Course]:
    """Relate the zone of each trigger point to the band of each sinew channel of both sides."""
    skin = _Skin(atlas)
    strips = [_Strip(key, _spread(band, skin), skin) for key, band in atlas.sinews.items()]
    found = []
    for mark in triggers:
        zone = _ZoneOnSkin(atlas.zones[mark.id], skin)
        rows = []
        for strip, along, along_any in zone.along(strips):
            if along <= 0.0:
                continue
            shares = [
                float(zone.areas_mm2(np.minimum(part, strip.inside_mm)).sum()) / strip.area_mm2
                for part in (zone.essential_mm, zone.whole_mm)
            ]
            channel, _, side = strip.key.partition("/")
            rows.append(Course(mark.id, channel, side, shares[0], shares[1], along, along_any, False, False))
        found += _best_first(rows)
    return found


class _Skin:
    """Triangles of the outer skin with their areas and regions."""

    def __init__(self, atlas: Atlas) -> None:
        outer = atlas.body.outer
        self.count = len(atlas.body.vertices_mm)
        self.faces = atlas.body.faces[outer]
        self.areas_mm2 = areas_mm2(atlas.body.vertices_mm[self.faces])
        self.region = atlas.face_region[outer]
        self.regions = len(atlas.region_names)


class _Strip:
    """Skin along a channel, or in the band of a sinew channel: where ``inside_mm`` (n,) is positive."""

    def __init__(self, key: str, inside_mm: FloatArray, skin: _Skin) -> None:
        self.key = key
        self.inside_mm = inside_mm
        areas = share_inside(inside_mm[skin.faces]) * skin.areas_mm2
        self.area_mm2 = float(areas.sum())
        of_all = np.bincount(skin.region, skin.areas_mm2, skin.regions)
        self.region_shares = np.bincount(skin.region, areas, skin.regions) / np.maximum(of_all, 1e-9)


class _ZoneOnSkin:
    """A zone spread over the vertices, and the triangles that it touches."""

    def __init__(self, zone: Zone, skin: _Skin) -> None:
        self.essential_mm, spillover_mm = spread_mm(zone, skin.count)
        self.whole_mm = np.maximum(self.essential_mm, spillover_mm)
        touched = np.flatnonzero((self.whole_mm[skin.faces] > 0.0).any(axis=1))
        self._faces, self._areas_mm2 = skin.faces[touched], skin.areas_mm2[touched]
        own = self.areas_mm2(self.whole_mm)
        self.area_mm2 = float(own.sum())
        self._weights = np.bincount(skin.region[touched], own, skin.regions)

    def areas_mm2(self, signed_mm: FloatArray) -> FloatArray:
        """Area of each touched triangle where a value that is known at the vertices is positive."""
        found: FloatArray = share_inside(signed_mm[self._faces]) * self._areas_mm2
        return found

    def along(self, strips: list[_Strip]) -> Iterator[tuple[_Strip, float, float]]:
        """Yield strips with the share of the zone in them, and that of any skin of the zone's regions."""
        if self.area_mm2 <= 0.0:  # felt deep inside alone
            return
        for strip in strips:
            inside = float(self.areas_mm2(np.minimum(self.whole_mm, strip.inside_mm)).sum())
            yield strip, inside / self.area_mm2, float(self._weights @ strip.region_shares) / self.area_mm2


def _best_first(rows: list[Course]) -> list[Course]:
    most = max((row.along for row in rows), default=0.0)
    crowned = [replace(row, best=0.0 < most == row.along) for row in rows]
    return sorted(crowned, key=lambda row: (-row.along, row.channel, row.side))


def _lines(paths: Sequence[ChannelPath]) -> dict[str, list[ChannelPath]]:
    """All branches of each channel by ``channel/side``."""
    found: dict[str, list[ChannelPath]] = {}
    for path in paths:
        found.setdefault(f"{path.channel}/{path.side}", []).append(path)
    return found


def _from_lines(web: Web, lines: Sequence[ChannelPath], max_mm: float) -> FloatArray:
    """(n,) distance of each vertex from some lines, ``max_mm`` where it is not nearer."""
    far = np.full(len(web.surface.body.vertices_mm), max_mm)
    found = near(web, [spot for line in lines for spot in _samples(line)], max_mm)
    far[found.vertices] = found.distances_mm
    return far


def _samples(line: ChannelPath) -> Iterator[SurfacePoint]:
    """Spots on a line, near enough to each other for the distance from it."""
    for piece, step in enumerate(line.step_mm.tolist()):
        parts = max(1, round(step / SAMPLE_MM))
        ends = line.barycentric[piece], line.barycentric[piece + 1]
        same = line.faces[piece] == line.faces[piece + 1]
        for part in range(parts if same else 1):
            share = part / parts
            yield SurfacePoint(
                int(line.faces[piece]), (1.0 - share) * ends[0] + share * ends[1] if same else ends[0]
            )
    yield SurfacePoint(int(line.faces[-1]), line.barycentric[-1])


def _spread(band: SinewBand, skin: _Skin) -> FloatArray:
    spread = np.full(skin.count, -1e3)
    spread[band.vertex_ids] = band.inside_mm
    return spread
