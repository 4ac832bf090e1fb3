"""The desk that is kept from start to start: whole, for the user alone, never another program's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.begin import read_opened, resume, take_desk
from viewer.beginning import Beginning
from viewer.controller import Controller
from viewer.errors import OutputError, ViewerError
from viewer.notes.file import write
from viewer.notes.keep import KeptDesk
from viewer.notes.link import to_link
from viewer.notes.model import Document
from viewer.state import ViewState
from viewer.ui.words import load_words

ROOT = Path(__file__).parents[2]
TITLED = Document(title="first")
HOLD = """
import sys, time
from pathlib import Path
from viewer.notes.keep import KeptDesk
from viewer.notes.model import Document
kept = KeptDesk.take(Path(sys.argv[1]))
kept.save(Document(title=sys.argv[2]))
print(kept.path.name, flush=True)
time.sleep(60)
"""


def held(folder: Path, title: str) -> tuple[subprocess.Popen, str]:
    """Let another program take a desk and save it."""
    command = [sys.executable, "-c", HOLD, str(folder), title]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    return process, process.stdout.readline().strip()


def test_what_is_saved_is_loaded_and_nobody_else_may_read_it(tmp_path):
    kept = KeptDesk.take(tmp_path)
    assert kept.load() is None
    kept.save(TITLED)
    assert kept.path == tmp_path / "desk.json"
    assert kept.load() == TITLED
    if os.name == "posix":
        assert kept.path.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk.json", "desk.lock"]


def test_a_program_that_was_killed_leaves_its_desk_to_the_next(tmp_path):
    process, name = held(tmp_path, "left behind")
    assert name == "desk.json"
    process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    process.wait(10)
    assert KeptDesk.take(tmp_path).load().title == "left behind"


def test_two_programs_at_once_never_touch_each_others_desk(tmp_path):
    other, name = held(tmp_path, "other")
    try:
        kept = KeptDesk.take(tmp_path)
        assert (name, kept.path.name) == ("desk.json", "desk-2.json")
        assert kept.load() is None
        kept.save(Document(title="mine"))
    finally:
        other.kill()
        other.wait(10)
    kept.let_go()
    last, left = KeptDesk.take(tmp_path), KeptDesk.take(tmp_path)
    assert last.load().title == "mine", "the one that was saved last"
    assert left.load().title == "other"


def test_a_disk_that_refuses_is_said_and_what_was_there_stays(tmp_path, monkeypatch):
    kept = KeptDesk.take(tmp_path)
    kept.save(TITLED)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match="no space left"):
        kept.save(Document(title="second"))
    assert kept.load() == TITLED
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk.json", "desk.lock"]


def test_what_gives_way_to_something_else_is_kept_once_more(tmp_path):
    kept = KeptDesk.take(tmp_path)
    kept.set_aside()
    kept.save(TITLED)
    kept.set_aside()
    kept.save(Document(title="second"))
    assert read_opened(str(kept.before)) == TITLED


# -- how a desk begins


@pytest.fixture
def desk(fake_scene, small_bodies) -> Controller:
    return Controller(
        fake_scene, small_bodies.__getitem__, tuple(small_bodies), ViewState(), load_words("en")
    )


@pytest.fixture
def kept(tests_home) -> KeptDesk:
    made = take_desk(pytest.fail)
    assert made.path.parent == tests_home
    return made


def begun(desk, kept, **wanted) -> list[str]:
    said: list[str] = []
    resume(desk, kept, Beginning(**wanted), said.append)
    return said


def test_a_desk_begins_as_it_was_left_on_the_body_that_is_asked_for(desk, kept):
    left = Document(title="left")
    left.view.body, left.view.peel = "female", 3
    kept.save(left)
    assert begun(desk, kept) == []
    assert (desk.notes.title, desk.state.body, desk.state.peel) == ("left", "female", 3)
    assert begun(desk, kept, body="male") == []
    assert (desk.state.body, desk.state.peel) == ("male", 3)


def test_who_begins_anew_has_a_fresh_desk_and_the_old_one_beside_it(desk, kept):
    kept.save(TITLED)
    assert begun(desk, kept, fresh=True) == []
    assert desk.notes.title == ""
    assert read_opened(str(kept.before)) == TITLED


@pytest.mark.parametrize(
    "damaged",
    ["{ broken", write(TITLED).replace('"male"', '"horse"'), '{"ashimap_notes": 7}', "[]"],
)
def test_a_damaged_desk_is_set_aside_and_said(desk, kept, damaged):
    kept.path.write_text(damaged)
    (line,) = begun(desk, kept)
    assert str(kept.damaged) in line
    assert kept.damaged.read_text() == damaged
    assert not kept.path.exists()
    assert desk.notes.title == ""


def test_what_is_no_longer_known_is_left_out_and_said(desk, kept):
    left = Document(title="left")
    left.view.selection = "XX9/left"
    kept.save(left)
    (line,) = begun(desk, kept)
    assert "XX9/left" in line
    assert desk.notes.title == "left"


def test_where_nothing_can_be_kept_it_is_said(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ASHIMAP_HOME", str(tmp_path / "file"))
    said: list[str] = []
    assert take_desk(said.append) is None
    assert "lost" in said[0]


def test_a_file_or_a_link_can_be_named_and_what_cannot_be_opened_says_why(tmp_path):
    path = tmp_path / "notes.json"
    path.write_text(write(TITLED), encoding="utf-8")
    assert read_opened("") is None
    assert read_opened(str(path)) == TITLED
    assert read_opened("http://127.0.0.1:8710/" + to_link(TITLED)).title == ""
    path.write_text("{}")
    with pytest.raises(ViewerError, match=r"notes\.json.*no notes of Ashimap"):
        read_opened(str(path))
    with pytest.raises(ViewerError, match="no such file"):
        read_opened(str(tmp_path / "missing.json"))
