"""Measuring and the cun grid on a desk: what is set, snapped, corrected, told, drawn and kept."""

from __future__ import annotations

from dataclasses import asdict
from json import dumps, loads
from time import perf_counter

import numpy as np
import pytest

from points.cun_grid import GridLine
from viewer import compose, style
from viewer.controller import Controller
from viewer.desks.grid import GridDesk
from viewer.desks.measure import MeasureDesk, make_gauge
from viewer.languages.words import load_words
from viewer.layers import LabelLayer, Picked
from viewer.measure_card import describe_measure
from viewer.state import MeasureState, SkinTone, Spot, ViewState

PC6, LI10, TE5 = "PC6/left", "LI10/left", "TE5/left"


@pytest.fixture(scope="module")
def gauges(shipped):
    return {name: make_gauge(shipped(name)) for name in ("male", "female")}


@pytest.fixture
def desk(fake_scene, shipped, gauges) -> MeasureDesk:
    state = ViewState()
    made = MeasureDesk(fake_scene, state, shipped, lambda atlas: gauges[atlas.body.name])
    made.draw_body(compose.skin(shipped("male").body, "neutral"))
    made.use(True)
    return made


@pytest.fixture
def point_at(fake_scene, shipped):
    """Lay a mark under the pointer, or the skin beside it, or nothing."""
    atlas = shipped("male")
    number = np.cumsum(atlas.body.outer) - 1

    def point(mark: str = "", skin_of: str = "") -> None:
        fake_scene.under_pointer = mark
        if skin_of:
            spot = atlas.marks[skin_of].located.point
            picked = Picked("", int(number[spot.face]), tuple(spot.barycentric.tolist()))
            fake_scene.skin_under = lambda _: picked
        else:
            fake_scene.skin_under = lambda _: Picked()

    return point


def test_two_spots_are_measured_and_drawn(desk, fake_scene, point_at, shipped):
    point_at(PC6)
    assert desk.touch(10, 10)
    assert desk.measured is None
    assert list(fake_scene.layers["measured_ends"].ids) == ["measured_ends:0"]
    point_at(skin_of=TE5)
    assert desk.touch(20, 20)
    marks = shipped("male").marks
    apart = np.linalg.norm(marks[PC6].located.position_mm - marks[TE5].located.position_mm)
    assert desk.measured.straight_mm == pytest.approx(apart)
    assert desk.measured.skin_mm > apart
    tape = fake_scene.layers["measured"]
    assert np.allclose(tape.lines_mm[0][0], marks[PC6].located.position_mm)
    assert np.allclose(tape.lines_mm[-1][-1], marks[TE5].located.position_mm)
    lengths = [np.linalg.norm(np.diff(piece, axis=0), axis=1).sum() for piece in tape.lines_mm]
    assert np.allclose(lengths[:-1], 10.0, atol=0.2), "a mark at every centimetre"
    assert (tape.rgb[0] != tape.rgb[1]).any()
    assert fake_scene.layers["measured_label"].texts == (f"{desk.measured.skin_mm:.0f} mm",)
    assert not fake_scene.layers["measured_ends"].can_be_picked


def test_a_spot_near_a_mark_is_that_mark(desk, fake_scene, point_at):
    point_at(PC6)
    desk.touch(10, 10)
    assert desk.ends[0].mark == PC6
    assert fake_scene.asked[-1][2] == 6.0


def test_beside_the_body_nothing_is_set(desk, point_at):
    point_at()
    assert not desk.touch(10, 10)
    assert desk.ends == ()


def test_a_third_spot_begins_anew(desk, point_at):
    for mark in (PC6, LI10, TE5):
        point_at(mark)
        desk.touch(10, 10)
    assert [end.mark for end in desk.ends] == [TE5]
    assert desk.measured is None


def test_a_spot_to_itself_is_told_but_not_drawn(desk, fake_scene, point_at):
    point_at(PC6)
    desk.touch(10, 10)
    desk.touch(10, 10)
    assert desk.measured.skin_mm < 1e-6
    assert "measured" not in fake_scene.keys
    assert len(fake_scene.layers["measured_ends"].ids) == 2


def test_points_that_are_found_by_name_are_measured_too(desk):
    assert desk.take(PC6)
    assert not desk.take(PC6), "it is an end already"
    assert not desk.take("channel:GB")
    assert not desk.take("")
    assert desk.take(LI10)
    assert desk.measured.cun[0].span == "forearm"


def test_an_end_is_dragged_and_let_go(desk, fake_scene, point_at):
    for mark in (PC6, LI10):
        point_at(mark)
        desk.touch(10, 10)
    before = desk.measured.skin_mm
    desk.hold(1)
    assert list(fake_scene.layers["measured_ends"].emphasis) == [1.3, 1.8]
    point_at(skin_of=TE5)
    assert desk.drag(30, 30)
    assert desk.measured.skin_mm < before
    assert (desk.ends[0].mark, desk.ends[1].mark) == (PC6, "")
    point_at()
    assert not desk.drag(0, 0), "beside the body the end stays"
    desk.hold(-1)
    assert not desk.drag(30, 30), "no end is held"


