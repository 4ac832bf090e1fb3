"""Where short texts go beside their marks so that none covers another; the same for pictures and for HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Size = tuple[int, int]

WIDTH_SHARE = 0.5  # of the text height, per letter: a little more than bold sans-serif faces take
GAP_PX = 3.0


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

    def covers(self, pixels: FloatArray) -> bool:
        """Tell whether any of (m, 2) pixels lies in it."""
        across = (pixels[:, 0] > self.left) & (pixels[:, 0] < self.right)
        return bool((across & (pixels[:, 1] > self.top) & (pixels[:, 1] < self.bottom)).any())

    def within(self, size: Size) -> bool:
        """Tell whether all of it is in a picture of that width and height."""
        return self.left >= 0 and self.top >= 0 and self.right <= size[0] and self.bottom <= size[1]


def place(
    pixels: FloatArray,
    radii_px: FloatArray,
    texts: Sequence[str],
    size: Size,
    text_px: float,
    optional: NDArray[np.bool_] | None = None,
    others: FloatArray | None = None,
) -> dict[int, Box]:
    """Find a box for each text, right, left, above or below its mark.

    A place that covers no other mark is taken first; an optional text without such a place is left out.

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

    Returns
    -------
    dict
        Index of the text to its box; texts without room are left out.
    """
    placed: dict[int, Box] = {}
    marks = np.zeros((0, 2)) if others is None else np.asarray(others, dtype=np.float64)
    for index, text in enumerate(texts):
        around = _around(pixels[index], float(radii_px[index]) + GAP_PX, len(text), text_px)
        free = [box for box in around if box.within(size) and not _meets_any(box, placed.values())]
        clear = next((box for box in free if not box.covers(marks)), None)
        if clear is None and free and not (optional is not None and optional[index]):
            clear = free[0]
        if clear is not None:
            placed[index] = clear
    return placed


def _meets_any(box: Box, placed: Iterable[Box]) -> bool:
    return any(box.meets(other) for other in placed)


def _around(pixel: FloatArray, gap: float, letters: int, text_px: float) -> list[Box]:
    x, y = (float(value) for value in np.asarray(pixel))
    wide, high = letters * text_px * WIDTH_SHARE + 6.0, text_px + 6.0
    return [
        Box(x + gap, y - high / 2.0, x + gap + wide, y + high / 2.0),
        Box(x - gap - wide, y - high / 2.0, x - gap, y + high / 2.0),
        Box(x - wide / 2.0, y - gap - high, x + wide / 2.0, y - gap),
        Box(x - wide / 2.0, y + gap, x + wide / 2.0, y + gap + high),
    ]
