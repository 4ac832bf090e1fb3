"""The words of an atlas: what the tables tell besides where things are."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from points.model import Membership
from points.tables import Tables


def lore_of(tables: Tables) -> dict[str, Any]:
    """Fields of an :class:`points.atlas.Atlas` that come from the tables as they are."""
    memberships: dict[str, tuple[Membership, ...]] = {}
    for row in tables.memberships:
        memberships[row.code] = (*memberships.get(row.code, ()), row)
    told = {
        "muscles": tables.muscles,
        "channels": tables.channels,
        "sinew_channels": tables.sinew_channels,
        "regions": tables.regions,
        "sources": tables.sources,
        "readings": tables.readings,
        "uses": tables.uses,
        "categories": tables.categories,
        "memberships": memberships,
    }
    return {name: MappingProxyType(dict(rows)) for name, rows in told.items()}
