"""Facts are measured from positions: true ones hold, false ones fail by the right amount."""

import json
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from points.facts import WITHIN_CUN, WITHIN_LEVEL_MM, check_fact, check_facts
from points.locate import Locator
from points.model import Fact, Side, Unplaced

RULE = {
    "kind": "trunk",
    "level": {"from": "low", "direction": "up", "cun": 4, "span": "tall"},
    "lateral": {"cun": 2, "span": "broad"},
    "aspect": "front",
}


def fact(kind, of="", to=None, value=None, unit="", point="ST1"):
    return Fact(point, kind, tuple(of.split("|")) if of else (), to, value, unit, ("test",))


@pytest.fixture(scope="module")
def locator(egg, make_tables, egg_landmarks, make_point):
    line = {"kind": "between", "through": ["front", "high", "side"], "fraction": 0.3}
    points = [make_point("ST1", json.dumps(RULE)), make_point("ST2", json.dumps(line))]
    points.append(
        make_point("GV1", '{"kind":"between","through":["low","high"],"cun":3,"span":"round"}', paired=False)
    )
    return Locator(egg, make_tables(egg_landmarks, points))


TRUE = [
    fact("distance", "low", value=4, unit="tall"),
    fact("lateral", value=2, unit="broad"),
    fact("level", "low", value=4, unit="tall"),
    fact("level", "high", value=-6, unit="tall"),
    fact("level", "ST1", value=0),
    fact("fraction", "front|high", "side", 0.3, point="ST2"),
    fact("line", "front|high", "side", point="ST2"),
    fact("vertical", "ST1"),
    fact("same_depth", "ST1"),
    fact("order", "low", "up"),
    fact("order", "side", "medial"),
    fact("order", "side", "front"),
    fact("order", "~side", "lateral"),
    fact("distance", "low", value=3, unit="round", point="GV1"),
    fact("lateral", value=0, unit="round", point="GV1"),
]


@pytest.mark.parametrize("true", TRUE, ids=str)
def test_a_true_fact_holds_on_each_side(locator, true):
    for side in (Side.MIDLINE,) if true.point == "GV1" else (Side.LEFT, Side.RIGHT):
        found = check_fact(true, side, locator)
        assert found.ok, str(found)
        assert found.deviation < 0.01


FALSE = [
    (fact("distance", "low", value=4.5, unit="tall"), 0.5, "cun"),
    (fact("lateral", value=1.5, unit="broad"), 0.5, "cun"),
    (fact("level", "low", value=0), None, "mm"),
    (fact("fraction", "front|high", "side", 0.6, point="ST2"), None, "cun"),
    (fact("line", "low", "high", point="ST2"), None, "mm"),
    (fact("vertical", "side"), None, "mm"),
    (fact("same_depth", "side"), None, "mm"),
    (fact("order", "low", "down"), None, "mm"),
    (fact("order", "side", "lateral"), None, "mm"),
    (fact("order", "ST1", "up"), np.inf, "mm"),
]


@pytest.mark.parametrize(("false", "deviation", "unit"), FALSE, ids=lambda value: str(value))
def test_a_false_fact_fails_and_says_by_how_much(locator, false, deviation, unit):
    for side in (Side.LEFT, Side.RIGHT):
        found = check_fact(false, side, locator)
        assert not found.ok
        assert found.unit == unit
        if deviation is not None:
            assert_allclose(found.deviation, deviation, atol=1e-6)


def test_what_is_allowed_is_allowed_and_no_more(locator):
    for off, ok in ((0.9, True), (1.1, False)):
        cun = fact("distance", "low", value=4 + off * WITHIN_CUN, unit="tall")
        assert check_fact(cun, Side.LEFT, locator).ok is ok
        per_cun = locator.context(Side.LEFT).cun_mm("tall")
        level = fact("level", "low", value=4 + off * WITHIN_LEVEL_MM / per_cun, unit="tall")
        assert check_fact(level, Side.LEFT, locator).ok is ok


def test_a_failing_fact_says_what_was_measured(locator):
    said = str(check_fact(fact("distance", "low", value=5, unit="tall"), Side.RIGHT, locator))
    assert said == "ST1/right distance low: 5 tall measured 4.00, off by 1.00 cun"


def test_all_facts_are_measured_on_all_sides_and_none_is_lost(locator):
    lost = fact("vertical", "nose")
    tables = replace(locator.tables, facts=(*TRUE, FALSE[0][0], lost))
    report = check_facts(Locator(locator.body, tables, locator.skin))
    assert len(report.checked) == 2 * (len(TRUE) - 2) + 2 + 2
    assert [one.fact for one in report.failing] == [FALSE[0][0]] * 2
    assert [str(one) for one in report.unplaced] == [
        f"ST1/{side}: fact vertical needs nose/{side}: there is no landmark and no point of this name"
        for side in ("left", "right")
    ]


def test_a_point_that_is_nowhere_has_no_facts(locator):
    with pytest.raises(Unplaced, match="ST9"):
        check_fact(fact("vertical", "low", point="ST9"), Side.LEFT, locator)
