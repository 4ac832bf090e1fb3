"""The best channel of each zone, and where on the skin zones and channels agree."""

from __future__ import annotations

import numpy as np
import pytest

from points.archive import StaleError
from points.atlas import Zone
from points.errors import AtlasError
from points.load import load_along, load_atlas
from points.overlap.along import (
    SOFT_MM,
    Along,
    Best,
    agreement_on,
    along_key,
    best_of,
    read_along,
    save_along,
)
from points.overlap.courses import Course


def zone(ids: list[int], inside_mm: list[float]) -> Zone:
    inside = np.array(inside_mm, np.float32)
    return Zone(np.array(ids, np.int32), inside, np.full(len(ids), -9.0, np.float32), ())


def course(trigger: str, channel: str, along: float, *, best: bool) -> Course:
    return Course(trigger, channel, "left", 0.0, 0.0, along, 0.2, follows=False, best=best)


def test_the_first_of_the_best_channels_counts():
    rows = [
        course("a", "GB", 0.5, best=True),
        course("a", "BL", 0.5, best=True),
        course("b", "LU", 0.1, best=False),
    ]
    assert best_of(rows) == {"a": Best("GB", "left", 0.5, 0.2)}


def test_a_spot_agrees_where_the_best_channel_of_a_zone_over_it_runs():
    zones = {"a": zone([0, 1, 2], [5.0, 5.0, -5.0]), "b": zone([1, 3], [2.0, 2.0]), "c": zone([3], [1.0])}
    strips = {"GB/left": np.array([20.0, 0.0, 20.0, 20.0]), "BL/left": np.array([-20.0, -20.0, 0.0, -20.0])}
    best = {"a": Best("GB", "left", 0.9, 0.2), "b": Best("BL", "left", 0.1, 0.2)}
    agreeing, covering = agreement_on(zones, strips, best, 5)
    assert covering.tolist() == [1, 2, 0, 2, 0]
    assert agreeing.tolist() == [1.0, 0.5, 0.0, 0.0, 0.0], "on the border of the strip: in part"
    shares = Along(best, covering, agreeing, 1.0).shares
    np.testing.assert_array_equal(shares, [1.0, 0.25, np.nan, 0.0, np.nan])
    assert SOFT_MM < 23.0, "the border is much narrower than the cun that it bounds"


def test_what_is_kept_comes_back_and_only_under_its_key(tmp_path):
    found = Along({"a": Best("GB", "left", 0.9, 0.25)}, np.array([0, 3]), np.array([0.0, 1.5]), 1.0)
    path = tmp_path / "along.npz"
    save_along(found, "key", path)
    kept = read_along(path, "key")
    assert kept.best["a"].channel == "GB"
    assert kept.best["a"].along == pytest.approx(0.9)
    np.testing.assert_array_equal(kept.covering, found.covering)
    np.testing.assert_array_equal(kept.agreeing, found.agreeing)
    with pytest.raises(StaleError):
        read_along(path, "another")
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(AtlasError):
        read_along(path, "key")


@pytest.mark.parametrize("body", ["male", "female"])
def test_what_ships_is_of_the_present_tables_and_alike_on_both_sides(body):
    said: list[str] = []
    along = load_along(body, said.append)
    assert said == [], "run python -m points.bake"
    assert len(along_key(body)) == 64
    mesh = load_atlas(body).body
    assert along.covering.shape == along.agreeing.shape == (len(mesh.vertices_mm),)
    assert (along.agreeing <= along.covering).all()
    paired = [key for key in along.best if key.endswith("/left") and f"{key[:-5]}/right" in along.best]
    assert len(paired) > 200
    pairs = {key: (along.best[key], along.best[f"{key[:-5]}/right"]) for key in paired}
    apart = [abs(one.along - other.along) for one, other in pairs.values()]
    assert max(apart) < 0.1, "zones are painted on either side by themselves"
    assert np.mean(apart) < 0.01
    for one, _ in pairs.values():
        assert 0.0 < one.along <= 1.0
        assert 0.0 <= one.along_any < 1.0
