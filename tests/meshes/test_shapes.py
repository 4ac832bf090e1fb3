"""Drawn bodies: closed, their own mirror images, plausible, the same each time, near the true shapes."""

from __future__ import annotations

import json
import shutil
from dataclasses import astuple
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial import cKDTree

from meshes import AssetError, load_body, shapes, store
from meshes.shapes import Settings, body_of, draw_body, features, load_basis

SPECS = json.loads(resources.files("meshes.recipes").joinpath("bodies.json").read_text(encoding="utf-8"))
STATURES_MM = {"male": (1540, 1935), "female": (1410, 1780)}
BUILDS = (15.0, 32.0)  # kilograms to the square metre, at a kilogram to the litre


def shipped(sex: str) -> Settings:
    return Settings(**{name: value for name, value in SPECS[sex]["shape"].items() if name != "gender"})


@pytest.mark.parametrize("sex", store.BODY_NAMES)
def test_the_basis_gives_the_shipped_body_within_its_stated_error(sex: str) -> None:
    basis, body = load_basis(sex), load_body(sex)
    drawn = body_of(basis, shipped(sex)).body
    off_mm = np.linalg.norm(drawn.vertices_mm - body.vertices_mm, axis=1)
    median, most, worst = basis.error_mm
    assert off_mm.max() <= worst < 8.0  # in the folds of armpit and groin
    assert np.quantile(off_mm, 0.999) <= most < 2.0
    assert np.median(off_mm) <= median < 0.1
    assert set(drawn.joints_mm) == set(body.joints_mm)
    assert max(np.linalg.norm(drawn.joints_mm[name] - at) for name, at in body.joints_mm.items()) < 0.5
    np.testing.assert_array_equal(drawn.faces, body.faces)
    np.testing.assert_array_equal(drawn.outer, body.outer)
    assert all(drawn.picks[name].face == spot.face for name, spot in body.picks.items())


@pytest.mark.parametrize("sex", store.BODY_NAMES)
def test_drawn_bodies_are_mirror_images_and_stand_on_the_floor(sex: str) -> None:
    for seed in range(3):
        body = draw_body(sex, seed).body
        image = body.vertices_mm * shapes.MIRROR
        assert cKDTree(body.vertices_mm).query(image)[0].max() < 1e-6
        assert body.vertices_mm[:, 2].min() == 0.0
        for name, at in body.joints_mm.items():
            if name.endswith(".L"):
                np.testing.assert_array_equal(body.joints_mm[f"{name[:-2]}.R"], at * shapes.MIRROR)


@pytest.mark.parametrize("sex", store.BODY_NAMES)
def test_drawn_bodies_are_plausible_and_differ(sex: str) -> None:
    basis = load_basis(sex)
    low, high = (basis.spread[:, 0] + sign * 2.0 * basis.spread[:, k] for sign, k in ((-1, 1), (1, 2)))
    drawn = [draw_body(sex, (7, number)) for number in range(24)]
    for one in drawn:
        assert STATURES_MM[sex][0] < one.stature_mm < STATURES_MM[sex][1]
        assert BUILDS[0] < one.volume_l / (one.stature_mm / 1e3) ** 2 < BUILDS[1]
        assert (low <= astuple(one.settings)).all()
        assert (astuple(one.settings) <= high).all()
    statures = np.array([one.stature_mm for one in drawn])
    assert 40.0 < statures.std() < 90.0
    assert len(set(statures.tolist())) == len(drawn)


def test_the_same_seed_gives_the_same_body_and_sexes_do_not_go_together() -> None:
    one, again, other = (draw_body("male", seed) for seed in (3, (3,), 4))
    np.testing.assert_array_equal(one.body.vertices_mm, again.body.vertices_mm)
    assert one.settings == again.settings != other.settings
    men, women = (
        np.array([draw_body(sex, (1, number)).settings.muscle for number in range(20)])
        for sex in store.BODY_NAMES
    )
    assert abs(np.corrcoef(men, women)[0, 1]) < 0.6


def test_settings_move_the_body_the_right_way() -> None:
    basis = load_basis("female")
    middle, stout, tall = (
        body_of(basis, basis.settings(np.array(way))) for way in ([0.0] * 4, [0, 1.5, 0, 0], [0, 0, 1.5, 0])
    )
    assert stout.volume_l > 1.05 * middle.volume_l
    assert stout.stature_mm == pytest.approx(middle.stature_mm, abs=5.0)
    assert tall.stature_mm > middle.stature_mm + 50.0


def test_features_are_linear_between_the_anchors() -> None:
    ends = np.array([[0.5, 0.6, 0.4, 0.6], [0.9, 0.6, 0.4, 0.6]])
    middle = ends.mean(axis=0, keepdims=True)
    np.testing.assert_allclose(features(middle)[0], features(ends).mean(axis=0), atol=1e-12)
    assert features(ends)[:, :9].sum(axis=1) == pytest.approx([1.0, 1.0])


def test_what_cannot_be_drawn_is_said(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="no shapes of 'child'; there are male and female"):
        draw_body("child", 0)
    with pytest.raises(AssetError, match="within 2 standard deviations"):
        load_basis("male").settings(np.array([0.0, 2.1, 0.0, 0.0]))
    shutil.copytree(store.DATA, tmp_path / "data")
    (tmp_path / "data" / shapes.SHAPES).write_bytes(b"half a file")
    with pytest.raises(AssetError, match=r"shapes\.npz is damaged"):
        draw_body("male", 0, tmp_path / "data")
