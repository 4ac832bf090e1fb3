"""The sheet that spans the rows of a muscle: under the skin, or through places inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.interpolate import PchipInterpolator, RectBivariateSpline
from scipy.ndimage import gaussian_filter

from meshes.body import FloatArray
from meshes.depth import Depths, unit
from meshes.splines import lengths, resampled, through, widened

Course = Literal["skin", "inside"]
Belly = Literal["sheet", "strap", "spindle"]
ALONG, ACROSS = 65, 25  # nodes of the sheet
LEAST_DEPTH_MM = 2.5
THREAD_MM = 2.6  # least width
_RELAX = (0.6, 0.8, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)  # steps towards the depth under the skin
_REACH, _REACH_MM = 0.05, (2.0, 12.0)
_UNDERSIDE = 0.4  # of the thickness: its lower side must not crease where the upper one is round


@dataclass(frozen=True, eq=False)
class Plan:
    """What to loft.

    Attributes
    ----------
    rows
        (k, 3) places of each row across the width, from one end to the other.
    course
        ``skin`` keeps the depth of the rows under the skin; ``inside`` runs through their own places.
    thick_mm
        Greatest thickness.
    tendons
        Shares of the length at both ends that stay thin. Together 1: all tendon, evenly thick.
    belly
        ``sheet``: even, with thin rims; ``strap``: even and full; ``spindle``: round.
    at
        Where the rows stand along the length, 0 to 1; None for by their distances.
    """

    rows: tuple[FloatArray, ...]
    course: Course
    thick_mm: float
    tendons: tuple[float, float] = (0.1, 0.1)
    belly: Belly = "spindle"
    at: tuple[float, ...] | None = None


@dataclass(frozen=True, eq=False)
class Sheet:
    """Nodes (ALONG, ACROSS, 3) and unit vectors (ALONG, ACROSS, 3) to the upper side."""

    nodes: FloatArray
    up: FloatArray

    def at(self, along: FloatArray, across: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Places and unit vectors at (...) shares of length and width."""
        v, u = np.linspace(0.0, 1.0, ALONG), np.linspace(0.0, 1.0, ACROSS)
        both = np.concatenate([self.nodes, self.up], axis=2)
        got = [RectBivariateSpline(v, u, both[..., k]).ev(along, across) for k in range(6)]
        stacked = np.stack(got, axis=-1)
        return stacked[..., :3], unit(stacked[..., 3:])


def spanned(plan: Plan, depths: Depths) -> Sheet:
    """Sheet through the rows of a plan, its nodes at even steps along the length."""
    nodes = _spanned(plan, depths)
    if plan.course == "skin":
        return _under_skin(nodes, _depths_of(plan, depths), plan, depths)
    nodes = _even(nodes)
    across = unit(np.gradient(nodes, axis=1))
    ahead = unit(np.gradient(nodes, axis=0))
    up = unit(np.cross(across, ahead))
    outward = depths.smooth(nodes)[1]
    if float(np.einsum("abi,abi->", up, outward)) < 0.0:
        up = -up
    return Sheet(nodes, unit(_calm(up, nodes, max(_reach_mm(nodes), _UNDERSIDE * plan.thick_mm))))


def _rows(plan: Plan, depths: Depths) -> list[FloatArray]:
    centres = np.array([row.mean(axis=0) for row in plan.rows])
    return widened(plan.rows, plan.thick_mm, depths.smooth(centres)[1])


def _spanned(plan: Plan, depths: Depths) -> FloatArray:
    """(ALONG, ACROSS, 3) sheet through the rows: its middle line, and how far each fibre runs from it."""
    rows = resampled(_rows(plan, depths), np.linspace(0.0, 1.0, ACROSS))
    knots, at = _knots(plan, rows), np.linspace(0.0, 1.0, ALONG)
    middle = rows.mean(axis=1)
    pointed = len(plan.rows[0]) == 1, len(plan.rows[-1]) == 1
    off = through(knots, rows - middle[:, None], at, pointed)
    # not thinner than a thread, however near to one another the places of a row are
    wide = np.linalg.norm(off[:, -1] - off[:, 0], axis=1)[:, None, None]
    off = off * np.clip(THREAD_MM / np.maximum(wide, 1e-6), 1.0, 10.0)
    nodes: FloatArray = through(knots, middle, at, (False, False))[:, None] + off
    return nodes


def _knots(plan: Plan, rows: FloatArray) -> FloatArray:
    if plan.at is not None:
        return np.array(plan.at, dtype=np.float64)
    way = mean_way(rows)
    knots: FloatArray = way / way[-1]
    return knots


def mean_way(nodes: FloatArray) -> FloatArray:
    """(k,) mean length of the fibres up to each line of (k, m, 3) nodes."""
    steps = np.linalg.norm(np.diff(nodes, axis=0), axis=2).mean(axis=1)
    return np.concatenate([[0.0], np.cumsum(steps)])


def _depths_of(plan: Plan, depths: Depths) -> FloatArray:
    """(ALONG, ACROSS) depth that the sheet should have, from that of the rows."""
    rows, at = _rows(plan, depths), np.linspace(0.0, 1.0, ACROSS)
    # between the places of a row the depth is that of its places, not that of the straight line between them
    wanted = [np.interp(at, lengths(row) / lengths(row)[-1], depths.smooth(row)[0]) for row in rows]
    knots = _knots(plan, resampled(rows, at))
    along = PchipInterpolator(knots, np.array(wanted), axis=0)
    return np.asarray(along(np.linspace(0.0, 1.0, ALONG)))


def _under_skin(nodes: FloatArray, wanted_mm: FloatArray, plan: Plan, depths: Depths) -> Sheet:
    """Move a sheet to its depth; smoothed as a whole, it skips what is small on the skin."""
    wanted_mm = np.maximum(wanted_mm, LEAST_DEPTH_MM)
    begun, reach = nodes, _reach_mm(nodes)
    for step in _RELAX:
        depth, outward = depths.smooth(nodes)
        moved = nodes - begun + step * (depth - wanted_mm)[..., None] * outward
        nodes = begun + _calm(moved, nodes, reach)
    nodes = _even(nodes)
    up = _calm(depths.smooth(nodes)[1], nodes, max(reach, _UNDERSIDE * plan.thick_mm))
    return Sheet(nodes, unit(up))


def _even(nodes: FloatArray) -> FloatArray:
    """Nodes at even steps along the length."""
    way = mean_way(nodes)
    return through(way / way[-1], nodes, np.linspace(0.0, 1.0, ALONG), (False, False))


def _reach_mm(nodes: FloatArray) -> float:
    """How far apart small things are that a sheet smooths away: more for a larger sheet."""
    long_mm, wide_mm = (np.linalg.norm(np.diff(nodes, axis=k), axis=2).sum(axis=k).mean() for k in (0, 1))
    return float(np.clip(_REACH * np.sqrt(long_mm * wide_mm), *_REACH_MM))


def _calm(field: FloatArray, nodes: FloatArray, reach_mm: float) -> FloatArray:
    """Smooth what is given at nodes over a distance, at most a sixth of the sheet."""
    steps = [float(np.linalg.norm(np.diff(nodes, axis=k), axis=2).mean()) for k in (0, 1)]
    sigma = [
        min(reach_mm / max(step, 1e-6), count / 6.0)
        for step, count in zip(steps, (ALONG, ACROSS), strict=True)
    ]
    calm: FloatArray = gaussian_filter(field, sigma=(*sigma, 0.0), mode="nearest")
    return calm
