"""From what is known to what is drawn: an atlas and a visitor's choices to layers. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body
from meshes.triangles import corner_angles, vertex_normals
from points.atlas import ChannelPath, Mark, Neighbour, Zone
from points.model import Acupoint, Muscle, TriggerPoint
from viewer import style
from viewer.layers import EyesLayer, LabelLayer, MarkLayer, PathLayer, Rgb, SkinLayer, ZoneLayer
from viewer.stipple import stipple

FloatArray = NDArray[np.float64]

SKIN, EYES, CHANNELS, ZONE, ACUPOINTS, TRIGGER_POINTS, LABELS = (
    "skin",
    "eyes",
    "channels",
    "zone",
    "acupoints",
    "trigger_points",
    "labels",
)
FAR_MM = -1e6  # distance to the border, where a zone says nothing
NEAR = 5  # neighbours that are brought forward and named with a selected mark


class Shown(Protocol):
    """What is drawn of an atlas."""

    @property
    def body(self) -> Body:
        """The body."""

    @property
    def marks(self) -> Mapping[str, Mark]:
        """Mark id to mark."""

    @property
    def paths(self) -> tuple[ChannelPath, ...]:
        """Channel paths, both sides."""

    @property
    def zones(self) -> Mapping[str, Zone]:
        """Trigger-point mark id to zone."""

    @property
    def muscles(self) -> Mapping[str, Muscle]:
        """Muscle key to what the tables say of it."""

    @property
    def neighbours(self) -> Mapping[str, tuple[Neighbour, ...]]:
        """Mark id to the nearest marks of the other system."""


def bounds_mm(body: Body) -> FloatArray:
    """(2, 3) least and greatest corner of a body's box."""
    return np.array([body.vertices_mm.min(axis=0), body.vertices_mm.max(axis=0)])


def skin(body: Body, tone: str, opacity: float = 1.0) -> SkinLayer:
    """Make the layer of a body's outer skin in one of the tones of ``style.TONES``."""
    faces, lining = body.faces[body.outer], body.faces[~body.outer]
    normals = vertex_normals(body.vertices_mm, faces, corner_angles(body.vertices_mm, faces))
    deep = np.setdiff1d(lining, faces)
    normals[deep] = vertex_normals(body.vertices_mm, lining, corner_angles(body.vertices_mm, lining))[deep]
    return SkinLayer(SKIN, body.vertices_mm, normals, faces, skin_rgb(body, tone), lining, opacity)


def skin_rgb(body: Body, tone: str) -> NDArray[np.uint8]:
    """Colour each vertex of a body in a tone: (n, 3)."""
    if body.look is None:
        return style.skin_rgb(style.TONES[tone], np.ones(len(body.vertices_mm)), {})
    return style.skin_rgb(style.TONES[tone], body.look.exposure, body.look.tints)


def eyes(body: Body) -> EyesLayer | None:
    """Make the layer of a body's eyes; None for a body without."""
    if body.look is None:
        return None
    balls = body.look.eyes
    return EyesLayer(EYES, balls.vertices_mm, balls.faces, balls.rgb)


def marks(atlas: Shown, trigger_points: bool) -> MarkLayer:
    """Make the layer of one system's marks."""
    chosen = [mark for mark in atlas.marks.values() if mark.is_trigger_point is trigger_points]
    return MarkLayer(
        key=TRIGGER_POINTS if trigger_points else ACUPOINTS,
        ids=tuple(mark.id for mark in chosen),
        positions_mm=np.array([mark.located.position_mm for mark in chosen]).reshape(-1, 3),
        normals=np.array([mark.normal for mark in chosen]).reshape(-1, 3),
        shape="cross" if trigger_points else "disc",
        rgb=np.array([_mark_rgb(mark) for mark in chosen], np.uint8).reshape(-1, 3),
        rim=style.RIM,
        size_mm=style.MARK_MM,
        emphasis=np.ones(len(chosen)),
    )


def emphasis(atlas: Shown, layer: MarkLayer, selection: str, solo_channel: str = "") -> FloatArray:
    """Weigh a layer's marks: the selected one and its neighbours forward, marks off the solo channel back."""
    near = {neighbour.id for neighbour in atlas.neighbours.get(selection, ())[:NEAR]}
    weights = np.full(len(layer.ids), style.EMPHASIS["usual"])
    for index, mark in enumerate(layer.ids):
        definition = atlas.marks[mark].definition
        if mark == selection:
            weights[index] = style.EMPHASIS["selected"]
        elif mark in near:
            weights[index] = style.EMPHASIS["near"]
        elif solo_channel and isinstance(definition, Acupoint) and definition.channel != solo_channel:
            weights[index] = style.EMPHASIS["stepped_back"]
    return weights


def channels(atlas: Shown, solo_channel: str = "") -> PathLayer:
    """Make the layer of all channels, or of one."""
    chosen = [path for path in atlas.paths if solo_channel in ("", path.channel)]
    return PathLayer(
        key=CHANNELS,
        ids=tuple(path.channel for path in chosen),
        lines_mm=tuple(path.points_mm for path in chosen),
        normals=tuple(path.normals for path in chosen),
        rgb=np.array([style.CHANNELS[path.channel] for path in chosen], np.uint8).reshape(-1, 3),
        width_mm=style.LINE_MM,
    )


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


def labels(atlas: Shown, selection: str) -> LabelLayer:
    """Name the selected mark and its nearest neighbours: acupoints by code, others by muscle and number."""
    near = [neighbour.id for neighbour in atlas.neighbours.get(selection, ())[:NEAR]]
    named = [atlas.marks[mark] for mark in (selection, *near) if mark in atlas.marks]
    return LabelLayer(
        key=LABELS,
        ids=tuple(mark.id for mark in named),
        texts=tuple(_label(atlas, mark) for mark in named),
        positions_mm=np.array([mark.located.position_mm for mark in named]).reshape(-1, 3),
        normals=np.array([mark.normal for mark in named]).reshape(-1, 3),
    )


def _label(atlas: Shown, mark: Mark) -> str:
    row = mark.definition
    return (
        f"{atlas.muscles[row.muscle].english} TrP{row.number}" if isinstance(row, TriggerPoint) else row.code
    )


def _mark_rgb(mark: Mark) -> Rgb:
    if mark.is_trigger_point:
        return style.RED
    return style.JADE_PALE if getattr(mark.definition, "kind", "") == "extra_point" else style.JADE


def _spread(values_mm: NDArray[np.float32], of: Zone, number: NDArray[np.int64], count: int) -> FloatArray:
    spread = np.full(count, FAR_MM)
    spread[number[of.vertex_ids]] = values_mm
    return spread
