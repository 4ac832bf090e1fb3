"""Compute everything located on a body: ``python -m points.bake`` stores it for shipping.

Marks, channel paths, zones, regions, neighbours and crossings, each from the tables and the body alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body, SurfacePoint
from meshes.store import BODY_NAMES, load_body
from meshes.surface import Surface
from points.atlas import Atlas, ChannelPath, Crossing, Mark, Zone, ZoneArea
from points.check import require_sound
from points.context import NoPlace
from points.errors import AtlasError
from points.load import BAKED, MUSCLE_BODIES, layers_of, shape_muscles
from points.locate import Locator, sides
from points.lore import lore_of
from points.model import Located, LocatedLandmark, Side, Unplaced, ZoneRow
from points.muscle_store import muscles_key, save_muscles
from points.neighbours import find_neighbours
from points.paint import length_inside_mm, paint_zone, share_inside, spread_mm
from points.regions import divide, is_skin
from points.sinews import paint_sinews
from points.store import inputs_key, save
from points.tables import Tables, load_tables

FloatArray = NDArray[np.float64]
STEP_MM = 3.0  # spacing of the samples of a channel: finer than the triangles of the trunk
LEAST_MM = 1.0  # a shorter piece of channel in a zone is not called a crossing
LEAST_SHARE = 0.01  # a region of which less is covered is not listed, unless the area counts
LEAST_MM2 = 50.0

Progress = Callable[[str], None]


def compute_atlas(body: Body, tables: Tables, progress: Progress = lambda _: None) -> Atlas:
    """Return both maps on a body.

    Raises
    ------
    AtlasError
        If anything that the tables define has no place on the body; every one is named.
    """
    locator = Locator(body, tables)
    cun_mm = locator.context(Side.LEFT).span_mm("body") / tables.spans["body"].cun
    problems: list[str] = []
    landmarks = _landmarks(locator, problems)
    located = _located(locator, problems)
    progress("channels")
    paths = channel_paths(locator, problems)
    progress("zones")
    zones = _zones(locator, cun_mm, problems)
    progress("sinew channels")
    sinews, unpainted = paint_sinews(locator, cun_mm)
    problems += unpainted
    if problems:
        raise AtlasError(
            f"On the {body.name} body {len(problems)} definitions have no place: " + "; ".join(problems)
        )
    progress("regions")
    names = tuple(key for key, region in tables.regions.items() if is_skin(region))
    face_region = divide([tables.regions[name] for name in names], locator, cun_mm)
    marks = {spot.id: _mark(spot, locator, face_region, names) for spot in located}
    progress("neighbours")
    return Atlas(
        body=body,
        cun_mm=cun_mm,
        landmarks=MappingProxyType({landmark.id: landmark for landmark in landmarks}),
        marks=MappingProxyType(marks),
        paths=paths,
        zones=MappingProxyType(zones),
        zone_areas=MappingProxyType(_zone_areas(body, zones, face_region, names)),
        face_region=face_region,
        region_names=names,
        neighbours=MappingProxyType(find_neighbours(list(marks.values()), locator.skin.geodesics, cun_mm)),
        crossings=MappingProxyType(_crossings(body, zones, paths)),
        covering=MappingProxyType(_covering(body, zones, list(marks.values()))),
        sinews=MappingProxyType(sinews),
        **lore_of(tables),
    )


def _landmarks(locator: Locator, problems: list[str]) -> tuple[LocatedLandmark, ...]:
    landmarks, missing = locator.landmarks()
    problems += map(str, missing)
    return landmarks


def _located(locator: Locator, problems: list[str]) -> tuple[Located, ...]:
    placement = locator.points()
    problems += map(str, placement.unplaced)
    return placement.located


def _mark(spot: Located, locator: Locator, face_region: NDArray[np.uint8], names: Sequence[str]) -> Mark:
    skin_region = names[face_region[spot.point.face]]
    parent = locator.tables.regions[skin_region].parent
    normal = locator.skin.surface.normal(spot.point)
    return Mark(spot.id, locator.tables.points[spot.code], spot, normal, skin_region, parent)


def channel_paths(locator: Locator, problems: list[str]) -> tuple[ChannelPath, ...]:
    """Every branch of every channel on each of its sides; ``problems`` is told of those without a place."""
    paths = []
    for row in locator.tables.channel_paths:
        for side in sides(row.paired):
            try:
                stops = [locator.place(ref, side).point for ref in row.through]
                points = locator.skin.path(stops).samples(STEP_MM)
            except (Unplaced, NoPlace) as error:
                problems.append(f"channel {row.channel} branch {row.branch} {side}: {error}")
                continue
            paths.append(_channel_path(row.channel, row.branch, side, points, locator.skin.surface))
    return tuple(paths)


def _channel_path(
    channel: str, branch: int, side: Side, points: Sequence[SurfacePoint], surface: Surface
) -> ChannelPath:
    faces = np.array([point.face for point in points], dtype=np.int32)
    barycentric = np.array([point.barycentric for point in points])
    corners = surface.body.faces[faces]
    positions = np.einsum("kc,kcx->kx", barycentric, surface.body.vertices_mm[corners])
    normals = np.einsum("kc,kcx->kx", barycentric, surface.normals[corners])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return ChannelPath(channel, branch, str(side), positions, normals, faces, barycentric)


def _zones(locator: Locator, cun_mm: float, problems: list[str]) -> dict[str, Zone]:
    zones = {}
    painted: dict[tuple[ZoneRow, Side], Zone] = {}  # points that share a zone have the same row
    for code, row in locator.tables.zones.items():
        for side in sides(locator.tables.trigger_points[code].paired):
            try:
                if (row, side) not in painted:
                    painted[row, side] = paint_zone(row, side, locator, cun_mm)
                zones[f"{code}/{side}"] = painted[row, side]
            except (Unplaced, NoPlace) as error:
                problems.append(f"zone of {code} {side}: {error}")
    return zones


def _zone_areas(
    body: Body, zones: Mapping[str, Zone], face_region: NDArray[np.uint8], names: Sequence[str]
) -> dict[str, tuple[ZoneArea, ...]]:
    """Areas of each zone by region; a region away from the midline counts on the side where it lies."""
    areas = _triangle_areas(body)
    left = body.vertices_mm[body.faces, 0].mean(axis=1) > 0.0
    whole = _areas_by_side(face_region, np.where(body.outer, areas, 0.0), left, body, len(names))
    found = {}
    for key, zone in zones.items():
        rows = [ZoneArea(kind, region, None, None) for region, kind in zone.deep]
        for kind, signed in zip(
            ("essential", "spillover"), spread_mm(zone, len(body.vertices_mm)), strict=True
        ):
            covered = np.where(body.outer, areas * share_inside(signed[body.faces]), 0.0)
            by_side = np.array(
                [np.bincount(face_region[half], covered[half], len(names)) for half in (left, ~left)]
            )
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


def _triangle_areas(body: Body) -> FloatArray:
    corners = body.vertices_mm[body.faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    areas: FloatArray = 0.5 * np.linalg.norm(cross, axis=1)
    return areas


def _crossings(
    body: Body, zones: Mapping[str, Zone], paths: Sequence[ChannelPath]
) -> dict[str, tuple[Crossing, ...]]:
    lengths: dict[tuple[str, str], float] = {}
    for path in paths:
        key = (path.channel, path.side)
        lengths[key] = lengths.get(key, 0.0) + float(path.step_mm.sum())
    found = {}
    for zone_id, zone in zones.items():
        essential, spillover = spread_mm(zone, len(body.vertices_mm))
        inside: dict[tuple[str, str], FloatArray] = {}
        for path in paths:
            both = [_along(values, path, body) for values in (essential, np.maximum(essential, spillover))]
            key = (path.channel, path.side)
            inside[key] = inside.get(key, np.zeros(2)) + [
                length_inside_mm(values, path.step_mm) for values in both
            ]
        rows = [
            Crossing(
                *key, round(float(mm[0]), 2), round(float(mm[1]), 2), round(float(mm[1]) / lengths[key], 4)
            )
            for key, mm in inside.items()
            if mm[1] >= LEAST_MM
        ]
        found[zone_id] = tuple(sorted(rows, key=lambda row: (-row.zone_mm, row.channel, row.side)))
    return found


def _along(values: FloatArray, path: ChannelPath, body: Body) -> FloatArray:
    sampled: FloatArray = np.einsum("kc,kc->k", path.barycentric, values[body.faces[path.faces]])
    return sampled


def _covering(
    body: Body, zones: Mapping[str, Zone], marks: Sequence[Mark]
) -> dict[str, tuple[tuple[str, str], ...]]:
    acupoints = [mark for mark in marks if not mark.is_trigger_point]
    corners = body.faces[[mark.located.point.face for mark in acupoints]]
    weights = np.array([mark.located.point.barycentric for mark in acupoints]).reshape(-1, 3)
    found: dict[str, list[tuple[str, str]]] = {mark.id: [] for mark in acupoints}
    for zone_id, zone in zones.items():
        for kind, values in zip(
            ("essential", "spillover"), spread_mm(zone, len(body.vertices_mm)), strict=True
        ):
            for index in np.flatnonzero(np.einsum("kc,kc->k", weights, values[corners]) > 0.0):
                found[acupoints[index].id].append((zone_id, kind))
    return {key: tuple(rows) for key, rows in found.items() if rows}


def main() -> int:
    """Compute and store the atlas of every shipped body."""
    tables = load_tables()
    require_sound(tables)
    for name in BODY_NAMES:
        _say(f"{name}:")
        body = load_body(name)
        atlas = compute_atlas(body, tables, lambda step: _say(f"  {step} …"))
        path = BAKED / f"{name}.npz"
        save(atlas, inputs_key(name), path)
        counts = f"{len(atlas.marks)} marks, {len(atlas.paths)} paths, {len(atlas.zones)} zones"
        _say(f"{path}: {counts}, {path.stat().st_size / 1e3:.0f} kB")
        _bake_muscles(body, tables)
    return 0


def _bake_muscles(body: Body, tables: Tables) -> None:
    muscles = shape_muscles(Locator(body, tables))
    path = BAKED / f"{body.name}_muscles.npz"
    save_muscles(muscles, muscles_key(body.name, MUSCLE_BODIES, layers_of(tables)), path)
    _say(f"{path}: {len(muscles) // 2} muscles a side, {path.stat().st_size / 1e3:.0f} kB")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
