"""Complaints: a whole scene at a choice, what is the same spot, words; a small atlas, then what ships."""

from __future__ import annotations

from dataclasses import asdict, replace
from types import MappingProxyType

import numpy as np
import pytest
from PIL import Image

from points.atlas import Neighbour
from points.complaints import Complaints, load_complaints
from points.model import Complaint
from points.model.presets import Study
from viewer import compose
from viewer.complaint_shot import take_complaint_shot
from viewer.complaints import SAME_SPOT_MM, SIDES, exhibit_of, marks_of, same_spots, view_of
from viewer.controller import Controller
from viewer.desks import complaint as complaint_desk
from viewer.desks.complaint import ComplaintDesk
from viewer.details.complaints import GRADES, STRENGTHS
from viewer.errors import UnknownError
from viewer.shot import ShotOptions
from viewer.state import ViewState
from viewer.ui.words import load_words

WORDS = load_words("en")
TRIGGER, ACUPOINT = "masseter.TrP1/left", "GB1/left"
JAW = Complaint(
    "jaw", 1, "head_left", ("masseter",), ("masseter.TrP1",), ("GB1", "GV1", "BL1"), ("GB",), ("GB",),
    "limited", ("test",),
)  # fmt: skip
NAPE = replace(JAW, key="nape", order=2, view="neck_back", acupoints=("BL1",), channels=("BL",))
STUDIES = {
    "jaw": (Study("one", "jaw", "dry_needling", "low", ("test",)),),
    "nape": (),
}
TEXTS = {
    key: {
        "name": name, "also_called": [f"Sore {name}"], "summary": "It aches.", "muscles_why": "A muscle.",
        "points_why": "A point.", "evidence": "Little.", "findings": {"one": "It may help."},
        "red_flags": ["Fever"], "self_care": ["Rest"],
    }
    for key, name in (("jaw", "Jaw pain"), ("nape", "Stiff nape"))
}  # fmt: skip


@pytest.fixture
def known(monkeypatch) -> Complaints:
    monkeypatch.setattr(complaint_desk, "read_texts", lambda *_: TEXTS)
    return Complaints(MappingProxyType({"jaw": JAW, "nape": NAPE}), MappingProxyType(STUDIES))


@pytest.fixture
def controller(fake_scene, small_bodies) -> Controller:
    return Controller(fake_scene, small_bodies.__getitem__, tuple(small_bodies), ViewState(), WORDS)


@pytest.fixture
def desk(controller, known) -> ComplaintDesk:
    return ComplaintDesk(controller, lambda: known)


def seen(scene) -> set[str]:
    return {mark for mark, weight in scene.weights.items() if weight > 0 and "/" in mark}


# -- the scene


def test_choosing_a_complaint_sets_up_the_whole_scene(desk, controller, fake_scene):
    before = fake_scene.camera
    desk.choose("jaw")
    assert controller.state.complaint.key == "jaw"
    assert seen(fake_scene) == {TRIGGER, ACUPOINT, "GV1/midline", "BL1/left"}
    assert set(fake_scene.layers["channels"].ids) == {"GB"}
    assert fake_scene.layers["zone"].solid_mm.max() > 0
    assert fake_scene.camera is not before


def test_the_side_is_chosen_and_the_view_turns_with_it(desk, controller, fake_scene):
    desk.choose("jaw")
    left = fake_scene.camera.position_mm[0]
    desk.turn("right")
    assert seen(fake_scene) == {"masseter.TrP1/right", "GB1/right", "GV1/midline"}
    assert np.sign(fake_scene.camera.position_mm[0]) == -np.sign(left)
    desk.turn("both")
    assert seen(fake_scene) >= {TRIGGER, "masseter.TrP1/right"}
    with pytest.raises(ValueError, match="no side 'up'"):
        desk.turn("up")
    assert controller.state.complaint.side == "both"


