"""The page: layout, and the wires between widgets and the controller. No anatomy, no geometry."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any

from trame.ui.vuetify3 import VAppLayout
from trame.widgets import html
from trame_server.utils.typed_state import TypedState

from viewer import offers
from viewer.controller import Controller
from viewer.selected import MUSCLE
from viewer.state import LayersState, ViewState
from viewer.ui import static
from viewer.ui.bar import build_bar
from viewer.ui.body_view import BodyView
from viewer.ui.card_panel import build_card_panel
from viewer.ui.layers_panel import build_layers_panel
from viewer.ui.overlap_acts import OverlapActs
from viewer.ui.overlap_panel import build_overlap_wait
from viewer.ui.page_state import fill_page, hear, tell
from viewer.ui.pain_acts import PainActs
from viewer.ui.pain_panel import build_pain_tools
from viewer.ui.sight import Sight
from viewer.ui.twitching import Twitching
from viewer.ui.walking import Walking
from viewer.ui.words import Words

VUETIFY = {
    "theme": {
        "themes": {"light": {"colors": {"primary": "#1a7d66"}}, "dark": {"colors": {"primary": "#4cc3a3"}}}
    },
    "defaults": {"VBtn": {"style": "text-transform: none; letter-spacing: 0"}},
}
STEP_KEYS = {"n": True, "p": False}
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
    """

    def __init__(
        self, server: Any, controller: Controller, plotter: Any, words: Words, *, drawn_here: bool
    ) -> None:
        self._server = server
        self._controller = controller
        self._words = words
        server.enable_module(static)
        typed = TypedState(server.state, ViewState)
        typed.set_dataclass(controller.state)
        self._shared: ViewState = typed.data
        fill_page(server.state, controller, words)
        with (
            VAppLayout(server, theme=(typed.name.theme,), full_height=True, vuetify_config=VUETIFY),
            html.Div(classes=("panel_open ? 'am' : 'am am-nolayers'",)),
        ):
            build_bar(typed.name, words, controller.bodies)
            build_layers_panel(typed.name, words)
            self.view = BodyView(plotter, words, drawn_here=drawn_here)
            build_pain_tools(typed.name, words)
            build_overlap_wait(words)
            build_card_panel(typed.name, words)
        self._sight = Sight(controller, self.view)
        self._pain = PainActs(server, controller, self._shared, self.view, self.choose, self._leave_overlap)
        self._overlap = OverlapActs(server, controller, self._shared, self.view, self._calm, self._show_tools)
        self._walk = Walking(controller, self._walked, self._glided)
        self._twitching = Twitching(controller, self.view.refresh)
        self._bind(typed)

    def _bind(self, typed: TypedState[ViewState]) -> None:
        name: Any = typed.name
        layers = [getattr(name.layers, layer.name) for layer in fields(LayersState)]
        typed.bind_changes(
            {
                tuple(part for layer in layers for part in (layer.on, layer.opacity)): self._on_layers,
                name.body: self._on_body,
                name.theme: self._on_look,
                name.skin_tone: self._on_look,
                name.solo_channel: self._on_solo,
                name.category: self._on_category,
                name.search: self._on_search,
            }
        )
        trigger = self._server.controller.trigger
        for act in (
            self.pick_at,
            self.key,
            self.choose,
            self.toggle_sinew,
            self.peel,
            self.show_neighbours,
            self.list_muscles,
            self.twitch,
            self.step,
            self.play,
            *self._sight.acts,
            *self._pain.acts,
            *self._overlap.acts,
        ):
            trigger(act.__name__)(act)
        self._server.controller.on_server_ready.add(self._hurry_pictures)

    def _hurry_pictures(self, **_: Any) -> None:
        for protocol in self._server.protocol.getLinkProtocols():
            if hasattr(protocol, "delta_stale_time_before_render"):
                protocol.delta_stale_time_before_render = FRESH_PICTURE_S

    # What changes in the shared state reaches the controller here: its own state stays a plain object
    # that knows nothing of trame.

    def _on_layers(self, *_: Any) -> None:
        hear(self._controller.state, self._shared)
        self._when_said(self._apply_layers)

    def _apply_layers(self) -> None:
        self._controller.apply_layers()
        tell(self._controller.state, self._shared)
        self.view.refresh()

    def _on_body(self, body: str) -> None:
        if body != self._controller.state.body:
            self._twitching.stop()
            self._when_said(lambda: self._change_body(body))

    def _change_body(self, body: str) -> None:
        self._controller.choose_body(body)
        self._show_card()
        self._pain.tell()
        self._overlap.tell()
        self.view.refresh()

    def _on_look(self, *_: Any) -> None:
        self._controller.choose_look(self._shared.theme, self._shared.skin_tone)
        self.view.refresh()

    def _on_solo(self, channel: str) -> None:
        if channel != self._controller.state.solo_channel:
            self._controller.solo(channel)
            tell(self._controller.state, self._shared)
            self.view.refresh()

    def _on_category(self, category: str) -> None:
        if category != self._controller.state.category:
            self._controller.filter(category)
            tell(self._controller.state, self._shared)
            self.view.refresh()

    def _on_search(self, text: str) -> None:
        self._server.state.results = [
            {"id": one.id, "title": one.title, "props": {"subtitle": one.subtitle, "appendIcon": one.icon}}
            for one in self._controller.search(text)
        ]

    def _show_card(self) -> None:
        details = self._controller.details()
        self._server.state.card = asdict(details) if details else None
        self._overlap.tell_pair()

    def show_tabs(self, count: int) -> None:
        """Say on the page how many tabs share this desk."""
        with self._server.state as state:
            state.tabs = count

    # Acts of the page.

    def pick_at(self, x: float, y: float, width: float, height: float, near_px: float) -> str:
        """Select the mark under a pixel, from the top left corner; return its id, or nothing.

        Asks about the skin there instead, while the visitor asks where a pain comes from.
        """
        if self._pain.on:
            self._pain.touch(x, y, width, height)
            return ""
        picked = self._controller.pick(x, y, (width, height), near_px)
        if picked:
            self.choose(picked)
        return picked

    def choose(self, selected: str) -> None:
        """Select a mark, a channel, a sinew channel or a muscle (``muscle:soleus``); an empty id clears."""
        self._calm()
        if selected.startswith(MUSCLE):
            self._when_said(lambda: self._choose(selected), one=True)
        else:
            self._choose(selected)

    def _choose(self, selected: str) -> None:
        self._controller.select(selected)
        self._show_selection()

    def toggle_sinew(self, code: str) -> None:
        """Show or hide the band of one sinew channel; an empty code: of all."""
        mine = self._controller.state
        if code:
            shown = (set(mine.sinews) ^ {code}) if mine.layers.sinews.on and mine.sinews else {code}
            chosen = [key for key in self._controller.atlas.sinew_channels if key in shown]
            mine.layers.sinews.on = bool(chosen)
        else:
            chosen = []
            mine.layers.sinews.on = not (mine.layers.sinews.on and not mine.sinews)
        self._controller.show_sinews(chosen)
        tell(self._controller.state, self._shared)
        self.view.refresh()

    def peel(self, outermost: int) -> None:
        """Show the muscles from a layer on: 1 for all, then inwards."""
        self._controller.state.layers.muscles.on = True
        self._when_said(lambda: self._peel(outermost))

    def _peel(self, outermost: int) -> None:
        self._controller.peel(outermost)
        tell(self._controller.state, self._shared)
        self.view.refresh()

    def show_neighbours(self, on: bool) -> None:
        """Show the neighbours of the muscle that is looked at faintly, or not."""
        self._twitching.stop()
        self._controller.show_neighbours(on)
        tell(self._controller.state, self._shared)
        self.view.refresh()

    def list_muscles(self) -> None:
        """Tell the page all muscles by region."""
        atlas, bodies = self._controller.atlas, self._controller.muscles()
        self._server.state.muscle_groups = offers.muscles(atlas, bodies, self._words)

    def twitch(self, still: bool) -> None:
        """Show the local twitch response of the selected trigger point; ``still``: nothing moves."""
        self._when_said(lambda: self._twitch(still), one=True)

    def _twitch(self, still: bool) -> None:
        self._twitching.start(still=still)
        tell(self._controller.state, self._shared)
        self.view.refresh()

    def _when_said(self, act: Callable[[], None], *, one: bool = False) -> None:
        """Act; where muscles take a while to be laid out, after the page has been told so."""
        if not self._controller.muscles_take_long(one):
            act()
            return
        self._server.state.busy = True
        self._server.state.flush()
        asyncio.get_event_loop().call_later(SAID_S, self._act_and_say, act)

    def _act_and_say(self, act: Callable[[], None]) -> None:
        with self._server.state as state:
            try:
                act()
            finally:
                state.busy = False

    def step(self, forward: bool, still: bool) -> None:
        """Go to the next or the previous point of the channel or muscle; ``still``: without a glide."""
        self._calm()
        self._walk.step(forward, still=still)

    def play(self, still: bool) -> None:
        """Walk along the channel by itself, or stop; ``still``: without glides."""
        self._walk.toggle(still=still)

    def _show_selection(self) -> None:
        layer = self._controller.layer_of_selection()
        if layer:
            getattr(self._controller.state.layers, layer).on = True  # who selects something wants to see it
            self._controller.apply_layers()
        tell(self._controller.state, self._shared)
        self._show_card()
        self._server.state.found = None
        self._server.state.flush()
        self.view.refresh()

    def _calm(self) -> None:
        """End what goes on by itself."""
        self._walk.stop()
        self._twitching.stop()

    def _show_tools(self) -> None:
        self._show_selection()
        self._pain.tell()

    def _leave_overlap(self) -> None:
        if self._overlap.on:
            self._controller.leave_overlap()
            self._overlap.tell_all()

    def _walked(self, walking: bool) -> None:
        self._server.state.walking = walking
        self._show_selection()

    def _glided(self) -> None:
        self.view.refresh(camera_moved=True)

    def key(self, key: str) -> None:
        """Act on a key pressed on the picture."""
        if key == "h":
            self._pain.pain_toggle()
        elif key == "o":
            self._overlap.overlap_toggle()
        elif key == "Escape":
            if not (self._pain.escape() or self._overlap.escape()):
                self.choose("")
        elif key in STEP_KEYS:
            self.step(STEP_KEYS[key], still=False)
        elif self._controller.press(key):
            self.view.refresh(camera_moved=True)
