"""Guided tours: along each channel, through the muscles of each region, and the debate in ten stops.

Their words are in ``viewer/languages/<language>/tours.json``, by the same keys: ``title``, ``summary`` and
``stops``, which has ``title`` and ``text`` by the number of the stop.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from points.model import Stop
from points.tables import DATA, STOPS, load_tables

KINDS = ("debate", "channel", "muscles")


def load_tours(folder: Path = DATA) -> Mapping[str, tuple[Stop, ...]]:
    """Read the stops of each tour by its key (``channel_GB``, ``muscles_hip``, ``debate``); tours by kind.

    Raises
    ------
    TableError
        If a table is missing or breaks its model; that marks and sources exist is for
        `points.check.check_tables`.
    """
    tours: dict[str, list[Stop]] = {}
    for stop in load_tables(folder, of=(STOPS,)).stops:
        tours.setdefault(stop.tour, []).append(stop)
    ordered = sorted(tours.items(), key=lambda item: KINDS.index(item[1][0].kind))
    return MappingProxyType({key: tuple(stops) for key, stops in ordered})
