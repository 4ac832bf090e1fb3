"""From a complaint to its explanation and the hand-out, as a practitioner goes with a patient."""

from __future__ import annotations

import pytest
from browsing import CUT_OFF, UNNAMED, call, card, wait_changed, wait_state, where

pytestmark = pytest.mark.browser

PHONE = (390, 844)
MADE_MS = 60000
KEY = "trame.state.get('complaint')?.key"
LETTERS = "parseFloat(getComputedStyle(document.querySelector('.am-explain-plain')).fontSize)"
STEP = "(step) => trame.state.get('explain')?.step === step"
ON = ("acupoints", "trigger_points", "muscles", "channels", "zones")


@pytest.fixture
def desk(visit):
    """A page on a desk without complaint or explanation; it is left so too."""
    pages = []

    def begin(*size, **options):
        pages.append(visit(*size, **options))
        return pages[-1]

    yield begin
    for page in pages:
        call(page, "explain_close")
        call(page, "complaint_choose", "", True)
        wait_state(page, "complaint", None)


def switches(page) -> list[bool]:
    names = [f"ViewState__layers__LayersState__{name}__LayerState__on" for name in ON]
    return page.evaluate("(names) => names.map((name) => trame.state.get(name))", names)


def test_from_a_complaint_to_its_explanation_and_the_hand_out(desk):
    page = desk(accept_downloads=True)
    before = switches(page)
    page.locator("#rail-complaints").click()
    page.locator("#complaint-list button").nth(11).wait_for()
    page.locator("#complaint-filter").fill("elbow")
    page.locator("#complaint-filter").press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "complaint-tennis_elbow"
    wait_changed(page, lambda: page.keyboard.press("Enter"))
    page.wait_for_function(f"{KEY} === 'tennis_elbow'")
    assert page.locator("#complaint-flags").is_visible()
    assert page.locator("#complaint-evidence li").count() >= 2
    assert where(page, "LI10/left"), "the camera goes there"
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(UNNAMED) == []

    page.locator("#complaint-same .am-item").first.click()
    page.locator("#card-title", has_text="LI10").wait_for()
    page.locator("#complaint-back").click()
    page.locator("#complaint-title").wait_for()
    wait_changed(page, lambda: page.locator("#complaint-side-right").click())
    page.wait_for_function("trame.state.get('complaint').side === 'right'")

    page.locator("#complaint-explain").click()
    page.wait_for_function(STEP, arg=0)
    assert page.evaluate("document.activeElement.id") == "explain-title"
    assert not page.locator("#rail-complaints").is_visible()
    assert page.evaluate(CUT_OFF) == []
    for step in (1, 2, 3):
        page.keyboard.press("ArrowRight")
        page.wait_for_function(STEP, arg=step)
    wait_changed(page, lambda: page.locator("#explain-twitch").click())
    page.locator("#explain-both").click()
    for side in ("western", "eastern"):
        page.locator(f"#explain-{side}").wait_for()
    page.locator("#explain-next").click()
    page.wait_for_function(STEP, arg=4)
    page.locator("#explain-next").click()
    wait_state(page, "explain", None)
    page.locator("#complaint-title").wait_for()
    page.locator("#complaint-handout").click()
    page.locator("#home-list", has_text="Tennis elbow").wait_for()
    with page.expect_download(timeout=MADE_MS) as download:
        page.locator("#home-handout").click()
    text = download.value.path().read_text("utf-8")
    assert "Tennis elbow" in text
    assert "LI10" in text
    page.locator("#complaint-leave").click()
    wait_state(page, "complaint", None)
    page.wait_for_function("() => !document.querySelector('#complaint-title')")
    assert switches(page) == before


def test_a_point_is_explained_on_a_phone(desk):
    page = desk(PHONE, reduced_motion="reduce", has_touch=True)
    call(page, "choose", "GB21/left")
    page.locator("#explain-start").tap()
    page.wait_for_function(STEP, arg=0)
    assert "upper trapezius" in page.evaluate("trame.state.get('explain').topic").lower()
    page.locator("#explain-next").tap()
    page.wait_for_function(STEP, arg=1)
    size = page.evaluate(LETTERS)
    page.locator("#explain-larger").tap()
    page.wait_for_function(f"(size) => {LETTERS} > size", arg=size)
    assert size >= 18
    small = page.evaluate(
        """() => [...document.querySelectorAll('#explain button')].filter((e) => e.getClientRects().length)
        .filter((e) => e.getBoundingClientRect().height < 43.5).map((e) => e.id || e.ariaLabel)"""
    )
    assert small == []
    assert page.evaluate(CUT_OFF) == []
    page.keyboard.press("Escape")
    wait_state(page, "explain", None)
    page.locator("#card-title", has_text="GB21").wait_for()
    assert "Explain" in card(page)
    call(page, "choose", "")
