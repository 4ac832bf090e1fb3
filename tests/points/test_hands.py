"""The second process: the same answers as here, and none needed; how far work has come."""

from __future__ import annotations

import io

import numpy as np
import pytest

from points import hands
from points.hands import SecondHand, answer
from points.locate import Locator
from points.model import Side
from points.progress import Bar, Course


@pytest.fixture(scope="module")
def tables(make_tables, egg_landmarks):
    return make_tables(egg_landmarks)


def heights_mm(locator: Locator, names: list[str]) -> list[float]:
    return [float(locator.place(name, Side.LEFT).position_mm[2]) for name in names]


def test_a_second_process_gives_the_same(egg, tables):
    here = Locator(egg, tables)
    with SecondHand(egg, tables) as hand:
        asked = [hand.ask(Locator.place, name, Side.LEFT) for name in ("front", "high")]
        there = [answer(one, lambda: pytest.fail("it was to be done there")) for one in asked]
    for name, place in zip(("front", "high"), there, strict=True):
        assert np.array_equal(place.position_mm, here.place(name, Side.LEFT).position_mm)


def test_what_the_second_process_fails_at_is_done_here(egg, tables):
    with SecondHand(egg, tables) as hand:
        assert answer(hand.ask(Locator.place, "nowhere", Side.LEFT), lambda: "here") == "here"
        assert answer(hand.ask(Locator.place, "front", Side.LEFT), lambda: "here too") == "here too"


@pytest.mark.parametrize("alone", ["asked for", "one core", "no interpreter", "not let"])
def test_without_a_second_process_all_is_done_here(egg, tables, monkeypatch, alone):
    def refused(*_, **__):
        raise OSError("too many processes")

    if alone == "one core":
        monkeypatch.setattr("os.cpu_count", lambda: 1)
    elif alone == "no interpreter":
        monkeypatch.setattr("sys.executable", "")
    elif alone == "not let":
        monkeypatch.setattr(hands.subprocess, "Popen", refused)
    with SecondHand(egg, tables, idle=alone == "asked for") as hand:
        assert answer(hand.ask(Locator.place, "front", Side.LEFT), lambda: "here") == "here"


def test_the_second_process_ends_with_its_block(egg, tables):
    with SecondHand(egg, tables) as hand:
        process = hand._process
        assert process.poll() is None
    assert process.poll() is not None


def test_a_course_grows_from_nothing_to_all():
    told = []
    course = Course(lambda what, share: told.append((what, share)), {"first": 1.0, "second": 3.0})
    course.at("first")
    course.at("second")
    course.at("second", 0.5)
    course.done()
    assert told == [("first", 0.0), ("second", 0.25), ("second", 0.625), ("", 1.0)]


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_on_a_terminal_stays_on_one_line_and_goes_when_done():
    screen = Terminal()
    bar = Bar(screen)
    bar("zones", 0.0)
    bar("zones", 0.5)
    assert screen.getvalue().endswith("[###############...............]  50%  zones")
    bar("", 1.0)
    assert "\n" not in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[K")


def test_elsewhere_each_stage_is_one_line():
    log = io.StringIO()
    bar = Bar(log)
    for what, share in (("points", 0.0), ("zones", 0.1), ("zones", 0.2), ("", 1.0)):
        bar(what, share)
    assert log.getvalue() == "  points …\n  zones …\n"
