"""The commands as a user runs them: two streams, exit status, and what stays unloaded."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from viewer import __version__
from viewer.cli import main

ROOT = Path(__file__).parents[2]
COMMANDS = (
    "points",
    "landmarks",
    "channels",
    "zones",
    "sources",
    "shot",
    "export",
    "handout",
    "sheet",
    "overlap",
)
HEAVY = {
    "--help": {"numpy", "pydantic", "vtkmodules", "pyvista", "trame", "scipy", "points", "meshes"},
    "points --body horse": {"pyvista", "trame", "scipy", "vtkmodules.vtkRenderingCore"},
    "points": {"pyvista", "trame", "trame_server", "scipy", "matplotlib", "vtkmodules", "trimesh"},
}


def run(*arguments: str, **options) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, str(ROOT / "run_viewer.py"), *arguments], capture_output=True, check=False, **options
    )


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_plain_text_that_fits_a_terminal(capsys, command):
    assert main([*command.split(), "--help"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(f"Usage: ashimap {command}".rstrip())
    assert said.err == ""
    assert not set(said.out) & set("╭│─"), "no frames"
    assert max(len(line) for line in said.out.splitlines()) <= 100
    assert "object at" not in said.out


def test_help_names_every_command(capsys):
    main(["--help"])
    listed = capsys.readouterr().out
    assert all(f"\n  {command} " in listed for command in COMMANDS)


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"{__version__}\n"


@pytest.mark.parametrize("command", ["points", "landmarks", "channels", "zones", "sources"])
def test_a_list_goes_to_standard_output_or_to_a_file(capsys, tmp_path, command):
    assert main([command]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    for name in ("a.csv", "a.json"):
        assert main([command, "--out", str(tmp_path / name)]) == 0
    said = capsys.readouterr()
    assert said.out == said.err == ""
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == printed.out
    rows = list(csv.DictReader(io.StringIO(printed.out)))
    told = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert [list(row) for row in told] == [list(row) for row in rows]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.json"]


def test_the_bodies_differ(capsys):
    texts = []
    for body in ("male", "female"):
        main(["points", "--body", body])
        texts.append(capsys.readouterr().out.splitlines())
    assert len(texts[0]) == len(texts[1])
    assert sum(one == two for one, two in zip(*texts, strict=True)) < len(texts[0]) / 10


@pytest.mark.usefixtures("drawing")
def test_a_picture(tmp_path, capsys):
    assert main(["shot", str(tmp_path / "a.png"), "--size", "160x120", "--select", "GB21"]) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("pionts", "There is no command 'pionts'; did you mean 'points'?"),
        (
            "7",
            "There is no command '7'; there are points, landmarks, channels, zones, sources, shot, export,",
        ),
        ("points --bdy male", "There is no option '--bdy' of 'points'; did you mean '--body'?"),
        ("sources --body male", "There is no option '--body' of 'sources'; there are --out, --help."),
        ("--brower", "There is no option '--brower'; did you mean '--browser'?"),
        ("points male", "'male' is one word too many for 'points'."),
        ("points --body", "The option '--body' needs a value after it."),
        ("shot", "'shot' needs OUT: PNG file to write."),
        ("shot a.png b.png", "'b.png' is one word too many for 'shot'."),
        ("--port abc", "The value of '--port' cannot be read: 'abc' is not a whole number."),
        ("--port 1.5", "The value of '--port' cannot be read: '1.5' is not a whole number."),
        ("--port=-1", "The value of '--port' cannot be read: '-1' is not a whole number."),
        ("shot a.png --size big", "The size 'big' cannot be read; give width x height"),
        ("shot a.png --size 1280", "The size '1280' cannot be read; give width x height"),
    ],
)
def test_bad_usage_is_one_sentence_and_status_2(capsys, monkeypatch, tmp_path, line, said):
    monkeypatch.chdir(tmp_path)
    assert main(line.split()) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"ashimap: {said}")
    assert told.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_error_that_nobody_foresaw_is_not_hidden(monkeypatch):
    def broken():
        raise ZeroDivisionError

    monkeypatch.setattr("viewer.sources.sources_listing", broken)
    with pytest.raises(ZeroDivisionError):
        main(["sources"])


def test_ctrl_c_ends_a_command_without_a_word(monkeypatch, capsys):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr("viewer.sources.sources_listing", interrupted)
    assert main(["sources"]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("line", HEAVY)
def test_commands_load_only_what_they_need(line):
    code = (
        "import sys; from viewer.cli import main; main(sys.argv[1:]);"
        " sys.stderr.write('LOADED ' + ' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *line.split()],
        capture_output=True,
        cwd=ROOT,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    loaded = set(done.stderr.decode().partition("LOADED ")[2].split())
    assert "viewer.cli" in loaded
    assert not loaded & HEAVY[line]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="pipes and /dev/full as Linux has them")
class TestStreams:
    def test_whoever_reads_may_stop(self):
        code = f"{sys.executable} {ROOT / 'run_viewer.py'} channels | head -n 1"
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", code], capture_output=True, check=False, timeout=60
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout == b"channel,side,branch,sample,x_mm,y_mm,z_mm\n"

    @pytest.mark.parametrize("command", ["points", "sources"])
    def test_a_full_disk_under_standard_output(self, command):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, str(ROOT / "run_viewer.py"), command],
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert done.returncode == 1
        assert done.stderr == b"ashimap: Cannot write to standard output: no space left on device.\n"

    @pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
    def test_output_is_utf_8_in_any_locale(self, locale):
        environment = {**os.environ, "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        done = run("points", env=environment)
        assert (done.returncode, done.stderr) == (0, b"")
        assert "肩井" in done.stdout.decode("utf-8")
