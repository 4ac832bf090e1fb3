"""Acts of the page that explain to a patient."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict

from viewer.desks.explain import ExplainDesk
from viewer.ui.acts import Page, act
from viewer.ui.guiding_acts import GuidingActs
from viewer.ui.page_state import tell
from viewer.ui.words import Words


class ExplainActs(GuidingActs):
    """What the steps of an explanation do."""

    def __init__(self, page: Page, words: Words) -> None:
        super().__init__(page, words)
        self._desk = ExplainDesk(page.controller)

    @property
    def keys(self) -> Mapping[str, Callable[[], None]]:
        """What ``e`` does."""
        return {"e": lambda: self.explain_open("", still=self._page.still)}

    @property
    def on(self) -> bool:
        """Whether something is explained."""
        return self._desk.on

    @act
    def explain_open(self, about: str, still: bool) -> None:
        """Begin to explain a mark, or (empty) what is selected or shown; ``still``: without glides."""
        if not self.on:
            self._page.calm()
            slow = self._controller.muscles_take_long(one=True)
            self._page.when_said(lambda: self._open(about, still), slow=slow)

    @act
    def explain_go(self, step: int, still: bool) -> None:
        """Go to a step; past the last one it ends."""
        if self.on:
            self._page.calm()
            self._page.when_said(
                lambda: self._go(int(step), still), slow=self._controller.muscles_take_long(one=True)
            )

    @act
    def explain_about(self, about: str, still: bool) -> None:
        """Explain another muscle of those that could be meant."""
        self._page.calm()
        self._page.when_said(lambda: self._turn_to(about, still))

    @act
    def explain_word(self, wording: str) -> None:
        """Choose what is read: plain words, both explanations, a table of words."""
        self._desk.word(wording)
        self._tell_all()

    @act
    def explain_enlarge(self, by: int) -> None:
        """Make the letters larger or smaller."""
        self._desk.enlarge(int(by))
        self._tell_all()

    @act
    def explain_close(self, still: bool = False) -> None:
        """End the explanation; ``still``: without a glide back to where it began."""
        self._close(glide=True)
        self._page.show_selection()
        self._gliding.start(still=still)

    def leave(self) -> None:
        """Bring back what was before."""
        if self.on:
            self._close(glide=False)
            self._view.refresh(camera_moved=True)

    def escape(self) -> bool:
        """End the explanation."""
        if not self.on:
            return False
        self.explain_close(still=self._page.still)
        return True

    def tell(self) -> None:
        """Tell the page the step that is looked at."""
        self._desk.settle()
        mine, theirs = self._controller.state.explain, self._shared.explain
        theirs.about, theirs.acupoint, theirs.step = mine.about, mine.acupoint, mine.step
        theirs.wording, theirs.larger, theirs.others = mine.wording, mine.larger, mine.others
        card = self._desk.card(self._words, self._words.language)
        self._server.state.explain = asdict(card) if card else None

    def _close(self, *, glide: bool) -> None:
        self._gliding.stop()
        self._page.calm()
        self._desk.close(glide=glide)
        self._tell_all()

    def _open(self, about: str, still: bool) -> None:
        if self._desk.open(about, glide=True):
            self._show(still)

    def _go(self, step: int, still: bool) -> None:
        self._desk.go(step, glide=True)
        self._show(still)

    def _turn_to(self, about: str, still: bool) -> None:
        self._desk.turn_to(about, glide=True)
        self._show(still)

    def _show(self, still: bool) -> None:
        self._tell_all()
        self._page.show_selection()
        self._gliding.start(still=still)

    def _tell_all(self) -> None:
        tell(self._controller.state, self._shared)
        self.tell()
        self._server.state.flush()
