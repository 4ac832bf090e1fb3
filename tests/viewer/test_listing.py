"""The lists: columns of the design, one row for everything located, the same in CSV and JSON."""

from __future__ import annotations

import csv
import io
import json

import pytest

from meshes import BODY_NAMES
from points.load import load_atlas
from points.locate import sides
from points.tables import load_tables
from viewer import listing
from viewer.errors import OutputError

COLUMNS = {
    "points": "system code name hanzi side x_mm y_mm z_mm channel muscle region skin_region rule tolerance_mm"
    " source",
    "landmarks": "name x_mm y_mm z_mm confidence",
    "channels": "channel side branch sample x_mm y_mm z_mm",
    "zones": "code side kind skin_region area_mm2 share",
}


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture(scope="module", params=BODY_NAMES)
def atlas(request):
    return load_atlas(request.param)


def listed(atlas, kind: str) -> listing.Listing:
    return getattr(listing, f"{kind}_listing")(atlas)


def rows(atlas, kind: str) -> list[dict]:
    return json.loads(listing.as_json(listed(atlas, kind)))


@pytest.mark.parametrize("kind", COLUMNS)
def test_columns_are_those_of_the_design(atlas, kind):
    made = listed(atlas, kind)
    assert made.columns == tuple(COLUMNS[kind].split())
    assert made.rows
    for row in made.rows:
        assert len(row) == len(made.columns)
        assert {type(cell) for cell in row} <= {str, int, float}


@pytest.mark.parametrize("kind", COLUMNS)
def test_csv_and_json_say_the_same(atlas, kind):
    made = listed(atlas, kind)
    read = list(csv.DictReader(io.StringIO(listing.as_csv(made))))
    told = json.loads(listing.as_json(made))
    assert [{key: "" if cell is None else str(cell) for key, cell in row.items()} for row in told] == read


def test_every_point_is_listed_once_for_each_of_its_sides(atlas, tables):
    found = {(row["code"], row["side"]) for row in rows(atlas, "points")}
    wanted = {(code, side) for code, point in tables.points.items() for side in map(str, sides(point.paired))}
    assert found == wanted
    assert len(rows(atlas, "points")) == len(wanted)


def test_points_lie_on_their_side_within_the_body(atlas):
    low, high = atlas.body.vertices_mm.min(axis=0), atlas.body.vertices_mm.max(axis=0)
    for row in rows(atlas, "points"):
        spot = [row["x_mm"], row["y_mm"], row["z_mm"]]
        assert all(a - 0.01 <= value <= b + 0.01 for a, value, b in zip(low, spot, high, strict=True)), row
        side = {"left": spot[0] > 0, "right": spot[0] < 0, "midline": abs(spot[0]) < 1.0}
        assert side[row["side"]], row
        assert 0 < row["tolerance_mm"] < 60


def test_points_use_known_words(atlas, tables):
    parents = {region.parent for region in tables.regions.values()}
    for row in rows(atlas, "points"):
        trigger = row["system"] == "trigger_point"
        assert row["system"] in {"acupoint", "extra_point", "trigger_point"}
        assert (row["channel"] is None) == trigger
        assert (row["hanzi"] is None) == trigger
        assert row["region"] in parents
        assert tables.regions[row["skin_region"]].parent == row["region"]
        assert row["rule"] in {"landmark", "between", "trunk", "limb", "digit"}
        assert set(row["source"].split("|")) <= set(tables.sources)
        assert set((row["muscle"] or "").split("|")) - {""} <= set(tables.muscles)
        assert row["name"]


def test_a_trigger_point_is_named_by_muscle_and_number(atlas):
    (name,) = {row["name"] for row in rows(atlas, "points") if row["code"] == "trapezius_upper.TrP1"}
    assert name.endswith(" TrP1")
    assert "_" not in name


def test_landmarks_are_many_and_graded(atlas):
    found = rows(atlas, "landmarks")
    assert len({row["name"] for row in found}) == len(found) >= 200
    assert {row["confidence"] for row in found} <= {"A", "B", "C"}


def test_channel_samples_count_from_nought_without_a_gap(atlas):
    branches: dict[tuple, list[int]] = {}
    for row in rows(atlas, "channels"):
        branches.setdefault((row["channel"], row["side"], row["branch"]), []).append(row["sample"])
    for key, samples in branches.items():
        assert samples == list(range(len(samples))), key
        assert len(samples) >= 2
    sides = {channel: {key[1] for key in branches if key[0] == channel} for channel, *_ in branches}
    assert all(found in ({"left", "right"}, {"midline"}) for found in sides.values()), sides


def test_every_zone_is_listed_by_region(atlas):
    found = rows(atlas, "zones")
    assert {(row["code"], row["side"]) for row in found} == {tuple(key.split("/")) for key in atlas.zones}
    for row in found:
        assert row["kind"] in {"essential", "spillover"}
        assert (row["area_mm2"] is None) == (row["share"] is None)
        if row["area_mm2"] is not None:
            assert row["area_mm2"] > 0
            assert 0 <= row["share"] <= 1


def test_deep_places_stand_without_an_area(atlas, tables):
    wanted = {(code, place.region, place.kind) for code, row in tables.zones.items() for place in row.deep}
    found = {
        (row["code"], row["skin_region"], row["kind"])
        for row in rows(atlas, "zones")
        if row["area_mm2"] is None
    }
    assert found == wanted


def test_nothing_is_written_under_another_ending(tmp_path):
    with pytest.raises(OutputError, match=r"must end in \.csv or \.json"):
        listing.save(listing.Listing(("a",), ((1,),)), tmp_path / "a.txt")
    assert list(tmp_path.iterdir()) == []


def test_a_list_replaces_the_file_of_before(tmp_path):
    for text in ("one", "two"):
        listing.save(listing.Listing(("a",), ((text,),)), tmp_path / "A.CSV")
    assert (tmp_path / "A.CSV").read_bytes() == b"a\ntwo\n"
    listing.save(listing.Listing(("a", "b"), (("取", ""),)), tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == [{"a": "取", "b": None}]
