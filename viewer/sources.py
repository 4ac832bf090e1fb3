"""Every shipped data file and every work that facts are taken from, each with its licence.

A folder's ``REGISTRY.tsv`` declares the files in that folder and below it, in the columns of `COLUMNS`. A
file that a program makes has its SHA-256 there; one that people edit, or that has a key of its own, none.
A row whose name ends in ``/`` declares a folder with all that is in it.
"""

from __future__ import annotations

import csv
from importlib import resources

from points.cited import rows_by_source
from points.tables import load_tables
from viewer.errors import ViewerError
from viewer.listing import Listing, Row

REGISTRY = "REGISTRY.tsv"
REGISTRIES = (("meshes", "data"), ("meshes", "recipes"), ("points", "data"), ("viewer", ""))
COLUMNS = ("file", "sha256", "made_by", "from_name", "from_sha256", "licence", "attribution")


def sources_listing() -> Listing:
    """One row per shipped file and per source of facts: kind, key, origin, licence, use, what rests on it.

    Raises
    ------
    ViewerError
        If a registry is missing or damaged.
    TableError
        If a table is.
    """
    rows: list[Row] = []
    for package, folder in REGISTRIES:
        for row in read_registry(package, folder):
            name = "/".join(part for part in (package, folder, row["file"]) if part)
            rows.append(("file", name, row["attribution"], row["licence"], row["made_by"], ""))
    tables = load_tables()
    resting = rows_by_source(tables)
    for source in tables.sources.values():
        year = f" ({source.year})" if source.year else ""
        origin = f"{source.authors}{year}. {source.title}. {source.identifier}".strip()
        rests = "; ".join(f"{count} of {file}" for file, count in resting[source.key].items())
        rows.append(("facts", source.key, origin, source.licence, source.use, rests))
    return Listing(("kind", "key", "origin", "licence", "use", "rows"), tuple(rows))


def read_registry(package: str, folder: str) -> list[dict[str, str]]:
    """Rows of a folder's registry.

    Raises
    ------
    ViewerError
        If it is missing or has other columns.
    """
    place = resources.files(package) / folder / REGISTRY if folder else resources.files(package) / REGISTRY
    try:
        lines = place.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise ViewerError(f"The list of shipped files is missing: {place}; reinstall the program.") from None
    except UnicodeDecodeError:
        raise ViewerError(f"{place} is damaged: it is not UTF-8; reinstall the program.") from None
    rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or tuple(rows[0]) != COLUMNS:
        raise ViewerError(f"{place} is damaged: row 1 must be {', '.join(COLUMNS)}.")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(COLUMNS):
            raise ViewerError(f"{place} row {number} has {len(row)} cells; it must have {len(COLUMNS)}.")
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows[1:]]
