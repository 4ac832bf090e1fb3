"""The MakeHuman base mesh ``hm08``: parsed from the wheel and shaped by its morph targets.

Inside this module coordinates are as in the files (decimetres, y up); :func:`to_lps_mm` turns them into the
project's frame. The copyright holders released the mesh, the targets, the rig and the masks as CC0 1.0
(header of ``base.obj``, ``LICENSE.md`` and the ``license`` key of the weights, all in the wheel).
"""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.recipes.wheel import Wheel

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Shares = dict[str, float]

RACES = ("african", "asian", "caucasian")
ABSENT = "averagecup-averagefirmness"  # the base shape itself: the only target that has no file


@dataclass(frozen=True, eq=False)
class BaseMesh:
    """The unshaped mesh.

    Attributes
    ----------
    vertices
        (n, 3) positions as in the file, the skin first and then the helpers.
    uv
        (t, 2) texture coordinates.
    quads, uv_quads
        Group name to (q, 4) indices of vertices, and of texture coordinates.
    mirror
        (n,) index of each vertex's mirror image across the midline.
    """

    vertices: FloatArray
    uv: FloatArray
    quads: Mapping[str, IntArray]
    uv_quads: Mapping[str, IntArray]
    mirror: IntArray

    @property
    def skin_vertices(self) -> int:
        """Number of vertices of the skin: the first ones of the mesh."""
        return int(self.quads["body"].max()) + 1


@dataclass(frozen=True)
class Shape:
    """Macro settings of MakeHuman, each from 0 to 1 (see its modelling manual): 0.5 is the average.

    ``gender`` 1 is male; ``age`` 0.5 is 25 years; the three ancestries are mixed in equal shares.
    """

    gender: float
    muscle: float
    weight: float
    height: float
    proportions: float
    cup: float = 0.5
    firmness: float = 0.5


def read_base_mesh(wheel: Wheel) -> BaseMesh:
    """Parse the base mesh and its mirror table."""
    vertices: list[list[float]] = []
    uv: list[list[float]] = []
    faces: dict[str, list[list[list[int]]]] = {}
    group = ""
    for line in wheel.read("3dobjs/base.obj").decode().splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            vertices.append([float(word) for word in rest.split()])
        elif kind == "vt":
            uv.append([float(word) for word in rest.split()[:2]])
        elif kind == "g":
            group = rest.strip()
        elif kind == "f":
            corners = [[int(part) - 1 for part in corner.split("/")[:2]] for corner in rest.split()]
            faces.setdefault(group, []).append(corners)
    both = {name: np.array(rows, dtype=np.int64) for name, rows in faces.items()}
    quads = {name: rows[..., 0] for name, rows in both.items()}
    uv_quads = {name: rows[..., 1] for name, rows in both.items()}
    return BaseMesh(np.array(vertices), np.array(uv), quads, uv_quads, _read_mirror(wheel, len(vertices)))


def _read_mirror(wheel: Wheel, size: int) -> IntArray:
    """(size,) mirror image of each vertex."""
    mirror = np.full(size, -1, dtype=np.int64)
    for line in wheel.read("mesh_metadata/hm08.mirror").decode().splitlines():
        words = line.split()
        if len(words) >= 2:
            mirror[int(words[0])] = int(words[1])
    if not (mirror[mirror] == np.arange(size)).all():
        raise ValueError("The mirror table of the base mesh is not its own inverse.")
    return mirror


@cache
def read_vertex_groups(wheel: Wheel) -> dict[str, IntArray]:
    """Name of each vertex group to its vertex indices; the groups ``joint-*`` are the joint cubes."""
    ranges = json.loads(wheel.read("mesh_metadata/basemesh_vertex_groups.json"))
    return {
        name: np.concatenate([np.arange(first, last + 1) for first, last in parts])
        for name, parts in ranges.items()
    }


@cache
def read_json(wheel: Wheel, path: str) -> dict[str, Any]:
    """Parse a JSON file of the data folder."""
    content: dict[str, Any] = json.loads(wheel.read(path))
    return content


