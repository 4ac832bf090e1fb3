"""Explaining to a patient: one step after the other, each with its own picture and words."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from points.atlas import Neighbour
from viewer.controller import Controller
from viewer.desks.explain import LARGEST, NEAR_MM, SMALLEST, STEPS, WORDINGS, ExplainDesk
from viewer.exhibit import Exhibit
from viewer.languages.folders import read_texts
from viewer.state import ViewState
from viewer.ui.words import load_words

WORDS = load_words("en")
TRIGGER, ACUPOINT = "masseter.TrP1/left", "GB1/left"


def told_near(atlas, away_mm: float):
    near = {
        TRIGGER: (Neighbour(ACUPOINT, away_mm, away_mm - 1, 0.8, ()),),
        ACUPOINT: (Neighbour(TRIGGER, away_mm, away_mm - 1, 0.8, ()),),
    }
    return SimpleNamespace(**{**vars(atlas), "neighbours": near})


@pytest.fixture
def controller(fake_scene, small_bodies) -> Controller:
    near = {name: told_near(atlas, 18.0) for name, atlas in small_bodies.items()}
    return Controller(fake_scene, near.__getitem__, tuple(near), ViewState(), WORDS)


@pytest.fixture
def desk(controller) -> ExplainDesk:
    return ExplainDesk(controller)


def test_nothing_is_explained_without_a_spot(desk, controller):
    assert not desk.open()
    assert not desk.on
    assert not controller.exhibit.on
    assert desk.card(WORDS, "en") is None
    desk.go(3)
    desk.close()


@pytest.mark.parametrize("begin", [TRIGGER, ACUPOINT])
def test_it_begins_with_what_is_selected(desk, controller, begin):
    controller.select(begin)
    assert desk.open()
    assert (controller.state.explain.about, controller.state.explain.acupoint) == (TRIGGER, ACUPOINT)
    assert controller.state.selection == "", "nothing but the step is told"
    desk.close()
    assert controller.state.selection == begin


def test_it_begins_with_the_first_trigger_point_of_what_is_shown(desk, controller):
    controller.show(Exhibit(marks=(ACUPOINT, TRIGGER)))
    assert desk.open()
    assert controller.state.explain.about == TRIGGER


def test_every_step_has_its_own_picture(desk, controller, fake_scene):
    desk.open(TRIGGER)
    shown, cameras = [], []
    for step in range(len(STEPS)):
        desk.go(step)
        shown.append(controller.exhibit.shown)
        cameras.append(fake_scene.camera.position_mm.copy())
    where, muscle, spot, needle, after = shown
    assert (where.zones, where.marks) == ((TRIGGER,), ())
    assert muscle.muscles == ("muscle:masseter/left",)
    assert spot.marks == (TRIGGER, ACUPOINT)
    assert spot.pairs == ((TRIGGER, ACUPOINT),), "18 mm apart: the same spot"
    assert needle.marks == (TRIGGER,)
    assert (after.marks, after.zones, after.muscles) == ((), (), ())
    assert np.linalg.norm(cameras[0] - cameras[-1]) > 10


def test_steps_end_at_both_ends(desk, controller):
    desk.open(TRIGGER)
    desk.go(-4)
    assert controller.state.explain.step == 0
    desk.go(99)
    assert controller.state.explain.step == len(STEPS) - 1


def test_closing_brings_back_what_was_before(desk, controller, fake_scene):
    controller.solo("BL")
    before = (
        deepcopy(controller.state.layers),
        dict(fake_scene.visible),
        tuple(fake_scene.layers["channels"].ids),
    )
    desk.open(TRIGGER)
    desk.go(1)
    desk.close()
    now = controller.state.layers, dict(fake_scene.visible), tuple(fake_scene.layers["channels"].ids)
    assert now == before
    assert not controller.exhibit.on


def test_closing_brings_the_camera_back_to_where_it_began(desk, controller, fake_scene):
    controller.look("back")
    began = fake_scene.camera.position_mm.copy()
    desk.open(TRIGGER)
    desk.go(4)
    assert np.linalg.norm(fake_scene.camera.position_mm - began) > 10
    there = fake_scene.camera.position_mm.copy()
    desk.close(glide=True)
    assert fake_scene.camera.position_mm.tolist() == there.tolist(), "it has only set out"
    controller.pilot.glide(1.0)
    np.testing.assert_allclose(fake_scene.camera.position_mm, began, atol=1e-6)
    desk.open(TRIGGER)
    desk.close()
    np.testing.assert_allclose(fake_scene.camera.position_mm, began, atol=1e-6)


def test_an_explanation_of_another_time_leaves_the_camera_where_it_is(desk, controller, fake_scene):
    controller.state.explain.about = TRIGGER
    desk.settle()
    there = fake_scene.camera.position_mm.copy()
    desk.close()
    controller.pilot.glide(1.0)
    assert fake_scene.camera.position_mm.tolist() == there.tolist()


def test_another_muscle_of_what_is_shown_can_be_meant(fake_scene, small_bodies):
    atlas = small_bodies["male"]
    row = atlas.marks[TRIGGER].definition
    row = replace(row, code="temporalis.TrP1", muscle="temporalis")
    other = replace(atlas.marks[TRIGGER], id="temporalis.TrP1/left", definition=row)
    muscles = {**atlas.muscles, "temporalis": replace(atlas.muscles["masseter"], english="temporalis")}
    richer = {
        "marks": {**atlas.marks, other.id: other}, "muscles": muscles,
        "zones": {**atlas.zones, other.id: atlas.zones[TRIGGER]},
    }  # fmt: skip
    both = SimpleNamespace(**{**vars(atlas), **richer})
    controller = Controller(fake_scene, lambda _: both, ("male",), ViewState(), WORDS)
    desk = ExplainDesk(controller)
    controller.show(Exhibit(marks=(TRIGGER, other.id)))
    desk.open()
    assert desk.card(WORDS, "en").others == (), "the first step does not ask which"
    desk.go(1)
    assert [(one.id, one.name) for one in desk.card(WORDS, "en").others] == [
        (TRIGGER, "Masseter"), (other.id, "Temporalis"),
    ]  # fmt: skip
    desk.turn_to(other.id)
    assert controller.exhibit.shown.muscles == ("muscle:temporalis/left",)
    assert "temporalis" in desk.card(WORDS, "en").plain
    desk.turn_to(ACUPOINT)
    assert controller.state.explain.about == other.id
    desk.close()
    desk.open(TRIGGER)
    desk.go(1)
    assert desk.card(WORDS, "en").others == (), "alone, it is the one that is meant"


@pytest.mark.parametrize(("away_mm", "told"), [(NEAR_MM, True), (NEAR_MM + 1, False)])
def test_an_acupoint_far_off_is_not_told_of(fake_scene, small_bodies, away_mm, told):
    atlas = told_near(small_bodies["male"], away_mm)
    controller = Controller(fake_scene, lambda _: atlas, ("male",), ViewState(), WORDS)
    desk = ExplainDesk(controller)
    desk.open(TRIGGER)
    desk.go(STEPS.index("which_spot"))
    card = desk.card(WORDS, "en")
    assert ("GB1" in card.eastern) is told
    assert not re.search(r"[{}]", card.eastern)
    assert controller.exhibit.shown.pairs == ()


def test_the_words_are_filled_in(desk):
    desk.open(TRIGGER)
    cards = []
    for step in range(len(STEPS)):
        desk.go(step)
        cards.append(desk.card(WORDS, "en"))
    assert [card.title for card in cards] == list(cards[0].titles)
    assert [card.place for card in cards] == [f"{step} of 5" for step in range(1, 6)]
    for card in cards:
        assert not re.search(r"[{}]", " ".join((card.plain, card.western, card.eastern, *card.more)))
    assert "ache" in cards[0].plain
    assert "masseter" in cards[1].plain
    assert "GB1" in cards[2].eastern
    assert [card.twitches for card in cards] == [False, False, False, True, False]


def test_wordings_and_letters(desk, controller):
    desk.open(TRIGGER)
    for wording in WORDINGS:
        desk.word(wording)
        assert desk.card(WORDS, "en").wording == wording
    with pytest.raises(ValueError, match="no wording 'loud'"):
        desk.word("loud")
    for _ in range(9):
        desk.enlarge(1)
    assert controller.state.explain.larger == LARGEST
    for _ in range(9):
        desk.enlarge(-1)
    assert controller.state.explain.larger == SMALLEST


def test_a_state_of_another_time_is_settled(desk, controller):
    controller.state.explain.about, controller.state.explain.step = TRIGGER, 2
    desk.settle()
    assert controller.exhibit.shown.marks == (TRIGGER,)
    controller.state.explain.about = "no/such"
    desk.settle()
    assert not desk.on


def test_neither_is_called_right():
    texts = read_texts("en", "explain")
    for step in STEPS:
        assert texts[step]["western"]
        assert texts[step]["eastern"]
    for row in texts["side_by_side"]:
        assert row.keys() == {"topic", "plain", "western", "eastern"}


def test_every_point_that_ships_can_be_explained(fake_scene, shipped):
    controller = Controller(fake_scene, shipped, ("male",), ViewState(), WORDS)
    desk = ExplainDesk(controller)
    texts = read_texts("en", "explain")
    wrong = []
    for mark in controller.atlas.marks.values():
        trigger, acupoint = desk._spot(mark.id)
        if not trigger:
            wrong.append(mark.id)
        elif acupoint:
            row = controller.atlas.marks[acupoint].definition
            wrong += [] if row.channel in controller.atlas.channels else [acupoint]
    assert wrong == []
    assert "{channel}" in texts["which_spot"]["eastern"]
