"""What a layer becomes in the scene: one actor, and how it answers to the zoom."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkRenderingCore import vtkProp

FloatArray = NDArray[np.float64]


class Drawn(Protocol):
    """A layer in the scene."""

    @property
    def prop(self) -> vtkProp:
        """The one thing that the renderer shows for it."""

    def fit(self, pixels_per_mm: float, height_px: int) -> None:
        """Take the size that fits the scale of the picture."""

    def set_opacity(self, opacity: float) -> None:
        """Show through: 0 (not seen) to 1."""
