"""The muscles under one visitor's eyes: which of them show, and what the skin over them lets see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from points.atlas import Atlas
from points.model import Side
from viewer import compose, style
from viewer.chosen import mark_of, muscles_of
from viewer.layers import FleshLayer, Layer
from viewer.state import ViewState

if TYPE_CHECKING:
    from points.muscle import MuscleBody


class Shows(Protocol):
    """A scene, as far as muscles are shown in it."""

    def show(self, layer: Layer) -> None:
        """Draw a layer."""

    def remove(self, key: str) -> None:
        """Take a layer out."""


class Flesh:
    """Draws the muscles that the state asks for.

    Parameters
    ----------
    scene
        Draws.
    state
        What the visitor chose; shared with the controller.
    bodies
        Gives the schematic muscles of a body by name; asked only when muscles are to be seen.
    """

    def __init__(
        self, scene: Shows, state: ViewState, bodies: Callable[[str], Mapping[str, MuscleBody]]
    ) -> None:
        self._scene = scene
        self._state = state
        self._bodies = bodies

    def peel(self, outermost: int) -> None:
        """Choose the outermost layer that shows, and let the skin over the muscles be seen through."""
        layers = self._state.layers
        if not layers.muscles.on or layers.skin.opacity > style.SEEN_THROUGH:
            layers.skin.opacity = style.SEEN_THROUGH
        layers.muscles.on = True
        self._state.peel = outermost

    def draw(self, atlas: Atlas) -> None:
        """Show the muscles of what is selected, or all from the layer on that the visitor peeled to."""
        state = self._state
        layer = self._layer(atlas) if state.layers.muscles.on else None
        if layer is None:
            self._scene.remove(compose.MUSCLES)
        else:
            self._scene.show(layer)

    def _layer(self, atlas: Atlas) -> FleshLayer | None:
        state = self._state
        mark = mark_of(atlas, state.selection)
        side = "" if mark is None or mark.located.side is Side.MIDLINE else str(mark.located.side)
        keys = muscles_of(atlas, state.selection)
        bodies = compose.chosen_muscles(self._bodies(state.body), keys, side, state.peel)
        return compose.muscles(bodies, mark if mark is not None and mark.is_trigger_point else None)
