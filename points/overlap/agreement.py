"""What is shown of a study at the touch of a slider: pairs, bridges, chance; kept in a file.

The file's key says what it was computed from; drawing ten thousand worlds takes half a minute, reading it
a blink.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.body import FloatArray
from meshes.geodesic import Geodesics
from meshes.path import SurfacePath
from meshes.surface import Surface
from points import archive
from points.archive import Archive
from points.atlas import Atlas
from points.load import MUSCLE_BODIES, layers_of
from points.muscle import MuscleBody
from points.muscle_store import muscles_key
from points.overlap.criteria import CRITERIA, MOST_MM, Criterion
from points.overlap.spots import Spots
from points.overlap.study import Study, StudyOptions, study
from points.overlap.summary import TOLERANCES_MM, WHOLE, chances, shares
from points.tables import MUSCLES, load_tables

AGREEMENT_VERSION = 1  # raise it whenever code that measures or draws changes a result
WHAT = "agreement"
STEP_MM = 0.01


@dataclass(frozen=True, eq=False)
class Chances:
    """What a null model gives under a criterion at each of ``TOLERANCES_MM``: (k,) shares each."""

    expected: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, eq=False)
class Bridge:
    """The way along the skin between the two marks of a pair.

    Attributes
    ----------
    pair
        Its number.
    spots
        Corners of the way, from the trigger point to the acupoint.
    """

    pair: int
    spots: Spots


@dataclass(frozen=True, eq=False)
class Agreement:
    """Both maps of a body, compared.

    Attributes
    ----------
    triggers, acupoints
        Ids of the marks that are counted: the left side and the midline (`points.overlap.maps`).
    on_channel
        (a,) bool: whether an acupoint is one of the 361 of the channels.
    trigger, acupoint
        (p,) numbers of the pairs that can match, sorted by trigger point, nearest first.
    skin_mm, straight_mm
        (p,) how far apart they are.
    same_muscle
        (p,) bool: whether a needle at the acupoint meets the trigger point's muscle.
    bridges
        Ways of all pairs that can be a match under one of the criteria.
    chances
        (null model, criterion key) to what it gives.
    moved
        Criterion key to (k, 2) between what shares the observed figure lies when marks move within their
        tolerance.
    samples
        Worlds that chance was drawn from.
    """

    triggers: tuple[str, ...]
    acupoints: tuple[str, ...]
    on_channel: NDArray[np.bool_]
    trigger: NDArray[np.int64]
    acupoint: NDArray[np.int64]
    skin_mm: FloatArray
    straight_mm: FloatArray
    same_muscle: NDArray[np.bool_]
    bridges: tuple[Bridge, ...]
    chances: Mapping[tuple[str, str], Chances]
    moved: Mapping[str, FloatArray]
    samples: int

    def matches(self, criterion: Criterion, tolerance_mm: float) -> NDArray[np.intp]:
        """Numbers of the pairs that match: each trigger point with its nearest acupoint, if that is near."""
        may = self.on_channel[self.acupoint] | criterion.extra
        nearest = _nearest(self.trigger, may & (self.same_muscle | (not criterion.same_muscle)))
        found: NDArray[np.intp] = nearest[self.skin_mm[nearest] <= tolerance_mm]
        return found


def agreement_of(study: Study, geodesics: Geodesics) -> Agreement:
    """Take from a study what is shown of it; ``geodesics`` are those of the body."""
    pairs, maps = study.pairs, study.maps
    near = np.flatnonzero(pairs.skin_mm <= MOST_MM)
    trigger, acupoint = pairs.trigger[near], pairs.acupoint[near]
    candidates = [_nearest(trigger, one.allowed(maps)[trigger, acupoint]) for one in CRITERIA]
    ends = [
        (number, maps.triggers[trigger[number]].located.point, maps.acupoints[acupoint[number]].located.point)
        for number in np.unique(np.concatenate(candidates)).tolist()
    ]
    return Agreement(
        tuple(mark.id for mark in maps.triggers),
        tuple(mark.id for mark in maps.acupoints),
        maps.on_channel,
        trigger,
        acupoint,
        pairs.skin_mm[near],
        pairs.straight_mm[near],
        maps.shared[trigger, acupoint],
        tuple(Bridge(number, _corners(geodesics.path(one, other))) for number, one, other in ends),
        _curves(study),
        _moved(study),
        study.options.samples,
    )


def _nearest(trigger: NDArray[np.int64], may: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Numbers of the first pair that may count of each trigger point."""
    index = np.flatnonzero(may)
    _, first = np.unique(trigger[index], return_index=True)
    found: NDArray[np.intp] = index[first]
    return found


