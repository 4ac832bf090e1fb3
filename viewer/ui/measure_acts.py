"""Acts of the page that measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict

from viewer.ui.acts import Acts, Page, act
from viewer.ui.beside import Beside


class MeasureActs(Acts):
    """What the measuring tool does."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._taken = ""
        self._beside = Beside(page.server, "measure_preparing")

    @property
    def keys(self) -> Mapping[str, Callable[[], None]]:
        """What ``m`` does."""
        return {"m": self.measure_toggle}

    @property
    def on(self) -> bool:
        """Whether the pointer measures."""
        return self._controller.measure.on

    @act
    def measure_toggle(self) -> None:
        """Take the ruler up, or put it away."""
        if self.on:
            self.leave()
            return
        self._page.lay_down(self)
        self._controller.use_measure(True)
        self._beside.do(self._controller.measure.prepare)
        self._taken = ""  # who has selected a point measures from there
        self._show()

    @act
    def measure_clear(self) -> None:
        """Forget both spots."""
        self._controller.measure.clear()
        self._show()

    def leave(self) -> None:
        """Put the ruler away."""
        if self.on:
            self._controller.use_measure(False)
            self._show()

    def escape(self) -> bool:
        """Step back: forget the spots, then put the ruler away; False without it."""
        if not self.on:
            return False
        if self._controller.measure.ends:
            self.measure_clear()
        else:
            self.leave()
        return True

    def touch(self, x: float, y: float, width: float, height: float, near_px: float = 6.0) -> bool:
        """Set a spot, or take up the end that is there."""
        across, down = (float(share) for share in self._controller.gaze.scale((width, height)))
        self._controller.measure.touch(x * across, y * down, near_px)
        self._show()
        return True

    @act
    def measure_end_at(self, x: float, y: float, width: float, height: float, near_px: float) -> int:
        """Tell the number of the end under a pixel; -1 for none."""
        across, down = (float(share) for share in self._controller.gaze.scale((width, height)))
        return self._controller.measure.end_at(x * across, y * down, near_px * down)

    @act
    def measure_drag(self, number: int, x: float, y: float, width: float, height: float) -> None:
        """Bring an end to a pixel."""
        if not self.on:
            return
        across, down = (float(share) for share in self._controller.gaze.scale((width, height)))
        if self._controller.measure.held != number:
            self._controller.measure.hold(number)
        self._controller.measure.drag(x * across, y * down)
        self._show()

    @act
    def measure_drop(self) -> None:
        """Let go of the end that is held."""
        self._controller.measure.hold(-1)
        self._show()

    def tell(self) -> None:
        """Tell the page what is measured; a point that was found by its name is a spot."""
        selected = self._controller.state.selection
        if self.on and selected != self._taken:
            self._controller.measure.take(selected)
        self._taken = selected
        card = self._controller.cards.measure_card()
        self._server.state.measure = asdict(card) if card else None
        mine, theirs = self._controller.state.measure, self._shared.measure
        theirs.on, theirs.ends = mine.on, list(mine.ends)

    def _show(self) -> None:
        self.tell()
        self._server.state.flush()
        self._view.refresh()
