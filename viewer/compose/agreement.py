"""The overlap of both maps as layers: glows, bridges, channels in a zone, a tint for zones and channels.

What is counted is one side and the midline; what is seen are both. So each pair that is known is drawn where
it lies and, as its mirror image, on the other side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from points.atlas import ChannelPath, Zone
from points.model import Side
from viewer import style
from viewer.compose.pain import tint
from viewer.compose.shown import AGREEMENT, BRIDGES, GLOWS, PIECES, Shown
from viewer.layers import Colours, GlowLayer, MarkLayer, PathLayer, SkinLayer, TintLayer

if TYPE_CHECKING:
    from points.overlap.agreement import Agreement, Bridge
    from points.overlap.along import Along

FloatArray = NDArray[np.float64]
MIRROR = np.array([-1.0, 1.0, 1.0])


@dataclass(frozen=True)
class Joined:
    """A pair as it is seen on one side: the number of the pair, the ids of its marks."""

    pair: int
    trigger: str
    acupoint: str


@dataclass(frozen=True, eq=False)
class Bridges:
    """The layer of all bridges, and which pair each of its lines joins."""

    layer: PathLayer
    joined: tuple[Joined, ...]


def number_of(counted: Sequence[str], ids: Sequence[str]) -> NDArray[np.int64]:
    """Find the number that each mark (or its mirror image) has among those counted; -1 for none."""
    known = {mark: number for number, mark in enumerate(counted)}
    return np.array([known.get(one, known.get(_at(one, Side.LEFT), -1)) for one in ids], dtype=np.int64)


def bridges(atlas: Shown, agreement: Agreement, skin: SkinLayer) -> Bridges:
    """Make the layer of all ways that may join a pair; none of them shows yet."""
    drawn = [found for bridge in agreement.bridges for found in _sides(atlas, agreement, bridge, skin)]
    layer = PathLayer(
        key=BRIDGES,
        ids=tuple(f"{joined.trigger} {joined.acupoint}" for joined, _, _ in drawn),
        lines_mm=tuple(line for _, line, _ in drawn),
        normals=tuple(normals for _, _, normals in drawn),
        rgb=np.tile(np.array([style.BRIDGE], np.uint8), (len(drawn), 1)),
        width_mm=style.BRIDGE_MM,
    )
    return Bridges(layer, tuple(joined for joined, _, _ in drawn))


def glow(marks: MarkLayer) -> GlowLayer:
    """Make the layer of light around the marks of a layer; none of them glows yet."""
    return GlowLayer(
        key=GLOWS[marks.key],
        positions_mm=marks.positions_mm,
        normals=marks.normals,
        rgb=style.GLOW,
        size_mm=marks.size_mm,
        emphasis=np.zeros(len(marks.ids)),
    )


def faded(marks: MarkLayer, ground: style.Rgb) -> Colours:
    """(k, 3) colours of marks that have nearly become one with the skin."""
    mixed = (1.0 - style.FADED) * marks.rgb + style.FADED * np.array(ground)
    rounded: Colours = mixed.round().astype(np.uint8)
    return rounded


def pieces(atlas: Shown, trigger: str) -> PathLayer | None:
    """Make the layer of the pieces of channels that lie in the zone of a trigger point; None without any."""
    zone = atlas.zones.get(trigger)
    if zone is None or not len(zone.vertex_ids):
        return None
    found = [(path.channel, *piece) for path in atlas.paths for piece in _inside(atlas, zone, path)]
    if not found:
        return None
    return PathLayer(
        key=PIECES,
        ids=tuple(channel for channel, _, _ in found),
        lines_mm=tuple(line for _, line, _ in found),
        normals=tuple(normals for _, _, normals in found),
        rgb=np.array([style.CHANNELS[channel] for channel, _, _ in found], np.uint8),
        width_mm=style.PIECE_MM,
    )


def agreement_tint(along: Along, skin: SkinLayer) -> TintLayer:
    """Make the layer that tells what share of the zones over each spot agrees with its channel there."""
    shares = along.shares
    covered = ~np.isnan(shares)
    opacity = np.where(covered, style.SHARES_OPACITY, 0.0)
    return tint(AGREEMENT, skin, shares_rgb(np.where(covered, shares, 0.0)), opacity)


def shares_rgb(shares: FloatArray) -> FloatArray:
    """(n, 3) colours of shares from 0 to 1."""
    stops = [share for share, _ in style.SHARES]
    rgb = np.array([colour for _, colour in style.SHARES], dtype=np.float64)
    return np.column_stack([np.interp(shares, stops, rgb[:, part]) for part in range(3)])


def _sides(
    atlas: Shown, agreement: Agreement, bridge: Bridge, skin: SkinLayer
) -> Iterator[tuple[Joined, FloatArray, FloatArray]]:
    """Yield a bridge on the side that was measured and on the other, where its marks are there."""
    trigger = agreement.triggers[agreement.trigger[bridge.pair]]
    acupoint = agreement.acupoints[agreement.acupoint[bridge.pair]]
    corners = atlas.body.faces[bridge.spots.faces]
    line, normals = (
        np.einsum("kc,kcx->kx", bridge.spots.barycentric, np.asarray(of, np.float64)[corners])
        for of in (atlas.body.vertices_mm, skin.normals)
    )
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    for side, image in ((Side.LEFT, np.ones(3)), (Side.RIGHT, MIRROR)):
        ends = _at(trigger, side), _at(acupoint, side)
        both_in_the_middle = ends == (trigger, acupoint) and side is Side.RIGHT and _is_middle(*ends)
        if not both_in_the_middle and all(end in atlas.marks for end in ends):
            yield Joined(bridge.pair, *ends), line * image, normals * image


def _at(mark: str, side: Side) -> str:
    """Id of the same point on a side; a point of the midline stays there."""
    code, _, own = mark.partition("/")
    return mark if own == Side.MIDLINE else f"{code}/{side}"


def _is_middle(*marks: str) -> bool:
    return all(mark.endswith(f"/{Side.MIDLINE}") for mark in marks)


def _inside(atlas: Shown, zone: Zone, path: ChannelPath) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Yield the stretches of a line that lie in a zone, cut where its border crosses it."""
    spread = np.full(len(atlas.body.vertices_mm), np.nan)
    spread[zone.vertex_ids] = np.maximum(zone.essential_mm, zone.spillover_mm)
    values = np.einsum("kc,kc->k", path.barycentric, spread[atlas.body.faces[path.faces]])
    values = np.where(np.isnan(values), -1.0, values)
    inside = values > 0.0
    changes = np.flatnonzero(np.diff(inside.astype(int), prepend=0, append=0))
    for start, end in changes.reshape(-1, 2).tolist():
        at = [float(start)] if start == 0 else [_border(values, start - 1)]
        at += [float(one) for one in range(start, end)]
        at += [] if end == len(values) else [_border(values, end - 1)]
        if len(at) > 1:
            yield _sampled(path.points_mm, at), _sampled(path.normals, at)


def _border(values: FloatArray, before: int) -> float:
    """Sample, and share of the way to the next, where a line crosses the border."""
    one, other = values[before], values[before + 1]
    return before + float(one / (one - other))


def _sampled(rows: FloatArray, at: Sequence[float]) -> FloatArray:
    samples = np.arange(len(rows))
    return np.column_stack([np.interp(at, samples, rows[:, axis]) for axis in range(3)])
