"""What the page asks to know, in words: the cards of what is selected, asked, measured and compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from points.atlas import Atlas
from viewer import details
from viewer.desks.together import Desks
from viewer.details import Details, OverlapCard, PainCard, PairCard, Words
from viewer.measure_card import MeasureCard, describe_measure


class Cards:
    """The words of one visitor's desk.

    Parameters
    ----------
    desks
        The state, and the desk of each concern.
    atlas
        Gives both maps on the body that is seen, in the visitor's language.
    words
        Sentence of a message key.
    """

    def __init__(self, desks: Desks, atlas: Callable[[], Atlas], words: Words) -> None:
        self._desks = desks
        self._told = atlas
        self._words = words

    @property
    def _atlas(self) -> Atlas:
        return self._told()

    def details(self) -> Details | None:
        """Words about the selected mark; None without a selection."""
        desks, selection = self._desks, self._desks.state.selection
        kept = desks.pain.kept(selection)
        if kept is not None:
            return details.describe_ashi(self._atlas, kept, desks.pain.about(kept), self._words)
        area = desks.notes.area(selection)
        if area is not None:
            region, answer = desks.notes.region(area), desks.notes.about(area)
            return details.describe_area(self._atlas, area, region, answer, self._words)
        if not selection:
            return None
        card = details.describe(self._atlas, selection, self._words)
        return replace(card, along=details.describe_best(self._atlas, desks.overlap, self._words))

    def title(self, selected: str) -> str:
        """Name of a mark, a kept spot or a kept area; empty for nothing."""
        area = self._desks.notes.area(selected)
        if area is not None:
            return details.area_title(area, self._words)
        kept = self._desks.pain.kept(selected)
        if kept is not None:
            return details.ashi_title(kept, self._words)
        return details.title(self._atlas, self._atlas.marks[selected]) if selected else ""

    def pain_card(self) -> PainCard | None:
        """Words about the pain that was asked about; None while no such tool is in the hand."""
        pain = self._desks.pain
        if not pain.on:
            return None
        return details.describe_pain(self._atlas, pain.answer, self._words, can_keep=pain.is_spot)

    def measure_card(self) -> MeasureCard | None:
        """Words about what is measured; None while the tool is not in the hand."""
        return describe_measure(self._atlas, self._desks.measure, self._words)

    def overlap_card(self) -> OverlapCard | None:
        """Words and figures of the overlap; None while it is not looked at."""
        overlap = self._desks.overlap
        return details.describe_overlap(self._atlas, overlap, self._desks.state.overlap, self._words)

    def pair_card(self) -> PairCard | None:
        """Words about the pair that the selected mark belongs to; None without one."""
        return details.describe_pair(
            self._atlas, self._desks.overlap, self._desks.state.selection, self._words
        )
