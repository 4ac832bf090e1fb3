"""The page: layout, and the wires between widgets and acts. No anatomy, no geometry."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from trame.widgets import html
from trame_server.utils.typed_state import TypedState

from viewer.controller import Controller
from viewer.notes.keep import KeptDesk
from viewer.notes.model import Document
from viewer.state import LayersState, ViewState
from viewer.ui import static
from viewer.ui.acts import Acts
from viewer.ui.bar import build_bar
from viewer.ui.body_view import BodyView
from viewer.ui.card_panel import build_card_panel
from viewer.ui.choice_acts import ChoiceActs
from viewer.ui.complaint_acts import ComplaintActs
from viewer.ui.discretion import discreet, may_press
from viewer.ui.drawer import build_drawer
from viewer.ui.explain_acts import ExplainActs
from viewer.ui.history_acts import HistoryActs
from viewer.ui.home_acts import HomeActs
from viewer.ui.language_acts import LanguageActs
from viewer.ui.language_menu import build_locale
from viewer.ui.layer_acts import LayerActs
from viewer.ui.measure_acts import MeasureActs
from viewer.ui.measure_panel import build_measure_tools
from viewer.ui.notes_acts import NotesActs
from viewer.ui.notes_panel import build_notes_said
from viewer.ui.overlap_acts import OverlapActs
from viewer.ui.overlap_panel import build_overlap_wait
from viewer.ui.page_state import fill_page
from viewer.ui.pain_acts import PainActs
from viewer.ui.pain_panel import build_pain_tools
from viewer.ui.quiz_acts import QuizActs
from viewer.ui.rail import build_rail
from viewer.ui.sight import Sight
from viewer.ui.split_acts import SplitActs
from viewer.ui.spoken import SAID, PageWords, SpokenLayout, check_state
from viewer.ui.tour_acts import TourActs
from viewer.ui.words import Words

VUETIFY = {
    "theme": {
        "themes": {"light": {"colors": {"primary": "#1a7d66"}}, "dark": {"colors": {"primary": "#4cc3a3"}}}
    },
    "defaults": {"VBtn": {"style": "text-transform: none; letter-spacing: 0"}},
}
QUIZ_CLASSES = (
    " quiz && 'am-quizzing', quiz && quiz.asking && 'am-asking', quiz && quiz.spot && 'am-spotting']"
)
SAID_S = 0.05  # lets the page show that it is busy
FRESH_PICTURE_S = (
    0.1  # trame-vtk's default of 0.5 s shows every change half a second late; much less loses pictures
)


class AshimapApp:
    """The interface of one desk.

    Parameters
    ----------
    server
        The trame server.
    controller
        What the widgets act on; its state becomes the state that page and program share.
    plotter
        Whose picture is shown.
    words
        The interface's messages.
    drawn_here
        Whether this program draws the body, or the browser.
    kept
        Where the desk is kept from start to start; None for nowhere.
    first
        How everything was before the first step that can be undone; None: as it is.
    """

    def __init__(
        self,
        server: Any,
        controller: Controller,
        plotter: Any,
        words: Words,
        *,
        drawn_here: bool,
        kept: KeptDesk | None = None,
        first: Document | None = None,
    ) -> None:
        self.server = server
        self.controller = controller
        server.enable_module(static)
        typed = TypedState(server.state, ViewState)
        typed.set_dataclass(controller.state)
        self.shared: ViewState = typed.data
        fill_page(server.state, controller, words)
        server.state.split_here = controller.split.possible = drawn_here
        said = PageWords()
        with (
            SpokenLayout(server, said, theme=(typed.name.theme,), full_height=True, vuetify_config=VUETIFY),
            build_locale(said),
            html.Div(classes=("['am', !drawer && 'am-closed', explain && 'am-explaining'," + QUIZ_CLASSES,)),
        ):
            build_bar(typed.name, said, controller.bodies)
            build_rail(typed.name, said)
            build_drawer(typed.name, said)
            self.view = BodyView(plotter, typed.name, said, self._tell_legend, drawn_here=drawn_here)
            build_pain_tools(typed.name, said)
            build_measure_tools(typed.name, said)
            build_overlap_wait(said)
            build_card_panel(typed.name, said)
            build_notes_said(said)
        server.state[SAID] = said.sentences(words)
        check_state(server.state.to_dict())
        self._language = LanguageActs(self, said, words)
        self.history = HistoryActs(self, kept, first)
        self._choice = ChoiceActs(self)
        self._layers = LayerActs(self, words)
        self._quiz = QuizActs(self, words)
        self._tools: tuple[Acts, ...] = (  # in the order in which Escape asks them
            ExplainActs(self, words), self._quiz, MeasureActs(self), PainActs(self), OverlapActs(self),
            TourActs(self, words), ComplaintActs(self, words),
        )  # fmt: skip
        self._acts: tuple[Acts, ...] = (
            self._language, self._choice, self._layers, Sight(self), SplitActs(self),
            NotesActs(self, self.history, words), self.history, HomeActs(self, words), *self._tools,
        )  # fmt: skip
        self._keys = {key: does for acts in self._acts for key, does in acts.keys.items()}
        server.state.act_keys = sorted(self._keys)
        self._bind(typed)

    def _bind(self, typed: TypedState[ViewState]) -> None:
        name: Any = typed.name
        layers = [getattr(name.layers, layer.name) for layer in fields(LayersState)]
        noting = self.history.noting
        typed.bind_changes(
            {
                tuple(part for layer in layers for part in (layer.on, layer.opacity)): noting(
                    self._quietly(self._layers.on_layers)
                ),
                name.body: noting(self._layers.on_body),
                name.theme: noting(self._layers.on_look),
                name.skin_tone: noting(self._layers.on_look),
                name.solo_channel: noting(self._quietly(self._layers.on_solo)),
                name.category: noting(self._quietly(self._layers.on_category)),
                name.search: noting(self._quietly(self._choice.on_search)),
                name.language: noting(self._language.on_language),
            }
        )
        trigger = self.server.controller.trigger
        for does in (self.key, *(one for acts in self._acts for one in acts)):
            trigger(does.__name__)(noting(self._quietly(does)))
        self.server.controller.on_server_ready.add(self._hurry_pictures)
        self.server.controller.on_server_ready.add(self._tell_first)
        self.server.controller.on_server_ready.add(self.history.begin)

    def _quietly(self, does: Callable[..., Any]) -> Callable[..., Any]:
        """Let an act do nothing that could answer the question of a quiz while it is open."""
        return discreet(does, lambda: self._quiz.asking)

    def _tell_first(self, **_: Any) -> None:
        """Tell the page all that a desk, as it was left, shows."""
        with self.server.state:
            self.tell_all()

    def _hurry_pictures(self, **_: Any) -> None:
        for protocol in self.server.protocol.getLinkProtocols():
            if hasattr(protocol, "delta_stale_time_before_render"):
                protocol.delta_stale_time_before_render = FRESH_PICTURE_S

    def show_tabs(self, count: int) -> None:
        """Say on the page how many tabs share this desk."""
        with self.server.state as state:
            state.tabs = count

    def _tell_legend(self) -> None:
        signs = list(self.controller.legend)
        if signs != self.server.state.legend:
            with self.server.state as state:
                state.legend = signs

    # What acts ask of the page.

    @property
    def still(self) -> bool:
        """Whether nothing may move by itself: the visitor's system asks for that."""
        return bool(self.server.state.still)

    def choose(self, selected: str) -> None:
        """Select a mark, a channel, a sinew channel or a muscle; an empty id clears."""
        self._choice.choose(selected)

    def show_selection(self) -> None:
        """Tell the page all that a selection or another exhibit changes, and show the picture."""
        self._choice.show()
        for tool in self._tools:
            tool.tell()

    def tell_all(self) -> None:
        """Tell the page everything: another body, or a state of another time, is seen."""
        for acts in self._acts:
            acts.tell()
        self.view.refresh()

    def touched(self, x: float, y: float, width: float, height: float) -> bool:
        """Let the tool in the hand have a click on the picture; False when there is none."""
        return any(tool.touch(x, y, width, height) for tool in self._tools if tool.on)

    def calm(self) -> None:
        """End what goes on by itself."""
        self._choice.calm()

    def lay_down(self, but: Acts | None = None) -> None:
        """Lay down every tool but one."""
        for tool in self._tools:
            if tool is not but and tool.on:
                tool.leave()

    def when_said(self, work: Callable[[], None], *, slow: bool = True) -> None:
        """Do work; if it is ``slow``, after the page has been told that it takes a while."""
        if not slow:
            work()
            return
        self.server.state.busy = True
        self.server.state.flush()
        asyncio.get_event_loop().call_later(SAID_S, self._work_and_say, work)

    def _work_and_say(self, work: Callable[[], None]) -> None:
        with self.server.state as state:
            try:
                self.history.noting(work)()  # a step of its own, before a glide joins it
            finally:
                state.busy = False

    def key(self, key: str) -> None:
        """Act on a key pressed on the picture, or anywhere on the page but in a text."""
        if key == "Escape":
            if not any(tool.escape() for tool in self._tools):
                self.choose("")
        elif self._quiz.asking and key not in self._quiz.keys and not may_press(key):
            return
        elif key in self._keys:
            self._keys[key]()
        elif self.controller.press(key):
            self.view.refresh(camera_moved=True)
