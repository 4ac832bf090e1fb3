"""Spots drawn uniformly in the belly of a muscle, and where they are seen on the skin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from meshes.body import FloatArray, SurfacePoint
from meshes.surface import Surface, SurfaceError
from meshes.tendons import tendon_share
from points.atlas import Mark
from points.model import Muscle, Side
from points.muscle import MuscleBody, MusclePart
from points.muscle_parts import bodies_of
from points.overlap.spots import Spots, random_weights

# a cell of the grid between the two faces of a muscle, cut into six tetrahedra round its diagonal 0-6
_CUT = np.array([[0, 1, 2, 6], [0, 2, 3, 6], [0, 3, 7, 6], [0, 7, 4, 6], [0, 4, 5, 6], [0, 5, 1, 6]])
SUPERFICIAL = 2  # layers that are seen on the skin right over them; deeper ones where the needle comes from


def tetrahedra(muscle: MuscleBody) -> tuple[FloatArray, FloatArray]:
    """(k, 4, 3) corners of what a muscle is made of, and (k,) the volume of flesh in each, in mm3."""
    found = [_of_part(part) for part in muscle.parts]
    return np.concatenate([corners for corners, _ in found]), np.concatenate([flesh for _, flesh in found])


def _of_part(part: MusclePart) -> tuple[FloatArray, FloatArray]:
    grid = part.grid
    faces = [part.vertices_mm[ids] for ids in (grid.lower, grid.upper)]
    cells = np.stack(
        [face[rows, columns] for face in faces for rows, columns in _CORNERS], axis=2
    )  # (stations - 1, across - 1, 8, 3)
    corners = cells.reshape(-1, 8, 3)[:, _CUT].reshape(-1, 4, 3)
    edges = corners[:, 1:] - corners[:, :1]
    volume = np.abs(np.linalg.det(edges)) / 6.0
    tendon = tendon_share(*grid.uv, part.tendons).astype(np.float64)
    shares = np.mean([tendon[grid.upper][rows, columns] for rows, columns in _CORNERS], axis=0)
    return corners, volume * np.repeat(1.0 - shares.ravel(), len(_CUT))


_CORNERS = (
    (slice(None, -1), slice(None, -1)),
    (slice(None, -1), slice(1, None)),
    (slice(1, None), slice(1, None)),
    (slice(1, None), slice(None, -1)),
)


def bodies_of_mark(
    mark: Mark, table: Mapping[str, Muscle], bodies: Mapping[str, MuscleBody]
) -> list[MuscleBody]:
    """Find the left-hand bodies of a trigger point's muscle among those of all muscles, by ``key/side``.

    Raises
    ------
    ValueError
        If there is none.
    """
    left = {body.key: body for body in bodies.values() if body.side is not Side.RIGHT}
    own = [left[key] for muscle in mark.muscles for key in bodies_of(muscle, table, left)]
    if not own:
        raise ValueError(f"the muscle of {mark.id} has no body to draw spots in")
    return own


def belly_spots(
    mark: Mark, own: Sequence[MuscleBody], surface: Surface, rng: np.random.Generator, count: int
) -> Spots:
    """Draw spots in the belly of a trigger point's muscle and show where they are on the skin.

    Parameters
    ----------
    mark
        The trigger point.
    own
        The bodies of its muscle.
    surface
        The skin.
    rng
        Draws.
    count
        How many.
    """
    parts = [tetrahedra(body) for body in own]
    corners = np.concatenate([found for found, _ in parts])
    ends = np.cumsum(np.concatenate([flesh for _, flesh in parts]))
    drawn = np.searchsorted(ends, rng.random(count) * ends[-1], side="right").clip(max=len(ends) - 1)
    inside_mm = np.einsum("kc,kcx->kx", random_weights(rng, count, 4), corners[drawn])
    if min(body.layer for body in own) <= SUPERFICIAL:
        return Spots.of(surface.nearest_many(inside_mm))
    return Spots.of(_seen_along(spot, mark.normal, surface) for spot in inside_mm)


def _seen_along(spot_mm: FloatArray, outward: FloatArray, surface: Surface) -> SurfacePoint:
    try:
        return surface.ray(spot_mm, outward)
    except SurfaceError:  # its body comes to the surface at the rim
        return surface.nearest(spot_mm)
