"""The served interface in a real browser: one journey, every size, and what strangers get."""

from __future__ import annotations

import base64
import http.server
import re
import threading
from collections.abc import Iterator
from functools import partial
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from browsing import (
    CUT_OFF,
    DESKTOP,
    LATE_MS,
    PATIENCE_MS,
    TABLET,
    UNNAMED,
    call,
    card,
    click_mark,
    picture,
    search_for,
    start,
    wait_changed,
    wait_state,
    watch,
    where,
)

pytestmark = pytest.mark.browser

TRIGGER, ACUPOINT = "trapezius_upper.TrP2/left", "GB21/left"


# -- the journey


def test_a_visitors_journey(visit):
    page = visit()
    assert "Two maps, one body" in card(page)

    search_for(page, "GB21", "Jiānjǐng")
    wait_state(page, "ViewState__selection", ACUPOINT)
    page.wait_for_selector("#card-title:has-text('GB21 Jiānjǐng')")
    for words in (
        "肩井",
        "Shoulder Well",
        "Dry needling",
        "Chinese medicine",
        "lung",
        "Upper trapezius TrP2",
    ):
        assert words in card(page)

    wait_changed(page, lambda: page.locator("#view-selection").click())
    before = where(page, ACUPOINT)
    assert before == pytest.approx([side / 2 for side in page.evaluate("peek.size()")], abs=2)
    click_mark(page, TRIGGER)
    wait_state(page, "ViewState__selection", TRIGGER)
    page.wait_for_selector("#card-title:has-text('Upper trapezius TrP2')")
    assert re.search(r"Pain is felt\s+\w+", card(page))
    nearest = page.locator("#card-list li").first.inner_text()
    assert re.search(r"GB21 Jiānjǐng.*\d+ mm, \d\.\d cun", nearest, re.DOTALL)
    assert re.search(r"\d+ mm inside", page.locator("#card-second").inner_text())
    assert where(page, ACUPOINT) == pytest.approx(before)  # a click never moves the camera

    male = card(page)
    wait_changed(page, lambda: page.locator("#body-female").click())
    wait_state(page, "ViewState__body", "female")
    page.wait_for_function("(male) => document.querySelector('#card').innerText !== male", arg=male)
    assert page.evaluate("trame.state.get('ViewState__selection')") == TRIGGER
    assert "Upper trapezius TrP2" in card(page)

    with_channels = picture(page)
    wait_changed(page, lambda: page.get_by_label("Channels", exact=True).click())
    assert np.abs(picture(page) - with_channels).max() > 60
    wait_changed(page, lambda: page.get_by_label("Channels", exact=True).click())
    assert np.abs(picture(page) - with_channels).mean() < 0.5

    page.locator("#theme").click()
    page.wait_for_selector(".v-theme--dark")
    page.wait_for_function("peek.colour([3, 3])[0] < 100")
    page.locator("#theme").click()
    page.wait_for_selector(".v-theme--light")
    page.wait_for_function("peek.colour([3, 3])[0] > 200")

    page.reload()
    page.wait_for_function("peek.whole()")
    page.wait_for_selector("#card-title:has-text('Upper trapezius TrP2')")
    assert page.evaluate("trame.state.get('tabs')") == 1
    page.locator("#body-male").click()
    wait_state(page, "ViewState__body", "male")


TOOL = "ViewState__pain__PainState__tool"


def drag(page, start, end, steps: int = 12) -> None:
    """Drag from one pixel of the picture to another, once the program has felt what is under the first."""
    box = page.locator("#body-view").bounding_box()
    page.mouse.move(box["x"] + start[0], box["y"] + start[1] - 3)
    page.mouse.move(box["x"] + start[0], box["y"] + start[1])
    page.wait_for_function("document.querySelector('.am-brush').style.display === 'block'")
    page.mouse.down()
    page.mouse.move(box["x"] + end[0], box["y"] + end[1], steps=steps)
    page.mouse.up()


