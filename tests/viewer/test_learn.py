"""The quiz without a page: questions with one right choice, marks, what comes back and is kept."""

from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from points.load import load_atlas
from viewer.learn.asking import CHOICES, ask
from viewer.learn.boxes import LAST, Standing, moved, plan
from viewer.learn.ground import ALIKE, Ground, channel_of, code_of
from viewer.learn.kinds import Kind, Scope, Subject, System
from viewer.learn.marking import MISSED, Distance, Grade, mark_choice, mark_spot
from viewer.learn.pools import subjects
from viewer.learn.record import FILE, Ledger, Trouble
from viewer.learn.session import AFTER, RETURNS, Session

TODAY = date(2026, 11, 21)
KNOWN = mark_choice(True)


@pytest.fixture(scope="module", params=["male", "female"])
def ground(request) -> Ground:
    return Ground(load_atlas(request.param))


@pytest.fixture(scope="module")
def male() -> Ground:
    return Ground(load_atlas("male"))


# -- questions


class Zones:
    """Which triangles each zone covers, and how large they are: not the vertices that the quiz goes by."""

    def __init__(self, ground: Ground) -> None:
        body = ground.atlas.body
        corners = body.vertices_mm[body.faces]
        sides = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        self.areas, self.faces = np.linalg.norm(sides, axis=1), body.faces
        self.whole = {
            key: np.flatnonzero(self.inside(zone.vertex_ids, np.maximum(zone.essential_mm, zone.painted_mm)))
            for key, zone in ground.atlas.zones.items()
        }

    def inside(self, vertex_ids: np.ndarray, depth_mm: np.ndarray) -> np.ndarray:
        """(m,) triangles that lie in an area."""
        full = np.full(self.faces.max() + 1, -1.0)
        full[vertex_ids] = depth_mm
        return full[self.faces].mean(axis=1) > 0.0

    def covering(self, shown) -> list[str]:
        """Marks whose zone covers a good part of a zone, or of its essential part."""
        depths = (shown.essential_mm, np.maximum(shown.essential_mm, shown.painted_mm))
        weights = [self.areas * self.inside(shown.vertex_ids, depth) for depth in depths]
        return [
            key
            for key, there in self.whole.items()
            if any(weight[there].sum() > (ALIKE + 0.05) * weight.sum() for weight in weights)
        ]


@pytest.fixture(scope="module")
def zones(ground) -> Zones:
    return Zones(ground)


def right_choices(ground: Ground, question, zones: Zones) -> list[str]:
    """Judge each choice anew, by other means than those that made it."""
    atlas = ground.atlas
    if question.kind is Kind.NAME:
        shown = atlas.marks[question.mark]
        return [
            code
            for code in question.choices
            if any(
                np.linalg.norm(mark.located.position_mm - shown.located.position_mm)
                <= max(mark.located.tolerance_mm, shown.located.tolerance_mm)
                for mark in atlas.marks.values()
                if code_of(mark) == code
            )
        ]
    if question.kind is Kind.REFERS:
        found = {atlas.marks[key].definition.muscle for key in zones.covering(atlas.zones[question.mark])}
        return [muscle for muscle in question.choices if found.intersection(ground.kin[muscle])]
    if question.kind is Kind.CHANNEL:
        return [code for code in question.choices if code == question.subject.code]
    near = {code_of(atlas.marks[one.id]): one.skin_mm for one in reversed(atlas.neighbours[question.mark])}
    least = min(near.values())
    return [code for code in question.choices if near.get(code, np.inf) <= least + 4.0]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.FIND])
def test_exactly_one_choice_is_right(ground, zones, kind):
    rng = Random(5)
    pool = subjects(ground, kind, Scope())
    asked = rng.sample(pool, min(len(pool), 30 if kind is Kind.REFERS else 180))
    for subject in asked:
        question = ask(ground, subject, rng)
        assert len(set(question.choices)) == len(question.choices) == CHOICES, subject
        assert right_choices(ground, question, zones) == [question.answer], subject


def test_questions_are_the_same_from_the_same_seed(male):
    pool = subjects(male, Kind.NAME, Scope())[::40]
    first, second, third = ([ask(male, one, Random(seed)) for one in pool] for seed in (3, 3, 4))
    assert first == second
    assert first != third


