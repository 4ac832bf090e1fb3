"""One picture, or two halves of it that one camera looks into: which half shows what, and where pixels lie.

Both halves belong to one window, so that there is one picture to send; what both show is one and the same
actor, so that nothing is kept twice. Only the viewports differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest

from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkRenderingCore import (
    vtkActor2D,
    vtkCoordinate,
    vtkPolyDataMapper2D,
    vtkProp,
    vtkRenderer,
    vtkTextActor,
)

from viewer.camera.views import Size
from viewer.style import PLATE_OPACITY, Rgb

WHOLE = (0.0, 0.0, 1.0, 1.0)
BESIDE = ((0.0, 0.0, 0.5, 1.0), (0.5, 0.0, 1.0, 1.0))
STACKED = ((0.0, 0.5, 1.0, 1.0), (0.0, 0.0, 1.0, 0.5))
SEAM_PX, SEAM_OPACITY = 2.0, 0.4
INSIDE = 0.001  # of a half, so that the line is not cut off with what lies outside


@dataclass(frozen=True)
class Halves:
    """Keys of the layers that only the first half shows, and of those that only the second shows."""

    first: frozenset[str]
    second: frozenset[str]

    def shows(self, half: int, key: str) -> bool:
        """Tell whether a half (0 or 1) shows a layer."""
        return key not in (self.second if half == 0 else self.first)


@dataclass(frozen=True, eq=False)
class _Entry:
    """Something that is drawn: the layer it belongs to, and the only half that it is meant for, if any."""

    key: str
    prop: vtkProp
    only: int | None


class Board:
    """The renderers of a window, and everything in them, in the order that it is drawn in.

    Parameters
    ----------
    renderer
        Shows the whole picture; the first half of it while it is split.
    """

    def __init__(self, renderer: vtkRenderer) -> None:
        self._first = renderer
        self._second: vtkRenderer | None = None
        self._halves: Halves | None = None
        self._stacked = False
        self._order: list[_Entry] = []
        self._seam = _seam()
        self._captions: tuple[vtkProp, ...] = ()

    @property
    def renderers(self) -> tuple[vtkRenderer, ...]:
        """The renderers that show something."""
        if self._halves is None or self._second is None:
            return (self._first,)
        return self._first, self._second

    @property
    def halves(self) -> tuple[int, ...]:
        """Numbers of the halves; the whole is one half."""
        return tuple(range(len(self.renderers)))

    @property
    def stacked(self) -> bool:
        """Whether the first half is above the second, not to its left."""
        return self._stacked

    # -- what is shown

    def add(self, key: str, prop: vtkProp, only: int | None = None) -> None:
        """Draw something after all else, in the halves that show its layer, or in one half alone."""
        entry = _Entry(key, prop, only)
        self._order.append(entry)
        for half, renderer in enumerate(self.renderers):
            if self._belongs(half, entry):
                renderer.AddViewProp(prop)

    def remove(self, prop: vtkProp) -> None:
        """Draw it no longer; no harm if it is not there."""
        self._order = [entry for entry in self._order if entry.prop is not prop]
        for renderer in self.renderers:
            renderer.RemoveViewProp(prop)

    def shows(self, half: int, key: str) -> bool:
        """Tell whether a half shows a layer."""
        return self._halves is None or self._halves.shows(half, key)

    # -- whole or split

    def split(self, halves: Halves, *, stacked: bool, prepare: Callable[[vtkRenderer], None]) -> None:
        """Show two halves; ``prepare`` gives a new renderer its lights and its ground."""
        self._empty()
        if self._second is None:
            self._second = vtkRenderer()
            self._second.UseDepthPeelingOff()
            self._second.SetUseOIT(False)
            prepare(self._second)
        self._second.SetUseFXAA(self._first.GetUseFXAA())
        self._second.SetActiveCamera(self._first.GetActiveCamera())
        self._first.GetVTKWindow().AddRenderer(self._second)
        self._halves = halves
        self._fill()
        self._second.AddViewProp(self._seam)
        self._hang(self._captions)
        self.stack(stacked)

    def caption(self, texts: tuple[str, str], inks: tuple[Rgb, Rgb], plate: Rgb, text_px: int) -> None:
        """Write what each half shows at its top, while there are halves; on a page, the page does that."""
        self._hang(())
        self._captions = tuple(
            _caption(text, ink, plate, text_px) for text, ink in zip(texts, inks, strict=True)
        )
        self._hang(self._captions)

    def join(self) -> None:
        """Show the whole picture again."""
        if self._halves is None or self._second is None:
            return
        self._empty()
        self._hang(())
        self._second.RemoveViewProp(self._seam)
        self._first.GetVTKWindow().RemoveRenderer(self._second)
        self._halves = None
        self._first.SetViewport(*WHOLE)
        self._fill()

    def stack(self, stacked: bool) -> None:
        """Put the halves one above the other, or side by side."""
        self._stacked = stacked
        if self._halves is not None:
            for renderer, viewport in zip(self.renderers, STACKED if stacked else BESIDE, strict=True):
                renderer.SetViewport(*viewport)
            _run_along(self._seam, stacked)

    def ink_seam(self, rgb: Rgb) -> None:
        """Colour the line between the halves."""
        self._seam.GetProperty().SetColor(*_shares(rgb))
        self._seam.GetProperty().SetOpacity(SEAM_OPACITY)

    # -- pixels, from the top left corner

    @property
    def whole(self) -> Size:
        """Width and height of the whole picture."""
        width, height = self._first.GetVTKWindow().GetSize()
        return width, height

    @property
    def size(self) -> Size:
        """Width and height of the first half, or of the whole picture."""
        width, height = self.whole
        if self._halves is None:
            return width, height
        return (width, height - height // 2) if self._stacked else (width - width // 2, height)

    def corner(self, half: int) -> Size:
        """Where the top left corner of a half is in the whole picture."""
        width, height = self.size
        if half == 0:
            return 0, 0
        return (0, height) if self._stacked else (width, 0)

    def within(self, x: float, y: float) -> tuple[int, float, float]:
        """Half that a pixel of the whole picture lies in, and that pixel in the half."""
        if self._halves is None:
            return 0, x, y
        width, height = self.size
        half = int(y >= height if self._stacked else x >= width)
        left, top = self.corner(half)
        return half, x - left, y - top

    # -- inside

    def _belongs(self, half: int, entry: _Entry) -> bool:
        return self.shows(half, entry.key) and entry.only in (None, half)

    def _hang(self, captions: tuple[vtkProp, ...]) -> None:
        """Show captions, or none, over the halves."""
        if self._halves is None:
            return
        for renderer, before in zip_longest(self.renderers, self._captions):
            if before is not None:
                renderer.RemoveViewProp(before)
        for renderer, caption in zip_longest(self.renderers, captions):
            if caption is not None:
                renderer.AddViewProp(caption)

    def _empty(self) -> None:
        for renderer in self.renderers:
            for entry in self._order:
                renderer.RemoveViewProp(entry.prop)

    def _fill(self) -> None:
        for half, renderer in enumerate(self.renderers):
            for entry in self._order:
                if self._belongs(half, entry):
                    renderer.AddViewProp(entry.prop)


def _caption(text: str, ink: Rgb, plate: Rgb, text_px: int) -> vtkTextActor:
    made = vtkTextActor()
    made.SetInput(text)
    made.GetPositionCoordinate().SetCoordinateSystemToNormalizedViewport()
    made.SetPosition(0.5, 0.985)
    letters = made.GetTextProperty()
    letters.SetFontFamilyToArial()
    letters.BoldOn()
    letters.SetFontSize(text_px)
    letters.SetJustificationToCentered()
    letters.SetVerticalJustificationToTop()
    letters.SetColor(*_shares(ink))
    letters.SetBackgroundColor(*_shares(plate))
    letters.SetBackgroundOpacity(PLATE_OPACITY)
    return made


def _shares(rgb: Rgb) -> tuple[float, float, float]:
    red, green, blue = rgb
    return red / 255.0, green / 255.0, blue / 255.0


def _seam() -> vtkActor2D:
    where = vtkCoordinate()
    where.SetCoordinateSystemToNormalizedViewport()
    mapper = vtkPolyDataMapper2D()
    mapper.SetTransformCoordinate(where)
    seam = vtkActor2D()
    seam.SetMapper(mapper)
    seam.GetProperty().SetLineWidth(SEAM_PX)
    return seam


def _run_along(seam: vtkActor2D, stacked: bool) -> None:
    """Lay the line along the top of the second half, or along its left, just inside."""
    points, lines = vtkPoints(), vtkCellArray()
    lines.InsertNextCell(2)
    for end in (0.0, 1.0):
        lines.InsertCellPoint(
            points.InsertNextPoint(*((end, 1.0 - INSIDE) if stacked else (INSIDE, end)), 0.0)
        )
    data = vtkPolyData()
    data.SetPoints(points)
    data.SetLines(lines)
    seam.GetMapper().SetInputDataObject(data)
