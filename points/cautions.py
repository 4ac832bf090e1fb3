"""Which kinds of warnings belong to which points.

Their words are in ``viewer/languages/<language>/handout.json`` under ``warnings``, by the same keys.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from points.model import Caution
from points.tables import CAUTIONS, DATA, load_tables


def load_cautions(folder: Path = DATA) -> tuple[Caution, ...]:
    """Read the warnings, those that weigh most first.

    Raises
    ------
    TableError
        If the table is missing or breaks its model; that points and sources exist is for
        `points.check.check_tables`.
    """
    return load_tables(folder, of=(CAUTIONS,)).cautions


def kinds_for(codes: Collection[str], cautions: Sequence[Caution]) -> tuple[str, ...]:
    """Kinds of warnings that points (``GB21``, ``supraspinatus.TrP1``) call for, each once, in order."""
    chosen = set(codes)
    kinds = [row.kind for row in cautions if row.scope == "everyone" or not chosen.isdisjoint(row.of)]
    return tuple(dict.fromkeys(kinds))


def points_of(kind: str, codes: Sequence[str], cautions: Sequence[Caution]) -> tuple[str, ...]:
    """Those of some points to which a kind of warning belongs; none where it is for everyone."""
    named = {code for row in cautions if row.kind == kind for code in row.of}
    return tuple(code for code in codes if code in named)
