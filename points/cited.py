"""Which rows of which tables rest on which source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Protocol

from points.tables import Tables


class Sourced(Protocol):
    """A row with its sources."""

    @property
    def source(self) -> tuple[str, ...]:
        """Keys of ``sources.tsv``."""


def sourced_rows(tables: Tables) -> Iterator[tuple[str, str, Sourced]]:
    """Yield every row that names its sources: its table, what it is called there, and the row."""
    shelves: dict[str, Mapping[str, Sourced]] = {
        "landmarks.tsv": tables.landmarks,
        "cun.tsv": tables.spans,
        "rulers.tsv": tables.rulers,
        "segments.tsv": tables.segments,
        "digits.tsv": {" ".join(key): bone for key, bone in tables.bones.items()},
        "muscles.tsv": tables.muscles,
        "channels.tsv": tables.channels,
        "acupoints": tables.acupoints,
        "readings.tsv": tables.readings,
        "uses.tsv": tables.uses,
        "categories.tsv": tables.categories,
        "trigger_points": tables.trigger_points,
        "zones": tables.zones,
        "sinew_channels.tsv": tables.sinew_channels,
        "sinew_bands.json": tables.sinew_bands,
        "published_overlap.tsv": tables.published,
        "complaints/complaints.tsv": tables.complaints,
        "complaints/evidence.tsv": tables.studies,
        "explain.tsv": tables.claims,
        "tours": {f"{stop.tour} {stop.stop}": stop for stop in tables.stops},
        "warnings.tsv": {f"{row.kind} {row.scope}": row for row in tables.cautions},
    }
    for file, rows in shelves.items():
        for key, row in rows.items():
            yield file, key, row
    for member in tables.memberships:
        yield "point_categories.tsv", f"{member.code} {member.category}", member
    for fact in tables.facts:
        yield "facts", f"{fact.point} {fact.fact}", fact


def rows_by_source(tables: Tables) -> dict[str, Counter[str]]:
    """Count for each source, by key, the rows of each table that rest on it."""
    counts: dict[str, Counter[str]] = {key: Counter() for key in tables.sources}
    for file, _, row in sourced_rows(tables):
        for key in row.source:
            counts[key][file] += 1
    return counts
