"""Layers in the scene: one actor each, changed and not remade, seen where they should be."""

from __future__ import annotations

import numpy as np
import pytest

from viewer import compose, style
from viewer.camera import views
from viewer.draw.clip import clipped
from viewer.draw.drape import Cloth, lay
from viewer.draw.stipple import stipple
from viewer.layers import PathLayer

RADIUS_MM, CENTRE_MM = 300.0, np.array([0.0, 0.0, 300.0])
MARK = {"a": (10, 5)}


def props(scene) -> list:
    found = scene.renderer.GetViewProps()
    return [found.GetItemAsObject(index) for index in range(found.GetNumberOfItems())]


def draw(stage) -> np.ndarray:
    return stage.picture().astype(int)


def pixel_of(scene, spot) -> tuple[int, int]:
    x, y = scene.camera.project(np.asarray(spot)[None], scene.size)[0][0]
    return int(y), int(x)


def is_jade(rgb) -> bool:
    return rgb[1] > rgb[0] + 40 and rgb[1] > rgb[2]


def all_layers(atlas, mark="masseter.TrP1/left"):
    skin = compose.skin(atlas.body, "neutral")
    zone = compose.zone(atlas, mark, skin)
    marks = [compose.marks(atlas, trigger_points) for trigger_points in (False, True)]
    return [compose.channels(atlas), *marks, zone, compose.labels(atlas, compose.Focus(mark))]


def test_each_layer_is_one_actor(scene, small_atlas):
    for layer in all_layers(small_atlas):
        before = len(props(scene))
        scene.show(layer)
        assert len(props(scene)) == before + 1
        scene.show(layer)
        assert len(props(scene)) == before + 1
    for layer in all_layers(small_atlas):
        before = len(props(scene))
        scene.remove(layer.key)
        assert len(props(scene)) == before - 1


def test_switching_fading_and_selecting_make_nothing_anew(scene, stage, small_atlas):
    for layer in all_layers(small_atlas):
        scene.show(layer)
    draw(stage)
    meshes = {id(p): p.GetMapper().GetInput() for p in props(scene) if p.IsA("vtkActor")}
    before = {key: mesh.GetPoints().GetMTime() for key, mesh in meshes.items()}
    names = [id(p) for p in props(scene)]
    for key in scene.keys:
        scene.set_visible(key, False)
        scene.set_opacity(key, 0.5)
        scene.set_visible(key, True)
        scene.set_opacity(key, 1.0)
    scene.recolour("acupoints", np.full((4, 3), 90, np.uint8))
    assert sorted(id(p) for p in props(scene)) == sorted(names)
    assert {key: mesh.GetPoints().GetMTime() for key, mesh in meshes.items()} == before


def test_layers_never_move_the_camera(scene, stage, small_atlas):
    draw(stage)
    before = scene.camera
    for layer in all_layers(small_atlas):
        scene.show(layer)
    scene.select("GB1/left")
    scene.hover("GV1/midline")
    scene.set_ground("dark")
    scene.set_opacity("skin", 0.3)
    scene.remove("zone")
    draw(stage)
    for name in ("position_mm", "focus_mm", "up", "angle_deg"):
        np.testing.assert_array_equal(getattr(scene.camera, name), getattr(before, name))


def test_a_hidden_layer_stays_hidden_when_replaced(scene, stage, make_marks):
    layer = make_marks(MARK)
    scene.show(layer)
    where = pixel_of(scene, layer.positions_mm[0])
    assert is_jade(draw(stage)[where])
    scene.set_visible("marks", False)
    assert not is_jade(draw(stage)[where])
    scene.show(layer)
    assert not is_jade(draw(stage)[where])
    scene.set_visible("marks", True)
    assert is_jade(draw(stage)[where])


def test_the_skin_hides_what_is_behind_until_it_lets_see(scene, stage, make_marks):
    layer = make_marks({"far": (180, 0)})
    scene.show(layer)
    where = pixel_of(scene, layer.positions_mm[0])
    assert not is_jade(draw(stage)[where])
    scene.set_opacity("skin", 0.3)
    assert is_jade(draw(stage)[where])


def test_translucent_skin_is_blended_once_however_often_it_folds(stage, make_body, sphere):
    from viewer.scene import Scene

    shells = make_body(
        np.vstack([sphere.vertices_mm, (sphere.vertices_mm - CENTRE_MM) * 0.6 + CENTRE_MM]),
        np.vstack([sphere.faces, sphere.faces + len(sphere.vertices_mm)]),
    )
    pictures = []
    for body in (sphere, shells):
        scene = Scene(stage)
        scene.show(compose.skin(body, "neutral", 0.4))
        scene.look(views.camera(views.VIEWS["front"], compose.bounds_mm(body), 4 / 3))
        pictures.append(draw(stage))
        for key in scene.keys:
            scene.remove(key)
    np.testing.assert_allclose(pictures[0], pictures[1], atol=1)


