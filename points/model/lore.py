"""Rows that tell of points, channels and muscles, and place nothing; the works they rest on."""

from __future__ import annotations

from dataclasses import dataclass

from points.columns import Key, OptionalLayer, OptionalYear, Sources, Text, Words


@dataclass(frozen=True)
class Source:
    """A work that facts are taken from."""

    key: Key
    authors: Text
    year: OptionalYear
    title: Text
    identifier: str
    licence: Text
    use: Text


@dataclass(frozen=True)
class Reading:
    """How a point is called besides: in Korea and Japan, under older codes, by other names."""

    code: Key
    hangul: Text
    korean: Text
    kana: Text
    japanese: Text
    old_code: str
    aliases: Words
    source: Sources


@dataclass(frozen=True)
class Use:
    """What a point is classically used for, in one line."""

    code: Key
    use: Text
    source: Sources


@dataclass(frozen=True)
class Category:
    """A classical kind of points, such as the back-shu points."""

    key: Key
    pinyin: Text
    hanzi: Text
    english: Text
    meaning: Text
    source: Sources


@dataclass(frozen=True)
class Membership:
    """A point that belongs to a category; ``of`` says of what it is that (an organ, an element ...)."""

    code: Key
    category: Key
    of: str
    source: Sources


@dataclass(frozen=True)
class Channel:
    """A channel (jing): its names, its hours, its pair, its course on the body and inside."""

    code: Key
    pinyin: Text
    hanzi: Text
    english: Text
    aliases: str
    hangul: Text
    korean: Text
    japanese: Text
    hours: str
    element: str
    pair: str
    course: Text
    inside: Text
    source: Sources


@dataclass(frozen=True)
class Muscle:
    """A muscle, or a part of one.

    ``ta`` is its name in Terminologia Anatomica, ``fma`` its numbers in the Foundational Model of Anatomy
    (right and left where they differ), ``layer`` 1 for what lies directly under the skin and so on inwards;
    what is not known yet is empty.
    """

    key: Key
    region_group: Key
    latin: Text
    english: Text
    ta: str
    fma: Words
    origin: str
    insertion: str
    action: str
    nerve: str
    fibres: str
    layer: OptionalLayer
    source: Sources
