"""What the zones reach: regions of the skin, channels that run through them, acupoints that lie in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body, FloatArray
from meshes.triangles import areas_mm2
from points.atlas import ChannelPath, Crossing, Mark, Zone, ZoneArea
from points.paint import lengths_inside_mm, share_inside, spread_mm, touched

KINDS = ("essential", "spillover")
LEAST_MM = 1.0  # a shorter piece of channel in a zone is not called a crossing
LEAST_SHARE = 0.01  # a region of which less is covered is not listed, unless the area counts
LEAST_MM2 = 50.0


def zone_areas(
    body: Body, zones: Mapping[str, Zone], face_region: NDArray[np.uint8], names: Sequence[str]
) -> dict[str, tuple[ZoneArea, ...]]:
    """Areas of each zone by region; a region away from the midline counts on the side where it lies.

    Parameters
    ----------
    body
        The body.
    zones
        Its zones by their keys.
    face_region, names
        (m,) region of each triangle, as its place in the names of the regions.
    """
    areas = np.where(body.outer, areas_mm2(body.vertices_mm[body.faces]), 0.0)
    left = body.vertices_mm[body.faces, 0].mean(axis=1) > 0.0
    whole = _areas_by_side(face_region, areas, left, body, len(names))
    found = {}
    for key, zone in zones.items():
        rows = [ZoneArea(kind, region, None, None) for region, kind in zone.deep]
        for kind, signed in zip(KINDS, spread_mm(zone, len(body.vertices_mm)), strict=True):
            some = touched(body, signed)
            covered = areas[some] * share_inside(signed[body.faces[some]])
            place = face_region[some] + len(names) * ~left[some]
            by_side = np.bincount(place, covered, 2 * len(names)).reshape(2, -1)
            side = int(by_side[0].sum() < by_side[1].sum())
            share = by_side.sum(axis=0) / np.maximum(whole[side], 1e-9)
            rows += [
                ZoneArea(kind, names[i], float(area), float(min(share[i], 1.0)))
                for i, area in enumerate(by_side.sum(axis=0))
                if area >= LEAST_MM2 or (area > 0.0 and share[i] >= LEAST_SHARE)
            ]
        found[key] = tuple(rows)
    return found


def _areas_by_side(
    face_region: NDArray[np.uint8], areas: FloatArray, left: NDArray[np.bool_], body: Body, count: int
) -> FloatArray:
    """(2, regions) area of each region as seen from either side: that side's, or all of it on the midline."""
    by_side = np.array([np.bincount(face_region[half], areas[half], count) for half in (left, ~left)])
    x = body.vertices_mm[body.faces, 0]
    on_midline = (x.min(axis=1) < 0.0) & (x.max(axis=1) > 0.0)
    middle = np.bincount(face_region[on_midline], minlength=count) > 0
    by_side[:, middle] = by_side[:, middle].sum(axis=0)
    return by_side


def crossings(
    body: Body, zones: Mapping[str, Zone], paths: Sequence[ChannelPath]
) -> dict[str, tuple[Crossing, ...]]:
    """Channels that run through each zone, longest first."""
    channels = list(dict.fromkeys((path.channel, path.side) for path in paths))
    if not paths:
        return dict.fromkeys(zones, ())
    corners = body.faces[np.concatenate([path.faces for path in paths])]
    weights = np.concatenate([path.barycentric for path in paths])
    steps = np.concatenate([[*path.step_mm, 0.0] for path in paths])[:-1]  # none from path to path
    own = np.repeat([channels.index((p.channel, p.side)) for p in paths], [len(p.faces) for p in paths])[:-1]
    whole = np.bincount(own, steps, len(channels))
    found = {}
    for zone_id, zone in zones.items():
        essential, spillover = spread_mm(zone, len(body.vertices_mm))
        inside = [
            np.bincount(
                own, lengths_inside_mm(np.einsum("kc,kc->k", weights, values[corners]), steps), len(channels)
            )
            for values in (essential, np.maximum(essential, spillover))
        ]
        rows = [
            Crossing(*channels[i], round(part, 2), round(mm, 2), round(mm / float(whole[i]), 4))
            for i, (part, mm) in enumerate(np.transpose(inside).tolist())
            if mm >= LEAST_MM
        ]
        found[zone_id] = tuple(sorted(rows, key=lambda row: (-row.zone_mm, row.channel, row.side)))
    return found


def covering(
    body: Body, zones: Mapping[str, Zone], marks: Sequence[Mark]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Zones that cover each acupoint among the marks, with the kind of their area there."""
    acupoints = [mark for mark in marks if not mark.is_trigger_point]
    corners = body.faces[[mark.located.point.face for mark in acupoints]]
    weights = np.array([mark.located.point.barycentric for mark in acupoints]).reshape(-1, 3)
    found: dict[str, list[tuple[str, str]]] = {mark.id: [] for mark in acupoints}
    for zone_id, zone in zones.items():
        for kind, values in zip(KINDS, spread_mm(zone, len(body.vertices_mm)), strict=True):
            for index in np.flatnonzero(np.einsum("kc,kc->k", weights, values[corners]) > 0.0):
                found[acupoints[index].id].append((zone_id, kind))
    return {key: tuple(rows) for key, rows in found.items() if rows}
