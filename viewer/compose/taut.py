"""The taut band through a trigger point: which corners of its muscle it has, how a twitch moves them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from points.atlas import Mark
from points.model import TriggerPoint
from viewer import style

if TYPE_CHECKING:
    from points.muscle import MuscleBody, MusclePart

FloatArray = NDArray[np.float64]

LEAST_WEIGHT = 0.05  # what is less of the band is not of it
LEAST_MOVED_MM = 0.05


@dataclass(frozen=True, eq=False)
class Flick:
    """What of some muscles moves when a taut band contracts.

    Attributes
    ----------
    ids
        (k,) corners that move, of all bodies one after the other.
    offsets_mm
        (k, 3) how far, at the height of the contraction.
    """

    ids: NDArray[np.int64]
    offsets_mm: FloatArray


def band(bodies: Sequence[MuscleBody], mark: Mark) -> FloatArray:
    """Weigh the corners of some muscles by how much they are of the taut band through a trigger point.

    Returns
    -------
    NDArray
        (n,) from 0 to 1, for the corners of all bodies one after the other.
    """
    weights = [np.zeros(len(body.vertices_mm)) for body in bodies]
    spot = _inside_mm(mark)
    away = [float(np.linalg.norm(body.vertices_mm - spot, axis=1).min()) for body in bodies]
    own = int(np.argmin(away))
    weights[own] = _band_of(bodies[own], spot)
    return np.concatenate(weights)


def flick(bodies: Sequence[MuscleBody], mark: Mark) -> Flick:
    """Find what moves when the band through a trigger point contracts.

    The band draws together towards the point, along its fibres, and swells a little towards the skin.
    """
    vertices = np.concatenate([body.vertices_mm for body in bodies])
    fibres = np.concatenate([body.fibres for body in bodies]).astype(np.float64)
    flesh = 1.0 - np.concatenate([body.tendon for body in bodies]).astype(np.float64)
    along = np.einsum("ki,ki->k", vertices - _inside_mm(mark), fibres)
    near = np.exp(-0.5 * (along / style.FLICK_REACH_MM) ** 2)
    drawn_mm = -style.FLICK_DRAW_MM * near * np.tanh(2.0 * along / style.FLICK_REACH_MM)
    swollen_mm = style.FLICK_SWELL_MM * near
    moved = fibres * drawn_mm[:, None] + mark.normal * swollen_mm[:, None]
    moved *= (band(bodies, mark) * flesh)[:, None]
    ids = np.flatnonzero(np.linalg.norm(moved, axis=1) > LEAST_MOVED_MM)
    return Flick(ids, moved[ids])


def _inside_mm(mark: Mark) -> FloatArray:
    """(3,) place of a trigger point in its muscle."""
    row = mark.definition
    depth_mm = row.depth_mm if isinstance(row, TriggerPoint) else 0.0
    spot: FloatArray = mark.located.position_mm - depth_mm * mark.normal
    return spot


def _band_of(body: MuscleBody, spot: FloatArray) -> FloatArray:
    number = np.repeat(np.arange(len(body.parts)), [len(part.vertices_mm) for part in body.parts])
    nearest = int(np.linalg.norm(body.vertices_mm - spot, axis=1).argmin())
    share = _share(body.parts[number[nearest]], float(body.v[nearest]))
    off = np.abs(body.u.astype(np.float64) - float(body.u[nearest])) / share
    weights = np.exp(-(off**4)) * (number == number[nearest])
    return np.where(weights > LEAST_WEIGHT, weights, 0.0)


def _share(part: MusclePart, v: float) -> float:
    """Share of a part's width that half a band takes there: as wide in all muscles, but never a hair."""
    station = int(np.abs(part.grid.v - v).argmin())
    line = part.vertices_mm[part.grid.upper[station]]
    wide_mm = float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())
    spacing = float(np.diff(part.grid.u).max())
    return float(np.clip(style.TAUT_MM / max(wide_mm, 1.0), 0.6 * spacing, 0.25))
