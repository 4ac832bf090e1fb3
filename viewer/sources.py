"""Every shipped data file and every work that facts are taken from, each with its licence."""

from __future__ import annotations

import csv
from importlib import resources

from viewer.listing import Listing, Row

REGISTRIES = (("meshes", "data/REGISTRY.tsv"), ("points", "data/REGISTRY.tsv"), ("viewer", "REGISTRY.tsv"))
FACTS = ("points", "data/sources.tsv")


def sources_listing() -> Listing:
    """One row per shipped file and per source of facts: kind, key, title or origin, licence, what it is used for."""
    rows: list[Row] = []
    for package, file in REGISTRIES:
        folder = file.rpartition("/")[0]
        for row in _rows(package, file):
            name = "/".join(part for part in (package, folder, row["file"]) if part)
            rows.append(("file", name, row["attribution"], row["licence"], row["made_by"]))
    for row in _rows(*FACTS):
        title = f"{row['authors']} ({row['year']}). {row['title']}." if row["year"] else f"{row['authors']}. {row['title']}."
        rows.append(("facts", row["key"], f"{title} {row['identifier']}".strip(), row["licence"], row["use"]))
    return Listing(("kind", "key", "origin", "licence", "use"), tuple(rows))


def _rows(package: str, file: str) -> list[dict[str, str]]:
    text = (resources.files(package) / file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
