"""What the camera should see of a question whose answer is a spot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from points.atlas import Mark
from points.model import Side
from viewer.learn.ground import Ground, channel_of
from viewer.learn.kinds import Kind, Scope
from viewer.learn.pools import subjects

FloatArray = NDArray[np.float64]
Sight = tuple[FloatArray, FloatArray, FloatArray]  # (k, 3) spots, normals there, (m, 3) what is seen besides


def in_scope(ground: Ground, scope: Scope) -> list[Mark]:
    """Return the marks of all that a quiz is limited to; none where it is not."""
    if not (scope.region or scope.channel or scope.group):
        return []
    return _left([ground.first(subject.code) for subject in subjects(ground, Kind.FIND, scope)])


def in_region(ground: Ground, scope: Scope, code: str) -> list[Mark]:
    """Return the marks of the part of the body where a point lies; only of the channel asked for."""
    wanted = ground.first(code)
    marks = [mark for mark in ground.atlas.marks.values() if mark.region == wanted.region]
    if scope.channel:
        marks = [mark for mark in marks if channel_of(mark) == scope.channel]
    return _left(marks)


def _left(marks: Sequence[Mark]) -> list[Mark]:
    """Keep one side; what lies on the midline belongs to it."""
    return [mark for mark in marks if mark.located.side is not Side.RIGHT] or list(marks)


def at_spots(marks: Sequence[Mark]) -> Sight:
    """Tell that the camera should see marks, and nothing besides."""
    positions = np.array([mark.located.position_mm for mark in marks])
    return positions, np.array([mark.normal for mark in marks]), positions
