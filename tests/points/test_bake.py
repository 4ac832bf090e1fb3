"""The atlas that ships is what the tables and the bodies say today, and holds together."""

import numpy as np
import pytest

from meshes.geodesic import Geodesics
from meshes.store import BODY_NAMES, load_body
from meshes.surface import Surface
from points.bake import compute_atlas
from points.load import BAKED, load_atlas
from points.locate import Locator
from points.model import Side, TriggerPoint
from points.muscle_parts import akin
from points.neighbours import FAR_MM, LISTED
from points.paint import paint_zone, spread_mm
from points.store import inputs_key, read, save
from points.tables import MUSCLES, load_tables


@pytest.fixture(scope="module")
def tables():
    return load_tables()


@pytest.fixture(scope="module", params=BODY_NAMES)
def atlas(request, tables):
    return read(BAKED / f"{request.param}.npz", inputs_key(request.param), load_body(request.param), tables)


@pytest.fixture(scope="module")
def locator(atlas, tables):
    return Locator(atlas.body, tables)


def test_the_shipped_atlas_is_not_stale(atlas):
    assert atlas.marks  # reading with today's key is the test


def test_every_mark_lies_where_its_rule_leads_today(atlas, locator):
    placed = locator.points()
    assert not placed.unplaced
    assert [spot.id for spot in placed.located] == list(atlas.marks)
    found = np.array([atlas.marks[spot.id].located.position_mm for spot in placed.located])
    assert np.abs(found - [spot.position_mm for spot in placed.located]).max() < 1e-6


def test_every_landmark_lies_where_it_is_found_today(atlas, locator):
    landmarks, missing = locator.landmarks()
    assert not missing
    assert {landmark.id for landmark in landmarks} == set(atlas.landmarks)
    off = [np.abs(atlas.landmarks[one.id].position_mm - one.position_mm).max() for one in landmarks]
    assert max(off) < 1e-6


@pytest.mark.parametrize("code", ["trapezius_upper.TrP1", "infraspinatus.TrP1", "temporalis.TrP2"])
def test_zones_are_painted_as_stored(atlas, locator, tables, code):
    for side in (Side.LEFT, Side.RIGHT):
        fresh, stored = (
            paint_zone(tables.zones[code], side, locator, atlas.cun_mm),
            atlas.zones[f"{code}/{side}"],
        )
        assert np.array_equal(fresh.vertex_ids, stored.vertex_ids)
        assert np.abs(fresh.essential_mm - stored.essential_mm).max() < 0.05  # stored as half floats


def test_every_trigger_point_has_a_zone_on_both_sides(atlas):
    trigger_points = {mark_id for mark_id, mark in atlas.marks.items() if mark.is_trigger_point}
    assert set(atlas.zones) == trigger_points
    assert all(
        zone.essential_mm.max(initial=-1.0) > 0.0 or zone.spillover_mm.max(initial=-1.0) > 0.0 or zone.deep
        for zone in atlas.zones.values()
    )


def test_essential_is_not_spillover(atlas):
    for zone in atlas.zones.values():
        assert not ((zone.essential_mm > 0.0) & (zone.spillover_mm > 0.0)).any()


def test_channel_samples_lie_on_the_skin_and_on_their_own_side(atlas):
    for path in atlas.paths:
        assert atlas.body.outer[path.faces].all()
        assert np.allclose(path.barycentric.sum(axis=1), 1.0, atol=1e-6)
        assert (path.barycentric >= -1e-6).all()
        if path.side == "midline":
            assert np.abs(path.points_mm[:, 0]).max() < 0.5, (path.channel, path.branch)
        else:
            sign = 1.0 if path.side == "left" else -1.0
            assert (path.points_mm[:, 0] * sign).min() > 0.0, (path.channel, path.branch)


def test_channel_paths_run_through_their_points_in_order(atlas, tables):
    for row in tables.channel_paths:
        stops = [ref for ref in row.through if isinstance(ref, str) and ref in tables.acupoints]
        for path in atlas.paths:
            if (path.channel, path.branch) != (row.channel, row.branch):
                continue
            spots = [
                atlas.marks[f"{code}/{path.side if tables.acupoints[code].paired else 'midline'}"]
                for code in stops
            ]
            apart = [np.linalg.norm(path.points_mm - spot.located.position_mm, axis=1) for spot in spots]
            assert max(distances.min() for distances in apart) < 1.6, (row.channel, row.branch)  # half a step
            at = [int(distances.argmin()) for distances in apart]
            assert at == sorted(at), (row.channel, row.branch, stops)


