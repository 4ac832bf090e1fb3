"""Where short texts go beside their marks so that none covers another; the same for pictures and for HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Size = tuple[int, int]

WIDTH_SHARE = 0.5  # of the text height, per letter, where nobody measured the text
GAP_SHARE, PLATE_SHARE = (
    0.23,
    0.46,
)  # of the text height: from a mark to its text, what a plate adds to a text
NO_ROOM = 10**9


@dataclass(frozen=True)
class Box:
    """A label's place: left, top, right, bottom in pixels from the picture's top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Tell whether two boxes overlap."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


def place(
    pixels: FloatArray,
    radii_px: FloatArray,
    texts: Sequence[str],
    size: Size,
    text_px: float,
    optional: NDArray[np.bool_] | None = None,
    others: FloatArray | None = None,
    before: Sequence[Box] = (),
    upon: bool = False,
    widths_px: FloatArray | None = None,
) -> dict[int, Box]:
    """Find a box for each text, right, left, above or below its mark.

    A place that covers no other mark is taken, else the one that covers fewest; an optional text without
    a place that covers none is left out.

    Parameters
    ----------
    pixels
        (k, 2) marks, most important first, from the top left corner.
    radii_px
        (k,) their radii.
    texts
        k texts.
    size
        Width and height of the picture.
    text_px
        Height of the text.
    optional
        (k,) which texts only stand where they cover no mark; none of them, if it is not given.
    others
        (m, 2) marks that are better not covered.
    before
        Boxes that are taken already.
    upon
        Whether the texts stand upon their marks, not beside them.
    widths_px
        (k,) widths of the texts as they are drawn; estimated, if they are not given.

    Returns
    -------
    dict
        Index of the text to its box; texts without room are left out.
    """
    if widths_px is None:
        widths_px = np.array([len(text) for text in texts]) * text_px * WIDTH_SHARE
    gaps_px = np.asarray(radii_px) + GAP_SHARE * text_px
    boxes = _around(np.asarray(pixels, np.float64), gaps_px, widths_px, text_px)
    if upon:
        middles = (boxes[..., :2] + boxes[..., 2:]) / 2.0
        boxes += np.tile(np.asarray(pixels, np.float64).reshape(-1, 1, 2) - middles, 2)
    free = np.all(boxes[..., :2] >= 0.0, axis=2) & np.all(boxes[..., 2:] <= size, axis=2)
    covered = _covered(boxes, np.zeros((0, 2)) if others is None else np.asarray(others))
    taken = np.empty((len(before) + len(texts), 4))
    taken[: len(before)] = [(box.left, box.top, box.right, box.bottom) for box in before] or np.empty((0, 4))
    placed: dict[int, Box] = {}
    for index in range(len(texts)):
        apart = free[index] & ~_meeting(boxes[index], taken[: len(before) + len(placed)])
        wanted = apart & (covered[index] == 0)
        if not wanted.any() and not (optional is not None and optional[index]):
            wanted = apart & (covered[index] == covered[index][apart].min(initial=NO_ROOM))
        if wanted.any():
            taken[len(before) + len(placed)] = boxes[index, wanted.argmax()]
            placed[index] = Box(*taken[len(before) + len(placed)].tolist())
    return placed


def _around(pixels: FloatArray, gaps_px: FloatArray, widths_px: FloatArray, text_px: float) -> FloatArray:
    """(k, 4, 4) boxes right of, left of, above and below each mark: left, top, right, bottom."""
    wide = np.asarray(widths_px) + PLATE_SHARE * text_px
    high = np.full(len(wide), (1.0 + PLATE_SHARE) * text_px)
    zero, gap = np.zeros(len(wide)), gaps_px
    corners = [
        (gap, -high / 2.0),
        (-gap - wide, -high / 2.0),
        (-wide / 2.0, -gap - high),
        (-wide / 2.0, gap),
    ]
    shifts = np.array([[x + zero, y + zero, x + wide, y + high] for x, y in corners])
    boxes: FloatArray = np.tile(pixels.reshape(-1, 2), 2)[:, None] + shifts.transpose(2, 0, 1)
    return boxes


def _covered(boxes: FloatArray, spots: FloatArray) -> NDArray[np.int64]:
    """(k, 4) how many of (m, 2) spots lie in each of (k, 4, 4) boxes."""
    x, y = spots[:, 0], spots[:, 1]
    left, top, right, bottom = np.moveaxis(boxes[..., None], 2, 0)
    covered: NDArray[np.int64] = np.count_nonzero((x > left) & (x < right) & (y > top) & (y < bottom), axis=2)
    return covered


def _meeting(boxes: FloatArray, taken: FloatArray) -> NDArray[np.bool_]:
    """(4,) whether each of (4, 4) boxes overlaps any of (n, 4)."""
    low = boxes[:, None, :2] < taken[None, :, 2:]
    high = boxes[:, None, 2:] > taken[None, :, :2]
    meeting: NDArray[np.bool_] = np.logical_or.reduce(np.logical_and.reduce(low & high, axis=2), axis=1)
    return meeting
