"""Keep the muscles of a body in one file and read them back in a blink.

Only the left side is kept, quantised: the right one is its mirror image. The key of a file is a hash of all
that the muscles are computed from; a file with another key is stale.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from meshes.body import FloatArray
from meshes.shell import Grid
from points import archive
from points.archive import Archive
from points.errors import AtlasError
from points.model import Side
from points.muscle import MuscleBody, MusclePart
from points.packed import Lazy
from points.store import inputs_key
from points.tables import DATA

MUSCLE_VERSION = 1  # raise it whenever code that shapes muscles changes a result
STEP_MM = 0.05  # int16 reaches 1.6 m to either side of the middle of a body
SHARE = 65535.0


def muscles_key(body_name: str, folder: Path, layers: Mapping[str, int], tables: Path = DATA) -> str:
    """Hash all that the muscles of a body are computed from.

    Parameters
    ----------
    body_name
        The body.
    folder
        Where the files of muscle bodies lie.
    layers
        Layer of each muscle.
    tables
        Folder of the tables that the refs in the files stand in.
    """
    digest = hashlib.sha256(f"{MUSCLE_VERSION} {inputs_key(body_name, tables)}".encode())
    digest.update(json.dumps(sorted(layers.items())).encode())
    for path in sorted(folder.glob("*.json")):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)} ".encode() + content)
    return digest.hexdigest()


def save_muscles(muscles: Mapping[str, MuscleBody], key: str, path: Path) -> None:
    """Write the left side of muscles under a key; the same muscles give the same bytes."""
    left = [body for body in muscles.values() if body.side is Side.LEFT]
    parts = [part for body in left for part in body.parts]
    words = {
        "muscles": [[body.key, body.layer, len(body.parts)] for body in left],
        "parts": [[p.grid.stations, p.grid.across, p.grid.turned, *p.tendons] for p in parts],
    }
    middle = np.round(0.5 * sum(_box(parts)), 1) if parts else np.zeros(3)
    steps = [np.round((part.vertices_mm - middle) / STEP_MM) for part in parts]
    arrays = {
        "middle": middle,
        "vertices": _differences(steps),
        "v": _joined([np.round(p.grid.v * SHARE) for p in parts], np.uint16),
        "u": _joined([np.round(p.grid.u * SHARE) for p in parts], np.uint16),
    }
    archive.write(path, key, arrays, words)


def read_muscles(path: Path, key: str) -> Mapping[str, MuscleBody]:
    """Muscles of both sides by ``key/side``; each is made when it is first asked for.

    Raises
    ------
    StaleError
        If there is no such file, or it was computed from something else.
    AtlasError
        If the file is damaged.
    """
    return archive.read(path, key, "muscle", _unpacked)


def _box(parts: list[MusclePart]) -> list[FloatArray]:
    every = np.concatenate([part.vertices_mm for part in parts])
    return [every.min(axis=0), every.max(axis=0)]


def _differences(steps: list[FloatArray]) -> NDArray[np.int16]:
    """Take steps from each corner to the next, axis by axis: small numbers pack well."""
    whole = np.concatenate(steps) if steps else np.zeros((0, 3))
    if len(whole) and np.abs(whole).max() > np.iinfo(np.int16).max:
        raise AtlasError(f"Muscles reach over more than {STEP_MM * 65.535:.1f} m; no body is that large.")
    # int16 wraps round, and so does the sum that undoes it
    steps_16 = whole.T.astype(np.int16)
    return np.diff(steps_16, axis=1, prepend=np.zeros((3, 1), np.int16))


def _joined(rows: list[FloatArray], kind: type[np.uint16]) -> NDArray[np.uint16]:
    return np.concatenate(rows).astype(kind) if rows else np.zeros(0, kind)


def _unpacked(found: Archive) -> Mapping[str, MuscleBody]:
    rows = [
        (key, layer, side) for key, layer, _ in found.words["muscles"] for side in (Side.LEFT, Side.RIGHT)
    ]
    left = _left_parts(found)
    ends = np.cumsum([0, *(count for _, _, count in found.words["muscles"])]).tolist()

    def muscle(place: int) -> MuscleBody:
        key, layer, side = rows[place]
        parts = tuple(left[slice(*ends[place // 2 : place // 2 + 2])])
        body = MuscleBody(key, Side.LEFT, parts, layer)
        return body if side is Side.LEFT else body.mirrored()

    return Lazy((f"{key}/{side}" for key, _, side in rows), muscle)


def _left_parts(found: Archive) -> list[MusclePart]:
    """All parts of the left side."""
    steps = np.cumsum(found["vertices"], axis=1, dtype=np.int16)
    vertices = steps.T * STEP_MM + found["middle"]
    widths, lengths = found["u"] / SHARE, found["v"] / SHARE
    parts, corner, line, station = [], 0, 0, 0
    for stations, across, turned, *tendons in found.words["parts"]:
        v, u = lengths[station : station + stations], widths[line : line + across]
        grid = Grid(stations, across, v, u, turned)
        own = vertices[corner : corner + grid.count]
        if len(own) != grid.count or len(v) != stations or len(u) != across:
            raise ValueError("the corners of a part are not all there")
        parts.append(MusclePart(own, grid, (tendons[0], tendons[1])))
        corner, line, station = corner + grid.count, line + across, station + stations
    return parts
