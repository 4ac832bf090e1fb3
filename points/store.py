"""Keep an atlas in one file and read it back in a blink.

The file holds only what costs time to compute: triangles and weights, distances, areas. Positions and words
come from the body and the tables again, so they can never disagree with them. The file's key is a hash of
every input; a file with another key is stale.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic_core import from_json

from meshes.body import Body, SurfacePoint
from meshes.store import DATA as BODY_DATA
from points.atlas import Atlas, ChannelPath, Crossing, Mark, Neighbour, SinewBand, SinewKnot, Zone, ZoneArea
from points.errors import AtlasError
from points.lore import lore_of
from points.model import Located, LocatedLandmark, Side
from points.tables import DATA, Tables

BAKE_VERSION = 4  # raise it whenever code that places, paints or measures changes a result
INPUTS = ("*.tsv", "*.json")
PLACE_NOTHING = (  # tables that no position depends on
    "REGISTRY.tsv",
    "categories.tsv",
    "facts",
    "muscle_bodies",
    "point_categories.tsv",
    "readings.tsv",
    "sinew_channels.tsv",
    "sources.tsv",
    "uses.tsv",
)
UNREADABLE = (
    ValueError,
    OSError,
    KeyError,
    IndexError,
    EOFError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
AREAS = ("zone", "sinew")  # what is painted: vertices with their distances
Arrays = dict[str, NDArray[Any]]


class StaleError(AtlasError):
    """There is no stored atlas made from the present inputs; it has to be computed."""


def inputs_key(body_name: str, tables: Path = DATA, bodies: Path = BODY_DATA) -> str:
    """Hash all that an atlas is computed from: tables, the body's files, the version of the code."""
    digest = hashlib.sha256(f"{BAKE_VERSION} {body_name}".encode())
    found = (path for pattern in INPUTS for path in tables.rglob(pattern))
    files = [path for path in found if path.relative_to(tables).parts[0] not in PLACE_NOTHING]
    files += [bodies / "picks.tsv", bodies / "topology.npz", bodies / f"{body_name}.npz"]
    for path in sorted(files):
        content = path.read_bytes() if path.exists() else b""
        digest.update(f"{path.name} {len(content)} ".encode() + content)
    return digest.hexdigest()


def save(atlas: Atlas, key: str, path: Path) -> None:
    """Write an atlas under its key; the same atlas gives the same bytes."""
    arrays, words = _pack(atlas)
    words["key"] = key
    arrays["words"] = np.frombuffer(json.dumps(words, ensure_ascii=False).encode(), dtype=np.uint8)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            member = io.BytesIO()
            np.save(member, arrays[name], allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), member.getvalue(), zipfile.ZIP_DEFLATED)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.part")
    try:
        temporary.write_bytes(content.getvalue())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def read(path: Path, key: str, body: Body, tables: Tables) -> Atlas:
    """Read an atlas.

    Parameters
    ----------
    path
        The file.
    key
        The key that it must have, from `inputs_key`.
    body, tables
        What it was computed from; of the tables ``points.tables.TOLD`` will do.

    Raises
    ------
    StaleError
        If there is no such file, or it was computed from something else.
    AtlasError
        If the file is damaged.
    """
    try:
        arrays = _members(path)
        words = from_json(arrays.pop("words").tobytes())
        if words["key"] == key:
            return _unpack(arrays, words, body, tables)
    except FileNotFoundError:
        raise StaleError(f"There is no stored atlas {path}.") from None
    except PermissionError:
        raise AtlasError(f"The stored atlas {path} may not be read; give yourself the right to.") from None
    except UNREADABLE:
        raise AtlasError(
            f"The stored atlas {path} is damaged; delete it, or reinstall the program."
        ) from None
    raise StaleError(f"The stored atlas {path} was made from other inputs; run python -m points.bake.")


def _members(path: Path) -> Arrays:
    # whole members first, so that their checksums are looked at before anything reads their content
    with zipfile.ZipFile(path) as archive:
        contents = {name.removesuffix(".npy"): archive.read(name) for name in archive.namelist()}
    return {name: np.load(io.BytesIO(content), allow_pickle=False) for name, content in contents.items()}


