"""Observed figures against what chance gives: sampling on all cores, and what the samples say."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meshes.body import FloatArray
from points.overlap.criteria import Criterion, Steps, within
from points.overlap.nulls import Null

BLOCK = (
    250  # samples drawn at once; each block has a seed of its own, so the number of workers changes nothing
)
INTERVAL = (0.025, 0.975)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Drawn:
    """What a null model gave.

    Attributes
    ----------
    key
        The null model.
    criteria
        What counts as a match.
    distances
        (criteria, samples, t) distance of each trigger point's nearest acupoint, in steps.
    """

    key: str
    criteria: tuple[Criterion, ...]
    distances: Steps

    def of(self, criterion: Criterion) -> Steps:
        """Give the distances under one criterion: (samples, t)."""
        found: Steps = self.distances[self.criteria.index(criterion)]
        return found


@dataclass(frozen=True)
class Verdict:
    """An observed share beside what chance gives.

    Attributes
    ----------
    observed, expected
        Shares, 0 to 1: seen, and the mean of the samples.
    low, high
        The middle 95 % of the samples lie between.
    effect
        Observed less expected, in standard deviations of the samples; 0 where these do not vary.
    p_value
        Share of samples with at least as many matches, itself counted among them: one-sided.
    """

    observed: float
    expected: float
    low: float
    high: float
    effect: float
    p_value: float


def draw(
    null: Null,
    samples: int,
    seed: np.random.SeedSequence,
    progress: Progress = lambda _done, _all: None,
    workers: int | None = None,
) -> Drawn:
    """Draw worlds from a null model on all cores.

    Parameters
    ----------
    null
        The model.
    samples
        How many worlds.
    seed
        The same seed gives the same worlds, whatever the number of workers.
    progress
        Told how many samples of how many are done.
    workers
        Threads; None for one per core.
    """
    sizes = [min(BLOCK, samples - begin) for begin in range(0, samples, BLOCK)]
    seeds = seed.spawn(len(sizes))
    blocks = []
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        tasks = pool.map(lambda size, own: null.draw(np.random.default_rng(own), size), sizes, seeds)
        for number, block in enumerate(tasks, 1):
            blocks.append(block)
            progress(min(number * BLOCK, samples), samples)
    return Drawn(null.key, null.criteria, np.concatenate(blocks, axis=1))


def judge(observed: Steps, drawn: Steps, tolerance_mm: float) -> Verdict:
    """Compare the share of matches with chance.

    Parameters
    ----------
    observed
        (t,) distances in steps.
    drawn
        (samples, t) the same under a null model.
    tolerance_mm
        How near counts as a match, in steps of half a millimetre.
    """
    share = float(within(observed, tolerance_mm).mean())
    return judge_shares(share, within(drawn, tolerance_mm).mean(axis=1))


def judge_shares(observed: float, drawn: FloatArray) -> Verdict:
    """Compare an observed share with (samples,) shares under a null model."""
    expected, spread = float(drawn.mean()), float(drawn.std())
    low, high = np.quantile(drawn, INTERVAL)
    as_many = int((drawn >= observed - 1e-12).sum())
    effect = (observed - expected) / spread if spread > 1e-12 else 0.0
    return Verdict(observed, expected, float(low), float(high), effect, (1 + as_many) / (1 + len(drawn)))


def corrected(p_values: Sequence[float]) -> FloatArray:
    """Correct p values for being many, after Holm: as many as given, in their order."""
    given = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(given, kind="stable")
    factors = len(given) - np.arange(len(given))
    found = np.empty(len(given))
    found[order] = np.minimum(np.maximum.accumulate(given[order] * factors), 1.0)
    return found


def curve(observed: Steps, drawn: Steps, tolerances_mm: Sequence[float]) -> NDArray[np.float64]:
    """(k, 4) observed, expected, low and high share at k tolerances."""
    verdicts = [judge(observed, drawn, tolerance) for tolerance in tolerances_mm]
    return np.array([[v.observed, v.expected, v.low, v.high] for v in verdicts]).reshape(-1, 4)
