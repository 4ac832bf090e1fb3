"""Which points of the other system lie near each mark: exact distances along the skin, straight, in cun.

The way along the skin is never shorter than the straight one. So marks are measured in the order of their
straight distances, until the next one is farther off straight than the last to be listed is along the skin.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from meshes.geodesic import Geodesics
from points.atlas import Mark, Neighbour
from points.locate import Locator
from points.model import Muscle, Side
from points.muscle_parts import akin

LISTED = 8
FAR_MM = 150.0  # in a straight line


def neighbours_on(
    locator: Locator,
    marks: Sequence[Mark],
    sides: Sequence[Side],
    cun_mm: float,
    done: Callable[[float], None] = lambda _: None,
) -> dict[str, tuple[Neighbour, ...]]:
    """Return the nearest marks of the other system for each mark of some sides, as `find_neighbours`."""
    asking = [mark for mark in marks if mark.located.side in sides]
    return find_neighbours(marks, locator.skin.geodesics, cun_mm, locator.tables.muscles, asking, done)


def find_neighbours(
    marks: Sequence[Mark],
    geodesics: Geodesics,
    cun_mm: float,
    muscles: Mapping[str, Muscle],
    asking: Sequence[Mark] | None = None,
    done: Callable[[float], None] = lambda _: None,
) -> dict[str, tuple[Neighbour, ...]]:
    """Return the nearest marks of the other system for each mark, nearest along the skin first.

    Parameters
    ----------
    marks
        All marks.
    geodesics
        Shortest lines on the body.
    cun_mm
        Length of the cun.
    muscles
        What the tables say of the muscles that the marks name.
    asking
        Those to find neighbours of; None for all.
    done
        Told the share of them that has been done.
    """
    trigger_points = [mark for mark in marks if mark.is_trigger_point]
    acupoints = [mark for mark in marks if not mark.is_trigger_point]

    @cache  # each pair is measured once, whichever of the two asks
    def measured(acupoint: Mark, trigger_point: Mark) -> Neighbour:
        return _measured(acupoint, trigger_point, geodesics, cun_mm, muscles)

    asking = marks if asking is None else asking
    found = {}
    for number, mark in enumerate(asking):
        done(number / len(asking))
        if mark.is_trigger_point:
            found[mark.id] = _nearest(mark, acupoints, lambda here, there: measured(there, here))
        else:
            found[mark.id] = _nearest(mark, trigger_points, measured)
    return found


def _nearest(
    mark: Mark, others: Sequence[Mark], measured: Callable[[Mark, Mark], Neighbour]
) -> tuple[Neighbour, ...]:
    positions = np.array([other.located.position_mm for other in others]).reshape(-1, 3)
    straight_mm = np.linalg.norm(positions - mark.located.position_mm, axis=1)
    listed: list[Neighbour] = []
    for index in np.argsort(straight_mm, kind="stable").tolist():
        last_mm = listed[-1].skin_mm if len(listed) == LISTED else FAR_MM
        if round(straight_mm[index], 2) > min(last_mm, FAR_MM):
            break
        found = replace(measured(mark, others[index]), id=others[index].id)
        insort(listed, found, key=lambda near: (near.skin_mm, near.id))
        del listed[LISTED:]
    return tuple(listed)


def _measured(
    acupoint: Mark,
    trigger_point: Mark,
    geodesics: Geodesics,
    cun_mm: float,
    muscles: Mapping[str, Muscle],
) -> Neighbour:
    """Give the way between two marks, without a name."""
    here, there = acupoint.located, trigger_point.located
    skin_mm = geodesics.distance_mm(here.point, there.point)
    straight_mm = float(np.linalg.norm(here.position_mm - there.position_mm))
    theirs = trigger_point.muscles
    shared = tuple(key for key in acupoint.muscles if any(akin(key, other, muscles) for other in theirs))
    return Neighbour("", round(skin_mm, 2), round(straight_mm, 2), round(skin_mm / cun_mm, 3), shared)