def test_asking_where_a_pain_comes_from(visit):
    page = visit()
    call(page, "look", "back")
    page.locator("#rail-pain").click()
    wait_state(page, TOOL, "spot")
    wait_state(page, "pain_preparing", False)
    page.wait_for_selector("#pain-lead:has-text('Touch')")

    wait_changed(page, lambda: click_mark(page, "BL23/left"))
    page.wait_for_selector("#pain-muscles")
    assert page.evaluate("trame.state.get('ViewState__selection')") == "", "the skin wins over the mark"
    best = page.locator(".am-muscles li").evaluate_all(
        "(rows) => rows.map((row) => row.querySelector('.am-covers').textContent)"
    )
    assert [text.split(",")[0] for text in best] == sorted(text.split(",")[0] for text in best)
    shares = [int(re.search(r"\d+", text)[0]) for text in best if text.startswith("essential")]
    assert shares == sorted(shares, reverse=True) != []
    assert re.search(r"BL23 Shènshū\s.*?\b[0-4] mm", card(page), re.DOTALL)
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(UNNAMED) == []

    first = page.locator(".am-trp").first
    name = first.get_attribute("id").removeprefix("pain-")
    first.click()
    wait_state(page, "ViewState__selection", name)
    page.wait_for_selector("#card-title")
    page.locator("#pain-back").click()
    page.wait_for_selector("#pain-muscles")

    page.locator("#pain-keep").click()
    wait_state(page, "ViewState__selection", "ashi:1")
    page.wait_for_selector("#card-title:has-text('阿是 1')")
    wait_changed(page, lambda: page.locator("#body-female").click())
    page.wait_for_selector("#ashi-1")
    assert where(page, "ashi:1"), "it is on the other body too"
    wait_changed(page, lambda: page.locator("#body-male").click())
    page.locator("#ashi-remove").click()
    page.wait_for_function("!document.querySelector('#ashi-list')")

    page.locator("#pain-paint").click()
    wait_state(page, TOOL, "paint")
    page.wait_for_selector("#pain-lead:has-text('Touch')")
    x, y = where(page, "BL37/left")
    drag(page, (x, y - 20), (x, y + 20))
    page.wait_for_selector("#pain-subtitle:has-text('Painted area')")
    assert "Gluteus minimus" in card(page)
    assert page.evaluate(CUT_OFF) == []
    page.locator("#pain-clear").click()
    page.wait_for_selector("#pain-lead:has-text('Touch')")

    page.keyboard.press("Escape")
    wait_state(page, TOOL, "off")
    page.wait_for_selector("#card:has-text('Two maps, one body')")
    page.keyboard.press("h")
    wait_state(page, TOOL, "spot")
    page.keyboard.press("h")
    wait_state(page, TOOL, "off")
    click_mark(page, "BL23/left")
    wait_state(page, "ViewState__selection", "BL23/left")


OVERLAP = "ViewState__overlap__OverlapState__on"


def slide(page, mm: int) -> None:
    """Move the tolerance as a hand does: the slider's own value and event."""
    page.evaluate(
        "(mm) => { const slider = document.querySelector('#overlap-mm'); slider.value = mm;"
        " slider.dispatchEvent(new Event('input')); }",
        mm,
    )


def matched(page) -> int:
    """Count that the sentence tells."""
    return int(page.locator("#overlap-told").inner_text().split()[0])


def column(page, number: int) -> list[str]:
    return page.locator(f".am-pairs tbody td:nth-child({number})").all_inner_texts()


