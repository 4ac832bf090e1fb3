"""Where the user's own files go."""

from __future__ import annotations

import os

from viewer.home import HOME, home


def test_tests_never_touch_the_users_own_folder(tests_home):
    assert home() == tests_home


def test_a_named_folder_is_made_for_the_user_alone(tmp_path, monkeypatch):
    wanted = tmp_path / "not" / "there"
    monkeypatch.setenv(HOME, str(wanted))
    assert home() == wanted
    if os.name == "posix":
        assert wanted.stat().st_mode & 0o777 == 0o700


def test_without_a_name_it_is_the_systems_folder(tmp_path, monkeypatch):
    monkeypatch.delenv(HOME)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("platformdirs.user_data_path", lambda name, **_: tmp_path / name)
    assert home() == tmp_path / "ashimap"
