"""What is measured as layers: the way on the skin, both ends, and its length in the middle."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from meshes.body import Body, SurfacePoint
from meshes.path import SurfacePath
from viewer import style
from viewer.compose.pain import normal_at
from viewer.compose.shown import MEASURED, MEASURED_ENDS, MEASURED_LABEL
from viewer.layers import LabelLayer, MarkLayer, PathLayer, SkinLayer

STEP_MM, TAPE_MM, LEAST_MM = 2.5, 10.0, 0.2
END, HELD = 1.3, 1.8  # how much larger than a mark an end is, and one that is held


def measured_way(path: SurfacePath, skin: SkinLayer, body: Body, tone: str) -> PathLayer:
    """Make the layer of the way: a tape with a mark at every centimetre, counted from the first spot."""
    stops = [*np.arange(0.0, path.length_mm, TAPE_MM).tolist(), path.length_mm]
    pieces = [
        _along(path, start, end)
        for start, end in pairwise(stops)
        if end - start > LEAST_MM or len(stops) == 2
    ]
    inks = (_ink(tone), style.RIM if tone != "dark" else style.MEASURE)
    return PathLayer(
        key=MEASURED,
        ids=tuple(f"{MEASURED}:{number}" for number in range(len(pieces))),
        lines_mm=tuple(np.array([body.position_mm(spot) for spot in spots]) for spots in pieces),
        normals=tuple(np.array([normal_at(spot, body, skin) for spot in spots]) for spots in pieces),
        rgb=np.array([inks[number % 2] for number in range(len(pieces))], np.uint8),
        width_mm=style.MEASURE_MM,
    )


def _along(path: SurfacePath, start_mm: float, end_mm: float) -> list[SurfacePoint]:
    count = max(2, round((end_mm - start_mm) / STEP_MM) + 1)
    return [path.at_length(float(length)) for length in np.linspace(start_mm, end_mm, count)]


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
        emphasis=np.array([HELD if number == held else END for number in range(len(spots))]),
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
