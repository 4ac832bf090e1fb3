"""The atlas as flat rows, and writing them as CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from points.atlas import Atlas, Mark
from points.model import Acupoint
from viewer.errors import OutputError
from viewer.output import check_place, write_text

Row = tuple[Any, ...]
POINT_COLUMNS = (
    "system", "code", "name", "hanzi", "side", "x_mm", "y_mm", "z_mm", "channel", "muscle", "region",
    "skin_region", "rule", "tolerance_mm", "source",
)  # fmt: skip


@dataclass(frozen=True)
class Listing:
    """A table: column names and rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def points_listing(atlas: Atlas) -> Listing:
    """One row per located point and side."""
    return Listing(POINT_COLUMNS, tuple(_point_row(atlas, mark) for mark in atlas.marks.values()))


def landmarks_listing(atlas: Atlas) -> Listing:
    """One row per landmark."""
    rows = ((name, *_mm(spot.position_mm), spot.confidence) for name, spot in atlas.landmarks.items())
    return Listing(("name", "x_mm", "y_mm", "z_mm", "confidence"), tuple(rows))


def channels_listing(atlas: Atlas) -> Listing:
    """One row per sample of every channel path."""
    rows = (
        (path.channel, path.side, path.branch, sample, *_mm(position))
        for path in atlas.paths
        for sample, position in enumerate(path.points_mm)
    )
    return Listing(("channel", "side", "branch", "sample", "x_mm", "y_mm", "z_mm"), tuple(rows))


def zones_listing(atlas: Atlas) -> Listing:
    """One row per trigger point, side and region that its zone touches."""
    return Listing(("code", "side", "kind", "skin_region", "area_mm2", "share"), tuple(_zone_rows(atlas)))


def _zone_rows(atlas: Atlas) -> Iterator[Row]:
    for mark_id, areas in atlas.zone_areas.items():
        located = atlas.marks[mark_id].located
        for area in areas:
            covered = "" if area.area_mm2 is None else round(area.area_mm2, 1)
            share = "" if area.share is None else round(area.share, 4)
            yield located.code, str(located.side), area.kind, area.skin_region, covered, share


def _point_row(atlas: Atlas, mark: Mark) -> Row:
    row, located = mark.definition, mark.located
    if isinstance(row, Acupoint):
        named = (str(row.kind), located.code, row.pinyin, row.hanzi_traditional)
        channel = row.channel
    else:
        named = ("trigger_point", located.code, f"{atlas.muscles[row.muscle].english} TrP{row.number}", "")
        channel = ""
    return (
        *named, str(located.side), *_mm(located.position_mm), channel, "|".join(mark.muscles), mark.region,
        mark.skin_region, str(located.rule), round(located.tolerance_mm, 1), "|".join(row.source),
    )  # fmt: skip


def _mm(position: NDArray[np.float64]) -> tuple[float, float, float]:
    x, y, z = (round(float(value), 3) + 0.0 for value in position)
    return x, y, z


def as_csv(listing: Listing) -> str:
    """CSV text with a header row."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(listing.columns)
    writer.writerows(listing.rows)
    return text.getvalue()


def as_json(listing: Listing) -> str:
    """JSON text: a list with one object per row; what is empty is null."""
    rows = [
        {column: None if value == "" else value for column, value in zip(listing.columns, row, strict=True)}
        for row in listing.rows
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def check_name(path: Path) -> None:
    """Pass the name of a file that `save` could write.

    Raises
    ------
    OutputError
        If it ends otherwise than in ``.csv`` or ``.json``, or cannot be a file there.
    """
    if path.suffix.lower() not in WRITERS:
        raise OutputError(f"Cannot write '{path}': the name must end in .csv or .json.")
    check_place(path)


def save(listing: Listing, path: Path) -> None:
    """Write a listing as its file name says, ``.csv`` or ``.json``.

    Raises
    ------
    OutputError
        When the name ends otherwise or the file cannot be written; nothing half-written stays.
    """
    check_name(path)
    write_text(path, WRITERS[path.suffix.lower()](listing))


WRITERS = {".csv": as_csv, ".json": as_json}
