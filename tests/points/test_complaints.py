"""Complaints, what studies say of them, and warnings: known points, sources, and every word there."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import viewer
from points.cautions import kinds_for, load_cautions, points_of
from points.check import check_tables
from points.check_presets import PRESET_LAWS
from points.complaints import load_complaints
from points.model import Caution, Complaint, Study
from points.tables import Tables, load_tables
from viewer.camera.views import VIEWS

ENGLISH = Path(viewer.__file__).parent / "languages" / "en"
FIELDS = {
    "name": str, "also_called": list, "summary": str, "muscles_why": str, "points_why": str, "evidence": str,
    "findings": dict, "red_flags": list, "self_care": list,
}  # fmt: skip
STEPS = ("where_it_hurts", "which_muscle", "which_spot", "what_the_needle_does", "what_to_expect")
PLACEHOLDERS = {"place", "muscle", "point", "acupoint", "channel"}


def english(concern: str) -> dict[str, Any]:
    texts: dict[str, Any] = json.loads((ENGLISH / f"{concern}.json").read_text(encoding="utf-8"))
    return texts


def sentences(held: object) -> list[str]:
    """Every text in what a JSON file holds."""
    if isinstance(held, str):
        return [held]
    inner = held.values() if isinstance(held, dict) else held
    return [text for part in inner for text in sentences(part)]  # type: ignore[attr-defined]


def problems(tables: Tables) -> list[str]:
    return [problem for law in PRESET_LAWS for problem in law(tables)]


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture(scope="module")
def complaints():
    return load_complaints()


def test_what_ships_keeps_every_law(tables):
    assert check_tables(tables) == ()


def test_every_complaint_has_all_of_its_words(complaints):
    words = english("complaints")
    assert list(words) == list(complaints.rows)
    for key, told in words.items():
        assert list(told) == list(FIELDS), key
        for field, kind in FIELDS.items():
            assert told[field] or (field, complaints.rows[key].evidence) == ("findings", "none-known"), (
                key,
                field,
            )
            assert isinstance(told[field], kind), (key, field)
        assert len(told["red_flags"]) >= 4, key
        assert len(told["self_care"]) >= 4, key


def test_every_complaint_shows_both_systems_and_a_view_that_there_is(complaints):
    for key, row in complaints.rows.items():
        assert len(row.trigger_points) >= 5, key
        assert len(row.acupoints) >= 5, key
        assert row.channels, key
        assert row.sinews, key
        assert not row.view or row.view in VIEWS, key


def test_channels_are_those_of_points_that_are_shown(tables, complaints):
    for key, row in complaints.rows.items():
        shown = {tables.acupoints[code].channel for code in row.acupoints}
        assert set(row.channels) <= shown, key


def test_sinew_channels_hold_a_muscle_of_the_complaint(tables, complaints):
    for key, row in complaints.rows.items():
        for code in row.sinews:
            assert set(row.muscles) & set(tables.sinew_channels[code].muscles), (key, code)


def test_points_that_a_text_names_are_shown(complaints):
    for key, row in complaints.rows.items():
        named = set(
            re.findall(r"\b(?:EX-[A-Z]+\d*[a-z]?|[A-Z]{2}\d+)\b", english("complaints")[key]["points_why"])
        )
        shown = {re.sub(r"(?<=\d)[a-z]$", "", code) for code in row.acupoints}
        assert {code for code in named if not re.fullmatch(r"[CTL][0-9]+", code)} == shown, key


def test_evidence_has_a_study_where_it_is_said_to_be_known_and_nothing_is_called_strong(complaints):
    for key, row in complaints.rows.items():
        assert bool(complaints.studies[key]) == (row.evidence != "none-known"), key
        assert row.evidence != "strong", "no review here supports that; see the grades"
        found = english("complaints")[key]["findings"]
        assert list(found) == [study.key for study in complaints.studies[key]], key
        assert all(20 <= len(text) <= 240 for text in found.values()), key
    moderate = {key for key, row in complaints.rows.items() if row.evidence == "moderate"}
    assert moderate == {"neck_shoulder_desk", "tension_headache", "shoulder_pain"}


def test_each_study_is_a_published_work_that_is_cited_for_it(tables, complaints):
    for studies in complaints.studies.values():
        for study in studies:
            for key in study.source:
                assert tables.sources[key].year, key
                assert re.search(r"trials? (of|found)", tables.sources[key].use), key


def test_nothing_promises_a_cure():
    for concern in ("complaints", "explain", "tours"):
        for text in sentences(english(concern)):
            assert not re.search(r"\b(cures?|guarantee|always works|heals everything)\b", text, re.I), text


def test_the_five_steps_are_told_in_three_wordings_with_known_placeholders():
    told = english("explain")
    assert tuple(told)[:5] == STEPS
    for step in STEPS:
        assert {"title", "plain", "western", "eastern", "more"} <= set(told[step]), step
        assert all(told[step].values()), step
    for text in sentences(told):
        assert set(re.findall(r"\{(.*?)\}", text)) <= PLACEHOLDERS, text
    for row in told["side_by_side"]:
        assert list(row) == ["topic", "plain", "western", "eastern"]
        assert all(row.values())


def test_every_step_and_the_hand_out_say_what_they_rest_on(tables):
    assert {claim.step for claim in tables.claims.values()} == {*STEPS, "hand_out"}


def test_a_warning_stands_at_every_point_whose_danger_it_names(tables):
    """The hand-out warns once by kind, the cards point by point: neither knows what the other does not."""
    signs = {"lung": r"lung|pleura|pneumothorax", "eye": r"orbit\b|eyeball", "pregnancy": r"pregnan"}
    cautions = load_cautions()
    for kind, sign in signs.items():
        dangerous = {code for code, point in tables.points.items() if re.search(sign, point.hazard, re.I)}
        warned = set(points_of(kind, list(tables.points), cautions))
        assert dangerous
        assert dangerous <= warned if kind == "pregnancy" else dangerous == warned, kind


def test_the_hand_out_has_words_for_every_warning_and_no_others():
    told = english("handout")
    assert list(told["warnings"]) == list(dict.fromkeys(row.kind for row in load_cautions()))
    for kind, warning in told["warnings"].items():
        assert set(warning) == {"title", "text"}, kind
    for part in ("what_to_expect", "aftercare"):
        assert told[part]["title"]
        assert len(told[part]["items"]) >= 4
    assert all(told["when_to_call"][part] for part in ("title", "now", "today"))
    assert not any("{" in text for text in sentences(told))


def test_warnings_of_points_come_once_and_in_order():
    kinds = kinds_for(["GB21", "trapezius_upper.TrP2", "LI4"], load_cautions())
    assert kinds[0] == "lung"
    assert {"pregnancy", "bleeding", "fainting"} <= set(kinds)
    assert len(set(kinds)) == len(kinds)
    assert "lung" not in kinds_for(["LI4"], load_cautions())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"muscles": ("nose",)}, "complaints.tsv stiff, column muscles: 'nose' is not in muscles.tsv"),
        ({"acupoints": ("GB99",)}, "complaints.tsv stiff, column acupoints: 'GB99' is not in acupoints"),
        ({"channels": ("XX",)}, "complaints.tsv stiff, column channels: 'XX' is not in channels.tsv"),
        ({"trigger_points": ("soleus.TrP1",)}, "column muscles: soleus is missing, soleus.TrP1 is of it"),
        ({"order": 2}, "complaints.tsv, column order: [2]; give each number from 1 once"),
        ({"evidence": "limited"}, "evidence: limited, but evidence.tsv has no study of it"),
    ],
)
def test_a_broken_complaint_is_named(tables, change, said):
    sound = Complaint(
        "stiff", 1, "", ("levator_scapulae",), (), ("GB20",), ("GB",), ("GB",), "none-known", ("gray",)
    )
    bad = replace(tables, complaints={"stiff": replace(sound, **change)}, studies={})
    assert any(said in problem for problem in problems(bad))
    assert problems(replace(bad, complaints={"stiff": sound})) == []


def test_a_study_of_nothing_and_a_warning_at_no_point_are_named(tables):
    study = Study("s", "nothing", "acupuncture", "low", ("gray",))
    found = problems(replace(tables, studies={**tables.studies, "s": study}))
    assert "evidence.tsv s, column complaint: 'nothing' is not in complaints.tsv" in found
    cautions = (
        Caution("lung", "acupoints", ("GB99",), ("gray",)),
        Caution("eye", "everyone", ("GB1",), ("gray",)),
    )
    said = problems(replace(tables, cautions=cautions))
    assert "warnings.tsv lung acupoints, column of: 'GB99' is not in acupoints" in said
    assert any(
        problem.startswith("warnings.tsv eye everyone, column of: a warning for everyone") for problem in said
    )
