"""Guided tours: every stop shows what there is, and has its words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import viewer
from points.check import check_tables
from points.model import Stop
from points.tables import load_tables
from points.tours import KINDS, load_tours
from viewer.views import VIEWS

ENGLISH = Path(viewer.__file__).parent / "languages" / "en" / "tours.json"
LONGEST = 420  # characters of a stop's text


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
        ({"source": ("hearsay",)}, "column source: 'hearsay' is not in sources.tsv"),
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


def test_tours_come_by_kind(tours):
    kinds = [KINDS.index(stops[0].kind) for stops in tours.values()]
    assert kinds == sorted(kinds)
