"""The channel that agrees best with each zone, and where on the skin zones and their channels agree.

The best channel of a zone is the one with the largest share of the zone's area within a reach of it
(`points.overlap.courses`). At a spot of skin, the *agreement* is the share of the zones that cover the spot
whose best channel runs within that reach of it. Both take some seconds, so they are kept in a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes.arcs import Web
from meshes.body import FloatArray
from meshes.geodesic import Geodesics
from meshes.surface import Surface
from points import archive
from points.archive import Archive
from points.atlas import Atlas, Zone
from points.overlap.courses import Course, channel_strips, courses_in
from points.store import inputs_key

SOFT_MM = (
    10.0  # over which the border of the skin along a channel is soft: as wide as the triangles of the trunk
)
ALONG_VERSION = 2  # raise it whenever code that measures changes a result
WHAT = "zones and channels"
REACH_CUN = 1.0


@dataclass(frozen=True)
class Best:
    """The channel that agrees best with a zone.

    Attributes
    ----------
    channel, side
        The channel.
    along, along_any
        Share of the zone's area within reach of it, and of any skin of the same regions.
    """

    channel: str
    side: str
    along: float
    along_any: float


@dataclass(frozen=True, eq=False)
class Along:
    """Zones and their best channels on a body.

    Attributes
    ----------
    best
        Id of each trigger point that has a zone on the skin near a channel, to the best one.
    covering
        (n,) over each vertex of the body: how many zones.
    agreeing
        (n,) how many of these have their best channel within reach of the vertex; at the border, in part.
    reach_cun
        How near to a channel skin lies along it.
    """

    best: Mapping[str, Best]
    covering: NDArray[np.int64]
    agreeing: FloatArray
    reach_cun: float

    @property
    def shares(self) -> FloatArray:
        """(n,) agreement of zones and channels at each vertex, 0 to 1; NaN where there is no zone."""
        with np.errstate(invalid="ignore"):
            found: FloatArray = np.where(self.covering > 0, self.agreeing / self.covering, np.nan)
        return found


def along_of(atlas: Atlas, web: Web, reach_cun: float = REACH_CUN) -> Along:
    """Find the best channel of each zone; ``web`` holds the arcs of the body's skin."""
    strips = channel_strips(atlas, web, reach_cun * atlas.cun_mm)
    triggers = tuple(mark for mark in atlas.marks.values() if mark.is_trigger_point)
    best = best_of(courses_in(atlas, strips, triggers, {}))
    agreeing, covering = agreement_on(atlas.zones, strips, best, len(atlas.body.vertices_mm))
    return Along(best, covering, agreeing, reach_cun)


def best_of(courses: Iterable[Course]) -> dict[str, Best]:
    """Id of each trigger point to its best channel; of two that are equal, the first."""
    found: dict[str, Best] = {}
    for row in courses:
        if row.best:
            found.setdefault(row.trigger, Best(row.channel, row.side, row.along, row.along_any))
    return found


def agreement_on(
    zones: Mapping[str, Zone], strips: Mapping[str, FloatArray], best: Mapping[str, Best], count: int
) -> tuple[FloatArray, NDArray[np.int64]]:
    """Count over each of ``count`` vertices the zones that agree with their best channel there, and all."""
    agreeing, covering = np.zeros(count), np.zeros(count, np.int64)
    for trigger, zone in zones.items():
        inside = zone.vertex_ids[np.maximum(zone.essential_mm, zone.spillover_mm) > 0.0]
        covering[inside] += 1
        if trigger in best:
            strip = strips[f"{best[trigger].channel}/{best[trigger].side}"]
            agreeing[inside] += np.clip(0.5 + strip[inside] / SOFT_MM, 0.0, 1.0)
    return agreeing, covering


def relate(atlas: Atlas) -> Along:
    """Relate zones and channels of a body as what ships is related."""
    return along_of(atlas, Geodesics(Surface(atlas.body)).web)


def along_key(body_name: str) -> str:
    """Hash all that a body's zones and channels are computed from."""
    return hashlib.sha256(f"{ALONG_VERSION} {REACH_CUN} {inputs_key(body_name)}".encode()).hexdigest()


def save_along(along: Along, key: str, path: Path) -> None:
    """Write what was found under its key; the same findings give the same bytes."""
    best = along.best.values()
    arrays: dict[str, NDArray[Any]] = {
        "covering": along.covering.astype(np.uint16),
        "agreeing": along.agreeing.astype(np.float16),
        "along": np.array([[one.along, one.along_any] for one in best], dtype=np.float32).reshape(-1, 2),
    }
    words = {
        "triggers": list(along.best),
        "channels": [[one.channel, one.side] for one in best],
        "reach_cun": along.reach_cun,
    }
    archive.write(path, key, arrays, words)


def read_along(path: Path, key: str) -> Along:
    """Read it.

    Raises
    ------
    StaleError
        If there is no such file, or it was computed from something else.
    AtlasError
        If the file is damaged.
    """
    return archive.read(path, key, WHAT, _unpacked)


def _unpacked(content: Archive) -> Along:
    words = content.words
    rows = zip(words["triggers"], words["channels"], content["along"].tolist(), strict=True)
    best = {trigger: Best(channel, side, *shares) for trigger, (channel, side), shares in rows}
    covering, agreeing = content["covering"].astype(np.int64), content["agreeing"].astype(np.float64)
    return Along(best, covering, agreeing, float(words["reach_cun"]))
