"""The cun grid on demand: laid on the skin when it is first switched on, anew for each body."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from points.cun_grid import GridLine
from viewer import compose, style
from viewer.desks.scenes import Draws
from viewer.layers import Floats
from viewer.state import ViewState


class Shows(Draws, Protocol):
    """A scene, as far as a grid is laid in it."""

    def emphasise(self, key: str, emphasis: Floats) -> None:
        """Widen or narrow lines."""

    def set_opacity(self, key: str, opacity: float) -> None:
        """Let a layer show through."""

    def set_visible(self, key: str, on: bool) -> None:
        """Show or hide a layer."""


class GridDesk:
    """One visitor's cun grid.

    Parameters
    ----------
    scene
        Draws.
    state
        What the visitor chose; shared with the controller.
    lines
        Gives the grid of a body by name; asked only when it is to be seen.
    """

    def __init__(self, scene: Shows, state: ViewState, lines: Callable[[str], Sequence[GridLine]]) -> None:
        self._scene = scene
        self._state = state
        self._lines = lines
        self._read: dict[str, Sequence[GridLine]] = {}
        self._drawn: tuple[str, str] | None = None  # body and tone of the skin

    @property
    def takes_long(self) -> bool:
        """Whether it is asked for and has still to be read, or laid."""
        return self._state.layers.grid.on and self._state.body not in self._read

    def settle(self) -> None:
        """Draw, show, hide and fade it as the state says."""
        wanted = self._state.layers.grid
        if wanted.on:
            self._draw()
        if compose.GRID in self._scene.keys:
            self._scene.set_visible(compose.GRID, wanted.on)
            self._scene.set_visible(compose.GRID_NUMBERS, wanted.on)
            self._scene.set_opacity(compose.GRID, style.GRID_OPACITY * wanted.opacity)
            self._scene.set_opacity(compose.GRID_NUMBERS, wanted.opacity)

    def forget(self) -> None:
        """Take it away: another body is seen."""
        self._drawn = None
        self._scene.remove(compose.GRID)
        self._scene.remove(compose.GRID_NUMBERS)

    def _draw(self) -> None:
        body, tone = self._state.body, str(self._state.skin_tone)
        if self._drawn == (body, tone):
            return
        if body not in self._read:
            self._read[body] = self._lines(body)
        lines = self._read[body]
        self._scene.show(compose.grid(lines, tone))
        self._scene.emphasise(compose.GRID, compose.grid_weights(lines))
        self._scene.show(compose.grid_numbers(lines))
        self._drawn = (body, tone)
