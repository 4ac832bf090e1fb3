"""What is known of the overlap of both maps on a body, and what of it matches within a tolerance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:  # who never looks at the overlap need not read it
    from points.model import Published
    from points.overlap.agreement import Agreement
    from points.overlap.along import Along

Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Compared:
    """All that is known of the overlap on a body: the points, the zones, and what others found."""

    agreement: Agreement
    along: Along
    published: tuple[Published, ...]

    def within(self, candidates: NDArray[np.int64], tolerance_mm: float) -> Matched:
        """Tell which of some pairs, and of the marks, match within a tolerance."""
        agreement = self.agreement
        near = candidates[agreement.skin_mm[candidates] <= tolerance_mm]
        triggers, acupoints, pairs = (
            np.zeros(len(of), bool) for of in (agreement.triggers, agreement.acupoints, agreement.trigger)
        )
        triggers[agreement.trigger[near]] = True
        acupoints[agreement.acupoint[near]] = True
        pairs[near] = True
        return Matched(triggers, acupoints, pairs)


@dataclass(frozen=True, eq=False)
class Matched:
    """Which of the counted marks match: (t,) trigger points, (a,) acupoints, (p,) pairs."""

    triggers: Bools
    acupoints: Bools
    pairs: Bools


def read_compared(body: str) -> Compared:
    """Read what is known of the overlap on a body."""
    from points.load import load_agreement, load_along
    from points.tables import PUBLISHED, load_tables

    published = tuple(load_tables(of=(PUBLISHED,)).published.values())
    return Compared(load_agreement(body), load_along(body), published)
