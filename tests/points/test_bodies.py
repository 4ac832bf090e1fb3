"""Many bodies through Dask: kept, resumed, the same whoever does them, and no worse for a lost worker."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from dataclasses import asdict, replace

import cloudpickle
import numpy as np
import pytest

from meshes.shapes import draw_body
from meshes.store import load_body
from points.errors import OverlapError
from points.load import load_agreement
from points.overlap import one_body
from points.overlap.bodies import Crew, study_bodies, tasks_of
from points.overlap.criteria import CRITERIA
from points.overlap.one_body import STEPS_ASKED, BodyTask, study_body
from points.overlap.spread import body_rows, spreads
from points.overlap.summary import TOLERANCES_MM

cloudpickle.register_pickle_by_value(sys.modules[__name__])  # workers cannot import this file by its name
MARK = "ASHIMAP_TEST_FOLDER"


def quick(task: BodyTask, key: str) -> dict:
    """A record of the right form, made of nothing but the task; men find half, women a quarter."""
    rng = np.random.default_rng((task.seed, task.number))
    observed = np.linspace(0.0, 0.5 if task.sex == "male" else 0.25, len(STEPS_ASKED)).tolist()
    figures = {name: rng.random(len(STEPS_ASKED)).round(6).tolist() for name in one_body.FIGURES}
    shape = {"stature_mm": 1700.0, "volume_l": 60.0} | dict.fromkeys(
        ("muscle", "weight", "height", "proportions"), 0.5
    )
    found = {"trigger_points": 276, "acupoints": 449, "observed": {"all_points": observed}}
    return {"key": key, **asdict(task), "sex": task.sex, **shape, **found,
            "chance": {"region": {"all_points": figures}}, "process": os.getpid()}  # fmt: skip


def fatal_once(task: BodyTask, key: str) -> dict:
    """As `quick`, but the first worker to come to body 1 is lost over it."""
    fallen = os.path.join(os.environ[MARK], "fallen")  # noqa: PTH118 - a worker lacks this file's imports
    if task.number == 1 and not os.path.exists(fallen):  # noqa: PTH110
        with open(fallen, "w") as file:  # noqa: PTH123
            file.write(str(os.getpid()))
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return quick(task, key)


def elsewhere(task: BodyTask, _key: str) -> dict:
    return study_body(task, "another key")


def test_a_lost_worker_loses_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv(MARK, str(tmp_path))
    tasks, told = tasks_of(5, 0, 100), []
    records = study_bodies(
        tasks, tmp_path / "kept", Crew(workers=2), progress=lambda *step: told.append(step), study=fatal_once
    )
    fallen = int((tmp_path / "fallen").read_text())
    assert [record["number"] for record in records] == [0, 1, 2, 3, 4]
    assert records[1]["process"] != fallen
    assert told[0] == ("0 of 5 bodies done, 5 left", 0.0)
    assert told[-2] == ("5 of 5 bodies done, 0 left", 1.0)
    for task, record in zip(tasks, records, strict=True):
        assert json.loads((tmp_path / f"kept/{task.key}.json").read_text()) == record
    assert len(list((tmp_path / "kept").iterdir())) == 5

    # and what is there is not done again, but what is damaged is
    said: list[str] = []
    (tmp_path / f"kept/{tasks[3].key}.json").write_text("{half a rec")
    again = study_bodies(tasks_of(6, 0, 100), tmp_path / "kept", Crew(workers=1), said.append, study=quick)
    assert [again[k] == records[k] for k in (0, 1, 2, 4)] == [True] * 4
    assert len({again[k]["process"] for k in (3, 5)}) == 1
    assert again[3] | {"process": 0} == records[3] | {"process": 0}
    assert "is damaged: studying that body again" in said[0]
    assert "4 of 6 bodies" in said[1]


def test_a_worker_with_other_data_is_refused_and_what_is_done_stays(tmp_path):
    with pytest.raises(OverlapError, match=r"cannot study body 0: it has another version of Ashimap"):
        study_bodies(tasks_of(1, 0, 100), tmp_path, Crew(workers=1), study=elsewhere)
    assert not list(tmp_path.iterdir())


def test_a_scheduler_that_does_not_answer_is_named_soon(tmp_path):
    begin = time.monotonic()
    for address in ("tcp://127.0.0.1:9", "nowhere at all"):
        with pytest.raises(OverlapError, match=f"No Dask scheduler answers at '{address}'"):
            study_bodies(tasks_of(1, 0, 100), tmp_path, Crew(address), study=quick)
    assert time.monotonic() - begin < 20.0
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("bodies", [0, -1, 10_001])
def test_a_number_of_bodies_that_makes_no_sense_is_said(bodies):
    with pytest.raises(OverlapError, match=f"{bodies} bodies cannot be drawn; it must be 1 to 10000"):
        tasks_of(bodies, 0, 100)


def test_without_dask_it_is_said_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(OverlapError, match=r"needs Dask.*pip install dask distributed"):
        study_bodies(tasks_of(1, 0, 100), tmp_path, study=quick)


def test_keys_tell_bodies_apart_and_more_bodies_keep_them():
    few, more = tasks_of(3, 0, 100), tasks_of(8, 0, 100)
    assert few == more[:3]
    assert {task.sex for task in more} == {"male", "female"}
    others = [replace(more[0], seed=1), replace(more[0], samples=200)]
    assert len({task.key for task in (*more, *others)}) == 10


def test_spreads_are_those_of_the_records():
    records = [quick(task, task.key) for task in tasks_of(41, 3, 100)]
    records.append({**records[0], "problem": "no place"})
    found = {(one.sex, one.tolerance_mm): one for one in spreads(records, 20.5)}
    assert {tolerance for _, tolerance in found} == {*TOLERANCES_MM, 20.5}
    whole, men = found["both", 50.0], found["male", 50.0]
    assert (whole.bodies, men.bodies, found["female", 50.0].bodies) == (41, 21, 20)
    assert (men.observed.median, men.observed.low, men.observed.high) == (0.5, 0.5, 0.5)
    assert (whole.observed.low, whole.observed.high) == (0.25, 0.5)
    p_values = [record["chance"]["region"]["all_points"]["p_value"][-1] for record in records[:41]]
    assert whole.p_value.median == pytest.approx(np.median(p_values))
    assert whole.below == pytest.approx(np.mean(np.array(p_values) <= 0.05))
    rows = body_rows(records, 5.0)
    assert [row.observed for row in rows] == [0.0] * 41 + [None]


def test_the_shipped_body_gives_what_its_own_study_gives(monkeypatch):
    """The short way to the figures of a body leads to the same ones as the long way."""
    drawn = replace(draw_body("male", 0), body=load_body("male"))
    monkeypatch.setattr(one_body, "draw_body", lambda *_: drawn)
    monkeypatch.setattr("points.overlap.nulls.POOL", 60)
    task = BodyTask(0, 0, 100)
    record = study_body(task, task.key)
    kept = load_agreement("male")
    for criterion in CRITERIA:
        counts = [
            len(set(kept.trigger[kept.matches(criterion, tolerance)].tolist()))
            for tolerance in (5.0, 20.0, 50.0)
        ]
        at = [int(2 * (tolerance - 5.0)) for tolerance in (5.0, 20.0, 50.0)]
        shares = [record["observed"][criterion.key][k] * record["trigger_points"] for k in at]
        assert shares == pytest.approx(counts, abs=1e-3)
        chance = kept.chances["region", criterion.key]
        mean = record["chance"]["region"][criterion.key]["expected"][30]
        assert mean == pytest.approx(float(chance.expected[15]), abs=0.02)  # of 100 worlds, and of 10,000