def test_marks_keep_within_bounds_on_the_screen(scene, sphere, make_marks):
    scene.show(make_marks(MARK))
    grow = (1 + scene.size[1] / 720) / 2
    radii = []
    for span in (0.01, 0.05, 0.2, 1.0, 4.0):
        view = views.View(0.0, 0.0, (0.0, 0.0, 0.5), (span, span, span))
        scene.look(views.camera(view, compose.bounds_mm(sphere), 4 / 3))
        radii.append(scene.mark_radius_px())
        assert style.MARK_PX.least * grow - 1e-6 <= radii[-1] <= style.MARK_PX.most * grow + 1e-6
    assert radii == sorted(radii, reverse=True)
    assert radii[0] == pytest.approx(style.MARK_PX.most * grow)
    assert radii[-1] == pytest.approx(style.MARK_PX.least * grow)


def test_fit_says_whether_anything_changed(scene, make_marks):
    scene.show(make_marks(MARK))
    assert not scene.fit()
    scene.renderer.GetActiveCamera().Dolly(2.0)
    assert scene.fit()
    assert not scene.fit()


def test_selection_and_hover_are_ringed_and_follow_what_is_shown(scene, stage, make_marks):
    scene.show(make_marks(MARK))
    plain = draw(stage)
    scene.select("a")
    ringed = draw(stage)
    changed = np.abs(ringed - plain).sum(axis=2) > 60
    rows, columns = np.nonzero(changed)
    row, column = pixel_of(scene, make_marks(MARK).positions_mm[0])
    assert changed.sum() > 30
    assert abs(rows.mean() - row) < 2
    assert abs(columns.mean() - column) < 2
    scene.set_visible("marks", False)
    scene.set_visible("skin", False)
    assert np.ptp(draw(stage), axis=1).max() <= 1, "a ring stays behind"
    scene.set_visible("marks", True)
    scene.set_visible("skin", True)
    np.testing.assert_array_equal(draw(stage), ringed)
    scene.hover("a")
    assert (draw(stage) != ringed).any()
    scene.hover("")
    scene.select("")
    np.testing.assert_array_equal(draw(stage), plain)


def test_emphasis_changes_size_and_reach(scene, make_marks):
    scene.show(make_marks({"a": (0, 0), "b": (30, 0)}))
    usual = scene.mark_radius_px()
    scene.emphasise("marks", np.array([2.0, 2.0]))
    assert scene.mark_radius_px() == pytest.approx(2 * usual)


def test_a_mark_that_is_gone_is_neither_drawn_nor_picked(scene, stage, small_atlas):
    layer = compose.marks(small_atlas, trigger_points=False)
    scene.show(layer)
    plain = draw(stage)
    spot = small_atlas.marks["GB1/left"].located.position_mm
    row, column = pixel_of(scene, spot)
    assert is_jade(plain[row, column])
    assert scene.pick(column, row) == "GB1/left"
    scene.select("GB1/left")
    scene.emphasise(layer.key, compose.emphasis(small_atlas, layer, compose.Focus(category="crossing")))
    assert not is_jade(draw(stage)[row, column])
    assert scene.pick(column, row) == ""
    scene.select("")
    scene.emphasise(layer.key, compose.emphasis(small_atlas, layer, compose.Focus()))
    np.testing.assert_array_equal(draw(stage), plain)


def test_a_category_leaves_its_points_and_all_trigger_points(small_atlas):
    focus = compose.Focus(category="crossing")
    for trigger_points, kept in (
        (False, {"BL1/left"}),
        (True, {"masseter.TrP1/left", "masseter.TrP1/right"}),
    ):
        layer = compose.marks(small_atlas, trigger_points)
        weights = dict(zip(layer.ids, compose.emphasis(small_atlas, layer, focus), strict=True))
        assert {mark for mark, weight in weights.items() if weight > 0} == kept


def test_the_two_parts_of_a_zone_differ_without_hue(scene, stage, small_atlas):
    mark = "masseter.TrP1/left"
    skin = compose.skin(small_atlas.body, "neutral")
    layer = compose.zone(small_atlas, mark, skin)
    bare = draw(stage).mean(axis=2)
    scene.show(layer)
    grey = draw(stage).mean(axis=2)
    spot = small_atlas.marks[mark].located.position_mm
    rows, columns = np.mgrid[: grey.shape[0], : grey.shape[1]]
    at_row, at_column = pixel_of(scene, spot)
    away_mm = np.hypot(rows - at_row, columns - at_column) / scene.camera.pixels_per_mm(scene.size)
    change = bare - grey
    solid, dotted, outside = (
        change[away_mm < 35],
        change[(away_mm > 65) & (away_mm < 85)],
        change[away_mm > 140],
    )
    assert solid.min() > 25
    assert np.median(dotted) < 0.6 * np.median(solid)
    assert dotted.max() > 1.5 * np.median(dotted)
    assert np.abs(outside).max() < 1


