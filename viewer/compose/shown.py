"""What the composing functions ask for: what is known, and what the visitor attends to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from meshes.body import Body
from points.atlas import ChannelPath, Mark, Neighbour, SinewBand, Zone
from points.model import Category, Membership, Muscle, whole_code

SKIN, EYES, MUSCLES, AROUND, SINEWS, CHANNELS, FLOW, ZONE, ACUPOINTS, TRIGGER_POINTS, LABELS = (
    "skin",
    "eyes",
    "muscles",
    "around",
    "sinews",
    "channels",
    "flow",
    "zone",
    "acupoints",
    "trigger_points",
    "labels",
)
PATCH, OVERLAP, COMPOSITE, ASHI_MARKS = "patch", "overlap", "composite", "ashi"
KEPT_AREAS = "kept_areas"
BRIDGES, PIECES, AGREEMENT, JOINS = "bridges", "pieces", "agreement", "joins"
GRID, GRID_NUMBERS = "grid", "grid_numbers"
MEASURED, MEASURED_ENDS, MEASURED_LABEL = "measured", "measured_ends", "measured_label"
BRIDGES, PIECES, AGREEMENT = "bridges", "pieces", "agreement"
GLOWS = MappingProxyType({ACUPOINTS: "acupoints_glow", TRIGGER_POINTS: "trigger_points_glow"})
NAMED, NAMED_BESIDE = 12, 3  # trigger points and acupoints that an answer names on the body
NEAR = 5  # neighbours that are brought forward and named with a selected mark


class Shown(Protocol):
    """What is drawn of an atlas."""

    @property
    def body(self) -> Body:
        """The body."""

    @property
    def marks(self) -> Mapping[str, Mark]:
        """Mark id to mark."""

    @property
    def paths(self) -> tuple[ChannelPath, ...]:
        """Channel paths, both sides."""

    @property
    def zones(self) -> Mapping[str, Zone]:
        """Trigger-point mark id to zone."""

    @property
    def muscles(self) -> Mapping[str, Muscle]:
        """Muscle key to what the tables say of it."""

    @property
    def neighbours(self) -> Mapping[str, tuple[Neighbour, ...]]:
        """Mark id to the nearest marks of the other system."""

    @property
    def sinews(self) -> Mapping[str, SinewBand]:
        """Sinew channels by id (``GB/left``)."""

    @property
    def memberships(self) -> Mapping[str, tuple[Membership, ...]]:
        """Code of an acupoint to the categories it belongs to."""

    @property
    def categories(self) -> Mapping[str, Category]:
        """Categories of points by key."""


@dataclass(frozen=True)
class Focus:
    """What the visitor attends to.

    Attributes
    ----------
    selection
        Id of the selected mark; empty for none.
    channel
        Code of the only channel that is looked at; empty for all.
    category
        Key of the category whose points alone are looked at; empty for all points.
    muscles
        Keys of the muscles whose trigger points are looked at; none for all.
    found
        Ids of the marks that an answer has found, best first; all others step back. None without an answer.
    told
        Those of them that are named, and no others.
    alone
        Whether one muscle is looked at alone.
    points, over
        Then: ids of its trigger points, and of the acupoints that lie over it.
    shown
        Whether an exhibit is before the eyes: then ``found`` is what it shows, were it nothing.
    only
        Then: whether all else is left out.
    """

    selection: str = ""
    channel: str = ""
    category: str = ""
    muscles: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    alone: bool = False
    points: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    shown: bool = False
    only: bool = False


def near_ids(atlas: Shown, selection: str) -> list[str]:
    """Ids of the marks that come forward with a selected one, nearest first."""
    return [neighbour.id for neighbour in atlas.neighbours.get(selection, ())[:NEAR]]


def belongs(atlas: Shown, code: str, category: str) -> bool:
    """Tell whether a point is in a category, or whether there is no category to be in."""
    return not category or any(
        row.category == category for row in atlas.memberships.get(whole_code(code), ())
    )


def agree(atlas: Shown, channel: str, category: str) -> bool:
    """Tell whether a channel and a category have a point in common, or one of them is not chosen."""
    if not (channel and category):
        return True
    rows = (row for rows in atlas.memberships.values() for row in rows)
    return any(row.category == category and row.code.startswith(channel) for row in rows)
