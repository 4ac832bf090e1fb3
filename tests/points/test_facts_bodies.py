"""Every fact that the standard states, measured on every shipped body, both sides."""

import pytest

from meshes import BODY_NAMES, load_body
from points.facts import check_facts
from points.locate import Locator
from points.tables import load_tables


@pytest.fixture(scope="module", params=BODY_NAMES)
def locator(request):
    return Locator(load_body(request.param), load_tables())


def test_every_point_has_a_place(locator):
    placement = locator.points()
    assert not placement.unplaced, "\n" + "\n".join(map(str, placement.unplaced))
    assert all(locator.body.outer[one.point.face] for one in placement.located)


def test_every_landmark_has_a_place(locator):
    _, unplaced = locator.landmarks()
    assert not unplaced, "\n" + "\n".join(map(str, unplaced))


def test_every_fact_holds(locator):
    report = check_facts(locator)
    assert report.checked
    failing = [*map(str, report.failing), *(f"not measurable: {one}" for one in report.unplaced)]
    assert not failing, f"\n{len(failing)} facts do not hold on {locator.body.name}:\n" + "\n".join(failing)


def test_every_point_lies_on_its_own_side(locator):
    wrong = [
        f"{one.id} x = {one.position_mm[0]:.1f} mm"
        for one in locator.points().located
        if (one.side == "midline" and abs(one.position_mm[0]) > 0.5)
        or (one.side != "midline" and one.position_mm[0] * one.side.sign <= 0.0)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_no_two_points_of_one_system_share_a_place(locator):
    seen: dict[tuple[float, ...], str] = {}
    for one in locator.points().located:
        if one.code in locator.tables.acupoints:
            place = tuple(one.position_mm.round(2))
            assert place not in seen, f"{one.id} lies on {seen[place]}"
            seen[place] = one.id
