"""Areas on the skin as layers: the zone of a trigger point, the bands of sinew channels."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
from numpy.typing import NDArray

from points.atlas import Zone
from viewer import style
from viewer.compose.shown import SINEWS, ZONE, Shown
from viewer.draw.stipple import stipple
from viewer.layers import Band, BandLayer, SkinLayer, ZoneLayer

FloatArray = NDArray[np.float64]
FAR_MM = -1e6  # distance to the border, where a zone says nothing


def zone(atlas: Shown, mark: str, skin_layer: SkinLayer) -> ZoneLayer | None:
    """Make the layer of the zone of a trigger point; None for a mark without one.

    Parameters
    ----------
    atlas
        What is known.
    mark
        Id of the mark.
    skin_layer
        The skin of the same body, for its normals.
    """
    return zones(atlas, (mark,), skin_layer)


def zones(atlas: Shown, marks: Collection[str], skin_layer: SkinLayer) -> ZoneLayer | None:
    """Make the layer of the zones of several trigger points at once; None where none of them has one.

    What is essential to one of them is essential; the spillover of each shows where no other is essential.
    """
    found = [atlas.zones[mark] for mark in marks if mark in atlas.zones and len(atlas.zones[mark].vertex_ids)]
    if not found:
        return None
    count = len(skin_layer.vertices_mm)
    number = np.full(count, -1)
    touched = np.zeros(count, bool)
    touched[np.concatenate([one.vertex_ids for one in found])] = True
    one, two, three = (touched[corner] for corner in skin_layer.faces.T)  # quicker than any(axis=1)
    faces = skin_layer.faces[one | two | three]
    drawn = np.zeros(count, bool)
    drawn[faces] = True
    used = np.flatnonzero(drawn)
    number[used] = np.arange(len(used))
    faces = number[faces]
    vertices, normals = skin_layer.vertices_mm[used], skin_layer.normals[used]
    solid = _spread([(one.essential_mm, one) for one in found], number, len(used))
    painted = _spread([(one.painted_mm, one) for one in found], number, len(used))
    room = np.stack([painted, -solid])
    dots, dot_normals = stipple(vertices, normals, faces, room, style.DOT_SPACING_MM, style.DOT_MM)
    return ZoneLayer(ZONE, vertices, normals, faces, solid, painted, dots, dot_normals, style.ZONE)


def sinews(atlas: Shown, chosen: Collection[str], skin_layer: SkinLayer) -> BandLayer:
    """Make the layer of the bands of some sinew channels, both sides; of all, if none is named."""
    bands = tuple(
        Band(band.vertex_ids, band.inside_mm, style.CHANNELS[channel])
        for channel, band in ((key.partition("/")[0], band) for key, band in atlas.sinews.items())
        if not chosen or channel in chosen
    )
    return BandLayer(SINEWS, skin_layer.vertices_mm, skin_layer.normals, skin_layer.faces, bands)


def _spread(
    parts: Iterable[tuple[NDArray[np.float32], Zone]], number: NDArray[np.int64], count: int
) -> FloatArray:
    spread = np.full(count, FAR_MM)
    for values_mm, of in parts:
        at = number[of.vertex_ids]
        spread[at] = np.maximum(spread[at], values_mm)
    return spread
