"""Paint areas on the skin: strokes and patches become a signed distance to their border at each vertex.

All shapes of an area spread at once (:mod:`points.seeds`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from meshes.body import Body
from points.atlas import Zone
from points.context import NoPlace
from points.locate import Locator, sides
from points.model import Side, Unplaced, ZoneRow
from points.rules import Shape
from points.seeds import draw, seeds_of
from points.tables import Tables

FloatArray = NDArray[np.float64]
MARGIN_MM = 14.0  # vertices so far outside are known too, and all corners of triangles that the border cuts


def signed_mm(
    shapes: Sequence[Shape], side: Side, locator: Locator, cun_mm: float, margin_mm: float = MARGIN_MM
) -> FloatArray:
    """Distance along the skin from each vertex to the border of an area.

    Parameters
    ----------
    shapes
        Strokes and patches, written for the left side.
    side
        Side to paint.
    locator
        Places their refs on the body.
    cun_mm
        Length of the cun that their radii are given in.
    margin_mm
        How far outside the border distances are wanted.

    Returns
    -------
    NDArray
        (n,) positive inside, down to ``-margin_mm`` outside, ``-margin_mm`` wherever that is not nearer.

    Raises
    ------
    Unplaced
        If a ref has no place on the body.
    """
    signed = np.full(len(locator.body.vertices_mm), -margin_mm)
    if shapes:
        found, inside_mm = seeds_of(shapes, side, locator, cun_mm).spread(locator, margin_mm)
        signed[found.vertices] = inside_mm
    return signed


def paint_zone(row: ZoneRow, side: Side, locator: Locator, cun_mm: float) -> Zone:
    """Return the zone of a trigger point.

    Raises
    ------
    Unplaced
        If a ref has no place on the body.
    """
    reach_mm = reach_of(locator.body)
    draw((*row.essential, *row.spillover), side, locator)
    essential = signed_mm(row.essential, side, locator, cun_mm, reach_mm)
    painted = signed_mm(row.spillover, side, locator, cun_mm, reach_mm)
    kept = [known(locator.body, values) for values in (essential, painted)]
    ids = np.flatnonzero(kept[0] | kept[1]).astype(np.int32)
    deep = tuple((place.region, place.kind) for place in row.deep)
    return Zone(ids, essential[ids].astype(np.float32), painted[ids].astype(np.float32), deep)


def paint_zones(
    locator: Locator, cun_mm: float, on: Sequence[Side], done: Callable[[float], None] = lambda _: None
) -> tuple[dict[str, Zone], list[str]]:
    """Zones of all trigger points on some sides.

    Parameters
    ----------
    locator
        Knows the body and the tables.
    cun_mm
        Length of the cun that radii are given in.
    on
        The sides.
    done
        Told the share of them that has been painted.

    Returns
    -------
    tuple
        Zones by ``code/side``, and one line for each that has no place on this body, with the reason.
    """
    zones: dict[str, Zone] = {}
    problems: list[str] = []
    painted: dict[tuple[ZoneRow, Side], Zone] = {}  # points that share a zone have the same row
    for number, (code, row) in enumerate(locator.tables.zones.items()):
        done(number / len(locator.tables.zones))
        for side in sides(locator.tables.trigger_points[code].paired):
            if side not in on:
                continue
            try:
                if (row, side) not in painted:
                    painted[row, side] = paint_zone(row, side, locator, cun_mm)
                zones[f"{code}/{side}"] = painted[row, side]
            except (Unplaced, NoPlace) as error:
                problems.append(f"zone of {code} {side}: {error}")
    return zones, problems


def zones_in_order(zones: Mapping[str, Zone], tables: Tables) -> dict[str, Zone]:
    """Zones in the order of the tables, left before right."""
    keys = [f"{code}/{side}" for code in tables.zones for side in Side]
    return {key: zones[key] for key in keys if key in zones}


@lru_cache(maxsize=4)
def reach_of(body: Body) -> float:
    """How far outside an area to go, in mm: no triangle that its border cuts may have an unknown corner."""
    corners_mm = body.vertices_mm[body.faces]
    longest_mm = float(np.linalg.norm(corners_mm - np.roll(corners_mm, -1, axis=1), axis=-1).max())
    return max(MARGIN_MM, longest_mm)


def known(body: Body, signed: FloatArray) -> NDArray[np.bool_]:
    """(n,) vertices to keep of an area: near it, or a corner of a triangle that reaches into it."""
    kept = signed > -MARGIN_MM
    kept[body.faces[touched(body, signed)]] = True
    return kept


def touched(body: Body, signed: FloatArray) -> NDArray[np.intp]:
    """Triangles with a corner inside an area, ascending."""
    inside = signed > 0.0
    one, two, three = (inside[corner] for corner in _corners(body))
    return np.flatnonzero(one | two | three)


@lru_cache(maxsize=4)
def _corners(body: Body) -> NDArray[np.intp]:
    """(3, m) first, second and third corners of the triangles, as they are quickest to look up."""
    return np.ascontiguousarray(body.faces.T, dtype=np.intp)


def spread_mm(zone: Zone, vertices: int) -> tuple[FloatArray, FloatArray]:
    """Essential and spillover distances of a zone for all vertices of the body: two (n,) arrays."""
    parts = np.full((2, vertices), -MARGIN_MM)
    parts[0, zone.vertex_ids] = zone.essential_mm
    parts[1, zone.vertex_ids] = zone.spillover_mm
    return parts[0], parts[1]


def share_inside(corners_mm: FloatArray) -> FloatArray:
    """Share of each triangle's area where a value that is linear on it is positive.

    Parameters
    ----------
    corners_mm
        (m, 3) values at the corners.

    Notes
    -----
    With one positive corner p and the others q, r the positive tip has the share p / (p - q) * p / (p - r);
    with one negative corner it is one less the negative tip.
    """
    low, middle, high = np.sort(corners_mm, axis=1).T
    with np.errstate(divide="ignore", invalid="ignore"):
        tip = high * high / ((high - middle) * (high - low))
        missing = low * low / ((low - middle) * (low - high))
    return np.select([low >= 0.0, middle >= 0.0, high > 0.0], [np.ones_like(low), 1.0 - missing, tip], 0.0)


def length_inside_mm(values_mm: FloatArray, step_mm: FloatArray) -> float:
    """Length of a line where a value that is linear from sample to sample is positive.

    Parameters
    ----------
    values_mm
        (k,) values at the samples.
    step_mm
        (k - 1,) lengths from each sample to the next.
    """
    return float(lengths_inside_mm(values_mm, step_mm).sum())


def lengths_inside_mm(values_mm: FloatArray, step_mm: FloatArray) -> FloatArray:
    """(k - 1,) length of each step of a line as in `length_inside_mm`."""
    start, end = values_mm[:-1], values_mm[1:]
    high, low = np.maximum(start, end), np.minimum(start, end)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(low >= 0.0, 1.0, np.where(high <= 0.0, 0.0, high / (high - low)))
    return share * step_mm