def test_the_overlap_from_entering_to_leaving(visit):
    page = visit()
    at_first = picture(page)
    page.locator("#body-view").focus()
    wait_changed(page, lambda: page.keyboard.press("o"))
    wait_state(page, OVERLAP, True)
    page.wait_for_selector("#overlap-told")
    assert np.abs(picture(page) - at_first).max() > 60
    assert "chance alone would give" in page.locator("#overlap-told").inner_text()
    assert page.locator("#overlap-honest").is_visible()
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(UNNAMED) == []

    at_twenty, near = matched(page), picture(page)
    wait_changed(page, lambda: slide(page, 5))
    assert matched(page) < at_twenty
    assert page.locator("#overlap-at").inner_text() == "5 mm"
    few = picture(page)
    assert np.abs(few - near).max() > 60, "what matched has faded"
    for mm in range(6, 51):
        slide(page, mm)
    assert matched(page) > at_twenty
    page.keyboard.press("[")
    assert page.locator("#overlap-at").inner_text() == "49 mm"
    wait_changed(page, lambda: slide(page, 20))
    assert matched(page) == at_twenty
    assert np.abs(picture(page) - near).mean() < 0.5, "the picture shown is that of the last move"

    page.locator("#overlap-all").click()
    page.wait_for_function(f"+document.querySelector('#overlap-told').innerText.split(' ')[0] > {at_twenty}")
    page.locator("#overlap-same").click()
    page.wait_for_selector("#overlap-shift:disabled")
    page.locator("#overlap-muscle").click()
    page.wait_for_selector("#overlap-meaning:has-text('belly of its own muscle')")
    page.locator("#overlap-channel").click()
    page.locator("#overlap-any").click()
    page.wait_for_selector("#overlap-shift:enabled")

    slide(page, 33)
    wait_changed(page, page.reload)
    page.wait_for_selector("#overlap-at:has-text('33 mm')")
    wait_changed(page, lambda: slide(page, 20))

    told = page.locator("[data-told]").first
    told.focus()
    assert "Melzack" in page.locator("#overlap-dot").inner_text()

    page.locator("#overlap-by-trigger").click()
    names = column(page, 1)
    assert names == sorted(names, key=str.lower)
    page.locator("#overlap-by-mm").click()
    page.locator("#overlap-by-mm").click()
    far = [int(mm) for mm in column(page, 3)]
    assert far == sorted(far, reverse=True)
    page.locator("#overlap-next").click()
    assert page.locator("#overlap-page").inner_text().startswith("13–24")
    page.locator("#overlap-filter").fill("upper trapezius")
    assert page.locator("#overlap-page").inner_text() == "1–2 of 2"
    assert set(column(page, 1)) == {"Upper trapezius TrP1", "Upper trapezius TrP2"}

    before = where(page, TRIGGER) or page.evaluate("peek.size()")
    page.locator(f"[id='pair-{TRIGGER}']").click()
    wait_state(page, "ViewState__selection", TRIGGER)
    page.wait_for_selector("#overlap-along:has-text('of its pain zone lies within')")
    assert (where(page, TRIGGER) or page.evaluate("peek.size()")) == before, "the camera stays"
    wait_changed(page, lambda: page.locator("#overlap-face").click())
    page.locator("#overlap-card").click()
    page.wait_for_selector("#card-title:has-text('Upper trapezius TrP2')")
    assert "of any skin of these regions" in page.locator("#card-along").inner_text()
    page.keyboard.press("Escape")
    page.wait_for_selector("#overlap-pairs")
    assert page.locator("#overlap-filter").input_value() == "upper trapezius"
    page.keyboard.press("Escape")
    wait_state(page, "ViewState__selection", "")

    page.locator("#rail-pain").click()  # one tool at a time
    wait_state(page, OVERLAP, False)
    page.wait_for_selector("#pain-tools")
    page.locator("#rail-overlap").click()
    wait_state(page, OVERLAP, True)
    wait_state(page, TOOL, "off")
    page.wait_for_selector("#overlap-told")
    wait_changed(page, lambda: page.locator("#body-female").click())
    page.wait_for_selector("#overlap-told")
    page.locator("#overlap-leave").click()
    wait_state(page, OVERLAP, False)
    page.wait_for_selector("text=Two maps, one body")
    wait_changed(page, lambda: page.locator("#body-male").click())
    wait_state(page, "ViewState__body", "male")
    call(page, "look", "front")
    assert np.abs(picture(page) - at_first).mean() < 0.5, "everything is as it was"


def test_a_muscle_from_the_list_to_its_twitch_and_back(visit):
    page = visit()
    before = picture(page)
    page.locator("#muscles > summary").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#group-hip")
    assert not page.locator("#muscle-piriformis").is_visible(), "the groups are closed"
    page.locator("#muscle-filter").fill("glut med")
    page.wait_for_selector("#muscle-gluteus_medius")
    assert page.locator(".am-mrow").count() == 1
    wait_changed(page, lambda: page.locator("#muscle-gluteus_medius").click())
    page.wait_for_selector("#card-title:has-text('Gluteus medius')")
    wait_state(page, "ViewState__selection", "muscle:gluteus_medius")
    page.wait_for_selector("#busy", state="detached")
    assert page.locator("#muscle-gluteus_medius").get_attribute("aria-pressed") == "true"
    assert "Schematic" in page.locator("#flesh").inner_text()
    assert page.locator("#card-list li").count() == 3
    assert page.get_by_label("Muscles (schematic)", exact=True).is_checked()
    assert not page.get_by_label("Channels", exact=True).is_checked()

    wait_changed(page, lambda: page.locator("#look-muscle").click())
    assert where(page, "gluteus_medius.TrP1/left")
    wait_changed(page, lambda: page.locator("#neighbours").click())
    wait_changed(page, lambda: page.locator("#neighbours").click())

    page.locator("#walk-next").click()
    wait_state(page, "ViewState__selection", "gluteus_medius.TrP1/left")
    assert "1 / 3" in page.locator("#walk").inner_text()
    page.locator("#body-view").focus()
    page.keyboard.press("n")
    wait_state(page, "ViewState__selection", "gluteus_medius.TrP2/left")
    page.wait_for_function(f"peek.still({3 * LATE_MS})")  # the camera has arrived
    at_rest = picture(page)
    wait_changed(page, lambda: page.keyboard.press("w"))
    assert np.abs(picture(page) - at_rest).mean() < 0.5, "a twitch leaves no trace"

    page.locator("#walk .am-walkname").click()
    wait_state(page, "ViewState__selection", "muscle:gluteus_medius/left")
    page.locator("#clear").click()
    wait_state(page, "ViewState__selection", "")
    assert not page.get_by_label("Muscles (schematic)", exact=True).is_checked()
    assert page.get_by_label("Channels", exact=True).is_checked()
    wait_changed(page, lambda: page.locator("#view-front").click())
    assert np.abs(picture(page) - before).mean() < 0.5


