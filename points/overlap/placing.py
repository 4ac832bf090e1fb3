"""Trigger points that are placed by an acupoint: there the two maps are not independent of each other.

Some sources say where a trigger point is by naming an acupoint, and some rules use one as a landmark that is
easily found. What such points add to the agreement of the maps was put in by hand; so the figures are given
for the others alone too.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from points.model import TriggerPoint
from points.overlap.chance import corrected, judge_shares
from points.overlap.criteria import CRITERIA, MOST_MM, within
from points.overlap.maps import Maps
from points.overlap.study import Study
from points.overlap.summary import Chance, Share
from points.refs import names_of

PLACING = "placing"
BY_LANDMARKS, BY_ACUPOINTS = "by_landmarks_alone", "by_an_acupoint"


def placed_by_acupoints(maps: Maps) -> NDArray[np.bool_]:
    """(t,) which trigger points have a rule that names an acupoint."""
    codes = {mark.located.code for mark in maps.acupoints}
    named = [
        {name.removeprefix("~") for name in names_of(mark.definition.rule)}
        if isinstance(mark.definition, TriggerPoint) and mark.definition.rule is not None
        else set()
        for mark in maps.triggers
    ]
    return np.array([bool(codes & names) for names in named], dtype=bool)


def placing_shares(study: Study) -> list[Share]:
    """Shares of either group at the tolerance that was asked for."""
    tolerance, found = study.options.tolerance_mm, []
    for group, members in _groups(study.maps).items():
        for criterion in CRITERIA:
            observed = study.observed[criterion][members]
            counts = [int(within(observed, mm).sum()) for mm in (tolerance, MOST_MM)]
            found.append(
                Share(
                    "trigger_points",
                    criterion.key,
                    tolerance,
                    PLACING,
                    group,
                    counts[0],
                    len(observed),
                    counts[1],
                )
            )
    return found


def placing_chances(study: Study) -> list[Chance]:
    """Shares of either group beside every null model at the tolerance that was asked for."""
    tolerance, found = study.options.tolerance_mm, []
    groups = _groups(study.maps)
    for drawn in study.drawn.values():
        for criterion in drawn.criteria:
            hits, worlds = (
                within(study.observed[criterion], tolerance),
                within(drawn.of(criterion), tolerance),
            )
            verdicts = [
                judge_shares(float(hits[members].mean()), worlds[:, members].mean(axis=1))
                for members in groups.values()
            ]
            fixed = corrected([verdict.p_value for verdict in verdicts])
            found += [
                Chance(drawn.key, criterion.key, tolerance, PLACING, group, len(members), verdict, float(p))
                for (group, members), verdict, p in zip(groups.items(), verdicts, fixed, strict=True)
            ]
    return found


def _groups(maps: Maps) -> dict[str, NDArray[np.intp]]:
    by_acupoints = placed_by_acupoints(maps)
    groups = {BY_LANDMARKS: np.flatnonzero(~by_acupoints), BY_ACUPOINTS: np.flatnonzero(by_acupoints)}
    return {name: members for name, members in groups.items() if len(members)}