def test_wrong_choices_are_plausible(male):
    """They lie near, on the average far nearer than any points do."""
    rng = Random(1)
    offs = []
    for subject in rng.sample(subjects(male, Kind.NAME, Scope()), 60):
        question = ask(male, subject, rng)
        mark = male.atlas.marks[question.mark]
        offs += [male.gap_mm(mark, code) for code in question.choices if code != question.answer]
    assert np.median(offs) < 90.0


def test_the_right_answer_stands_anywhere(male):
    rng = Random(2)
    places = [
        question.choices.index(question.answer)
        for question in (ask(male, one, rng) for one in subjects(male, Kind.NAME, Scope())[:120])
    ]
    assert all(15 <= places.count(place) <= 50 for place in range(CHOICES))


def test_limits_hold(male):
    atlas = male.atlas
    for subject in subjects(male, Kind.FIND, Scope(region="forearm", system=System.ACUPOINTS)):
        assert male.first(subject.code).region == "forearm"
        assert not male.first(subject.code).is_trigger_point
    assert {channel_of(male.first(one.code)) for one in subjects(male, Kind.NAME, Scope(channel="GB"))} == {
        "GB"
    }
    for subject in subjects(male, Kind.REFERS, Scope(group="leg")):
        assert atlas.muscles[male.muscle(subject.code)].region_group == "leg"
    assert len(subjects(male, Kind.CHANNEL, Scope())) == 14
    assert len(subjects(male, Kind.FIND, Scope(channel="GB"))) == 44
    assert not subjects(male, Kind.CHANNEL, Scope(channel="GB"))  # it would be the answer
    assert not subjects(male, Kind.NEAREST, Scope(system=System.ACUPOINTS))
    assert subjects(male, Kind.NEAREST, Scope(channel="BL"))


def test_each_region_channel_and_group_has_something_to_ask(ground):
    atlas = ground.atlas
    scopes = [Scope(region=mark.region) for mark in atlas.marks.values()]
    scopes += [Scope(channel=code) for code in atlas.channels]
    for scope in set(scopes):
        assert subjects(ground, Kind.FIND, scope), scope


# -- marks


def test_a_spot_has_full_marks_as_near_as_the_point_is_certain():
    assert mark_spot(Distance(9.0, 8.0, 0.36), 10.0) == mark_choice(True)
    assert mark_spot(Distance(9.0, 8.0, 0.36), 10.0, hinted=True).points == 50


def test_marks_fall_with_the_distance():
    marked = [mark_spot(Distance(mm, mm, mm / 25.0), 5.0) for mm in (5.0, 12.0, 30.0, 54.0, 55.0, 300.0)]
    assert [one.grade for one in marked] == [
        Grade.EXACT, Grade.CLOSE, Grade.NEAR, Grade.NEAR, Grade.WRONG, Grade.WRONG,
    ]  # fmt: skip
    assert [one.points for one in marked] == [100, 86, 50, 2, 0, 0]
    assert [one.known for one in marked] == [True, True, False, False, False, False]


def test_a_cun_counts_for_what_it_is_in_its_place():
    near_small_cun = mark_spot(Distance(20.0, 20.0, 20.0 / 12.0), 5.0)
    near_large_cun = mark_spot(Distance(20.0, 20.0, 20.0 / 30.0), 5.0)
    assert near_small_cun.points < near_large_cun.points


# -- what comes back


def test_boxes():
    first = moved(None, True, TODAY)
    assert (first.box, first.due) == (2, TODAY + timedelta(days=1))
    missed = moved(first, False, TODAY)
    assert (missed.box, missed.due, missed.asked, missed.known) == (1, TODAY, 2, 1)
    standing = missed
    for _ in range(10):
        standing = moved(standing, True, TODAY)
    assert standing.box == LAST


