"""Smooth lines and sheets through given places."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.interpolate import CubicHermiteSpline

from meshes.body import FloatArray
from meshes.depth import unit

CORD = 0.15  # width of a pointed end, as a share of the width next to it
CORD_MM = (3.0, 10.0)


def through(knots: FloatArray, values: FloatArray, at: FloatArray, still: tuple[bool, bool]) -> FloatArray:
    """Smooth curve through values.

    Its slopes at the inner knots are those of the parabola through a knot and its two neighbours, held back
    where the steps are very unequal.

    Parameters
    ----------
    knots
        (k,) rising parameters.
    values
        (k, ...) value at each knot.
    at
        (m,) parameters wanted.
    still
        Whether the curve begins and ends without slope.

    Returns
    -------
    FloatArray
        (m, ...) values.
    """
    if len(knots) == 1:
        return np.repeat(values, len(at), axis=0)
    steps = np.diff(knots).reshape(-1, *[1] * (values.ndim - 1))
    secants = np.diff(values, axis=0) / steps
    slopes = np.empty_like(values)
    slopes[1:-1] = (secants[:-1] * steps[1:] + secants[1:] * steps[:-1]) / (steps[:-1] + steps[1:])
    if len(knots) == 2:
        slopes[:] = secants[0]
    else:
        slopes[0], slopes[-1] = 1.5 * secants[0] - 0.5 * slopes[1], 1.5 * secants[-1] - 0.5 * slopes[-2]
        slopes = _held_back(slopes, secants)
    for end, quiet in zip((0, -1), still, strict=True):
        if quiet:
            slopes[end] = 0.0
    curve: FloatArray = CubicHermiteSpline(knots, values, slopes, axis=0)(at)
    return curve


def _held_back(slopes: FloatArray, secants: FloatArray) -> FloatArray:
    """No slope steeper than twice the flatter of the two steps beside it: no loops, no overshooting."""
    size = np.linalg.norm(secants.reshape(len(secants), -1), axis=1)
    limit = 2.0 * np.minimum(np.r_[size[:1], size], np.r_[size, size[-1:]])
    steep = np.linalg.norm(slopes.reshape(len(slopes), -1), axis=1)
    share = np.minimum(1.0, limit / np.maximum(steep, 1e-9))
    held: FloatArray = slopes * share.reshape(-1, *[1] * (slopes.ndim - 1))
    return held


def lengths(places: FloatArray) -> FloatArray:
    """(k,) way to each of (k, 3) places along the straight lines between them."""
    steps = np.linalg.norm(np.diff(places, axis=0), axis=1)
    return np.concatenate([[0.0], np.cumsum(steps)])


def _shares(places: FloatArray) -> FloatArray:
    way = lengths(places)
    return way / way[-1] if way[-1] > 0.0 else np.linspace(0.0, 1.0, len(places))


def widened(rows: Sequence[FloatArray], width_mm: float, outward: FloatArray) -> list[FloatArray]:
    """Rows with every single place made a short row of two.

    Parameters
    ----------
    rows
        (k, 3) places of each row.
    width_mm
        Width of the whole, where no row has any.
    outward
        (rows, 3) way to the skin, that such a whole lies square to.

    Returns
    -------
    list of FloatArray
        Rows of two places or more.
    """
    centres = np.array([row.mean(axis=0) for row in rows])
    ahead = unit(np.gradient(centres, axis=0))
    wide = [i for i, row in enumerate(rows) if len(row) > 1]
    out: list[FloatArray] = []
    for i, row in enumerate(rows):
        if len(row) > 1:
            out.append(row)
            continue
        if wide:
            beside = rows[min(wide, key=lambda j: abs(j - i))]
            way = beside[-1] - beside[0]
            size = float(np.clip(CORD * np.linalg.norm(way), *CORD_MM))
        else:
            way, size = np.cross(ahead[i], outward[i]), width_mm
            # either way would do, but the mirror image must come out as the mirror image
            way = way * (1.0 if way[0] * centres[:, 0].mean() >= 0.0 else -1.0)
        across = unit(way - (way @ ahead[i]) * ahead[i])
        out.append(row + size * np.array([[-0.5], [0.5]]) * across)
    return out


def resampled(rows: Sequence[FloatArray], at: FloatArray) -> FloatArray:
    """Rows with as many places each.

    Where all rows with more than two places have the same number, equal places stay together; else places are
    matched by their share of the row's length.

    Parameters
    ----------
    rows
        (k, 3) places of each row, two or more.
    at
        (m,) shares of the width.

    Returns
    -------
    FloatArray
        (rows, m, 3) places.
    """
    many = [_shares(row) for row in rows if len(row) > 2]
    common = np.mean(many, axis=0) if many and len({len(row) for row in many}) == 1 else None
    out = []
    for row in rows:
        knots = common if common is not None and len(row) == len(common) else _shares(row)
        out.append(through(knots, row, at, (False, False)))
    return np.array(out)
