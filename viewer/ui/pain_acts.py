"""Acts of the page that ask where a pain comes from."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import asdict

from viewer.state import PainTool
from viewer.ui.acts import Acts, Page, act
from viewer.ui.beside import Beside


class PainActs(Acts):
    """What the page's tool does."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._beside = Beside(page.server, "pain_preparing")

    @property
    def keys(self) -> Mapping[str, Callable[[], None]]:
        """What ``h`` does."""
        return {"h": self.pain_toggle}

    @property
    def on(self) -> bool:
        """Whether the pointer asks about pain."""
        return self._controller.pain.on

    # -- the tool

    @act
    def pain_toggle(self) -> None:
        """Take the tool up, to touch a spot, or lay it down."""
        self.pain_tool(PainTool.OFF if self.on else PainTool.SPOT)

    @act
    def pain_tool(self, tool: str) -> None:
        """Take up a tool: ``spot``, ``paint`` or ``off``."""
        chosen = PainTool(tool)
        if chosen is not PainTool.OFF and not self.on:
            self._page.lay_down(self)
            self._page.choose("")
            self._beside.do(self._controller.pain.prepare)
        self._controller.use_pain(chosen)
        self.tell()

    def leave(self) -> None:
        """Lay the tool down."""
        if self.on:
            self.pain_tool(PainTool.OFF)

    def escape(self) -> bool:
        """Step back: to the answer from what it led to, from the answer out; False without the tool."""
        if not self.on:
            return False
        if self._controller.state.selection and self._controller.pain.answer is not None:
            self._page.choose("")
        else:
            self.pain_tool(PainTool.OFF)
        return True

    @act
    def pain_clear(self) -> None:
        """Forget what was touched or painted."""
        self._page.choose("")
        self._controller.pain.clear()
        self.tell()

    @act
    def pain_glance(self, mark_id: str) -> None:
        """Paint the zone of a trigger point while the pointer rests on its row."""
        self._controller.pain.glance(mark_id)
        self._view.refresh()

    # -- the pointer

    def touch(self, x: float, y: float, width: float, height: float) -> bool:
        """Ask about the spot under a pixel."""
        self._let_go()
        across, down = self._controller.gaze.scale((width, height))
        if self._controller.pain.ask_at(x * float(across), y * float(down)):
            self.tell()
        return True

    @act
    def paint(self, pixels: list[list[float]], width: float, height: float, begins: bool) -> None:
        """Draw the brush along pixels."""
        self._hear()
        if begins:
            self._let_go()
        across, down = (float(share) for share in self._controller.gaze.scale((width, height)))
        self._controller.pain.stroke([(x * across, y * down) for x, y in pixels], begins=begins)
        self._view.refresh()

    @act
    def paint_ends(self) -> None:
        """Answer for what is painted."""
        self._controller.pain.finish()
        self.tell()

    @act
    def brush_at(self, x: float, y: float, width: float, height: float) -> float:
        """Radius of the brush over the skin under a pixel, in pixels of the page; 0 beside the skin."""
        self._hear()
        across, down = (float(share) for share in self._controller.gaze.scale((width, height)))
        return self._controller.pain.brush_px(x * across, y * down) / down

    # -- kept spots, and how many zones there are

    @act
    def ashi_keep(self) -> None:
        """Keep the spot that was touched, and select it."""
        kept = self._controller.pain.keep(datetime.date.today().isoformat())
        self.tell()
        if kept:
            self._page.choose(kept)

    @act
    def ashi_drop(self, number: int) -> None:
        """Take a kept spot away."""
        self._page.choose("")
        self._controller.pain.drop(number)
        self.tell()

    @act
    def ashi_ask(self, number: int) -> None:
        """Ask about a kept spot again."""
        self._page.choose("")
        if not self.on:
            self._page.lay_down(self)
            self._controller.use_pain(PainTool.SPOT)
        self._controller.pain.ask_again(number)
        self.tell()

    @act
    def count_essential(self, only: bool) -> None:
        """Count the essential parts of zones alone, or the whole of them."""
        self._controller.state.pain.essential_only = only
        self._controller.pain.draw_composite()
        self._controller.apply_layers()
        self.tell()

    # -- inside

    def tell(self) -> None:
        """Tell the page the tool, the answer and the kept spots."""
        mine, theirs = self._controller.state, self._shared
        theirs.pain.tool, theirs.pain.rubs = mine.pain.tool, mine.pain.rubs
        theirs.pain.essential_only, theirs.ashi = mine.pain.essential_only, mine.ashi
        card = self._controller.cards.pain_card()
        self._server.state.pain = asdict(card) if card else None
        self._server.state.pain_all = False
        self._server.state.flush()
        self._view.refresh()

    def _hear(self) -> None:
        """Take over the brush that the page's widgets set."""
        mine, theirs = self._controller.state.pain, self._shared.pain
        mine.brush_mm, mine.rubs = float(theirs.brush_mm), bool(theirs.rubs)

    def _let_go(self) -> None:
        """Select nothing: a new question is about the skin."""
        if self._controller.state.selection:
            self._page.choose("")
