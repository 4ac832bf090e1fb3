"""Acts of the page about complaints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from viewer.desks.complaint import ComplaintDesk
from viewer.ui.acts import Page, act
from viewer.ui.guiding_acts import GuidingActs
from viewer.ui.page_state import tell
from viewer.ui.words import Words


class ComplaintActs(GuidingActs):
    """What the list of complaints and their card do."""

    def __init__(self, page: Page, words: Words) -> None:
        super().__init__(page, words)
        self._desk = ComplaintDesk(page.controller)
        self.tell()

    @property
    def on(self) -> bool:
        """Whether the body shows a complaint that something else would replace."""
        return self._desk.on and not self._explaining

    @act
    def complaint_choose(self, key: str, still: bool) -> None:
        """Set up the scene of a complaint, or (empty) leave it; ``still``: without a glide."""
        if not key:
            self.leave()
            self._page.show_selection()
            return
        self._page.calm()
        self._page.lay_down(self)
        self._page.when_said(lambda: self._go(lambda: self._desk.choose(key, glide=True), still))

    @act
    def complaint_side(self, side: str, still: bool) -> None:
        """Say where it hurts: left, right or both sides."""
        self._page.when_said(lambda: self._go(lambda: self._desk.turn(side, glide=True), still))

    @act
    def complaint_paint(self, part: str, on: bool) -> None:
        """Show zones, channels, sinew channels or muscles of the complaint, or not."""
        slow = part == "muscles" and self._controller.muscles_take_long(one=True)
        self._page.when_said(lambda: self._paint(part, on), slow=slow)

    def leave(self) -> None:
        """Bring back what was before."""
        self._gliding.stop()
        self._desk.leave()
        self._tell_all()

    def escape(self) -> bool:
        """Step back from a selected point to the complaint, then out of it."""
        if not self.on:
            return False
        if self._controller.state.selection:
            self._page.choose("")
        else:
            self.leave()
            self._page.show_selection()
        return True

    def tell(self) -> None:
        """Tell the page the list and the card."""
        if not self._explaining:
            self._desk.settle()
        mine, theirs = self._controller.state.complaint, self._shared.complaint
        theirs.key, theirs.side, theirs.parts = mine.key, mine.side, mine.parts
        state = self._server.state
        card = self._desk.card(self._words, self._words.language)
        state.complaint = asdict(card) if card else None
        state.complaint_list = self._desk.listed(self._words.language)

    @property
    def _explaining(self) -> bool:
        return bool(self._controller.state.explain.about)

    def _go(self, work: Callable[[], None], still: bool) -> None:
        work()
        self._tell_all()
        self._page.show_selection()
        self._gliding.start(still=still)

    def _paint(self, part: str, on: bool) -> None:
        self._desk.paint(part, on=on)
        self._tell_all()
        self._page.show_selection()

    def _tell_all(self) -> None:
        tell(self._controller.state, self._shared)
        self.tell()
