"""Keep an atlas in one file and read it back in a blink.

The file holds only what costs time to compute: triangles and weights, distances, areas. Positions and words
come from the body and the tables again, so they can never disagree with them. The file's key is a hash of
every input; a file with another key is stale. Zones and what belongs together are unpacked when they are
first asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from meshes.body import Body
from meshes.store import DATA as BODY_DATA
from points import archive
from points.archive import Archive, Arrays
from points.atlas import Atlas, Mark, SinewBand, SinewKnot, Zone
from points.lore import lore_of
from points.model import Located, LocatedLandmark, Side
from points.packed import Lazy
from points.packing import Areas, pack_areas, pack_paths, pack_spots, paths_of, spots_of
from points.relations import known_words, relations
from points.tables import DATA, Tables

BAKE_VERSION = 8  # raise it whenever code that places, paints or measures changes a result
INPUTS = ("*.tsv", "*.json")
PLACE_NOTHING = (  # tables that no position depends on
    "REGISTRY.tsv",
    "categories.tsv",
    "complaints",
    "explain.tsv",
    "facts",
    "muscle_bodies",
    "point_categories.tsv",
    "published_overlap.tsv",
    "readings.tsv",
    "rulers.tsv",
    "sinew_channels.tsv",
    "sources.tsv",
    "tours",
    "uses.tsv",
    "warnings.tsv",
)


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
    marks, landmarks, bands = atlas.marks.values(), atlas.landmarks.values(), atlas.sinews.values()
    known = known_words(atlas)
    arrays: Arrays = {
        **pack_spots("mark", [mark.located.point for mark in marks]),
        **pack_spots("landmark", [landmark.point for landmark in landmarks]),
        **pack_spots("knot", [knot.point for band in bands for knot in band.knots]),
        "mark_tolerance": np.array([mark.located.tolerance_mm for mark in marks]),
        "mark_normal": np.array([mark.normal for mark in marks]),
        "face_region": atlas.face_region,
        **pack_paths(atlas.paths),
        **pack_areas("zone", atlas.zones.values(), ("essential_mm", "painted_mm")),
        **pack_areas("sinew", bands, ("inside_mm",)),
    }
    for name, groups in relations(list(atlas.marks), known).items():
        arrays |= groups.pack(getattr(atlas, name))
    words = {
        "cun_mm": atlas.cun_mm,
        "marks": [[m.located.code, m.located.side, m.located.rule, m.skin_region] for m in marks],
        "landmarks": [[m.name, m.side, m.confidence, m.tolerance_mm] for m in landmarks],
        "paths": [[p.channel, p.branch, p.side] for p in atlas.paths],
        "zones": [[zone_id, zone.deep] for zone_id, zone in atlas.zones.items()],
        "regions": atlas.region_names,
        "sinews": [[band_id, [knot.name for knot in band.knots]] for band_id, band in atlas.sinews.items()],
        "known": known,
    }
    archive.write(path, key, arrays, words)


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
    return archive.read(path, key, "atlas", lambda found: _unpack(found, body, tables))


def _unpack(found: Archive, body: Body, tables: Tables) -> Atlas:
    words = found.words
    marks = _marks(found, body, tables)
    groups = relations(list(marks), words["known"])
    together: dict[str, Any] = {name: rows.unpack(found) for name, rows in groups.items()}
    return Atlas(
        body=body,
        cun_mm=float(words["cun_mm"]),
        landmarks=MappingProxyType(_landmarks(found, body)),
        marks=MappingProxyType(marks),
        paths=tuple(paths_of(found, body, words["paths"])),
        zones=_zones(found),
        face_region=found["face_region"],
        region_names=tuple(words["regions"]),
        sinews=_sinews(found, body),
        **(together | lore_of(tables)),
    )


def _marks(found: Archive, body: Body, tables: Tables) -> dict[str, Mark]:
    rows = tables.points
    columns = zip(
        found.words["marks"],
        spots_of(found, "mark", body),
        found["mark_tolerance"].tolist(),
        found["mark_normal"],
        strict=True,
    )
    marks = {}
    for (code, side, rule, skin_region), (spot, position), tolerance, normal in columns:
        located = Located(code, Side(side), spot, position, rule, tolerance)
        mark_id, parent = located.id, tables.regions[skin_region].parent
        marks[mark_id] = Mark(mark_id, rows[code], located, normal, skin_region, parent)
    return marks


def _landmarks(found: Archive, body: Body) -> dict[str, LocatedLandmark]:
    columns = zip(found.words["landmarks"], spots_of(found, "landmark", body), strict=True)
    landmarks = [
        LocatedLandmark(name, Side(side), *spot, confidence, tolerance)
        for (name, side, confidence, tolerance), spot in columns
    ]
    return {landmark.id: landmark for landmark in landmarks}


def _zones(found: Archive) -> Mapping[str, Zone]:
    rows, areas = found.words["zones"], Areas(found, "zone", ("essential_mm", "painted_mm"))

    def zone(place: int) -> Zone:
        ids, (essential, painted) = areas[place]
        return Zone(ids, essential, painted, tuple((where, kind) for where, kind in rows[place][1]))

    return Lazy((zone_id for zone_id, _ in rows), zone)


def _sinews(found: Archive, body: Body) -> Mapping[str, SinewBand]:
    rows, areas = found.words["sinews"], Areas(found, "sinew", ("inside_mm",))
    spots = spots_of(found, "knot", body)
    knots = [tuple(SinewKnot(name, *next(spots)) for name in names) for _, names in rows]

    def band(place: int) -> SinewBand:
        ids, (inside,) = areas[place]
        return SinewBand(ids, inside, knots[place])

    return Lazy((band_id for band_id, _ in rows), band)
