"""What the records of many bodies say together: rows for each body, and how far they spread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from meshes.body import FloatArray
from points.overlap.chance import INTERVAL
from points.overlap.criteria import STEPS_PER_MM
from points.overlap.one_body import STEPS_ASKED, Record
from points.overlap.summary import TOLERANCES_MM

BOTH = "both"
LEVEL = 0.05


@dataclass(frozen=True)
class BodyRow:
    """What one body says of one null model and criterion; all None on a body that cannot be placed."""

    record: Record
    null: str | None = None
    criterion: str | None = None
    tolerance_mm: float | None = None
    observed: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    effect: float | None = None
    p_value: float | None = None


@dataclass(frozen=True)
class Middle:
    """Median of the bodies, and what the middle 95 % of them lie between."""

    median: float
    low: float
    high: float


@dataclass(frozen=True)
class Spread:
    """How far the bodies spread.

    Attributes
    ----------
    null, criterion, tolerance_mm
        What was asked of them.
    sex
        ``male``, ``female`` or ``both``.
    bodies
        How many of them count.
    observed, expected, excess, p_value
        Shares seen and expected, the one less the other, and p values.
    below
        Share of the bodies whose p value is at most 0.05.
    """

    null: str
    criterion: str
    tolerance_mm: float
    sex: str
    bodies: int
    observed: Middle
    expected: Middle
    excess: Middle
    p_value: Middle
    below: float


def body_rows(records: Sequence[Record], tolerance_mm: float) -> list[BodyRow]:
    """Rows of every body at one tolerance, in their order."""
    return [row for record in records for row in _rows(record, tolerance_mm)]


def spreads(records: Sequence[Record], tolerance_mm: float) -> list[Spread]:
    """Spread of the bodies that could be placed, at the tolerance asked for and at every millimetre."""
    placed = [record for record in records if "problem" not in record]
    groups = {BOTH: placed} | {
        sex: [record for record in placed if record["sex"] == sex]
        for sex in dict.fromkeys(record["sex"] for record in placed)
    }
    tolerances = sorted({*TOLERANCES_MM, tolerance_mm})
    return [
        _spread(members, null, criterion, tolerance, sex)
        for null, criteria in (placed[0]["chance"] if placed else {}).items()
        for criterion in criteria
        for tolerance in tolerances
        for sex, members in groups.items()
    ]


def _rows(record: Record, tolerance_mm: float) -> Iterator[BodyRow]:
    if "problem" in record:
        yield BodyRow(record)
        return
    at = _column(tolerance_mm)
    for null, criteria in record["chance"].items():
        for criterion, figures in criteria.items():
            found = {name: values[at] for name, values in figures.items()}
            yield BodyRow(record, null, criterion, tolerance_mm, record["observed"][criterion][at], **found)


def _spread(records: Sequence[Record], null: str, criterion: str, tolerance_mm: float, sex: str) -> Spread:
    at = _column(tolerance_mm)
    observed = np.array([record["observed"][criterion][at] for record in records])
    expected, p_value = (
        np.array([record["chance"][null][criterion][name][at] for record in records])
        for name in ("expected", "p_value")
    )
    return Spread(
        null,
        criterion,
        tolerance_mm,
        sex,
        bodies=len(records),
        observed=_middle(observed),
        expected=_middle(expected),
        excess=_middle(observed - expected),
        p_value=_middle(p_value),
        below=float((p_value <= LEVEL).mean()),
    )


def _middle(values: FloatArray) -> Middle:
    low, high = np.quantile(values, INTERVAL)
    return Middle(float(np.median(values)), float(low), float(high))


def _column(tolerance_mm: float) -> int:
    return int(np.flatnonzero(round(tolerance_mm * STEPS_PER_MM) == STEPS_ASKED)[0])
