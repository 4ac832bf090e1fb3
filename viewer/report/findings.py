"""All that a report tells of, and how it is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from points.atlas import Atlas, Mark
from points.model import Source, TriggerPoint
from points.overlap.both_sides import Listed
from points.overlap.published import Beside, Following
from points.overlap.study import Study
from points.overlap.summary import WHOLE, Chance, Share

TRIGGER_POINTS, ACUPOINTS = "trigger_points", "acupoints"


@dataclass(frozen=True, eq=False)
class Findings:
    """What a study found, and what is needed to tell it.

    Attributes
    ----------
    atlas, study, listed
        Both maps, what was measured, and the pairs of both sides.
    shares, chances
        The rows of the summary.
    beside, following
        Published figures beside ours; referred pain along channels.
    sources
        The works that the published figures rest on.
    version, data_key
        Of the program, and of all data that the figures rest on.
    pictures
        PNG by the names of ``viewer.report.pictures.SHOTS``; none where nothing could be drawn.
    """

    atlas: Atlas
    study: Study
    listed: Listed
    shares: tuple[Share, ...]
    chances: tuple[Chance, ...]
    beside: tuple[Beside, ...]
    following: Following
    sources: Mapping[str, Source]
    version: str
    data_key: str
    pictures: Mapping[str, bytes]

    @property
    def tolerance_mm(self) -> float:
        """The tolerance that was asked for."""
        return self.study.options.tolerance_mm

    def share(self, criterion: str, tolerance_mm: float, counted: str = TRIGGER_POINTS) -> Share | None:
        """Find the share of the whole; None at a tolerance that is not tabulated."""
        return self._whole_shares.get((counted, criterion, tolerance_mm))

    def chance(self, null: str, criterion: str, tolerance_mm: float) -> Chance | None:
        """Find the share of the whole beside chance; None at a tolerance that is not tabulated."""
        return self._whole_chances.get((null, criterion, tolerance_mm))

    def group_shares(self, by: str, counted: str, criterion: str) -> list[Share]:
        """Shares of the groups of one kind."""
        return [
            row for row in self.shares if (row.by, row.counted, row.criterion) == (by, counted, criterion)
        ]

    def group_chances(self, by: str, null: str, criterion: str) -> dict[str, Chance]:
        """Group to its share beside chance, of the groups of one kind."""
        return {
            row.group: row
            for row in self.chances
            if (row.by, row.null, row.criterion) == (by, null, criterion)
        }

    def name(self, mark: Mark) -> str:
        """Name a mark: by its code, or by its muscle and number."""
        row = mark.definition
        if isinstance(row, TriggerPoint):
            return f"{self.atlas.muscles[row.muscle].english} TrP{row.number}"
        return row.code

    @cached_property
    def _whole_shares(self) -> dict[tuple[str, str, float], Share]:
        return {(row.counted, row.criterion, row.tolerance_mm): row for row in self.shares if row.by == WHOLE}

    @cached_property
    def _whole_chances(self) -> dict[tuple[str, str, float], Chance]:
        return {(row.null, row.criterion, row.tolerance_mm): row for row in self.chances if row.by == WHOLE}
