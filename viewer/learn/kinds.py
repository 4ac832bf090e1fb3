"""Kinds of questions, and what a quiz may be limited to. Small and plain: what JSON can hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is asked."""

    FIND = "find"  # a name is given: where is the point?
    NAME = "name"  # a point is shown: what is it called?
    REFERS = "refers"  # a zone is painted: which muscle refers there?
    CHANNEL = "channel"  # a channel is drawn: which is it?
    NEAREST = "nearest"  # a trigger point is shown: which acupoint is nearest?


class System(StrEnum):
    """Which map the questions come from."""

    BOTH = "both"
    ACUPOINTS = "acupoints"
    TRIGGER_POINTS = "trigger_points"


@dataclass(frozen=True)
class Scope:
    """What a quiz is limited to; what is empty does not limit it.

    Attributes
    ----------
    system
        Which map the questions come from.
    region
        A larger part of the body (a ``parent`` of ``regions.tsv``).
    channel
        Code of a channel.
    group
        A group of muscles (a ``region_group`` of ``muscles.tsv``).
    """

    system: System = System.BOTH
    region: str = ""
    channel: str = ""
    group: str = ""


@dataclass(frozen=True, order=True)
class Subject:
    """What one question is about: its kind, and the code of a point, a trigger point or a channel."""

    kind: Kind
    code: str

    @property
    def id(self) -> str:
        """Name under which it is remembered: ``find:GB21``."""
        return f"{self.kind}:{self.code}"
