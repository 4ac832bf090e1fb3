"""The part of the skin mesh that nobody sees: the mouth cavity and the eye sockets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from meshes.subdivide import Topology

DARK = 0.01  # exposure of a vertex that is closed off; lips and lids are brighter
SMALLEST = 60  # quads: smaller dark patches are nostrils, ear canals and folds


def inner_quads(
    mesh: Topology, mirror: NDArray[np.int64], exposures: Sequence[NDArray[np.float64]]
) -> NDArray[np.bool_]:
    """(q,) bool: quads of the large patches that are dark on every body, the same left and right.

    Exposures are of the subdivided mesh, of which the coarse vertices are the first.
    """
    dark = np.max([exposure[: mesh.vertices] for exposure in exposures], axis=0) < DARK
    dark |= dark[mirror[: mesh.vertices]]
    quads = np.flatnonzero(dark[mesh.quads].all(axis=1))
    ends = mesh.quads[quads]
    links = (np.repeat(ends[:, 0], 4), ends.ravel())
    size = mesh.vertices
    label = connected_components(csr_matrix((np.ones(ends.size), links), (size, size)), directed=False)[1]
    patch = label[ends[:, 0]]
    large = np.bincount(patch)[patch] > SMALLEST
    hidden = np.zeros(len(mesh.quads), dtype=bool)
    hidden[quads[large]] = True
    return hidden
