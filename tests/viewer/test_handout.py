"""What a patient takes home: the right points, words and warnings, in one file that needs no network."""

from __future__ import annotations

import base64
import json
import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pytest

from points.load import load_muscles
from viewer.cli import main
from viewer.errors import OutputError, UnknownError, UsageError
from viewer.gl import OpenGLError
from viewer.handout import write
from viewer.handout.chosen import HandoutOptions, choose, exhibit_of, sides_seen
from viewer.handout.content import content, written_date
from viewer.handout.model import parts_of
from viewer.handout.paper import LEAST_PT, MOST_PT, much, type_size_pt
from viewer.handout.write import make, write_handout
from viewer.languages.words import load_words
from viewer.state import AshiMark

FEW = HandoutOptions(
    codes=("GB21", "trapezius_upper.TrP1/left"),
    date="2026-11-21",
    practitioner='Anna "<b>"',
    note="</div> & more",
)
ELBOW = HandoutOptions(complaint="tennis_elbow", side="right", date="2026-11-21")
WORDS = load_words("en")
MOST_BYTES = 6_000_000


class Outline(HTMLParser):
    """Elements of a page with their attributes, and its text by element."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text: dict[str, list[str]] = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.setdefault(self.found[-1][0] if self.found else "", []).append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture(scope="module", autouse=True)
def small_pictures():
    """Pictures with few pixels: what is tested here is not how fine they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("viewer.handout.pictures.DPI", 60.0)
        yield


@pytest.fixture(scope="module")
def muscles():
    return load_muscles("male", lambda _: None)


@pytest.fixture(scope="module")
def page(shipped, muscles, drawing) -> str:  # noqa: ARG001 - pictures need it
    return make(shipped("male"), muscles, FEW)


@pytest.fixture(scope="module")
def elbow(shipped):
    atlas = shipped("male")
    chosen = choose(atlas, ELBOW)
    return chosen, content(atlas, chosen, ELBOW, WORDS)


def model_of(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])[
        "model"
    ]


# -- what is chosen


def test_a_code_is_both_sides_and_an_id_is_one(shipped):
    chosen = choose(shipped("male"), FEW)
    assert chosen.ids == ("GB21/left", "GB21/right", "trapezius_upper.TrP1/left")
    assert [mark.id for mark in chosen.told] == ["GB21/left", "trapezius_upper.TrP1/left"]


def test_what_is_chosen_is_what_is_shown(shipped):
    shown = exhibit_of(shipped("male"), choose(shipped("male"), FEW))
    assert shown.marks == ("GB21/left", "GB21/right", "trapezius_upper.TrP1/left")
    assert shown.zones == ("trapezius_upper.TrP1/left",)
    assert shown.channels == ("GB",)
    assert shown.muscles == ("muscle:trapezius_upper/left",)
    assert shown.only


def test_a_complaint_brings_its_points_on_the_side_where_it_hurts(elbow):
    chosen, told = elbow
    assert {mark.split("/")[1] for mark in chosen.ids} == {"right"}
    assert set(chosen.marks) == {*chosen.complaint.trigger_points, *chosen.complaint.acupoints}
    assert told.title == "Tennis elbow"
    assert {point.side for point in (*told.triggers, *told.acupoints)} == {"right"}


def test_with_a_complaint_a_point_says_why_it_is_chosen_and_not_all_it_is_used_for(elbow, shipped):
    told = elbow[1]
    assert not any(point.tells for point in told.acupoints)
    assert all(point.tells for point in told.triggers)
    assert "LI11" in told.eastern[0], "the reasons name the points"
    alone = content(shipped("male"), choose(shipped("male"), FEW), FEW, WORDS)
    assert all(point.tells for point in alone.acupoints)


def test_spots_of_one_point_are_told_once(shipped):
    options = HandoutOptions(codes=("EX-UE7a", "EX-UE7b"))
    told = content(shipped("male"), choose(shipped("male"), options), options, WORDS)
    assert [point.name for point in told.acupoints] == ["EX-UE7 Yāotòngdiǎn"]
    assert len(told.acupoints[0].ids) == 4
    assert len(told.acupoints[0].where) == 2