def test_a_walk_along_a_channel(visit):
    page = visit()
    page.locator("#channel-HT").click()
    wait_state(page, "ViewState__selection", "channel:HT")
    page.wait_for_selector("#card-title:has-text('Heart channel')")
    for words in ("手少陰心經", "11:00-13:00", "Inside the body", "HT1 Jíquán", "HT9 Shàochōng"):
        assert words in card(page)
    assert page.locator("#card-list li").count() == 9
    assert page.locator("#channel-HT").get_attribute("aria-pressed") == "true"
    assert page.locator("#walk-previous").is_disabled()

    wait_changed(page, lambda: page.locator("#walk-next").click())
    wait_state(page, "ViewState__selection", "HT1/left")
    page.wait_for_selector(".am-walkplace:text-is('1 / 9')")
    page.locator("#walk-next").click()
    page.wait_for_selector(".am-walkplace:text-is('2 / 9')")
    page.wait_for_selector("#card-title:has-text('HT2 Qīnglíng')")
    picture(page)  # the camera has come to rest …
    assert where(page, "HT2/left") == pytest.approx(
        [side / 2 for side in page.evaluate("peek.size()")], abs=2
    )
    page.locator("#walk-previous").click()
    page.wait_for_selector("#card-title:has-text('HT1 Jíquán')")
    assert page.locator("#walk-previous").is_disabled()

    page.locator("#walk-play").click()
    page.wait_for_selector(".am-walkplace:text-is('2 / 9')")
    wait_state(page, "walking", True)
    page.wait_for_selector(".am-walkplace:text-is('3 / 9')")  # … and goes on by itself
    page.locator("#walk-play").click()
    wait_state(page, "walking", False)
    page.locator("#walk-play").click()
    wait_state(page, "walking", True)
    call(page, "choose", "HT9/left")  # whoever chooses something else has walked enough
    wait_state(page, "walking", False)
    page.wait_for_selector(".am-walkplace:text-is('9 / 9')")
    assert page.locator("#walk-next").is_disabled()
    assert page.locator("#walk-play").is_disabled()

    page.locator("#body-view").focus()
    page.keyboard.press("p")
    page.wait_for_selector(".am-walkplace:text-is('8 / 9')")
    page.keyboard.press("n")
    page.wait_for_selector(".am-walkplace:text-is('9 / 9')")
    page.locator("#walk-channel").click()
    wait_state(page, "ViewState__selection", "channel:HT")
    page.locator("#channel-all").click()
    wait_state(page, "ViewState__solo_channel", "")


