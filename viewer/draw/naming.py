"""Names beside the marks of a picture: which of them are written, and what they leave free."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from viewer import picking, style
from viewer.camera.views import Size
from viewer.draw.cast import Cast
from viewer.draw.halves import Board
from viewer.draw.labels import DrawnLabels
from viewer.draw.rings import DrawnRings
from viewer.draw.sight import Sight
from viewer.labels import Box

FloatArray = NDArray[np.float64]

FACING_US = 0.3  # cosine; marks that are seen more from the side are not named unless asked for
CAPTION_ROOM_PX = (92.0, 42.0)  # to either side of the middle of a half, and from its top
TURN = np.linspace(0.0, 2.0 * np.pi, 16, endpoint=False)
ROUND = np.column_stack([np.cos(TURN), np.sin(TURN)])  # a circle that names leave free


class Naming:
    """Puts the labels of a cast beside their marks."""

    def __init__(self, board: Board, cast: Cast, rings: DrawnRings, sight: Sight) -> None:
        self._board = board
        self._cast = cast
        self._rings = rings
        self._sight = sight

    def place(self, pixel_ratio: float, mark_px: float, selected: str) -> None:
        """Put labels beside their marks as the camera sees them now.

        Parameters
        ----------
        pixel_ratio
            Drawn pixels per pixel of the picture as it will be seen.
        mark_px
            Radius of a usual mark in drawn pixels.
        selected
            Id of the mark that has the ring of the selection.
        """
        for half in self._board.halves:
            before = [self._under_caption(pixel_ratio)] if self._in_halves else []
            for drawn in sorted(self._cast.labels, key=lambda drawn: not drawn.comes_first):
                if self._board.shows(half, drawn.layer.key):
                    # a picture that moves is drawn smaller than it is seen
                    drawn.write_at(pixel_ratio, round(self._sight.size[1] / pixel_ratio))
                    self._arrange(drawn, half, before, pixel_ratio, mark_px, selected)
                    before += [box for _, box in drawn.written(half)]

    @property
    def _in_halves(self) -> bool:
        return len(self._board.halves) > 1

    def _arrange(
        self,
        drawn: DrawnLabels,
        half: int,
        before: Sequence[Box],
        pixel_ratio: float,
        mark_px: float,
        selected: str,
    ) -> None:
        layer, size = drawn.layer, self._sight.size
        targets = self._sight.targets(half)
        wanted = self._wanted(drawn, targets, pixel_ratio)
        pixels, seen = np.zeros((len(wanted), 2)), wanted.copy()
        pixels[wanted], seen[wanted] = self._sight.project(
            layer.positions_mm[wanted], layer.normals[wanted], half
        )
        ringed = np.array([mark == selected for mark in layer.ids], bool)
        radii = mark_px * np.where(ringed, style.RINGS["selected"].scale, 1.0)
        rim = pixels[ringed, None] + radii[ringed, None, None] * ROUND
        others = np.vstack([self._before_us(targets), rim.reshape(-1, 2), self._other_rims(mark_px)])
        drawn.arrange(pixels, seen, radii, size, others, half, self._lower_left(half), before)

    def _wanted(self, drawn: DrawnLabels, targets: picking.Targets, pixel_ratio: float) -> NDArray[np.bool_]:
        """(k,) texts to be written: at this scale, of marks that are there and face us."""
        camera, layer = self._sight.camera, drawn.layer
        there = set(targets.ids)  # a name without its mark would say nothing
        wanted = drawn.wanted(camera.pixels_per_mm(self._sight.size) / pixel_ratio)
        wanted &= layer.own | np.array([mark in there for mark in layer.ids], bool)
        toward = camera.position_mm - layer.positions_mm
        facing = np.einsum("ki,ki->k", toward, layer.normals) / np.linalg.norm(toward, axis=1)
        wanted &= (facing > FACING_US) | ~drawn.optional
        return wanted

    def _lower_left(self, half: int) -> Size:
        left, top = self._board.corner(half)
        return left, self._board.whole[1] - top - self._sight.size[1]

    def _other_rims(self, mark_px: float) -> FloatArray:
        """(m, 2) pixels of the rings of halves: one of both has the ring without its mark."""
        places = self._rings.places_mm
        kinds = [kind for kind in ("selected", "match") if self._in_halves and kind in places]
        if not kinds:
            return np.zeros((0, 2))
        centres = np.array([places[kind] for kind in kinds])
        pixels, _ = self._sight.camera.project(centres, self._sight.size)
        radii = mark_px * np.array([style.RINGS[kind].scale for kind in kinds])
        rims: FloatArray = pixels[:, None] + radii[:, None, None] * ROUND
        return rims.reshape(-1, 2)

    def _under_caption(self, pixel_ratio: float) -> Box:
        """Room at the top of a half that its caption takes."""
        across, down = (pixel_ratio * side for side in CAPTION_ROOM_PX)
        middle = self._sight.size[0] / 2.0
        return Box(middle - across, 0.0, middle + across, down)

    def _before_us(self, targets: picking.Targets) -> FloatArray:
        """(m, 2) pixels of the marks that face the camera, whether or not something hides them."""
        camera = self._sight.camera
        toward = camera.position_mm - targets.positions_mm
        facing = np.einsum("ki,ki->k", toward, targets.normals) > 0.0
        pixels, depth = camera.project(targets.positions_mm[facing], self._sight.size)
        return pixels[depth > 0.0]