def test_pictures_of_the_whole_body_are_from_where_points_are(shipped):
    atlas = shipped("male")
    back, front = (atlas.marks[mark].normal[None] for mark in ("BL23/left", "ST25/left"))
    assert sides_seen(back) == ("back",)
    assert sides_seen(front) == ("front",)
    assert sides_seen(np.vstack([back, front])) == ("front", "back")
    assert sides_seen(np.zeros((0, 3))) == ("front",)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({}, UsageError, "needs points or a complaint"),
        ({"codes": ("GB21",), "side": "up"}, UsageError, "no side 'up'; there are both, left, right"),
        ({"codes": ("GB21",), "date": "21.11.2026"}, UsageError, "write it as 2026-11-21"),
        ({"codes": ("GB21",), "note": "x" * 2001}, UsageError, "note is too long: 2000 characters"),
        ({"codes": ("GB99",)}, UnknownError, "no point 'GB99' on this body; did you mean"),
        ({"complaint": "gout"}, UnknownError, "no complaint 'gout'; there are neck_shoulder_desk"),
        ({"codes": tuple(f"BL{number}" for number in range(1, 30))}, UsageError, "29 points are too many"),
    ],
)
def test_what_cannot_be_is_told(shipped, options, error, message):
    with pytest.raises(error, match=message):
        choose(shipped("male"), HandoutOptions(**options))


# -- what is said


def test_warnings_are_those_of_the_points(shipped):
    def kinds(*codes: str) -> list[str]:
        options = HandoutOptions(codes=codes)
        return [
            one.title
            for one in content(shipped("male"), choose(shipped("male"), options), options, WORDS).warnings
        ]

    everyone = ["Blood thinners and bleeding", "Feeling faint", "Skin and infection"]
    assert kinds("GB21") == ["Over the lung", "If you are or may be pregnant", *everyone]
    assert kinds("soleus.TrP1") == everyone
    assert "Beside the eye" in kinds("ST1")


def test_a_warning_names_its_points(shipped):
    options = HandoutOptions(codes=("GB21", "LI4", "supraspinatus.TrP1"))
    told = content(shipped("male"), choose(shipped("male"), options), options, WORDS)
    of = {one.title: one.of for one in told.warnings}
    assert of["Over the lung"] == ("GB21", "Supraspinatus TrP1")
    assert of["If you are or may be pregnant"] == ("GB21", "LI4")
    assert of["Feeling faint"] == ()


def test_a_complaint_brings_evidence_and_red_flags(elbow):
    _, told = elbow
    assert told.evidence
    assert told.evidence_from
    assert len(told.red_flags) >= 3
    assert told.self_care
    assert told.western[0] != told.eastern[0], "both explanations"


def test_what_is_nearly_the_same_spot_is_said(shipped):
    options = HandoutOptions(codes=("GB21/left", "trapezius_upper.TrP2/left", "LI4/left"))
    told = content(shipped("male"), choose(shipped("male"), options), options, WORDS)
    assert len(told.same) == 1
    assert told.same[0].startswith("GB21 and Upper trapezius TrP2 are nearly the same spot: ")


def test_dates_are_written_out():
    assert written_date(date(2026, 11, 21), WORDS) == "21 November 2026"
    assert len(WORDS("handout.months").split("|")) == 12


def test_letters_shrink_as_words_grow(shipped, elbow):
    few = content(shipped("male"), choose(shipped("male"), FEW), FEW, WORDS)
    assert [much(few), much(elbow[1])] == ["few", "many"]
    sizes = [type_size_pt(one, "") for one in (few, elbow[1])]
    assert LEAST_PT < sizes[1] < sizes[0] <= MOST_PT
    assert type_size_pt(elbow[1], "word " * 400) < sizes[1]


# -- the page


def test_nothing_is_asked_from_outside(page):
    outline = Outline(page)
    policy = next(one["content"] for one in outline.all("meta") if one.get("http-equiv"))
    assert policy.startswith("default-src 'none'")
    addresses = [
        v for _, one in outline.found for k, v in one.items() if k in ("src", "href", "action", "data")
    ]
    assert all(address.startswith(("data:", "#")) for address in addresses)
    assert not re.search(
        r"url\(|@import|https?:", re.sub(r"http://www\.w3\.org/\S+", "", page.split('id="data"')[0])
    )
    assert len(page.encode()) < MOST_BYTES