def _corners(path: SurfacePath) -> Spots:
    faces = np.concatenate([path.faces, path.faces[-1:]]).astype(np.int64)
    return Spots(faces, np.concatenate([path.entry, path.leave[-1:]]))


def _curves(study: Study) -> dict[tuple[str, str], Chances]:
    found: dict[tuple[str, str], list[tuple[float, float, float]]] = {}
    for row in chances(study):
        if row.by == WHOLE:
            verdict = row.verdict
            told = found.setdefault((row.null, row.criterion), [])
            told.append((verdict.expected, verdict.low, verdict.high))
    return {key: Chances(*np.array(curve).T) for key, curve in found.items()}


def _moved(study: Study) -> dict[str, FloatArray]:
    found: dict[str, list[tuple[float, float]]] = {}
    for share in shares(study):
        if share.moved_low is not None and share.moved_high is not None:
            found.setdefault(share.criterion, []).append((share.moved_low, share.moved_high))
    return {key: np.array(ends) for key, ends in found.items()}


def compare(atlas: Atlas, muscles: Mapping[str, MuscleBody]) -> Agreement:
    """Compare both maps of a body as thoroughly as what ships is compared."""
    return agreement_of(study(atlas, muscles, StudyOptions()), Geodesics(Surface(atlas.body)))


def agreement_key(body_name: str) -> str:
    """Hash all that a body's agreement is computed from; the key of its muscles holds body and tables."""
    muscles = muscles_key(body_name, MUSCLE_BODIES, layers_of(load_tables(of=(MUSCLES,))))
    return hashlib.sha256(f"{AGREEMENT_VERSION} {StudyOptions()} {muscles}".encode()).hexdigest()


def save_agreement(agreement: Agreement, key: str, path: Path) -> None:
    """Write an agreement under its key; the same agreement gives the same bytes."""
    nulls = list(agreement.chances)
    curves = [[chance.expected, chance.low, chance.high] for chance in agreement.chances.values()]
    spots = [bridge.spots for bridge in agreement.bridges]
    arrays: dict[str, NDArray[Any]] = {
        "bridge_pair": np.array([bridge.pair for bridge in agreement.bridges], dtype=np.uint16),
        "bridge_count": np.array([len(one) for one in spots], dtype=np.uint16),
        "bridge_faces": np.concatenate([one.faces for one in spots]).astype(np.int32),
        "bridge_weights": np.concatenate([one.barycentric for one in spots]).astype(np.float32),
        "on_channel": agreement.on_channel,
        "trigger": agreement.trigger.astype(np.uint16),
        "acupoint": agreement.acupoint.astype(np.uint16),
        "skin": np.round(agreement.skin_mm / STEP_MM).astype(np.uint16),
        "straight": np.round(agreement.straight_mm / STEP_MM).astype(np.uint16),
        "same_muscle": agreement.same_muscle,
        "curves": np.array(curves, dtype=np.float32).reshape(len(nulls), 3, len(TOLERANCES_MM)),
        "moved": np.array([agreement.moved[one.key] for one in CRITERIA], dtype=np.float32),
    }
    words = {
        "triggers": agreement.triggers,
        "acupoints": agreement.acupoints,
        "nulls": nulls,
        "samples": agreement.samples,
    }
    archive.write(path, key, arrays, words)


def read_agreement(path: Path, key: str) -> Agreement:
    """Read an agreement.

    Raises
    ------
    StaleError
        If there is no such file, or it was computed from something else.
    AtlasError
        If the file is damaged.
    """
    return archive.read(path, key, WHAT, _unpacked)


def _unpacked(content: Archive) -> Agreement:
    words = content.words
    curves = content["curves"].astype(np.float64)
    ends = np.cumsum(content["bridge_count"].astype(np.int64))[:-1]
    faces = np.split(content["bridge_faces"].astype(np.int64), ends)
    weights = np.split(content["bridge_weights"].astype(np.float64), ends)
    bridges = zip(content["bridge_pair"].tolist(), faces, weights, strict=True)
    return Agreement(
        tuple(words["triggers"]),
        tuple(words["acupoints"]),
        content["on_channel"],
        content["trigger"].astype(np.int64),
        content["acupoint"].astype(np.int64),
        content["skin"] * STEP_MM,
        content["straight"] * STEP_MM,
        content["same_muscle"],
        tuple(Bridge(pair, Spots(own, shares)) for pair, own, shares in bridges),
        {
            (null, criterion): Chances(*curve)
            for (null, criterion), curve in zip(words["nulls"], curves, strict=True)
        },
        dict(zip((one.key for one in CRITERIA), content["moved"].astype(np.float64), strict=True)),
        int(words["samples"]),
    )
