"""Spots, channel paths and areas as arrays of numbers, as small as their exactness allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body, SurfacePoint
from points.archive import Archive, Arrays
from points.atlas import ChannelPath, SinewBand, Zone

FloatArray = NDArray[np.float64]
STEPS = 16.0  # to the millimetre, in which distances are kept: borders stay within 0.032 mm
SHARE = 65535  # weights of samples of channels are kept in such parts: within 0.001 mm on the skin
UPRIGHT = 32767.0  # normals of samples are kept in such parts: within 0.002 degrees


def pack_spots(name: str, spots: Sequence[SurfacePoint]) -> Arrays:
    """Triangles and exact weights of spots."""
    weights = np.array([spot.barycentric for spot in spots], dtype=np.float64)
    faces = np.array([spot.face for spot in spots], dtype=np.int32)
    return {f"{name}_face": faces, f"{name}_barycentric": weights.reshape(-1, 3)}


def spots_of(found: Archive, name: str, body: Body) -> Iterator[tuple[SurfacePoint, FloatArray]]:
    """Undo `pack_spots`: spots with their (3,) positions."""
    faces, weights = found[f"{name}_face"], found[f"{name}_barycentric"]
    spots = [SurfacePoint(face, weight) for face, weight in zip(faces.tolist(), weights, strict=True)]
    return zip(spots, _positions(faces, weights, body), strict=True)


def _positions(faces: NDArray[np.int32], weights: FloatArray, body: Body) -> FloatArray:
    positions: FloatArray = np.einsum("kc,kcx->kx", weights, body.vertices_mm[body.faces[faces]])
    return positions


def pack_paths(paths: Sequence[ChannelPath]) -> Arrays:
    """Triangles, weights and normals of the samples of all paths, end to end."""
    weights = _joined([path.barycentric for path in paths], width=3)
    normals = _joined([path.normals for path in paths], width=3)
    return {
        "path_count": np.array([len(path.faces) for path in paths], dtype=np.int32),
        "path_faces": _joined([path.faces for path in paths]).astype(np.int32),
        "path_weights": _first_two(weights),
        "path_normals": np.rint(normals * UPRIGHT).astype(np.int16),
    }


def _first_two(weights: FloatArray) -> NDArray[np.uint16]:
    """(k, 2) the first two of (k, 3) weights in parts; the third is what is left of the whole."""
    first = np.rint(weights[:, 0] * SHARE)
    second = np.minimum(np.rint(weights[:, 1] * SHARE), SHARE - first)
    return np.stack([first, second], axis=1).astype(np.uint16)


def paths_of(found: Archive, body: Body, names: Sequence[tuple[str, int, str]]) -> Iterator[ChannelPath]:
    """Undo `pack_paths`; ``names`` gives channel, branch and side of each."""
    ends = np.cumsum(found["path_count"])[: len(names) - 1]
    faces, parts = found["path_faces"], found["path_weights"].astype(np.float64)
    weights = np.column_stack([parts, SHARE - parts.sum(axis=1)]) / SHARE
    columns = (_positions(faces, weights, body), found["path_normals"] / UPRIGHT, faces, weights)
    rows = zip(*(np.split(column, ends) for column in columns), strict=True)
    return (ChannelPath(*name, *row) for name, row in zip(names, rows, strict=False))


def pack_areas(name: str, areas: Iterable[Zone | SinewBand], fields: Iterable[str]) -> Arrays:
    """Vertices and distances of areas, end to end, and how many vertices each has."""
    areas = list(areas)
    ids = _joined([area.vertex_ids for area in areas]).astype(np.int32)
    distances = {field: _joined([getattr(area, field) for area in areas]) for field in fields}
    return {
        f"{name}_count": np.array([len(area.vertex_ids) for area in areas], dtype=np.int32),
        f"{name}_ids": np.diff(ids, prepend=np.int32(0)),  # small numbers pack well
        **{f"{name}_{field}": np.rint(far * STEPS).astype(np.int16) for field, far in distances.items()},
    }


class Areas:
    """Undoes `pack_areas` for one area after the other; all are unpacked at the first question."""

    def __init__(self, found: Archive, name: str, fields: Sequence[str]) -> None:
        self._found = found
        self._name = name
        self._fields = fields

    def __getitem__(self, place: int) -> tuple[NDArray[np.int32], list[NDArray[np.float32]]]:
        """Vertices and distances of the area that stands at a place."""
        own = slice(self._ends[place], self._ends[place + 1])
        return self._ids[own], [far[own] for far in self._distances]

    @cached_property
    def _ends(self) -> list[int]:
        ends: list[int] = np.cumsum(self._found[f"{self._name}_count"]).tolist()
        return [0, *ends]

    @cached_property
    def _ids(self) -> NDArray[np.int32]:
        return np.cumsum(self._found[f"{self._name}_ids"], dtype=np.int32)

    @cached_property
    def _distances(self) -> list[NDArray[np.float32]]:
        steps = [self._found[f"{self._name}_{field}"] for field in self._fields]
        return [(step / STEPS).astype(np.float32) for step in steps]


def _joined(parts: Sequence[NDArray[Any]], width: int | None = None) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0 if width is None else (0, width))