def test_parts_are_painted_and_taken_away_while_the_camera_stays(desk, controller, fake_scene):
    desk.choose("jaw")
    camera = fake_scene.camera
    desk.paint("sinews", on=True)
    desk.paint("zones", on=False)
    assert fake_scene.visible["sinews"]
    assert "zone" not in fake_scene.keys
    assert fake_scene.camera is camera
    assert controller.state.complaint.parts == ["channels", "sinews"]
    with pytest.raises(ValueError, match="no part 'bones'"):
        desk.paint("bones", on=True)


def test_leaving_brings_back_what_was_before(desk, controller, fake_scene):
    controller.solo("BL")
    before = seen(fake_scene), tuple(fake_scene.layers["channels"].ids)
    desk.choose("jaw")
    desk.choose("nape")
    desk.choose("")
    assert (seen(fake_scene), tuple(fake_scene.layers["channels"].ids)) == before
    assert not desk.on
    assert desk.card(WORDS, "en") is None


def test_a_state_of_another_time_is_settled(desk, controller, fake_scene):
    controller.state.complaint.key = "jaw"
    desk.settle()
    assert TRIGGER in seen(fake_scene)
    assert "masseter.TrP1/right" not in seen(fake_scene)
    shown = controller.exhibit.shown
    desk.settle()
    assert controller.exhibit.shown is shown, "nothing is done twice"
    controller.state.complaint.key = "no such"
    desk.settle()
    assert not desk.on


def test_a_complaint_that_is_not_there_changes_nothing(desk, controller):
    desk.choose("jaw")
    with pytest.raises(KeyError, match=r"no complaint 'knee'; there are jaw, nape"):
        desk.choose("knee")
    assert controller.state.complaint.key == "jaw"


def test_points_that_a_body_lacks_are_left_out(desk, controller):
    desk.choose("jaw")
    controller.choose_body("female")  # has no BL1
    desk.settle()
    assert "BL1/left" not in controller.exhibit.shown.marks


# -- the same spot


@pytest.mark.parametrize(("away_mm", "same"), [(SAME_SPOT_MM, True), (SAME_SPOT_MM + 0.1, False)])
@pytest.mark.parametrize("teller", [TRIGGER, ACUPOINT])
def test_what_lies_within_the_tolerance_is_the_same_spot(
    small_bodies, fake_scene, known, away_mm, same, teller
):
    other = ACUPOINT if teller == TRIGGER else TRIGGER
    atlas = small_bodies["male"]
    near = type(atlas)(
        **{**vars(atlas), "neighbours": {teller: (Neighbour(other, away_mm, 9.0, 0.8, ("masseter",)),)}}
    )
    found = [(spot.trigger, spot.acupoint, spot.same_muscle) for spot in same_spots(near, JAW, "left")]
    assert found == ([(TRIGGER, ACUPOINT, True)] if same else [])
    controller = Controller(fake_scene, lambda _: near, ("male",), ViewState(), WORDS)
    ComplaintDesk(controller, lambda: known).choose("jaw")
    assert ("joins" in fake_scene.keys) is same
    glowing = {key: weights.max(initial=0) for key, weights in fake_scene.glows.items()}
    assert glowing == ({compose.GLOWS[key]: 1.0 for key in compose.GLOWS} if same else {})


def test_a_point_of_no_complaint_is_no_spot_of_it(small_bodies):
    atlas = small_bodies["male"]
    near = {TRIGGER: (Neighbour(ACUPOINT, 5.0, 5.0, 0.2, ()),)}
    assert same_spots(type(atlas)(**{**vars(atlas), "neighbours": near}), NAPE, "left") == ()


# -- words