def test_an_end_that_is_touched_is_taken_up_and_goes_where_the_next_spot_is(
    desk, fake_scene, point_at, monkeypatch
):
    for mark in (PC6, LI10):
        point_at(mark)
        desk.touch(10, 10)
    monkeypatch.setattr(
        fake_scene, "project", lambda *_: (np.array([[10.0, 10], [90, 90]]), np.ones(2, bool))
    )
    assert desk.end_at(12, 12, 6.0) == 0
    assert desk.end_at(50, 50, 6.0) == -1
    desk.touch(12, 12)
    assert desk.held == 0
    point_at(TE5)
    desk.touch(11, 11)
    assert (desk.ends[0].mark, desk.ends[1].mark, desk.held) == (TE5, LI10, -1)


def test_an_end_that_cannot_be_seen_is_not_taken_up(desk, fake_scene, point_at, monkeypatch):
    point_at(PC6)
    desk.touch(10, 10)
    monkeypatch.setattr(fake_scene, "project", lambda *_: (np.array([[10.0, 10]]), np.zeros(1, bool)))
    assert desk.end_at(10, 10, 6.0) == -1


def test_what_is_measured_goes_with_the_tool(desk, fake_scene, point_at):
    for mark in (PC6, LI10):
        point_at(mark)
        desk.touch(10, 10)
    desk.use(False)
    assert desk.ends == ()
    assert desk.measured is None
    assert not {"measured", "measured_ends", "measured_label"} & set(fake_scene.keys)


def test_on_another_body_marks_stay_marks(desk, fake_scene, point_at, shipped):
    for mark in (PC6, LI10):
        point_at(mark)
        desk.touch(10, 10)
    desk._state.body = "female"
    desk.draw_body(compose.skin(shipped("female").body, "neutral"))
    ends = fake_scene.layers["measured_ends"].positions_mm
    assert np.allclose(ends[0], shipped("female").marks[PC6].located.position_mm)
    assert [one.span for one in desk.measured.cun] == ["forearm"]


def test_a_state_of_another_time_is_measured_again(desk, fake_scene, shipped):
    spot = shipped("male").marks[LI10].located.point
    kept = MeasureState(True, [Spot(1, [1.0, 0, 0], PC6), Spot(spot.face, spot.barycentric.tolist())])
    told = loads(dumps(asdict(kept)))
    desk._state.measure = MeasureState(told["on"], [Spot(**end) for end in told["ends"]])
    desk.settle()
    assert desk.measured.cun[0].span == "forearm"
    desk._state.measure = MeasureState()
    desk.settle()
    assert "measured" not in fake_scene.keys


def test_it_is_quick(desk, point_at):
    point_at("GB20/left")
    desk.touch(10, 10)
    point_at("BL60/left")
    start = perf_counter()
    desk.touch(10, 10)
    assert desk.measured.skin_mm > 1200
    assert perf_counter() - start < 0.5, "a tenth of a second on a machine that does nothing else"


def test_the_ink_can_be_read_on_dark_skin(desk, fake_scene, point_at):
    point_at(PC6)
    desk.touch(10, 10)
    assert tuple(fake_scene.layers["measured_ends"].rgb[0]) == style.MEASURE
    desk._state.skin_tone = SkinTone.DARK
    desk.settle()
    assert tuple(fake_scene.layers["measured_ends"].rgb[0]) == style.MEASURE_ON_DARK


# -- words


def card(desk, shipped):
    return describe_measure(shipped("male"), desk, load_words("en"))


def test_the_card_says_what_to_do_and_what_was_found(desk, point_at, shipped):
    assert "Click a spot" in card(desk, shipped).lead
    point_at(PC6)
    desk.touch(10, 10)
    assert "second spot" in card(desk, shipped).lead
    point_at(LI10)
    desk.touch(10, 10)
    found = card(desk, shipped)
    assert found.lead == found.note == ""
    assert found.ends[0].startswith("PC6")
    assert found.skin == f"{desk.measured.skin_mm:.0f} mm on the skin"
    (line,) = found.cun
    assert line.startswith("8.2 cun of the forearm (22.")
    desk.hold(0)
    assert card(desk, shipped).lead
    desk.use(False)
    assert card(desk, shipped) is None


def test_the_card_says_where_there_is_no_common_cun(desk, point_at, shipped):
    for mark in ("ST36/left", "SP6/left"):
        point_at(mark)
        desk.touch(10, 10)
    found = card(desk, shipped)
    assert "no cun in common" in found.note
    assert ["outer lower leg" in found.cun[0], "inner lower leg" in found.cun[1]] == [True, True]
    desk.clear()
    for mark in ("ST3/left", "LI20/left"):
        point_at(mark)
        desk.touch(10, 10)
    found = card(desk, shipped)
    assert found.cun == ()
    assert "cun of its own" in found.note


