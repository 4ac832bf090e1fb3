"""What an atlas tells of marks and areas that belong together, packed for its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import Any

from points.atlas import Atlas, Crossing, Neighbour, ZoneArea
from points.model import Side
from points.packed import Coded, Decimal, Groups, Real

KINDS = Coded(("essential", "spillover"))
SIDES = Coded(tuple(map(str, Side)))


def relations(marks: Sequence[str], known: Mapping[str, Sequence[Any]]) -> dict[str, Groups[Any]]:
    """How each mapping from marks to rows is packed, by its name in the atlas.

    Parameters
    ----------
    marks
        Ids of all marks.
    known
        The words that may stand in rows, from `known_words`.
    """
    return {
        "neighbours": Groups(
            "neighbours",
            marks,
            {
                "id": Coded(marks),
                "skin": Decimal(2),
                "straight": Decimal(2),
                "cun": Decimal(3),
                "shared": Coded([tuple(muscles) for muscles in known["shared"]]),
            },
            _parts,
            Neighbour,
        ),
        "crossings": Groups(
            "crossings",
            marks,
            {
                "channel": Coded(known["channels"]),
                "side": SIDES,
                "essential": Decimal(2),
                "zone": Decimal(2),
                "share": Decimal(4),
            },
            _parts,
            Crossing,
        ),
        "zone_areas": Groups(
            "zone_areas",
            marks,
            {"kind": KINDS, "region": Coded(known["places"]), "area": Real(), "share": Real()},
            _parts,
            ZoneArea,
        ),
        "covering": Groups(
            "covering",
            marks,
            {"id": Coded(marks), "kind": KINDS},
            lambda row: row,
            lambda mark_id, kind: (mark_id, kind),
        ),
    }


def known_words(atlas: Atlas) -> dict[str, list[Any]]:
    """All words that stand in the rows of an atlas and are no marks, each once, in order."""
    near = [row for rows in atlas.neighbours.values() for row in rows]
    crossed = [row for rows in atlas.crossings.values() for row in rows]
    covered = [row for rows in atlas.zone_areas.values() for row in rows]
    return {
        "shared": sorted({row.shared_muscles for row in near}),
        "channels": sorted({row.channel for row in crossed}),
        "places": sorted({row.skin_region for row in covered}),
    }


def _parts(row: Neighbour | Crossing | ZoneArea) -> tuple[Any, ...]:
    return astuple(row)
