"""From the drawer to the patient: the file is made, downloaded, opened without a network, turned, printed."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from browsing import PATIENCE_MS, call, wait_state

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
MADE_MS = 60000
READY = "html.turns"
COLOURS = """() => {
  const canvas = document.querySelector('#body'), pen = new OffscreenCanvas(48, 48).getContext('2d');
  handout.view.draw();
  pen.drawImage(canvas, 0, 0, 48, 48);
  return [...pen.getImageData(0, 0, 48, 48).data];
}"""
SPOT = "(id) => { const at = handout.view.place(handout.spots.get(id)); return [at.x, at.y, at.faces]; }"


@pytest.fixture(scope="module")
def saved(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("home") / "hand-out.html"


@pytest.fixture(scope="module")
def axe() -> str:
    package = pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    return (Path(package.__file__).parent / "axe.min.js").read_text("utf-8")


@pytest.fixture
def offline(chromium, saved):
    """``offline(**options)``: the downloaded file in a browser without a network; complaints fail."""
    assert saved.is_file(), "the first test of this module makes it"
    contexts, complaints = [], []

    def begin(url: str = "", **options):
        context = chromium.new_context(offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda one: one.url.startswith(("file:", "data:")) or complaints.append(one.url))
        page.on("console", lambda one: one.type == "error" and complaints.append(one.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url or saved.as_uri())
        return page

    yield begin
    for context in contexts:
        context.close()
    assert complaints == []


def until(page, holds: str) -> None:
    """Wait for something on a page whose policy forbids to evaluate texts, as Playwright would."""
    page.evaluate(f"""() => new Promise((done, fail) => {{
      const look = () => ({holds}) ? done() : requestAnimationFrame(look);
      setTimeout(() => fail(new Error("waited in vain")), {PATIENCE_MS});
      look();
    }})""")


def seen(page) -> np.ndarray:
    return np.array(page.evaluate(COLOURS), float).reshape(48, 48, 4)[..., :3]


def drag(page, across: int) -> None:
    box = page.locator("#body").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(x + across * step / 5, y)
    page.mouse.up()


def test_the_drawer_makes_the_hand_out(visit, saved):
    page = visit(accept_downloads=True)
    call(page, "choose", "GB21/left")
    page.wait_for_selector("#card-title")
    page.locator("#rail-home").click()
    page.locator("#home-add").click()
    page.wait_for_selector(".am-home-acupoint")
    page.locator("#home-practitioner").fill("Dr. Wú")
    page.locator("#home-note").fill("Walk every day.")
    with page.expect_download(timeout=MADE_MS) as download:
        page.locator("#home-handout").click()
        page.wait_for_selector("#home-making")
        call(page, "choose", "LI4/left")  # the page goes on living
        page.wait_for_selector("#card-title >> text=LI4")
    assert download.value.suggested_filename == "ashimap-hand-out-GB21.html"
    download.value.save_as(saved)
    wait_state(page, "home_made", "ashimap-hand-out-GB21.html")
    page.locator(".am-home-drop").click()
    page.wait_for_selector(".am-home-acupoint", state="detached")
    call(page, "choose", "")


def test_the_body_turns_and_names_its_points(offline):
    page = offline()
    page.wait_for_selector(READY)
    assert page.locator("#practitioner").input_value() == "Dr. Wú"
    assert page.locator("#note").inner_text() == "Walk every day."
    first = seen(page)
    assert np.ptp(first.reshape(-1, 3), axis=0).min() > 60, "the canvas shows a body"
    drag(page, 150)
    assert np.abs(seen(page) - first).max() > 60
    page.locator("#body").focus()
    before = page.evaluate("handout.view.view.azimuth")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("handout.view.view.azimuth") != before
    page.locator("[data-spots]").first.click()
    page.wait_for_selector("#said:has-text('GB21')")
    until(page, f"({SPOT})('GB21/left')[2]")
    page.evaluate("handout.tell(null)")
    page.emulate_media(reduced_motion="reduce")
    page.locator("[data-view=back]").click()
    x, y, _ = page.evaluate(SPOT, "GB21/left")
    box = page.locator("#body").bounding_box()
    page.mouse.click(box["x"] + x, box["y"] + y)
    page.wait_for_selector("#tip:text-is('GB21 Jiānjǐng, left')")


def test_a_finger_turns_it_on_a_phone(offline):
    page = offline(**PHONE)
    page.wait_for_selector(READY)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    before = page.evaluate("handout.view.view.azimuth")
    page.locator("#body").scroll_into_view_if_needed()
    box = page.locator("#body").bounding_box()
    x, y = box["x"] + 120, box["y"] + 150
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 8):
        points = [{"x": x + 20 * step, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    until(page, f"Math.abs(handout.view.view.azimuth - {before}) > 20")
    small = page.evaluate(
        "[...document.querySelectorAll('button')].filter((e) => e.offsetHeight && e.offsetHeight < 44).length"
    )
    assert small == 0, "every button is large enough for a finger"


def test_without_webgl_the_pictures_stand_in(offline, saved):
    page = offline("about:blank")
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(saved.as_uri())
    page.wait_for_selector(".pictures img")
    assert not page.locator("#stage").is_visible()
    assert page.locator(".pictures img").first.is_visible()


def test_it_prints_on_two_sheets(offline):
    page = offline()
    page.wait_for_selector(READY)
    page.emulate_media(media="print")
    assert not page.locator("#stage").is_visible()
    assert page.locator(".pictures img").first.is_visible()
    sheets = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", sheets)) in (1, 2)
    assert [float(one) for one in re.search(rb"/MediaBox\s*\[([\d. ]+)\]", sheets)[1].split()][
        2:
    ] == pytest.approx([595.0, 842.0], abs=1.5)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_it(offline, axe, scheme):
    page = offline(color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    page.wait_for_selector(READY)
    page.locator("[data-spots]").first.click()
    page.evaluate(axe)
    found = page.evaluate("axe.run(document)")["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:140]) for one in found] == []


def test_what_is_written_into_it_is_saved_with_it(offline, tmp_path):
    page = offline(accept_downloads=True)
    page.wait_for_selector(READY)
    page.locator("#note").fill("Second <visit>\non Friday")
    page.locator("#practitioner").fill('"Anna"')
    with page.expect_download() as download:
        page.locator("#save").click()
    again = tmp_path / "again.html"
    download.value.save_as(again)
    page.goto(again.as_uri())
    page.wait_for_selector(READY)
    assert page.locator("#note").inner_text() == "Second <visit>\non Friday"
    assert page.locator("#practitioner").input_value() == '"Anna"'