def _pack(atlas: Atlas) -> tuple[Arrays, dict[str, Any]]:
    marks, landmarks = list(atlas.marks.values()), list(atlas.landmarks.values())
    covering = {key: [list(row) for row in rows] for key, rows in atlas.covering.items()}
    arrays: Arrays = {
        **_pack_spots("mark", [mark.located.point for mark in marks]),
        **_pack_spots("landmark", [landmark.point for landmark in landmarks]),
        "mark_tolerance": np.array([mark.located.tolerance_mm for mark in marks]),
        "mark_normal": np.array([mark.normal for mark in marks]),
        "face_region": atlas.face_region,
        **_pack_rows(
            "path", atlas.paths, {"faces": np.int32, "barycentric": np.float32, "normals": np.float32}
        ),
        **_pack_rows(
            "zone",
            atlas.zones.values(),
            {"vertex_ids": np.int32, "essential_mm": np.float16, "spillover_mm": np.float16},
        ),
        **_pack_rows("sinew", atlas.sinews.values(), {"vertex_ids": np.int32, "inside_mm": np.float16}),
        **_pack_spots("knot", [knot.point for band in atlas.sinews.values() for knot in band.knots]),
    }
    for name in AREAS:
        ids = arrays[f"{name}_vertex_ids"]
        arrays[f"{name}_vertex_ids"] = np.diff(ids, prepend=0).astype(np.int32)  # small numbers pack well
    words = {
        "cun_mm": atlas.cun_mm,
        "marks": [[m.located.code, m.located.side, m.located.rule, m.skin_region] for m in marks],
        "landmarks": [[m.name, m.side, m.confidence, m.tolerance_mm] for m in landmarks],
        "paths": [[p.channel, p.branch, p.side] for p in atlas.paths],
        "zones": [[key, zone.deep] for key, zone in atlas.zones.items()],
        "zone_areas": {
            key: [[a.kind, a.skin_region, a.area_mm2, a.share] for a in areas]
            for key, areas in atlas.zone_areas.items()
        },
        "regions": atlas.region_names,
        "neighbours": {
            key: [[n.id, n.skin_mm, n.straight_mm, n.cun, n.shared_muscles] for n in near]
            for key, near in atlas.neighbours.items()
        },
        "crossings": {
            key: [[c.channel, c.side, c.essential_mm, c.zone_mm, c.share] for c in found]
            for key, found in atlas.crossings.items()
        },
        "covering": covering,
        "sinews": [[key, [knot.name for knot in band.knots]] for key, band in atlas.sinews.items()],
    }
    return arrays, words


def _pack_spots(name: str, spots: list[SurfacePoint]) -> Arrays:
    return {
        f"{name}_face": np.array([spot.face for spot in spots], dtype=np.int32),
        f"{name}_barycentric": np.array([spot.barycentric for spot in spots], dtype=np.float64).reshape(
            -1, 3
        ),
    }


def _pack_rows(name: str, items: Iterable[Any], kinds: Mapping[str, Any]) -> Arrays:
    """Arrays of many items end to end, and how long each one's part is."""
    items = list(items)
    first = next(iter(kinds))
    arrays: Arrays = {
        f"{name}_count": np.array([len(getattr(item, first)) for item in items], dtype=np.int32)
    }
    for field, kind in kinds.items():
        parts = [np.asarray(getattr(item, field)) for item in items]
        arrays[f"{name}_{field}"] = np.concatenate(parts).astype(kind) if parts else np.zeros(0, dtype=kind)
    return arrays


def _split(arrays: Arrays, name: str, field: str) -> list[NDArray[Any]]:
    """Undo `_pack_rows` for one field."""
    ends = np.cumsum(arrays[f"{name}_count"])[:-1]
    return np.split(arrays[f"{name}_{field}"], ends) if len(arrays[f"{name}_count"]) else []


