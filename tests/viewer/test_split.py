"""Side by side: each half shows its own map, one camera looks into both, and the way back is exact."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from viewer import compose, style
from viewer.camera.gaze import Gaze
from viewer.controller import Controller
from viewer.desks.split import MAPS, SplitDesk
from viewer.draw.halves import Halves
from viewer.layers import FleshLayer, LabelLayer
from viewer.state import ViewState
from viewer.ui.words import load_words

WEST, EAST = "cross/left", "disc/left"
HALVES = Halves(frozenset({"crosses"}), frozenset({"discs"}))
PLACES = {"crosses": {WEST: (4, 6)}, "discs": {EAST: (4, 6)}}  # at one and the same spot
WIDTH, HEIGHT = 480, 360


@pytest.fixture
def both(scene, make_marks):
    """A cross and a disc on the same spot, and their names."""
    for key, shape in (("crosses", "cross"), ("discs", "disc")):
        scene.show(make_marks(PLACES[key], key, shape))
    layer = make_marks({**PLACES["crosses"], **PLACES["discs"]})
    texts, places = ("Cross", "Disc"), (layer.positions_mm, layer.normals)
    scene.show(LabelLayer("labels", layer.ids, texts, *places, np.zeros(2)))
    return scene


def pixel_of(scene, mark: str) -> np.ndarray:
    """Pixel of a mark in the whole picture."""
    (drawn,) = [drawn for drawn in scene._cast.marks if mark in drawn.layer.ids]
    pixels, seen = scene.project(drawn.layer.positions_mm, drawn.layer.normals)
    assert seen.all()
    return pixels[0] + scene.corner(scene.half_of(mark))


def near(image, pixel, rgb, reach: int = 16) -> int:
    """How many pixels around one look like a colour."""
    x, y = (round(float(value)) for value in pixel)
    part = image[max(y - reach, 0) : y + reach, max(x - reach, 0) : x + reach].astype(int)
    return int((np.abs(part - np.array(rgb)).max(axis=2) < 60).sum())


@pytest.mark.parametrize(("stacked", "step"), [(False, (WIDTH // 2, 0)), (True, (0, HEIGHT // 2))])
def test_each_half_shows_its_own_marks_at_the_same_place(both, stage, stacked, step):
    both.split(HALVES, stacked=stacked)
    image = stage.picture()
    west, east = pixel_of(both, WEST), pixel_of(both, EAST)
    assert np.allclose(east - west, step)
    assert near(image, west, (200, 20, 30)) > 10 > near(image, west, style.JADE)
    assert near(image, east, style.JADE) > 10 > near(image, east, (200, 20, 30))


def test_the_pointer_finds_what_its_half_shows(both):
    both.split(HALVES)
    assert both.pick(*pixel_of(both, WEST)) == WEST
    assert both.pick(*pixel_of(both, EAST)) == EAST
    both.split(None)
    assert both.pick(*pixel_of(both, WEST)) in (WEST, EAST)


def test_the_skin_under_the_pointer_is_the_same_in_both_halves(both):
    both.split(HALVES)
    here, there = (both.pick_skin(x, 150) for x in (100, 100 + WIDTH // 2))
    assert here.face == there.face >= 0
    assert here.position_mm == there.position_mm


@pytest.mark.parametrize("stacked", [False, True])
def test_the_selected_spot_is_ringed_in_both_halves(both, stage, stacked):
    both.split(HALVES, stacked=stacked)
    both.select(WEST)
    image = stage.picture()
    for mark in (WEST, EAST):
        assert near(image, pixel_of(both, mark), style.HALO, 24) > 8


def test_a_name_stands_in_the_half_of_its_mark(both, stage):
    both.split(HALVES)
    stage.picture()
    (drawn,) = both._cast.labels
    assert [text for text, _ in drawn.written(0)] == ["Cross"]
    assert [text for text, _ in drawn.written(1)] == ["Disc"]


def test_a_name_leaves_the_ring_free_that_the_other_half_brings(both, stage, at):
    both.split(HALVES)
    both.select(EAST)
    stage.picture()
    (names,) = both._cast.labels
    ((_, box),) = names.written(0)  # "Cross", in the half that has no mark under the ring
    place = both.project(*(np.array([part]) for part in at(4, 6)))[0][0]
    radius = 0.9 * both.mark_radius_px() * style.RINGS["selected"].scale
    across = max(box.left - place[0], place[0] - box.right)
    down = max(box.top - place[1], place[1] - box.bottom)
    assert max(across, down) > radius * 0.7


def test_no_name_stands_under_a_caption(both, stage, make_marks):
    both.split(HALVES)
    (normal,) = make_marks(PLACES["crosses"]).normals
    # where the top of the first half is looked at
    ray = both.camera.ray(WIDTH / 4, 12, both.size)
    away = both.camera.distance_mm
    place = both.camera.position_mm + ray * away
    both.show(LabelLayer("numbers", ("n",), ("7",), place[None], normal[None], np.zeros(1), own=True))
    both.set_opacity(compose.SKIN, 0.5)
    stage.picture()
    (numbers,) = [drawn for drawn in both._cast.labels if drawn.layer.key == "numbers"]
    assert numbers.written(0) == []
    both.split(None)
    assert [text for text, _ in numbers.written()] == ["7"]


def test_names_are_written_in_the_second_half(both, stage):
    both.split(HALVES)
    with_names = stage.picture().astype(int)
    both.set_visible("labels", on=False)
    changed = np.abs(with_names - stage.picture()).max(axis=2) > 20
    assert changed[:, : WIDTH // 2].any()
    assert changed[:, WIDTH // 2 :].any()


def test_a_layer_that_is_shown_later_goes_to_its_half(both, stage, make_marks):
    both.split(HALVES)
    both.show(make_marks({"cross/right": (-20, 0)}, "crosses", "cross"))
    image, pixel = stage.picture(), pixel_of(both, "cross/right")
    assert near(image, pixel, (200, 20, 30)) > 10
    assert near(image, pixel + np.array([WIDTH // 2, 0]), (200, 20, 30)) == 0


@pytest.mark.parametrize("stacked", [False, True])
def test_back_on_one_body_the_picture_is_as_before(both, stage, stacked):
    both.select(WEST)
    both.place_labels()  # its name makes room for the ring
    before = stage.picture()
    both.split(HALVES, stacked=stacked)
    assert (stage.picture() != before).any()
    both.split(None)
    assert np.array_equal(stage.picture(), before)


def test_both_halves_take_the_ground(both, stage):
    both.split(HALVES)
    both.set_ground("dark")
    image = stage.picture().astype(int)
    assert image[2, 2].max() < 80
    assert np.abs(image[2, 2] - image[2, -3]).max() < 12


def test_captions_stand_over_the_halves(both, stage):
    both.split(HALVES)
    before = stage.picture().astype(int)
    both.caption(("Dry needling", "Chinese medicine"))
    changed = np.abs(stage.picture() - before).max(axis=2) > 40
    assert changed[:40, : WIDTH // 2].any()
    assert changed[:40, WIDTH // 2 :].any()
    assert not changed[60:].any()


def test_what_is_under_a_pixel_of_a_half_stays_there_when_it_zooms(both):
    both.split(HALVES)
    gaze = Gaze(both)
    assert gaze.from_middle(WIDTH * 0.75, HEIGHT / 2, (WIDTH, HEIGHT)) == (0, 0)
    assert gaze.from_middle(60, 90, (WIDTH, HEIGHT)) == gaze.from_middle(300, 90, (WIDTH, HEIGHT))


def test_muscles_show_under_the_skin_of_their_half_alone(both, stage, sphere):
    inner = np.asarray(sphere.vertices_mm) * [0.5, 0.5, 0.5] + [0, 0, 150]
    rgb = np.tile(np.array([[250, 0, 250]], np.uint8), (len(inner), 1))
    both.show(FleshLayer("flesh", inner, sphere.faces, rgb))
    both.set_opacity(compose.SKIN, 0.4)
    halves = Halves(frozenset({"crosses", "flesh"}), frozenset({"discs"}))
    both.split(halves)
    image = stage.picture().astype(int)
    west, east = image[HEIGHT // 2, WIDTH // 4], image[HEIGHT // 2, 3 * WIDTH // 4]
    assert west[0] - west[1] > 60, "the flesh shines through"
    skin = both._cast.skin
    assert (skin.opacity_in(0), skin.opacity_in(1)) == (0.4, 1.0)
    both.set_visible("flesh", on=False)
    assert skin.opacity_in(1) == 0.4, "without it the skin is the same in both"
    thin = stage.picture().astype(int)[HEIGHT // 2, 3 * WIDTH // 4]
    assert np.abs(thin - east).max() > 5
    both.set_visible(compose.SKIN, on=False)
    ground = stage.picture().astype(int)
    assert np.abs(ground[HEIGHT // 2, WIDTH // 4 + 40] - ground[HEIGHT // 2, 3 * WIDTH // 4 + 40]).max() < 3


# -- the desk


@pytest.fixture
def desk(both) -> SplitDesk:
    return SplitDesk(both, ViewState())


def test_the_camera_steps_back_so_that_a_body_fits_and_returns(desk, both):
    before = both.camera.distance_mm
    desk.use(True)
    width, height = both.size
    assert both.is_split
    assert both.camera.distance_mm == pytest.approx(before * max(1.0, 0.55 * height / width))
    desk.use(True)  # once more changes nothing
    desk.use(False)
    assert not both.is_split
    assert both.camera.distance_mm == pytest.approx(before)


@pytest.mark.parametrize(
    ("size", "stacked"),
    [
        ((680, 800), False),
        ((390, 500), True),
        ((390, 380), False),
        ((820, 1000), False),
        ((1100, 790), False),
    ],
)
def test_halves_are_one_above_the_other_on_an_upright_phone_alone(desk, both, size, stacked):
    desk.use(True)
    assert desk.seen_at(*size) is stacked
    assert desk.stacked is stacked
    assert (both.size[1] < HEIGHT) is stacked
    desk.use(False)
    assert both.size == (WIDTH, HEIGHT)


def test_every_layer_of_either_map_has_its_half():
    shared = {compose.SKIN, compose.EYES, compose.ASHI_MARKS, compose.PATCH, compose.LABELS}
    assert MAPS.first & MAPS.second == {compose.JOINS, compose.BRIDGES}, "from one map to the other"
    assert not (MAPS.first | MAPS.second) & shared
    assert {compose.TRIGGER_POINTS, compose.ZONE, compose.MUSCLES} <= MAPS.first
    assert {compose.ACUPOINTS, compose.CHANNELS, compose.SINEWS, compose.FLOW} <= MAPS.second


def test_the_nearest_counterpart_is_ringed_while_split(fake_scene, small_bodies):
    desk = Controller(
        fake_scene, small_bodies.__getitem__, tuple(small_bodies), ViewState(), load_words("en")
    )
    desk.select("GB1/left")
    assert fake_scene.matched == ""
    desk.use_split(True)
    assert fake_scene.halves is MAPS
    assert fake_scene.matched == "masseter.TrP1/left"
    desk.select("masseter.TrP1/left")
    assert (fake_scene.selected, fake_scene.matched) == ("masseter.TrP1/left", "GB1/left")
    desk.select("channel:GB")
    assert fake_scene.matched == ""
    desk.use_split(False)
    assert fake_scene.halves is None


def test_a_state_of_another_time_is_settled(fake_scene, small_bodies):
    desk = Controller(
        fake_scene, small_bodies.__getitem__, tuple(small_bodies), ViewState(split=True), load_words("en")
    )
    assert fake_scene.is_split
    desk.state.split = False
    desk.apply_layers()
    assert not fake_scene.is_split


def test_where_a_browser_draws_there_are_no_halves(both):
    state = ViewState(split=True)
    desk = SplitDesk(both, state)
    desk.possible = False
    desk.settle()
    desk.use(True)
    assert (state.split, both.is_split) == (False, False)


def test_undo_and_a_saved_desk_bring_back_the_halves_and_what_is_measured(fake_scene, shipped):
    desk = Controller(fake_scene, shipped, ("male", "female"), ViewState(), load_words("en"))
    before = desk.document()
    desk.use_split(True)
    desk.use_measure(True)
    for mark in ("PC6/left", "PC5/left"):
        fake_scene.under_pointer = mark
        desk.measure.touch(10, 10)
    after = type(before).model_validate_json(desk.document().model_dump_json())
    desk.restore(before)
    assert not fake_scene.is_split
    assert (desk.measure.on, desk.measure.measured) == (False, None)
    assert "measured" not in fake_scene.keys
    desk.restore(after)
    assert fake_scene.is_split
    assert desk.measure.measured.cun[0].span == "forearm"
    assert [end.mark for end in desk.measure.ends] == ["PC6/left", "PC5/left"]
    assert "measured" in fake_scene.keys


def test_without_neighbours_there_is_no_counterpart(both):
    state = ViewState(selection="GB1/left", split=True)
    assert SplitDesk(both, state).counterpart(SimpleNamespace(neighbours={})) == ""
