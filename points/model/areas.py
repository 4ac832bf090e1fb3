"""Rows that say where lines and areas run on the skin: channels, sinew channels, regions, zones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from points.columns import JsonCell, Key, Keys, Refs, Sources, Text, YesNo
from points.rules import Ref, Shape


@dataclass(frozen=True)
class ChannelPathRow:
    """One unbroken stretch of a channel: the places it runs through, in order."""

    channel: Key
    branch: Annotated[int, Field(ge=1)]
    paired: YesNo
    through: Refs

    def __post_init__(self) -> None:
        if len(self.through) < 2:
            raise ValueError(f"through has {len(self.through)} places: a path needs at least two")


@dataclass(frozen=True)
class SinewChannel:
    """A sinew channel (jingjin): its course in words, and the muscles that it is read as, in that order."""

    channel: Key
    pinyin: Text
    hanzi: Text
    english: Text
    course: Text
    muscles: Annotated[Keys, Field(min_length=1)]
    note: Text
    source: Sources


@dataclass(frozen=True)
class Knot:
    """A place where a sinew channel is said to knot (jie), begin, gather or spread."""

    at: Ref
    name: Text


@dataclass(frozen=True)
class SinewBandRow:
    """Where a sinew channel runs, as shapes to paint on the skin over its muscles."""

    bands: Annotated[tuple[Shape, ...], Field(min_length=1)]
    knots: Annotated[tuple[Knot, ...], Field(min_length=1)]
    source: Sources


@dataclass(frozen=True)
class Region:
    """A named part of the skin, or (``deep``) a place felt without a skin area."""

    region: Key
    parent: Key
    where: Text
    seeds: JsonCell


@dataclass(frozen=True)
class Deep:
    """A place without skin where a trigger point's pain is felt."""

    region: Key
    kind: Literal["essential", "spillover"]


@dataclass(frozen=True)
class ZoneRow:
    """Where a trigger point's pain is felt, as shapes to paint on the skin."""

    essential: tuple[Shape, ...]
    source: Sources
    spillover: tuple[Shape, ...] = ()
    deep: tuple[Deep, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if not (self.essential or self.spillover or self.deep):
            raise ValueError("the zone is empty: give at least one shape or deep place")
