"""What the page's pointer and fingers do to the picture: turn, zoom, shift, hover; nothing is selected."""

from __future__ import annotations

from viewer.ui.acts import Acts, act


class Sight(Acts):
    """Acts of the page that change only where the visitor looks from, or what is under the pointer."""

    @act
    def hover_at(self, x: float, y: float, width: float, height: float) -> str:
        """Bring the mark under a pixel forward; return its name, or nothing."""
        before = self._controller.state.hover
        name = self._controller.hover(x, y, (width, height))
        if self._controller.state.hover != before:
            self._view.refresh()
        return name

    @act
    def look(self, view: str) -> None:
        """Move the camera to a named view, or to face the selection."""
        self._controller.look(view)
        self._view.refresh(camera_moved=True)

    @act
    def zoom(self, factor: float, x: float, y: float, width: float, height: float) -> None:
        """Step closer by a factor above 1, away by one below; what is under the pixel stays there."""
        self._controller.pilot.zoom(factor, self._controller.gaze.from_middle(x, y, (width, height)))
        self._view.refresh(camera_moved=True)

    @act
    def shift(self, right_px: float, down_px: float) -> None:
        """Shift the picture by so many of its pixels."""
        self._controller.pilot.shift(right_px, down_px)
        self._view.refresh(camera_moved=True)

    @act
    def seen(self, width: float, height: float) -> None:
        """Tell how large the picture is on the page, in its pixels."""
        self._controller.gaze.see_at((width, height))

    @act
    def camera_is(self, position: list[float], focus: list[float], up: list[float], angle_deg: float) -> None:
        """Take over the camera of a browser that draws by itself."""
        if self._controller.gaze.take_camera(position, focus, up, angle_deg):
            self._view.refresh()

    @act
    def where_is(self, mark_id: str, width: float, height: float) -> list[float]:
        """Pixel of a mark in the picture as it is now, for tests and tours; empty when it cannot be seen."""
        return self._controller.where_is(mark_id, (width, height))
