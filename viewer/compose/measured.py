"""What is measured as layers: the way on the skin, both ends, and its length in the middle."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from meshes.body import Body, SurfacePoint
from meshes.path import SurfacePath
from viewer import style
from viewer.compose.pain import normal_at
from viewer.compose.shown import MEASURED, MEASURED_ENDS, MEASURED_LABEL
from viewer.layers import LabelLayer, MarkLayer, PathLayer, SkinLayer

STEP_MM = 2.5
HELD = 1.5  # how much larger an end is while it is held


def measured_way(path: SurfacePath, skin: SkinLayer, body: Body, tone: str) -> PathLayer:
    """Make the layer of the way."""
    spots = path.samples(STEP_MM)
    return PathLayer(
        key=MEASURED,
        ids=(MEASURED,),
        lines_mm=(np.array([body.position_mm(spot) for spot in spots]),),
        normals=(np.array([normal_at(spot, body, skin) for spot in spots]),),
        rgb=np.array([_ink(tone)], np.uint8),
        width_mm=style.MEASURE_MM,
    )


def measured_ends(
    spots: Sequence[SurfacePoint], held: int, skin: SkinLayer, body: Body, tone: str
) -> MarkLayer:
    """Make the layer of the ends; the one that is held (its number, -1 for none) is larger."""
    return MarkLayer(
        key=MEASURED_ENDS,
        ids=tuple(f"{MEASURED_ENDS}:{number}" for number in range(len(spots))),
        positions_mm=np.array([body.position_mm(spot) for spot in spots]).reshape(-1, 3),
        normals=np.array([normal_at(spot, body, skin) for spot in spots]).reshape(-1, 3),
        shape="disc",
        rgb=np.array([_ink(tone)] * len(spots), np.uint8).reshape(-1, 3),
        rim=style.MEASURE if tone == "dark" else style.RIM,
        size_mm=style.MEASURE_END_MM,
        emphasis=np.array([HELD if number == held else 1.0 for number in range(len(spots))]),
        can_be_picked=False,
    )


def measured_label(path: SurfacePath, text: str, skin: SkinLayer, body: Body) -> LabelLayer:
    """Make the layer of the length, in the middle of the way."""
    middle = path.at_fraction(0.5)
    return LabelLayer(
        key=MEASURED_LABEL,
        ids=(MEASURED,),
        texts=(text,),
        positions_mm=body.position_mm(middle)[None],
        normals=normal_at(middle, body, skin)[None],
        from_scale=np.zeros(1),
        own=True,
    )


def _ink(tone: str) -> style.Rgb:
    return style.MEASURE_ON_DARK if tone == "dark" else style.MEASURE
