"""Rows of places under a skin become a closed, smooth body between them.

The rows are spanned by a sheet. With the course ``skin`` the sheet keeps its depth under the skin from row to
row and is the body's upper face; with the course ``inside`` it runs smoothly through the rows' own places and
is the middle of the body. The sheet gets a thickness that swells between two thin ends; ends, corners and
rims are rounded; nothing comes nearer to the skin than a least depth.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from meshes.body import FloatArray
from meshes.depth import Depths
from meshes.shell import Grid, volume_mm3
from meshes.span import ALONG, LEAST_DEPTH_MM, Belly, Plan, Sheet, mean_way, spanned
from meshes.tendons import ALL_TENDON

CORNERS = 1400  # of a body, about
TENDON_SHARE, TENDON_MM = 0.14, (1.8, 3.5)  # thickness of its thin ends
_CORNER, _CORNER_MM = 0.42, 12.0  # radius of the sheet's corners: share of the width, and most
_RISE = {"sheet": 0.22, "strap": 0.3, "spindle": 0.5}  # share of the length over which the belly swells
_RIM = {"sheet": 0.2, "strap": 0.32, "spindle": 0.42}  # how deep the rims lie, in the thickness
_LIP = np.array([0.0, 0.06, 0.22, 0.5])  # stations in a rounded end, in its length


def loft(plan: Plan, depths: Depths) -> tuple[FloatArray, Grid]:
    """Make the closed body through the rows of a plan.

    Parameters
    ----------
    plan
        What to loft.
    depths
        The skin that it stays under.

    Returns
    -------
    tuple
        (n, 3) corners in mm, and the grid that they form.
    """
    sheet = spanned(plan, depths)
    long_mm = float(mean_way(sheet.nodes)[-1])
    wide_mm = np.linalg.norm(np.diff(sheet.nodes, axis=1), axis=2).sum(axis=1)
    grid, v, u = _stations(plan, long_mm, wide_mm)
    upper, lower = _faces_of(plan, sheet, v, u, long_mm, wide_mm)
    upper, lower = _kept_under(upper, lower, depths)
    corners = grid.joined(upper, lower)
    inside_out = volume_mm3(corners, grid.faces) < 0.0
    return corners, replace(grid, turned=inside_out)


def _stations(plan: Plan, long_mm: float, wide_mm: FloatArray) -> tuple[Grid, FloatArray, FloatArray]:
    """Grid, and the shares of length (stations,) and width (across,) of its lines."""
    wide = float(np.quantile(wide_mm, 0.8)) + plan.thick_mm
    edge = np.sqrt(2.0 * wide * long_mm / CORNERS)
    across = int(np.clip(round(wide / edge), 8, 26))
    stations = int(np.clip(round(CORNERS / (2 * across - 2)), 20, 90))
    begin, end = (_corner_mm(wide_mm[k]) / long_mm for k in (0, -1))
    inner = np.linspace(begin, 1.0 - end, stations - 2 * len(_LIP))
    v = np.concatenate([_LIP * begin, inner, 1.0 - (_LIP * end)[::-1]])
    even = np.linspace(0.0, 1.0, across)
    u = 0.45 * even + 0.55 * 0.5 * (1.0 - np.cos(np.pi * even))
    return Grid(len(v), across, v, u), v, u


def _corner_mm(wide_mm: float) -> float:
    return float(np.clip(_CORNER * wide_mm, 1.2, _CORNER_MM))


def _round(share: FloatArray) -> FloatArray:
    """Quarter of a circle: 0 at 0, 1 from 1 on."""
    rounded: FloatArray = np.sqrt(1.0 - (1.0 - np.clip(share, 0.0, 1.0)) ** 2)
    return rounded


def swell(v: FloatArray, tendons: tuple[float, float], belly: Belly) -> FloatArray:
    """(...) 0 where the body is thin, 1 where it is thickest, at shares of its length."""
    begin, end = 0.6 * tendons[0], 1.0 - 0.6 * tendons[1]
    share = np.clip((v - begin) / max(end - begin, 1e-6), 0.0, 1.0)
    rise = _RISE[belly]
    risen = np.clip(np.minimum(share, 1.0 - share) / rise, 0.0, 1.0)
    smooth: FloatArray = np.sin(0.5 * np.pi * risen) ** (1.6 if belly == "spindle" else 1.3)
    return smooth


def _faces_of(
    plan: Plan, sheet: Sheet, v: FloatArray, u: FloatArray, long_mm: float, wide_mm: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """(stations, across, 3) upper and lower face; they meet at the rims and at both ends."""
    wide = np.interp(v, np.linspace(0.0, 1.0, ALONG), wide_mm)[:, None]
    from_end = np.minimum(v, 1.0 - v)[:, None] * long_mm
    corner = np.where(v < 0.5, _corner_mm(wide_mm[0]), _corner_mm(wide_mm[-1]))[:, None]
    inset = np.minimum(corner * (1.0 - _round(from_end / corner)) / np.maximum(wide, 1e-6), 0.42)
    along, across = np.broadcast_arrays(v[:, None], inset + (1.0 - 2.0 * inset) * u)
    spot, up = sheet.at(along, across)

    thin = min(float(np.clip(TENDON_SHARE * plan.thick_mm, *TENDON_MM)), plan.thick_mm)
    if sum(plan.tendons) >= ALL_TENDON:
        thin = plan.thick_mm
    thick = thin + (plan.thick_mm - thin) * swell(v, plan.tendons, plan.belly)[:, None]
    from_rim = np.minimum(u, 1.0 - u) * (1.0 - 2.0 * inset) * wide
    rim = {"sheet": 0.2 * wide + thick, "strap": 0.1 * wide + 0.6 * thick, "spindle": 0.5 * wide}[plan.belly]
    full = _round(from_rim / np.minimum(rim, 0.5 * wide)) * _round(
        from_end / np.maximum(1.5 * thin, 0.6 * corner)
    )
    # the upper side of what lies under the skin is flatter than its lower side
    above = (_RIM[plan.belly] if plan.course == "skin" else 0.5) * thick
    rims = spot - above[..., None] * up if plan.course == "skin" else spot
    return rims + (full * above)[..., None] * up, rims - (full * (thick - above))[..., None] * up


def _kept_under(upper: FloatArray, lower: FloatArray, depths: Depths) -> tuple[FloatArray, FloatArray]:
    """Push in what is too near to the skin: first whole columns, softly, then each corner by itself."""
    for _ in range(4):
        lack, outward = _lacking(upper, depths)
        if not lack.any():
            break
        soft = np.maximum(lack, gaussian_filter(lack, 1.2, mode="nearest") * 1.3)
        push = soft[..., None] * outward
        upper, lower = upper - push, lower - push
    for _ in range(6):
        pushed = [face - (lack * 1.05)[..., None] * out for face in (upper, lower) for lack, out in [
            _lacking(face, depths)]]  # fmt: skip
        if np.array_equal(pushed[0], upper) and np.array_equal(pushed[1], lower):
            break
        upper, lower = pushed
    return upper, lower


def _lacking(face: FloatArray, depths: Depths) -> tuple[FloatArray, FloatArray]:
    """How much deeper each place should lie, and the way to the outside."""
    about, outward = depths.smooth(face)
    lack = np.zeros(about.shape)
    near: NDArray[np.bool_] = about < LEAST_DEPTH_MM + 4.0
    if near.any():
        depth, normal = depths.exact(face[near])
        lack[near] = np.maximum(LEAST_DEPTH_MM + 0.05 - depth, 0.0) * (depth < LEAST_DEPTH_MM)
        outward = outward.copy()
        outward[near] = normal
    return lack, outward
