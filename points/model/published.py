"""What others found when they compared the two maps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from points.columns import Key, OptionalNumber, OptionalYesNo, Sources, Text, YesNo

Percent = Annotated[float, Field(ge=0.0, le=100.0)]


@dataclass(frozen=True)
class Published:
    """A published figure of the overlap, or one against it, in our own words.

    Attributes
    ----------
    key
        Its name here.
    study, year
        Whose figure it is.
    finding
        What the figure counts.
    kind
        ``near``: how close the points lie; ``follows``: whether referred pain runs along channels; ``pain``,
        ``textbooks``, ``channels``, ``history``: what cannot be measured on a body.
    stance
        Whether it was given for an agreement of the maps or against one.
    points, same_muscle
        Which acupoints counted and whether they had to share the muscle; empty where that was not the matter.
    from_mm, to_mm
        The least and the largest distance; empty for none.
    of, of_what
        The denominator as a kind, and as the study has it.
    trigger_points, acupoints, count
        How many the study had, and how many counted; empty where it does not say.
    percent
        The figure.
    derived
        Whether the figure was worked out from others of the study.
    differs
        How it differs from what can be measured here, or why nothing can.
    confidence
        How sure it is that the study says so.
    source
        Keys of ``sources.tsv``.
    """

    key: Key
    study: Text
    year: int
    finding: Text
    kind: Literal["near", "follows", "pain", "textbooks", "channels", "history"]
    stance: Literal["for", "against"]
    points: Literal["channel_points", "all_points", ""]
    same_muscle: OptionalYesNo
    from_mm: OptionalNumber
    to_mm: OptionalNumber
    of: Literal["trigger_points", "matched_pairs", "acupoints", "channels"]
    of_what: Text
    trigger_points: OptionalNumber
    acupoints: OptionalNumber
    count: OptionalNumber
    percent: Percent
    derived: YesNo
    differs: str
    confidence: Literal["high", "medium"]
    source: Sources

    @property
    def criterion(self) -> str:
        """Key of the same criterion among ours (`points.overlap.criteria`); empty where there is none."""
        return f"{self.points}_same_muscle" if self.same_muscle else self.points
