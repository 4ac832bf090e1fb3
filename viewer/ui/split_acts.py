"""Acts of the page that show both maps side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from viewer.ui.acts import Acts, act


class SplitActs(Acts):
    """What the split view does. It is no tool: every tool works in it."""

    @property
    def keys(self) -> Mapping[str, Callable[[], None]]:
        """What ``v`` does."""
        return {"v": self.split_toggle}

    @act
    def split_toggle(self) -> None:
        """Show both maps side by side, or on one body again; not where the browser draws the body."""
        self._controller.use_split(not self._controller.state.split)
        self.tell()
        self._server.state.flush()
        self._view.refresh(camera_moved=True)

    @act
    def split_seen(self, width: float, height: float) -> None:
        """Tell how large the picture is on the page: an upright phone has the halves one above the other."""
        if self._controller.split.seen_at(width, height):
            self.tell()
            self._view.refresh()

    def tell(self) -> None:
        """Tell the page whether the picture is split, and how."""
        self._shared.split = self._controller.state.split
        self._server.state.split_stacked = self._controller.split.stacked