def _unpack(arrays: Arrays, words: dict[str, Any], body: Body, tables: Tables) -> Atlas:
    for name in AREAS:
        steps = arrays[f"{name}_vertex_ids"]
        arrays[f"{name}_vertex_ids"] = np.cumsum(steps, dtype=np.int64).astype(np.int32)
    return Atlas(
        body=body,
        cun_mm=float(words["cun_mm"]),
        landmarks=MappingProxyType(_landmarks(arrays, words, body)),
        marks=MappingProxyType(_marks(arrays, words, body, tables)),
        paths=tuple(_paths(arrays, words, body)),
        zones=MappingProxyType(_zones(arrays, words)),
        zone_areas=_tupled(words["zone_areas"], lambda row: ZoneArea(*row)),
        face_region=arrays["face_region"],
        region_names=tuple(words["regions"]),
        neighbours=_tupled(
            words["neighbours"], lambda row: Neighbour(row[0], row[1], row[2], row[3], tuple(row[4]))
        ),
        crossings=_tupled(words["crossings"], lambda row: Crossing(*row)),
        covering=_tupled(words["covering"], lambda row: (row[0], row[1])),
        sinews=MappingProxyType(_sinews(arrays, words, body)),
        **lore_of(tables),
    )


def _tupled(rows: Mapping[str, list[Any]], make: Callable[[Any], Any]) -> Mapping[str, tuple[Any, ...]]:
    return MappingProxyType({key: tuple([make(row) for row in group]) for key, group in rows.items()})


def _spots(arrays: Arrays, name: str, body: Body) -> tuple[list[SurfacePoint], NDArray[np.float64]]:
    faces, weights = arrays[f"{name}_face"], arrays[f"{name}_barycentric"]
    positions = np.einsum("kc,kcx->kx", weights, body.vertices_mm[body.faces[faces]])
    spots = [SurfacePoint(face, weight) for face, weight in zip(faces.tolist(), weights, strict=True)]
    return spots, positions


def _marks(arrays: Arrays, words: dict[str, Any], body: Body, tables: Tables) -> dict[str, Mark]:
    spots, positions = _spots(arrays, "mark", body)
    rows = tables.points
    tolerances, normals = arrays["mark_tolerance"].tolist(), arrays["mark_normal"]
    columns = zip(words["marks"], spots, positions, tolerances, normals, strict=True)
    marks = {}
    for (code, side, rule, skin_region), spot, position, tolerance, normal in columns:
        located = Located(code, Side(side), spot, position, rule, tolerance)
        mark_id, parent = located.id, tables.regions[skin_region].parent
        marks[mark_id] = Mark(mark_id, rows[code], located, normal, skin_region, parent)
    return marks


def _landmarks(arrays: Arrays, words: dict[str, Any], body: Body) -> dict[str, LocatedLandmark]:
    spots, positions = _spots(arrays, "landmark", body)
    found = {}
    for (name, side, confidence, tolerance), spot, position in zip(
        words["landmarks"], spots, positions, strict=True
    ):
        landmark = LocatedLandmark(name, Side(side), spot, position, confidence, tolerance)
        found[landmark.id] = landmark
    return found


def _paths(arrays: Arrays, words: dict[str, Any], body: Body) -> Iterable[ChannelPath]:
    columns = (_split(arrays, "path", field) for field in ("faces", "barycentric", "normals"))
    for (channel, branch, side), faces, weights, normals in zip(words["paths"], *columns, strict=True):
        exact = weights.astype(np.float64)
        points = np.einsum("kc,kcx->kx", exact, body.vertices_mm[body.faces[faces]])
        yield ChannelPath(channel, branch, side, points, normals.astype(np.float64), faces, exact)


def _zones(arrays: Arrays, words: dict[str, Any]) -> dict[str, Zone]:
    columns = (_split(arrays, "zone", field) for field in ("vertex_ids", "essential_mm", "spillover_mm"))
    zones = {}
    for (key, deep), ids, essential, spillover in zip(words["zones"], *columns, strict=True):
        places = tuple((place, kind) for place, kind in deep)
        zones[key] = Zone(ids, essential.astype(np.float32), spillover.astype(np.float32), places)
    return zones


def _sinews(arrays: Arrays, words: dict[str, Any], body: Body) -> dict[str, SinewBand]:
    columns = (_split(arrays, "sinew", field) for field in ("vertex_ids", "inside_mm"))
    knots = zip(*_spots(arrays, "knot", body), strict=True)
    return {
        key: SinewBand(ids, inside.astype(np.float32), tuple(SinewKnot(name, *next(knots)) for name in names))
        for (key, names), ids, inside in zip(words["sinews"], *columns, strict=True)
    }
