"""How sure the observed figure is: every mark moved about within its own tolerance, again and again.

A mark is moved uniformly in the disc of its tolerance. Between two moved marks the skin is unrolled along the
way between their places, so what one heading gains and the other loses is added as in the plane. Marks are
moved independently of each other, though many rest on the same landmarks.
"""

from __future__ import annotations

import numpy as np

from meshes.body import FloatArray
from points.atlas import Mark
from points.overlap.criteria import Criterion, Steps, steps
from points.overlap.maps import Maps
from points.overlap.pairs import Pairs

_AT_ONCE = 50  # samples, so that the arrays stay small


def jittered(
    maps: Maps, pairs: Pairs, criteria: tuple[Criterion, ...], samples: int, seed: np.random.SeedSequence
) -> Steps:
    """Distance of each trigger point's nearest acupoint, as often as asked for, all marks moved each time.

    Returns
    -------
    NDArray
        (criteria, samples, t) in steps (`points.overlap.criteria`).
    """
    rng = np.random.default_rng(seed)
    allowed = [criterion.allowed(maps)[pairs.trigger, pairs.acupoint] for criterion in criteria]
    found = np.empty((len(criteria), samples, len(maps.triggers)), np.uint8)
    for begin in range(0, samples, _AT_ONCE):
        rows = slice(begin, min(begin + _AT_ONCE, samples))
        moved_mm = _moved_mm(maps, pairs, rng, rows.stop - rows.start)
        for number, may in enumerate(allowed):
            found[number, rows] = steps(_nearest(np.where(may, moved_mm, np.inf), pairs, len(maps.triggers)))
    return found


def _moved_mm(maps: Maps, pairs: Pairs, rng: np.random.Generator, samples: int) -> FloatArray:
    """Give the distances of the pairs after one round of moves each: (samples, p)."""
    triggers, acupoints = (_moves(marks, rng, samples) for marks in (maps.triggers, maps.acupoints))
    one, other = triggers[:, pairs.trigger], acupoints[:, pairs.acupoint]
    # along the way, and across it; at the acupoint the heading back to the trigger point is turned round
    along = pairs.skin_mm - _dot(one, pairs.from_trigger) - _dot(other, pairs.from_acupoint)
    across = _dot(one, _turned(pairs.from_trigger)) + _dot(other, _turned(pairs.from_acupoint))
    found: FloatArray = np.hypot(along, across)
    return found


def _moves(marks: tuple[Mark, ...], rng: np.random.Generator, samples: int) -> FloatArray:
    """Draw moves in the tangent frames of marks: (samples, k, 2)."""
    radii = np.array([mark.located.tolerance_mm for mark in marks]) * np.sqrt(
        rng.random((samples, len(marks)))
    )
    turns = 2.0 * np.pi * rng.random((samples, len(marks)))
    return np.stack([radii * np.cos(turns), radii * np.sin(turns)], axis=-1)


def _dot(moves: FloatArray, headings: FloatArray) -> FloatArray:
    found: FloatArray = np.einsum("spk,pk->sp", moves, headings)
    return found


def _turned(headings: FloatArray) -> FloatArray:
    return np.stack([-headings[:, 1], headings[:, 0]], axis=1)


def _nearest(distances_mm: FloatArray, pairs: Pairs, count: int) -> FloatArray:
    """Find the least distance for each trigger point, by which pairs are sorted: (samples, count)."""
    found = np.full((len(distances_mm), count), np.inf)
    present, first = np.unique(pairs.trigger, return_index=True)
    if len(present):
        found[:, present] = np.minimum.reduceat(distances_mm, first, axis=1)
    return found
