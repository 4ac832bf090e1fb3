"""Where a muscle is tendon and where flesh; apart from the loft, because whoever draws it needs no more."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ALL_TENDON = 0.98  # sum of the shares from which on there is no belly


def tendon_share(
    u: NDArray[np.float32], v: NDArray[np.float32], tendons: tuple[float, float]
) -> NDArray[np.float32]:
    """(n,) 1 in the tendons, 0 in the belly, at shares of width and length; its border is ragged."""
    if sum(tendons) >= ALL_TENDON:
        return np.ones(v.shape, np.float32)
    ragged = 1.0 + 0.16 * np.sin(19.0 * u + 1.0) + 0.1 * np.sin(43.0 * u)
    out = np.zeros(v.shape, np.float32)
    for share, from_end in zip(tendons, (v, 1.0 - v), strict=True):
        if share > 0.0:
            flesh = np.clip((from_end / (share * ragged) - 0.75) / 0.5, 0.0, 1.0)
            out = np.maximum(out, (1.0 - flesh * flesh * (3.0 - 2.0 * flesh)).astype(np.float32))
    return out