def shaped(wheel: Wheel, mesh: BaseMesh, shape: Shape) -> FloatArray:
    """(n, 3) vertices under macro settings, symmetric about the midline, in the file's frame."""
    moved = mesh.vertices.copy()
    for path, share in sorted(_target_shares(shape).items()):
        if ABSENT not in path:
            _add_target(wheel, path, share, moved)
    image = moved[mesh.mirror] * (-1.0, 1.0, 1.0)
    symmetric: FloatArray = (moved + image) / 2
    return symmetric


def to_lps_mm(vertices: FloatArray) -> FloatArray:
    """Positions of the file (decimetres, y up, z to the front) as LPS millimetres."""
    return 100.0 * np.stack([vertices[:, 0], -vertices[:, 2], vertices[:, 1]], axis=1)


def _add_target(wheel: Wheel, path: str, share: float, vertices: FloatArray) -> None:
    """Add one morph target, weighted, to the vertices in place."""
    index, shift = _target(wheel, path)
    vertices[index] += share * shift


@cache
def _target(wheel: Wheel, path: str) -> tuple[IntArray, FloatArray]:
    """Vertices that a morph target moves, and how far; parsing takes longer than all else of a shape."""
    text = gzip.decompress(wheel.read(f"targets/{path}.target.gz")).decode()
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    index = np.array([int(row[0]) for row in rows], dtype=np.int64)
    return index, np.array([[float(word) for word in row[1:4]] for row in rows]).reshape(-1, 3)


def _target_shares(shape: Shape) -> Shares:
    """Target path to its weight: products of the piecewise-linear shares of each macro setting."""
    gender = _shares(shape.gender, {"female": 0.0, "male": 1.0})
    muscle = _shares(shape.muscle, {"minmuscle": 0.0, "averagemuscle": 0.5, "maxmuscle": 1.0})
    weight = _shares(shape.weight, {"minweight": 0.0, "averageweight": 0.5, "maxweight": 1.0})
    height = _shares(shape.height, {"minheight": 0.0, "": 0.5, "maxheight": 1.0})
    ideal = _shares(shape.proportions, {"uncommonproportions": 0.0, "": 0.5, "idealproportions": 1.0})
    cup = _shares(shape.cup, {"mincup": 0.0, "averagecup": 0.5, "maxcup": 1.0})
    firmness = _shares(shape.firmness, {"minfirmness": 0.0, "averagefirmness": 0.5, "maxfirmness": 1.0})
    female = {name: share for name, share in gender.items() if name == "female"}
    builds = (gender, {"young": 1.0}, muscle, weight)
    out = _products("macrodetails/{}-{}-{}", {race: 1 / len(RACES) for race in RACES}, gender, {"young": 1.0})
    out |= _products("macrodetails/universal-{}-{}-{}-{}", *builds)
    out |= _products("macrodetails/height/{}-{}-{}-{}-{}", *builds, _named(height))
    out |= _products("macrodetails/proportions/{}-{}-{}-{}-{}", *builds, _named(ideal))
    out |= _products("breast/{}-{}-{}-{}-{}-{}", female, *builds[1:], cup, firmness)
    return out


def _shares(value: float, anchors: Mapping[str, float]) -> Shares:
    """Shares of the one or two named anchors between which a value lies; they sum to 1."""
    places = np.array(list(anchors.values()))
    shares = {
        name: float(np.interp(value, places, np.eye(len(places))[row])) for row, name in enumerate(anchors)
    }
    return {name: share for name, share in shares.items() if share > 0}


def _named(shares: Shares) -> Shares:
    """Only the anchors that have a target; the average height and proportions have none."""
    return {name: share for name, share in shares.items() if name}


def _products(pattern: str, *factors: Shares) -> Shares:
    """Pattern filled with each combination of names, and the product of their shares."""
    return {
        pattern.format(*(name for name, _ in combination)): float(
            np.prod([share for _, share in combination])
        )
        for combination in itertools.product(*(factor.items() for factor in factors))
    }
