"""The stored atlas: the same after a round trip, checked, and made anew when its inputs have changed."""

from __future__ import annotations

import random
import shutil
from dataclasses import fields, replace

import numpy as np
import pytest

from meshes import BODY_NAMES, load_body
from meshes.store import DATA as BODY_DATA
from points import bake, load, store
from points.archive import StaleError
from points.errors import AtlasError, TableError
from points.packing import STEPS, UPRIGHT
from points.tables import DATA, load_tables

BAKED_LIMIT_KB = 6000  # both bodies together


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture(scope="module")
def body():
    return load_body("male")


@pytest.fixture(scope="module")
def atlas(body, tables):
    return store.read(load.BAKED / "male.npz", store.inputs_key("male"), body, tables)


def same(one: object, two: object) -> None:
    """Every number and word of two atlas parts is the same."""
    assert type(one) is type(two)
    if isinstance(one, np.ndarray):
        np.testing.assert_array_equal(one, two)
    elif hasattr(one, "__dataclass_fields__"):
        for field in fields(one):  # type: ignore[arg-type]
            same(getattr(one, field.name), getattr(two, field.name))
    elif hasattr(one, "items"):
        assert list(one) == list(two)
        for key in one:
            same(one[key], two[key])
    elif isinstance(one, tuple):
        assert len(one) == len(two)
        for left, right in zip(one, two, strict=True):
            same(left, right)
    else:
        assert one == two


@pytest.mark.parametrize("name", BODY_NAMES)
def test_the_atlas_that_ships_is_made_from_the_present_tables_and_bodies(name, tables):
    """When this fails, run ``python -m points.bake``."""
    found = store.read(load.BAKED / f"{name}.npz", store.inputs_key(name), load_body(name), tables)
    assert {mark.definition.code for mark in found.marks.values()} == set(tables.points)
    assert {key.rpartition("/")[0] for key in found.zones} == set(tables.zones)
    assert {path.channel for path in found.paths} == {row.channel for row in tables.channel_paths}


def test_the_stored_atlases_are_small():
    assert sum(path.stat().st_size for path in load.BAKED.glob("*.npz")) < BAKED_LIMIT_KB * 1000


def test_a_round_trip_changes_nothing_and_gives_the_same_bytes(atlas, body, tables, tmp_path):
    one, two = tmp_path / "one.npz", tmp_path / "two.npz"
    store.save(atlas, "key", one)
    again = store.read(one, "key", body, tables)
    store.save(again, "key", two)
    assert one.read_bytes() == two.read_bytes()
    same(atlas, again)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.npz", "two.npz"]


def test_distances_are_kept_to_a_32nd_of_a_millimetre(atlas, body, tables, tmp_path):
    """So a border, where a distance is 0, stays within 0.032 mm along the skin, and inside stays inside."""
    draw = np.random.default_rng(3)

    def blurred(values):
        return (values + draw.uniform(-0.5, 0.5, len(values))).astype(np.float32)

    zones = {
        key: replace(zone, essential_mm=blurred(zone.essential_mm), painted_mm=blurred(zone.painted_mm))
        for key, zone in list(atlas.zones.items())[::20]
    }
    sinews = {key: replace(band, inside_mm=blurred(band.inside_mm)) for key, band in atlas.sinews.items()}
    changed = replace(atlas, zones=zones, sinews=sinews)
    store.save(changed, "key", tmp_path / "one.npz")
    found = store.read(tmp_path / "one.npz", "key", body, tables)
    assert list(found.zones) == list(zones)
    pairs = [(zone, found.zones[key]) for key, zone in zones.items()]
    distances = [(one.essential_mm, two.essential_mm) for one, two in pairs]
    distances += [(one.spillover_mm, two.spillover_mm) for one, two in pairs]
    distances += [(band.inside_mm, found.sinews[key].inside_mm) for key, band in sinews.items()]
    assert max(np.abs(one - two).max() for one, two in distances) <= 0.5 / STEPS + 1e-6
    assert all(np.array_equal(one.vertex_ids, two.vertex_ids) for one, two in pairs)


def test_samples_of_channels_stay_on_the_skin_within_a_thousandth_of_a_millimetre(
    atlas, body, tables, tmp_path
):
    draw = np.random.default_rng(4)

    def elsewhere(path):
        weights = draw.dirichlet([0.4, 0.4, 0.4], len(path.faces))
        spots = np.einsum("kc,kcx->kx", weights, body.vertices_mm[body.faces[path.faces]])
        upright = draw.normal(size=spots.shape)
        upright /= np.linalg.norm(upright, axis=1, keepdims=True)
        return replace(path, barycentric=weights, points_mm=spots, normals=upright)

    changed = replace(atlas, paths=tuple(map(elsewhere, atlas.paths)))
    store.save(changed, "key", tmp_path / "one.npz")
    for one, two in zip(
        changed.paths, store.read(tmp_path / "one.npz", "key", body, tables).paths, strict=True
    ):
        assert np.array_equal(one.faces, two.faces)
        assert two.barycentric.min() >= 0.0
        assert np.abs(two.barycentric.sum(axis=1) - 1.0).max() < 1e-12
        corners = body.vertices_mm[body.faces[two.faces]]
        assert np.abs(np.einsum("kc,kcx->kx", two.barycentric, corners) - two.points_mm).max() < 1e-9
        assert np.linalg.norm(one.points_mm - two.points_mm, axis=1).max() < 1e-3
        assert np.abs(one.normals - two.normals).max() <= 0.51 / UPRIGHT


