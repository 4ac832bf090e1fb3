"""Shortest line inside a sleeve of triangles, and moving the sleeve until the line is a geodesic.

A *sleeve* is a list of triangles, each sharing an edge (a *portal*) with the next. Laid flat, the shortest
line in it is a taut string that bends only around portal corners (a funnel finds it). Where the string
bends around a corner and the skin on the corner's far side spans less than half a turn, the string gets
shorter by slipping over that corner: the sleeve is led around the other side. When no corner is left to
slip over, the line is a geodesic, exact to rounding; its ends may lie anywhere inside the first and the
last triangle. Idea: S.-Q. Xin, G.-J. Wang, "Efficiently determining a locally exact shortest path on
polyhedral surfaces", 2007.
"""

from __future__ import annotations

from cmath import phase
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from operator import mul
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from meshes.body import FloatArray
from meshes.funnel import AT_CORNER_MM, Corner, Flat, crossings, taut_string

_HALF_TURN = np.pi - 1e-9
_GAIN_MM = 1e-9  # below this a slip is rounding noise


class Bend(NamedTuple):
    """A bend of a taut line: angle (rad) of the skin on its far side, vertex, first and last portal there."""

    far_angle: float
    vertex: int
    first: int
    last: int


@dataclass(frozen=True, eq=False)
class Sheet:
    """What straightening needs to know of a mesh.

    Attributes
    ----------
    vertices_mm
        (n, 3) positions.
    faces
        (m, 3) corners.
    across, back
        (m, 3) triangle across each edge, or -1; and which of its edges that is there.
    apexes
        (m, 3) the triangles' corners laid flat, see :func:`meshes.triangles.apexes`.
    angle_sums
        (n,) angle around each vertex in radians; infinite on a rim, where no line can slip off.
    """

    vertices_mm: FloatArray
    faces: NDArray[np.int32]
    across: NDArray[np.int32]
    back: NDArray[np.int8]
    apexes: NDArray[np.complex128]
    angle_sums: FloatArray


@dataclass(frozen=True, eq=False)
class Taut:
    """A taut line in its sleeve.

    Attributes
    ----------
    sleeve
        The triangles.
    length_mm
        Length of the line.
    bends
        The corners it bends around.
    string
        The line in the sleeve laid flat: its corners.
    flat
        The sleeve laid flat; None for a single triangle.
    """

    sleeve: list[int]
    length_mm: float
    bends: list[Bend]
    string: list[Corner]
    flat: Flat | None

    def weights(self, sheet: Sheet) -> tuple[FloatArray, FloatArray]:
        """(k, 3) weights with which the line enters and leaves its k triangles; 0 at the line's own ends."""
        entry, leave = np.zeros((2, len(self.sleeve), 3))
        if self.flat is not None:
            here, edge = _portals(sheet, self.sleeve)
            row, back = np.arange(len(here)), sheet.back[here, edge]
            share = crossings(self.string, self.flat.right, self.flat.left)
            leave[row, edge], leave[row, (edge + 1) % 3] = 1.0 - share, share
            entry[row + 1, back], entry[row + 1, (back + 1) % 3] = share, 1.0 - share
        return entry, leave


def straighten(sheet: Sheet, sleeve: list[int], start_mm: FloatArray, end_mm: FloatArray) -> Taut:
    """Taut line between two positions in the first and last triangle, after every slip that shortens it."""
    best = pull(sheet, sleeve, start_mm, end_mm)
    while loose := sorted(bend for bend in best.bends if bend.far_angle < _HALF_TURN):
        # All at once is quicker; where two slips disturb each other, one by one gets on.
        for chosen in [_apart(loose), *([bend] for bend in loose)]:
            moved = pull(sheet, _slipped(sheet, best.sleeve, chosen), start_mm, end_mm)
            if moved.length_mm < best.length_mm - _GAIN_MM:
                best = moved
                break
        else:
            return best
    return best


def pull(sheet: Sheet, sleeve: list[int], start_mm: FloatArray, end_mm: FloatArray) -> Taut:
    """Taut line between two positions in the first and last triangle of a sleeve, without moving it."""
    sleeve = without_returns(sleeve)
    if len(sleeve) == 1:
        return Taut(sleeve, float(np.linalg.norm(end_mm - start_mm)), [], [], None)
    here, edge = _portals(sheet, sleeve)
    right_ids, left_ids = sheet.faces[here, edge], sheet.faces[here, (edge + 1) % 3]
    tips = sheet.apexes[sleeve[1:-1], sheet.back[here, edge][:-1]]
    flat = _laid_flat(sheet.vertices_mm, tips, right_ids, left_ids, (start_mm, end_mm))
    string = taut_string(flat)
    length = sum(abs(after.spot - before.spot) for before, after in pairwise(string))
    bends = _bends(sheet.angle_sums, string, right_ids.tolist(), left_ids.tolist(), flat)
    return Taut(sleeve, length, bends, string, flat)


