"""Pictures of the body for the report: what matches stands out, what does not fades, bridges join the pairs.

The ground is left out, so that a picture stands on any page: what shows through is found from one drawing on
black and one on white.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body
from meshes.geodesic import Geodesics
from meshes.path import SurfacePath
from points.atlas import Atlas, Mark
from points.overlap.both_sides import Listed
from viewer import compose, gl, style
from viewer.camera import views
from viewer.camera.views import Size, View
from viewer.layers import MarkLayer, PathLayer, Rgb

FloatArray = NDArray[np.float64]

if TYPE_CHECKING:  # loads VTK, which only drawing needs
    from viewer.stage import Image, StillStage

BRIDGES = "bridges"
STRONG, FADED = 1.15, 0.6  # sizes of marks that match, and of those that do not
FAR_STRONG, FAR_FADED = 0.8, 0.5  # the same on the whole body, where a bridge is hardly longer than a mark
BRIDGE_STEP_MM = 1.0
PALER = 0.62  # of the way from a mark's colour to the skin's, where it does not match
BRIDGE: Rgb = (38, 30, 26)
BRIDGE_MM = 1.3


@dataclass(frozen=True)
class Shot:
    """A picture of the report: what it shows, from where, its size in pixels and as it is shown."""

    title: str
    view: View
    size: Size


SHOTS: Mapping[str, Shot] = {
    "front": Shot("Front", views.VIEWS["front"], (640, 1040)),
    "back": Shot("Back", views.VIEWS["back"], (640, 1040)),
    "left": Shot("Left side", views.VIEWS["left"], (320, 1040)),
    "face": Shot("Head from the left", views.VIEWS["head_left"], (560, 560)),
    "shoulders": Shot("Neck and shoulders from behind", views.VIEWS["shoulders_back"], (560, 560)),
    "low_back": Shot("Low back", views.VIEWS["low_back"], (560, 560)),
}


@dataclass(frozen=True, eq=False)
class Matched:
    """What matches: ids of trigger points and of their acupoints, and the ways that join them."""

    triggers: frozenset[str]
    acupoints: frozenset[str]
    bridges: tuple[SurfacePath, ...]


def matched(listed: Listed, geodesics: Geodesics, tolerance_mm: float) -> Matched:
    """Join each trigger point with its nearest channel point, if that is near enough."""
    pairs = listed.pairs
    first = np.flatnonzero((listed.among_channel_points == 1) & (pairs.skin_mm <= tolerance_mm))
    triggers = [listed.maps.triggers[number] for number in pairs.trigger[first].tolist()]
    acupoints = [listed.maps.acupoints[number] for number in pairs.acupoint[first].tolist()]
    ends = [(one.located.point, other.located.point) for one, other in zip(triggers, acupoints, strict=True)]
    return Matched(
        frozenset(mark.id for mark in triggers),
        frozenset(mark.id for mark in acupoints),
        tuple(geodesics.paths(ends)) if ends else (),
    )


def draw(atlas: Atlas, found: Matched) -> dict[str, bytes]:
    """Draw all pictures: PNG by name.

    Raises
    ------
    OpenGLError
        If nothing can be drawn on this machine.
    """
    gl.prepare_still()
    from viewer.scene import Scene
    from viewer.stage import StillStage, png

    drawn = {}
    for name, shot in SHOTS.items():
        with StillStage(shot.size) as stage:
            scene = Scene(stage, pixel_ratio=stage.oversampling)
            scene.show(compose.skin(atlas.body, "neutral"))
            eyes = compose.eyes(atlas.body)
            if eyes is not None:
                scene.show(eyes)
            scene.show(_bridges(atlas.body, found.bridges))
            for layer in _marks(atlas, found, whole=shot.view.extent is None):
                scene.show(layer)
            aspect = shot.size[0] / shot.size[1]
            scene.look(views.camera(shot.view, compose.bounds_mm(atlas.body), aspect))
            drawn[name] = png(_cut_out(stage))
    return drawn


def _cut_out(stage: StillStage) -> Image:
    """Draw without a ground: (height, width, 4)."""
    stage.renderer.GradientBackgroundOff()
    grounds = []
    for shade in (0.0, 1.0):
        stage.renderer.SetBackground(shade, shade, shade)
        grounds.append(stage.picture().astype(np.int32))
    black, white = grounds
    alpha = 255 - (white - black).clip(0, 255).max(axis=-1, keepdims=True)
    rgb = np.where(alpha > 0, black * 255 // np.maximum(alpha, 1), 0).clip(0, 255)
    return np.concatenate([rgb, alpha], axis=-1).astype(np.uint8)


def _marks(atlas: Atlas, found: Matched, whole: bool) -> Iterable[MarkLayer]:
    """Faded marks first, so that those that match are seen above them."""
    extra = {
        mark.id for mark in atlas.marks.values() if getattr(mark.definition, "kind", "") == "extra_point"
    }
    sizes = (FAR_FADED, FAR_STRONG) if whole else (FADED, STRONG)
    for strong in (False, True):
        for triggers in (False, True):
            chosen = found.triggers if triggers else found.acupoints
            marks = [
                mark
                for mark in atlas.marks.values()
                if mark.is_trigger_point is triggers
                and (mark.id in chosen) is strong
                and mark.id not in extra
            ]
            yield _layer(marks, triggers, strong, sizes[strong])


def _layer(marks: list[Mark], triggers: bool, strong: bool, size: float) -> MarkLayer:
    colour = style.RED if triggers else style.JADE
    return MarkLayer(
        key=f"{'triggers' if triggers else 'acupoints'} {'matched' if strong else 'alone'}",
        ids=tuple(mark.id for mark in marks),
        positions_mm=np.array([mark.located.position_mm for mark in marks]).reshape(-1, 3),
        normals=np.array([mark.normal for mark in marks]).reshape(-1, 3),
        shape="cross" if triggers else "disc",
        rgb=np.tile(np.array([colour if strong else _paler(colour)], np.uint8), (len(marks), 1)),
        rim=style.RIM if strong else _paler(style.RIM),
        size_mm=style.MARK_MM,
        emphasis=np.full(len(marks), size),
    )


def _paler(colour: Rgb) -> Rgb:
    mixed = (1.0 - PALER) * np.array(colour) + PALER * np.array(style.TONES["neutral"].lit)
    red, green, blue = mixed.round().astype(int).tolist()
    return red, green, blue


def _bridges(body: Body, bridges: tuple[SurfacePath, ...]) -> PathLayer:
    lines = [_evenly(body, path) for path in bridges]
    return PathLayer(
        key=BRIDGES,
        ids=tuple(str(number) for number in range(len(bridges))),
        lines_mm=tuple(line for line, _ in lines),
        normals=tuple(normals for _, normals in lines),
        rgb=np.tile(np.array([BRIDGE], np.uint8), (len(bridges), 1)),
        width_mm=BRIDGE_MM,
    )


def _evenly(body: Body, path: SurfacePath) -> tuple[FloatArray, FloatArray]:
    """Take samples of a way at even steps, (k, 3), and the skin's outward unit normals there."""
    corners = body.vertices_mm[body.faces[path.faces]]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    at = np.linspace(0.0, path.length_mm, max(round(path.length_mm / BRIDGE_STEP_MM), 1) + 1)
    middles = (path.lengths_mm[1:] + path.lengths_mm[:-1]) / 2.0
    line, normals = (
        np.column_stack([np.interp(at, where, values[:, axis]) for axis in range(3)])
        for where, values in ((path.lengths_mm, path.points_mm), (middles, across))
    )
    return line, normals / np.linalg.norm(normals, axis=1, keepdims=True)
