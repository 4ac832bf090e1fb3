"""What the panel shows of one thing, in words: text only, no widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Words = Callable[..., str]


@dataclass(frozen=True)
class Link:
    """A name that selects what has the id."""

    id: str
    name: str


@dataclass(frozen=True)
class Fact:
    """One labelled line of a card; ``links`` stand in the place of the text."""

    label: str
    text: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Card:
    """How one tradition explains the spot."""

    paragraphs: tuple[str, ...]
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Item:
    """One row of a list: ``key`` is unique in it, ``id`` is of the mark that the row selects."""

    key: str
    id: str
    name: str
    text: str
    figures: str
    tag: str = ""


@dataclass(frozen=True)
class Listing:
    """A titled list."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Walk:
    """A point's place among those of its channel or muscle; ids before and after it are empty at the ends.

    ``leads_to`` is the id of the whole that it is part of, if that can be selected.
    """

    leads_to: str
    name: str
    place: str
    previous_id: str
    next_id: str


@dataclass(frozen=True)
class Details:
    """All that the panel shows of one mark, channel, sinew channel or muscle; what it lacks is None or empty.

    ``starts`` says that a walk along a channel or through a muscle's points can begin here, ``begin`` where;
    ``twitches`` that there is a taut band to see, ``flesh`` that muscles are what it is about; ``ashi`` is
    the number of a kept tender spot, ``area`` of a kept painted area. ``along`` tells of the zone
    and the channel that agrees best with it, where the overlap is looked at.
    """

    id: str
    title: str
    subtitle: str
    icon: str
    colour: str = ""
    hazard: str = ""
    walk: Walk | None = None
    starts: bool = False
    begin: str = ""
    twitches: bool = False
    flesh: bool = False
    western: Card | None = None
    eastern: Card | None = None
    list: Listing | None = None
    second: Listing | None = None
    more: tuple[Fact, ...] = ()
    placed: str = ""
    other_id: str = ""
    other_side: str = ""
    ashi: int = 0
    area: int = 0
    along: str = ""
