"""How far apart two spots on a body are: along the skin, exactly, and straight; in mm and in cun."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from meshes.body import SurfacePoint
from points.atlas import Atlas
from viewer.learn.marking import Distance

if TYPE_CHECKING:  # shortest ways take a while to import, and only who measures needs them
    from meshes.geodesic import Geodesics
    from meshes.path import SurfacePath


class Ruler:
    """Measures on one body; the first line takes about a second."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    def line(self, start: SurfacePoint, end: SurfacePoint) -> SurfacePath:
        """Shortest line on the skin."""
        return self._geodesics.path(start, end)

    def distance(self, start: SurfacePoint, end: SurfacePoint) -> Distance:
        """How far apart two spots are."""
        body = self._atlas.body
        skin_mm = self._geodesics.distance_mm(start, end)
        straight_mm = float(np.linalg.norm(body.position_mm(start) - body.position_mm(end)))
        return Distance(skin_mm, straight_mm, skin_mm / self._atlas.cun_mm)

    @cached_property
    def _geodesics(self) -> Geodesics:
        from meshes.geodesic import Geodesics
        from meshes.surface import Surface

        return Geodesics(Surface(self._atlas.body))
