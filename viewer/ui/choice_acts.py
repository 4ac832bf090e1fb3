"""Acts of the page that select, walk and search; the card tells of what is selected."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict

from viewer.selected import MUSCLE
from viewer.ui.acts import Acts, Page, act
from viewer.ui.page_state import tell
from viewer.ui.twitching import Twitching
from viewer.ui.walking import Walking


class ChoiceActs(Acts):
    """What selects, and what goes on by itself."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._walk = Walking(self._controller, self._walked, self._glided)
        self._twitching = Twitching(self._controller, self._view.refresh)

    @property
    def keys(self) -> Mapping[str, Callable[[], None]]:
        """What ``n`` and ``p`` do."""
        return {
            "n": lambda: self.step(True, still=self._page.still),
            "p": lambda: self.step(False, still=self._page.still),
        }

    @act
    def pick_at(self, x: float, y: float, width: float, height: float, near_px: float) -> str:
        """Select the mark under a pixel, from the top left corner; return its id, or nothing."""
        if self._page.touched(x, y, width, height):
            return ""
        picked = self._controller.pick(x, y, (width, height), near_px)
        if picked:
            self.choose(picked)
        return picked

    @act
    def choose(self, selected: str) -> None:
        """Select a mark, a channel, a sinew channel or a muscle (``muscle:soleus``); an empty id clears."""
        self.calm()
        slow = selected.startswith(MUSCLE) and self._controller.muscles_take_long(one=True)
        self._page.when_said(lambda: self._choose(selected), slow=slow)

    @act
    def twitch(self, still: bool) -> None:
        """Show the local twitch response of the selected trigger point; ``still``: nothing moves."""
        self._page.when_said(lambda: self._twitch(still), slow=self._controller.muscles_take_long(one=True))

    @act
    def step(self, forward: bool, still: bool) -> None:
        """Go to the next or the previous point of the channel or muscle; ``still``: without a glide."""
        self.calm()
        self._walk.step(forward, still=still)

    @act
    def play(self, still: bool) -> None:
        """Walk along the channel by itself, or stop; ``still``: without glides."""
        self._walk.toggle(still=still)

    @act
    async def search_prepare(self) -> None:
        """Get ready for a search, while the visitor begins to type."""
        await asyncio.to_thread(self._controller.prepare_search)

    def on_search(self, text: str) -> None:
        """Answer a search."""
        self._server.state.results = [
            {"id": one.id, "title": one.title, "props": {"subtitle": one.subtitle, "appendIcon": one.icon}}
            for one in self._controller.search(text)
        ]

    def calm(self) -> None:
        """End what goes on by itself."""
        self._walk.stop()
        self._twitching.stop()

    def show(self) -> None:
        """Tell the page what is selected; who selects something wants to see its layer."""
        layer = self._controller.layer_of_selection()
        if layer:
            getattr(self._controller.state.layers, layer).on = True
            self._controller.apply_layers()
        tell(self._controller.state, self._shared)
        self.tell()
        self._server.state.found = None
        self._server.state.flush()
        self._view.refresh()

    def tell(self) -> None:
        """Tell the page the card of what is selected."""
        details = self._controller.cards.details()
        self._server.state.card = asdict(details) if details else None

    def _choose(self, selected: str) -> None:
        self._controller.select(selected)
        self._page.show_selection()

    def _twitch(self, still: bool) -> None:
        self._twitching.start(still=still)
        tell(self._controller.state, self._shared)
        self._view.refresh()

    def _walked(self, walking: bool) -> None:
        self._server.state.walking = walking
        self._page.show_selection()

    def _glided(self) -> None:
        self._view.refresh(camera_moved=True)
