"""Labels inside a picture or a plain window; the browser draws its own at the places of `viewer.labels`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import vtkmodules.vtkRenderingFreeType  # noqa: F401 - registers the text renderer
from numpy.typing import NDArray
from vtkmodules.vtkCommonCore import vtkPoints, vtkStringArray
from vtkmodules.vtkCommonDataModel import vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor2D, vtkTextProperty, vtkTextRenderer
from vtkmodules.vtkRenderingLabel import vtkLabeledDataMapper

from viewer import style
from viewer.camera.views import Size
from viewer.labels import WIDTH_SHARE, Box, place
from viewer.layers import LabelLayer

FloatArray = NDArray[np.float64]
SCREEN_DPI = 72  # at which a letter is as many pixels high as its size says


class DrawnLabels:
    """All labels of a layer as one flat actor over the picture, or one over each of its halves."""

    def __init__(self, layer: LabelLayer, theme: str, pixel_ratio: float) -> None:
        self.layer = layer
        self.text_px = 0
        self._sheets = (_Sheet(), _Sheet())
        self._measured: dict[tuple[str, int], float] = {}
        self.set_theme(theme)
        self.write_at(pixel_ratio)

    @property
    def prop(self) -> vtkActor2D:
        """The names over the picture, or over the first half of it."""
        return self._sheets[0].prop

    @property
    def second(self) -> vtkActor2D:
        """The names over the second half."""
        return self._sheets[1].prop

    def written(self, half: int = 0) -> list[tuple[str, Box]]:
        """Texts and their places in a half, as they are now."""
        return self._sheets[half].texts

    @property
    def comes_first(self) -> bool:
        """Whether its texts stand on their places at any distance: no other text may take their room."""
        return self.layer.own and not self.optional.any()

    def write_at(self, pixel_ratio: float, height_px: float = 0.0) -> None:
        """Take the size that suits so many drawn pixels per pixel of a picture as it is seen, so high."""
        share = style.NUMBER_SHARE if self.layer.own else 1.0
        self.text_px = round(share * style.label_px(height_px) * pixel_ratio)
        for sheet in self._sheets:
            sheet.letters.SetFontSize(self.text_px)

    def fit(self, pixels_per_mm: float, height_px: int) -> None:
        """Nothing of it depends on the zoom; where the labels go is said by `arrange`."""

    def set_theme(self, theme: str) -> None:
        """Take ink and plate of a ground."""
        ground = style.GROUNDS[theme]
        for sheet in self._sheets:
            sheet.letters.SetColor(*(channel / 255.0 for channel in ground.ink))
            sheet.letters.SetBackgroundColor(*(channel / 255.0 for channel in ground.plate))

    def wanted(self, pixels_per_mm: float) -> NDArray[np.bool_]:
        """Tell which texts are to be written at a scale: (k,)."""
        return np.asarray(self.layer.from_scale) <= pixels_per_mm

    @property
    def optional(self) -> NDArray[np.bool_]:
        """(k,) texts that nobody asked for: they stand where there is room for them."""
        return np.asarray(self.layer.from_scale) > 0.0

    def arrange(
        self,
        pixels: FloatArray,
        seen: NDArray[np.bool_],
        radii_px: FloatArray,
        size: Size,
        others: FloatArray,
        half: int = 0,
        corner: Size = (0, 0),
        before: Sequence[Box] = (),
    ) -> None:
        """Put the labels beside their marks.

        Parameters
        ----------
        pixels
            (k, 2) the marks, from the top left corner.
        seen
            (k,) whether each can be seen and is wanted; a label without its mark is left out.
        radii_px
            (k,) radii of the marks, with a ring where they have one.
        size
            Width and height of the picture.
        others
            (m, 2) marks that texts had better not cover.
        half, corner
            Which half of a picture this is, and where its lower left corner is in the whole.
        before
            Boxes of other layers' labels.
        """
        chosen = np.flatnonzero(seen)
        texts = [self.layer.texts[index] for index in chosen]
        optional = self.optional[chosen]
        boxes = place(
            pixels[chosen], radii_px[chosen], texts, size, self.text_px, optional, others,
            before, self.layer.own, self._widths_px(texts),
        )  # fmt: skip
        written = [(texts[index], box) for index, box in boxes.items()]
        self._sheets[half].write(written, size, corner)

    def _widths_px(self, texts: Sequence[str]) -> FloatArray:
        for text in texts:
            if (text, self.text_px) not in self._measured:
                self._measured[text, self.text_px] = _width_px(text, self._sheets[0].letters)
        return np.array([self._measured[text, self.text_px] for text in texts])

    def set_visible(self, on: bool) -> None:
        """Show them or not."""
        for sheet in self._sheets:
            sheet.prop.SetVisibility(on)

    def set_opacity(self, opacity: float) -> None:
        """Show through: 0 (not seen) to 1."""
        for sheet in self._sheets:
            sheet.letters.SetOpacity(opacity)
            sheet.letters.SetBackgroundOpacity(opacity * style.PLATE_OPACITY)


def _width_px(text: str, letters: vtkTextProperty) -> float:
    """How much room a text takes when it is drawn: the usual one at least."""
    box = [0, 0, 0, 0]
    usual = len(text) * letters.GetFontSize() * WIDTH_SHARE
    vtkTextRenderer.GetInstance().GetBoundingBox(letters, text, box, SCREEN_DPI)
    return max(usual, float(box[1] - box[0]))


class _Sheet:
    """The labels over one half of a picture."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, Box]] = []
        self._place: tuple[Size, Size] | None = None
        self._mapper = vtkLabeledDataMapper()
        self._mapper.SetLabelModeToLabelFieldData()
        self._mapper.SetFieldDataName("texts")
        self._mapper.CoordinateSystemDisplay()
        self.prop = vtkActor2D()
        self.prop.SetMapper(self._mapper)
        self.letters = self._mapper.GetLabelTextProperty()
        self.letters.SetFontFamilyToArial()
        self.letters.BoldOn()
        self.letters.ItalicOff()
        self.letters.ShadowOff()
        self.letters.SetJustificationToCentered()
        self.letters.SetVerticalJustificationToCentered()
        self.letters.SetBackgroundOpacity(style.PLATE_OPACITY)

    def write(self, texts: list[tuple[str, Box]], size: Size, corner: Size) -> None:
        """Write texts at their places in a half of that size, whose lower left corner is there."""
        if self._place == (size, corner) and self.texts == texts:
            return
        self.texts, self._place = texts, (size, corner)
        points, words = vtkPoints(), vtkStringArray()
        words.SetName("texts")
        for text, box in texts:
            across, up = (box.left + box.right) / 2.0, size[1] - (box.top + box.bottom) / 2.0
            points.InsertNextPoint(corner[0] + across, corner[1] + up, 0.0)
            words.InsertNextValue(text)
        data = vtkPolyData()
        data.SetPoints(points)
        data.GetPointData().AddArray(words)
        self._mapper.SetInputData(data)
