"""``overlap --bodies N``: the same question asked of many drawn bodies, and how far their answers spread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from meshes import load_body
from points.progress import Progress, unseen
from viewer.errors import UsageError
from viewer.listing import Listing, Row, as_csv
from viewer.output import check_folder, write_set

if TYPE_CHECKING:
    from points.overlap.one_body import Record
    from points.overlap.spread import BodyRow, Middle
    from points.overlap.study import StudyOptions

BODIES, SPREAD = "bodies.csv", "spread.csv"
FILES = (BODIES, SPREAD)
BODY_COLUMNS = (
    "body", "seed", "sex", "stature_mm", "volume_l", "muscle", "weight", "height", "proportions", "null",
    "criterion", "tolerance_mm", "trigger_points", "observed", "expected", "low", "high", "effect", "p_value",
    "problem",
)  # fmt: skip
MIDDLES = ("observed", "expected", "excess", "p_value")
SPREAD_COLUMNS = (
    "null", "criterion", "tolerance_mm", "sex", "bodies",
    *(f"{figure}_{part}" for figure in MIDDLES for part in ("median", "low", "high")), "share_p_below_0.05",
)  # fmt: skip


def write_bodies(
    folder: Path,
    body: str,
    bodies: int | None,
    options: StudyOptions,
    scheduler: str = "",
    say: Callable[[str], None] = lambda _: None,
    progress: Progress = unseen,
) -> None:
    """Study bodies and write ``bodies.csv`` and ``spread.csv``; each one's record stays in ``bodies/``.

    Parameters
    ----------
    folder
        Where to; it is made if its own folder exists.
    body
        Shipped body that the report beside them is about; an unknown one is said before anything takes long.
    bodies
        How many: men and women in turn.
    options
        What is asked; moving the marks is not done on drawn bodies.
    scheduler
        Address of a Dask scheduler; without it all cores of this machine do the work.
    say, progress
        Told what is going on.

    Raises
    ------
    UsageError
        If no number of bodies is given.
    AssetError
        If there is no such body.
    OverlapError
        If the number makes no sense, Dask is missing, or its scheduler does not do the work.
    OutputError, OSError
        If something cannot be written.
    """
    from points.overlap.bodies import KEPT, Crew, require_dask, study_bodies, tasks_of

    if bodies is None:
        raise UsageError("A --scheduler is for many bodies: say how many with --bodies.")
    load_body(body)
    tasks = tasks_of(bodies, options.seed, options.samples)
    require_dask()
    check_folder(folder, FILES)
    records = study_bodies(tasks, folder / KEPT, Crew(scheduler), say, progress)
    write_set(folder, files(records, options.tolerance_mm))
    failed = sum("problem" in record for record in records)
    if failed:
        say(f"{failed} of {bodies} bodies could not be placed and do not count; {BODIES} says why.")
    say(f"Written to '{folder}': {', '.join(FILES)}; {bodies} bodies in '{folder / KEPT}'.")


def files(records: Sequence[Record], tolerance_mm: float) -> dict[str, bytes]:
    """Content of both tables by file name."""
    from points.overlap.spread import body_rows, spreads

    rows = tuple(_body_row(row) for row in body_rows(records, tolerance_mm))
    spread = tuple(
        (
            one.null, one.criterion, one.tolerance_mm, one.sex, one.bodies,
            *(figure for name in MIDDLES for figure in _three(getattr(one, name))), round(one.below, 6),
        )
        for one in spreads(records, tolerance_mm)
    )  # fmt: skip
    tables = {BODIES: Listing(BODY_COLUMNS, rows), SPREAD: Listing(SPREAD_COLUMNS, spread)}
    return {name: as_csv(listing).encode("utf-8") for name, listing in tables.items()}


def _body_row(row: BodyRow) -> Row:
    record = row.record
    named = (record["number"], record["seed"])
    shape = tuple(record[name] for name in BODY_COLUMNS[2:9])
    figures = (row.observed, row.expected, row.low, row.high, row.effect, row.p_value)
    found = (row.null, row.criterion, row.tolerance_mm, record.get("trigger_points"), *figures)
    return (*named, *shape, *("" if one is None else one for one in found), record.get("problem", ""))


def _three(middle: Middle) -> Iterator[float]:
    for value in (middle.median, middle.low, middle.high):
        yield round(value, 6)
