"""Channels as layers: their lines, and which way they run."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from points.atlas import ChannelPath
from viewer import style
from viewer.compose.shown import CHANNELS, FLOW, Shown
from viewer.layers import ArrowLayer, PathLayer, Rgb

FloatArray = NDArray[np.float64]


def channels(atlas: Shown, codes: Collection[str] = ()) -> PathLayer:
    """Make the layer of some channels, or of all, if none is named."""
    chosen = _chosen(atlas, codes)
    return PathLayer(
        key=CHANNELS,
        ids=tuple(path.channel for path in chosen),
        lines_mm=tuple(path.points_mm for path in chosen),
        normals=tuple(path.normals for path in chosen),
        rgb=np.array([style.CHANNELS[path.channel] for path in chosen], np.uint8).reshape(-1, 3),
        width_mm=style.LINE_MM,
    )


def plain(lines: PathLayer) -> PathLayer:
    """Draw lines in one colour that says nothing."""
    return replace(lines, rgb=np.tile(np.array([style.AIM], np.uint8), (len(lines.ids), 1)))


def strong(lines: PathLayer, codes: Collection[str] = ()) -> FloatArray:
    """Weigh lines: those of some channels are as usual, the others step back; none named for all."""
    step_back = style.EMPHASIS["stepped_back"]
    return np.array([1.0 if not codes or line in codes else step_back for line in lines.ids])


def flow(atlas: Shown, codes: Collection[str] = ()) -> ArrowLayer:
    """Make the layer of the arrows along some channels, or along all: points rise in number that way."""
    arrows = [arrow for path in _chosen(atlas, codes) for arrow in _arrows(path)]
    places, normals, headings = (
        np.array([arrow[part] for arrow in arrows]).reshape(-1, 3) for part in range(3)
    )
    return ArrowLayer(
        key=FLOW,
        positions_mm=places,
        normals=normals,
        headings=headings,
        rgb=np.array([arrow[3] for arrow in arrows], np.uint8).reshape(-1, 3),
        rim=style.RIM,
        size_mm=style.ARROW_MM,
    )


def _chosen(atlas: Shown, codes: Collection[str]) -> list[ChannelPath]:
    return [path for path in atlas.paths if not codes or path.channel in codes]


def _arrows(path: ChannelPath) -> Iterator[tuple[FloatArray, FloatArray, FloatArray, Rgb]]:
    """Yield place, normal, heading and colour of arrows spread evenly along a line, at least one."""
    run = np.concatenate([[0.0], np.cumsum(path.step_mm)])
    count = max(1, round(run[-1] / style.ARROW_SPACING_MM))
    for along in run[-1] * (np.arange(count) + 0.5) / count:
        at = int(np.clip(np.searchsorted(run, along), 1, len(run) - 2)) if len(run) > 2 else 0
        ahead = path.points_mm[min(at + 1, len(run) - 1)] - path.points_mm[max(at - 1, 0)]
        length = float(np.linalg.norm(ahead))
        if length > 0.0:
            yield path.points_mm[at], path.normals[at], ahead / length, style.CHANNELS[path.channel]
