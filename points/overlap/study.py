"""The whole comparison of both maps on one body: pairs, courses, matches, chance, and how sure it all is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from meshes.geodesic import Geodesics
from meshes.surface import Surface
from points.atlas import Atlas
from points.errors import OverlapError
from points.model import Acupoint, Side
from points.muscle import MuscleBody
from points.overlap.belly import bodies_of_mark
from points.overlap.chance import Drawn, draw
from points.overlap.courses import Course, sinew_courses, zone_courses
from points.overlap.criteria import (
    CRITERIA,
    LEAST_MM,
    MOST_MM,
    REACH_MM,
    STEPS_PER_MM,
    Criterion,
    Steps,
    steps,
)
from points.overlap.fields import Fields
from points.overlap.jitter import jittered
from points.overlap.maps import Maps, maps_of
from points.overlap.nulls import Null, muscle_null, region_null, shift_null
from points.overlap.pairs import Pairs, measure_pairs

LEAST_SAMPLES, MOST_SAMPLES = 100, 1_000_000

Told = Callable[[str, float], None]


@dataclass(frozen=True)
class StudyOptions:
    """What is asked.

    Attributes
    ----------
    tolerance_mm
        How near along the skin counts as a match in the tables by region, muscle and channel.
    samples
        Worlds drawn from each null model.
    moves
        Worlds in which every mark is moved within its own tolerance.
    seed
        The same seed gives the same figures.
    reach_cun
        How near to a channel skin lies along it.

    Raises
    ------
    OverlapError
        If one of them makes no sense.
    """

    tolerance_mm: float = 20.0
    samples: int = 10_000
    moves: int = 1_000
    seed: int = 0
    reach_cun: float = 1.0

    def __post_init__(self) -> None:
        if not LEAST_MM <= self.tolerance_mm <= MOST_MM or (self.tolerance_mm * STEPS_PER_MM) % 1.0:
            raise OverlapError(
                f"A tolerance of {self.tolerance_mm:g} mm cannot be used; it must be {LEAST_MM:g} to"
                f" {MOST_MM:g} mm, in steps of half a millimetre."
            )
        for name, count in (("samples", self.samples), ("moves", self.moves)):
            if not LEAST_SAMPLES <= count <= MOST_SAMPLES:
                raise OverlapError(
                    f"{count} {name} cannot be drawn; it must be {LEAST_SAMPLES} to {MOST_SAMPLES}."
                )
        if not 0 <= self.seed < 2**63:
            raise OverlapError(f"The seed must be a whole number from 0 to 2^63 - 1, not {self.seed}.")
        if not 0.1 <= self.reach_cun <= 5.0:
            raise OverlapError(f"A reach of {self.reach_cun:g} cun cannot be used; it must be 0.1 to 5 cun.")


@dataclass(frozen=True, eq=False)
class Study:
    """Everything measured on one body.

    Attributes
    ----------
    options
        What was asked.
    maps
        Both maps, left side and midline.
    pairs
        Trigger points and the acupoints near them.
    observed
        Criterion to (t,) distance of each trigger point's nearest acupoint, in steps.
    observed_back
        (a,) distance of each acupoint's nearest trigger point, in steps.
    drawn
        What each null model gave, by its key.
    moved
        (criteria, moves, t) distances with every mark moved within its tolerance.
    courses, sinew_courses
        Zones and channels.
    """

    options: StudyOptions
    maps: Maps
    pairs: Pairs
    observed: Mapping[Criterion, Steps]
    observed_back: Steps
    drawn: Mapping[str, Drawn]
    moved: Steps
    courses: tuple[Course, ...]
    sinew_courses: tuple[Course, ...]


def study(
    atlas: Atlas,
    muscles: Mapping[str, MuscleBody],
    options: StudyOptions,
    told: Told = lambda _what, _share: None,
    workers: int | None = None,
) -> Study:
    """Compare both maps on a body.

    Parameters
    ----------
    atlas, muscles
        Both maps and the schematic muscles of the same body.
    options
        What is asked.
    told
        Told what is being done and the share of it that is done, 0 to 1.
    workers
        Threads that draw samples; None for one per core.
    """
    told("pairs", 0.0)
    surface = Surface(atlas.body)
    geodesics = Geodesics(surface)
    maps = maps_of(atlas, surface)
    pairs = measure_pairs(maps, geodesics)
    observed = {one: steps(pairs.nearest_mm(len(maps.triggers), one.allowed(maps))) for one in CRITERIA}
    told("channels", 0.0)
    nearest = _nearest_channels(maps, pairs)
    reach_mm = options.reach_cun * atlas.cun_mm
    courses = zone_courses(atlas, geodesics.web, maps.triggers, nearest, reach_mm)
    told("null models", 0.0)
    seeds = np.random.SeedSequence(options.seed).spawn(5)
    nulls = null_models(atlas, muscles, maps, geodesics, np.random.default_rng(seeds[0]))
    drawn = {
        null.key: draw(null, options.samples, own, _counting(told, null.key), workers)
        for null, own in zip(nulls, seeds[1:4], strict=True)
    }
    told("moves", 0.0)
    moved = jittered(maps, pairs, CRITERIA, options.moves, seeds[4])
    return Study(
        options, maps, pairs, observed, _back(maps, pairs), drawn, moved,
        tuple(courses), tuple(sinew_courses(atlas, maps.triggers)),
    )  # fmt: skip


def null_models(
    atlas: Atlas,
    muscles: Mapping[str, MuscleBody],
    maps: Maps,
    geodesics: Geodesics,
    rng: np.random.Generator,
) -> tuple[Null, ...]:
    """Build the three null models of a body; of the muscles those of trigger points will do."""
    to_points = Fields(geodesics.web, [mark.located.point for mark in maps.acupoints], REACH_MM)
    to_triggers = Fields(geodesics.web, [mark.located.point for mark in maps.triggers], REACH_MM)
    bodies = [bodies_of_mark(mark, atlas.muscles, muscles) for mark in maps.triggers]
    return (
        region_null(atlas, maps, to_points, CRITERIA),
        muscle_null(geodesics.surface, maps, to_points, bodies, CRITERIA, rng),
        shift_null(maps, to_triggers, atlas.paths, atlas.body, CRITERIA[0]),
    )


def _counting(told: Told, key: str) -> Callable[[int, int], None]:
    return lambda done, of: told(f"chance: {key}", done / of)


def _back(maps: Maps, pairs: Pairs) -> Steps:
    """Distance of each acupoint's nearest trigger point, in steps: (a,)."""
    found = np.full(len(maps.acupoints), np.inf)
    np.minimum.at(found, pairs.acupoint, pairs.skin_mm)
    return steps(found)


def _nearest_channels(maps: Maps, pairs: Pairs) -> dict[str, str]:
    """Id of each trigger point to ``channel/side`` of its nearest channel point."""
    found: dict[str, str] = {}
    for one, other in zip(pairs.trigger.tolist(), pairs.acupoint.tolist(), strict=True):
        if maps.on_channel[other]:
            trigger, point = maps.triggers[one], maps.acupoints[other]
            assert isinstance(point.definition, Acupoint)  # an acupoint's mark
            on_right = trigger.located.side is Side.RIGHT and point.located.side is Side.LEFT
            side = Side.RIGHT if on_right else point.located.side
            found.setdefault(trigger.id, f"{point.definition.channel}/{side}")
    return found
