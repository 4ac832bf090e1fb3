"""What a visitor does becomes state, and the least that a scene has to change: fake scene, small atlases."""

from __future__ import annotations

import numpy as np
import pytest

from viewer import compose, offers, style
from viewer.camera import views
from viewer.camera.pilot import SHIFTS, STEPS, TURNS
from viewer.controller import VIEW_KEYS, Controller
from viewer.state import SkinTone, Theme, ViewState
from viewer.ui.words import load_words

TRIGGER, ACUPOINT = "masseter.TrP1/left", "GB1/left"
SEEN = (800.0, 600.0)  # the page shows the fake scene's 400 x 300 picture twice as large


@pytest.fixture
def desk(fake_scene, small_bodies) -> Controller:
    return Controller(
        fake_scene, small_bodies.__getitem__, tuple(small_bodies), ViewState(), load_words("en")
    )


@pytest.fixture
def quiet(monkeypatch, desk, fake_scene):
    """From here on nothing may be placed, coloured or drawn anew that a click does not change."""

    def forbidden(*_):
        raise AssertionError("a click must not make this anew")

    for name in ("skin", "skin_rgb", "eyes", "marks", "channels"):
        monkeypatch.setattr(compose, name, forbidden)
    fake_scene.told.clear()
    return desk


def always_named(scene) -> tuple[str, ...]:
    """Marks that are named at any distance, the most important first."""
    layer = scene.layers["labels"]
    return tuple(mark for mark, scale in zip(layer.ids, layer.from_scale, strict=True) if scale == 0.0)


def camera_of(scene) -> np.ndarray:
    return np.concatenate([scene.camera.position_mm, scene.camera.focus_mm, scene.camera.up])


# -- the first picture


def test_both_maps_are_there_from_the_first_picture(desk, fake_scene):
    assert {"skin", "channels", "acupoints", "trigger_points", "labels"} <= set(fake_scene.keys)
    assert [key for key, shown in fake_scene.visible.items() if not shown] == ["flow"]
    assert set(fake_scene.weights.values()) == {style.EMPHASIS["usual"]}
    assert desk.cards.details() is None


def test_the_page_offers_what_there_is(desk):
    offered = offers.channels(desk.atlas)
    assert [channel["code"] for channel in offered] == ["GB", "BL"], "the third has no line on this body"
    assert [sinew["code"] for sinew in offers.sinews(desk.atlas)] == ["GB"]
    assert all(one["colour"].startswith("#") for one in offered)
    assert offers.categories(desk.atlas, "All") == [
        {"value": "", "title": "All"},
        {"value": "crossing", "title": "Meeting point 交會"},
    ]
    assert set(offers.tones()) == set(SkinTone)


# -- selecting


def test_selecting_a_trigger_point_paints_its_zone_and_brings_neighbours_forward(quiet, fake_scene):
    quiet.select(TRIGGER)
    assert quiet.state.selection == fake_scene.selected == TRIGGER
    assert fake_scene.layers["zone"].solid_mm.max() > 0 > fake_scene.layers["zone"].solid_mm.min()
    assert always_named(fake_scene) == (TRIGGER, ACUPOINT)
    assert fake_scene.weights[TRIGGER] > fake_scene.weights[ACUPOINT] > fake_scene.weights["GV1/midline"]


def test_the_card_of_a_trigger_point_lists_acupoints_and_crossing_channels(desk):
    desk.select(TRIGGER)
    details = desk.cards.details()
    assert [item.id for item in details.list.items] == [ACUPOINT]
    assert "150 mm" in details.list.items[0].figures
    assert "6.0 cun" in details.list.items[0].figures
    assert [item.id for item in details.second.items] == ["channel:GB"]


def test_selecting_an_acupoint_is_the_mirror_image(quiet, fake_scene):
    quiet.select(TRIGGER)
    quiet.select(ACUPOINT)
    assert "zone" not in fake_scene.keys
    assert always_named(fake_scene) == (ACUPOINT, TRIGGER)
    assert fake_scene.weights[ACUPOINT] > fake_scene.weights[TRIGGER] > fake_scene.weights["GV1/midline"]
    details = quiet.cards.details()
    assert [item.id for item in details.list.items] == [TRIGGER]
    assert [item.id for item in details.second.items] == [TRIGGER]


def test_clearing_leaves_what_was_before(quiet, fake_scene):
    before = set(fake_scene.keys)
    quiet.select(TRIGGER)
    quiet.select("")
    assert set(fake_scene.keys) == before
    assert fake_scene.selected == quiet.state.selection == ""
    assert set(fake_scene.weights.values()) == {style.EMPHASIS["usual"]}
    assert quiet.cards.details() is None