def without_returns(sleeve: list[int]) -> list[int]:
    """Leave out steps into a triangle and straight back."""
    if len(set(sleeve)) == len(sleeve):
        return sleeve
    kept: list[int] = []
    for face in sleeve:
        if kept and kept[-1] == face:
            continue
        if len(kept) > 1 and kept[-2] == face:
            kept.pop()
            continue
        kept.append(face)
    return kept


def fan(sheet: Sheet, face: int, vertex: int, leaving: int, until: int) -> list[int] | None:
    """Triangles around ``vertex`` from ``face``, out by its edge ``leaving``, to ``until``; None at a rim."""
    turn = 1 if sheet.faces[face, leaving] == vertex else 2  # all edges out begin, or end, at the vertex
    found = [face]
    while found[-1] != until:
        beyond = int(sheet.across[found[-1], leaving])
        if beyond < 0 or beyond == face:
            return None
        leaving = (int(sheet.back[found[-1], leaving]) + turn) % 3
        found.append(beyond)
    return found


def _other_edge(corner: int, edge: int) -> int:
    """Of the two edges at a corner of a triangle, the one that is not ``edge``."""
    return (corner + 2) % 3 if edge == corner else corner


def _portals(sheet: Sheet, sleeve: list[int]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Triangle before each portal, and its edge there: from the right hand of someone who walks through."""
    faces = np.array(sleeve)
    here, beyond = faces[:-1], faces[1:]
    return here, (sheet.across[here] == beyond[:, None]).argmax(axis=1)


def _laid_flat(
    at: FloatArray,
    tips: NDArray[np.complex128],
    right_ids: NDArray[np.int32],
    left_ids: NDArray[np.int32],
    ends_mm: tuple[FloatArray, FloatArray],
) -> Flat:
    """Lay a sleeve out in the plane, its first portal on the real axis; ``tips`` stand on its portals."""
    keeps = (right_ids[1:] == right_ids[:-1]).tolist()
    a, b = 0j, complex(np.linalg.norm(at[left_ids[0]] - at[right_ids[0]]))
    start = b * _end_ratio(at[right_ids[0]], at[left_ids[0]], ends_mm[0])
    right, left = [a], [b]
    for tip, keeps_right in zip(tips.tolist(), keeps, strict=True):
        apex = b + (a - b) * tip
        a, b = (a, apex) if keeps_right else (apex, b)
        right.append(a)
        left.append(b)
    return Flat(right, left, start, b + (a - b) * _end_ratio(at[left_ids[-1]], at[right_ids[-1]], ends_mm[1]))


def _end_ratio(tail_mm: FloatArray, head_mm: FloatArray, end_mm: FloatArray) -> complex:
    """Where a spot of a triangle falls, if the triangle's edge from tail to head is laid from 0 to 1."""
    base, side = (head_mm - tail_mm).tolist(), (end_mm - tail_mm).tolist()
    along: float = sum(map(mul, base, side))
    squared: float = sum(map(mul, base, base))
    upright = [base[i - 2] * side[i - 1] - base[i - 1] * side[i - 2] for i in range(3)]
    return complex(along, hypot(*upright)) / squared


def _bends(
    angle_sums: FloatArray, string: list[Corner], right_ids: list[int], left_ids: list[int], flat: Flat
) -> list[Bend]:
    """Inner corners of a string, with the angle that the skin leaves on their far side."""
    found = []
    for before, corner, after in zip(string, string[1:], string[2:], strict=False):
        arriving, leaving = before.spot - corner.spot, after.spot - corner.spot
        if min(abs(arriving), abs(leaving)) < AT_CORNER_MM:
            continue
        near_ids, others = (left_ids, flat.right) if corner.side > 0 else (right_ids, flat.left)
        vertex = near_ids[corner.at]
        first = last = corner.at
        while first > 0 and near_ids[first - 1] == vertex:
            first -= 1
        while last + 1 < len(near_ids) and near_ids[last + 1] == vertex:
            last += 1
        spokes = [others[k] - corner.spot for k in range(first, last + 1)]
        turned = -phase(arriving / spokes[0]) + phase(leaving / spokes[-1])
        turned += sum(phase(after_spoke / spoke) for spoke, after_spoke in pairwise(spokes))
        found.append(Bend(float(angle_sums[vertex]) - corner.side * turned, vertex, first, last))
    return found


def _apart(bends: list[Bend]) -> list[Bend]:
    """As many of the bends as can slip at once, the sharpest first: none shares a portal with another."""
    kept: list[Bend] = []
    for bend in bends:
        if all(bend.first > other.last or bend.last < other.first for other in kept):
            kept.append(bend)
    return kept


def _slipped(sheet: Sheet, sleeve: list[int], bends: list[Bend]) -> list[int]:
    """Lead the sleeve around the far side of some corners."""
    moved = list(sleeve)
    for bend in sorted(bends, key=lambda bend: -bend.first):
        begin, until = sleeve[bend.first], sleeve[bend.last + 1]
        portal = sheet.across[begin].tolist().index(sleeve[bend.first + 1])
        leaving = _other_edge(sheet.faces[begin].tolist().index(bend.vertex), portal)
        around = fan(sheet, begin, bend.vertex, leaving, until)
        if around:
            moved[bend.first : bend.last + 2] = around
    return moved
