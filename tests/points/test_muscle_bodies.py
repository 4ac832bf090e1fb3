"""Muscle bodies: read with clear errors, placed by refs on both sides, asked, kept and read back."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import numpy as np
import pytest

from meshes.store import load_body
from points.archive import StaleError
from points.errors import AtlasError, TableError
from points.locate import Locator
from points.model import Side, Unplaced
from points.muscle_bodies import MuscleBuilder, build_muscles
from points.muscle_rows import AtJoint, MuscleRow, check_muscle_bodies, read_muscle_bodies
from points.muscle_store import STEP_MM, muscles_key, read_muscles, save_muscles
from points.tables import load_tables

FRONT = {
    way: {"kind": "landmark", "at": "front", "offsets": [{"direction": way, "mm": 22}]}
    for way in ("lateral", "medial")
}
BELLY = {
    "course": "skin", "thick_mm": 24, "depth_mm": 6, "tendons": [0.15, 0.15],
    "rows": [["side"], [FRONT["lateral"], {"at": FRONT["medial"]}], ["low"]],
}  # fmt: skip
DEEP = {
    "course": "inside", "thick_mm": 14, "belly": "strap",
    "rows": [
        [{"joint": "hip", "toward": {"at": "side", "depth_mm": 20}, "fraction": 0.5}],
        [{"between": ["front", "behind"], "fraction": 0.5, "shift_mm": {"lateral": 10, "up": 5}}],
    ],
}  # fmt: skip
WORDS = {"belly": {"parts": [BELLY], "source": "test"}, "deep": {"parts": [BELLY, DEEP], "source": "test"}}


def written(folder, content, name="group.json"):
    path = folder / name
    path.write_text(json.dumps(content))
    return path


@pytest.fixture
def rows(tmp_path) -> dict[str, MuscleRow]:
    return read_muscle_bodies(written(tmp_path, WORDS))


@pytest.fixture
def locator(egg, egg_landmarks, make_tables) -> Locator:
    joints = {"hip.L": np.array([60.0, 0.0, 600.0]), "hip.R": np.array([-60.0, 0.0, 600.0]),
              "root": np.array([0.0, 0.0, 500.0])}  # fmt: skip
    return Locator(replace(egg, joints_mm=joints), make_tables(egg_landmarks))


@pytest.fixture
def builder(locator) -> MuscleBuilder:
    return MuscleBuilder(locator)


def test_a_folder_is_read_whole(tmp_path) -> None:
    written(tmp_path, {"belly": WORDS["belly"]}, "a.json")
    written(tmp_path, {"deep": WORDS["deep"]}, "b.json")
    assert list(read_muscle_bodies(tmp_path)) == ["belly", "deep"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"thick_mm": 0}, "parts.0.thick_mm: should be greater than or equal to 1"),
        ({"course": "under"}, "parts.0.course: should be 'skin' or 'inside', found 'under'"),
        ({"rows": [["side"]]}, "parts.0.rows: Tuple should have at least 2 items"),
        ({"rows": [["side"], [{"depth_mm": 4}]]}, "a place is a ref, {at, depth_mm}, {between, fraction} or"),
        (
            {"rows": [["side"], [{"joint": "hip", "mm": 4}]]},
            "toward needs mm or fraction, and they need toward",
        ),
        ({"rows": [["side"], [{"at": "low", "depth": 4}]]}, "depth: Extra inputs are not permitted"),
        ({"at": [0, 1]}, "at needs 3 rising numbers from 0 to 1, one for each row"),
        ({"at": [0, 0.7, 0.6]}, "at needs 3 rising numbers"),
        ({"tendons": [0.6, 0.5]}, "the tendons are longer than the part"),
        ({"colour": "red"}, "parts.0.colour: Extra inputs are not permitted"),
    ],
)
def test_what_breaks_the_model_is_said_with_its_place(tmp_path, change, said) -> None:
    path = written(tmp_path, {"belly": {"parts": [BELLY | change], "source": "test"}})
    with pytest.raises(TableError, match=r"group\.json, belly") as caught:
        read_muscle_bodies(path)
    assert said in str(caught.value)


def test_every_problem_of_every_file_is_said(tmp_path) -> None:
    written(tmp_path, {"belly": {"parts": [], "source": "test"}}, "a.json")
    (tmp_path / "b.json").write_text("{")
    with pytest.raises(TableError) as caught:
        read_muscle_bodies(tmp_path)
    assert "a.json, belly.parts" in str(caught.value)
    assert "b.json line 1, column 2: no JSON" in str(caught.value)


def test_a_muscle_stands_in_one_file(tmp_path) -> None:
    for name in ("a.json", "b.json"):
        written(tmp_path, {"belly": WORDS["belly"]}, name)
    with pytest.raises(TableError, match="belly: stands in 2 files"):
        read_muscle_bodies(tmp_path)


def test_an_empty_folder_is_said(tmp_path) -> None:
    with pytest.raises(TableError, match="there is no file of muscle bodies"):
        read_muscle_bodies(tmp_path)


def test_unknown_names_are_all_found(tmp_path, locator) -> None:
    trunk = {"kind": "trunk", "level": "low", "lateral": {"cun": 1, "span": "wide"}, "aspect": "front"}
    rows = [["sideways"], [{"between": ["front", {"joint": "hop"}], "fraction": 0.5}],
            [{"at": trunk}]]  # fmt: skip
    bad = {"belly": {"parts": [BELLY | {"rows": rows}], "source": "test"}}
    problems = check_muscle_bodies(
        read_muscle_bodies(written(tmp_path, bad)), locator.tables, locator.body.joints_mm
    )
    said = "\n".join(problems)
    assert len(problems) == 5
    assert "there is no muscle belly in muscles.tsv" in said
    assert "there is no source test in sources.tsv" in said
    assert "part 0: there is no landmark and no point sideways" in said
    assert "part 0: there is no joint hop; joints are hip, root" in said
    assert "part 0: there is no span wide in cun.tsv" in said


def test_places_mean_what_they_say(builder, locator) -> None:
    hip = builder.place_mm(AtJoint(joint="hip"), Side.RIGHT, 5.0)
    np.testing.assert_array_equal(hip, [-60.0, 0.0, 600.0])
    root = builder.place_mm(AtJoint(joint="root"), Side.RIGHT, 5.0)
    np.testing.assert_array_equal(root, [0.0, 0.0, 500.0])
    side_mm = locator.place("side", Side.LEFT).position_mm
    scale = 1200.0 / 1735.0
    spot = builder.place_mm("side", Side.LEFT, 10.0)
    assert np.linalg.norm(spot - side_mm) == pytest.approx(10.0 * scale)
    assert builder.depths.exact(spot[None])[0][0] == pytest.approx(10.0 * scale, abs=0.4)
    toward = AtJoint(joint="hip", toward="side", mm=30.0)
    moved = builder.place_mm(toward, Side.LEFT, 5.0) - [60.0, 0.0, 600.0]
    np.testing.assert_allclose(moved / np.linalg.norm(moved), (side_mm - [60, 0, 600]) / np.linalg.norm(
        side_mm - [60, 0, 600]), atol=1e-9)  # fmt: skip
    assert np.linalg.norm(moved) == pytest.approx(30.0 * scale)


def test_shift_goes_outwards_on_both_sides(builder, rows) -> None:
    amid = rows["deep"].parts[1].rows[1][0]
    left = builder.place_mm(amid, Side.LEFT, 5.0)
    right = builder.place_mm(amid, Side.RIGHT, 5.0)
    plain = builder.place_mm(amid.model_copy(update={"shift_mm": {}}), Side.LEFT, 5.0)
    scale = 1200.0 / 1735.0
    np.testing.assert_allclose(left - plain, [10 * scale, 0, 5 * scale], atol=1e-9)
    np.testing.assert_allclose(left * [-1, 1, 1], right, atol=0.3)


def test_right_side_from_its_own_landmarks_is_the_mirror_image(builder, rows) -> None:
    for key, row in rows.items():
        left, right = (builder.build(key, row, side) for side in (Side.LEFT, Side.RIGHT))
        mirrored = left.mirrored()
        assert mirrored.side is Side.RIGHT
        np.testing.assert_allclose(mirrored.vertices_mm, right.vertices_mm, atol=1.0)
        spots = left.vertices_mm.mean(axis=0)[None] * [-1, 1, 1]
        assert mirrored.inside(spots) == right.inside(spots)


def test_a_body_without_a_joint_is_named(rows, locator) -> None:
    bare = MuscleBuilder(Locator(replace(locator.body, joints_mm={}), locator.tables))
    with pytest.raises(Unplaced, match=r"part 1: the body has no joint hip\.L"):
        bare.build("deep", rows["deep"], Side.LEFT)
    bodies, problems = build_muscles(bare._locator, rows, {"belly": 2})
    assert set(bodies) == {"belly/left", "belly/right"}
    assert bodies["belly/right"].layer == 2
    assert len(problems) == 1
    assert "deep" in problems[0]


def test_inside_and_depth(builder, rows) -> None:
    body = builder.build("belly", rows["belly"], Side.LEFT)
    part = body.parts[0]
    middle = 0.5 * (part.vertices_mm[part.grid.upper] + part.vertices_mm[part.grid.lower])
    centre = middle[part.grid.stations // 2, part.grid.across // 2]
    assert body.inside(centre)
    assert 7.0 < body.depth_mm(centre)[0] < 8.4  # half of 24 mm on this small body
    out = centre - np.array([0.0, 40.0, 0.0])
    assert not body.inside(out)
    assert body.depth_mm(out)[0] < -25.0
    assert np.linalg.norm(body.nearest(out)[0] - out) == pytest.approx(-body.depth_mm(out)[0])


def test_fibre_runs_through_the_point_from_tendon_to_tendon(builder, rows) -> None:
    body = builder.build("belly", rows["belly"], Side.LEFT)
    part = body.parts[0]
    upper, lower = part.vertices_mm[part.grid.upper], part.vertices_mm[part.grid.lower]
    spot = (0.3 * upper + 0.7 * lower)[part.grid.stations // 2, part.grid.across // 3]
    line = body.fibre_line(spot)
    assert len(line) == part.grid.stations
    step = np.diff(line, axis=0)
    share = (((spot - line[:-1]) * step).sum(1) / (step**2).sum(1)).clip(0, 1)
    assert np.linalg.norm(line[:-1] + share[:, None] * step - spot, axis=1).min() < 0.7
    ends = np.linalg.norm(line[[0, -1]] - [upper[0].mean(0), upper[-1].mean(0)], axis=1)
    assert ends.max() < 8.0
    assert body.inside(line[3:-3]).all()


def test_arrays_say_width_length_tendon_and_fibres(builder, rows) -> None:
    body = builder.build("deep", rows["deep"], Side.LEFT)
    assert len(body.parts) == 2
    assert len(body.u) == len(body.v) == len(body.tendon) == len(body.fibres) == len(body.vertices_mm)
    assert body.v.min() == 0.0
    assert body.v.max() == 1.0
    assert body.tendon[body.v < 0.02].min() == 1.0
    assert body.tendon[np.abs(body.v - 0.5) < 0.05].max() == 0.0
    np.testing.assert_allclose(np.linalg.norm(body.fibres, axis=1), 1.0, atol=1e-4)
    assert body.faces.max() == len(body.vertices_mm) - 1


@pytest.fixture
def stored(locator, rows, tmp_path):
    bodies, _ = build_muscles(locator, rows, {"deep": 4})
    path = tmp_path / "store" / "egg_muscles.npz"
    save_muscles(bodies, "k", path)
    return bodies, path


def test_store_gives_back_both_sides(stored) -> None:
    bodies, path = stored
    found = read_muscles(path, "k")
    assert list(found) == list(bodies)
    for key, body in bodies.items():
        assert (found[key].side, found[key].layer, found[key].key) == (body.side, body.layer, body.key)
        np.testing.assert_allclose(found[key].vertices_mm, body.vertices_mm, atol=0.51 * STEP_MM)
        np.testing.assert_array_equal(found[key].faces, body.faces)
        np.testing.assert_allclose(found[key].tendon, body.tendon, atol=1e-3)


def test_same_muscles_same_bytes(stored, tmp_path) -> None:
    bodies, path = stored
    save_muscles(bodies, "k", tmp_path / "again.npz")
    assert path.read_bytes() == (tmp_path / "again.npz").read_bytes()


def test_store_of_none(tmp_path) -> None:
    save_muscles({}, "k", tmp_path / "none.npz")
    assert read_muscles(tmp_path / "none.npz", "k") == {}


def test_stale_absent_and_damaged_files_are_told_apart(stored) -> None:
    _, path = stored
    with pytest.raises(StaleError, match="made from other inputs"):
        read_muscles(path, "other")
    with pytest.raises(StaleError, match="There is no muscle file"):
        read_muscles(path.with_name("absent.npz"), "k")
    content = bytearray(path.read_bytes())
    for cut in (content[: len(content) // 2], b"", b"PK", content[:200] + b"\xff" * 40 + content[240:]):
        path.write_bytes(bytes(cut))
        with pytest.raises(AtlasError, match="damaged"):
            read_muscles(path, "k")


def test_key_follows_content(tmp_path) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    folder = tmp_path / "bodies"
    folder.mkdir()
    written(folder, WORDS)
    (tables / "landmarks.tsv").write_text("one")
    key = muscles_key("male", folder, {"belly": 1}, tables)
    assert muscles_key("male", folder, {"belly": 1}, tables) == key
    assert muscles_key("female", folder, {"belly": 1}, tables) != key
    assert muscles_key("male", folder, {"belly": 2}, tables) != key
    (tables / "landmarks.tsv").write_text("two")
    changed = muscles_key("male", folder, {"belly": 1}, tables)
    assert changed != key
    written(folder, {"belly": WORDS["belly"]})
    assert muscles_key("male", folder, {"belly": 1}, tables) != changed


LIMB = {"kind": "limb", "segment": "thigh", "from": "proximal", "fraction": 0.42}
THIGH = {
    "course": "skin", "thick_mm": 27, "tendons": [0.1, 0.16],
    "rows": [
        [{"at": "ASIS", "depth_mm": 22, "shift_mm": {"down": 28}}],
        [{"at": LIMB | {"angle_deg": angle}, "depth_mm": 6} for angle in (25, -20)],
        [{"at": "patella_base", "depth_mm": 4, "shift_mm": {"lateral": 10}},
         {"at": "patella_base", "depth_mm": 4, "shift_mm": {"medial": 10}}],
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", ["male", "female"])
def test_a_thigh_muscle_on_the_real_bodies(name, tmp_path) -> None:
    tables = load_tables()
    rows = read_muscle_bodies(written(tmp_path, {"rectus_femoris": {"parts": [THIGH], "source": "gray"}}))
    body = load_body(name)
    assert check_muscle_bodies(rows, tables, body.joints_mm) == []
    builder = MuscleBuilder(Locator(body, tables))
    began = time.perf_counter()
    left = builder.build("rectus_femoris", rows["rectus_femoris"], Side.LEFT)
    assert time.perf_counter() - began < 5.0
    right = builder.build("rectus_femoris", rows["rectus_femoris"], Side.RIGHT)
    np.testing.assert_allclose(left.mirrored().vertices_mm, right.vertices_mm, atol=0.5)
    assert builder.depths.exact(left.vertices_mm)[0].min() > 2.3
    assert left.vertices_mm[:, 0].min() > 40.0  # in its own thigh
    heights = left.fibre_line(left.vertices_mm.mean(axis=0))[:, 2]
    assert heights[0] > heights[-1] + 300.0
