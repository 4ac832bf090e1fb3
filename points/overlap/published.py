"""Published figures beside ours: the same criterion, the same distances, the same denominator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from meshes.body import FloatArray
from points.model import Acupoint, Published
from points.overlap.criteria import CRITERIA, MOST_MM
from points.overlap.study import Study


@dataclass(frozen=True)
class Beside:
    """A published figure and ours.

    Attributes
    ----------
    published
        Theirs.
    matched, of
        Ours along the skin: how many of how many; both 0 where nothing can be measured.
    straight
        Ours with straight distances: how many; None where distance is not the matter.
    """

    published: Published
    matched: int = 0
    of: int = 0
    straight: int | None = None


@dataclass(frozen=True)
class Following:
    """Whether referred pain follows channels.

    Attributes
    ----------
    follows, of
        Trigger points whose zone is crossed by the channel of their nearest channel point; of those that have
        both, a zone on the skin and a channel point within the largest tolerance.
    any_near
        How many that would be if the channel were drawn from all those that have a point so near.
    """

    follows: int
    of: int
    any_near: float


def beside(study: Study, published: Iterable[Published]) -> list[Beside]:
    """Measure on a body what others published, where it can be measured."""
    return [_near(study, row) if row.kind == "near" else _along(study, row) for row in published]


def following(study: Study) -> Following:
    """Count the trigger points whose pain follows a channel, and what any channel nearby would give."""
    crossed: dict[str, set[str]] = {mark.id: set() for mark in study.maps.triggers}
    follows, with_zone = set(), {row.trigger for row in study.courses}
    for row in study.courses:
        if row.zone_share > 0.0:
            crossed[row.trigger].add(f"{row.channel}/{row.side}")
        if row.follows:
            follows.add(row.trigger)
    near = {trigger: found for trigger, found in _channels_near(study).items() if trigger in with_zone}
    any_near = sum(len(crossed[trigger] & found) / len(found) for trigger, found in near.items())
    return Following(len(follows & near.keys()), len(near), any_near)


def _along(study: Study, row: Published) -> Beside:
    if row.kind != "follows" or not row.points:
        return Beside(row)
    found = following(study)
    return Beside(row, found.follows, found.of)


def _near(study: Study, row: Published) -> Beside:
    criterion = next(one for one in CRITERIA if one.key == row.criterion)
    allowed = criterion.allowed(study.maps)[study.pairs.trigger, study.pairs.acupoint]
    least, most = row.from_mm or 0.0, row.to_mm or MOST_MM
    counts = []
    for distances_mm in (study.pairs.skin_mm, study.pairs.straight_mm):
        nearest = np.full(len(study.maps.triggers), np.inf)
        np.minimum.at(nearest, study.pairs.trigger, np.where(allowed, distances_mm, np.inf))
        counts.append((_between(nearest, least, most), int((nearest <= MOST_MM).sum())))
    (skin, pairs), (straight, _) = counts
    return Beside(row, skin, pairs if row.of == "matched_pairs" else len(study.maps.triggers), straight)


def _between(nearest_mm: FloatArray, least_mm: float, most_mm: float) -> int:
    above = nearest_mm > least_mm if least_mm else nearest_mm >= 0.0
    return int((above & (nearest_mm <= most_mm)).sum())


def _channels_near(study: Study) -> dict[str, set[str]]:
    """Id of each trigger point to the channels, ``channel/side``, that have a point near it."""
    found: dict[str, set[str]] = {}
    pairs = study.pairs.within(MOST_MM)
    for one, other in zip(pairs.trigger.tolist(), pairs.acupoint.tolist(), strict=True):
        mark = study.maps.acupoints[other]
        if study.maps.on_channel[other] and isinstance(mark.definition, Acupoint):
            channel = f"{mark.definition.channel}/{mark.located.side}"
            found.setdefault(study.maps.triggers[one].id, set()).add(channel)
    return found
