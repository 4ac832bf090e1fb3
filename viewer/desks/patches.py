"""Painted skin as notes tell of it: discs without arrays, and the patches of those on each body."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from meshes.body import SurfacePoint
from viewer.notes.model import Dab as NotedDab

if TYPE_CHECKING:  # shortest ways take a while to import, and only who asks needs them
    from meshes.patch import Dab, Patch
    from points.pain import PainMap

REMEMBERED = 60  # patches that were painted before: undo and redo come back to them


class Patches:
    """Patches of noted discs, the last ones remembered.

    Parameters
    ----------
    pain
        Gives the pain map of a body by name.
    """

    def __init__(self, pain: Callable[[str], PainMap]) -> None:
        self._pain = pain
        self._patches: dict[tuple[str, tuple[NotedDab, ...]], Patch] = {}

    def of(self, body: str, dabs: tuple[NotedDab, ...]) -> Patch:
        """Patch of noted discs on a body."""
        key = (body, dabs)
        patch = self._patches.pop(key, None) or self._pain(body).paint(None, [dab_of(dab) for dab in dabs])
        self._patches[key] = patch  # the last one used is the last to go
        for old in list(self._patches)[:-REMEMBERED]:
            del self._patches[old]
        return patch


def noted(dab: Dab) -> NotedDab:
    """Return a disc as it is noted."""
    first, second, third = np.clip(dab.point.barycentric, 0.0, 1.0).tolist()  # at an edge, a hair outside
    weights = (first, second, third)
    return NotedDab.model_construct(
        face=int(dab.point.face), weights=weights, radius_mm=dab.radius_mm, rubs=dab.rubs
    )


def dab_of(noted: NotedDab) -> Dab:
    """Return a disc that was noted."""
    from meshes.patch import Dab

    return Dab(SurfacePoint(noted.face, np.array(noted.weights)), noted.radius_mm, noted.rubs)