def test_a_mark_without_zone_has_no_zone_layer(small_atlas):
    skin = compose.skin(small_atlas.body, "neutral")
    assert compose.zone(small_atlas, "GB1/left", skin) is None
    assert compose.zone(small_atlas, "", skin) is None


def test_solo_leaves_one_channel_and_steps_others_marks_back(small_atlas):
    assert set(compose.channels(small_atlas).ids) == {"GB", "BL"}
    assert set(compose.channels(small_atlas, ("GB",)).ids) == {"GB"}
    layer = compose.marks(small_atlas, trigger_points=False)
    weights = dict(
        zip(layer.ids, compose.emphasis(small_atlas, layer, compose.Focus(channel="GB")), strict=True)
    )
    assert weights["GB1/left"] > weights["BL1/left"]
    chosen = dict(
        zip(layer.ids, compose.emphasis(small_atlas, layer, compose.Focus("masseter.TrP1/left")), strict=True)
    )
    assert chosen["GB1/left"] > chosen["GB1/right"]


def test_unknown_layers_are_named(scene):
    with pytest.raises(KeyError, match="no layer 'nothing'; it has skin"):
        scene.set_visible("nothing", True)
    with pytest.raises(TypeError, match="holds no marks"):
        scene.emphasise("skin", np.ones(1))


def test_lines_follow_the_skin(scene, stage, small_atlas):
    layer = compose.channels(small_atlas, ("GB",))
    plain = draw(stage)
    scene.show(layer)
    changed = np.abs(draw(stage) - plain).sum(axis=2) > 40
    for spot in layer.lines_mm[0][5:-5:5]:
        row, column = pixel_of(scene, spot)
        assert changed[row - 1 : row + 2, column - 1 : column + 2].any()


def test_a_scene_can_hold_layers_without_anything_in_them(scene, stage, make_marks):
    nothing = np.zeros((0, 3))
    scene.show(make_marks({"x": (0, 0)}))
    scene.show(PathLayer("paths", (), (), (), np.zeros((0, 3), np.uint8), 1.0))
    layer = make_marks({"x": (0, 0)})
    empty = type(layer)(
        "marks", (), nothing, nothing, "disc", np.zeros((0, 3), np.uint8), style.RIM, 3.0, np.zeros(0)
    )
    scene.show(empty)
    assert scene.pick(240, 180) == ""
    draw(stage)


def test_a_cut_out_has_the_area_of_its_cap(sphere):
    normals = (sphere.vertices_mm - CENTRE_MM) / RADIUS_MM
    for height in (-100.0, 0.0, 130.0):
        piece = clipped(sphere.vertices_mm, normals, sphere.faces, sphere.vertices_mm[:, 2] - 300.0 - height)
        corners = piece.points_mm[piece.faces]
        crossed = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        area = np.linalg.norm(crossed, axis=1).sum() / 2
        assert area == pytest.approx(2 * np.pi * RADIUS_MM * (RADIUS_MM - height), rel=0.01)
        assert corners[..., 2].min() >= 300.0 + height - 1e-6
        assert (np.einsum("ki,ki->k", crossed, piece.normals[piece.faces[:, 0]]) >= 0).all()


def test_dots_are_inside_apart_and_everywhere(sphere):
    normals = (sphere.vertices_mm - CENTRE_MM) / RADIUS_MM
    inside = sphere.vertices_mm[:, 2] - 450.0
    dots, outward = stipple(sphere.vertices_mm, normals, sphere.faces, inside, 20.0, 5.0)
    again, _ = stipple(sphere.vertices_mm, normals, sphere.faces, inside, 20.0, 5.0)
    np.testing.assert_array_equal(dots, again)
    assert dots[:, 2].min() > 454.0
    between = np.linalg.norm(dots[:, None] - dots, axis=2) + 1e9 * np.eye(len(dots))
    assert between.min() >= 20.0
    assert between.min(axis=1).max() < 40.0
    np.testing.assert_allclose(np.linalg.norm(outward, axis=1), 1.0)


def test_shapes_of_any_size_lie_on_the_skin(sphere, at):
    cloth = Cloth(compose.skin(sphere, "neutral"))
    position, normal = at(20, 33)
    spots = cloth.spots(position[None], normal[None])
    angle = np.linspace(0, 2 * np.pi, 12)
    rim = np.column_stack([np.cos(angle), np.sin(angle), np.zeros(12)])
    for size in (3.0, 10.0, 40.0):
        points = lay(spots, rim, np.array([size]))
        off = np.linalg.norm(points - CENTRE_MM, axis=1) - RADIUS_MM
        flat = np.hypot(RADIUS_MM, size) - RADIUS_MM
        assert np.abs(off).max() < 0.1 + 0.35 * flat


def test_every_channel_has_a_colour_of_its_own():
    assert len(style.CHANNELS) == 14
    colours = np.array(list(style.CHANNELS.values()), float)
    apart = np.abs(colours[:, None] - colours).sum(axis=2) + 1e9 * np.eye(14)
    assert apart.min() > 60
