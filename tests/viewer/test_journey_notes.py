"""A visitor notes where it hurts, saves, starts over, stops and starts the program; nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from browsing import call, click_mark, opened, start, wait_changed, wait_state, where

from viewer.notes.file import read

pytestmark = pytest.mark.browser

DOWNLOADS = "delete window.showSaveFilePicker"  # no picker can be answered here: the browser downloads
POINT, MIDDLE, FAR = "ST13/left", "CV12/midline", "KI18/left"
NOTES = "trame.state.get('notes').rows"
LINE = "pulls into the temple"


def notes(page) -> dict[str, tuple]:
    rows = page.evaluate(NOTES)
    return {row["id"]: (row["side"], row["intensity"], row["text"]) for row in rows}


def wait_notes(page, count: int) -> None:
    page.wait_for_function(f"(count) => {NOTES}.length === count", arg=count)


def paint(page, begin: str, end: str) -> None:
    """Paint from one mark to another."""
    box = page.locator("#body-view").bounding_box()
    (x, y), (right, down) = where(page, begin), where(page, end)
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.wait_for_function("document.querySelector('.am-brush').style.display === 'block'")
    page.mouse.down()
    page.mouse.move(box["x"] + right, box["y"] + down, steps=4)
    page.mouse.up()


def open_file(page, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator("#notes-open").click()
    chooser.value.set_files(path)


def test_notes_outlive_everything(chromium, tmp_path):
    complaints: list[str] = []
    program = start(tmp_path / "log.txt")
    try:
        context = chromium.new_context(viewport={"width": 1400, "height": 860}, accept_downloads=True)
        context.add_init_script(DOWNLOADS)
        page = opened(context, program, complaints)

        page.locator("#rail-notes").click()
        page.locator("#notes-spot").click()
        wait_state(page, "ViewState__pain__PainState__tool", "spot")
        click_mark(page, POINT)
        page.locator("#pain-keep").click()
        page.locator("#card-text-ashi-1").fill(LINE)
        page.locator("#card-text-ashi-1").press("Enter")
        page.locator("#drawer-intensity-ashi-1").fill("7")
        page.wait_for_function(f"{NOTES}[0].intensity === 7")
        assert notes(page) == {"ashi:1": ("left", 7, LINE)}

        call(page, "pain_tool", "paint")
        paint(page, MIDDLE, FAR)
        page.locator("#pain-keep-area").click()
        wait_notes(page, 2)
        assert list(notes(page)) == ["ashi:1", "area:1"]

        # undo and redo, by keys and by buttons; in a text the browser's own
        page.locator("#rail-layers").focus()
        page.keyboard.press("Control+z")
        wait_notes(page, 1)
        page.keyboard.press("Control+Shift+Z")
        wait_notes(page, 2)
        page.locator("#theme").click()
        wait_state(page, "ViewState__theme", "dark")
        page.locator("#undo").click()
        wait_state(page, "ViewState__theme", "light")
        page.locator("#drawer-text-ashi-1").fill("x")
        page.keyboard.press("Control+z")
        assert page.locator("#drawer-text-ashi-1").input_value() == LINE
        wait_notes(page, 2)

        # a file, and a fresh desk
        with page.expect_download() as download:
            page.locator("#notes-save").click()
        saved = tmp_path / download.value.suggested_filename
        download.value.save_as(saved)
        assert saved.name.startswith("ashimap-")
        assert read(saved.read_bytes()).spots[0].text == LINE
        page.locator("#notes-over").click()
        wait_notes(page, 0)

        # what is damaged says where, and changes nothing
        damaged = tmp_path / "damaged.json"
        damaged.write_text(json.dumps({"ashimap_notes": 1, "spots": [{"number": 1}]}))
        open_file(page, damaged)
        page.wait_for_selector("#notes-said.am-notes-wrong")
        assert "spots[1].face" in page.locator("#notes-said").inner_text()

        # opened on the other body, where both places are on the skin too
        other = tmp_path / "other.json"
        told = json.loads(saved.read_text())
        told["view"]["body"] = "female"
        other.write_text(json.dumps(told))
        wait_changed(page, lambda: open_file(page, other))
        wait_notes(page, 2)
        wait_state(page, "ViewState__body", "female")
        before = notes(page)
        assert before["ashi:1"] == ("left", 7, LINE)
        assert page.locator("#note-ashi-1").is_visible()

        # a link holds the places, not the words
        link = call(page, "view_link")
        page.reload()
        page.wait_for_selector("#body-view[data-ready]")
        assert notes(page) == before, "a reload loses nothing"
        page.goto(f"{program.origin}/{link}")
        page.wait_for_selector("#body-view[data-ready]")
        page.wait_for_function(f"{NOTES}[0].text === ''")
        assert list(notes(page)) == list(before)
        assert "#" not in page.url
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("Control+z")
        page.wait_for_function(f"{NOTES}[0].text !== ''")

        # one more act, a moment to keep it, and the program is killed
        call(page, "note_edit", "ashi:1", "intensity", 3)
        wait_state(page, "desk_kept", True)
        shown = page.locator("#card-title").inner_text()
        context.close()
        program.process.kill()
        program.process.wait(10)

        program = start(tmp_path / "again.txt")
        context = chromium.new_context(viewport={"width": 820, "height": 1180})
        page = opened(context, program, complaints)
        wait_notes(page, 2)
        assert notes(page)["ashi:1"] == ("left", 3, LINE)
        wait_state(page, "ViewState__body", "female")
        assert page.locator("#card-title").inner_text() == shown, "the card is told again too"
        context.close()
        assert complaints == []
    finally:
        if program.process.poll() is None:
            assert program.end() == 0
