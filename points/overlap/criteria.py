"""What counts as a match: which acupoints, whether they must share the muscle, how near they must be.

Distances are kept in half millimetres, rounded up, so that every tolerance in steps of half a millimetre is
answered exactly by counting.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meshes.body import FloatArray
from points.overlap.maps import Maps

STEPS_PER_MM = 2
LEAST_MM, MOST_MM = 5.0, 50.0  # tolerances that can be asked for
REACH_MM = 60.0  # how far a match is looked for: nothing beyond it can count
NONE = np.uint8(255)

Steps = NDArray[np.uint8]


@dataclass(frozen=True)
class Criterion:
    """Which acupoints can match a trigger point.

    Attributes
    ----------
    key
        Short name, as written in tables.
    extra
        Whether the extra points count beside the 361 of the channels.
    same_muscle
        Whether a needle at the acupoint must meet the trigger point's muscle.
    """

    key: str
    extra: bool
    same_muscle: bool

    def allowed(self, maps: Maps) -> NDArray[np.bool_]:
        """(t, a) which acupoint may match which trigger point."""
        points = np.ones_like(maps.on_channel) if self.extra else maps.on_channel
        anywhere = np.broadcast_to(points, maps.shared.shape)
        return anywhere & maps.shared if self.same_muscle else anywhere.copy()


CRITERIA = (
    Criterion("channel_points", extra=False, same_muscle=False),
    Criterion("channel_points_same_muscle", extra=False, same_muscle=True),
    Criterion("all_points", extra=True, same_muscle=False),
    Criterion("all_points_same_muscle", extra=True, same_muscle=True),
)


def steps(distances_mm: FloatArray) -> Steps:
    """Distances in half millimetres, rounded up; 255 where there is none within reach."""
    with np.errstate(invalid="ignore"):
        rounded = np.ceil(np.where(distances_mm <= REACH_MM, distances_mm, 0.0) * STEPS_PER_MM - 1e-6)
    return np.where(distances_mm <= REACH_MM, np.maximum(rounded, 0.0), NONE).astype(np.uint8)


def within(distances: Steps, tolerance_mm: float) -> NDArray[np.bool_]:
    """Whether distances in steps are at most a tolerance, which is a multiple of half a millimetre."""
    return distances <= round(tolerance_mm * STEPS_PER_MM)
