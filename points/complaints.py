"""Complaints that people come with: points of both systems that are usual for each, and what studies say.

Their words are in ``viewer/languages/<language>/complaints.json``, by the same keys: ``name``,
``also_called``, ``summary``, ``muscles_why``, ``points_why``, ``evidence``, ``findings``
(what each study found, by the key of the study), ``red_flags``, ``self_care``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from points.model import Complaint, Study
from points.tables import COMPLAINTS, DATA, STUDIES, load_tables


@dataclass(frozen=True)
class Complaints:
    """All complaints in their order, and the studies of each by its key."""

    rows: Mapping[str, Complaint]
    studies: Mapping[str, tuple[Study, ...]]


def load_complaints(folder: Path = DATA) -> Complaints:
    """Read the complaints and their studies.

    Raises
    ------
    TableError
        If a table is missing or breaks its model; that codes and sources exist is for
        `points.check.check_tables`.
    """
    tables = load_tables(folder, of=(COMPLAINTS, STUDIES))
    rows = dict(sorted(tables.complaints.items(), key=lambda item: item[1].order))
    studies = {key: tuple(s for s in tables.studies.values() if s.complaint == key) for key in rows}
    return Complaints(MappingProxyType(rows), MappingProxyType(studies))
