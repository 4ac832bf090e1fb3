"""A complaint on a body: which marks it has on the side where it hurts, which of them are the same spot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from points.atlas import Atlas, Neighbour
from points.model import Complaint, Side
from viewer.exhibit import Exhibit
from viewer.selected import muscle_id

SAME_SPOT_MM = 20.0  # along the skin; the tolerance that is most often published
AROUND_MM = 110.0  # an acupoint so far from all trigger points is a distant one
SIDES = ("left", "both", "right")
PARTS = ("zones", "channels", "sinews", "muscles")


@dataclass(frozen=True)
class SameSpot:
    """A trigger point and an acupoint of a complaint that lie within `SAME_SPOT_MM` of each other.

    Attributes
    ----------
    trigger, acupoint
        Ids of the marks.
    skin_mm, cun
        How far apart they are along the skin.
    same_muscle
        Whether a needle at the acupoint meets the trigger point's muscle.
    """

    trigger: str
    acupoint: str
    skin_mm: float
    cun: float
    same_muscle: bool


def sides_of(side: str) -> tuple[str, ...]:
    """Sides of the body that are meant by ``left``, ``right`` or ``both``."""
    return (Side.LEFT, Side.RIGHT) if side == "both" else (side,)


def marks_of(atlas: Atlas, codes: Sequence[str], side: str) -> tuple[str, ...]:
    """Ids of the marks of some codes on a side, or on both; those of the midline are on every side.

    What this body does not have is left out.
    """
    on = (*sides_of(side), Side.MIDLINE)
    ids = (f"{code}/{one}" for code in codes for one in on)
    return tuple(mark for mark in ids if mark in atlas.marks)


def same_spots(atlas: Atlas, row: Complaint, side: str) -> tuple[SameSpot, ...]:
    """Find the pairs of a complaint's points that are the same spot, nearest first."""
    acupoints = set(marks_of(atlas, row.acupoints, side))
    found = [
        SameSpot(trigger, near.id, near.skin_mm, near.cun, bool(near.shared_muscles))
        for trigger in marks_of(atlas, row.trigger_points, side)
        for near in _near(atlas, trigger, acupoints)
        if near.skin_mm <= SAME_SPOT_MM
    ]
    return tuple(sorted(found, key=lambda pair: pair.skin_mm))


def _near(atlas: Atlas, trigger: str, acupoints: set[str]) -> Iterator[Neighbour]:
    """Yield the acupoints near a trigger point, whichever of the two has the other in its list."""
    listed = {near.id: near for near in atlas.neighbours.get(trigger, ()) if near.id in acupoints}
    yield from listed.values()
    for acupoint in acupoints - set(listed):
        for near in atlas.neighbours.get(acupoint, ()):
            if near.id == trigger:
                yield Neighbour(acupoint, near.skin_mm, near.straight_mm, near.cun, near.shared_muscles)


def exhibit_of(atlas: Atlas, row: Complaint, side: str, parts: Sequence[str]) -> Exhibit:
    """Find what shows a complaint: the points of both systems, and what of the rest is asked for.

    Parameters
    ----------
    atlas
        Both maps.
    row
        The complaint.
    side
        ``left``, ``right`` or ``both``; names are written on one side only.
    parts
        Some of `PARTS`.
    """
    triggers = marks_of(atlas, row.trigger_points, side)
    acupoints = marks_of(atlas, row.acupoints, side)
    first = sides_of(side)[0]
    marks = (*triggers, *acupoints)
    pairs = tuple((spot.trigger, spot.acupoint) for spot in same_spots(atlas, row, side))
    called = (*(mark for pair in pairs for mark in pair[::-1]), *acupoints, *triggers)
    return Exhibit(
        marks=marks,
        named=tuple(
            mark for mark in dict.fromkeys(called) if mark.endswith((f"/{first}", f"/{Side.MIDLINE}"))
        ),
        zones=triggers if "zones" in parts else (),
        channels=row.channels if "channels" in parts else (),
        sinews=row.sinews if "sinews" in parts else (),
        muscles=muscles_of(row, side) if "muscles" in parts else (),
        pairs=pairs,
        at=_about(atlas, triggers, acupoints),
        view=view_of(row.view, side),
    )


def _about(atlas: Atlas, triggers: Sequence[str], acupoints: Sequence[str]) -> tuple[str, ...]:
    """Ids of the trigger points and of the acupoints around them, without the distant ones."""
    sore = np.array([atlas.marks[mark].located.position_mm for mark in triggers]).reshape(-1, 3)
    spots = {mark: atlas.marks[mark].located.position_mm for mark in acupoints}
    near = [mark for mark, spot in spots.items() if (np.linalg.norm(sore - spot, axis=1) < AROUND_MM).any()]
    return (*triggers, *near)


def muscles_of(row: Complaint, side: str) -> tuple[str, ...]:
    """Ids of the muscles of a complaint on a side, or on both."""
    return tuple(muscle_id(key, "" if side == "both" else side) for key in row.muscles)


def view_of(view: str, side: str) -> str:
    """Name of a view that was chosen for the left side, on a side."""
    name, left, _ = view.rpartition("_left")
    return f"{name}_right" if left and side == "right" else view
