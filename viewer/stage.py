"""A picture without a screen: the least that VTK needs, and none of what PyVista would import."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from types import TracebackType
from typing import cast

import numpy as np
import vtkmodules.vtkRenderingOpenGL2  # noqa: F401 - registers what draws
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkUnsignedCharArray
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkRenderingCore import vtkRenderer, vtkRenderWindow

from viewer.camera.views import Size
from viewer.output import write_bytes

Image = NDArray[np.uint8]
HEADER = 33  # bytes before the first chunk of a PNG that may say more: its signature and its size


class StillStage:
    """A window off the screen that draws every pixel of a picture as several and averages them.

    Parameters
    ----------
    size
        Width and height of the picture in pixels.
    oversampling
        Drawn pixels per picture pixel, along each axis.
    """

    def __init__(self, size: Size, oversampling: int = 2) -> None:
        self.oversampling = oversampling
        self.renderer = vtkRenderer()
        self.render_window = vtkRenderWindow()
        self.render_window.SetOffScreenRendering(1)
        self.render_window.SetMultiSamples(0)
        self.render_window.SetSize(size[0] * oversampling, size[1] * oversampling)
        self.render_window.AddRenderer(self.renderer)

    def __enter__(self) -> StillStage:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.render_window.Finalize()

    def picture(self) -> Image:
        """Draw the scene: (height, width, 3), top row first."""
        self.render_window.Render()
        width, height = self.render_window.GetSize()
        pixels = vtkUnsignedCharArray()
        self.render_window.GetPixelData(0, 0, width - 1, height - 1, 1, pixels, 0)
        drawn = _numbers(pixels).reshape(height, width, 3)[::-1]
        return _averaged(drawn, self.oversampling)


def write_png(image: Image, path: Path) -> None:
    """Write (height, width, 3) as a PNG; the file appears whole or not at all.

    Raises
    ------
    viewer.errors.OutputError
        If it cannot be written.
    """
    write_bytes(path, png(image))


def png(image: Image, dpi: float | None = None) -> bytes:
    """Give the bytes of a PNG of (height, width, 3), or 4 with opacity; ``dpi`` tells its size on paper."""
    from vtkmodules.vtkIOImage import vtkPNGWriter

    writer = vtkPNGWriter()
    writer.SetInputData(_flat(image))
    writer.SetCompressionLevel(4)
    writer.WriteToMemoryOn()
    writer.Write()
    written = _numbers(writer.GetResult()).tobytes()
    return written if dpi is None else _sized(written, dpi)


def jpeg(image: Image, quality: int = 90) -> bytes:
    """Give the bytes of a JPEG of (height, width, 3)."""
    from vtkmodules.vtkIOImage import vtkJPEGWriter

    writer = vtkJPEGWriter()
    writer.SetInputData(_flat(image))
    writer.SetQuality(quality)
    writer.ProgressiveOn()
    writer.WriteToMemoryOn()
    writer.Write()
    return _numbers(writer.GetResult()).tobytes()


def _sized(written: bytes, dpi: float) -> bytes:
    """Put into a PNG how many pixels go on a metre of paper, before its pixels begin."""
    per_metre = round(dpi / 0.0254)
    body = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    chunk = struct.pack(">I", 9) + body + struct.pack(">I", zlib.crc32(body))
    return written[:HEADER] + chunk + written[HEADER:]


def _flat(image: Image) -> vtkImageData:
    height, width, parts = image.shape
    data = vtkImageData()
    data.SetDimensions(width, height, 1)
    bottom_up = np.ascontiguousarray(image[::-1]).reshape(-1, parts)
    data.GetPointData().SetScalars(numpy_to_vtk(bottom_up, deep=True))  # type: ignore[no-untyped-call]
    return data


def _averaged(drawn: Image, by: int) -> Image:
    if by == 1:
        return drawn
    total = np.zeros((drawn.shape[0] // by, drawn.shape[1] // by, 3), np.uint16)
    for row in range(by):
        for column in range(by):
            total += drawn[row::by, column::by]
    return ((total + by * by // 2) // (by * by)).astype(np.uint8)


def _numbers(array: vtkUnsignedCharArray) -> NDArray[np.uint8]:
    return cast("NDArray[np.uint8]", vtk_to_numpy(array))  # type: ignore[no-untyped-call]
