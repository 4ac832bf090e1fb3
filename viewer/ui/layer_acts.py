"""Acts of the page that choose what shows: layers, channels, kinds of points, muscles, body, look."""

from __future__ import annotations

from typing import Any

from viewer import offers
from viewer.ui.acts import Acts, Page, act
from viewer.ui.page_state import hear, tell
from viewer.ui.words import Words


class LayerActs(Acts):
    """What the switches do."""

    def __init__(self, page: Page, words: Words) -> None:
        super().__init__(page)
        self._words = words

    # What changes in the shared state reaches the controller here: its own state stays a plain object
    # that knows nothing of trame.

    def on_layers(self, *_: Any) -> None:
        """Take over the switches of the layers."""
        hear(self._controller.state, self._shared)
        self._page.when_said(self._apply, slow=self._controller.muscles_take_long(one=False))

    def on_body(self, body: str) -> None:
        """Show another body."""
        if body != self._controller.state.body:
            self._page.calm()
            slow = self._controller.muscles_take_long(one=False)
            self._page.when_said(lambda: self._change_body(body), slow=slow)

    def on_look(self, *_: Any) -> None:
        """Change the ground and the tone of the skin."""
        self._controller.choose_look(self._shared.theme, self._shared.skin_tone)
        self._view.refresh()

    def on_solo(self, channel: str) -> None:
        """Show one channel, or all."""
        if channel != self._controller.state.solo_channel:
            self._controller.solo(channel)
            self._told()

    def on_category(self, category: str) -> None:
        """Show the points of one kind, or all."""
        if category != self._controller.state.category:
            self._controller.filter(category)
            self._told()

    @act
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
        self._told()

    @act
    def peel(self, outermost: int) -> None:
        """Show the muscles from a layer on: 1 for all, then inwards."""
        self._controller.state.layers.muscles.on = True
        slow = self._controller.muscles_take_long(one=False)
        self._page.when_said(lambda: self._peel(outermost), slow=slow)

    @act
    def show_neighbours(self, on: bool) -> None:
        """Show the neighbours of the muscle that is looked at faintly, or not."""
        self._page.calm()
        self._page.when_said(lambda: self._neighbours(on), slow=on)

    @act
    def list_muscles(self) -> None:
        """Tell the page all muscles by region."""
        atlas, bodies = self._controller.atlas, self._controller.muscles()
        self._server.state.muscle_groups = offers.muscles(atlas, bodies, self._words)

    def _apply(self) -> None:
        self._controller.apply_layers()
        self._told()

    def _change_body(self, body: str) -> None:
        self._controller.choose_body(body)
        self._page.tell_all()

    def _peel(self, outermost: int) -> None:
        self._controller.peel(outermost)
        self._told()

    def _neighbours(self, on: bool) -> None:
        self._controller.show_neighbours(on)
        self._told()

    def _told(self) -> None:
        tell(self._controller.state, self._shared)
        self._view.refresh()
