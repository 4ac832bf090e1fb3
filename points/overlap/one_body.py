"""The study of one drawn body: from its number to a small record of what was seen and what chance gives.

A pure function of what is asked and of the data that ship, so that it can run on any machine that has them.
What takes long and is not needed to tell matches from chance is left out: zones, channels' courses, pairs
farther apart than the largest tolerance, moving the marks, muscles without trigger points.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import numpy as np

from meshes.body import FloatArray
from meshes.geodesic import Geodesics
from meshes.shapes import SHAPES, DrawnBody, draw_body
from meshes.store import BODY_NAMES
from meshes.store import DATA as BODY_DATA
from meshes.surface import Surface
from points.bake import compute_marks
from points.errors import AtlasError, OverlapError
from points.load import MUSCLE_BODIES, layers_of, shape_muscles
from points.locate import Locator
from points.model import TriggerPoint, Unplaced
from points.muscle_store import muscles_key
from points.overlap.chance import Verdict, draw, judge_shares
from points.overlap.criteria import CRITERIA, LEAST_MM, MOST_MM, STEPS_PER_MM, Steps, steps
from points.overlap.maps import maps_of
from points.overlap.pairs import measure_pairs
from points.overlap.study import null_models
from points.tables import MUSCLES, load_tables

RECORD_VERSION = 1  # raise it whenever code that draws bodies or judges them changes a result
STEPS_ASKED = np.arange(int(LEAST_MM * STEPS_PER_MM), int(MOST_MM * STEPS_PER_MM) + 1)
DIGITS = 6  # of every share that is kept
FIGURES = ("expected", "low", "high", "effect", "p_value")

Record = dict[str, Any]


@dataclass(frozen=True)
class BodyTask:
    """One body to draw and to study.

    Attributes
    ----------
    number
        Which body, from 0: the even ones are men, the odd ones women.
    seed
        Of the whole run; body ``number`` is the same in every run with this seed, however many there are.
    samples
        Worlds drawn from each null model.
    """

    number: int
    seed: int
    samples: int

    @property
    def sex(self) -> str:
        """``male`` or ``female``."""
        return BODY_NAMES[self.number % len(BODY_NAMES)]

    @property
    def key(self) -> str:
        """Hash of all that the record of this body depends on: data, code that counts, and what is asked."""
        asked = f"{data_key(self.sex)} {self.number} {self.seed} {self.samples}"
        return hashlib.sha256(asked.encode()).hexdigest()[:24]


@cache
def data_key(sex: str) -> str:
    """Hash of the tables, the shapes and the muscles that bodies of one sex rest on."""
    muscles = muscles_key(sex, MUSCLE_BODIES, layers_of(load_tables(of=(MUSCLES,))))
    digest = hashlib.sha256(f"{RECORD_VERSION} {muscles}".encode())
    digest.update((BODY_DATA / SHAPES).read_bytes())
    return digest.hexdigest()


def study_body(task: BodyTask, key: str) -> Record:
    """Draw a body, place both maps on it, and compare them with each other and with chance.

    Parameters
    ----------
    task
        Which body.
    key
        The key that the task has where it was given out.

    Returns
    -------
    dict
        Numbers and words for JSON. ``observed`` holds the shares of trigger points with a match by criterion,
        ``chance`` those of each null model (`FIGURES`), each at the tolerances of ``STEPS_ASKED``. On a body
        that some definition has no place on, ``problem`` says which, and both are absent.

    Raises
    ------
    OverlapError
        If the data here are not those of whoever gave out the task.
    AssetError, TableError
        If they are damaged.
    """
    if task.key != key:
        raise OverlapError("it has another version of Ashimap or of its data; install the same one there")
    drawn = draw_body(task.sex, (task.seed, task.number))
    record = {"key": key, **asdict(task), **_build(drawn)}
    try:
        return record | _compared(drawn, task)
    except (AtlasError, Unplaced) as error:
        return record | {"problem": str(error)}


def _build(drawn: DrawnBody) -> Record:
    settings = {name: round(value, 4) for name, value in asdict(drawn.settings).items()}
    size = {"stature_mm": round(drawn.stature_mm, 1), "volume_l": round(drawn.volume_l, 2)}
    return {"sex": drawn.sex, **size, **settings}


def _compared(drawn: DrawnBody, task: BodyTask) -> Record:
    tables = load_tables()
    locator = Locator(drawn.body, tables)
    atlas = compute_marks(locator)
    owners = {row.muscle for row in tables.points.values() if isinstance(row, TriggerPoint)}
    muscles = shape_muscles(locator, owners)
    geodesics = Geodesics(Surface(drawn.body))
    maps = maps_of(atlas, geodesics.surface)
    pairs = measure_pairs(maps, geodesics, MOST_MM)
    observed = {
        one.key: _shares(steps(pairs.nearest_mm(len(maps.triggers), one.allowed(maps)))[None])[0]
        for one in CRITERIA
    }
    seeds = np.random.SeedSequence((task.seed, task.number)).spawn(4)
    chance: dict[str, dict[str, Mapping[str, list[float]]]] = {}
    for null, own in zip(
        null_models(atlas, muscles, maps, geodesics, np.random.default_rng(seeds[0])), seeds[1:], strict=True
    ):
        found = draw(null, task.samples, own, workers=1)
        chance[null.key] = {
            one.key: _figures(observed[one.key], _shares(found.of(one))) for one in found.criteria
        }
    return {
        "trigger_points": len(maps.triggers),
        "acupoints": len(maps.acupoints),
        "observed": {key: _rounded(shares) for key, shares in observed.items()},
        "chance": chance,
    }


def _shares(distances: Steps) -> FloatArray:
    """(n, tolerances) share of the distances in each of (n, t) that are within each tolerance."""
    worlds, count = distances.shape
    flat = np.arange(worlds)[:, None] * 256 + distances
    counts = np.bincount(flat.ravel(), minlength=worlds * 256).reshape(worlds, 256)
    shares: FloatArray = counts.cumsum(axis=1)[:, STEPS_ASKED] / count
    return shares


def _figures(observed: FloatArray, worlds: FloatArray) -> Mapping[str, list[float]]:
    verdicts: list[Verdict] = [
        judge_shares(float(one), column) for one, column in zip(observed, worlds.T, strict=True)
    ]
    return {name: _rounded(np.array([getattr(one, name) for one in verdicts])) for name in FIGURES}


def _rounded(values: FloatArray) -> list[float]:
    return [round(value, DIGITS) for value in values.tolist()]
