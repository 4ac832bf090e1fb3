"""Landmarks fixed on the mesh, one row each: ``picks.tsv``.

Columns: ``name``, ``body`` (``male``, ``female`` or ``both``), ``face`` (triangle of the finest mesh),
``w_a``, ``w_b``, ``w_c`` (barycentric weights), ``confidence``, ``how``. A row for one body wins over one for
``both``.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from meshes.body import SurfacePoint
from meshes.errors import AssetError

COLUMNS = ("name", "body", "face", "w_a", "w_b", "w_c", "confidence", "how")
EVERY_BODY = "both"
WEIGHT_SLACK = 0.002  # the weights are written with 4 decimals


def read_picks(path: Path, body: str, faces: int) -> dict[str, SurfacePoint]:
    """Landmark name to its spot on one body.

    Raises
    ------
    AssetError
        If the file is missing or has problems; all of them are named, with row and column.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, delimiter="\t")
            rows = list(reader)
    except FileNotFoundError:
        raise AssetError(f"The landmark file {path} is missing.") from None
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise AssetError(f"{path} lacks the column(s) {', '.join(missing)}.")
    problems = _problems(rows, faces)
    if problems:
        raise AssetError("\n".join(f"{path.name} {problem}" for problem in problems))
    chosen = sorted((row for row in rows if row["body"] in (EVERY_BODY, body)), key=_own_last)
    return {row["name"]: _spot(row) for row in chosen}


def _own_last(row: dict[str, str]) -> bool:
    """Sorts rows of one body behind those of every body, so that they win."""
    return row["body"] != EVERY_BODY


def _spot(row: dict[str, str]) -> SurfacePoint:
    """Give the row's spot, its weights summing to 1 exactly."""
    weights = np.array([float(row[key]) for key in ("w_a", "w_b", "w_c")])
    return SurfacePoint(int(row["face"]), weights / weights.sum())


def _problems(rows: list[dict[str, str]], faces: int) -> list[str]:
    """One sentence for each thing that is wrong."""
    out = []
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, start=2):
        out += [f"row {number}, {text}" for text in _row_problems(row, faces)]
        key = (row["name"], row["body"])
        if key in seen:
            out.append(f"row {number}: {key[0]} for {key[1]} stands in row {seen[key]} already.")
        seen[key] = number
    return out


def _row_problems(row: dict[str, str], faces: int) -> list[str]:
    """List what is wrong in one row, each beginning with the column."""
    out = []
    if not row["name"]:
        out.append("column name: expected a name, found nothing.")
    if row["body"] not in (EVERY_BODY, "male", "female"):
        out.append(f"column body: expected both, male or female, found {row['body']!r}.")
    if not (row["face"] or "").isdecimal() or int(row["face"]) >= faces:
        out.append(f"column face: expected a whole number from 0 to {faces - 1}, found {row['face']!r}.")
    try:
        weights = [float(row[key]) for key in ("w_a", "w_b", "w_c")]
    except (TypeError, ValueError):
        return [*out, "columns w_a, w_b, w_c: expected three numbers."]
    if min(weights) < 0 or not abs(sum(weights) - 1) <= WEIGHT_SLACK:
        out.append(f"columns w_a, w_b, w_c: expected weights from 0 that sum to 1, found {weights}.")
    return out
