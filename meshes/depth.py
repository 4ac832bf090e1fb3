"""How deep a position lies under the skin: quick and smooth for shaping, exact for checking."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, eye_array
from scipy.spatial import cKDTree

from meshes import triangles
from meshes.body import Body, FloatArray, SurfacePoint
from meshes.locator import Locator

_NEAR = 12  # corners of the skin that a smooth depth is a mean of
_REACH_MM = 12.0  # how fast their weight falls off
_CALM_ROUNDS = 12  # of taking normals as the mean of their neighbours


class Depths:
    """Depth under the outer skin of a body.

    Parameters
    ----------
    body
        The body; only its outer triangles count.
    """

    def __init__(self, body: Body) -> None:
        self._body = body
        self._faces = body.faces[body.outer]
        angles = triangles.corner_angles(body.vertices_mm, self._faces)
        self._normals = triangles.vertex_normals(body.vertices_mm, self._faces, angles)
        self._calm = _calmed(self._normals, self._faces)
        self._corners = np.unique(self._faces)
        self._tree = cKDTree(body.vertices_mm[self._corners])
        self._locator = Locator(body.vertices_mm, self._faces)

    def inward(self, point: SurfacePoint) -> FloatArray:
        """(3,) unit vector straight inwards at a spot of the skin, small relief of the skin left out."""
        mixed = point.barycentric @ self._calm[self._body.faces[point.face]]
        inward: FloatArray = -mixed / np.linalg.norm(mixed)
        return inward

    def smooth(self, positions_mm: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Depth that changes smoothly from place to place, about right.

        Parameters
        ----------
        positions_mm
            (..., 3) positions.

        Returns
        -------
        tuple
            (...,) depth in mm, negative outside; (..., 3) unit vector to the outside.
        """
        flat = positions_mm.reshape(-1, 3)
        far, near = self._tree.query(flat, k=min(_NEAR, len(self._corners)))
        weight = np.exp(-(far**2 - far[:, :1] ** 2) / (_REACH_MM**2 + far[:, :1] * _REACH_MM))
        weight /= weight.sum(axis=1, keepdims=True)
        ids = self._corners[near]
        away = self._body.vertices_mm[ids] - flat[:, None]
        depth = np.einsum("kn,kni,kni->k", weight, self._calm[ids], away)
        outward = unit(np.einsum("kn,kni->ki", weight, self._calm[ids]))
        return depth.reshape(positions_mm.shape[:-1]), outward.reshape(positions_mm.shape)

    def exact(self, positions_mm: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Distance to the nearest skin.

        Parameters
        ----------
        positions_mm
            (k, 3) positions.

        Returns
        -------
        tuple
            (k,) depth in mm, negative outside; (k, 3) unit normal of the nearest skin.
        """
        rows, spots = self._locator.nearest(positions_mm)
        faces = self._faces[rows]
        share = triangles.weights(self._body.vertices_mm[faces], spots)
        normals = unit(np.einsum("kc,kci->ki", share, self._normals[faces]))
        away = spots - positions_mm
        side = np.where(np.einsum("ki,ki->k", away, normals) >= 0.0, 1.0, -1.0)
        return side * np.linalg.norm(away, axis=1), normals


def unit(vectors: FloatArray) -> FloatArray:
    """Scale (..., 3) vectors to length 1; one without length stays so."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: FloatArray = vectors / np.where(lengths > 0.0, lengths, 1.0)
    return scaled


def _calmed(normals: FloatArray, faces: NDArray[np.int32]) -> FloatArray:
    count = len(normals)
    one, two = faces.ravel(), np.roll(faces, 1, axis=1).ravel()
    links = csr_array((np.ones(2 * len(one)), (np.r_[one, two], np.r_[two, one])), shape=(count, count))
    links = links + eye_array(count, format="csr")
    mean = diags_array(1.0 / links.sum(axis=1)) @ links
    for _ in range(_CALM_ROUNDS):
        normals = mean @ normals
    return unit(normals)
