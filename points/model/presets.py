"""Rows that choose among points for people: complaints, what is known of needling, tours, warnings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from points.columns import Key, Keys, Sources, Text, Words, YesNo

Strength = Literal["strong", "moderate", "limited", "none-known"]
Grade = Literal["high", "moderate", "low_to_moderate", "low", "very_low_to_low", "very_low", "not_rated"]
Treatment = Literal["dry_needling", "acupuncture"]
Scope = Literal["everyone", "acupoints", "trigger_points"]
Step = Literal[
    "where_it_hurts", "which_muscle", "which_spot", "what_the_needle_does", "what_to_expect", "hand_out"
]
Order = Annotated[int, Field(ge=1)]


@dataclass(frozen=True)
class Complaint:
    """A complaint that people come with, and what is usually looked at; codes have no side.

    Attributes
    ----------
    key, order
        Its name here, and its place among the others.
    view
        A named view that is good to begin with, on the left where a side matters; empty for none.
    muscles, trigger_points
        Usual ones, the commonest first.
    acupoints
        Usual ones: near, then far.
    channels, sinews
        Codes of the channels that pass there, and of those whose sinew channels do.
    evidence
        How far needling has been shown to help it, over both kinds; the studies are rows of `Study`.
    source
        Keys of ``sources.tsv`` for the choice of points.
    """

    key: Key
    order: Order
    view: str
    muscles: Keys
    trigger_points: Keys
    acupoints: Keys
    channels: Keys
    sinews: Keys
    evidence: Strength
    source: Sources


@dataclass(frozen=True)
class Study:
    """A review or trial of needling for a complaint, whose words tell by its key what it found.

    ``grade`` is how sure the authors themselves call it on the scale of GRADE; ``not_rated`` where they do
    not rate by it, or where we could not read their rating.
    """

    key: Key
    complaint: Key
    treatment: Treatment
    grade: Grade
    source: Sources


@dataclass(frozen=True)
class Stop:
    """One stop of a guided tour: what is selected and brought before the eyes.

    Marks, zones and muscles are ids with their side (``GB21/left``, ``muscle:soleus/left``), as the viewer
    has them; channels and sinew channels are codes. ``select`` may also be ``channel:GB`` or ``sinew:GB``.
    """

    tour: Key
    stop: Order
    select: str
    marks: Words
    named: Words
    zones: Words
    channels: Keys
    sinews: Keys
    muscles: Words
    only: YesNo
    view: str
    source: Sources

    @property
    def kind(self) -> str:
        """What its tour goes along: ``channel``, ``muscles`` or ``debate``."""
        return self.tour.split("_")[0]


@dataclass(frozen=True)
class Caution:
    """A kind of warning for those who are needled, and to which points it belongs.

    ``of`` lists their codes; it is empty where the warning is for everyone.
    """

    kind: Key
    scope: Scope
    of: Keys
    source: Sources


@dataclass(frozen=True)
class Claim:
    """What a step of the explanation, or the hand-out, says as a fact, and what it rests on."""

    key: Key
    step: Step
    claim: Text
    source: Sources
