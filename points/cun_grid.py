"""The cun grid: a line on the skin at every whole cun of every ruler (`points.rulers`), kept in one file."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.body import FloatArray
from points import archive
from points.archive import Archive
from points.atlas import Atlas
from points.locate import Locator
from points.rulers import Scale, scales
from points.store import inputs_key
from points.tables import DATA, RULERS

GRID_VERSION = 1  # raise it whenever code that lays the lines changes a result
WHAT = "cun grid"
_LEAST_MM = 4.0  # shorter pieces are crumbs at the rim of a region
_BESIDE = 1e-3  # cun
_HAIR = 1e-7  # a line through a corner would meet no edge

IntArray = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class GridLine:
    """A line of equal cun.

    Attributes
    ----------
    ruler, side
        The ruler it belongs to, and the side (``left``, ``right``, ``midline`` for both).
    number
        Cun from where the ruler counts.
    is_end
        Whether it stands at an end of the span, or on the midline.
    points_mm, normals
        (k, 3) positions on the skin and outward unit normals there.
    """

    ruler: str
    side: str
    number: int
    is_end: bool
    points_mm: FloatArray
    normals: FloatArray


def grid(locator: Locator, atlas: Atlas) -> tuple[GridLine, ...]:
    """Lay the grid on a body.

    Raises
    ------
    points.model.Unplaced
        If an end of a span has no place on the body.
    """
    normals = locator.skin.surface.normals
    return tuple(line for scale in scales(locator, atlas) for line in _lines(scale, atlas, normals))


def number_of(scale: Scale, count: int) -> int:
    """Tell how many cun a line is from where its ruler counts."""
    whole = round(scale.span.cun)
    return {"from": count, "to": whole - count, "nearer": min(count, whole - count)}[scale.ruler.counts]


def _lines(scale: Scale, atlas: Atlas, normals: FloatArray) -> Iterator[GridLine]:
    body = atlas.body
    faces = body.faces[scale.faces & ~np.isnan(scale.counts[body.faces]).any(axis=1)]
    ends = (0,) if scale.ruler.way == "across" else (0, round(scale.span.cun))
    for count in range(scale.ruler.until + 1):
        # both sides of the midline count upwards: only beside it a line is crossed
        level = max(float(count), _BESIDE if scale.ruler.way == "across" else 0.0)
        for start, end, share in _chains(faces, scale.counts, level):
            places = _mixed(body.vertices_mm, start, end, share)
            if float(np.linalg.norm(np.diff(places, axis=0), axis=1).sum()) < _LEAST_MM:
                continue
            upright = _mixed(normals, start, end, share)
            upright /= np.linalg.norm(upright, axis=1, keepdims=True)
            yield GridLine(
                scale.ruler.ruler, str(scale.side), number_of(scale, count), count in ends, places, upright
            )


def _mixed(values: FloatArray, start: IntArray, end: IntArray, share: FloatArray) -> FloatArray:
    mixed: FloatArray = values[start] + share[:, None] * (values[end] - values[start])
    return mixed


def _chains(
    faces: NDArray[np.int32], values: FloatArray, level: float
) -> Iterator[tuple[IntArray, IntArray, FloatArray]]:
    """Yield the lines along which a value is so high: for each of their points two vertices and the share."""
    heights = values - level
    heights = np.where(heights == 0.0, _HAIR, heights)
    above = heights[faces] > 0.0
    crossed = faces[above.any(axis=1) & ~above.all(axis=1)]
    beside: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for corners in crossed.tolist():
        (one, two) = _edges(corners, heights)
        beside[one].append(two)
        beside[two].append(one)
    while beside:
        chain = _follow(beside)
        start, end = np.array(chain).T
        yield start, end, heights[start] / (heights[start] - heights[end])


def _edges(corners: list[int], heights: FloatArray) -> list[tuple[int, int]]:
    """Both edges of a triangle that a line crosses, each as its vertices in ascending order."""
    pairs = ((corners[0], corners[1]), (corners[1], corners[2]), (corners[2], corners[0]))
    return [(min(a, b), max(a, b)) for a, b in pairs if (heights[a] > 0.0) != (heights[b] > 0.0)]


def _follow(beside: dict[tuple[int, int], list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Take one line out of what is left, from an end if it has any; a closed one ends where it began."""
    first = next((edge for edge, others in beside.items() if len(others) == 1), next(iter(beside)))
    chain = [first]
    while True:
        here = chain[-1]
        if not beside[here]:
            break
        onward = beside[here].pop()
        beside[onward].remove(here)
        if not beside[here]:
            del beside[here]
        chain.append(onward)
    beside.pop(chain[-1], None)
    return chain


# -- kept in a file


def grid_key(body_name: str, tables: Path = DATA) -> str:
    """Hash all that the grid of a body is computed from."""
    rulers = (tables / RULERS.file).read_bytes()
    digest = hashlib.sha256(f"{GRID_VERSION} {inputs_key(body_name, tables)} ".encode() + rulers)
    return digest.hexdigest()


def save_grid(lines: tuple[GridLine, ...], key: str, path: Path) -> None:
    """Write a grid under its key; the same grid gives the same bytes."""
    arrays: dict[str, NDArray[Any]] = {
        "counts": np.array([len(line.points_mm) for line in lines], np.uint16),
        "points": np.vstack([line.points_mm for line in lines]).astype(np.float32),
        "normals": np.round(127.0 * np.vstack([line.normals for line in lines])).astype(np.int8),
    }
    words = {"lines": [[line.ruler, line.side, line.number, line.is_end] for line in lines]}
    archive.write(path, key, arrays, words)


def read_grid(path: Path, key: str) -> tuple[GridLine, ...]:
    """Read a grid.

    Raises
    ------
    StaleError
        If there is no such file, or it was computed from something else.
    AtlasError
        If the file is damaged.
    """
    return archive.read(path, key, WHAT, _unpacked)


def _unpacked(content: Archive) -> tuple[GridLine, ...]:
    stops = np.cumsum(content["counts"].astype(np.int64))[:-1]
    upright = content["normals"].astype(np.float64)
    upright /= np.linalg.norm(upright, axis=1, keepdims=True)
    parts = zip(
        content.words["lines"],
        np.split(content["points"].astype(np.float64), stops),
        np.split(upright, stops),
        strict=True,
    )
    return tuple(
        GridLine(ruler, side, int(number), bool(is_end), points, normals)
        for (ruler, side, number, is_end), points, normals in parts
    )
