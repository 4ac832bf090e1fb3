"""What a study found, as rows: shares of matches, over all tolerances and by group, and chance.

Two denominators are in use, and figures in the literature differ by them: all trigger points, and matched
pairs only, which here are the trigger points with any point that counts within the largest tolerance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from points.model import Acupoint
from points.overlap.chance import INTERVAL, Verdict, corrected, judge, judge_shares
from points.overlap.criteria import CRITERIA, LEAST_MM, MOST_MM, Criterion, Steps, within
from points.overlap.maps import Maps
from points.overlap.study import Study

TOLERANCES_MM = tuple(float(mm) for mm in range(int(LEAST_MM), int(MOST_MM) + 1))
WHOLE = "whole"


@dataclass(frozen=True)
class Share:
    """How many match.

    Attributes
    ----------
    counted
        ``trigger_points`` with an acupoint, or ``acupoints`` with a trigger point.
    criterion
        Key of what counts as a match.
    tolerance_mm
        How near.
    by, group
        ``whole``, ``region``, ``muscle`` or ``channel``, and which.
    matched, of_all, of_pairs
        How many match; of how many; and of how many with any match within the largest tolerance.
    moved_low, moved_high
        The middle 95 % of the share of all when every mark is moved within its tolerance; None where that was
        not measured.
    """

    counted: str
    criterion: str
    tolerance_mm: float
    by: str
    group: str
    matched: int
    of_all: int
    of_pairs: int
    moved_low: float | None = None
    moved_high: float | None = None


@dataclass(frozen=True)
class Chance:
    """An observed share beside what a null model gives; ``p_corrected`` for the other groups of its kind."""

    null: str
    criterion: str
    tolerance_mm: float
    by: str
    group: str
    marks: int
    verdict: Verdict
    p_corrected: float


def shares(study: Study) -> list[Share]:
    """Shares of matches: the whole at every tolerance, groups at the tolerance that was asked for."""
    found = [row for criterion in CRITERIA for row in _whole(study, criterion)]
    found += [
        _share("acupoints", "any_trigger_point", tolerance, WHOLE, WHOLE, study.observed_back)
        for tolerance in tolerances_mm(study)
    ]
    tolerance = study.options.tolerance_mm
    for by, groups in trigger_groups(study.maps).items():
        for criterion in CRITERIA:
            for group, members in groups.items():
                observed = study.observed[criterion][members]
                found.append(_share("trigger_points", criterion.key, tolerance, by, group, observed))
    for group, members in channel_groups(study.maps).items():
        observed = study.observed_back[members]
        found.append(_share("acupoints", "any_trigger_point", tolerance, "channel", group, observed))
    return found


def chances(study: Study) -> list[Chance]:
    """Observed shares beside every null model: the whole at every tolerance, groups at the one asked for."""
    found = []
    for drawn in study.drawn.values():
        for criterion in drawn.criteria:
            observed, worlds = study.observed[criterion], drawn.of(criterion)
            for tolerance in tolerances_mm(study):
                verdict = judge(observed, worlds, tolerance)
                found.append(
                    Chance(
                        drawn.key,
                        criterion.key,
                        tolerance,
                        WHOLE,
                        WHOLE,
                        len(observed),
                        verdict,
                        verdict.p_value,
                    )
                )
            for by, groups in trigger_groups(study.maps).items():
                found += _by_group(study, drawn.key, criterion, observed, worlds, by, groups)
    return found


def tolerances_mm(study: Study) -> tuple[float, ...]:
    """Tolerances at which the whole is told: every millimetre, and the one that was asked for."""
    return tuple(sorted({*TOLERANCES_MM, study.options.tolerance_mm}))


def trigger_groups(maps: Maps) -> dict[str, dict[str, NDArray[np.intp]]]:
    """Numbers of the trigger points of each region and of each muscle."""
    return {
        "region": _grouped([mark.region for mark in maps.triggers]),
        "muscle": _grouped([mark.muscles[0] for mark in maps.triggers]),
    }


def channel_groups(maps: Maps) -> dict[str, NDArray[np.intp]]:
    """Numbers of the channel points of each channel."""
    channels = [
        mark.definition.channel if counts and isinstance(mark.definition, Acupoint) else ""
        for mark, counts in zip(maps.acupoints, maps.on_channel, strict=True)
    ]
    found = _grouped(channels)
    found.pop("", None)
    return found


def _whole(study: Study, criterion: Criterion) -> Iterator[Share]:
    observed = study.observed[criterion]
    moved = study.moved[CRITERIA.index(criterion)]
    for tolerance in tolerances_mm(study):
        low, high = np.quantile(within(moved, tolerance).mean(axis=1), INTERVAL)
        yield _share(
            "trigger_points", criterion.key, tolerance, WHOLE, WHOLE, observed, (float(low), float(high))
        )


def _share(
    counted: str,
    criterion: str,
    tolerance_mm: float,
    by: str,
    group: str,
    observed: Steps,
    moved: tuple[float | None, float | None] = (None, None),
) -> Share:
    matched = int(within(observed, tolerance_mm).sum())
    pairs = int(within(observed, MOST_MM).sum())
    return Share(counted, criterion, tolerance_mm, by, group, matched, len(observed), pairs, *moved)


def _by_group(
    study: Study,
    null: str,
    criterion: Criterion,
    observed: Steps,
    worlds: Steps,
    by: str,
    groups: Mapping[str, NDArray[np.intp]],
) -> list[Chance]:
    tolerance = study.options.tolerance_mm
    hits, drawn = within(observed, tolerance), within(worlds, tolerance)
    verdicts = [
        judge_shares(float(hits[members].mean()), drawn[:, members].mean(axis=1))
        for members in groups.values()
    ]
    fixed = corrected([verdict.p_value for verdict in verdicts])
    return [
        Chance(null, criterion.key, tolerance, by, group, len(members), verdict, float(p))
        for (group, members), verdict, p in zip(groups.items(), verdicts, fixed, strict=True)
    ]


def _grouped(names: Sequence[str]) -> dict[str, NDArray[np.intp]]:
    array = np.array(names)
    return {str(name): np.flatnonzero(array == name) for name in np.unique(array)}