def test_kinds_of_points_direction_of_flow_and_sinew_channels(visit):
    page = visit()
    wait_changed(page, lambda: call(page, "look", "back"))
    every = picture(page)

    wait_changed(page, lambda: choose_category(page, "Back-shu"))
    wait_state(page, "ViewState__category", "back_shu")
    filtered = picture(page)
    assert np.abs(filtered - every).max() > 60
    assert where(page, "BL13/left")
    wait_changed(page, lambda: choose_category(page, "All points"))
    wait_state(page, "ViewState__category", "")
    assert np.abs(picture(page) - every).mean() < 0.5

    wait_changed(page, lambda: page.get_by_label("Direction of flow", exact=True).click())
    assert np.abs(picture(page) - every).max() > 20
    wait_changed(page, lambda: page.get_by_label("Direction of flow", exact=True).click())
    assert np.abs(picture(page) - every).mean() < 0.5

    assert pressed(page) == []
    wait_changed(page, lambda: page.locator("#sinew-BL").click())
    one = picture(page)
    assert pressed(page) == ["BL"]
    assert np.abs(one - every).max() > 20
    wait_changed(page, lambda: page.locator("#sinew-GB").click())
    assert pressed(page) == ["BL", "GB"]
    assert np.abs(picture(page) - one).max() > 20
    page.locator("#sinew-BL").click()
    page.wait_for_function("document.querySelector('#sinew-BL').ariaPressed === 'false'")
    assert pressed(page) == ["GB"]
    wait_changed(page, lambda: page.locator("#sinew-all").click())
    page.wait_for_function(f"document.querySelectorAll({SINEWS_ON!r}).length === 13")
    together = picture(page)
    assert np.abs(together - every).max() > 20
    wait_changed(page, lambda: page.locator("#sinew-all").click())
    page.wait_for_function(f"document.querySelectorAll({SINEWS_ON!r}).length === 0")
    assert np.abs(picture(page) - every).mean() < 0.5

    search_for(page, "gallbladder sinew", "Gallbladder sinew channel")
    wait_state(page, "ViewState__selection", "sinew:GB")
    page.wait_for_selector("#card-title:has-text('Gallbladder sinew channel')")
    assert "Muscles along it" in card(page)
    assert pressed(page) == ["GB"]
    assert page.locator("#walk").count() == 0
    page.locator("#other-side").click()
    wait_state(page, "ViewState__selection", "channel:GB")
    page.locator("#sinew-GB").click()
    page.locator("#channel-all").click()
    wait_state(page, "ViewState__solo_channel", "")


def choose_category(page, title: str) -> None:
    page.locator("#category").click(force=True)
    page.locator(".v-overlay .v-list-item", has_text=title).first.click()


SINEWS_ON = ".am-chips:not(.am-peel) button[aria-pressed=true]"


def pressed(page) -> list[str]:
    """Texts of the sinew channels that are switched on, in order."""
    return page.locator(SINEWS_ON).all_inner_texts()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("합곡", "LI4 Hégǔ"),
        ("けんせい", "GB21 Jiānjǐng"),
        ("zusnali", "ST36 Zúsānlǐ"),
        ("SJ5", "TE5 Wàiguān"),
    ],
)
def test_search_in_every_script_and_with_slips(visit, text, title):
    page = visit()
    page.locator("#search").fill(text)
    first = page.locator(".v-overlay .v-list-item").first
    first.filter(has_text=title).wait_for()
    first.click()
    page.wait_for_selector(f"#card-title:has-text('{title}')")


def test_without_a_mouse(visit):
    page = visit()
    reached = walk(page, until="search")
    assert reached[-1] == "search"
    page.keyboard.type("GB20", delay=20)
    page.wait_for_selector(".v-overlay .v-list-item:has-text('Fēngchí')")
    page.keyboard.press("Enter")
    wait_state(page, "ViewState__selection", "GB20/left")

    walk(page, until="body-view", most=150)
    call(page, "look", "back")
    start_at = where(page, "GB20/left")
    wait_changed(page, lambda: page.keyboard.press("ArrowRight"))
    turned = where(page, "GB20/left")
    assert turned != pytest.approx(start_at, abs=2)
    wait_changed(page, lambda: page.keyboard.press("+"))
    assert where(page, "GB20/left") != pytest.approx(turned, abs=2)
    page.keyboard.press("Escape")
    wait_state(page, "ViewState__selection", "")
    page.wait_for_function("!document.querySelector('#card-title')")
    page.keyboard.press("/")
    page.wait_for_function("document.activeElement.id === 'search'")


def test_every_control_is_reached_by_tab_in_sight_and_named(visit):
    page = visit()
    call(page, "choose", ACUPOINT)
    page.wait_for_selector("#card-title")
    reached = walk(page, until="walk-next", most=120)
    wanted = {
        "rail-layers",
        "search",
        "body-male",
        "view-front",
        "view-selection",
        "theme",
        "body-view",
        "other-side",
        "clear",
    }
    wanted |= {
        f"show-{layer}"
        for layer in ("skin", "acupoints", "trigger_points", "channels", "flow", "sinews", "zones", "labels")
    }
    wanted |= {"tone-neutral", "tone-dark", "category", "channel-all", "channel-GB", "sinew-all", "sinew-GB"}
    wanted |= {"walk-channel", "walk-previous", "walk-play", "walk-next"}
    assert wanted - set(reached) == set()
    assert page.evaluate(UNNAMED) == []


