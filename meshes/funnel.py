"""The taut string through a row of portals laid flat in the plane, as complex numbers.

Someone who walks through a portal has its one end at the right hand, the other at the left.
"""

from __future__ import annotations

from cmath import phase
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from meshes.body import FloatArray

AT_CORNER_MM = 1e-7  # an end of the line this close to a corner lies on it, and nothing bends there


class Corner(NamedTuple):
    """A corner of a taut string: where, at which portal, at which end of it (1 left, -1 right, 0 own end)."""

    spot: complex
    at: int
    side: int


class Flat(NamedTuple):
    """A sleeve laid out in the plane: both ends of its portals, and the ends of the line."""

    right: list[complex]
    left: list[complex]
    start: complex
    end: complex


def taut_string(flat: Flat) -> list[Corner]:
    """Corners of the taut string, both ends among them."""
    right, left = [*flat.right, flat.end], [*flat.left, flat.end]
    string = [Corner(flat.start, -1, 0)]
    begin = 0
    while begin < len(flat.right) and _touches(flat.start, right[begin], left[begin]):
        begin += 1
    while bend := _next_bend(right, left, string[-1].spot, begin):
        string.append(bend)
        ends = left if bend.side > 0 else right
        begin = bend.at + 1
        while begin < len(flat.right) and ends[begin] == bend.spot:
            begin += 1
    return [*string, Corner(flat.end, len(flat.right), 0)]


def _touches(spot: complex, *ends: complex) -> bool:
    return any(abs(end - spot) < AT_CORNER_MM for end in ends)


def _next_bend(right: list[complex], left: list[complex], apex: complex, begin: int) -> Corner | None:
    """Where a string from ``apex`` first has to bend on its way through the portals from ``begin`` on.

    The angles of the portal ends around the apex are followed from portal to portal, so a sleeve may wind
    around the apex without the sides being mixed up.
    """
    if begin >= len(right) - 1:
        return None
    a, b = right[begin] - apex, left[begin] - apex
    low = right_angle = 0.0
    # Half a turn where the apex lies on the portal; rounding must not make that minus half a turn.
    high = left_angle = abs(phase(b / a))
    low_at = high_at = begin
    for i in range(begin + 1, len(right)):
        next_a, next_b = right[i] - apex, left[i] - apex
        if next_a != a and next_a:  # one end of two stays where it is
            right_angle += phase(next_a / a)
        if next_b != b and next_b:
            left_angle += phase(next_b / b)
        if right_angle >= high:
            return Corner(left[high_at], high_at, 1)
        if left_angle <= low:
            return Corner(right[low_at], low_at, -1)
        if right_angle >= low:
            low, low_at = right_angle, i
        if left_angle <= high:
            high, high_at = left_angle, i
        a, b = next_a, next_b
    return None


def crossings(string: list[Corner], right: list[complex], left: list[complex]) -> FloatArray:
    """(k,) where the string crosses each portal, from 0 at its right end to 1 at its left."""
    shares = np.empty(len(right))
    for before, after in pairwise(string):
        run = after.at - before.at
        way = after.spot - before.spot
        for k in range(before.at + 1, min(after.at + 1, len(right))):
            portal = left[k] - right[k]
            slope = _cross(portal, way)
            if abs(slope) > 1e-12 * abs(portal) * abs(way):
                shares[k] = _cross(before.spot - right[k], way) / slope
            else:  # the string runs along the portal, or does not move at all
                shares[k] = ((after.spot - right[k]) / portal).real
        if after.side and run:
            shares[after.at] = after.side > 0
    return shares.clip(0.0, 1.0)


def _cross(u: complex, v: complex) -> float:
    return u.real * v.imag - u.imag * v.real
