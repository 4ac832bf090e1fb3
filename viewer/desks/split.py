"""Both maps side by side: dry needling in one half of the picture, Chinese medicine in the other.

One camera looks into both halves, so that a spot is at the same place in each. The selected mark is ringed in
both, and so is its nearest counterpart of the other map, which only the other half shows. Knows no widgets.
"""

from __future__ import annotations

from typing import Protocol

from points.atlas import Atlas
from viewer import compose
from viewer.camera import steer
from viewer.camera.views import Camera, Size
from viewer.draw.halves import Halves
from viewer.selected import is_mark
from viewer.state import ViewState

MAPS = Halves(
    first=frozenset(
        {
            compose.TRIGGER_POINTS, compose.GLOWS[compose.TRIGGER_POINTS], compose.ZONE, compose.OVERLAP,
            compose.COMPOSITE, compose.MUSCLES, compose.AROUND, compose.JOINS, compose.BRIDGES,
        }
    ),
    second=frozenset(
        {
            compose.ACUPOINTS, compose.GLOWS[compose.ACUPOINTS], compose.CHANNELS, compose.FLOW,
            compose.PIECES, compose.SINEWS, compose.GRID, compose.GRID_NUMBERS,
            compose.JOINS, compose.BRIDGES,  # in neither: a line from one map to the other ends nowhere
        }
    ),
)  # fmt: skip
NARROW_PX = 520.0  # a picture that is narrower and upright has its halves one above the other
UPRIGHT = 1.1
UPRIGHT_BODY = 0.55  # share of the height of a half that must fit into its width: a body with its arms


class Shows(Protocol):
    """A scene, as far as it is split."""

    @property
    def is_split(self) -> bool:
        """Whether it shows two halves."""

    @property
    def size(self) -> Size:
        """Width and height of what the camera looks into."""

    @property
    def camera(self) -> Camera:
        """The camera as it is now."""

    def split(self, halves: Halves | None, *, stacked: bool = False) -> None:
        """Show two halves, or the whole again."""

    def stack(self, stacked: bool) -> None:
        """Put the halves one above the other, or side by side."""

    def match(self, mark: str) -> None:
        """Ring the counterpart of the selected mark."""

    def look(self, camera: Camera) -> bool:
        """Move the camera there."""


class SplitDesk:
    """One visitor's split view.

    Parameters
    ----------
    scene
        Draws.
    state
        What the visitor chose; shared with the controller.
    """

    def __init__(self, scene: Shows, state: ViewState) -> None:
        self._scene = scene
        self._state = state
        self._stepped_back = 1.0
        self._stacked = False
        self.possible = True  # not where a browser draws the scene by itself

    @property
    def on(self) -> bool:
        """Whether the picture is split."""
        return self._state.split

    @property
    def stacked(self) -> bool:
        """Whether the halves are, or would be, one above the other."""
        return self._stacked

    def use(self, on: bool) -> None:
        """Split the picture, or show both maps on one body again."""
        self._state.split = on
        self.settle()

    def settle(self) -> None:
        """Split the scene as the state says. The camera steps back as far as a body needs, and returns."""
        self._state.split = self._state.split and self.possible
        if self._state.split is self._scene.is_split:
            return
        self._scene.split(MAPS if self._state.split else None, stacked=self._stacked)
        if self._state.split:
            width, height = self._scene.size
            self._stepped_back = max(1.0, UPRIGHT_BODY * height / max(width, 1))
            self._step(1.0 / self._stepped_back)
        else:
            self._step(self._stepped_back)
            self._stepped_back = 1.0

    def seen_at(self, width: float, height: float) -> bool:
        """Tell how large the picture is seen, in pixels of the page; return whether halves changed places."""
        before, self._stacked = self._stacked, width < NARROW_PX and height > UPRIGHT * width
        if before is not self._stacked and self._scene.is_split:
            self._scene.stack(self._stacked)
        return before is not self._stacked

    def draw_selection(self, atlas: Atlas) -> None:
        """Ring the nearest counterpart of the selected mark, while the picture is split."""
        self._scene.match(self.counterpart(atlas) if self._state.split else "")

    def counterpart(self, atlas: Atlas) -> str:
        """Id of the mark of the other map that is nearest to the selected one; empty without."""
        selected = self._state.selection
        near = atlas.neighbours.get(selected, ()) if is_mark(selected) else ()
        return near[0].id if near else ""

    def _step(self, factor: float) -> None:
        if factor != 1.0:
            self._scene.look(steer.closer(self._scene.camera, factor))
