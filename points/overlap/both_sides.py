"""The pairs of both sides of a body, each measured: for a list, where the statistics need one side only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meshes.geodesic import Geodesics
from points.atlas import Atlas
from points.overlap.criteria import MOST_MM
from points.overlap.maps import Maps, whole_maps_of
from points.overlap.pairs import Pairs, measure_pairs


@dataclass(frozen=True, eq=False)
class Listed:
    """Every trigger point of both sides with every acupoint within a reach along the skin.

    Attributes
    ----------
    maps
        Both maps on both sides.
    pairs
        The p pairs, sorted by trigger point, nearest first.
    among_channel_points, among_all_points
        (p,) rank of the acupoint among those of its trigger point, 1 for the nearest; of the channel points
        alone, 0 for an extra point, and of all.
    among_trigger_points
        (p,) rank of the trigger point among those of its acupoint.
    """

    maps: Maps
    pairs: Pairs
    among_channel_points: NDArray[np.int64]
    among_all_points: NDArray[np.int64]
    among_trigger_points: NDArray[np.int64]


def list_pairs(atlas: Atlas, geodesics: Geodesics, reach_mm: float = MOST_MM) -> Listed:
    """Measure and rank the pairs of both sides."""
    maps = whole_maps_of(atlas)
    pairs = measure_pairs(maps, geodesics, reach_mm).within(reach_mm)
    counts = maps.on_channel[pairs.acupoint]
    of_channels = np.zeros(len(pairs.trigger), np.int64)
    of_channels[counts] = _ranks(pairs.trigger[counts], pairs.skin_mm[counts])
    return Listed(
        maps,
        pairs,
        of_channels,
        _ranks(pairs.trigger, pairs.skin_mm),
        _ranks(pairs.acupoint, pairs.skin_mm),
    )


def _ranks(owner: NDArray[np.int64], distances_mm: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rank of each distance among those of the same owner, from 1."""
    order = np.lexsort((distances_mm, owner))
    first = np.flatnonzero(np.diff(owner[order], prepend=-1))
    found = np.empty(len(owner), np.int64)
    found[order] = np.arange(len(owner)) - np.repeat(first, np.diff([*first.tolist(), len(owner)])) + 1
    return found
