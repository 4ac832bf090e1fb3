"""The quiz and the tours on a desk, with a fake scene and the real body: what is shown, told, kept quiet."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict
from functools import cache
from json import dumps

import numpy as np
import pytest

from meshes.body import SurfacePoint
from points.load import load_atlas, load_muscles
from viewer import compose, style
from viewer.chosen import is_there
from viewer.controller import Controller
from viewer.desks.measure import make_gauge
from viewer.desks.quiz import Settings
from viewer.desks.tour import KINDS, TourDesk, exhibit_of
from viewer.details.learn import describe_learning, limits
from viewer.details.quiz import describe_quiz
from viewer.exhibit import Exhibit
from viewer.learn.asking import Question
from viewer.learn.kinds import Kind, Scope, Subject
from viewer.learn.marking import Grade
from viewer.learn.session import Turn
from viewer.state import ViewState
from viewer.ui.discretion import discreet, may_press
from viewer.ui.words import load_words

load, gauge, muscles = cache(load_atlas), cache(make_gauge), cache(load_muscles)
WORDS = load_words("en")


@pytest.fixture
def desk(fake_scene, tmp_path, monkeypatch) -> Controller:
    monkeypatch.setenv("ASHIMAP_HOME", str(tmp_path))
    made = Controller(fake_scene, load, ("male", "female"), ViewState(), WORDS)
    made.quiz._gauges.make = gauge  # one for all tests
    return made


def ask(desk: Controller, kind: Kind, code: str, **settings) -> None:
    """Ask about one subject, whatever the plan says."""
    quiz = desk.quiz
    quiz.start(Settings((kind,), Scope(), 5, seed=1, **settings))
    while quiz.turn.question.subject.code != code:
        quiz.session._waiting = [(Subject(kind, code), 0)]
        quiz.give_up()
        quiz.session.turns.clear()
        quiz.go_on()


def card(desk: Controller):
    return describe_quiz(desk.atlas, desk.quiz, WORDS)


@pytest.mark.parametrize("kind", list(Kind))
def test_an_open_question_names_nothing_that_answers_it(desk, fake_scene, kind):
    desk.quiz.start(Settings((kind,), Scope(), 12, seed=4))
    for _ in range(12):
        question = desk.quiz.turn.question
        named = set(fake_scene.layers["labels"].ids)
        assert named == ({question.mark} if kind is Kind.NEAREST else set())
        shown = desk.exhibit.shown
        assert shown.only
        if kind is Kind.FIND:
            assert shown == Exhibit(view="front")
        if kind is Kind.REFERS:
            assert not shown.marks
        told = card(desk)
        assert told.verdict is None
        assert not told.opens
        assert {choice.stands for choice in told.choices} <= {"open"}
        assert dumps(asdict(told))
        desk.quiz.give_up()
        assert card(desk).verdict.title == WORDS("quiz.grade.told")
        desk.quiz.go_on()


def test_a_channel_that_is_asked_for_has_no_colour_of_its_own(desk, fake_scene):
    ask(desk, Kind.CHANNEL, "LU")
    assert set(map(tuple, fake_scene.layers["channels"].rgb.tolist())) == {style.AIM}
    assert set(fake_scene.layers["channels"].ids) == {"LU"}
    desk.quiz.choose("LU")
    assert set(map(tuple, fake_scene.layers["channels"].rgb.tolist())) == {style.CHANNELS["LU"]}


def test_either_side_counts_and_the_spot_itself_has_full_marks(desk, fake_scene):
    for side in ("left", "right"):
        ask(desk, Kind.FIND, "GB21")
        mark = desk.atlas.marks[f"GB21/{side}"]
        desk.quiz.give_spot(mark.located.point)
        assert desk.quiz.turn.marked.grade is Grade.EXACT
        assert desk.quiz.answer.mark == mark.id
        assert {compose.AIM, compose.POINTED} <= set(fake_scene.keys)
        desk.quiz.leave()
        assert not {compose.AIM, compose.POINTED} & set(fake_scene.keys)


def test_how_far_off_is_told_in_mm_and_cun_and_drawn(desk, fake_scene):
    ask(desk, Kind.FIND, "LI10")
    away = desk.atlas.marks["LI11/left"].located.point  # two cun up the forearm, as WHO has it
    desk.quiz.give_spot(away)
    off = desk.quiz.turn.off
    assert off.cun == pytest.approx(2.0, abs=0.25)
    assert off.straight_mm <= off.skin_mm
    assert desk.quiz.turn.marked.grade in (Grade.NEAR, Grade.WRONG)
    line = fake_scene.layers[compose.AIM].lines_mm[0]
    length = np.linalg.norm(np.diff(line, axis=0), axis=1).sum()
    assert length == pytest.approx(off.skin_mm, abs=0.01)
    told = " ".join(card(desk).verdict.told)
    assert f"{off.skin_mm:.0f} mm" in told
    assert f"{off.cun:.1f} cun" in told
    assert desk.quiz.sight() is not None


def test_a_question_goes_over_to_another_body(desk, fake_scene):
    ask(desk, Kind.FIND, "LI10")
    desk.quiz.give_spot(desk.atlas.marks["LI11/left"].located.point)
    before = fake_scene.layers[compose.AIM].lines_mm[0]
    desk.choose_body("female")
    assert not np.allclose(fake_scene.layers[compose.AIM].lines_mm[0][0], before[0])


@pytest.mark.parametrize("text", ["gb21", "Jianjing", "jiānjǐng", "肩井", "견정", "shoulder well", "Jianjng"])
def test_a_typed_name_counts_in_any_script(desk, text):
    ask(desk, Kind.NAME, "GB21", typed=True)
    desk.quiz.write(text)
    assert desk.quiz.turn.marked.known, text


@pytest.mark.parametrize("text", ["gb20", "jian", "fengchi", "xyz", "trapezius"])
def test_a_typed_name_of_something_else_does_not(desk, text):
    ask(desk, Kind.NAME, "GB21", typed=True)
    desk.quiz.write(text)
    assert not desk.quiz.turn.marked.known, text


def test_a_muscle_may_be_typed_for_its_point(desk):
    for kind, text in ((Kind.REFERS, "upper trapezius"), (Kind.NAME, "upper trapezius TrP1")):
        ask(desk, kind, "trapezius_upper.TrP1", typed=True)
        desk.quiz.write(text)
        assert desk.quiz.turn.marked.known, text
        desk.quiz.leave()
    ask(desk, Kind.CHANNEL, "KI", typed=True)
    desk.quiz.write("kidney")
    assert desk.quiz.turn.marked.known


def test_help_halves_the_marks(desk):
    ask(desk, Kind.NAME, "GB21")
    desk.quiz.hint()
    assert sum(choice.stands == "struck" for choice in card(desk).choices) == 2
    for struck in desk.quiz.struck:
        desk.quiz.choose(struck)
    assert desk.quiz.asking
    desk.quiz.choose("GB21")
    assert desk.quiz.turn.marked.points == 50


def test_help_to_find_shows_the_part_and_not_the_point(desk):
    ask(desk, Kind.FIND, "GB21")
    assert desk.quiz.sight() is None  # the whole body, from the front
    desk.quiz.hint()
    spots, _, _ = desk.quiz.sight()
    assert len(spots) > 5
    assert desk.exhibit.shown == Exhibit(view="front")


def test_leaving_brings_everything_back(desk):
    desk.state.layers.channels.on = False
    before = desk.document()
    desk.quiz.start(Settings(tuple(Kind), Scope(), 5, seed=2))
    assert desk.document() == before  # a question is not to be kept
    desk.quiz.give_up()
    desk.quiz.leave()
    assert not desk.exhibit.on
    assert desk.document().view == before.view
    assert not desk.quiz.asking


def test_another_time_ends_the_quiz(desk):
    before = desk.document()
    desk.quiz.start(Settings(tuple(Kind), Scope(), 5, seed=2))
    desk.restore(before)
    assert not desk.quiz.on
    assert not desk.exhibit.on


def test_the_end_tells_what_was_missed_and_asks_it_again(desk):
    desk.quiz.start(Settings((Kind.NAME,), Scope(channel="LU"), 5, seed=2))
    for answered in range(20):
        if desk.quiz.turn is None:
            break
        turn: Turn = desk.quiz.turn
        question: Question = turn.question
        desk.quiz.choose(question.answer) if answered or turn.again else desk.quiz.give_up()
        desk.quiz.go_on()
    end = card(desk).end
    assert end.percent == 80
    assert len(end.missed) == 1
    assert [row.known for row in end.kinds] == [4]
    desk.quiz.again()
    assert desk.quiz.session.planned == 1
    learning = describe_learning(desk.quiz, WORDS)
    assert [row.figures for row in learning.kinds] == ["4 of 5"]
    assert learning.parts
    assert desk.quiz.due() == 1


def test_nothing_to_ask_begins_nothing(desk):
    assert not desk.quiz.start(Settings((Kind.CHANNEL,), Scope(channel="GB"), 5))
    assert not desk.quiz.on


def test_limits_are_told(desk):
    there = limits(desk.atlas, WORDS)
    assert [len(there[key]) for key in ("channel", "region")] == [14, 19]
    assert all(choice["title"] for choices in there.values() for choice in choices)


# -- keeping quiet


def test_what_is_not_listed_is_quiet_while_a_question_is_open():
    done = []

    def tell_all() -> str:
        done.append("told")
        return "the answer"

    def quiz_choose() -> str:
        return "answered"

    assert discreet(tell_all, lambda: True)() == ""
    assert done == []
    assert discreet(tell_all, lambda: False)() == "the answer"
    assert discreet(quiz_choose, lambda: True)() == "answered"
    assert all(map(may_press, ("f", "ArrowLeft", "Shift+ArrowUp", "+")))
    assert not any(map(may_press, ("h", "o", "n", "s")))


# -- tours


@pytest.fixture
def tour(desk) -> TourDesk:
    return TourDesk(desk)


@pytest.mark.parametrize("key", ["debate", "muscles_neck_shoulder"])
def test_a_tour_goes_from_stop_to_stop_and_no_further(desk, tour, key):
    tour.start(key)
    assert not tour.go(-1)
    stops = tour.known[key]
    for number, stop in enumerate(stops, 1):
        told = tour.card("en")
        assert (told.number, told.count, told.away) == (number, len(stops), False), stop
        assert told.title
        assert told.text
        assert desk.state.selection == stop.select
        assert desk.exhibit.shown == exhibit_of(stop)
        assert tour.go(1) == (number < len(stops))


def test_every_body_has_what_the_stops_of_all_tours_show(tour):
    for atlas in map(load, ("male", "female")):
        for stop in (stop for stops in tour.known.values() for stop in stops):
            shown = exhibit_of(stop)
            ids = {*shown.marks, *shown.named, *shown.zones, *shown.muscles, stop.select} - {""}
            assert all(is_there(atlas, one) for one in ids), stop


def test_all_tours_are_listed_by_kind(tour):
    listed = tour.listed("en")
    assert [len(listed[kind]) for kind in KINDS] == [1, 14, 14]
    assert all(row["title"] and row["summary"] for rows in listed.values() for row in rows)


def test_a_tour_is_kept_and_left(desk, tour):
    before = desk.document()
    tour.start("channel_GB")
    tour.go(1)
    kept = desk.document()
    tour.leave()
    assert not desk.exhibit.on
    assert desk.state.layers == before.view.layers
    desk.restore(kept)
    assert (desk.state.tour.key, desk.state.tour.stop) == ("channel_GB", 1)
    tour.settle()
    assert desk.exhibit.shown is not None
    assert tour.card("en").number == 2


def test_beside_the_stop_the_way_back_is_offered(desk, tour):
    tour.start("channel_GB")
    desk.select("GB3/left")
    assert tour.card("en").away
    tour.show()
    assert not tour.card("en").away


def test_a_muscle_that_a_stop_selects_leaves_the_skin_as_it_was(fake_scene):
    desk = Controller(fake_scene, load, ("male",), ViewState(), WORDS, muscles)
    before = deepcopy(desk.state.layers)
    tour = TourDesk(desk)
    tour.start("muscles_hip")
    assert desk.state.selection.startswith("muscle:")
    assert desk.state.layers.skin.opacity < 1.0
    tour.leave()
    desk.select("")
    assert desk.state.layers == before


def test_a_tour_that_there_is_not(tour):
    with pytest.raises(KeyError, match="no tour 'channel_XX'"):
        tour.start("channel_XX")


def test_spots_are_given_as_the_skin_has_them(desk):
    ask(desk, Kind.FIND, "GB21")
    assert not desk.quiz.point_at(5.0, 5.0)  # the fake scene's pointer is beside the skin
    assert desk.quiz.asking
    spot = SurfacePoint(desk.atlas.marks["GB21/left"].located.point.face, np.array([1.0, 0.0, 0.0]))
    desk.quiz.give_spot(spot)
    assert not desk.quiz.asking