def test_an_unknown_mark_changes_nothing(quiet, fake_scene):
    quiet.select(TRIGGER)
    with pytest.raises(KeyError, match="nothing with the id 'GB99/left'"):
        quiet.select("GB99/left")
    assert quiet.state.selection == fake_scene.selected == TRIGGER


def test_a_click_makes_nothing_anew_but_the_zone_and_the_labels(quiet, fake_scene):
    quiet.select(TRIGGER)
    assert sorted(fake_scene.told) == ["show labels", "show zone"]


# -- channels, sinew channels, kinds of points


def test_selecting_a_channel_shows_it_alone_and_tells_of_it(desk, fake_scene):
    desk.select("channel:GB")
    assert desk.state.solo_channel == "GB"
    assert set(fake_scene.layers["channels"].ids) == {"GB"}
    assert set(always_named(fake_scene)) == {"GB1/left", "GB1/right"}
    assert desk.layer_of_selection() == "channels"
    assert fake_scene.selected == "", "there is no mark to ring"
    assert desk.cards.details().title == "GB channel"
    before = camera_of(fake_scene)
    desk.look("selection")
    np.testing.assert_array_equal(camera_of(fake_scene), before)


def test_selecting_a_sinew_channel_shows_its_band_and_its_trigger_points(desk, fake_scene):
    assert "sinews" not in fake_scene.keys
    desk.select("sinew:GB")
    assert desk.state.sinews == ["GB"]
    assert desk.state.layers.sinews.on
    assert fake_scene.visible["sinews"]
    assert {band.rgb for band in fake_scene.layers["sinews"].bands} == {style.CHANNELS["GB"]}
    assert desk.layer_of_selection() == "sinews"
    assert [item.id for item in desk.cards.details().list.items] == [TRIGGER]
    assert fake_scene.weights[TRIGGER] == style.EMPHASIS["usual"]
    desk.select("")
    assert "sinews" in fake_scene.keys, "the band stays until it is switched off"


@pytest.mark.parametrize("selected", ["channel:XX", "sinew:BL", "sinew:", "channel:", "GB1", "nonsense"])
def test_what_is_not_there_cannot_be_selected(desk, selected):
    desk.select("channel:GB")
    with pytest.raises(KeyError, match="nothing with the id"):
        desk.select(selected)
    assert desk.state.selection == "channel:GB"
    assert desk.state.solo_channel == "GB"


def test_bands_are_painted_only_when_they_are_wanted(desk, fake_scene):
    desk.show_sinews(["GB"])
    assert "sinews" not in fake_scene.keys, "the layer is off"
    desk.state.layers.sinews.on = True
    desk.state.layers.sinews.opacity = 0.6
    desk.apply_layers()
    assert fake_scene.visible["sinews"]
    assert fake_scene.opacity["sinews"] == 0.6
    desk.state.layers.sinews.on = False
    desk.apply_layers()
    assert not fake_scene.visible["sinews"]


def test_bands_follow_to_the_next_body(desk, fake_scene):
    desk.select("sinew:GB")
    fake_scene.told.clear()
    desk.choose_body("female")
    assert "show sinews" in fake_scene.told
    assert desk.state.selection == "sinew:GB"
    desk.state.layers.sinews.on = False
    desk.choose_body("male")
    assert "sinews" not in fake_scene.keys


def test_a_category_leaves_its_points_alone_and_names_them(quiet, fake_scene):
    quiet.filter("crossing")
    assert quiet.state.category == "crossing"
    acupoints = {mark: fake_scene.weights[mark] for mark in fake_scene.layers["acupoints"].ids}
    assert {mark for mark, weight in acupoints.items() if weight > 0} == {"BL1/left"}
    assert always_named(fake_scene) == ("BL1/left",)
    assert fake_scene.weights[TRIGGER] == style.EMPHASIS["usual"]
    quiet.filter("")
    assert set(fake_scene.weights.values()) == {style.EMPHASIS["usual"]}
    assert always_named(fake_scene) == ()


def test_the_selected_point_shows_whatever_its_category(desk, fake_scene):
    desk.filter("crossing")
    desk.select(ACUPOINT)
    assert fake_scene.weights[ACUPOINT] == style.EMPHASIS["selected"]
    assert ACUPOINT in always_named(fake_scene)
    desk.select("")
    assert fake_scene.weights[ACUPOINT] == style.EMPHASIS["gone"]


