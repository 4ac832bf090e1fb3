"""Names beside marks: the most important first, the others on a close look."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from points.atlas import Mark
from points.model import TriggerPoint
from viewer import style
from viewer.compose.shown import LABELS, Focus, Shown, belongs, near_ids
from viewer.layers import LabelLayer


def labels(atlas: Shown, focus: Focus) -> LabelLayer:
    """Name marks.

    The selected mark, its nearest neighbours and the points of the channel or category that is looked at
    are named at any distance, all other marks near the camera. Acupoints are named by code, trigger points
    by muscle and number.
    """
    ranked: dict[str, float] = {}
    for mark, from_scale in _ranked(atlas, focus):
        ranked.setdefault(mark, from_scale)
    named = [atlas.marks[mark] for mark in ranked]
    return LabelLayer(
        key=LABELS,
        ids=tuple(ranked),
        texts=tuple(_label(atlas, mark) for mark in named),
        positions_mm=np.array([mark.located.position_mm for mark in named]).reshape(-1, 3),
        normals=np.array([mark.normal for mark in named]).reshape(-1, 3),
        from_scale=np.array(list(ranked.values()), dtype=np.float64),
    )


def _ranked(atlas: Shown, focus: Focus) -> Iterator[tuple[str, float]]:
    """Yield marks and the scale from which each is named, the most important first; some come twice."""
    for near in (focus.selection, *near_ids(atlas, focus.selection)):
        if near in atlas.marks:
            yield near, 0.0
    others = [mark for mark in atlas.marks.values() if _kept(atlas, mark, focus)]
    for mark in others:
        if _looked_at(mark, focus):
            yield mark.id, 0.0
    for kind, from_scale in style.LABEL_FROM.items():
        for mark in others:
            if _kind(mark) == kind and not _off_channel(mark, focus):
                yield mark.id, from_scale


def _kept(atlas: Shown, mark: Mark, focus: Focus) -> bool:
    return mark.is_trigger_point or belongs(atlas, mark.located.code, focus.category)


def _looked_at(mark: Mark, focus: Focus) -> bool:
    """Tell whether a mark is one of those that the visitor asked for by channel or category."""
    if mark.is_trigger_point or not (focus.channel or focus.category):
        return False
    return not _off_channel(mark, focus)


def _off_channel(mark: Mark, focus: Focus) -> bool:
    return bool(focus.channel) and getattr(mark.definition, "channel", "") != focus.channel


def _kind(mark: Mark) -> str:
    return "trigger_point" if mark.is_trigger_point else str(getattr(mark.definition, "kind", ""))


def _label(atlas: Shown, mark: Mark) -> str:
    row = mark.definition
    if isinstance(row, TriggerPoint):
        return f"{atlas.muscles[row.muscle].english} TrP{row.number}"
    return row.code