def walk(page, until: str, most: int = 64) -> list[str]:
    """Press Tab until a control has the focus; return the ids on the way. Each must show that it has it."""
    reached = []
    for _ in range(most):
        page.keyboard.press("Tab")
        name, shown = page.evaluate(
            """() => {
              const e = document.activeElement;
              const whole = '.v-field, .v-selection-control__wrapper, .v-slider-thumb, .am-chan, .am-item';
              const styles = [e, e.closest(whole)].filter(Boolean).map((part) => getComputedStyle(part));
              return [e.id, styles.some((style) => style.outlineStyle === 'solid')];
            }"""
        )
        reached.append(name)
        assert shown, f"nothing shows that {name!r} has the focus"
        if name == until:
            return reached
    raise AssertionError(f"Tab never reached {until!r}, only {reached}")


@pytest.mark.parametrize("size", [DESKTOP, TABLET], ids=["desktop", "tablet"])
def test_nothing_is_cut_off_or_covered(visit, size):
    page = visit(size, has_touch=size == TABLET)
    assert page.evaluate(CUT_OFF) == []
    call(page, "choose", "sternocleidomastoid_clavicular.TrP1/left")
    page.wait_for_selector("#card-title")
    assert page.evaluate(CUT_OFF) == []
    boxes = {name: page.locator(name).bounding_box() for name in (".am-bar", "#body-view", "#card")}
    assert boxes["#body-view"]["height"] >= 0.4 * size[1]
    assert boxes["#body-view"]["width"] >= 0.4 * size[0]
    assert overlap(boxes["#body-view"], boxes["#card"]) == 0
    assert overlap(boxes["#body-view"], boxes[".am-bar"]) == 0


def overlap(one: dict[str, float], other: dict[str, float]) -> float:
    """Area in square pixels that two boxes share."""
    sides = [
        min(one[at] + one[length], other[at] + other[length]) - max(one[at], other[at])
        for at, length in (("x", "width"), ("y", "height"))
    ]
    return max(0.0, sides[0]) * max(0.0, sides[1])


def test_a_finger_selects_and_a_drag_does_not(visit):
    page = visit(TABLET, has_touch=True)
    call(page, "choose", ACUPOINT)
    call(page, "look", "selection")
    call(page, "choose", "")
    x, y = where(page, TRIGGER)
    box = page.locator("#body-view").bounding_box()
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.down()
    page.mouse.move(box["x"] + x + 60, box["y"] + y, steps=6)
    page.mouse.up()
    page.wait_for_function("(ms) => peek.still(ms)", arg=LATE_MS)
    assert page.evaluate("trame.state.get('ViewState__selection')") == ""
    x, y = where(page, TRIGGER)
    page.touchscreen.tap(box["x"] + x + 8, box["y"] + y)  # a finger is less exact
    wait_state(page, "ViewState__selection", TRIGGER)


def test_after_many_quick_changes_the_picture_is_that_of_the_present_state(visit):
    page = visit()
    call(page, "choose", TRIGGER)
    for _ in range(2):
        wait_changed(page, partial(call, page, "look", "front"))
        before = page.evaluate("peek.image().src")
        page.evaluate(
            """(mark) => {
              for (let i = 0; i < 12; i++) {
                trame.trigger('key', [i % 3 ? 'ArrowLeft' : '+']);
                trame.state.set('ViewState__layers__LayersState__channels__LayerState__on', Boolean(i % 2));
                trame.trigger('choose', [i % 2 ? mark : 'GB20/left']);
              }
              trame.trigger('look', ['selection']);
            }""",
            TRIGGER,
        )
        spot = where(page, TRIGGER)  # answered after all that was asked before
        page.wait_for_function("(before) => peek.image().src !== before", arg=before)
        page.wait_for_function("(spot) => peek.isRed(spot)", arg=spot)  # a lost picture would never come
        shown = picture(page)
        wait_changed(page, partial(call, page, "choose", TRIGGER))
        assert np.abs(picture(page) - shown).mean() < 0.5


# -- strangers