def test_an_unknown_category_changes_nothing(desk):
    desk.filter("crossing")
    with pytest.raises(KeyError, match="no category 'nonsense'"):
        desk.filter("nonsense")
    assert desk.state.category == "crossing"


def test_a_channel_and_a_category_without_a_common_point_do_not_stand_together(desk, fake_scene):
    desk.solo("BL")
    desk.filter("crossing")
    assert (desk.state.solo_channel, desk.state.category) == ("BL", "crossing")
    desk.solo("GB")
    assert (desk.state.solo_channel, desk.state.category) == ("GB", "")
    desk.filter("crossing")
    assert (desk.state.solo_channel, desk.state.category) == ("", "crossing")
    assert set(fake_scene.layers["channels"].ids) == {"GB", "BL"}


def test_arrows_are_off_until_they_are_asked_for_and_follow_the_solo_channel(desk, fake_scene):
    assert not fake_scene.visible["flow"]
    every = len(fake_scene.layers["flow"].positions_mm)
    desk.state.layers.flow.on = True
    desk.solo("GB")
    assert fake_scene.visible["flow"]
    assert 0 < len(fake_scene.layers["flow"].positions_mm) < every


# -- the camera


@pytest.mark.parametrize(
    "act",
    [
        lambda desk: desk.select(TRIGGER),
        lambda desk: desk.select(""),
        lambda desk: desk.choose_body("female"),
        lambda desk: desk.choose_look(Theme.DARK, SkinTone.DARK),
        lambda desk: desk.solo("GB"),
        lambda desk: desk.filter("crossing"),
        lambda desk: desk.select("channel:GB"),
        lambda desk: desk.select("sinew:GB"),
        lambda desk: desk.show_sinews(["GB"]),
        lambda desk: desk.step(forward=True),
        lambda desk: desk.apply_layers(),
        lambda desk: desk.search("GB1"),
        lambda desk: desk.hover(1, 1, SEEN),
        lambda desk: desk.look("selection"),  # nothing is selected
        lambda desk: desk.press("x"),
    ],
)
def test_nothing_moves_the_camera_that_was_not_asked_to(desk, fake_scene, act):
    before = camera_of(fake_scene)
    act(desk)
    np.testing.assert_array_equal(camera_of(fake_scene), before)
    assert desk.state.view == "front"


@pytest.mark.parametrize("view", views.VIEWS)
def test_every_named_view_moves_the_camera_there_and_selects_nothing(desk, fake_scene, view):
    desk.look(view)
    named = views.camera(views.VIEWS[view], compose.bounds_mm(desk.atlas.body), 4 / 3)
    np.testing.assert_allclose(fake_scene.camera.position_mm, named.position_mm)
    assert desk.state.view == view
    assert desk.state.selection == ""


@pytest.mark.parametrize(
    ("view", "side"), [("front", [0, -1, 0]), ("back", [0, 1, 0]), ("left", [1, 0, 0]), ("right", [-1, 0, 0])]
)
def test_views_are_named_after_the_side_that_is_seen(desk, fake_scene, view, side):
    desk.look(view)
    assert fake_scene.camera.axes[2] @ side > 0.99


def test_facing_the_selection_looks_along_the_skins_normal(desk, fake_scene):
    desk.select("BL1/left")
    desk.look("selection")
    mark = desk.atlas.marks["BL1/left"]
    assert fake_scene.camera.axes[2] @ mark.normal > 0.99
    assert desk.where_is("BL1/left", SEEN) == pytest.approx([400, 300], abs=1)


def test_a_view_that_does_not_exist_is_refused(desk, fake_scene):
    before = camera_of(fake_scene)
    with pytest.raises(KeyError):
        desk.look("inside")
    np.testing.assert_array_equal(camera_of(fake_scene), before)
    assert desk.state.view == "front"


@pytest.mark.parametrize("key", [*TURNS, *SHIFTS, *STEPS, *(k for k in VIEW_KEYS if k not in "sf")])
def test_every_key_moves_the_camera_and_nothing_else(quiet, fake_scene, key):
    quiet.select(TRIGGER)
    fake_scene.told.clear()
    before = camera_of(fake_scene)
    assert quiet.press(key)
    assert np.abs(camera_of(fake_scene) - before).max() > 1
    assert set(fake_scene.told) == {"look"}
    assert quiet.state.selection == TRIGGER


def test_the_key_s_faces_the_selection(desk):
    desk.select("BL1/left")
    assert desk.press("s")
    assert desk.where_is("BL1/left", SEEN)


