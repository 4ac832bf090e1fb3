"""What "pain here" draws, in a small picture of the sphere: a tint, a patch over it, drops."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.geodesic import Geodesics
from meshes.patch import Dab, blank, painted
from meshes.surface import Surface
from viewer import compose, style
from viewer.draw.shapes import drop
from viewer.layers import MarkLayer, TintLayer

SIZE = (480, 360)
MIDDLE = (slice(170, 190), slice(230, 250))


@pytest.fixture(scope="module")
def skin(sphere):
    return compose.skin(sphere, "neutral")


def tint(skin, rgb, where) -> TintLayer:
    rgba = np.column_stack([np.tile(rgb, (len(skin.vertices_mm), 1)), 255 * where]).astype(np.uint8)
    return TintLayer("tint", skin.vertices_mm, skin.normals, skin.faces, rgba, style.TINT_LIFT_MM)


def seen(stage) -> np.ndarray:
    return np.asarray(stage.picture())[..., :3].astype(float)


def test_a_tint_covers_the_skin_only_where_it_is_opaque(scene, stage, skin):
    bare = seen(stage)
    scene.show(tint(skin, (0, 0, 250), skin.vertices_mm[:, 0] > 0))
    blue = seen(stage)
    left, right = (
        blue[150:210, 300:340] - bare[150:210, 300:340],
        blue[150:210, 140:180] - bare[150:210, 140:180],
    )
    assert left[..., 0].mean() < -60, "the body's left is tinted"
    assert np.abs(right).max() < 3, "its right is as before"


def test_what_is_raised_lies_over_what_was_drawn_later(scene, stage, skin, sphere):
    surface = Surface(sphere)
    dab = Dab(surface.nearest(np.array([0.0, -300.0, 300.0])), 60.0)
    patch = painted(blank(sphere), [dab], Geodesics(surface).web)
    layer = compose.patch(patch, sphere, skin, 1.0)
    scene.show(layer)
    scene.show(tint(skin, (240, 240, 0), np.ones(len(skin.vertices_mm))))
    under = seen(stage)[MIDDLE].mean(axis=(0, 1))
    scene.raise_(layer.key)
    over = seen(stage)[MIDDLE].mean(axis=(0, 1))
    assert over[2] > over[1] + 40, "the patch is blue"
    assert under[1] > under[2] + 40, "the tint is yellow"


def test_a_patch_of_which_all_is_rubbed_out_draws_nothing(scene, stage, skin, sphere):
    before = seen(stage)
    spot, web = Surface(sphere).nearest(np.array([0.0, -300.0, 300.0])), Geodesics(Surface(sphere)).web
    patch = painted(blank(sphere), [Dab(spot, 40.0), Dab(spot, 90.0, rubs=True)], web)
    scene.show(compose.patch(patch, sphere, skin, 1.0))
    assert (seen(stage) == before).all()


def test_a_drop_can_be_seen_and_picked(scene, stage, at):
    spot, normal = at(0, 0)
    marks = MarkLayer(
        "ashi", ("ashi:1",), spot[None], normal[None], "drop", np.array([style.ASHI], np.uint8),
        style.RIM_DARK, 20.0, np.ones(1),
    )  # fmt: skip
    before = seen(stage)
    scene.show(marks)
    changed = np.abs(seen(stage) - before).sum(axis=2) > 40
    rows = np.flatnonzero(changed.any(axis=1))
    widths = changed.sum(axis=1)[rows]
    assert widths[: len(rows) // 4].max() < 0.7 * widths[len(rows) // 2 :].max(), "its point is on top"
    assert scene.pick(SIZE[0] / 2, SIZE[1] / 2) == "ashi:1"


def test_a_drop_lies_in_the_circle_that_is_picked():
    shape = drop()
    assert np.hypot(shape.points[:, 0], shape.points[:, 1]).max() < 1.25
    corners = shape.points[shape.faces]
    flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert (flat[:, 2] > 0).all(), "all its triangles face outwards"