def test_a_full_disk_leaves_nothing_behind(atlas, tmp_path, monkeypatch):
    def half(self, content):
        with self.open("wb") as file:
            file.write(content[: len(content) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", half)
    with pytest.raises(OSError, match="No space left"):
        store.save(atlas, "key", tmp_path / "one.npz")
    assert list(tmp_path.iterdir()) == []


def test_another_key_or_no_file_is_stale(body, tables, tmp_path):
    with pytest.raises(StaleError, match="made from other inputs; run python -m"):
        store.read(load.BAKED / "male.npz", "another", body, tables)
    with pytest.raises(StaleError, match="There is no atlas file"):
        store.read(tmp_path / "none.npz", "any", body, tables)


def test_a_flipped_bit_is_noticed_or_does_no_harm(atlas, body, tables, tmp_path):
    content = (load.BAKED / "male.npz").read_bytes()
    key, path, draw = store.inputs_key("male"), tmp_path / "male.npz", random.Random(7)
    noticed: list[str] = []
    for _ in range(60):
        changed = bytearray(content)
        changed[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
        path.write_bytes(changed)
        try:
            same(atlas, store.read(path, key, body, tables))
        except AtlasError as error:
            noticed.append(str(error))
    assert len(noticed) > 50
    assert set(noticed) == {f"The atlas file {path} is damaged; delete it, or reinstall the program."}


@pytest.mark.parametrize("share", [0.0, 0.3, 0.999])
def test_a_cut_file_is_damaged(body, tables, tmp_path, share):
    content = (load.BAKED / "male.npz").read_bytes()
    (tmp_path / "male.npz").write_bytes(content[: int(share * len(content))])
    with pytest.raises(AtlasError, match="is damaged"):
        store.read(tmp_path / "male.npz", store.inputs_key("male"), body, tables)


@pytest.fixture
def copied(tmp_path):
    """Copies of the folders of tables and bodies, to be changed."""
    tables, bodies = tmp_path / "tables", tmp_path / "bodies"
    shutil.copytree(DATA, tables, ignore=shutil.ignore_patterns("baked"))
    shutil.copytree(BODY_DATA, bodies)
    return tables, bodies


@pytest.mark.parametrize(
    "file",
    [
        "acupoints/GB.tsv",
        "channel_paths/GB.tsv",
        "zones/neck.json",
        "landmarks.tsv",
        "regions.tsv",
        "muscles.tsv",
    ],
)
def test_the_key_follows_every_table(copied, file):
    before = store.inputs_key("male", *copied)
    path = copied[0] / file
    path.write_bytes(path.read_bytes() + b" ")
    assert store.inputs_key("male", *copied) != before


def test_the_key_follows_the_own_body_only(copied):
    before = [store.inputs_key(name, *copied) for name in BODY_NAMES]
    path = copied[1] / "male.npz"
    path.write_bytes(path.read_bytes() + b" ")
    after = [store.inputs_key(name, *copied) for name in BODY_NAMES]
    assert [one == two for one, two in zip(before, after, strict=True)] == [False, True]
    assert before[0] != before[1]


@pytest.mark.parametrize("file", store.PLACE_NOTHING)
def test_the_key_is_free_of_what_places_nothing(copied, file):
    before = store.inputs_key("male", *copied)
    path = copied[0] / file
    path = path if path.suffix else path / "GB.tsv"
    path.write_text("anything", encoding="utf-8")
    assert store.inputs_key("male", *copied) == before


@pytest.fixture
def computed(monkeypatch, atlas) -> list[str]:
    """Stands in for the minute of placing; notes each time it is asked."""
    times: list[str] = []

    def compute(body, *_):
        times.append(body.name)
        return atlas

    monkeypatch.setattr(bake, "compute_atlas", compute)
    return times


def test_a_stale_atlas_is_computed_once_into_the_cache_and_said_so(tmp_path, computed, atlas):
    said: list[str] = []
    for _ in range(2):
        same(atlas, load.load_atlas("male", said.append, baked=tmp_path / "none", cache=tmp_path / "cache"))
    assert computed == ["male"]
    assert said == ["The tables or the male body have changed: placing everything anew, about a minute."]
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".npz"]


def test_a_damaged_cache_heals_itself(tmp_path, computed, atlas):
    for _ in range(2):
        same(atlas, load.load_atlas("male", baked=tmp_path / "none", cache=tmp_path / "cache"))
        (kept,) = (tmp_path / "cache").iterdir()
        kept.write_bytes(kept.read_bytes()[:1000])
    assert computed == ["male", "male"]


def test_a_cache_that_cannot_be_written_is_said(tmp_path, computed):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    said: list[str] = []
    load.load_atlas("male", said.append, baked=tmp_path / "none", cache=tmp_path / "file" / "folder")
    assert computed == ["male"]
    assert said[-1].startswith("The result could not be kept in the cache folder")


def test_the_atlas_that_ships_is_not_replaced_in_silence(tmp_path, computed):
    (tmp_path / "male.npz").write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(AtlasError, match="is damaged; delete it, or reinstall"):
        load.load_atlas("male", baked=tmp_path, cache=tmp_path / "cache")
    assert computed == []


def test_unsound_tables_are_told_before_anything_is_placed(tmp_path, computed, monkeypatch, tables):
    unsound = replace(tables, sources={})
    monkeypatch.setattr(load, "load_tables", lambda **_: unsound)
    with pytest.raises(
        TableError, match=r"landmarks\.tsv .*, column source: 'who2008' is not in sources\.tsv"
    ):
        load.load_atlas("male", baked=tmp_path, cache=tmp_path)
    assert computed == []