@pytest.mark.parametrize(
    "keys",
    [
        ("ArrowLeft", "ArrowRight"),
        ("ArrowUp", "ArrowDown"),
        ("Shift+ArrowLeft", "Shift+ArrowRight"),
        ("Shift+ArrowUp", "Shift+ArrowDown"),
        ("+", "-"),
    ],
)
def test_opposite_keys_undo_each_other(desk, fake_scene, keys):
    before = camera_of(fake_scene)
    for key in keys:
        desk.press(key)
    np.testing.assert_allclose(camera_of(fake_scene), before, atol=1e-6)


def test_arrows_turn_the_way_they_point(desk, fake_scene):
    spot = desk.atlas.marks["GV1/midline"].located.position_mm[None]
    before = fake_scene.camera.project(spot, fake_scene.size)[0][0]
    desk.press("ArrowRight")
    assert fake_scene.camera.position_mm[0] > 0  # to the right of the picture: the body's left
    desk.press("ArrowLeft")
    desk.press("Shift+ArrowRight")
    assert fake_scene.camera.project(spot, fake_scene.size)[0][0, 0] < before[0]


def test_the_body_stays_upright_however_long_an_arrow_is_held(desk, fake_scene):
    for _ in range(40):
        desk.press("ArrowUp")
    assert fake_scene.camera.up[2] > 0
    assert np.isfinite(camera_of(fake_scene)).all()


@pytest.mark.parametrize("factor", [1.3, 0.7])
@pytest.mark.parametrize("around", [(0.0, 0.0), (90.0, -70.0), (-150.0, 100.0)])
def test_zooming_keeps_the_spot_under_the_pointer(desk, fake_scene, factor, around):
    before = fake_scene.camera
    right, up, _ = before.axes
    spot = before.focus_mm + (around[0] * right - around[1] * up) / before.pixels_per_mm(fake_scene.size)
    desk.pilot.zoom(factor, around)
    assert fake_scene.camera.distance_mm == pytest.approx(before.distance_mm / factor)
    pixel = fake_scene.camera.project(spot[None], fake_scene.size)[0][0]
    np.testing.assert_allclose(pixel, np.array([200, 150]) + around, atol=1e-6)


@pytest.mark.parametrize("factor", [1e9, 1e-9, 0.0, -1.0])
def test_no_zoom_leaves_the_world(desk, fake_scene, factor):
    for _ in range(50):
        desk.pilot.zoom(factor)
    assert 10 < fake_scene.camera.distance_mm < 1e5


def test_sizes_are_those_of_the_picture_as_it_is_seen(desk, fake_scene):
    desk.gaze.see_at(SEEN)
    desk.gaze.follow()
    assert fake_scene.pixel_ratio == pytest.approx(0.5)
    spot = fake_scene.camera.focus_mm[None]
    desk.pilot.shift(30, 20)
    np.testing.assert_allclose(fake_scene.camera.project(spot, (800, 600))[0][0], [430, 320], atol=1e-6)


# -- bodies


def test_another_body_keeps_the_selection_and_paints_it_there(desk, fake_scene, small_bodies):
    desk.select(TRIGGER)
    before = fake_scene.layers["labels"].positions_mm[0]
    desk.choose_body("female")
    assert desk.state.selection == fake_scene.selected == TRIGGER
    assert "zone" in fake_scene.keys
    wanted = small_bodies["female"].marks[TRIGGER].located.position_mm
    np.testing.assert_allclose(fake_scene.layers["labels"].positions_mm[0], wanted)
    assert not np.allclose(before, wanted)


def test_a_selection_that_the_other_body_lacks_is_dropped(desk, fake_scene):
    desk.select("BL1/left")
    desk.choose_body("female")
    assert desk.state.selection == fake_scene.selected == ""
    assert always_named(fake_scene) == ()
    assert desk.cards.details() is None


def test_another_body_leaves_switches_as_they_were(desk, fake_scene):
    desk.state.layers.skin.opacity = 0.4
    desk.state.layers.channels.on = False
    desk.apply_layers()
    desk.choose_body("female")
    assert fake_scene.opacity["skin"] == 0.4
    assert not fake_scene.visible["channels"]


# -- switches


