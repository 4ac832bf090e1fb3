"""Names beside marks: the most important first, the others on a close look."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from points.atlas import Mark
from points.model import TriggerPoint
from viewer import style
from viewer.compose.shown import LABELS, Focus, Shown, belongs, near_ids
from viewer.layers import LabelLayer

NEVER = float("inf")
ALWAYS, IF_IT_FACES_US = 0.0, 1e-9  # what is named from no scale on is named even where it faces away


def labels(atlas: Shown, focus: Focus) -> LabelLayer:
    """Name marks.

    The selected mark, its nearest neighbours and the points of the channel or category that is looked at
    are named at any distance, all other marks near the camera. Acupoints are named by code, trigger points
    by muscle and number; where one muscle is looked at alone, by number.
    """
    if focus.alone:
        return _of_muscle(atlas, focus)
    near = [focus.selection, *focus.told, *([] if focus.shown else near_ids(atlas, focus.selection))]
    told = IF_IT_FACES_US if focus.shown else ALWAYS
    scales = {mark: told for mark in near if mark in atlas.marks}
    others = {mark.id: _from_scale(atlas, mark, focus) for mark in atlas.marks.values()}
    for mark_id, scale in sorted(others.items(), key=lambda pair: pair[1]):
        if scale < NEVER:
            scales.setdefault(mark_id, scale)
    return _layer(scales, {mark: _label(atlas, atlas.marks[mark]) for mark in scales}, atlas)


def _of_muscle(atlas: Shown, focus: Focus) -> LabelLayer:
    near = (focus.selection, *near_ids(atlas, focus.selection))
    scales = {mark: ALWAYS for mark in near if mark in atlas.marks}
    scales = dict.fromkeys(focus.over, style.LABEL_FROM["acupoint"]) | scales
    scales = {mark: scales.get(mark, IF_IT_FACES_US) for mark in (*focus.points, *scales)}
    rows = {mark: atlas.marks[mark].definition for mark in scales}
    several = len({row.muscle for row in rows.values() if isinstance(row, TriggerPoint)}) > 1
    texts = {
        mark: _label(atlas, atlas.marks[mark])
        if several or not isinstance(row, TriggerPoint)
        else f"TrP{row.number}"
        for mark, row in rows.items()
    }
    return _layer(scales, texts, atlas)


def names(atlas: Shown, marks: Collection[str]) -> LabelLayer:
    """Name some trigger points by their numbers alone, at any distance."""
    rows = {mark: atlas.marks[mark].definition for mark in marks}
    texts = {mark: f"TrP{row.number}" for mark, row in rows.items() if isinstance(row, TriggerPoint)}
    return _layer(dict.fromkeys(texts, 0.0), texts, atlas)


def _layer(scales: Mapping[str, float], texts: Mapping[str, str], atlas: Shown) -> LabelLayer:
    named = [atlas.marks[mark] for mark in scales]
    return LabelLayer(
        key=LABELS,
        ids=tuple(scales),
        texts=tuple(texts[mark] for mark in scales),
        positions_mm=np.array([mark.located.position_mm for mark in named]).reshape(-1, 3),
        normals=np.array([mark.normal for mark in named]).reshape(-1, 3),
        from_scale=np.array(list(scales.values()), dtype=np.float64),
    )


def _from_scale(atlas: Shown, mark: Mark, focus: Focus) -> float:
    """Scale from which a mark is named that is neither selected nor near the selected one."""
    row = mark.definition
    if focus.found or focus.only:
        return NEVER
    if isinstance(row, TriggerPoint):
        return NEVER if focus.channel else style.LABEL_FROM["trigger_point"]
    if focus.channel not in ("", row.channel) or not belongs(atlas, row.code, focus.category):
        return NEVER
    return 0.0 if focus.channel or focus.category else style.LABEL_FROM[row.kind]


def _label(atlas: Shown, mark: Mark) -> str:
    row = mark.definition
    if isinstance(row, TriggerPoint):
        return f"{atlas.muscles[row.muscle].english} TrP{row.number}"
    return row.code
