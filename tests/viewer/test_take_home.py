"""What the drawer takes home: which points, which file, made in a process of its own."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest
from browsing import in_a_thread

from viewer import making
from viewer.controller import Controller
from viewer.desks.home import Form, HomeDesk, remember, remembered
from viewer.errors import UsageError, ViewerError
from viewer.exhibit import Exhibit
from viewer.handout.chosen import HandoutOptions
from viewer.making import HANDOUT, MODEL, PICTURE
from viewer.state import ViewState
from viewer.ui.words import load_words

TRIGGER, ACUPOINT = "masseter.TrP1/left", "GB1/left"
WORDS = load_words("en")


@pytest.fixture
def controller(fake_scene, small_bodies) -> Controller:
    return Controller(fake_scene, small_bodies.__getitem__, tuple(small_bodies), ViewState(), WORDS)


@pytest.fixture
def desk(controller) -> HomeDesk:
    return HomeDesk(controller)


def test_what_is_selected_is_added_once_and_left_out_again(desk, controller):
    desk.add()
    assert desk.points == [], "nothing is selected"
    for selected in (ACUPOINT, TRIGGER, ACUPOINT):
        controller.select(selected)
        desk.add()
    assert [(one["id"], one["side"], one["system"]) for one in desk.listed(WORDS)] == [
        (ACUPOINT, "left", "acupoint"),
        (TRIGGER, "left", "trigger"),
    ]
    desk.drop(ACUPOINT)
    assert desk.points == [TRIGGER]


def test_a_muscle_brings_its_trigger_points(desk, controller):
    controller.select("muscle:masseter")
    desk.add()
    assert desk.points == [TRIGGER, "masseter.TrP1/right"]


def test_another_body_has_what_it_has(desk, controller):
    controller.select("BL1/left")
    desk.add()
    controller.choose_body("female")
    assert desk.listed(WORDS) == []


def test_the_hand_out_is_of_what_is_kept_else_of_what_is_selected(desk, controller):
    form = Form(" Anna ", "Walk.", "2026-11-21")
    with pytest.raises(UsageError, match="needs points or a complaint"):
        desk.job(HANDOUT, form)
    controller.select(TRIGGER)
    job = desk.job(HANDOUT, form)
    assert job["options"]["codes"] == (TRIGGER,)
    assert [job["options"][key] for key in ("practitioner", "note", "date", "language")] == [
        "Anna", "Walk.", "2026-11-21", "en",
    ]  # fmt: skip
    desk.add()
    controller.select(ACUPOINT)
    assert desk.job(HANDOUT, form)["options"]["codes"] == (TRIGGER,)
    json.dumps(job)


def test_a_complaint_keeps_its_points_beside_those_added(desk, controller, shipped):
    controller.state.complaint.key, controller.state.complaint.side = "tennis_elbow", "right"
    options = desk.job(HANDOUT, Form())["options"]
    assert (options["codes"], options["complaint"], options["side"]) == ((), "tennis_elbow", "right")
    assert HandoutOptions(**options)
    desk._controller = Controller(controller._scene, shipped, ("male",), controller.state, WORDS)
    desk.points = ["GB21/left"]
    codes = desk.job(HANDOUT, Form())["options"]["codes"]
    assert codes[-1] == "GB21/left"
    assert "LI11/right" in codes


def test_files_are_named_for_what_they_are_about(desk, controller):
    assert desk.name_of(MODEL) == "ashimap-body.glb"
    controller.select(TRIGGER)
    assert desk.name_of(PICTURE) == "ashimap-picture-masseter-TrP1.png"
    controller.state.complaint.key = "jaw_pain"
    assert desk.name_of(HANDOUT) == "ashimap-hand-out-jaw-pain.html"


def test_the_model_is_of_what_shows(desk, controller):
    controller.state.layers.labels.on = False
    controller.solo("GB")
    controller.select(ACUPOINT)
    options = desk.job(MODEL, Form())["options"]
    assert options["solo_channel"] == "GB"
    assert options["select"] == ACUPOINT
    assert "channels" in options["show"]
    assert not {"labels", "muscles"} & set(options["show"])
    controller.show(Exhibit(marks=(ACUPOINT,)))
    assert desk.job(MODEL, Form())["exhibit"]["marks"] == (ACUPOINT,)


def test_the_name_is_remembered_on_this_machine(tmp_path, monkeypatch):
    monkeypatch.setenv("ASHIMAP_HOME", str(tmp_path / "mine"))
    assert remembered() == ""
    remember(" Dr. Wú ")
    assert remembered() == "Dr. Wú"


@pytest.mark.parametrize(
    ("exhibit", "parts"),
    [
        (None, {"channel_GB"}),
        (Exhibit(marks=("GB21/left",), channels=("GB",)), {"skin", "eyes", "channel_GB", "acupoints"}),
    ],
)
def test_a_model_is_made_of_a_job(exhibit, parts):
    import io
    from dataclasses import asdict

    import trimesh

    options = {"body": "male", "show": ["channels"], "skin": "neutral", "solo_channel": "GB", "select": "",
               "category": "", "sinews": []}  # fmt: skip
    job = {"kind": MODEL, "options": options, "exhibit": exhibit and asdict(exhibit)}
    content = making.made(json.loads(json.dumps(job)))
    assert set(trimesh.load(io.BytesIO(content), file_type="glb").geometry) == parts


@pytest.mark.usefixtures("drawing")
def test_a_picture_is_made_of_a_document(shipped, fake_scene):
    desk = Controller(fake_scene, shipped, ("male",), ViewState(), WORDS)
    desk.select("GB21/left")
    job = {"kind": PICTURE, "document": desk.document().model_dump(mode="json")}
    paper = {"width_mm": 30.0, "height_mm": 20.0, "dpi": 96.0}
    content = making.made(json.loads(json.dumps({**job, "paper": paper})))
    assert content.startswith(b"\x89PNG")
    assert b"pHYs" in content


def test_what_goes_wrong_in_the_process_is_one_sentence_wherever_it_was_started(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    job = {"kind": HANDOUT, "options": {"codes": ["GB21"], "date": "soon"}}
    with pytest.raises(ViewerError, match=r"^The date 'soon' cannot be read; write it as 2026-11-21\.$"):
        in_a_thread(asyncio.run, making.make(job))


def test_no_word_about_a_patient_is_in_the_list_of_processes(monkeypatch):
    asked = []

    async def started(*arguments, **_):
        asked.extend(arguments)
        return await real(sys.executable, "-c", "pass", stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    real = asyncio.create_subprocess_exec
    monkeypatch.setattr(asyncio, "create_subprocess_exec", started)
    in_a_thread(asyncio.run, making.make({"kind": HANDOUT, "options": {"note": "secret"}}))
    assert asked == [sys.executable, "-m", "viewer.making"]