def test_switches_and_opacity_reach_every_layer(quiet, fake_scene):
    quiet.select(TRIGGER)
    names = {
        "skin": "skin",
        "acupoints": "acupoints",
        "trigger_points": "trigger_points",
        "channels": "channels",
        "flow": "flow",
        "zones": "zone",
        "labels": "labels",
    }
    for name, key in names.items():
        layer = getattr(quiet.state.layers, name)
        layer.on, layer.opacity = False, 0.3
        quiet.apply_layers()
        assert not fake_scene.visible[key]
        assert fake_scene.opacity[key] == 0.3
        layer.on, layer.opacity = True, 1.0
    quiet.apply_layers()
    assert all(fake_scene.visible.values())
    assert set(fake_scene.opacity.values()) == {1.0}


def test_a_switched_off_zone_stays_off_with_the_next_selection(desk, fake_scene):
    desk.state.layers.zones.on = False
    desk.select(TRIGGER)
    assert not fake_scene.visible["zone"]


def test_solo_shows_one_channel_and_steps_the_other_points_back(desk, fake_scene):
    desk.state.layers.channels.opacity = 0.5
    desk.solo("BL")
    assert set(fake_scene.layers["channels"].ids) == {"BL"}
    assert fake_scene.opacity["channels"] == 0.5
    assert fake_scene.weights["BL1/left"] == fake_scene.weights[TRIGGER] == style.EMPHASIS["usual"]
    assert fake_scene.weights["GB1/left"] == style.EMPHASIS["stepped_back"]
    desk.solo("")
    assert set(fake_scene.layers["channels"].ids) == {"GB", "BL"}
    assert set(fake_scene.weights.values()) == {style.EMPHASIS["usual"]}


def test_a_hidden_channel_layer_stays_hidden_when_one_is_chosen(desk, fake_scene):
    desk.state.layers.channels.on = False
    desk.apply_layers()
    desk.solo("BL")
    assert not fake_scene.visible["channels"]


def test_theme_and_tone_change_only_what_differs(desk, fake_scene):
    fake_scene.told.clear()
    desk.choose_look(Theme.DARK, SkinTone.NEUTRAL)
    assert (fake_scene.told, fake_scene.ground) == (["ground"], "dark")
    desk.choose_look(Theme.DARK, SkinTone.DARK)
    assert fake_scene.told == ["ground", "recolour skin"]
    assert fake_scene.colours["skin"].mean() < 200
    desk.choose_look(Theme.DARK, SkinTone.DARK)
    assert fake_scene.told == ["ground", "recolour skin"]


def test_the_chosen_tone_stays_with_the_next_body(desk, fake_scene):
    desk.choose_look(Theme.LIGHT, SkinTone.DARK)
    desk.choose_body("female")
    np.testing.assert_array_equal(fake_scene.layers["skin"].rgb, compose.skin_rgb(desk.atlas.body, "dark"))


# -- the pointer


def test_hovering_names_and_rings_the_mark_once(quiet, fake_scene):
    fake_scene.under_pointer = TRIGGER
    assert quiet.hover(10, 10, SEEN) == "Masseter TrP1"
    assert quiet.hover(11, 10, SEEN) == "Masseter TrP1"
    assert (quiet.state.hover, fake_scene.hovered) == (TRIGGER, TRIGGER)
    fake_scene.under_pointer = ""
    assert quiet.hover(50, 50, SEEN) == ""
    assert fake_scene.told == ["hover", "hover"]
    assert quiet.state.selection == ""


def test_pixels_of_the_page_become_pixels_of_the_picture(desk, fake_scene):
    desk.pick(80, 60, SEEN, 6)
    assert fake_scene.asked == [(40, 30, 3)]


def test_where_a_mark_is_and_that_a_hidden_one_is_nowhere(desk, fake_scene):
    pixel = desk.where_is(ACUPOINT, SEEN)
    mark = desk.atlas.marks[ACUPOINT]
    wanted = 2 * fake_scene.camera.project(mark.located.position_mm[None], fake_scene.size)[0][0]
    assert pixel == pytest.approx(list(wanted))
    assert desk.where_is("BL1/left", SEEN) == []


# -- visitors


def test_two_desks_on_one_atlas_know_nothing_of_each_other(fake_scene, desk, small_bodies):
    other = Controller(
        type(fake_scene)(), small_bodies.__getitem__, tuple(small_bodies), ViewState(), load_words("en")
    )
    desk.select(TRIGGER)
    desk.solo("GB")
    assert (other.state.selection, other.state.solo_channel) == ("", "")
    assert other.cards.details() is None


def test_search_answers_for_the_body_that_is_seen(desk):
    assert desk.search("BL1")[0].id == "BL1/left"
    desk.choose_body("female")
    assert "BL1/left" not in [found.id for found in desk.search("BL1")]
    assert desk.state.search == "BL1"
