"""Guided tours: every stop shows what there is, and has its words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import viewer
from points.check import check_tables
from points.check_presets import PRESET_LAWS
from points.load import load_agreement
from points.model import Stop
from points.overlap.agreement import TOLERANCES_MM
from points.overlap.criteria import CRITERIA
from points.tables import Tables, load_tables
from points.tours import KINDS, load_tours
from viewer.camera.views import VIEWS

ENGLISH = Path(viewer.__file__).parent / "languages" / "en" / "tours.json"
LONGEST = 420  # characters of a stop's text


def problems(tables: Tables) -> list[str]:
    return [problem for law in PRESET_LAWS for problem in law(tables)]


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture(scope="module")
def tours():
    return load_tours()


@pytest.fixture(scope="module")
def words():
    return json.loads(ENGLISH.read_text(encoding="utf-8"))


def test_every_stop_has_its_words_and_no_words_lack_their_stop(tours, words):
    assert set(words) == set(tours)
    for key, stops in tours.items():
        assert words[key]["title"], key
        assert words[key]["summary"], key
        assert list(words[key]["stops"]) == [str(stop.stop) for stop in stops], key
        for number, told in words[key]["stops"].items():
            assert set(told) == {"title", "text"}, (key, number)
            assert 20 <= len(told["text"]) <= LONGEST, (key, number, len(told["text"]))


def test_every_stop_shows_something_and_its_view_is_there(tours):
    for key, stops in tours.items():
        for stop in stops:
            assert stop.marks or stop.muscles or stop.channels or stop.sinews, (key, stop.stop)
            assert not stop.view or stop.view in VIEWS, (key, stop.stop)
            assert set(stop.zones) <= set(stop.marks) | set(stop.zones)


def test_points_that_a_text_names_are_shown(tours, words):
    for key, stops in tours.items():
        for stop in stops:
            text = words[key]["stops"][str(stop.stop)]["text"]
            named = set(re.findall(r"\b(?:LU|LI|ST|SP|HT|SI|BL|KI|PC|TE|GB|LR|GV|CV)\d+\b", text))
            shown = {mark.partition("/")[0] for mark in stop.marks}
            assert named <= shown, (key, stop.stop, named - shown)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"marks": ("GB99/left",)}, "tours, t 1, column marks: 'GB99' is neither in acupoints"),
        ({"marks": ("GV20/left",)}, "column marks: 'GV20/left'; GV20 is on midline"),
        ({"marks": ("GB20",)}, "column marks: 'GB20'; GB20 is on left or right"),
        ({"named": ("GB20/left",)}, "column named: 'GB20/left' is not in column marks"),
        ({"zones": ("GB20/left",)}, "column zones: 'GB20' is not in trigger_points"),
        ({"muscles": ("soleus/left",)}, "column muscles: 'soleus/left' is no muscle of the tables"),
        ({"muscles": ("muscle:soleus/back",)}, "only a muscle has a side, left or right"),
        ({"select": "channel:XX"}, "column select: 'channel:XX' is no channel of the tables"),
        ({"channels": ("XX",)}, "column channels: 'XX' is not in channels.tsv"),
        ({"stop": 2}, "tours, t, column stop: [2]; number them from 1 in their order"),
    ],
)
def test_a_broken_stop_is_named(tables, change, said):
    sound = Stop(
        "t", 1, "channel:GB", ("GB21/left",), (), ("soleus.TrP1/left",), (), ("GB",), ("muscle:soleus/left",),
        True, "", ("gray",),
    )  # fmt: skip
    assert any(
        said in problem for problem in check_tables(replace(tables, stops=(replace(sound, **change),)))
    )
    assert check_tables(replace(tables, stops=(sound,))) == ()


def test_there_is_a_tour_of_every_channel_and_every_region_and_one_of_the_debate(tables, tours):
    regions = {row.region_group for row in tables.muscles.values()}
    wanted = {f"channel_{code}" for code in tables.channels} | {f"muscles_{key}" for key in regions}
    assert set(tours) == wanted | {"debate"}
    assert len(tours["debate"]) == 10
    for key, stops in tours.items():
        assert 5 <= len(stops) <= 10, key
    channels = [key.removeprefix("channel_") for key in tours if key.startswith("channel_")]
    assert channels == list(tables.channels)


def test_a_tour_of_a_channel_shows_both_of_its_ends(tables, tours):
    for code in tables.channels:
        own = [point for point in tables.acupoints if tables.acupoints[point].channel == code]
        stops = tours[f"channel_{code}"]
        assert own[0] in {mark.partition("/")[0] for mark in stops[0].marks}, code
        assert {own[-1]} & {mark.partition("/")[0] for mark in stops[-1].marks}, code


def test_a_tour_of_a_region_stays_in_its_muscles(tables, tours):
    elsewhere = {"trapezius_upper": "head_neck"}
    for key, stops in tours.items():
        for stop in stops if key.startswith("muscles_") else ():
            for muscle in stop.muscles:
                name = muscle.removeprefix("muscle:").partition("/")[0]
                group = tables.muscles[name].region_group
                assert f"muscles_{elsewhere.get(name, group)}" == key, (key, stop.stop, name, group)


def test_what_the_debate_says_of_our_own_measure_is_what_was_measured(words):
    """Shares of trigger points with a channel point within 2 cm, and chance, on both bodies, to 3 in 100."""
    stops = words["debate"]["stops"]
    wanted: dict[str, list[float]] = {"7": [], "8": []}
    own, same = "channel_points", "channel_points_same_muscle"
    criteria = {criterion.key: criterion for criterion in CRITERIA}
    shipped = [load_agreement(name) for name in ("male", "female")]
    at = list(TOLERANCES_MM).index(20.0)
    for number, key in (("7", own), ("8", same)):
        wanted[number] += [len(a.matches(criteria[key], 20.0)) / len(a.triggers) for a in shipped]
        wanted[number] += [a.chances["region", key].expected[at] for a in shipped]
    wanted["8"] += [a.chances["muscle", same].expected[at] for a in shipped]
    for number, figures in wanted.items():
        found = [int(n) for n in re.findall(r"\d+", stops[number]["text"].replace(" of 100", ""))]
        assert found == pytest.approx([100 * figure for figure in figures], abs=3), number


def test_tours_come_by_kind(tours):
    kinds = [KINDS.index(stops[0].kind) for stops in tours.values()]
    assert kinds == sorted(kinds)