def test_the_ruler_lays_down_what_asks_about_pain_and_the_other_way_round(fake_scene, small_bodies):
    made = Controller(
        fake_scene, small_bodies.__getitem__, tuple(small_bodies), ViewState(), load_words("en")
    )
    made.use_pain("spot")
    made.use_measure(True)
    assert (made.measure.on, made.pain.on) == (True, False)
    made.use_pain("spot")
    assert (made.measure.on, made.pain.on) == (False, True)


# -- the grid


def line(number: int, is_end: bool = False, length: float = 100.0) -> GridLine:
    across = np.linspace(0.0, length, 21)
    points = np.column_stack([across, np.zeros(21), np.full(21, 10.0 * number)])
    return GridLine("forearm", "left", number, is_end, points, np.tile([0.0, -1.0, 0.0], (21, 1)))


LINES = (line(0, is_end=True), line(1), line(2, length=300.0))


@pytest.fixture
def gridded(fake_scene):
    asked: list[str] = []

    def lines(body: str):
        asked.append(body)
        return LINES

    state = ViewState()
    return GridDesk(fake_scene, state, lines), state, asked


def test_the_grid_is_laid_when_it_is_asked_for_and_only_once(gridded, fake_scene):
    desk, state, asked = gridded
    desk.settle()
    assert (asked, fake_scene.keys) == ([], ())
    state.layers.grid.on = True
    assert desk.takes_long
    desk.settle()
    desk.settle()
    assert asked == ["male"]
    assert not desk.takes_long
    assert fake_scene.told.count("show grid") == 1
    assert fake_scene.opacity["grid"] == style.GRID_OPACITY
    state.layers.grid.on = False
    desk.settle()
    assert not fake_scene.visible["grid"]
    assert not fake_scene.visible["grid_numbers"]


def test_another_body_and_another_skin_have_their_own(gridded, fake_scene):
    desk, state, asked = gridded
    state.layers.grid.on = True
    desk.settle()
    state.skin_tone = SkinTone.DARK
    desk.settle()
    assert tuple(fake_scene.layers["grid"].rgb[0]) == style.GRID_ON_DARK
    desk.forget()
    assert "grid" not in fake_scene.keys
    state.body = "female"
    desk.settle()
    assert asked == ["male", "female"]


def test_ends_are_stronger_and_numbers_stand_on_the_lines(gridded, fake_scene):
    desk, state, _ = gridded
    state.layers.grid.on = True
    desk.settle()
    weights = compose.grid_weights(LINES)
    assert weights[0] > weights[1] == weights[2]
    numbers: LabelLayer = fake_scene.layers["grid_numbers"]
    assert numbers.own
    assert set(numbers.texts) == {"1", "2"}, "the end is no cun from itself"
    assert numbers.texts.count("2") == 4
    assert (numbers.from_scale > 0).all()
    assert set(numbers.positions_mm[:, 2]) == {10.0, 20.0}


def test_numbers_are_written_near_the_camera_upon_their_lines(scene, stage, make_marks):
    layer = make_marks({"one": (5, 5)})
    places = (layer.positions_mm, layer.normals)
    scene.show(LabelLayer("grid_numbers", ("one",), ("3",), *places, np.full(1, 0.2), own=True))
    stage.picture()
    (drawn,) = scene._cast.labels
    ((text, box),) = drawn.written()
    assert text == "3", "it needs no mark"
    pixel = scene.project(*places)[0][0]
    assert np.allclose([(box.left + box.right) / 2, (box.top + box.bottom) / 2], pixel)
    scene.show(LabelLayer("grid_numbers", ("one",), ("3",), *places, np.full(1, 50.0), own=True))
    assert scene._cast.labels is not None
    assert next(iter(scene._cast.labels)).written() == []


def test_names_come_before_numbers(scene, make_marks):
    marks = make_marks({"one": (5, 5)})
    scene.show(marks)
    places = (marks.positions_mm, marks.normals)
    pixel = scene.project(*places)[0][0]
    scene.show(LabelLayer("labels", ("one",), ("A name",), *places, np.zeros(1)))
    (named,) = scene._cast.labels
    ((_, box),) = named.written()
    right = np.array([box.left + 4.0, pixel[1]])
    ray = scene.camera.ray(*right, scene.size)
    spot = scene.camera.position_mm + ray * np.linalg.norm(places[0][0] - scene.camera.position_mm)
    scene.show(LabelLayer("grid_numbers", ("n",), ("3",), spot[None], places[1], np.full(1, 0.2), own=True))
    assert [drawn.written() == [] for drawn in scene._cast.labels] == [False, True]
