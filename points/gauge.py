"""Measuring between two spots of the skin: along it, straight, and in the cun of the place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from meshes.body import SurfacePoint
from meshes.path import SurfacePath
from points.atlas import Atlas
from points.locate import Locator
from points.rulers import Scale, scales

At = Literal["both", "first", "second"]
LEAST_SHARE = 0.6  # of the way that a ruler must tell


@dataclass(frozen=True)
class InCun:
    """A distance in the cun of a span.

    Attributes
    ----------
    span
        Key of the span.
    cun_mm
        Length of one cun of it.
    at
        Whether its ruler lies at both spots, or only at the first or the second.
    skin_cun, straight_cun
        The distance along the skin, and straight.
    """

    span: str
    cun_mm: float
    at: At
    skin_cun: float
    straight_cun: float


@dataclass(frozen=True, eq=False)
class Measured:
    """What lies between two spots.

    Attributes
    ----------
    path
        The shortest way on the skin.
    skin_mm, straight_mm
        Its length, and the distance through the body or the air.
    cun
        In the cun of a span that both spots lie on (one entry); else in that of each spot, where it has one.
    """

    path: SurfacePath
    skin_mm: float
    straight_mm: float
    cun: tuple[InCun, ...]

    @property
    def has_common_cun(self) -> bool:
        """Whether both spots lie on one span."""
        return any(one.at == "both" for one in self.cun)


class Gauge:
    """Measures on one body. Making one takes about a second.

    Parameters
    ----------
    locator
        Places the ends of the spans; its skin is measured on.
    atlas
        Says in which region each triangle is.
    """

    def __init__(self, locator: Locator, atlas: Atlas) -> None:
        self._skin = locator.skin
        self._scales = scales(locator, atlas)
        _ = self._skin.geodesics.web  # built now, not at the first question

    def measure(self, first: SurfacePoint, second: SurfacePoint) -> Measured:
        """Measure between two spots of the outer skin.

        Raises
        ------
        meshes.surface.SurfaceError
            If no way on the skin leads from one to the other.
        """
        path = self._skin.geodesics.path(first, second)
        places = [self._skin.body.position_mm(spot) for spot in (first, second)]
        straight_mm = float(np.linalg.norm(places[1] - places[0]))
        counted = [
            InCun(
                scale.span.key, scale.cun_mm, at,
                path.length_mm / scale.cun_mm, straight_mm / scale.cun_mm,
            )
            for scale, at in self._chosen(first, second, straight_mm)
        ]  # fmt: skip
        return Measured(path, path.length_mm, straight_mm, tuple(counted))

    def _chosen(
        self, first: SurfacePoint, second: SurfacePoint, straight_mm: float
    ) -> list[tuple[Scale, At]]:
        here, there = self._at(first), self._at(second)
        opposite = self._side(first) * self._side(second) < 0.0
        told_mm = {
            scale: _told(scale, here[scale], there[scale], opposite) * scale.cun_mm
            for scale in here
            if scale in there
        }
        # the cun of a limb counts in every direction there, others only the way that they are counted
        common = [
            scale
            for scale, mm in told_mm.items()
            if scale.span.measure == "axis" or mm >= LEAST_SHARE * straight_mm
        ]
        if common:
            return [(max(common, key=lambda scale: told_mm[scale]), "both")]
        sides: tuple[tuple[At, dict[Scale, float]], ...] = (("first", here), ("second", there))
        alone = [(scale, at) for at, found in sides for scale in found if scale.ruler.way == "along"]
        return list({at: (scale, at) for scale, at in reversed(alone)}.values())[::-1]

    def _side(self, spot: SurfacePoint) -> float:
        return float(self._skin.body.position_mm(spot)[0])

    def _at(self, spot: SurfacePoint) -> dict[Scale, float]:
        """Rulers that lie at a spot, and what they count there."""
        faces = self._skin.body.faces
        found = {scale: scale.at(faces, spot) for scale in self._scales}
        return {scale: count for scale, count in found.items() if not np.isnan(count)}


def _told(scale: Scale, here: float, there: float, opposite: bool) -> float:
    """How many cun a ruler tells of a way; across, it counts from the midline to either side."""
    return here + there if opposite and scale.ruler.way == "across" else abs(there - here)
