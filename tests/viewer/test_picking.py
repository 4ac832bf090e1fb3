"""The pointer finds the mark in front, and none that cannot be seen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from viewer import compose, picking
from viewer.camera import views
from viewer.picking import MOUSE_PX, TOUCH_PX

RADIUS_MM, CENTRE_MM = 300.0, np.array([0.0, 0.0, 300.0])


def pixel_of(scene, spot):
    return scene.camera.project(np.asarray(spot)[None], scene.size)[0][0]


def test_projection_is_that_of_the_renderer(scene, at):
    spots = np.array([at(azimuth, elevation)[0] for azimuth in (-50, 0, 30) for elevation in (-40, 5, 60)])
    pixels, _ = scene.camera.project(spots, scene.size)
    for spot, pixel in zip(spots, pixels, strict=True):
        scene.renderer.SetWorldPoint(*spot, 1.0)
        scene.renderer.WorldToDisplay()
        x, y, _ = scene.renderer.GetDisplayPoint()
        np.testing.assert_allclose(pixel, [x, scene.size[1] - y], atol=1e-3)


def test_every_mark_in_sight_is_found_and_none_behind(scene, make_marks):
    places = {
        f"{azimuth}/{elevation}": (azimuth, elevation)
        for azimuth in range(-180, 180, 30)
        for elevation in (-45, 0, 45)
    }
    layer = make_marks(places)
    scene.show(layer)
    seen = 0
    for mark, spot in zip(layer.ids, layer.positions_mm, strict=True):
        picked = scene.pick(*pixel_of(scene, spot))
        in_front = abs(places[mark][0]) <= 60
        if in_front:
            assert picked == mark
            seen += 1
        elif abs(places[mark][0]) >= 120:
            assert picked != mark
    assert seen == 15


def test_a_mark_behind_the_skin_is_found_only_when_the_skin_lets_see(scene, make_marks):
    layer = make_marks({"far": (180, 0)})
    scene.show(layer)
    pixel = pixel_of(scene, layer.positions_mm[0])
    assert scene.pick(*pixel) == ""
    scene.set_opacity("skin", 0.4)
    assert scene.pick(*pixel) == "far"
    scene.set_opacity("skin", 1.0)
    assert scene.pick(*pixel) == ""
    scene.set_visible("skin", False)
    assert scene.pick(*pixel) == "far"


def test_of_two_marks_on_one_ray_the_one_in_front_is_found(scene, make_marks):
    scene.set_opacity("skin", 0.4)
    for order in (("near", "far"), ("far", "near")):
        spots = {"near": (0, 0), "far": (180, 0)}
        layer = make_marks({name: spots[name] for name in order})
        scene.show(layer)
        x, y = pixel_of(scene, layer.positions_mm[order.index("near")])
        assert scene.pick(x, y) == "near"


def test_hidden_layers_are_not_found(scene, make_marks):
    layer = make_marks({"a": (10, 0)})
    scene.show(layer)
    pixel = pixel_of(scene, layer.positions_mm[0])
    scene.set_visible("marks", False)
    assert scene.pick(*pixel) == ""
    scene.set_visible("marks", True)
    assert scene.pick(*pixel) == "a"
    scene.remove("marks")
    assert scene.pick(*pixel) == ""


@pytest.mark.parametrize("reach", [MOUSE_PX, TOUCH_PX])
def test_reach_counts_from_the_rim(scene, make_marks, reach):
    layer = make_marks({"a": (0, 0)})
    scene.show(layer)
    x, y = pixel_of(scene, layer.positions_mm[0])
    camera = scene.camera
    depth = camera.project(layer.positions_mm, scene.size)[1][0]
    rim = scene.mark_radius_px() * camera.distance_mm / depth
    assert scene.pick(x + rim + reach - 0.5, y, reach) == "a"
    assert scene.pick(x + rim + reach + 0.5, y, reach) == ""


def test_the_nearest_rim_wins(scene, make_marks):
    layer = make_marks({"left": (4, 0), "right": (-4, 0)})
    scene.show(layer)
    left, right = (pixel_of(scene, spot) for spot in layer.positions_mm)
    middle = (left + right) / 2
    assert scene.pick(*(middle + 0.2 * (left - middle)), 18.0) == "left"
    assert scene.pick(*(middle + 0.2 * (right - middle)), 18.0) == "right"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(x=st.floats(0, 480), y=st.floats(0, 360))
def test_a_spot_of_the_skin_lies_on_its_ray_and_in_its_face(scene, sphere, x, y):
    picked = scene.pick_skin(x, y)
    camera, ray = scene.camera, scene.camera.ray(x, y, scene.size)
    offset = CENTRE_MM - camera.position_mm
    missed_by = np.linalg.norm(offset - (offset @ ray) * ray) - RADIUS_MM
    if picked.face < 0:
        assert missed_by > -2.0
        return
    assert missed_by < 0.0
    spot = np.array(picked.position_mm)
    corners = sphere.vertices_mm[sphere.faces[sphere.outer]][picked.face]
    np.testing.assert_allclose(np.array(picked.barycentric) @ corners, spot, atol=1e-2)
    assert min(picked.barycentric) >= 0
    np.testing.assert_allclose(camera.project(spot[None], scene.size)[0][0], [x, y], atol=0.05)
    assert (spot - CENTRE_MM) @ ray < 0


def test_without_skin_there_is_no_spot(stage):
    from viewer.scene import Scene

    assert Scene(stage).pick_skin(100, 100).face == -1


def test_seen_spots_are_those_before_the_horizon(scene, at):
    azimuths = np.arange(-180, 180, 15)
    spots, normals = (np.array(part) for part in zip(*(at(azimuth, 0) for azimuth in azimuths), strict=True))
    _, seen = scene.project(spots, normals)
    assert seen[np.abs(azimuths) <= 60].all()
    assert not seen[np.abs(azimuths) >= 105].any()


def test_on_the_body_of_a_hand_s_width_the_back_is_not_picked_through_the_front(make_body, sphere):
    thin = make_body(sphere.vertices_mm * [0.2, 0.02, 0.2], sphere.faces)
    skin = compose.skin(thin, "neutral")
    ray = picking.SkinRay(_data(skin))
    camera = views.face([0.0, -6.0, 60.0], [0.0, -1.0, 0.0], [[-60, -6, 0], [60, 6, 120]], 1.0)
    both = picking.Targets(
        ["front", "back"],
        np.array([[20.0, -5.65, 60.0], [0.0, 6.0, 60.0]]),
        np.array([[0.0, -1.0, 0.0], [0.0, 1.0, 0.0]]),
        np.array([9.0, 9.0]),
    )
    centre = tuple(camera.project(both.positions_mm[1:], (400, 400))[0][0])
    assert picking.pick(camera, (400, 400), centre, both, ray) != "back"


def _data(skin):
    from viewer.draw.polydata import mesh

    return mesh(skin.vertices_mm, skin.faces, skin.normals, skin.rgb)
