"""Compute everything located on a body: ``python -m points.bake`` stores it for shipping.

Marks, channel paths, zones, regions, neighbours and crossings, each from the tables and the body alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body, SurfacePoint
from meshes.store import BODY_NAMES, load_body
from meshes.surface import Surface
from points.atlas import Atlas, ChannelPath, Mark, Neighbour, Zone
from points.check import require_sound
from points.context import NoPlace
from points.cun_grid import grid, grid_key, save_grid
from points.errors import AtlasError
from points.hands import SecondHand, answer
from points.load import BAKED, MUSCLE_BODIES, layers_of, load_atlas, load_muscles, shape_muscles
from points.locate import Locator, sides
from points.lore import lore_of
from points.model import Located, LocatedLandmark, Side, Unplaced
from points.muscle_store import muscles_key, save_muscles
from points.neighbours import neighbours_on
from points.overlap.agreement import agreement_key, compare, save_agreement
from points.overlap.along import along_key, relate, save_along
from points.paint import paint_zones, zones_in_order
from points.progress import Bar, Course, Progress, unseen
from points.reach import covering, crossings, zone_areas
from points.regions import divide, is_skin
from points.sinews import paint_sinews
from points.store import inputs_key, save
from points.tables import Tables, load_tables

FloatArray = NDArray[np.float64]
STEP_MM = 3.0  # spacing of the samples of a channel: finer than the triangles of the trunk
HERE, THERE = (Side.LEFT, Side.MIDLINE), (Side.RIGHT,)  # sides that this and the second process work on
COSTS = {  # of the stages, in seconds on two cores; only their ratios count
    "points": 2.0,
    "channels": 0.6,
    "zones": 5.0,
    "sinew channels": 0.2,
    "regions": 1.5,
    "neighbours": 6.5,
    "overlaps": 1.3,
}


def compute_atlas(body: Body, tables: Tables, progress: Progress = unseen, *, alone: bool = False) -> Atlas:
    """Return both maps on a body.

    Parameters
    ----------
    body, tables
        What to locate, and where.
    progress
        Told how far it has come.
    alone
        Whether to do all in this process, which takes twice as long on two cores.

    Raises
    ------
    AtlasError
        If anything that the tables define has no place on the body; every one is named.
    """
    course = Course(progress, COSTS)
    locator = Locator(body, tables)
    with SecondHand(body, tables, idle=alone) as hand:
        course.at("points")
        cun_mm = _cun_mm(locator)
        right = hand.ask(paint_zones, cun_mm, THERE)
        bands = hand.ask(paint_sinews, cun_mm)
        problems: list[str] = []
        landmarks = _landmarks(locator, problems)
        located = _located(locator, problems)
        course.at("channels")
        paths = channel_paths(locator, problems)
        zones, unpainted = _both_sides(locator, cun_mm, right, lambda share: course.at("zones", share))
        problems += unpainted
        course.at("sinew channels")
        sinews, unpainted = answer(bands, lambda: paint_sinews(locator, cun_mm))
        problems += unpainted
        _require_places(body, problems)
        course.at("regions")
        names, face_region, marks = _divided(locator, located, cun_mm)
        neighbours = _neighbours(locator, list(marks.values()), cun_mm, hand, course)
        course.at("overlaps")
    reached = {
        "zone_areas": zone_areas(body, zones, face_region, names),
        "crossings": crossings(body, zones, paths),
        "covering": covering(body, zones, list(marks.values())),
    }
    course.done()
    return Atlas(
        body=body,
        cun_mm=cun_mm,
        landmarks=MappingProxyType({landmark.id: landmark for landmark in landmarks}),
        marks=MappingProxyType(marks),
        paths=paths,
        zones=MappingProxyType(zones),
        face_region=face_region,
        region_names=names,
        neighbours=MappingProxyType(neighbours),
        sinews=MappingProxyType(sinews),
        **{name: MappingProxyType(rows) for name, rows in reached.items()},  # type: ignore[arg-type]
        **lore_of(tables),
    )


def compute_marks(locator: Locator) -> Atlas:
    """Return both maps on a body without zones, sinew channels and neighbours, in a tenth of the time.

    Raises
    ------
    AtlasError
        If a landmark, point or channel has no place on the body; every one is named.
    """
    problems: list[str] = []
    landmarks, located = _landmarks(locator, problems), _located(locator, problems)
    paths = channel_paths(locator, problems)
    _require_places(locator.body, problems)
    names, face_region, marks = _divided(locator, located, _cun_mm(locator))
    nothing: MappingProxyType[str, Any] = MappingProxyType({})
    return Atlas(
        body=locator.body,
        cun_mm=_cun_mm(locator),
        landmarks=MappingProxyType({landmark.id: landmark for landmark in landmarks}),
        marks=MappingProxyType(marks),
        paths=paths,
        zones=nothing,
        face_region=face_region,
        region_names=names,
        neighbours=nothing,
        sinews=nothing,
        zone_areas=nothing,
        crossings=nothing,
        covering=nothing,
        **lore_of(locator.tables),
    )


def _require_places(body: Body, problems: Sequence[str]) -> None:
    if problems:
        raise AtlasError(
            f"On the {body.name} body {len(problems)} definitions have no place: " + "; ".join(problems)
        )


def _divided(
    locator: Locator, located: Sequence[Located], cun_mm: float
) -> tuple[tuple[str, ...], NDArray[np.uint8], dict[str, Mark]]:
    """Names of the regions of skin, that of each triangle, and the marks in them."""
    regions = locator.tables.regions
    names = tuple(key for key, region in regions.items() if is_skin(region))
    face_region = divide([regions[name] for name in names], locator, cun_mm)
    return names, face_region, {spot.id: _mark(spot, locator, face_region, names) for spot in located}


def both_sides(locator: Locator, hand: SecondHand) -> tuple[dict[str, Zone], list[str]]:
    """All zones of a body, and what has no place; a second process paints the right side."""
    cun_mm = _cun_mm(locator)
    return _both_sides(locator, cun_mm, hand.ask(paint_zones, cun_mm, THERE))


def _both_sides(
    locator: Locator,
    cun_mm: float,
    asked: Future[tuple[dict[str, Zone], list[str]]],
    done: Callable[[float], None] = lambda _: None,
) -> tuple[dict[str, Zone], list[str]]:
    here, problems = paint_zones(locator, cun_mm, HERE, done)
    there, more = answer(asked, lambda: paint_zones(locator, cun_mm, THERE))
    return zones_in_order(here | there, locator.tables), [*problems, *more]


def _cun_mm(locator: Locator) -> float:
    return locator.context(Side.LEFT).span_mm("body") / locator.tables.spans["body"].cun


def _neighbours(
    locator: Locator, marks: list[Mark], cun_mm: float, hand: SecondHand, course: Course
) -> dict[str, tuple[Neighbour, ...]]:
    right = hand.ask(neighbours_on, marks, THERE, cun_mm)
    own = neighbours_on(locator, marks, HERE, cun_mm, lambda share: course.at("neighbours", share))
    found = own | answer(right, lambda: neighbours_on(locator, marks, THERE, cun_mm))
    return {mark.id: found[mark.id] for mark in marks}


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


def main() -> int:
    """Compute and store the atlas and the muscles of every shipped body."""
    parser = argparse.ArgumentParser(prog="python -m points.bake", description=main.__doc__)
    parser.add_argument("--out", type=Path, default=BAKED, help="folder to store them in")
    folder = parser.parse_args().out
    tables = load_tables()
    require_sound(tables)
    for name in BODY_NAMES:
        _say(f"{name}:")
        atlas = compute_atlas(load_body(name), tables, Bar(sys.stderr))
        path = folder / f"{name}.npz"
        save(atlas, inputs_key(name), path)
        counts = f"{len(atlas.marks)} marks, {len(atlas.paths)} paths, {len(atlas.zones)} zones"
        _say(f"{path}: {counts}, {path.stat().st_size / 1e3:.0f} kB")
    _bake_muscles(tables, folder)
    _bake_agreements(folder)
    _bake_along(folder)
    _bake_grids(tables, folder)
    return 0


def _bake_muscles(tables: Tables, folder: Path) -> None:
    """Shape the muscles of both bodies, at the same time."""
    _say("muscles:")
    here, there = (load_body(name) for name in BODY_NAMES)
    with SecondHand(there, tables) as hand:
        asked = hand.ask(shape_muscles)
        shaped = {here.name: shape_muscles(Locator(here, tables))}
        shaped[there.name] = answer(asked, lambda: shape_muscles(Locator(there, tables)))
    for name, muscles in shaped.items():
        path = folder / f"{name}_muscles.npz"
        save_muscles(muscles, muscles_key(name, MUSCLE_BODIES, layers_of(tables)), path)
        _say(f"{path}: {len(muscles) // 2} muscles a side, {path.stat().st_size / 1e3:.0f} kB")


def _bake_agreements(folder: Path) -> None:
    """Compare both maps of each body as they are now stored."""
    _say("agreement:")
    for name in BODY_NAMES:
        agreement = compare(load_atlas(name, baked=folder), load_muscles(name, baked=folder))
        path = folder / f"{name}_agreement.npz"
        save_agreement(agreement, agreement_key(name), path)
        _say(f"{path}: {len(agreement.trigger)} pairs, {path.stat().st_size / 1e3:.0f} kB")


def _bake_along(folder: Path) -> None:
    """Relate the zones and the channels of each body as they are now stored."""
    _say("zones and channels:")
    for name in BODY_NAMES:
        along = relate(load_atlas(name, baked=folder))
        path = folder / f"{name}_along.npz"
        save_along(along, along_key(name), path)
        _say(f"{path}: {len(along.best)} zones, {path.stat().st_size / 1e3:.0f} kB")


def _bake_grids(tables: Tables, folder: Path) -> None:
    """Lay the cun grid on each body as it is now stored."""
    _say("cun grid:")
    for name in BODY_NAMES:
        lines = grid(Locator(load_body(name), tables), load_atlas(name, baked=folder))
        path = folder / f"{name}_grid.npz"
        save_grid(lines, grid_key(name), path)
        _say(f"{path}: {len(lines)} lines, {path.stat().st_size / 1e3:.0f} kB")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
