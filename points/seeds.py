"""What the shapes of an area spread from: spots on the skin, each with the radius of the disc around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from meshes.body import FloatArray, SurfacePoint
from meshes.field import SAMPLE_MM, Near, near
from meshes.path import SurfacePath
from points.locate import Locator
from points.model import Side
from points.rules import Shape, Stroke


@dataclass(frozen=True, eq=False)
class Seeds:
    """Spots and the radii of the discs around them: the area of shapes is the union of these discs.

    Attributes
    ----------
    spots
        k spots, at least one.
    radii_mm
        (k,) radius of the disc around each.
    """

    spots: tuple[SurfacePoint, ...]
    radii_mm: FloatArray

    def spread(self, locator: Locator, margin_mm: float) -> tuple[Near, FloatArray]:
        """All vertices up to ``margin_mm`` outside the area, and how deep inside it each lies.

        Parameters
        ----------
        locator
            Has the skin to spread on.
        margin_mm
            How far outside to go; may be infinite.

        Returns
        -------
        tuple
            The k vertices with the spots that reach them first, and (k,) the greatest of radius less distance
            over all spots: positive inside, the distance to the border outside.
        """
        # Radius less distance is greatest where distance plus what the radius lacks is least: a delay.
        greatest_mm = float(self.radii_mm.max())
        web = locator.skin.geodesics.web
        found = near(web, self.spots, greatest_mm + margin_mm, greatest_mm - self.radii_mm)
        return found, greatest_mm - found.distances_mm


def seeds_of(shapes: Sequence[Shape], side: Side, locator: Locator, cun_mm: float) -> Seeds:
    """Seeds of some shapes on one side.

    Parameters
    ----------
    shapes
        Strokes and patches, at least one, written for the left side.
    side
        Side to put them on.
    locator
        Places their refs on the body.
    cun_mm
        Length of the cun that their radii are given in.

    Raises
    ------
    Unplaced
        If a ref has no place on the body.
    """
    return together([_seeds(shape, side, locator, cun_mm) for shape in shapes])


def draw(shapes: Sequence[Shape], side: Side, locator: Locator) -> None:
    """Draw the lines of all strokes at once, which is quicker; the skin keeps them for `seeds_of`.

    Raises
    ------
    Unplaced
        If a ref has no place on the body.
    """
    strokes = [_stops(shape, side, locator) for shape in shapes if isinstance(shape, Stroke)]
    locator.skin.lines([pair for stops in strokes for pair in pairwise(stops)])


def together(parts: Sequence[Seeds]) -> Seeds:
    """All seeds of several parts, in their order."""
    spots = tuple(spot for part in parts for spot in part.spots)
    return Seeds(spots, np.concatenate([part.radii_mm for part in parts]))


def _seeds(shape: Shape, side: Side, locator: Locator, cun_mm: float) -> Seeds:
    if not isinstance(shape, Stroke):
        return Seeds((locator.place(shape.patch, side).point,), np.array([shape.radius_cun * cun_mm]))
    stops = _stops(shape, side, locator)
    radii_mm = cun_mm * np.array(shape.radii_cun)
    legs = zip(locator.skin.legs(stops), pairwise(radii_mm), strict=True)
    return together([_leg(line, radii) for line, radii in legs])


def _stops(stroke: Stroke, side: Side, locator: Locator) -> list[SurfacePoint]:
    return [locator.place(ref, side).point for ref in stroke.stroke]


def _leg(line: SurfacePath, radii_mm: tuple[float, float]) -> Seeds:
    spots = line.samples(SAMPLE_MM)
    return Seeds(spots, np.linspace(*radii_mm, len(spots)))
