"""What cannot be is told in one sentence, with status 1 and nothing half-written, whatever is broken.

Damage is done to a copy of the program, and the command is run in it as a user would.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from viewer import gl
from viewer.cli import main

ROOT = Path(__file__).parents[2]
PACKAGES = ("viewer", "points", "meshes")
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="as Linux has it")


@pytest.fixture
def refused(capsys, monkeypatch, tmp_path) -> Callable[..., str]:
    """Run a command in an empty folder; it must refuse, and the folder must stay as it was."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "folder.csv").mkdir()
    (folder / "folder.png").mkdir()
    (folder / "old.csv").write_text("old", encoding="utf-8")
    monkeypatch.chdir(folder)

    def run(*arguments: str) -> str:
        assert main(arguments) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("ashimap: ")
        assert said.err.endswith(("\n", "?\n"))
        assert said.err.count("\n") == 1
        assert sorted(path.name for path in folder.rglob("*")) == ["folder.csv", "folder.png", "old.csv"]
        assert (folder / "old.csv").read_text(encoding="utf-8") == "old"
        return said.err.removeprefix("ashimap: ").strip()

    return run


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("points --body horse", "There is no body named 'horse'; there are male and female."),
        ("shot a.png --body horse", "There is no body named 'horse'; there are male and female."),
        ("--no-browser --body horse --port 0", "There is no body named 'horse'; there are male and female."),
        ("shot a.png --view behind", "There is no view 'behind'; there are front, back"),
        ("shot a.png --select GB99", "There is no point 'GB99' on this body; did you mean GB9"),
        ("shot a.png --select trapezius_uper.TrP1", "did you mean trapezius_upper.TrP1"),
        ("shot a.png --select GB21/middle", "There is no point 'GB21/middle'"),
        ("shot a.png --show skin,bones", "There is no layer 'bones'; there are skin"),
        ("shot a.png --size 5x5", "A picture of 5x5 pixels cannot be made"),
        ("shot a.png --size 90000x90000", "A picture of 90000x90000 pixels cannot be made"),
        ("shot a.png --theme blue", "There is no theme 'blue'; there are light, dark."),
        ("shot a.png --skin blue", "There is no skin tone 'blue'; there are neutral"),
        ("shot a.png --view selection", "The view 'selection' looks at a selected point: select one."),
        ("shot a.jpg", "Cannot write 'a.jpg': pictures are PNG files"),
        ("shot nowhere/a.png", "Cannot write 'nowhere/a.png': there is no folder 'nowhere'"),
        ("shot folder.png", "Cannot write 'folder.png': that is a folder"),
        ("points --out a.txt", "Cannot write 'a.txt': the name must end in .csv or .json."),
        ("zones --out nowhere/a.csv", "Cannot write 'nowhere/a.csv': there is no folder 'nowhere'"),
        ("channels --out folder.csv", "Cannot write 'folder.csv': that is a folder"),
        ("--render magic", "There is no way to draw named 'magic'; there are auto, server, browser."),
        ("--port 70000", "Port 70000 does not exist; choose one from 1 to 65535"),
    ],
)
def test_what_there_is_not(refused, line, said):
    assert said in refused(*line.split())


def test_a_port_that_is_taken(refused):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert f"Port {port} on 127.0.0.1 is taken by another program; choose" in refused(
            "--no-browser", "--port", port
        )


@pytest.mark.parametrize("line", ["points --out a.csv", "landmarks --out old.csv", "sources --out a.json"])
def test_a_folder_without_leave_to_write(refused, monkeypatch, line):
    def denied(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", denied)
    assert "permission denied; choose a place that you may write to" in refused(*line.split())


@LINUX
@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize("line", ["points --out /proc/a.csv", "shot /proc/a.png --size 32x32"])
def test_a_folder_that_takes_no_files(refused, line):
    assert "choose a place that you may write to and that has room." in refused(*line.split())


def disk_of(limit: int) -> Callable[[], None]:
    """Give a process no more than this many bytes for a file: writing goes well, then fails half-way."""

    def set_limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return set_limit


def run(
    folder: Path, home: Path, *arguments: str, limit: int = 0, **variables: str
) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: text for name, text in os.environ.items() if name != gl.WINDOW},
        "XDG_CACHE_HOME": str(home / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
        **variables,
    }
    return subprocess.run(
        [sys.executable, str(folder / "run_viewer.py"), *arguments],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        preexec_fn=disk_of(limit) if limit else None,
        timeout=120,
    )


