"""The trial of OpenGL: a crash is an answer, a success is remembered, a failure is not."""

from __future__ import annotations

import sys

import pytest

from viewer import gl

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="other systems have one kind of window"
)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    """The process's own choice is out of sight, and comes back after the test."""
    monkeypatch.delenv(gl.WINDOW, raising=False)
    for name in gl.DISPLAYS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def tried(monkeypatch) -> list[str]:
    """Which kinds of window were tried; only EGL works."""
    names: list[str] = []

    def works(name: str, off_screen: bool = True) -> bool:
        names.append(name)
        return name == gl.EGL and off_screen

    monkeypatch.setattr(gl, "works", works)
    return names


def test_a_trial_that_crashes_is_a_no(monkeypatch):
    monkeypatch.setattr(gl, "TRIAL", "import os; os.kill(os.getpid(), 11) # {off_screen}")
    assert not gl.works(gl.EGL)


def test_a_trial_that_hangs_is_a_no(monkeypatch):
    monkeypatch.setattr(gl, "TRIAL_S", 0.5)
    monkeypatch.setattr(gl, "TRIAL", "import time; time.sleep(60) # {off_screen}")
    assert not gl.works(gl.EGL)


def test_a_window_without_a_display_does_not_work():
    assert not gl.works(gl.X11, off_screen=False)


def test_what_worked_is_remembered(tmp_path, tried, monkeypatch):
    assert gl.prepare_still(tmp_path) == gl.EGL
    monkeypatch.delenv(gl.WINDOW)
    assert gl.prepare_still(tmp_path) == gl.EGL
    assert tried == [gl.EGL]
    assert gl.os.environ[gl.WINDOW] == gl.EGL


def test_another_machine_is_tried_anew(tmp_path, tried, monkeypatch):
    gl.prepare_still(tmp_path)
    monkeypatch.delenv(gl.WINDOW)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/elsewhere")
    gl.prepare_still(tmp_path)
    assert tried == [gl.EGL, gl.EGL]


def test_a_failure_is_told_in_one_sentence_and_tried_again(tmp_path, monkeypatch):
    answers: list[str] = []
    monkeypatch.setattr(gl, "works", lambda name, _: bool(answers.append(name)))
    for _ in range(2):
        with pytest.raises(gl.OpenGLError, match=r"^No OpenGL works here.*libegl1 libgl1-mesa-dri'\.$"):
            gl.prepare_still(tmp_path)
    assert answers == [gl.EGL, gl.OSMESA] * 2
    assert gl.WINDOW not in gl.os.environ


def test_a_damaged_memory_is_not_believed(tmp_path, tried):
    (tmp_path / f"opengl-still-{gl.fingerprint(gl.os.environ)}").write_bytes(b"\xff\xfe vtkNonsense")
    assert gl.prepare_still(tmp_path) == gl.EGL
    assert tried == [gl.EGL]


@pytest.mark.usefixtures("tried")
def test_the_cache_may_be_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert gl.prepare_still(tmp_path / "file" / "folder") == gl.EGL


def test_the_user_s_own_choice_stands(tmp_path, tried, monkeypatch):
    monkeypatch.setenv(gl.WINDOW, gl.OSMESA)
    assert gl.prepare_still(tmp_path) == gl.OSMESA
    assert tried == []


def test_a_window_needs_a_display(tmp_path, tried):
    with pytest.raises(gl.OpenGLError, match="no display"):
        gl.prepare_window(tmp_path)
    assert tried == []
