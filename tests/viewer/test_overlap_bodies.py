"""``overlap --bodies``: two tables beside the records, and clear words where it cannot be."""

from __future__ import annotations

import csv
from dataclasses import asdict

import pytest

from points.overlap import bodies as many
from points.overlap.one_body import FIGURES, STEPS_ASKED
from points.overlap.study import StudyOptions
from viewer.cli import main
from viewer.report import bodies


def record(task) -> dict:
    figures = {name: [round(0.001 * task.number, 6)] * len(STEPS_ASKED) for name in FIGURES}
    shape = dict.fromkeys(("stature_mm", "volume_l", "muscle", "weight", "height", "proportions"), 0.5)
    found = {
        "trigger_points": 276,
        "observed": {"all_points": [0.25] * len(STEPS_ASKED)},
        "chance": {"region": {"all_points": figures}},
    }
    whole = {"key": task.key, **asdict(task), "sex": task.sex, **shape}
    return whole | ({"problem": "SP2/left: no place"} if task.number == 3 else found)


@pytest.fixture
def kept(monkeypatch):
    """Bodies that are studied at once, here; gives what was asked."""
    asked = []

    def study(tasks, folder, crew, *_):
        asked.append((tasks, folder, crew))
        return [record(task) for task in tasks]

    monkeypatch.setattr(many, "study_bodies", study)
    return asked


def rows(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_tables_tell_each_body_and_the_spread(kept, tmp_path):
    said: list[str] = []
    out = tmp_path / "out"
    options = StudyOptions(tolerance_mm=20.5, seed=4, samples=100)
    bodies.write_bodies(out, "male", 5, options, "tcp://there:1", said.append)
    tasks, folder, crew = kept[0]
    assert (len(tasks), folder, crew.scheduler) == (5, out / "bodies", "tcp://there:1")
    assert {(task.seed, task.samples) for task in tasks} == {(4, 100)}
    told = rows(out / "bodies.csv")
    assert [row["body"] for row in told] == ["0", "1", "2", "3", "4"]
    assert [row["sex"] for row in told] == ["male", "female"] * 2 + ["male"]
    assert [row["expected"] for row in told] == ["0.0", "0.001", "0.002", "", "0.004"]
    assert [row["problem"] for row in told] == ["", "", "", "SP2/left: no place", ""]
    spread = {(row["sex"], row["tolerance_mm"]): row for row in rows(out / "spread.csv")}
    both = spread["both", "20.5"]
    assert (both["bodies"], both["observed_median"], both["expected_median"]) == ("4", "0.25", "0.0015")
    assert both["excess_median"] == "0.2485"
    assert spread["female", "50.0"]["bodies"] == "1"
    assert "1 of 5 bodies could not be placed" in said[0]


def test_the_same_records_give_the_same_bytes(kept, tmp_path):
    for name in ("one", "two"):
        bodies.write_bodies(tmp_path / name, "male", 4, StudyOptions())
    for name in bodies.FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert len(kept) == 2


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ("--bodies 0", 1, "0 bodies cannot be drawn; it must be 1 to 10000."),
        ("--bodies many", 2, "'many' is not a whole number"),
        ("--scheduler tcp://127.0.0.1:9", 2, "say how many with --bodies"),
        ("--bodies 2 --body horse", 1, "There is no body named 'horse'"),
        ("--bodies 2 --samples 5", 1, "5 samples cannot be drawn"),
        ("--bodies 2 --out nowhere/at/all", 1, "there is no folder"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_nothing_is_written(tmp_path, capsys, given, status, said):
    out = tmp_path / "out"
    words = [str(tmp_path / word) if word.startswith("nowhere") else word for word in given.split()]
    place = [] if "--out" in words else ["--out", str(out)]
    assert main(["overlap", *place, *words]) == status
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not list(tmp_path.iterdir())
