"""The bands of the sinew channels (jingjin): painted on the skin over the muscles that they run through."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body
from points.atlas import SinewBand, SinewKnot
from points.context import NoPlace
from points.locate import Locator
from points.model import Side, SinewBandRow, Unplaced
from points.paint import MARGIN_MM
from points.seeds import seeds_of

SIDES = (Side.LEFT, Side.RIGHT)


def paint_sinews(locator: Locator, cun_mm: float) -> tuple[dict[str, SinewBand], list[str]]:
    """Bands of all sinew channels on a body.

    Parameters
    ----------
    locator
        Knows the body and the tables.
    cun_mm
        Length of the cun that the widths are given in.

    Returns
    -------
    tuple
        Bands by ``channel/side``, and one line for each that has no place on this body, with the reason.
    """
    bands: dict[str, SinewBand] = {}
    problems: list[str] = []
    for channel, row in locator.tables.sinew_bands.items():
        for side in SIDES:
            try:
                bands[f"{channel}/{side}"] = paint_sinew(row, side, locator, cun_mm)
            except (Unplaced, NoPlace) as error:
                problems.append(f"sinew channel {channel} {side}: {error}")
    return bands, problems


def paint_sinew(row: SinewBandRow, side: Side, locator: Locator, cun_mm: float) -> SinewBand:
    """Return the band of one sinew channel on one side.

    Raises
    ------
    Unplaced
        If a ref has no place on the body.
    """
    reach_mm = max(MARGIN_MM, _longest_edge_mm(locator.body))
    found, inside_mm = seeds_of(row.bands, side, locator, cun_mm).spread(locator, reach_mm)
    kept = (inside_mm > -MARGIN_MM) | _touched(locator.body, found.vertices[inside_mm > 0.0])[found.vertices]
    places = [(knot.name, locator.place(knot.at, side)) for knot in row.knots]
    knots = tuple(SinewKnot(name, place.point, place.position_mm) for name, place in places)
    return SinewBand(found.vertices[kept].astype(np.int32), inside_mm[kept].astype(np.float32), knots)


def _touched(body: Body, inside: NDArray[np.intp]) -> NDArray[np.bool_]:
    """All corners of the triangles with a corner inside: with one unknown, the border would break off."""
    chosen, touched = np.zeros((2, len(body.vertices_mm)), bool)
    chosen[inside] = True
    touched[body.faces[chosen[body.faces].any(axis=1)]] = True
    return touched


def _longest_edge_mm(body: Body) -> float:
    corners_mm = body.vertices_mm[body.faces]
    return float(np.linalg.norm(corners_mm - np.roll(corners_mm, -1, axis=1), axis=-1).max())
