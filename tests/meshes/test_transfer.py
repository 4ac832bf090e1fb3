"""Spots and lines carry over between bodies of one topology."""

import dataclasses

import numpy as np
import pytest

from meshes.geodesic import Geodesics
from meshes.surface import Surface
from meshes.transfer import same_topology, transfer_path


def test_an_affine_change_of_the_body_changes_the_line_alike(sphere, spots):
    matrix = np.array([[1.2, 0.1, 0.0], [0.0, 0.9, 0.2], [0.1, 0.0, 1.1]])
    other = dataclasses.replace(sphere, vertices_mm=sphere.vertices_mm @ matrix.T)
    start, end = spots(sphere, 1, 2)
    line = Geodesics(Surface(sphere)).path(start, end)
    moved = transfer_path(line, sphere, other)
    assert np.abs(moved.points_mm - line.points_mm @ matrix.T).max() < 1e-6
    assert np.allclose(other.position_mm(moved.end), matrix @ sphere.position_mm(end))
    assert np.allclose(transfer_path(moved, other, sphere).points_mm, line.points_mm)


def test_other_triangles_are_refused(sphere, slab, spots):
    start, end = spots(sphere, 2, 2)
    line = Geodesics(Surface(sphere)).path(start, end)
    assert same_topology(sphere, sphere)
    assert not same_topology(sphere, slab)
    with pytest.raises(ValueError, match="do not have the same triangles"):
        transfer_path(line, sphere, slab)
    turned = dataclasses.replace(sphere, faces=np.roll(sphere.faces, 1, axis=1))
    assert not same_topology(sphere, turned)