def test_the_card_tells_everything_and_leads_to_every_point(desk):
    desk.choose("jaw")
    card = desk.card(WORDS, "en")
    assert (card.title, card.also, card.summary) == ("Jaw pain", "Sore Jaw pain", "It aches.")
    assert [link.id for link in card.muscles] == ["muscle:masseter/left"]
    assert [item.id for item in card.trigger_points] == [TRIGGER]
    assert [item.id for item in card.acupoints] == [ACUPOINT, "GV1/midline", "BL1/left"]
    assert (card.strength, card.level) == ("Limited evidence", STRENGTHS["limited"])
    (finding,) = card.findings
    assert (finding.name, finding.word, finding.level) == ("Dry needling", "low certainty", GRADES["low"])
    assert (finding.text, finding.source) == ("It may help.", "Tester 2026")
    assert card.red_flags == ("Fever",)
    assert asdict(card)["self_care"] == ("Rest",)


def test_the_list_has_all_names_in_order(desk):
    assert [one["key"] for one in desk.listed("en")] == ["jaw", "nape"]
    assert desk.listed("en")[0]["also"] == "Sore Jaw pain"


@pytest.mark.parametrize(
    ("view", "side", "turned"),
    [("head_left", "right", "head_right"), ("head_left", "both", "head_left"),
     ("low_back", "right", "low_back"), ("", "left", "")],
)  # fmt: skip
def test_views_of_one_side_turn(view, side, turned):
    assert view_of(view, side) == turned


# -- what ships


@pytest.mark.parametrize("side", SIDES)
def test_every_complaint_that_ships_can_be_shown(shipped, side):
    atlas = shipped("male")
    known = load_complaints()
    assert len(known.rows) == 12
    for row in known.rows.values():
        shown = exhibit_of(atlas, row, side, ("zones", "channels", "sinews", "muscles"))
        assert len(shown.marks) >= len(row.trigger_points) + len(row.acupoints)
        assert set(shown.at) <= set(shown.marks)
        assert set(shown.named) <= set(shown.marks)
        assert {mark for pair in shown.pairs for mark in pair} <= set(shown.marks)
        assert marks_of(atlas, row.trigger_points, side) == shown.zones


@pytest.mark.parametrize(
    ("key", "side", "said"), [("knee", "left", "no complaint 'knee'"), ("jaw_pain", "up", "no side 'up'")]
)
def test_a_picture_of_what_is_not_there_is_refused(tmp_path, key, side, said):
    with pytest.raises(UnknownError, match=said):
        take_complaint_shot(tmp_path / "a.png", ShotOptions(size=(64, 48)), key, side)
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("drawing")
def test_a_picture_of_a_complaint_is_one_of_what_hurts(tmp_path):
    path = tmp_path / "calf.png"
    take_complaint_shot(path, ShotOptions(size=(200, 160)), "tight_calves", "right")
    rgb = np.asarray(Image.open(path).convert("RGB"), dtype=int)
    red = (rgb[..., 0] > rgb[..., 1] + 60) & (rgb[..., 0] > rgb[..., 2] + 60)
    assert red.mean() > 0.02, "the zones"
    jade = (rgb[..., 1] > rgb[..., 0] + 40) & (rgb[..., 1] > rgb[..., 2] + 10)
    assert jade.any(), "the acupoints"


def test_a_second_scene_beside_a_complaint_is_refused_by_name(tmp_path):
    options = ShotOptions(size=(64, 48), select="GB21/left", view="back")
    with pytest.raises(UnknownError, match="leave out --select, --view"):
        take_complaint_shot(tmp_path / "a.png", options, "tight_calves", "left")
    assert not (tmp_path / "a.png").exists()


@pytest.mark.usefixtures("drawing")
def test_a_complaint_is_drawn_side_by_side_if_asked(tmp_path):
    whole, split = tmp_path / "whole.png", tmp_path / "split.png"
    take_complaint_shot(whole, ShotOptions(size=(200, 160)), "tight_calves", "left")
    take_complaint_shot(split, ShotOptions(size=(200, 160), split=True), "tight_calves", "left")
    assert whole.read_bytes() != split.read_bytes()
