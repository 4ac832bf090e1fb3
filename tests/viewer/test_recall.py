"""Everything as it was: what a document brings back, on a fake scene on the sphere."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from viewer.controller import Controller
from viewer.exhibit import Exhibit
from viewer.layers import Picked
from viewer.notes.file import read, write
from viewer.notes.history import History, changes
from viewer.notes.link import from_link, to_link
from viewer.notes.model import Area, Dab, Document
from viewer.notes.refused import Refused
from viewer.state import PainTool, SkinTone, Theme, ViewState
from viewer.ui.notes_acts import file_name
from viewer.ui.words import load_words

TRIGGER, ACUPOINT, FACE = "masseter.TrP1/left", "GB1/left", 40
DAY = "2026-11-21"


def new_desk(scene, bodies) -> Controller:
    return Controller(scene, bodies.__getitem__, tuple(bodies), ViewState(), load_words("en"))


@pytest.fixture
def desk(fake_scene, small_bodies) -> Controller:
    at(fake_scene, FACE)
    return new_desk(fake_scene, small_bodies)


@pytest.fixture(scope="module")
def begin(fake_scene_type, small_bodies):
    """``begin()``: a fresh desk and its scene."""

    def made() -> tuple[Controller, object]:
        scene = fake_scene_type()
        at(scene, FACE)
        return new_desk(scene, small_bodies), scene

    return made


def at(scene, face: int) -> None:
    scene.skin_under = lambda _: Picked("", face, (0.2, 0.3, 0.5), (0.0, 0.0, 0.0))


def touch(desk, keep: bool) -> None:
    desk.use_pain(PainTool.SPOT)
    desk.pain.ask_at(1, 1)
    if keep:
        desk.select(desk.pain.keep(DAY))


def paint(desk, keep: bool) -> None:
    desk.use_pain(PainTool.PAINT)
    desk.pain.stroke([(1.0, 1.0)], begins=True)
    at(desk._scene, 60)
    desk.pain.stroke([(9.0, 1.0)], begins=False)
    desk.pain.finish()
    if keep:
        desk.select(desk.notes.keep_area(DAY))


def switch(desk, layer: str) -> None:
    one = getattr(desk.state.layers, layer)
    one.on, one.opacity = not one.on, 0.4
    desk.apply_layers()


ACTS = {
    "mark": lambda desk: desk.select(TRIGGER),
    "acupoint": lambda desk: desk.select(ACUPOINT),
    "nothing": lambda desk: desk.select(""),
    "channel": lambda desk: desk.select("channel:GB"),
    "sinew": lambda desk: desk.select("sinew:GB"),
    "muscle": lambda desk: desk.select("muscle:masseter"),
    "kind": lambda desk: desk.filter("crossing"),
    "solo": lambda desk: desk.solo("GV"),
    "skin": lambda desk: switch(desk, "skin"),
    "composite": lambda desk: switch(desk, "composite"),
    "sinews": lambda desk: switch(desk, "sinews"),
    "muscles": lambda desk: switch(desk, "muscles"),
    "body": lambda desk: desk.choose_body("female"),
    "dark": lambda desk: desk.choose_look(Theme.DARK, SkinTone.DARK),
    "touch": lambda desk: touch(desk, keep=False),
    "keep": lambda desk: touch(desk, keep=True),
    "paint": lambda desk: paint(desk, keep=False),
    "area": lambda desk: paint(desk, keep=True),
    "lay down": lambda desk: desk.use_pain(PainTool.OFF),
    "turn": lambda desk: desk.pilot.press("ArrowLeft"),
    "back": lambda desk: desk.look("back"),
    "exhibit": lambda desk: desk.show(Exhibit((TRIGGER,), (TRIGGER,), (TRIGGER,)), look=True),
    "over": lambda desk: desk.show(None),
    "title": lambda desk: desk.notes.call("M."),
}


def drawn(scene) -> dict:
    """What is to be seen, in numbers."""
    told = {"ground": scene.ground, "selected": scene.selected}
    told["opacity"] = {key: scene.opacity[key] for key in scene.keys if scene.visible[key]}
    there = {mark for key in ("acupoints", "trigger_points", "ashi") for mark in _ids(scene.layers.get(key))}
    told["weights"] = {
        mark: round(float(weight), 6) for mark, weight in scene.weights.items() if mark in there
    }
    zone = scene.layers.get("zone")
    told["zone"] = None if zone is None else float(np.sum(np.maximum(zone.solid_mm, 0.0)))
    labels = scene.layers["labels"]
    told["labels"] = dict(zip(labels.ids, labels.from_scale.tolist(), strict=True))
    told["camera"] = [
        np.round(part, 6).tolist() for part in (scene.camera.position_mm, scene.camera.focus_mm)
    ]
    for key in ("patch", "kept_areas", "overlap"):
        layer = scene.layers.get(key)
        told[key] = None if layer is None else np.round(np.asarray(layer.vertices_mm), 6).shape
    told["channels"] = scene.layers["channels"].ids
    return told


def _ids(layer) -> tuple[str, ...]:
    return layer.ids if layer is not None else ()


def same(one: dict, other: dict) -> bool:
    assert one == other
    return True


@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=7), st.integers(0, 6))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_moment_comes_back_through_a_file(begin, acts, moment):
    desk, scene = begin()
    document, picture = desk.document(), drawn(scene)
    for index, act in enumerate(acts):
        ACTS[act](desk)
        if index == moment:
            document, picture = desk.document(), drawn(scene)
    kept = read(write(document))
    assert kept == document
    assert desk.restore(kept) == ()
    assert changes(desk.document(), document) == frozenset()
    assert same(drawn(scene), picture)

    fresh, other = begin()
    fresh.restore(kept)
    assert changes(fresh.document(), document) == frozenset()
    assert same(drawn(other), picture)


@given(st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=8))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undo_leads_back_to_the_beginning_and_redo_to_the_end(begin, acts):
    desk, scene = begin()
    history, pictures = History(desk.document()), [drawn(scene)]
    for step, act in enumerate(acts):
        ACTS[act](desk)
        before = len(history._done)
        history.record(desk.document(), 100.0 * step)
        if len(history._done) > before:
            pictures.append(drawn(scene))
        else:
            pictures[-1] = drawn(scene)
    for picture in reversed(pictures[:-1]):
        then = history.undo()
        desk.restore(then)
        assert same(drawn(scene), picture)
    assert history.undo() is None
    for picture in pictures[1:]:
        desk.restore(history.redo())
        assert same(drawn(scene), picture)
    assert history.redo() is None


def test_leaving_what_was_looked_at_brings_back_what_was_before_that_even_after_a_start(begin, desk):
    desk.state.layers.acupoints.on = False
    desk.apply_layers()
    desk.show(Exhibit((TRIGGER, ACUPOINT)))
    assert desk.state.layers.acupoints.on
    again, _ = begin()
    again.restore(read(write(desk.document())))
    assert again.exhibit.shown == Exhibit((TRIGGER, ACUPOINT))
    again.show(None)
    assert not again.state.layers.acupoints.on


def test_notes_open_on_the_other_body_and_nothing_is_lost(begin, desk):
    touch(desk, keep=True)
    desk.notes.edit("ashi:1", intensity=7, text=" pulls\ninto the eye ", date="2026-11-20")
    paint(desk, keep=True)
    desk.notes.edit("area:1", intensity=0, text="dull")
    document = desk.document()
    other, _ = begin()
    other.choose_body("female")
    view = document.view
    view.body = "female"
    other.restore(document)
    assert [(one.id, one.intensity, one.text, one.date) for one in other.notes.listed] == [
        ("ashi:1", 7, "pulls into the eye", "2026-11-20"),
        ("area:1", 0, "dull", DAY),
    ]
    assert other.document().spots == document.spots
    assert other.document().areas == document.areas
    assert other.state.body == "female"


def test_a_link_opens_the_places_without_the_words(begin, desk):
    touch(desk, keep=True)
    desk.notes.edit("ashi:1", intensity=7, text="secret")
    other, _ = begin()
    other.restore(from_link(to_link(desk.document())))
    (note,) = other.notes.listed
    assert (note.id, note.intensity, note.text, note.date) == ("ashi:1", None, "", "")
    assert other.state.selection == "ashi:1"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"view": {"body": "horse"}}, "view.body"),
        ({"view": {"measure": {"ends": [{"face": 1, "weights": [0, 0, 0]}]}}}, "view.measure.ends"),
        ({"spots": [{"number": 1, "face": 10**6, "weights": [1, 0, 0]}]}, "spots[1]"),
        (
            {"areas": [{"number": 1, "dabs": [{"face": 10**6, "weights": [1, 0, 0], "radius_mm": 9}]}]},
            "areas[1]",
        ),
    ],
)
def test_what_does_not_fit_the_body_is_refused_and_changes_nothing(desk, change, where):
    touch(desk, keep=True)
    before = desk.document()
    with pytest.raises(Refused, match=where.replace("[", r"\[").replace("]", r"\]")):
        desk.restore(Document.model_validate({"ashimap_notes": 1, **change}))
    assert changes(before, desk.document()) == frozenset()


def test_what_this_program_does_not_know_is_left_out_and_said(desk):
    document = Document.model_validate(
        {
            "ashimap_notes": 1,
            "view": {"selection": "XX1/left", "category": "none", "sinews": ["ZZ"], "peel": 2},
        }
    )
    assert desk.restore(document) == ("XX1/left", "none", "ZZ")
    assert desk.state.selection == ""
    assert desk.state.peel == 2


def test_a_kept_area_is_selected_by_a_click_and_told(desk, fake_scene):
    paint(desk, keep=True)
    desk.use_pain(PainTool.OFF)
    desk.select("")
    assert desk.pick(5, 5, (400, 300), 6) == "area:1"
    desk.select("area:1")
    assert desk.cards.details().area == 1
    faint = fake_scene.layers["kept_areas"].bands[0].opacity
    desk.select("")
    assert fake_scene.layers["kept_areas"].bands[0].opacity < faint
    at(fake_scene, 3000)
    assert desk.pick(5, 5, (400, 300), 6) == ""
    desk.notes.drop("area:1")
    assert "kept_areas" not in fake_scene.keys


def test_a_note_takes_only_what_can_be(desk):
    touch(desk, keep=True)
    for told in ({"intensity": 11}, {"date": "soon"}, {"colour": "red"}):
        with pytest.raises(ValueError):  # noqa: PT011
            desk.notes.edit("ashi:1", **told)
    desk.notes.edit("ashi:1", text="x" * 900, intensity=None, date="")
    assert len(desk.notes.listed[0].text) == 500
    read(write(desk.document()))


def test_a_note_tells_its_side(desk, small_bodies):
    body = small_bodies["male"].body
    x = body.vertices_mm[body.faces].mean(axis=1)[:, 0]
    left, right, middle = (int(np.argmin(np.abs(x - wanted))) for wanted in (200.0, -200.0, 0.0))
    disc = {"weights": (1 / 3, 1 / 3, 1 / 3), "radius_mm": 20.0}
    told = {
        desk.notes.side_of_area(Area(number=1, dabs=tuple(Dab(face=face, **disc) for face in faces)))
        for faces in [(left, middle), (right,), (middle,), (left, right)]
    }
    assert told == {"left", "right", "midline", "both"}
    rubbed = Area(number=1, dabs=(Dab(face=left, **disc), Dab(face=right, rubs=True, **disc)))
    assert desk.notes.side_of_area(rubbed) == "left"


def test_a_file_is_called_by_its_title_and_the_day():
    assert re.fullmatch(r"ashimap-\d{4}-\d\d-\d\d\.json", file_name(""))
    assert file_name(" Mrs. Möller / neck ").startswith("ashimap-Mrs-Möller-neck-20")
    assert "/" not in file_name("../../etc/passwd")


def test_a_glide_under_way_does_not_move_the_camera_that_came_back(desk):
    document = desk.document()
    desk.show(Exhibit((TRIGGER,)), look=True, glide=True)
    desk.pilot.glide(0.3)
    desk.restore(document)
    desk.pilot.glide(0.8)
    assert changes(desk.document(), document) == frozenset()
