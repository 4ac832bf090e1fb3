"""Acts of the page that look at the overlap of both maps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict

from viewer.state import NullModel
from viewer.ui.acts import Acts, Page, act
from viewer.ui.page_state import tell


class OverlapActs(Acts):
    """What the page does while it looks at the overlap."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._entering: asyncio.Task[None] | None = None

    @property
    def keys(self) -> Mapping[str, Callable[[], None]]:
        """What ``o`` does."""
        return {"o": self.overlap_toggle}

    @property
    def on(self) -> bool:
        """Whether the body shows which points match."""
        return self._controller.overlap.on

    @act
    def overlap_toggle(self) -> None:
        """Look at the overlap, or at everything as it was before."""
        if self._entering is not None:
            self._entering.cancel()
        elif self.on:
            self.leave()
        else:
            self._entering = asyncio.ensure_future(self._enter())

    def leave(self) -> None:
        """Look at everything as it was before."""
        if self.on:
            self._controller.leave_overlap()
            self.tell_all()

    def escape(self) -> bool:
        """Step back: from a full card to the pair, from a selection to all pairs, then out; False if out."""
        if not self.on:
            return False
        if self._server.state.overlap_card:
            self._server.state.overlap_card = False
            self._server.state.flush()
        elif self._controller.state.selection:
            self._controller.select("")
            self._page.show_selection()
        else:
            self.overlap_toggle()
        return True

    @act
    def overlap_slide(self, tolerance_mm: float) -> None:
        """Count what is so near as a match."""
        if self.on:
            self._controller.overlap.slide(float(tolerance_mm))
            state = self._server.state
            state.overlap_mm = round(tolerance_mm)  # for a page that is loaded anew; this one is ahead of us
            state.clean("overlap_mm")
            self._view.refresh()

    @act
    def overlap_extra(self, on: bool) -> None:
        """Count the extra points too, or not."""
        self._count(extra=on, same_muscle=self._controller.state.overlap.same_muscle)

    @act
    def overlap_same(self, on: bool) -> None:
        """Count only what lies in the same muscle, or all that is near."""
        self._count(extra=self._controller.state.overlap.extra, same_muscle=on)

    @act
    def overlap_null(self, null: str) -> None:
        """Choose which chance stands beside what is seen."""
        if self.on:
            self._controller.overlap.hold_against(NullModel(null))
            self.tell()

    @act
    def overlap_tint(self, on: bool) -> None:
        """Tint the skin by how zones and channels agree, or not."""
        if self.on:
            self._controller.overlap.tint(bool(on))
            self._controller.apply_layers()
            self.tell()

    def tell(self) -> None:
        """Tell the page what is counted and the pair that is looked at."""
        state, card = self._server.state, self._controller.cards.overlap_card()
        state.overlap = asdict(card) if card else None
        mine, theirs = self._controller.state.overlap, self._shared.overlap
        theirs.on, theirs.extra, theirs.same_muscle = mine.on, mine.extra, mine.same_muscle
        theirs.null, theirs.agreement = mine.null, mine.agreement
        if card is None:
            state.overlap_card = False
        self.tell_pair()
        state.flush()
        self._view.refresh()

    def tell_pair(self) -> None:
        """Tell the page the pair that is looked at."""
        pair = self._controller.cards.pair_card()
        self._server.state.overlap_pair = asdict(pair) if pair else None

    def _count(self, *, extra: bool, same_muscle: bool) -> None:
        if self.on:
            self._controller.overlap.count(extra=extra, same_muscle=same_muscle)
            self._page.show_selection()
            self.tell()

    async def _enter(self) -> None:
        try:
            with self._server.state as state:
                state.overlap_preparing = True
            await asyncio.to_thread(self._controller.overlap.prepare)
            self._page.calm()
            self._page.lay_down(self)
            self._controller.enter_overlap()
        finally:
            self._entering = None
            with self._server.state as state:
                state.overlap_preparing = False
                state.overlap_mm = round(self._controller.state.overlap.tolerance_mm)
                self.tell_all()

    def tell_all(self) -> None:
        """Tell the page all that changes when the overlap begins or ends to be looked at."""
        tell(self._controller.state, self._shared)
        self._page.show_selection()
        self.tell()