def test_what_is_due_comes_first_and_leaves_room_for_new():
    pool = [Subject(Kind.FIND, f"P{number}") for number in range(40)]
    due = {one.id: Standing(1, TODAY - timedelta(days=2), 1, 0) for one in pool[:20]}
    later = {one.id: Standing(3, TODAY + timedelta(days=2), 1, 1) for one in pool[20:30]}
    chosen = plan({Kind.FIND: pool}, {**due, **later}, 9, TODAY, Random(1))
    assert sum(one.id in due for one in chosen) == 6
    assert not any(one.id in later for one in chosen)
    known = {one.id: Standing(3, TODAY + timedelta(days=2), 1, 1) for one in pool}
    assert len(plan({Kind.FIND: pool}, known, 9, TODAY, Random(1))) == 9


def test_kinds_share_a_quiz_evenly(male):
    pools = {kind: subjects(male, kind, Scope()) for kind in Kind}
    chosen = plan(pools, {}, 20, TODAY, Random(1))
    assert [sum(one.kind is kind for one in chosen) for kind in Kind] == [4] * 5
    assert len({one.id for one in chosen}) == 20
    few = {Kind.FIND: pools[Kind.FIND][:3], Kind.NAME: pools[Kind.NAME]}
    assert sum(one.kind is Kind.NAME for one in plan(few, {}, 10, TODAY, Random(1))) == 7


def test_missed_ones_come_back_within_the_quiz(male):
    session = Session(subjects(male, Kind.FIND, Scope(channel="LU"))[:6], Random(1))
    asked = []
    while session.next(male):
        code = session.now.question.subject.code
        asked.append(code)
        session.answer(MISSED if code == "LU1" else KNOWN)
    assert [at for at, code in enumerate(asked) if code == "LU1"] == [0, AFTER + 1, len(asked) - 1]
    assert len(asked) == 6 + RETURNS
    assert (session.known, session.points, len(session.missed)) == (5, 500, 1)


def test_only_the_first_answer_counts(male):
    session = Session(subjects(male, Kind.FIND, Scope(channel="LU"))[:1], Random(1))
    session.next(male)
    session.answer(MISSED)
    session.next(male)
    assert session.now.again == 1
    session.answer(KNOWN)
    assert session.points == 0
    assert session.next(male) is None
    with pytest.raises(ValueError, match="no open question"):
        session.answer(KNOWN)


# -- what is kept


def test_answers_are_kept(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.note(Subject(Kind.FIND, "GB21"), "shoulder", mark_choice(True), TODAY)
    ledger.note(Subject(Kind.FIND, "LI15"), "shoulder", MISSED, TODAY)
    again = Ledger(tmp_path)
    assert again.record == ledger.record
    assert [(row.region, row.asked, row.known, row.points) for row in again.record.scores] == [
        ("shoulder", 2, 1, 100)
    ]
    assert again.record.items["find:LI15"].box == 1
    assert json.loads((tmp_path / FILE).read_text())["version"] == 1
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"format": "other"}', '{"format": "ashimap.learn", "version": 1, "items": {"a": 1}}'],
)
def test_a_damaged_file_is_set_aside_and_said(tmp_path, text):
    (tmp_path / FILE).write_text(text)
    ledger = Ledger(tmp_path)
    assert ledger.trouble is Trouble.DAMAGED
    assert (tmp_path / ledger.aside).read_text() == text
    ledger.note(Subject(Kind.FIND, "GB21"), "shoulder", KNOWN, TODAY)
    assert Ledger(tmp_path).trouble is Trouble.NONE
    assert (tmp_path / ledger.aside).read_text() == text


def test_bytes_that_are_no_text_are_damage(tmp_path):
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
    assert Ledger(tmp_path).trouble is Trouble.DAMAGED


def test_a_newer_file_is_left_alone(tmp_path):
    text = '{"format": "ashimap.learn", "version": 2, "items": []}'
    (tmp_path / FILE).write_text(text)
    ledger = Ledger(tmp_path)
    assert ledger.trouble is Trouble.NEWER
    ledger.note(Subject(Kind.FIND, "GB21"), "shoulder", KNOWN, TODAY)
    assert (tmp_path / FILE).read_text() == text


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    ledger = Ledger(tmp_path / "gone")
    ledger.note(Subject(Kind.FIND, "GB21"), "shoulder", KNOWN, TODAY)
    assert ledger.trouble is Trouble.UNWRITABLE
