"""No mark is hidden by mistake, nor seen through the body: all of both bodies, from many directions."""

from __future__ import annotations

import numpy as np
import pytest

from viewer import compose
from viewer.camera.views import Camera
from viewer.draw.polydata import mesh
from viewer.picking import SkinRay, visible

DIRECTIONS, ASLANT_DEG, AWAY_MM = 200, 80.0, 1500.0
FEW = 10  # of the directions; the least for a mark deep in the armpit is 27


@pytest.fixture(scope="module", params=["male", "female"])
def atlas(request, shipped):
    return shipped(request.param)


@pytest.fixture(scope="module")
def skin(atlas) -> SkinRay:
    layer = compose.skin(atlas.body, "neutral")
    return SkinRay(mesh(layer.vertices_mm, layer.faces, layer.normals, layer.rgb))


def around(normal: np.ndarray) -> np.ndarray:
    """Directions spread evenly over the cap around a normal, the same for every mark: (k, 3)."""
    rng = np.random.default_rng(11)
    rise = rng.uniform(np.cos(np.radians(ASLANT_DEG)), 1.0, DIRECTIONS)
    turn = rng.uniform(0.0, 2.0 * np.pi, DIRECTIONS)
    level = np.sqrt(1.0 - rise**2)
    first = np.cross(normal, np.eye(3)[np.abs(normal).argmin()])
    first /= np.linalg.norm(first)
    frame = np.array([first, np.cross(normal, first), normal])
    return np.column_stack([level * np.cos(turn), level * np.sin(turn), rise]) @ frame


def seen_from(mark, direction: np.ndarray, skin: SkinRay) -> bool:
    spot = mark.located.position_mm
    camera = Camera(spot + AWAY_MM * direction, spot, np.array([0.0, 0.0, 1.0]))
    return bool(visible(camera, spot[None], mark.normal[None], skin)[0])


def test_every_mark_can_be_seen_from_somewhere_before_it(atlas, skin):
    """Also in creases, between fingers and toes, in the armpit and at the perineum."""
    lost = {}
    for mark in atlas.marks.values():
        views = 0
        for direction in around(np.asarray(mark.normal)):
            views += seen_from(mark, direction, skin)
            if views == FEW:
                break
        else:
            lost[mark.id] = views
    assert lost == {}


def test_no_mark_is_seen_from_behind(atlas, skin):
    """Nor through a hand, an ear or a toe."""
    through = []
    for mark in atlas.marks.values():
        behind = -around(np.asarray(mark.normal))[::4]
        behind = behind[behind @ mark.normal < -0.2]
        through += [mark.id for way in (-np.asarray(mark.normal), *behind) if seen_from(mark, way, skin)]
    assert through == []
