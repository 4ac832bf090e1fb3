"""Acts of the page in a quiz: begin, answer, go on, end; and what the drawer tells of learning."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from viewer.desks.quiz import QuizDesk, Settings
from viewer.details.learn import describe_learning, limits
from viewer.details.quiz import describe_quiz
from viewer.learn.kinds import Kind, Scope, System
from viewer.ui.acts import Page, act
from viewer.ui.guiding_acts import GuidingActs
from viewer.ui.words import Words

KEYS = ("1", "2", "3", "4")
BESIDE = (-1000.0, -1000.0, (1.0, 1.0))  # a spot far from the picture


class QuizActs(GuidingActs):
    """What the quiz does."""

    def __init__(self, page: Page, words: Words) -> None:
        super().__init__(page, words)
        self._preparing: asyncio.Task[None] | None = None
        self._still = False
        self._told = ("", "")  # on which body and in which language the offer was told
        state = page.server.state
        state.quiz_kinds, state.quiz_system = [str(kind) for kind in Kind], str(System.BOTH)
        state.quiz_limit, state.quiz_of = "", ""
        state.quiz_count, state.quiz_typed = 10, False
        state.learn_tab, state.quiz_text = "quiz", ""
        state.client_only("learn_tab", "quiz_text")
        state.change("quiz_system", "quiz_limit", "quiz_of")(self._limited)
        self.tell()

    @property
    def _desk(self) -> QuizDesk:
        return self._controller.quiz

    @property
    def on(self) -> bool:
        """Whether a quiz runs."""
        return self._desk.on

    @property
    def asking(self) -> bool:
        """Whether a question is open."""
        return self._desk.asking

    @property
    def keys(self) -> Mapping[str, Callable[[], None]]:
        """What the numbers of the choices do."""
        return {key: lambda at=at: self._nth(at) for at, key in enumerate(KEYS)}  # type: ignore[misc]

    # -- before and after

    @act
    def quiz_start(self, still: bool, seed: int | None = None) -> None:
        """Begin a quiz as the drawer says; ``still``: the camera does not glide."""
        state = self._server.state
        kinds = tuple(kind for kind in Kind if kind in state.quiz_kinds)
        settings = Settings(kinds, self._scope(), int(state.quiz_count), bool(state.quiz_typed), seed)
        self._page.calm()
        self._page.lay_down(self)
        if kinds and self._desk.start(settings):
            self._prepare()
            self._turned(still)

    @act
    def quiz_again(self, still: bool) -> None:
        """Ask the missed ones again, or more of the same."""
        if self.on and not self.asking:
            self._desk.again()
            self._turned(still)

    @act
    def quiz_leave(self) -> None:
        """End the quiz."""
        self.leave()

    def leave(self) -> None:
        """End the quiz; everything is as it was before."""
        if self.on:
            self._gliding.stop()
            self._desk.leave()
            self._page.show_selection()

    def escape(self) -> bool:
        """Step back from a card to the answer, then out of the quiz."""
        if not self.on:
            return False
        if self._controller.state.selection:
            self._page.choose("")
        else:
            self.leave()
        return True

    # -- one question

    def touch(self, x: float, y: float, width: float, height: float) -> bool:
        """Take a click on the picture as an answer; while a question is open no mark may have it."""
        if not self.asking:
            return False
        across, down = (float(share) for share in self._controller.gaze.scale((width, height)))
        if self._desk.wants_spot and self._desk.point_at(x * across, y * down):
            self._turned(self._still)
        return True

    @act
    def quiz_choose(self, choice: str) -> None:
        """Answer with one of the choices."""
        if self.asking:
            self._answer(lambda: self._desk.choose(choice))

    @act
    def quiz_write(self, text: str) -> None:
        """Answer with a name."""
        if self.asking:
            self._answer(lambda: self._desk.write(text))

    @act
    def quiz_give_up(self) -> None:
        """Ask to be told."""
        if self.asking:
            self._answer(self._desk.give_up)

    @act
    def quiz_hint(self) -> None:
        """Ask for help."""
        if self.asking:
            self._desk.hint()
            self._turned(self._still, moves=self._desk.wants_spot)

    @act
    def quiz_next(self) -> None:
        """Go on to the next question, or to the end."""
        if self.on and not self.asking:
            self._controller.select("")
            self._desk.go_on()
            self._turned(self._still)

    @act
    def quiz_still(self, still: bool) -> None:
        """Say whether the camera may glide."""
        self._still = still

    def tell(self) -> None:
        """Tell the page the question, and what the drawer offers."""
        state, atlas = self._server.state, self._controller.atlas
        card = describe_quiz(atlas, self._desk, self._words)
        state.quiz = asdict(card) if card else None
        state.learn = asdict(describe_learning(self._desk, self._words))
        told = (self._controller.state.body, self._words.language)
        if told != self._told:
            self._told = told
            state.quiz_limits = limits(atlas, self._words)
            self._offer()

    # -- inside

    def _nth(self, at: int) -> None:
        turn = self._desk.turn
        if self.asking and turn is not None and not self._desk.settings.typed:
            for choice in turn.question.choices[at : at + 1]:
                self.quiz_choose(choice)

    def _answer(self, answer: Callable[[], None]) -> None:
        """Judge, and show what is right; a muscle may take a while to be laid out for the first time."""
        turn = self._desk.turn
        shows_muscle = turn is not None and turn.question.kind is Kind.REFERS
        slow = shows_muscle and self._controller.muscles_take_long(one=True)

        def judge() -> None:
            answer()
            self._turned(self._still)

        self._page.when_said(judge, slow=slow)

    def _turned(self, still: bool, *, moves: bool = True) -> None:
        """Show another question, its answer or the end."""
        self._still = still
        self._controller.hover(*BESIDE)  # what the pointer was on is not there any more
        self._page.show_selection()
        if moves and self._desk.turn is not None:
            self._controller.set_out(self._desk.sight())
            self._gliding.start(still=still)

    def _scope(self) -> Scope:
        state = self._server.state
        limit = {state.quiz_limit: state.quiz_of} if state.quiz_limit and state.quiz_of else {}
        return Scope(system=System(state.quiz_system), **limit)

    def _limited(self, **_: Any) -> None:
        """Offer what there is within another limit."""
        self._offer()

    def _offer(self) -> None:
        counted = self._desk.offer(self._scope())
        self._server.state.quiz_offer = {str(kind): count for kind, count in counted.items()}

    def _prepare(self) -> None:
        """Make ready to measure beside the page, so that the first answer is quick."""
        self._preparing = asyncio.ensure_future(asyncio.to_thread(self._desk.prepare))
