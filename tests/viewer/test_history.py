"""Steps that can be undone: what is one step, what joins the last, what comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from viewer.notes.history import DEPTH, History, changes
from viewer.notes.model import Area, CameraPlace, Dab, Document, TenderSpot

PLACE = {"face": 17, "weights": (0.2, 0.3, 0.5)}
START = Document(
    spots=(TenderSpot(number=1, **PLACE), TenderSpot(number=2, **PLACE)),
    areas=(Area(number=1, dabs=(Dab(**PLACE, radius_mm=20.0),)),),
    camera=CameraPlace(position_mm=(0, -1, 0), focus_mm=(0, 0, 0), up=(0, 0, 1), angle_deg=24),
)


def viewed(document: Document, **changed) -> Document:
    return document.model_copy(update={"view": replace(document.view, **changed)})


def faded(document: Document, opacity: float) -> Document:
    layers = replace(document.view.layers, skin=replace(document.view.layers.skin, opacity=opacity))
    return viewed(document, layers=layers)


def turned(document: Document, x: float) -> Document:
    camera = document.camera.model_copy(update={"position_mm": (x, -1.0, 0.0)})
    return document.model_copy(update={"camera": camera})


def written(document: Document, text: str) -> Document:
    spot = document.spots[1].model_copy(update={"text": text})
    return document.model_copy(update={"spots": (document.spots[0], spot)})


def test_what_differs_is_named():
    assert changes(START, START.model_copy()) == frozenset()
    assert changes(START, written(START, "a")) == {"spots[2].text"}
    assert changes(START, viewed(START, selection="GB21/left")) == {"view.selection"}
    assert changes(START, faded(START, 0.5)) == {"view.layers.skin.opacity:number"}
    assert changes(START, START.model_copy(update={"spots": ()})) == {"spots"}
    assert changes(START, START.model_copy(update={"program": "other"})) == frozenset()


def test_a_step_leads_back_and_on():
    history = History(START)
    one = viewed(START, selection="GB21/left")
    two = viewed(one, body="female")
    assert not history.record(START, 0)
    assert history.record(one, 0)
    assert history.record(two, 0)
    assert (history.undo(), history.undo(), history.undo()) == (one, START, None)
    assert not history.can_undo
    assert (history.redo(), history.redo(), history.redo()) == (one, two, None)


def test_who_does_something_new_after_undo_cannot_redo():
    history = History(START)
    history.record(viewed(START, selection="a"), 0)
    history.undo()
    history.record(viewed(START, selection="b"), 0)
    assert not history.can_redo
    assert history.undo() == START


def test_moves_of_the_camera_in_a_row_are_one_step_whenever_they_come():
    history = History(START)
    for x in range(1, 5):
        history.record(turned(START, x), 60.0 * x)
    history.record(viewed(turned(START, 4), selection="a"), 300)
    history.record(viewed(turned(START, 9), selection="a"), 301)
    assert history.undo().camera == turned(START, 4).camera
    assert history.undo() == turned(START, 4)
    assert history.undo() == START


def test_a_camera_that_shivers_has_not_moved():
    assert not History(START).record(turned(START, 1e-5), 0)


def test_a_glide_belongs_to_the_step_that_began_it():
    history = History(START)
    selected = viewed(START, selection="a")
    history.record(selected, 0)
    history.record(turned(selected, 1), 0.1, joins=True)
    history.record(turned(selected, 2), 0.2, joins=True)
    history.record(viewed(turned(selected, 3), selection="b"), 0.3, joins=True)
    assert history.undo() == turned(selected, 2), "what else has changed is a step"
    assert history.undo() == START


@pytest.mark.parametrize("change", [faded, lambda document, share: written(document, str(share))])
def test_a_slider_and_a_text_are_one_step_as_long_as_they_move(change):
    history = History(START)
    for index, share in enumerate((0.9, 0.8, 0.7)):
        history.record(change(START, share), 0.2 * index)
    history.record(change(START, 0.2), 60.0)
    assert history.undo() == change(START, 0.7)
    assert history.undo() == START


def test_choices_are_a_step_each_however_quick():
    history = History(START)
    for name in "abc":
        history.record(viewed(START, selection=name), 0.0)
    assert [history.undo().view.selection for _ in range(3)] == ["b", "a", ""]


def test_there_and_back_again_in_one_go_is_no_step():
    history = History(START)
    history.record(faded(START, 0.4), 0.0)
    history.record(START, 0.3)
    assert not history.can_undo


def test_only_so_many_steps_are_kept():
    history = History(START)
    for number in range(DEPTH + 30):
        history.record(viewed(START, peel=number + 2), 10.0 * number)
    count = 0
    while history.undo() is not None:
        count += 1
    assert count == DEPTH


def test_how_it_came_to_be_after_a_step_back_is_no_step():
    history = History(START)
    history.record(viewed(START, selection="a"), 0)
    history.undo()
    history.settle(turned(START, 0.5))
    assert not history.record(turned(START, 0.5), 1)
    assert history.can_redo