def test_neighbours_are_of_the_other_system_nearest_first_and_exact(atlas):
    geodesics = Geodesics(Surface(atlas.body))
    for mark_id in ("GB21/left", "trapezius_upper.TrP1/right", "GV14/midline"):
        near = atlas.neighbours[mark_id]
        assert 0 < len(near) <= LISTED
        assert [one.skin_mm for one in near] == sorted(one.skin_mm for one in near)
        for one in near[:3]:
            here, there = atlas.marks[mark_id], atlas.marks[one.id]
            assert here.is_trigger_point is not there.is_trigger_point
            assert one.skin_mm == pytest.approx(
                geodesics.distance_mm(here.located.point, there.located.point), abs=0.3
            )
            assert one.straight_mm <= one.skin_mm + 0.01
            assert one.cun == pytest.approx(one.skin_mm / atlas.cun_mm, abs=0.01)


def test_no_mark_that_is_not_listed_is_nearer(atlas):
    """Whatever is nearer in a straight line than the last that is listed is farther off along the skin."""
    geodesics, marks, asked = Geodesics(Surface(atlas.body)), list(atlas.marks.values()), 0
    for mark in marks[::3]:
        near = atlas.neighbours[mark.id]
        listed = {one.id for one in near}
        last_mm = near[-1].skin_mm if len(near) == LISTED else np.inf
        for other in marks:
            gap_mm = np.linalg.norm(other.located.position_mm - mark.located.position_mm)
            if other.is_trigger_point is mark.is_trigger_point or other.id in listed:
                continue
            if gap_mm < min(last_mm, FAR_MM):
                asked += 1
                skin_mm = geodesics.distance_mm(other.located.point, mark.located.point)
                assert skin_mm > last_mm - 0.3, (mark.id, other.id)  # as exact as a way and its return
    assert asked > 50


def test_covering_and_zones_agree(atlas):
    """Every acupoint is listed with exactly the zones whose area it lies in."""
    count = len(atlas.body.vertices_mm)
    acupoints = [mark for mark in atlas.marks.values() if not mark.is_trigger_point]
    found = 0
    for zone_id, zone in atlas.zones.items():
        for kind, values in zip(("essential", "spillover"), spread_mm(zone, count), strict=True):
            for mark in acupoints:
                spot = mark.located.point
                inside_mm = spot.barycentric @ values[atlas.body.faces[spot.face]]
                listed = (zone_id, kind) in atlas.covering.get(mark.id, ())
                found += listed
                assert listed == (inside_mm > 0.0) or abs(inside_mm) < 0.1, (mark.id, zone_id, kind)
    assert found > len(atlas.zones)


def test_crossings_are_shares_of_their_channel(atlas):
    assert any(atlas.crossings.values())
    for crossings in atlas.crossings.values():
        for crossing in crossings:
            assert 0.0 < crossing.share <= 1.0
            assert crossing.essential_mm <= crossing.zone_mm + 0.01


def test_zone_areas_are_shares_of_known_regions(atlas, tables):
    for areas in atlas.zone_areas.values():
        assert areas
        for area in areas:
            assert area.skin_region in tables.regions
            if tables.regions[area.skin_region].parent == "deep":
                assert area.area_mm2 is None
            else:
                assert area.area_mm2 > 0.0
                assert 0.0 < area.share <= 1.0


def test_trigger_points_name_their_muscle(atlas):
    for mark in atlas.marks.values():
        if isinstance(mark.definition, TriggerPoint):
            assert mark.muscles == (mark.definition.muscle,)


def test_parts_of_a_muscle_are_that_muscle():
    muscles = load_tables(of=(MUSCLES,)).muscles
    assert akin("triceps_medial_head_deep", "triceps_medial_head_deep", muscles)
    assert akin("erector_spinae_lumbar", "longissimus_thoracis", muscles)
    assert akin("rectus_abdominis", "rectus_abdominis_lower", muscles)
    assert not akin("trapezius_upper", "trapezius_lower", muscles)
    assert not akin("extensor_digitorum", "extensor_digitorum_longus", muscles)  # forearm and leg


def test_two_bakes_give_the_same_bytes(atlas, tmp_path):
    for name in ("one", "two"):
        save(atlas, "key", tmp_path / f"{name}.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_a_full_computation_gives_the_stored_atlas(tables):
    """The slow truth, on one body: everything anew, regions and neighbours included, and in one process."""
    told: list[float] = []
    fresh = compute_atlas(load_body("male"), tables, lambda _, share: told.append(share), alone=True)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)
    assert len(told) > 100
    stored = load_atlas("male")
    assert np.array_equal(fresh.face_region, stored.face_region)
    assert fresh.neighbours.keys() == stored.neighbours.keys()
    assert all(list(fresh.neighbours[key]) == list(stored.neighbours[key]) for key in fresh.neighbours)
    assert dict(fresh.crossings) == dict(stored.crossings)
    assert dict(fresh.covering) == dict(stored.covering)
    assert dict(fresh.zone_areas) == dict(stored.zone_areas)
    assert list(fresh.zones) == list(stored.zones)
