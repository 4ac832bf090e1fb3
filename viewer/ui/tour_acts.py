"""Acts of the page on a guided tour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict

from viewer.desks.tour import TourDesk
from viewer.ui.acts import Page, act
from viewer.ui.guiding_acts import GuidingActs
from viewer.ui.page_state import tell
from viewer.ui.words import Words


class TourActs(GuidingActs):
    """What a guided tour does."""

    def __init__(self, page: Page, words: Words) -> None:
        super().__init__(page, words)
        self._desk = TourDesk(page.controller)
        self._still = False
        self.tell()

    @property
    def keys(self) -> Mapping[str, Callable[[], None]]:
        """What ``,`` and ``.`` do."""
        return {",": lambda: self.tour_go(-1, self._still), ".": lambda: self.tour_go(1, self._still)}

    @property
    def on(self) -> bool:
        """Whether the body shows a tour that something else would replace."""
        return self._desk.on and not self._explaining

    @act
    def tour_start(self, key: str, still: bool) -> None:
        """Begin a tour; ``still``: without glides."""
        self._page.calm()
        self._page.lay_down(self)
        self._go(lambda: self._desk.start(key, glide=True), still)

    @act
    def tour_go(self, by: int, still: bool) -> None:
        """Go on by so many stops, or back."""
        if self.on:
            self._page.calm()
            self._go(lambda: self._desk.go(by, glide=True), still)

    @act
    def tour_again(self, still: bool) -> None:
        """Come back to the stop of now from what was looked at beside it."""
        if self.on:
            self._page.calm()
            self._go(lambda: self._desk.show(look=True, glide=True), still)

    @act
    def tour_leave(self) -> None:
        """End the tour."""
        self.leave()
        self._page.show_selection()

    def leave(self) -> None:
        """Bring back what was before."""
        self._gliding.stop()
        self._desk.leave()
        self._tell_all()

    def escape(self) -> bool:
        """Step back to the stop from what was looked at beside it, then out of the tour."""
        card = self._desk.card(self._words.language) if self.on else None
        if card is None:
            return False
        if card.away:
            self.tour_again(self._still)
        else:
            self._controller.select("")
            self.tour_leave()
        return True

    def tell(self) -> None:
        """Tell the page the stop, and which tours there are."""
        if not self._explaining and not self._controller.quiz.on:
            self._desk.settle()
        card = self._desk.card(self._words.language)
        self._server.state.tour = asdict(card) if card else None
        self._server.state.tour_key = self._controller.state.tour.key
        self._server.state.tours = self._desk.listed(self._words.language)

    # -- inside

    @property
    def _explaining(self) -> bool:
        return bool(self._controller.state.explain.about)

    def _go(self, work: Callable[[], object], still: bool) -> None:
        self._still = still
        slow = self._controller.muscles_take_long(one=True)
        self._page.when_said(lambda: self._went(work), slow=slow)

    def _went(self, work: Callable[[], object]) -> None:
        work()
        self._tell_all()
        self._page.show_selection()
        self._gliding.start(still=self._still)

    def _tell_all(self) -> None:
        mine, theirs = self._controller.state.tour, self._shared.tour
        theirs.key, theirs.stop = mine.key, mine.stop
        tell(self._controller.state, self._shared)
        self.tell()
