"""Learning, in a real browser: a quiz by mouse, one by keyboard alone, a guided tour."""

from __future__ import annotations

import pytest

from tests.viewer.browsing import call, wait_state

pytestmark = pytest.mark.browser


def quiz(page) -> dict:
    return page.evaluate("trame.state.get('quiz')")


def wait_quiz(page, condition: str) -> dict:
    page.wait_for_function(
        f"(() => {{ const quiz = trame.state.get('quiz'); return quiz && {condition}; }})()"
    )
    return quiz(page)


def wait_focus(page, selector: str) -> None:
    page.wait_for_function("(selector) => document.activeElement?.matches(selector)", arg=selector)


def open_learn(page, *kinds: str) -> None:
    """Open the drawer, and ask for some kinds of questions alone."""
    page.click("#rail-learn")
    for kind in ("find", "name", "refers", "channel", "nearest"):
        pressed = page.locator(f"#learn-{kind}").get_attribute("aria-pressed") == "true"
        if pressed != (kind in kinds):
            page.click(f"#learn-{kind}")


@pytest.fixture
def learner(visit):
    """``learner()``: a page, on which everything is as before when the test ends."""
    pages = []

    def begin(*args, **options):
        page = visit(*args, **options)
        pages.append(page)
        return page

    yield begin
    for page in pages:
        call(page, "quiz_leave")
        call(page, "tour_leave")
        page.evaluate(
            "trame.state.update({ quiz_kinds: ['find', 'name', 'refers', 'channel', 'nearest'],"
            " quiz_limit: '', quiz_of: '', quiz_count: 10, quiz_typed: false })"
        )


def test_a_quiz_by_mouse(learner):
    page = learner(reduced_motion="reduce")
    open_learn(page, "find", "channel")
    page.select_option("#learn-limit", "region")
    page.select_option("#learn-of", "forearm")
    page.wait_for_function("trame.state.get('quiz_offer').find < 100")
    page.click("#learn-count-5")
    page.click("#learn-begin")
    first = wait_quiz(page, "quiz.asking && quiz.spot")
    assert first["question"].startswith("Where is ")

    # nothing tells: not the search, not what is under the pointer, no card, no other tool
    assert page.locator("#search").is_disabled()
    assert page.locator(".am-rail").get_attribute("inert") is not None
    code = first["question"].split()[2]
    call(page, "choose", f"{code}/left")
    call(page, "overlap_toggle")
    assert call(page, "hover_at", 300, 300, 600, 600) == ""
    assert page.evaluate("[trame.state.get('card'), trame.state.get('overlap')]") == [None, None]

    box = page.locator("#body-view").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    after = wait_quiz(page, "quiz.verdict || !quiz.asking")
    told = page.locator("#quiz-verdict").inner_text()
    assert "mm (" in told
    assert "cun)" in told
    page.click("#quiz-card")
    page.wait_for_selector("#card-title")
    assert code in page.locator("#card-title").inner_text()
    page.click("#quiz-back")
    page.wait_for_selector("#quiz-next")
    assert quiz(page)["key"] == after["key"]

    page.click("#quiz-next")
    second = wait_quiz(page, "quiz.asking && quiz.kind === 'channel'")
    page.click("#quiz-hint")
    wait_quiz(page, "quiz.hinted")
    assert page.locator(".am-quiz-choice:disabled").count() == 2
    page.locator(".am-quiz-choice:enabled").first.click()
    wait_quiz(page, "quiz.verdict")
    assert second["choices"]
    page.click("#quiz-leave")
    page.wait_for_function("!trame.state.get('quiz') && !document.querySelector('.am-asking')")
    assert "of 2 known" in page.locator("#learn-today").inner_text()


def test_a_quiz_by_keyboard_alone(learner):
    page = learner(reduced_motion="reduce")
    page.evaluate("trame.state.update({ quiz_count: 2, quiz_kinds: ['find', 'name'] })")
    page.click("#rail-learn")
    page.locator("#learn-begin").focus()
    page.keyboard.press("Enter")

    wait_quiz(page, "quiz.asking && quiz.spot")
    wait_focus(page, "#body-view")
    page.wait_for_function("getComputedStyle(document.querySelector('.am-cross')).display === 'block'")
    middle = page.evaluate("document.querySelector('.am-cross').style.transform")
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    assert page.evaluate("document.querySelector('.am-cross').style.transform") != middle
    page.keyboard.press("Enter")
    wait_quiz(page, "quiz.verdict")
    wait_focus(page, "#quiz-next")

    page.keyboard.press("Enter")
    wait_quiz(page, "quiz.asking && quiz.kind === 'name'")
    wait_focus(page, "#quiz-question")
    page.keyboard.press("2")
    wait_quiz(page, "quiz.verdict")
    for _ in range(12):  # what was missed comes back; then the end
        wait_focus(page, "#quiz-next")
        page.keyboard.press("Enter")
        now = wait_quiz(page, "quiz.asking || quiz.end")
        if now["end"]:
            break
        if now["spot"]:
            wait_focus(page, "#body-view")
            page.keyboard.press("Enter")
            wait_quiz(page, "quiz.verdict")
        else:
            key = next(at for at, one in enumerate(now["choices"], 1) if one["stands"] == "open")
            page.keyboard.press(str(key))
            wait_quiz(page, "quiz.verdict")
    wait_focus(page, "#quiz-ended")
    assert page.locator("#quiz-score").inner_text().endswith("of 100")
    page.keyboard.press("Escape")
    page.wait_for_function("!trame.state.get('quiz')")


def test_a_guided_tour_is_kept_by_the_page(learner):
    page = learner(reduced_motion="reduce")
    page.click("#rail-learn")
    page.click("#learn-tours")
    page.click("#tour-channel_GB")
    page.wait_for_selector("#tour-text")
    assert page.locator("#tour-place").inner_text() == "1 of 8"
    assert page.locator("#card-title").inner_text().startswith("GB1 ")
    page.click("#tour-next")
    page.wait_for_function("document.querySelector('#tour-place').textContent.includes('2 of 8')")
    page.keyboard.press(".")
    page.wait_for_function("document.querySelector('#tour-place').textContent.includes('3 of 8')")
    wait_state(page, "busy", False)
    page.reload()
    page.wait_for_selector("#tour-text")
    assert page.locator("#tour-place").inner_text() == "3 of 8"
    page.wait_for_function("document.querySelector('#body-view')?.dataset.ready")
    page.keyboard.press("Escape")
    page.wait_for_function("!trame.state.get('tour')")