ATTACK = """<!doctype html><title>A page of somebody else</title><script>
const frames = FRAMES.map((text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
const got = [];
async function read(address, options) {
  try {
    const answer = await fetch(address, options);
    got.push(...(answer.type === 'opaque' ? [] : [`${address}: ${await answer.text()}`]));
  } catch {}
}
const listen = (address) => new Promise((done) => {
  let socket;
  try { socket = new WebSocket(address); } catch { return done(); }
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => frames.forEach((frame) => socket.send(frame));
  socket.onmessage = ({ data }) => got.push(`${address}: ${new TextDecoder('latin1').decode(data)}`);
  socket.onclose = socket.onerror = () => done();
  setTimeout(done, 3000);
});
async function attack(port) {
  for (const host of ['127.0.0.1', 'localhost']) {
    const origin = `http://${host}:${port}`, credentials = 'include';
    for (const path of ['/', '/index.html', '/index.html?secret=wslink-secret'])
      for (const mode of ['cors', 'no-cors']) await read(origin + path, { mode, credentials });
    await read(`${origin}/paraview/`, { method: 'POST', credentials, body: '{}' });
    await listen(`ws://${host}:${port}/ws`);
  }
  return got;
}
</script>"""


def frames(secret: str) -> list[str]:
    """What a client sends to get in, to select a mark and to end the program; as text."""
    msgpack = pytest.importorskip("msgpack")
    chunking = pytest.importorskip("wslink.chunking")
    calls = [
        ("system:c0:0", "wslink.hello", [{"secret": secret}]),
        ("rpc:c0:1", "trame.trigger", ["choose", [ACUPOINT], {}]),
        ("rpc:c0:2", "application.exit", []),
    ]
    messages = [
        msgpack.packb({"wslink": "1.0", "id": at, "method": name, "args": args, "kwargs": {}})
        for at, name, args in calls
    ]
    return [
        base64.b64encode(part).decode()
        for message in messages
        for part in chunking.generate_chunks(message, 0)
    ]


@pytest.fixture
def stranger(tmp_path) -> Iterator[int]:
    """Port of another web server on this machine, whose page attacks."""
    text = ATTACK.replace("FRAMES", repr(frames("wslink-secret")))
    (tmp_path / "index.html").write_text(text, encoding="utf-8")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_page_of_another_origin_gets_nothing_and_ends_nothing(visit, program, stranger, host):
    page = visit()  # the browser now holds the cookie that our own page needs
    evil = page.context.new_page()
    evil.goto(f"http://{host}:{stranger}/index.html")
    got = evil.evaluate("(port) => attack(port)", urlsplit(program.address).port)
    secret = parse_qs(urlsplit(program.address).query)["secret"][0]
    assert [answer for answer in got if "Refused" not in answer and "Open the address" not in answer] == []
    assert secret not in "".join(got)
    assert program.process.poll() is None
    assert page.evaluate("trame.state.get('ViewState__selection')") == ""
    assert where(page, "GV24/midline")  # our own page is still answered


def test_the_attack_would_work_from_our_own_page_with_the_right_token(visit, program):
    """The frames are what a client sends: else refusing them would show nothing."""
    page = visit()
    secret = parse_qs(urlsplit(program.address).query)["secret"][0]
    page.evaluate(
        """(frames) => new Promise((done) => {
          const socket = new WebSocket(`ws://${location.host}/ws`);
          const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
          socket.onopen = () => frames.forEach((frame) => socket.send(bytes(frame)));
          socket.onmessage = () => done();
        })""",
        frames(secret)[:2],
    )
    wait_state(page, "ViewState__selection", ACUPOINT)


# -- without the program's own drawing, and the end


def test_the_browser_draws_where_it_is_asked_to_and_ctrl_c_ends_it(chromium, tmp_path):
    program = start(tmp_path / "log.txt", "--render", "browser")
    complaints: list[str] = []
    try:
        page = chromium.new_page(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
        page.set_default_timeout(PATIENCE_MS)
        watch(page, program.origin, complaints)
        page.goto(program.address)
        page.wait_for_selector("#body-view[data-ready] canvas")
        page.locator("#search").fill("GB21")
        page.locator(".v-overlay .v-list-item", has_text="Jiānjǐng").first.click()
        page.wait_for_selector("#card-title:has-text('GB21')")
        assert complaints == []
    finally:
        status = program.end()  # while the page is open
    page.close()
    assert status == 0
    assert "Traceback" not in program.log.read_text()
