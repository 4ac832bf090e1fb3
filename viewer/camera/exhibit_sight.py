"""What of an exhibit the camera looks at straight, and what is to be in the picture besides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from points.atlas import Atlas
from viewer.exhibit import Exhibit
from viewer.layers import Floats, SkinLayer

if TYPE_CHECKING:
    from points.muscle import MuscleBody

FloatArray = NDArray[np.float64]
Ids = NDArray[np.int64]

CELL_MM = 40.0  # one corner of the skin in each cube of that size says which way it looks
SAMPLED = 7  # one in so many corners of a muscle says where it is


def sight(
    atlas: Atlas, shown: Exhibit, zones: Sequence[str], bodies: Sequence[MuscleBody], skin: SkinLayer
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Tell what the camera should see of an exhibit: its marks, else its muscles, zones or lines.

    Parameters
    ----------
    atlas
        Both maps.
    shown
        The exhibit.
    zones
        Ids of the trigger points whose zones are painted.
    bodies
        The muscles that are looked at.
    skin
        The skin of the body.

    Returns
    -------
    spots_mm, normals
        (k, 3) what it should look at straight, and the outward unit normals there.
    extent_mm
        (m, 3) what is to be in the picture besides; nothing where the exhibit says where to look (``at``).
    """
    marks = [atlas.marks[mark] for mark in shown.at or shown.marks if mark in atlas.marks]
    painted = _painted(atlas, zones)
    flesh = [body.vertices_mm[::SAMPLED] for body in bodies]
    extent = np.concatenate([_of(skin.vertices_mm, painted), *flesh]).astype(np.float64)
    if marks:
        spots = np.array([mark.located.position_mm for mark in marks], dtype=np.float64)
        return spots, np.array([mark.normal for mark in marks]), extent[:0] if shown.at else extent
    ids = painted if len(painted) else _under_lines(atlas, shown)
    if flesh:
        ids = _nearest(np.vstack(flesh), _of(skin.vertices_mm))  # the skin over it
    some = _thinned(skin, ids)
    return (
        _of(skin.vertices_mm, some),
        _of(skin.normals, some),
        np.concatenate([extent, _of(skin.vertices_mm, ids)]),
    )


def _painted(atlas: Atlas, zones: Sequence[str]) -> Ids:
    """(k,) corners of the skin in the essential parts of some zones."""
    found = [atlas.zones[mark] for mark in zones]
    inside = [zone.vertex_ids[zone.essential_mm > 0.0] for zone in found]
    return np.unique(np.concatenate([np.zeros(0, np.int64), *inside])).astype(np.int64)


def _under_lines(atlas: Atlas, shown: Exhibit) -> Ids:
    """(k,) corners of the skin that channels and bands of sinew channels run over."""
    paths = [path for path in atlas.paths if path.channel in shown.channels]
    bands = [band for key, band in atlas.sinews.items() if key.partition("/")[0] in shown.sinews]
    ids = [atlas.body.faces[path.faces, 0] for path in paths] + [band.vertex_ids for band in bands]
    return np.unique(np.concatenate([np.zeros(0, np.int64), *ids])).astype(np.int64)


def _of(rows: Floats, ids: Ids | None = None) -> FloatArray:
    """Take some rows, or all, as numbers of double length."""
    return np.asarray(rows if ids is None else rows[ids], dtype=np.float64)


def _thinned(skin: SkinLayer, ids: Ids) -> Ids:
    """Choose corners of the skin that are spread evenly: where it is meshed finely it counts no more."""
    cells = np.floor(_of(skin.vertices_mm, ids) / CELL_MM).astype(np.int64)
    return ids[np.unique(cells, axis=0, return_index=True)[1]]


def _nearest(spots_mm: FloatArray, skin_mm: FloatArray) -> Ids:
    from scipy.spatial import cKDTree  # takes a while to import, and only who looks at muscles needs it

    return np.unique(cKDTree(skin_mm).query(spots_mm)[1]).astype(np.int64)
