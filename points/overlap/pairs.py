"""Every trigger point with every acupoint near it: exact distances and headings along the skin."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from meshes.body import FloatArray
from meshes.geodesic import Geodesics
from meshes.path import SurfacePath
from points.atlas import Mark
from points.overlap.maps import Maps

NEAR_MM = 90.0  # in a straight line: twice the largest tolerance of a mark beyond the largest of a match


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of a trigger point and an acupoint; p of them, sorted by trigger point, nearest first.

    Attributes
    ----------
    trigger, acupoint
        (p,) their numbers in ``Maps``.
    skin_mm, straight_mm
        (p,) exact distance along the skin, and through the air.
    from_trigger, from_acupoint
        (p, 2) unit heading of the way at either end, towards the other, in the tangent frame of that mark.
    """

    trigger: NDArray[np.int64]
    acupoint: NDArray[np.int64]
    skin_mm: FloatArray
    straight_mm: FloatArray
    from_trigger: FloatArray
    from_acupoint: FloatArray

    def within(self, reach_mm: float) -> Pairs:
        """Pairs that are at most so far apart along the skin."""
        near = self.skin_mm <= reach_mm
        return Pairs(**{field.name: getattr(self, field.name)[near] for field in fields(self)})

    def nearest_mm(self, count: int, allowed: NDArray[np.bool_]) -> FloatArray:
        """(count,) distance of each trigger point's nearest of the acupoints allowed, (t, a), or inf."""
        found = np.full(count, np.inf)
        counted = np.where(allowed[self.trigger, self.acupoint], self.skin_mm, np.inf)
        np.minimum.at(found, self.trigger, counted)
        return found


def measure_pairs(maps: Maps, geodesics: Geodesics, near_mm: float = NEAR_MM) -> Pairs:
    """Measure all pairs that are at most ``near_mm`` apart in a straight line."""
    apart_mm = np.linalg.norm(_positions(maps.triggers)[:, None] - _positions(maps.acupoints), axis=-1)
    trigger, acupoint = np.nonzero(apart_mm <= near_mm)
    ends = [
        (maps.triggers[one].located.point, maps.acupoints[other].located.point)
        for one, other in zip(trigger.tolist(), acupoint.tolist(), strict=True)
    ]
    paths = geodesics.paths(ends) if ends else []
    skin_mm = np.array([path.length_mm for path in paths])
    order = np.lexsort((acupoint, skin_mm, trigger))
    frames = [tangent_frames(marks) for marks in (maps.triggers, maps.acupoints)]
    starts, finishes = _headings(paths)
    return Pairs(
        trigger[order],
        acupoint[order],
        skin_mm[order],
        apart_mm[trigger, acupoint][order],
        _flat(starts, frames[0][trigger])[order],
        _flat(finishes, frames[1][acupoint])[order],
    )


def tangent_frames(marks: tuple[Mark, ...]) -> FloatArray:
    """(k, 2, 3) two unit vectors across the normal of each mark."""
    normals = np.array([mark.normal for mark in marks]).reshape(-1, 3)
    aside = np.eye(3)[np.abs(normals).argmin(axis=1)]
    first = np.cross(normals, aside)
    first /= np.linalg.norm(first, axis=1, keepdims=True)
    return np.stack([first, np.cross(normals, first)], axis=1)


def _positions(marks: tuple[Mark, ...]) -> FloatArray:
    return np.array([mark.located.position_mm for mark in marks]).reshape(-1, 3)


def _headings(paths: list[SurfacePath]) -> tuple[FloatArray, FloatArray]:
    """(p, 3) directions in which each path sets out from its start, and from its end backwards."""
    ends = [
        (path.points_mm[1] - path.points_mm[0], path.points_mm[-2] - path.points_mm[-1]) for path in paths
    ]
    both = np.array(ends).reshape(-1, 2, 3)
    return both[:, 0], both[:, 1]


def _flat(headings: FloatArray, frames: FloatArray) -> FloatArray:
    flat = np.einsum("pkx,px->pk", frames, headings)
    length = np.linalg.norm(flat, axis=1, keepdims=True)
    found: FloatArray = np.tile([1.0, 0.0], (len(flat), 1))
    np.divide(flat, length, out=found, where=length > 1e-9)
    return found
