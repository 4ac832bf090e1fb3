"""Marks as layers, and how strongly each is drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from points.atlas import Mark
from points.model import Acupoint
from points.muscle_parts import akin
from viewer import style
from viewer.compose.shown import ACUPOINTS, TRIGGER_POINTS, Focus, Shown, belongs, near_ids
from viewer.layers import MarkLayer, Rgb

FloatArray = NDArray[np.float64]


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


def emphasis(atlas: Shown, layer: MarkLayer, focus: Focus) -> FloatArray:
    """Weigh a layer's marks.

    The selected mark and its neighbours come forward; points off the channel and trigger points off the
    muscles that are looked at step back, points outside the category that is looked at are gone. Where one
    muscle is looked at alone, so is all that lies neither in it nor over it; and where an exhibit shows
    nothing else, all that it does not name.
    """
    near = set(near_ids(atlas, focus.selection))
    return np.array([style.EMPHASIS[_weight(atlas, mark, focus, near)] for mark in layer.ids])


def _weight(atlas: Shown, mark: str, focus: Focus, near: set[str]) -> str:
    if mark == focus.selection:
        return "selected"
    if focus.only:
        return "near" if mark in focus.found else "gone"
    if focus.found:
        return "near" if mark in focus.found else "stepped_back"
    definition = atlas.marks[mark].definition
    if focus.alone:
        here = mark in near or mark in focus.points
        return "near" if here else "stepped_back" if mark in focus.over else "gone"
    if isinstance(definition, Acupoint):
        if not belongs(atlas, definition.code, focus.category):
            return "gone"
        if mark not in near and focus.channel not in ("", definition.channel):
            return "stepped_back"
    elif focus.muscles and not any(akin(definition.muscle, key, atlas.muscles) for key in focus.muscles):
        return "stepped_back"
    return "near" if mark in near else "usual"


def _mark_rgb(mark: Mark) -> Rgb:
    if mark.is_trigger_point:
        return style.RED
    return style.JADE_PALE if getattr(mark.definition, "kind", "") == "extra_point" else style.JADE
