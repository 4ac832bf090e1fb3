"""The two maps as a statistician sees them: one side of a body that is its own mirror image.

Both maps are the same on both sides. So the left side and the midline hold all that there is to count; the
nearest acupoint of a trigger point on the left never lies on the right, because its mirror image is nearer.
The few points that only the right side has are counted where their mirror image lies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from meshes.surface import Surface
from points.atlas import Atlas, Mark
from points.model import Acupoint, Muscle, Side
from points.muscle_parts import akin

CHANNEL_POINT = "acupoint"


@dataclass(frozen=True, eq=False)
class Maps:
    """Marks of both systems on the left side and the midline.

    Attributes
    ----------
    triggers, acupoints
        t and a marks.
    shared
        (t, a) bool: a needle at the acupoint meets the trigger point's muscle.
    on_channel
        (a,) bool: one of the 361 points of the channels, not an extra point.
    """

    triggers: tuple[Mark, ...]
    acupoints: tuple[Mark, ...]
    shared: NDArray[np.bool_]
    on_channel: NDArray[np.bool_]


def maps_of(atlas: Atlas, surface: Surface) -> Maps:
    """Gather both maps of a body; ``surface`` is its skin."""
    marks = [
        _mirrored(mark, surface) if mark.located.side is Side.RIGHT else mark
        for mark in atlas.marks.values()
        if mark.located.side is not Side.RIGHT or f"{mark.located.code}/{Side.LEFT}" not in atlas.marks
    ]
    return _gathered(marks, atlas.muscles)


def whole_maps_of(atlas: Atlas) -> Maps:
    """Gather both maps on both sides of a body, for lists; counting them would count everything twice."""
    return _gathered(list(atlas.marks.values()), atlas.muscles)


def _gathered(marks: list[Mark], muscles: Mapping[str, Muscle]) -> Maps:
    triggers = tuple(mark for mark in marks if mark.is_trigger_point)
    acupoints = tuple(mark for mark in marks if not mark.is_trigger_point)
    met = {
        (one, other): akin(one, other, muscles)
        for one in {key for mark in triggers for key in mark.muscles}
        for other in {key for mark in acupoints for key in mark.muscles}
    }
    shared = [
        [any(met[one, other] for one in trigger.muscles for other in point.muscles) for point in acupoints]
        for trigger in triggers
    ]
    kinds = [
        isinstance(mark.definition, Acupoint) and mark.definition.kind == CHANNEL_POINT for mark in acupoints
    ]
    return Maps(
        triggers,
        acupoints,
        np.array(shared, dtype=bool).reshape(len(triggers), -1),
        np.array(kinds, dtype=bool),
    )


def _mirrored(mark: Mark, surface: Surface) -> Mark:
    """Give the mark its mirror image's place; it keeps its id and side."""
    image = np.array([-1.0, 1.0, 1.0])
    spot = surface.nearest(mark.located.position_mm * image)
    located = replace(mark.located, point=spot, position_mm=surface.position_mm(spot))
    return replace(mark, located=located, normal=mark.normal * image)