@LINUX
@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize(
    "line", ["points --out old.csv", "channels --out a.json", "shot a.png --size 800x600"]
)
def test_a_disk_that_fills_up_leaves_what_was_there(tmp_path, line):
    (tmp_path / "old.csv").write_text("old", encoding="utf-8")
    done = run(ROOT, tmp_path, *line.split(), limit=20_000)
    assert done.returncode == 1, done.stderr
    assert "file too large; choose a place that you may write to and that has room." in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "cache") == ["old.csv"]
    assert (tmp_path / "old.csv").read_text(encoding="utf-8") == "old"


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A copy of the program, to be damaged."""
    folder = tmp_path / "program"
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "run_viewer.py", folder)
    return folder


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def edit(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, encoding="utf-8")


def in_cell(row: str, column: str, text: str) -> Callable[[str], str]:
    """Put a text into one cell of a table."""

    def change(table: str) -> str:
        lines = [line.split("\t") for line in table.splitlines()]
        line = next(line for line in lines if line[0] == row)
        line[lines[0].index(column)] = text
        return "\n".join("\t".join(line) for line in lines) + "\n"

    return change


def without(row: str) -> Callable[[str], str]:
    """Leave the rows of a name out of a table."""
    return lambda table: "".join(
        line for line in table.splitlines(keepends=True) if not line.startswith(f"{row}\t")
    )


TABLES, BODIES = "points/data", "meshes/data"
DAMAGE = {
    "a word for a number": (
        lambda at: edit(at / TABLES / "acupoints/GB.tsv", in_cell("GB21", "tolerance_mm", "three")),
        ["acupoints/GB.tsv row", "(GB21), column tolerance_mm", "found 'three'"],
    ),
    "an unknown kind": (
        lambda at: edit(at / TABLES / "landmarks.tsv", in_cell("vertex", "confidence", "D")),
        ["landmarks.tsv row", "(vertex), column confidence", "found 'D'"],
    ),
    "a rule that is no JSON": (
        lambda at: edit(at / TABLES / "acupoints/GB.tsv", in_cell("GB21", "rule", "{oops")),
        ["acupoints/GB.tsv row", "(GB21), column rule: no JSON"],
    ),
    "a landmark that is not there": (
        lambda at: edit(
            at / TABLES / "acupoints/GB.tsv", in_cell("GB21", "rule", '{"kind":"landmark","at":"nose_tpi"}')
        ),
        ["acupoints/GB.tsv GB21, column rule: 'nose_tpi' is neither a landmark nor a point"],
    ),
    "a cut row": (
        lambda at: edit(at / TABLES / "muscles.tsv", lambda text: text + "key\tonly\n"),
        ["muscles.tsv row", "cells, found 2"],
    ),
    "a missing table": (
        lambda at: (at / TABLES / "channels.tsv").unlink(),
        ["channels.tsv: there is no such file in"],
    ),
    "zones that are no JSON": (
        lambda at: edit(at / TABLES / "zones/neck.json", lambda text: text[:-20]),
        ["neck.json line", "no JSON"],
    ),
    "bytes that are no text": (
        lambda at: flip(at / TABLES / "muscles.tsv"),
        ["muscles.tsv: byte", "is not UTF-8"],
    ),
    "a missing landmark pick": (
        lambda at: edit(at / BODIES / "picks.tsv", without("umbilicus")),
        ["The male body lacks the landmarks umbilicus: each needs a row in picks.tsv."],
    ),
    "a pick off the mesh": (
        lambda at: edit(at / BODIES / "picks.tsv", in_cell("umbilicus", "face", "99999999")),
        ["picks.tsv row", "column face: expected a whole number", "found '99999999'"],
    ),
    "a damaged body": (
        lambda at: flip(at / BODIES / "male.npz"),
        ["male.npz is damaged: its SHA-256 begins with"],
    ),
    "a missing body": (
        lambda at: (at / BODIES / "topology.npz").unlink(),
        ["topology.npz is missing; reinstall the program"],
    ),
    "no registry of bodies": (
        lambda at: (at / BODIES / "REGISTRY.tsv").unlink(),
        ["The registry of the body files is missing"],
    ),
    "a damaged atlas": (
        lambda at: flip(at / TABLES / "baked/male.npz"),
        ["male.npz is damaged; delete it, or reinstall the program."],
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_told(checkout, tmp_path, damage):
    harm, sayings = DAMAGE[damage]
    harm(checkout)
    before = sorted(tmp_path.rglob("*"))
    done = run(checkout, tmp_path, "points", "--out", "a.csv")
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("ashimap: ")
    assert "Traceback" not in done.stderr
    assert not [saying for saying in sayings if saying not in done.stderr], done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_a_table_broken_in_many_places_does_not_flood_the_screen(checkout, tmp_path):
    edit(checkout / TABLES / "acupoints/GB.tsv", lambda text: text.replace("\tyes\t", "\tja\t"))
    done = run(checkout, tmp_path, "points")
    lines = done.stderr.splitlines()
    assert done.returncode == 1
    assert len(lines) == 13
    assert lines[-1].startswith("and ")
    assert lines[-1].endswith(" more problems like these.")


def test_a_missing_list_of_files_is_told(checkout, tmp_path):
    (checkout / "viewer/REGISTRY.tsv").unlink()
    done = run(checkout, tmp_path, "sources")
    assert (done.returncode, done.stdout) == (1, "")
    assert "The list of shipped files is missing" in done.stderr
    assert done.stderr.endswith("REGISTRY.tsv; reinstall the program.\n")


def test_without_opengl_there_is_a_sentence(refused, monkeypatch, tmp_path):
    monkeypatch.delenv(gl.WINDOW, raising=False)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: tmp_path / name)
    monkeypatch.setattr(gl, "works", lambda *_: False)
    assert refused("shot", "a.png").startswith("No OpenGL works here, so nothing can be drawn;")
    assert refused("--render", "server", "--port", "0").startswith("No OpenGL works here")


@LINUX
def test_a_window_without_a_display_is_told(refused, monkeypatch):
    monkeypatch.delenv(gl.WINDOW, raising=False)
    for name in gl.DISPLAYS:
        monkeypatch.delenv(name, raising=False)
    assert refused("--window").startswith("No window can be opened here: there is no display")


@LINUX
def test_a_machine_whose_drivers_are_gone(tmp_path):
    """No vendor's EGL is found, as on a machine without Mesa: VTK would crash, the command does not."""
    done = run(ROOT, tmp_path, "shot", "a.png", __EGL_VENDOR_LIBRARY_FILENAMES="/nowhere.json")
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("ashimap: No OpenGL works here, so nothing can be drawn;")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "a.png").exists()
