"""Which points of the other system lie near each mark: exact distances along the skin, straight, in cun."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from meshes.geodesic import Geodesics
from points.atlas import Mark, Neighbour

LISTED = 8
CANDIDATES = 14  # by straight distance; the nearest along the skin are among them
FAR_MM = 150.0


def find_neighbours(
    marks: Sequence[Mark], geodesics: Geodesics, cun_mm: float
) -> dict[str, tuple[Neighbour, ...]]:
    """Return the nearest marks of the other system for each mark, nearest along the skin first."""
    trigger_points = [mark for mark in marks if mark.is_trigger_point]
    acupoints = [mark for mark in marks if not mark.is_trigger_point]
    measured: dict[frozenset[str], Neighbour] = {}
    found: dict[str, tuple[Neighbour, ...]] = {}
    for here, there in ((acupoints, trigger_points), (trigger_points, acupoints)):
        if not there:
            continue
        positions = np.array([mark.located.position_mm for mark in there])
        for mark in here:
            straight = np.linalg.norm(positions - mark.located.position_mm, axis=1)
            nearest = [
                there[i] for i in np.argsort(straight, kind="stable")[:CANDIDATES] if straight[i] <= FAR_MM
            ]
            measured_here = [_measured(mark, other, geodesics, cun_mm, measured) for other in nearest]
            found[mark.id] = tuple(sorted(measured_here, key=lambda near: (near.skin_mm, near.id))[:LISTED])
    return found


def _measured(
    mark: Mark, other: Mark, geodesics: Geodesics, cun_mm: float, measured: dict[frozenset[str], Neighbour]
) -> Neighbour:
    """Measure the way from a mark to another once, whichever of the two asks."""
    pair = frozenset((mark.id, other.id))
    if pair not in measured:
        skin_mm = geodesics.distance_mm(mark.located.point, other.located.point)
        straight_mm = float(np.linalg.norm(mark.located.position_mm - other.located.position_mm))
        shared = tuple(
            key for key in mark.muscles if any(same_muscle(key, theirs) for theirs in other.muscles)
        )
        measured[pair] = Neighbour(
            "", round(skin_mm, 2), round(straight_mm, 2), round(skin_mm / cun_mm, 3), shared
        )
    near = measured[pair]
    return Neighbour(other.id, near.skin_mm, near.straight_mm, near.cun, near.shared_muscles)


def same_muscle(one: str, other: str) -> bool:
    """Whether two keys name the same muscle; a finer part has a longer key with the same beginning."""
    return one == other or one.startswith(f"{other}_") or other.startswith(f"{one}_")
