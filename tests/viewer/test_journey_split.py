"""Side by side, and measuring, in a real browser."""

from __future__ import annotations

import pytest
from browsing import call, click_mark, picture, wait_changed, wait_state, where

pytestmark = pytest.mark.browser

TRIGGER, ACUPOINT = "trapezius_upper.TrP2/left", "GB21/left"
PHONE_LIKE = (480, 1500)  # its picture is upright whatever the panels take


def redness(colour) -> int:
    return colour[0] - max(colour[1:])


def colours(page, pixel) -> list[list[int]]:
    """What is around a pixel of the picture."""
    x, y = pixel
    around = [[x + dx, y + dy] for dx in range(-6, 7, 3) for dy in range(-6, 7, 3)]
    return page.evaluate("(spots) => spots.map(peek.colour)", around)


def settled(page) -> None:
    picture(page)  # waits until no newer one comes


def test_both_maps_side_by_side_and_back(visit):
    page = visit()
    whole = picture(page)
    wait_changed(page, lambda: page.keyboard.press("v"))
    wait_state(page, "ViewState__split", True)
    assert page.locator("#split").get_attribute("aria-pressed") == "true"
    assert page.locator("#split-west").inner_text() == "Dry needling"
    assert page.locator("#split-east").inner_text() == "Chinese medicine"

    call(page, "choose", ACUPOINT)
    wait_changed(page, lambda: call(page, "look", "selection"))
    call(page, "choose", "")
    settled(page)
    width, height = page.evaluate("peek.size()")
    west, east = where(page, TRIGGER), where(page, ACUPOINT)
    assert west[0] < width / 2 < east[0], "each map has its half"
    assert east == pytest.approx([width * 0.75, height / 2], abs=3)

    # the same spot in the other half shows nothing of the other map
    shown = max(redness(colour) for colour in colours(page, west))
    elsewhere = max(redness(colour) for colour in colours(page, [west[0] + width / 2, west[1]]))
    assert shown > 120 > elsewhere

    # a mark is found in its half, and in the other half there is none
    click_mark(page, TRIGGER)
    wait_state(page, "ViewState__selection", TRIGGER)
    page.wait_for_selector("#legend-counterpart")
    settled(page)
    yellow = [
        max(min(red, green) - blue for red, green, blue in colours(page, [x + dx, west[1]]))
        for x in (west[0], west[0] + width / 2)
        for dx in (-14, 14)
    ]
    assert min(max(yellow[:2]), max(yellow[2:])) > 60, "the ring is in both halves"

    # the pointer has a second one in the other half
    box = page.locator("#body-view").bounding_box()
    page.mouse.move(box["x"] + width * 0.2, box["y"] + height * 0.3)
    page.wait_for_selector(".am-split-ghost", state="visible")
    ghost = page.locator(".am-split-ghost").bounding_box()
    middle = (ghost["x"] + ghost["width"] / 2 - box["x"], ghost["y"] + ghost["height"] / 2 - box["y"])
    assert middle == pytest.approx((width * 0.7, height * 0.3), abs=2)

    call(page, "choose", "")
    wait_changed(page, lambda: page.locator("#split").click())
    wait_state(page, "ViewState__split", False)
    assert page.locator("#split-captions").count() == 0
    wait_changed(page, lambda: call(page, "look", "front"))
    assert abs(picture(page) - whole).mean() < 1.0, "one click back to both maps on one body"


def test_on_an_upright_picture_one_half_is_above_the_other(visit):
    page = visit(PHONE_LIKE)
    wait_changed(page, lambda: page.locator("#split").click())
    wait_state(page, "split_stacked", True)
    wait_changed(page, lambda: call(page, "look", "front"))
    width, height = page.evaluate("peek.size()")
    chest, breast = where(page, "CV17/midline"), where(page, "pectoralis_major_sternal.TrP4/left")
    assert breast[1] < height / 2 < chest[1]
    assert chest[0] == pytest.approx(width / 2, abs=3)
    wait_changed(page, lambda: page.locator("#split").click())
    wait_state(page, "ViewState__split", False)


def test_measuring_two_spots_correcting_one_and_putting_the_ruler_away(visit):
    page = visit()
    call(page, "choose", "PC6/left")
    wait_changed(page, lambda: call(page, "look", "selection"))
    call(page, "choose", "")
    page.locator("#rail-measure").click()
    page.wait_for_selector("#measure-lead")
    page.wait_for_function("!trame.state.get('measure_preparing')")
    settled(page)
    click_mark(page, "PC6/left")
    page.wait_for_function("trame.state.get('measure').ends.length === 1")
    click_mark(page, "PC5/left")
    page.wait_for_selector("#measure-found")
    assert page.locator("#measure-ends").inner_text().startswith("PC6")
    assert "1.0 cun of the forearm" in page.locator("#measure-found").inner_text()
    assert page.evaluate("trame.state.get('ViewState__selection')") == ""

    settled(page)
    box = page.locator("#body-view").bounding_box()
    begin, goal = where(page, "PC5/left"), where(page, "PC4/left")
    page.mouse.move(box["x"] + begin[0], box["y"] + begin[1])
    page.wait_for_function("document.querySelector('#body-view').dataset.ruler === 'grips'")
    page.mouse.down()
    page.mouse.move(box["x"] + goal[0], box["y"] + goal[1], steps=4)
    page.wait_for_selector("#measure-ends:has-text('PC4')")
    page.mouse.up()
    assert "3.0 cun of the forearm" in page.locator("#measure-found").inner_text()
    assert where(page, "PC5/left") == pytest.approx(begin), "the camera stays"

    page.keyboard.press("Escape")
    page.wait_for_function("trame.state.get('measure').ends.length === 0")
    call(page, "choose", "LI11/left")  # as the search does: without a pointer too
    call(page, "choose", "LI10/left")
    page.wait_for_selector("#measure-found:has-text('cun of the forearm')")
    call(page, "choose", "")
    page.keyboard.press("Escape")
    page.wait_for_function("trame.state.get('measure').ends.length === 0")
    page.keyboard.press("Escape")
    wait_state(page, "measure", None)
    assert page.locator("#measure-tools").count() == 0
