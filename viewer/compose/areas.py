"""Areas on the skin as layers: the zone of a trigger point, the bands of sinew channels."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from points.atlas import Zone
from viewer import style
from viewer.compose.shown import SINEWS, ZONE, Shown
from viewer.layers import Band, BandLayer, SkinLayer, ZoneLayer
from viewer.stipple import stipple

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
    found = atlas.zones.get(mark)
    if found is None or len(found.vertex_ids) == 0:
        return None
    count = len(skin_layer.vertices_mm)
    number = np.full(count, -1)
    touched = np.zeros(count, bool)
    touched[found.vertex_ids] = True
    faces = skin_layer.faces[touched[skin_layer.faces].any(axis=1)]
    drawn = np.zeros(count, bool)
    drawn[faces] = True
    used = np.flatnonzero(drawn)
    number[used] = np.arange(len(used))
    faces = number[faces]
    vertices, normals = skin_layer.vertices_mm[used], skin_layer.normals[used]
    spillover = _spread(found.spillover_mm, found, number, len(used))
    dots, dot_normals = stipple(vertices, normals, faces, spillover, style.DOT_SPACING_MM, style.DOT_MM)
    solid = _spread(found.essential_mm, found, number, len(used))
    return ZoneLayer(ZONE, vertices, normals, faces, solid, spillover, dots, dot_normals, style.ZONE)


def sinews(atlas: Shown, chosen: Collection[str], skin_layer: SkinLayer) -> BandLayer:
    """Make the layer of the bands of some sinew channels, both sides; of all, if none is named."""
    bands = tuple(
        Band(band.vertex_ids, band.inside_mm, style.CHANNELS[channel])
        for channel, band in ((key.partition("/")[0], band) for key, band in atlas.sinews.items())
        if not chosen or channel in chosen
    )
    return BandLayer(SINEWS, skin_layer.vertices_mm, skin_layer.normals, skin_layer.faces, bands)


def _spread(values_mm: NDArray[np.float32], of: Zone, number: NDArray[np.int64], count: int) -> FloatArray:
    spread = np.full(count, FAR_MM)
    spread[number[of.vertex_ids]] = values_mm
    return spread
