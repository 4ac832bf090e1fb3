"""Cameras: what must be in the picture is in it, and pixels, rays and positions agree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.camera import views
from viewer.camera.views import VIEWS, Camera

BODY = np.array([[-430.0, -160.0, 0.0], [430.0, 150.0, 1740.0]])
CORNERS = np.array(np.meshgrid(*BODY.T)).reshape(3, -1).T
WHOLE = [name for name, view in VIEWS.items() if view.extent is None]
CLOSE = [name for name, view in VIEWS.items() if view.extent is not None]
ASPECTS = (0.5, 1.0, 16 / 9, 3.0)


def size_of(aspect: float) -> tuple[int, int]:
    return round(720 * aspect), 720


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("name", WHOLE)
def test_the_whole_body_is_in_the_picture_and_fills_it(name, aspect):
    size = size_of(aspect)
    pixels, depth = views.camera(VIEWS[name], BODY, aspect).project(CORNERS, size)
    assert (depth > 0).all()
    assert (pixels > 0).all()
    assert (pixels < size).all()
    assert (np.ptp(pixels, axis=0) / size).max() > 0.85


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("name", CLOSE)
def test_a_close_view_shows_its_box(name, aspect):
    view = VIEWS[name]
    camera = views.camera(view, BODY, aspect)
    half = np.array(view.extent) * BODY[1, 2]
    corners = camera.focus_mm + half * np.array(np.meshgrid([-1, 1], [-1, 1], [-1, 1])).reshape(3, -1).T
    pixels, _ = camera.project(corners, size_of(aspect))
    assert (pixels >= 0).all()
    assert (pixels <= size_of(aspect)).all()
    assert camera.focus_mm[2] == pytest.approx(view.centre[2] * BODY[1, 2])


@pytest.mark.parametrize(
    ("name", "axis", "sign"),
    [("front", 1, -1), ("back", 1, 1), ("left", 0, 1), ("right", 0, -1), ("top", 2, 1)],
)
def test_the_camera_stands_where_the_name_says(name, axis, sign):
    camera = views.camera(VIEWS[name], BODY, 1.5)
    toward = camera.axes[2]
    assert np.argmax(np.abs(toward)) == axis
    assert np.sign(toward[axis]) == sign


def test_from_the_front_the_left_side_is_on_the_right_of_the_picture():
    for name, side in (("front", 1), ("back", -1)):
        camera = views.camera(VIEWS[name], BODY, 1.5)
        (left, middle), _ = camera.project(np.array([[300.0, 0, 900], [0, 0, 900]]), (900, 600))
        assert np.sign(left[0] - middle[0]) == side
        assert camera.project(np.array([[0, 0, 1500.0]]), (900, 600))[0][0, 1] < middle[1]


@pytest.mark.parametrize("name", VIEWS)
def test_views_grow_with_the_body(name):
    small, large = views.camera(VIEWS[name], BODY, 1.3), views.camera(VIEWS[name], BODY * 1.25, 1.3)
    np.testing.assert_allclose(large.position_mm, 1.25 * small.position_mm, atol=1e-9)
    np.testing.assert_allclose(large.focus_mm, 1.25 * small.focus_mm, atol=1e-9)


unit = st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda v: np.linalg.norm(v) > 0.1)


@given(normal=unit, x=st.floats(0, 800), y=st.floats(0, 500), way=st.floats(10, 3000))
def test_a_pixel_s_ray_projects_back_to_the_pixel(normal, x, y, way):
    camera = views.face([30.0, -20.0, 1300.0], normal, BODY, 1.6)
    spot = camera.position_mm + way * camera.ray(x, y, (800, 500))
    pixels, depth = camera.project(spot[None], (800, 500))
    np.testing.assert_allclose(pixels[0], [x, y], atol=1e-6)
    assert 0 < depth[0] <= way * (1 + 1e-12)


@given(normal=unit)
def test_facing_a_spot_looks_along_its_normal(normal):
    spot = np.array([30.0, -20.0, 1300.0])
    camera = views.face(spot, normal, BODY, 1.6)
    np.testing.assert_allclose(camera.focus_mm, spot)
    np.testing.assert_allclose(camera.axes @ camera.axes.T, np.eye(3), atol=1e-9)
    cosine = camera.axes[2] @ (np.array(normal) / np.linalg.norm(normal))
    assert cosine >= np.cos(np.radians(90 - views.STEEPEST_FACE_DEG)) - 1e-6


def test_scale_is_what_two_near_points_show():
    camera = Camera(np.array([0.0, -2000.0, 900.0]), np.array([0.0, 0.0, 900.0]), np.array([0.0, 0.0, 1.0]))
    pixels, _ = camera.project(np.array([[0.0, 0.0, 900.0], [1.0, 0.0, 900.0]]), (1280, 720))
    assert pixels[1, 0] - pixels[0, 0] == pytest.approx(camera.pixels_per_mm((1280, 720)))
