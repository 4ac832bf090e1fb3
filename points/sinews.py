"""The bands of the sinew channels (jingjin): painted on the skin over the muscles that they run through."""

from __future__ import annotations

import numpy as np

from points.atlas import SinewBand, SinewKnot
from points.context import NoPlace
from points.locate import Locator
from points.model import Side, SinewBandRow, Unplaced
from points.paint import known, reach_of, signed_mm

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
    signed = signed_mm(row.bands, side, locator, cun_mm, reach_of(locator.body))
    kept = np.flatnonzero(known(locator.body, signed))
    places = [(knot.name, locator.place(knot.at, side)) for knot in row.knots]
    knots = tuple(SinewKnot(name, place.point, place.position_mm) for name, place in places)
    return SinewBand(kept.astype(np.int32), signed[kept].astype(np.float32), knots)
