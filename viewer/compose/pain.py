"""The answer to "pain here" as layers: the patch, the zones found, how many zones there are, kept spots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body, SurfacePoint
from points.atlas import Zone
from viewer import style
from viewer.compose.shown import ASHI_MARKS, COMPOSITE, KEPT_AREAS, OVERLAP, PATCH, Shown
from viewer.layers import Band, BandLayer, LabelLayer, MarkLayer, SkinLayer, TintLayer
from viewer.selected import ASHI
from viewer.state import AshiMark

if TYPE_CHECKING:
    from meshes.patch import Patch

FloatArray = NDArray[np.float64]
EDGE_MM = 4.0  # over which a faint zone fades out


class Placed(Protocol):
    """What has a place on every body: a triangle and weights of its corners."""

    @property
    def face(self) -> int:
        """The triangle."""

    @property
    def weights(self) -> Sequence[float]:
        """Three weights, 1 together."""


def patch(painted: Patch, body: Body, skin: SkinLayer, opacity: float) -> BandLayer:
    """Make the layer of a patch of skin; its border is as round as the patch."""
    return _patches(PATCH, [(painted, opacity)], body, skin)


def kept_areas(kept: Sequence[tuple[Patch, bool]], body: Body, skin: SkinLayer) -> BandLayer:
    """Make the layer of kept areas, each with whether it is selected."""
    strengths = (style.KEPT_OPACITY, style.KEPT_CHOSEN_OPACITY)
    return _patches(KEPT_AREAS, [(area, strengths[chosen]) for area, chosen in kept], body, skin)


def _patches(key: str, areas: Sequence[tuple[Patch, float]], body: Body, skin: SkinLayer) -> BandLayer:
    from meshes.patch import pieces  # shortest ways take a while to import, and only patches need them

    places: list[FloatArray] = []
    normals: list[FloatArray] = []
    bands: list[Band] = []
    count = 0
    for painted, opacity in areas:
        parts = pieces(painted, body)
        corners = body.faces[parts.faces]
        for rows, of in ((places, skin.vertices_mm), (normals, skin.normals)):
            rows.append(np.einsum("tpc,tcx->tpx", parts.weights, np.asarray(of, np.float64)[corners]))
        ids = count + np.arange(parts.inside_mm.size)
        bands.append(Band(ids, parts.inside_mm.ravel(), style.PAIN, opacity))
        count += len(ids)
    points, outwards = (np.concatenate(rows).reshape(-1, 3) for rows in (places, normals))
    return BandLayer(key, points, outwards, np.arange(count).reshape(-1, 3), tuple(bands))


def overlap(zones: Iterable[Sequence[Zone]], skin: SkinLayer) -> TintLayer:
    """Make the layer of faint zones, darker where several overlap.

    Parameters
    ----------
    zones
        Zones that count as one where they overlap (those of one muscle), group by group.
    skin
        The skin they lie on.
    """
    through = np.ones(len(skin.vertices_mm))
    for group in zones:
        inside = np.zeros(len(through))
        for zone in group:
            depth_mm = np.maximum(zone.essential_mm, zone.spillover_mm)
            share = np.clip(0.5 + depth_mm / EDGE_MM, 0.0, 1.0)
            inside[zone.vertex_ids] = np.maximum(inside[zone.vertex_ids], share)
        through *= 1.0 - style.OVERLAP_OPACITY * inside
    return tint(OVERLAP, skin, np.broadcast_to(style.ZONE, (len(through), 3)), 1.0 - through)


def composite(atlas: Shown, skin: SkinLayer, essential_only: bool = False) -> TintLayer:
    """Make the layer that tells by how many zones, or essential parts of zones, each spot is covered."""
    from points.pain import zone_counts  # as above

    both = zone_counts(atlas.zones, len(skin.vertices_mm))
    counts = both.essential if essential_only else both.whole
    return tint(COMPOSITE, skin, counts_rgb(counts), np.where(counts > 0, style.COUNTS_OPACITY, 0.0))


def counts_rgb(counts: NDArray[np.integer]) -> FloatArray:
    """(n, 3) colours of counts: each doubling is one step of ``style.COUNTS``."""
    stops = np.log2([count for count, _ in style.COUNTS])
    rgb = np.array([colour for _, colour in style.COUNTS], dtype=np.float64)
    at = np.log2(np.maximum(counts, 1))
    return np.column_stack([np.interp(at, stops, rgb[:, part]) for part in range(3)])


def ashi(kept: Sequence[AshiMark], body: Body, skin: SkinLayer) -> MarkLayer | None:
    """Make the layer of kept tender spots; None where there is none."""
    if not kept:
        return None
    spots = [spot_of(mark) for mark in kept]
    normals = np.array([normal_at(spot, body, skin) for spot in spots])
    return MarkLayer(
        key=ASHI_MARKS,
        ids=tuple(f"{ASHI}{mark.number}" for mark in kept),
        positions_mm=np.array([body.position_mm(spot) for spot in spots]),
        normals=normals,
        shape="drop",
        rgb=np.tile(np.array([style.ASHI], np.uint8), (len(kept), 1)),
        rim=style.RIM_DARK,
        size_mm=style.MARK_MM,
        emphasis=np.ones(len(kept)),
    )


def spot_of(mark: Placed) -> SurfacePoint:
    """Spot of what has a place, on any body of the same triangles."""
    return SurfacePoint(mark.face, np.array(mark.weights))


def normal_at(spot: SurfacePoint, body: Body, skin: SkinLayer) -> FloatArray:
    """(3,) outward unit normal of the skin at a spot."""
    normal: FloatArray = spot.barycentric @ np.asarray(skin.normals, np.float64)[body.faces[spot.face]]
    return normal / np.linalg.norm(normal)


def with_names(labels: LabelLayer, marks: MarkLayer | None, names: Sequence[str]) -> LabelLayer:
    """Add names that are always written, before all others."""
    if marks is None:
        return labels
    return LabelLayer(
        labels.key,
        (*marks.ids, *labels.ids),
        (*names, *labels.texts),
        np.vstack([marks.positions_mm, labels.positions_mm]),
        np.vstack([marks.normals, labels.normals]),
        np.concatenate([np.zeros(len(names)), labels.from_scale]),
    )


def tint(key: str, skin: SkinLayer, rgb: NDArray[np.generic], opacity: FloatArray) -> TintLayer:
    """Make the layer of a tint of the skin: (n, 3) colours and (n,) opacities from 0 to 1."""
    rgba = np.column_stack([rgb, 255.0 * opacity]).round().astype(np.uint8)
    return TintLayer(key, skin.vertices_mm, skin.normals, skin.faces, rgba, style.TINT_LIFT_MM)