def test_the_page_reads_well_without_eyes(page):
    outline = Outline(page)
    assert outline.all("html")[0]["lang"] == "en"
    levels = [int(tag[1]) for tag, _ in outline.found if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    images = outline.all("img")
    assert len(images) == 3
    assert all(len(one["alt"]) > 10 and one["src"].startswith("data:image/jpeg;base64,") for one in images)
    canvas = outline.all("canvas")[0]
    assert canvas["role"] == "img"
    assert canvas["tabindex"] == "0"
    assert canvas["aria-label"]


def test_what_the_practitioner_wrote_is_text_and_no_markup(page):
    fields = {one["id"]: one["value"] for one in Outline(page).all("input")}
    assert fields == {"practitioner": FEW.practitioner, "date": "21 November 2026"}
    assert "&lt;/div&gt; &amp; more" in page


def test_the_same_hand_out_has_the_same_bytes(page, shipped, muscles):
    assert make(shipped("male"), muscles, FEW) == page


def test_the_body_keeps_its_shape(page, shipped, muscles):
    model, atlas = model_of(page), shipped("male")
    data = base64.b64decode(model["data"])
    low, size = np.array(model["box"])
    parts = parts_of(atlas, exhibit_of(atlas, choose(atlas, FEW)), muscles)
    assert [part["name"] for part in model["parts"]] == [part.name for part in parts]
    assert {part.name for part in parts} == {
        "skin", "eyes", "muscles", "zones", "channel GB", "acupoints", "trigger_points",
    }  # fmt: skip
    for packed, part in zip(model["parts"], parts, strict=True):
        start, count, kind = packed["arrays"]["position"]
        places = np.frombuffer(data, f"<{kind}", count, start).reshape(-1, 3) / 65535 * size + low
        assert np.abs(places - part.solid.vertices_mm).max() < 0.03
        start, count, kind = packed["arrays"]["index"]
        assert np.array_equal(np.frombuffer(data, f"<{kind}", count, start), part.solid.faces.ravel())


def test_every_point_can_be_found_on_the_body(page):
    spots = {spot["id"]: spot for spot in model_of(page)["spots"]}
    named = [one["data-spots"].split() for one in Outline(page).all("button") if one.get("data-spots")]
    assert sorted(one for ids in named for one in ids) == sorted(spots)
    assert spots["GB21/right"]["name"] == "GB21 Jiānjǐng, right"
    assert spots["trapezius_upper.TrP1/left"]["system"] == "trigger"


def test_without_opengl_the_page_says_so_and_keeps_its_body(shipped, muscles, monkeypatch):
    def broken(*_):
        raise OpenGLError("No OpenGL here.")

    monkeypatch.setattr("viewer.handout.pictures.draw", broken)
    said = []
    made = make(shipped("male"), muscles, FEW, said.append)
    assert said == ["The hand-out has no pictures for print. No OpenGL here."]
    assert WORDS("handout.no_pictures") in made
    assert not Outline(made).all("img")
    assert model_of(made)["parts"]


# -- the command


def test_the_command_writes_the_page(tmp_path, monkeypatch):
    monkeypatch.setattr(write, "make", lambda *given: given[2].note)
    out = tmp_path / "a.html"
    assert main(["handout", "GB21", "LI4/left", "--out", str(out), "--note", "Walk."]) == 0
    assert out.read_text() == "Walk."


def test_wrong_use_of_the_command_is_told(tmp_path, capsys):
    assert main(["handout", "--out", str(tmp_path / "a.html")]) == 2
    assert "needs points or a complaint" in capsys.readouterr().err
    with pytest.raises(OutputError, match=r"ends in \.html"):
        write_handout(tmp_path / "a.pdf", FEW)


# -- kept spots


KEPT = (
    AshiMark(1, 4000, [0.2, 0.3, 0.5], "2026-11-20", 6, "Aches at night"),
    AshiMark(2, 9000, [1.0, 0.0, 0.0]),
)


def test_kept_spots_are_told_and_marked(shipped, muscles, drawing):  # noqa: ARG001 - pictures need it
    atlas, options = shipped("male"), HandoutOptions(kept=KEPT, date="2026-11-21")
    told = content(atlas, choose(atlas, options), options, WORDS)
    assert [one.name for one in told.kept] == ["阿是 1", "阿是 2"]
    assert told.kept[0].tells == "20 November 2026 · strength 6 of 10 · Aches at night"
    assert told.kept[1].tells == ""
    made = make(atlas, muscles, options)
    spots = {spot["id"]: spot for spot in model_of(made)["spots"]}
    assert set(spots) == {"ashi:1", "ashi:2"}
    corners = atlas.body.vertices_mm[atlas.body.faces[4000]]
    assert spots["ashi:1"]["at"] == pytest.approx(np.array([0.2, 0.3, 0.5]) @ corners, abs=1e-3)
    assert "ashi" in {part["name"] for part in model_of(made)["parts"]}
    assert len(Outline(made).all("img")) >= 2
