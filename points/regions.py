"""Divide the skin into named regions: each triangle belongs to the one whose seeds reach it best.

A region's seeds are strokes and patches, as in zones. A vertex is worth ``radius - distance`` to each region, along the
skin; a triangle goes to the region with the highest worth at its middle. So the border between two regions lies
where both are worth the same, and a larger radius pushes it outwards.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from points.locate import Locator, sides
from points.model import Region
from points.paint import signed_mm
from points.rules import Shape

FAR_MM = 400.0  # seeds reach this far: no skin is farther from all of them
SHAPES: TypeAdapter[tuple[Shape, ...]] = TypeAdapter(tuple[Shape, ...])


def is_skin(region: Region) -> bool:
    """Whether a region is an area of skin, not a place felt deep inside."""
    return region.parent != "deep"


def divide(regions: Sequence[Region], locator: Locator, cun_mm: float) -> NDArray[np.uint8]:
    """Return the region of each triangle.

    Parameters
    ----------
    regions
        The regions of the skin, each with seeds.
    locator
        Places the seeds on the body.
    cun_mm
        Length of the cun that radii are given in.

    Returns
    -------
    NDArray
        (m,) uint8 index into ``regions``.

    Raises
    ------
    Unplaced
        If a seed has no place on the body.
    """
    faces = locator.body.faces
    best = np.full(len(faces), -np.inf)
    owner = np.zeros(len(faces), dtype=np.uint8)
    for index, region in enumerate(regions):
        shapes = SHAPES.validate_python(region.seeds)
        for side in sides(paired=True):
            worth = signed_mm(shapes, side, locator, cun_mm, FAR_MM)[faces].mean(axis=1)
            better = worth > best
            best[better], owner[better] = worth[better], index
    return owner
