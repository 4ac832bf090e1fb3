"""The page changes its language while it is looked at, and loses nothing."""

from __future__ import annotations

import re

import pytest

from tests.viewer import pseudo
from tests.viewer.browsing import CUT_OFF, PATIENCE_MS, Program, call, opened, start, wait_state
from viewer.languages.words import load_messages

pytestmark = pytest.mark.browser

UNTOLD = """() => {
  const bare = (text) => {
    for (let before = null; before !== text;) { before = text; text = text.replace(/⟦[^⟦⟧]*⟧/g, ''); }
    return text;
  };
  const names = ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext', 'aria-description'];
  const seen = (e) => e.getClientRects().length && getComputedStyle(e).visibility !== 'hidden';
  const found = [], walk = document.createTreeWalker(document.querySelector('#app'), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    if (seen(node.parentElement)) found.push(bare(node.textContent));
  for (const e of document.querySelectorAll(names.map((name) => `[${name}]`).join()))
    if (seen(e)) found.push(...names.map((name) => bare(e.getAttribute(name) || '')));
  return found;
}"""
DRAWERS = ("layers", "complaints", "learn", "notes", "home")
SELECTED = ("trapezius_upper.TrP1/left", "GB21/left", "channel:GB", "sinew:GB", "muscle:soleus")
NAMES = {"Ashi", "map", "Ctrl", "Shift", "Esc"}  # ours, and those of keys


@pytest.fixture(scope="module")
def abroad(tmp_path_factory):
    """The program, with a language that has all its sentences in brackets."""
    folder = tmp_path_factory.mktemp("languages")
    pseudo.make(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASHIMAP_LANGUAGES", str(folder))
        patch.setenv("ASHIMAP_HOME", str(tmp_path_factory.mktemp("home")))
        running: Program = start(tmp_path_factory.mktemp("program") / "log.txt")
    yield running
    assert running.end() == 0


def test_the_language_changes_at_once_and_nothing_else(abroad, chromium):
    complaints: list[str] = []
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    page = opened(context, abroad, complaints)
    call(page, "choose", "trapezius_upper.TrP1/left")
    page.locator("#card-title", has_text="Upper trapezius TrP1").wait_for()
    page.evaluate("window.kept = [document.querySelector('#body-view'), document.querySelector('#search')]")
    page.locator("#language").focus()
    page.keyboard.press("Enter")
    page.locator("#language-xx").click()
    page.locator("#card-title", has_text="⟦Üppér tràpézîüš").wait_for()
    assert page.evaluate("document.documentElement.lang") == "xx"
    assert page.evaluate("kept.every((e, i) => e === document.querySelector(['#body-view', '#search'][i]))")
    wait_state(page, "ViewState__selection", "trapezius_upper.TrP1/left")
    assert page.locator("#language").inner_text().strip() == "⟦Pšeüdö⟧"
    english = {word for said in load_messages("en").values() for word in re.findall(r"[A-Za-z]{3,}", said)}
    assert untold(page, english) == {}
    assert page.evaluate(CUT_OFF) == []
    page.reload()
    page.wait_for_function("peek.whole()", timeout=PATIENCE_MS)
    page.locator("#card-title", has_text="⟦Üppér tràpézîüš").wait_for()
    assert page.evaluate("document.documentElement.lang") == "xx"
    context.close()
    assert complaints == []
    assert "Traceback" not in abroad.log.read_text()


def untold(page, english: set[str]) -> dict[str, str]:
    """English words that stand on the page outside the brackets, and where."""
    found: dict[str, str] = {}

    def look(where: str) -> None:
        for text in page.evaluate(UNTOLD):
            found.update(
                {word: where for word in re.findall(r"[A-Za-z]{3,}", text) if word in english - NAMES}
            )

    for drawer in DRAWERS:
        page.evaluate("(drawer) => trame.state.set('drawer', drawer)", drawer)
        page.wait_for_timeout(50)  # no state says when a drawer has opened
        look(drawer)
    page.evaluate("trame.state.set('drawer', 'layers')")
    for selected in SELECTED:
        call(page, "choose", selected)
        page.wait_for_function("(id) => trame.state.get('card')?.id === id", arg=selected)
        look(selected)
    call(page, "choose", "trapezius_upper.TrP1/left")
    return found
