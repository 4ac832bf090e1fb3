"""The comparison of both maps where the right answer is known: on a sphere, with overlap made by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from meshes.geodesic import Geodesics
from meshes.shell import volume_mm3
from meshes.surface import Surface
from meshes.tendons import tendon_share
from points.archive import StaleError
from points.atlas import ChannelPath, Mark
from points.errors import OverlapError
from points.load import load_atlas, load_muscles
from points.model import Located, Side, TriggerPoint
from points.overlap.agreement import agreement_of, read_agreement, save_agreement
from points.overlap.belly import tetrahedra
from points.overlap.chance import corrected, draw, judge
from points.overlap.criteria import CRITERIA, REACH_MM, steps, within
from points.overlap.fields import Fields
from points.overlap.jitter import jittered
from points.overlap.maps import Maps, maps_of
from points.overlap.nulls import region_null, shift_null
from points.overlap.pairs import measure_pairs
from points.overlap.spots import Spots, random_weights, uniform
from points.overlap.study import StudyOptions, study
from points.overlap.summary import TOLERANCES_MM, chances, shares

RADIUS_MM = 300.0
CENTRE = np.array([0.0, 0.0, RADIUS_MM])
ANY = CRITERIA[0]


def trigger_point(code: str) -> TriggerPoint:
    muscle, number = code.split(".TrP")
    words = ("There.", "Ache.", "", "Cold.", (), (), "", "B", ("test",), "", "")
    return TriggerPoint(code, muscle, int(number), True, None, 9.0, 9.0, *words)


class World:
    """Marks of both systems on the left half of the sphere."""

    def __init__(self, sphere, make_point) -> None:
        self.body = sphere
        self.surface = Surface(sphere)
        self.geodesics = Geodesics(self.surface)
        self.make_point = make_point

    def mark(self, definition, direction, tolerance_mm: float = 3.0) -> Mark:
        spot = self.surface.nearest(CENTRE + RADIUS_MM * np.asarray(direction) / np.linalg.norm(direction))
        located = Located(
            definition.code, Side.LEFT, spot, self.surface.position_mm(spot), "landmark", tolerance_mm
        )
        return Mark(located.id, definition, located, self.surface.normal(spot), "all", "all")

    def maps(self, triggers, acupoints, tolerance_mm: float = 3.0) -> Maps:
        """Maps of (k, 3) directions."""
        ones = [
            self.mark(trigger_point(f"m.TrP{n + 1}"), way, tolerance_mm) for n, way in enumerate(triggers)
        ]
        others = [
            self.mark(self.make_point(f"ST{n + 1}", '{"kind":"landmark","at":"low"}'), way, tolerance_mm)
            for n, way in enumerate(acupoints)
        ]
        shape = (len(ones), len(others))
        return Maps(tuple(ones), tuple(others), np.zeros(shape, bool), np.ones(len(others), bool))

    def fields(self, marks) -> Fields:
        return Fields(self.geodesics.web, [mark.located.point for mark in marks], REACH_MM)

    def atlas(self):
        return SimpleNamespace(
            body=self.body,
            region_names=("all",),
            regions={"all": SimpleNamespace(parent="all")},
            face_region=np.zeros(len(self.body.faces), np.uint8),
        )

    def null(self, maps):
        return region_null(self.atlas(), maps, self.fields(maps.acupoints), (ANY,))


@pytest.fixture(scope="module")
def world(sphere, make_point):
    return World(sphere, make_point)


def left(rng, count):
    """(count, 3) directions, uniform on the left half."""
    ways = rng.normal(size=(count, 3))
    ways[:, 0] = np.abs(ways[:, 0]) + 1e-6
    return ways / np.linalg.norm(ways, axis=1, keepdims=True)


def arc_mm(one, other):
    """Great-circle distance between positions on the sphere."""
    ways = [(np.asarray(spot) - CENTRE) for spot in (one, other)]
    ways = [way / np.linalg.norm(way, axis=-1, keepdims=True) for way in ways]
    return RADIUS_MM * np.arccos(np.clip((ways[0] * ways[1]).sum(-1), -1, 1))


# -- distances


def test_distances_inside_triangles_are_those_of_the_sphere(world):
    rng = np.random.default_rng(1)
    maps = world.maps(left(rng, 1), left(rng, 40))
    spots = uniform(rng, np.arange(len(world.body.faces)), np.cumsum(np.ones(len(world.body.faces))), 4000)
    seen = world.fields(maps.acupoints).seen_from(spots)
    here = spots.positions_mm(world.body)[seen.spots]
    there = np.array([mark.located.position_mm for mark in maps.acupoints])[seen.sources]
    true_mm = arc_mm(here, there)
    assert len(true_mm) > 300
    off = seen.distances_mm - true_mm
    assert np.abs(np.median(off)) < 0.4
    assert np.quantile(np.abs(off), 0.95) < 1.5
    expected = (arc_mm(spots.positions_mm(world.body)[:, None], np.array(
        [mark.located.position_mm for mark in maps.acupoints])) < REACH_MM - 2.0).sum()  # fmt: skip
    assert len(true_mm) >= expected  # none is lost


def test_a_spot_on_its_source_has_no_distance(world):
    maps = world.maps([[1, 0, 0]], [[1, -0.3, 0.2]])
    fields = world.fields(maps.acupoints)
    seen = fields.seen_from(Spots.of([maps.acupoints[0].located.point]))
    assert seen.distances_mm[0] == pytest.approx(0.0, abs=0.2)
    assert fields.seen_from(Spots.of([])).nearest_mm().shape == (0,)


def test_pairs_are_exact_and_sorted(world):
    rng = np.random.default_rng(2)
    maps = world.maps(left(rng, 30), left(rng, 30))
    pairs = measure_pairs(maps, world.geodesics)
    ends = [
        np.array([mark.located.position_mm for mark in marks])[index]
        for marks, index in ((maps.triggers, pairs.trigger), (maps.acupoints, pairs.acupoint))
    ]
    np.testing.assert_allclose(pairs.skin_mm, arc_mm(*ends), atol=0.5)
    assert (pairs.straight_mm <= pairs.skin_mm + 1e-9).all()
    order = np.lexsort((pairs.skin_mm, pairs.trigger))
    np.testing.assert_array_equal(order, np.arange(len(order)))
    nearest = pairs.nearest_mm(30, ANY.allowed(maps))
    brute = [pairs.skin_mm[pairs.trigger == one].min(initial=np.inf) for one in range(30)]
    np.testing.assert_array_equal(nearest, brute)


# -- counting


def test_every_half_millimetre_is_counted_exactly():
    given = np.array([0.0, 4.9, 5.0, 5.01, 49.99, 50.0, 50.01, 61.0, np.inf])
    found = steps(given)
    for tolerance in (5.0, 5.5, 20.0, 50.0):
        np.testing.assert_array_equal(within(found, tolerance), given <= tolerance)


def test_holm_corrects_as_worked_out_by_hand():
    np.testing.assert_allclose(corrected([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02])
    np.testing.assert_allclose(corrected([0.9, 0.8]), [1.0, 1.0])


def test_judgement_counts_worlds_with_as_many_matches():
    observed = steps(np.array([1.0, 1.0, 99.0, 99.0]))
    worlds = steps(np.array([[1.0, 99, 99, 99], [1, 1, 99, 99], [1, 1, 1, 99], [99, 99, 99, 99]]))
    verdict = judge(observed, worlds, 5.0)
    assert verdict.observed == 0.5
    assert verdict.expected == pytest.approx(6 / 16)
    assert verdict.p_value == pytest.approx((1 + 2) / 5)


# -- null models against what geometry says


def test_spots_are_uniform():
    rng = np.random.default_rng(3)
    for corners in (3, 4):
        weights = random_weights(rng, 40_000, corners)
        np.testing.assert_allclose(weights.sum(axis=1), 1.0)
        np.testing.assert_allclose(weights.mean(axis=0), 1.0 / corners, atol=0.006)
        # the mean square of a weight of a uniform spot in a simplex of n corners is 2 / (n (n + 1))
        np.testing.assert_allclose((weights**2).mean(axis=0), 2.0 / (corners * (corners + 1)), atol=0.006)
    drawn = uniform(rng, np.array([4, 7]), np.array([1.0, 4.0]), 20_000)
    assert (drawn.faces == 7).mean() == pytest.approx(0.75, abs=0.015)


@pytest.mark.parametrize("tolerance", [10.0, 25.0, 45.0])
def test_chance_on_a_region_is_the_share_of_its_skin(world, tolerance):
    ways = [[1, 0, 0], [0.6, 0.8, 0], [0.6, -0.8, 0], [0.6, 0, 0.8]]
    maps = world.maps([[1, 0, 0.5], [1, 0.4, 0]], ways)
    drawn = world.null(maps).draw(np.random.default_rng(4), 20_000)[0]
    caps = len(ways) * (1.0 - np.cos(tolerance / RADIUS_MM))  # of a half sphere
    assert within(drawn, tolerance).mean() == pytest.approx(caps, rel=0.05, abs=0.002)


def test_chance_along_a_channel_is_the_share_of_its_length(world):
    turn = np.radians(np.linspace(-60, 60, 400))
    ways = np.stack([np.cos(turn), np.zeros_like(turn), np.sin(turn)], axis=1)
    spots = [world.surface.nearest(CENTRE + RADIUS_MM * way) for way in ways]
    positions = np.array([world.surface.position_mm(spot) for spot in spots])
    path = ChannelPath(
        "ST", 1, "left", positions, ways, np.array([spot.face for spot in spots], np.int32),
        np.array([spot.barycentric for spot in spots]),
    )  # fmt: skip
    maps = world.maps([[1, 0, 0]], [ways[20]])
    null = shift_null(maps, world.fields(maps.triggers), [path], world.body, ANY)
    drawn = null.draw(np.random.default_rng(5), 20_000)[0]
    length = path.step_mm.sum()
    for tolerance in (10.0, 30.0, 50.0):
        assert within(drawn, tolerance).mean() == pytest.approx(2 * tolerance / length, rel=0.04, abs=0.004)
    unshifted = null.lines[0][0]
    assert unshifted[0] == 255  # 54 degrees away, where the point stands
    np.testing.assert_array_less(0, (null.lines[0] < 255).sum())


def test_flesh_of_a_muscle_is_cut_up_whole():
    muscles = load_muscles("male")
    body = muscles["gluteus_medius/left"]
    corners, flesh = tetrahedra(body)
    whole = sum(volume_mm3(part.vertices_mm, part.grid.faces) for part in body.parts)
    edges = corners[:, 1:] - corners[:, :1]
    assert np.abs(np.linalg.det(edges)).sum() / 6 == pytest.approx(whole, rel=0.04)
    assert 0.5 * whole < flesh.sum() < whole
    part = body.parts[0]
    assert tendon_share(*part.grid.uv, part.tendons).max() == 1.0


# -- moving the marks


def test_without_tolerance_nothing_moves(world):
    rng = np.random.default_rng(6)
    maps = world.maps(left(rng, 25), left(rng, 60), tolerance_mm=0.0)
    pairs = measure_pairs(maps, world.geodesics)
    moved = jittered(maps, pairs, (ANY,), 3, np.random.SeedSequence(0))[0]
    observed = steps(pairs.nearest_mm(25, ANY.allowed(maps)))
    for row in moved:
        np.testing.assert_array_equal(row, observed)


def test_moves_add_up_as_on_the_plane(world):
    maps = world.maps([[1, 0, 0]], [[1, 0.1, 0]], tolerance_mm=8.0)
    pairs = measure_pairs(maps, world.geodesics)
    moved = jittered(maps, pairs, (ANY,), 20_000, np.random.SeedSequence(0))[0].astype(float) / 2 - 0.25
    # a uniform move in a disc of radius r has the mean square r^2 / 2; two marks move
    assert (moved**2).mean() == pytest.approx(pairs.skin_mm[0] ** 2 + 8.0**2, rel=0.02)


# -- the method, where the answer is known


def test_points_copied_onto_points_match_all(world):
    rng = np.random.default_rng(7)
    ways = left(rng, 60)
    maps = world.maps(ways, ways)
    observed = steps(measure_pairs(maps, world.geodesics).nearest_mm(60, ANY.allowed(maps)))
    drawn = draw(world.null(maps), 2000, np.random.SeedSequence(1))
    verdict = judge(observed, drawn.of(ANY), 5.0)
    assert verdict.observed == 1.0
    assert verdict.p_value == pytest.approx(1 / 2001)


def test_random_points_are_found_to_be_random(world):
    rng = np.random.default_rng(8)
    maps = world.maps(left(rng, 40), left(rng, 120))
    null = world.null(maps)
    drawn = draw(null, 4000, np.random.SeedSequence(2)).of(ANY)
    worlds = null.draw(np.random.default_rng(9), 300)[0]
    p_values = np.array([judge(one, drawn, 30.0).p_value for one in worlds])
    assert p_values.mean() == pytest.approx(0.55, abs=0.07)  # counting ties with the rest lifts it over 1/2
    for level in (0.05, 0.2, 0.5):
        assert (p_values <= level).mean() <= level + 2.5 * np.sqrt(level * (1 - level) / len(p_values))
    shares = within(worlds, 30.0).mean(axis=1)
    assert shares.mean() == pytest.approx(within(drawn, 30.0).mean(), abs=0.01)


def test_a_planted_overlap_is_found(world):
    rng = np.random.default_rng(10)
    acupoints = left(rng, 120)
    triggers = left(rng, 40)
    triggers[:15] = acupoints[:15] + rng.normal(scale=0.01, size=(15, 3))  # some 4 mm off
    maps = world.maps(triggers, acupoints)
    observed = steps(measure_pairs(maps, world.geodesics).nearest_mm(40, ANY.allowed(maps)))
    verdict = judge(observed, draw(world.null(maps), 4000, np.random.SeedSequence(3)).of(ANY), 10.0)
    assert verdict.p_value < 0.001
    assert verdict.effect > 3.0


def test_the_number_of_workers_changes_nothing(world):
    rng = np.random.default_rng(11)
    null = world.null(world.maps(left(rng, 10), left(rng, 30)))
    told = []
    one = draw(null, 600, np.random.SeedSequence(5), lambda done, of: told.append((done, of)), workers=1)
    two = draw(null, 600, np.random.SeedSequence(5), workers=3)
    np.testing.assert_array_equal(one.distances, two.distances)
    assert told == [(250, 600), (500, 600), (600, 600)]
    other = draw(null, 600, np.random.SeedSequence(6), workers=2)
    assert not np.array_equal(one.distances, other.distances)


# -- both shipped bodies


@pytest.fixture(scope="module", params=["male", "female"])
def studied(request):
    atlas = load_atlas(request.param)
    options = StudyOptions(samples=200, moves=100)
    return atlas, study(atlas, load_muscles(request.param), options)


def test_pairs_agree_with_the_neighbours_on_the_cards(studied):
    atlas, found = studied
    pairs, maps = found.pairs, found.maps
    mine = {}
    for one, other, mm in zip(pairs.trigger, pairs.acupoint, pairs.skin_mm, strict=True):
        mine.setdefault(maps.triggers[one].id, (maps.acupoints[other].id, mm))
    for mark, (_, mm) in mine.items():
        assert atlas.neighbours[mark][0].skin_mm == pytest.approx(mm, abs=0.011)


def test_every_trigger_point_is_counted_once(studied):
    atlas, found = studied
    codes = [mark.located.code for mark in found.maps.triggers]
    assert sorted(codes) == sorted({m.located.code for m in atlas.marks.values() if m.is_trigger_point})
    assert found.maps.on_channel.sum() == 361
    assert len(maps_of(atlas, Surface(atlas.body)).acupoints) == len(found.observed_back)


def test_shares_grow_with_the_tolerance_and_shrink_with_the_demands(studied):
    _, found = studied
    whole = {
        (row.criterion, row.tolerance_mm): row.matched
        for row in shares(found)
        if row.by == "whole" and row.counted == "trigger_points"
    }
    for criterion in CRITERIA:
        counts = [whole[criterion.key, tolerance] for tolerance in TOLERANCES_MM]
        assert counts == sorted(counts)
    for tolerance in TOLERANCES_MM:
        few, more = whole["channel_points", tolerance], whole["all_points", tolerance]
        own, own_more = (whole[f"{key}_same_muscle", tolerance] for key in ("channel_points", "all_points"))
        assert own <= few <= more
        assert own <= own_more <= more


def test_groups_add_up_to_the_whole(studied):
    _, found = studied
    rows = [row for row in shares(found) if row.criterion == "all_points" and row.tolerance_mm == 20.0]
    whole = next(row for row in rows if row.by == "whole")
    for by in ("region", "muscle"):
        parts = [row for row in rows if row.by == by]
        assert sum(row.matched for row in parts) == whole.matched
        assert sum(row.of_all for row in parts) == whole.of_all == len(found.maps.triggers)


def test_the_belly_of_a_muscle_is_near_its_own_points(studied):
    """Anywhere in its muscle a point has an acupoint of that muscle more often than in the region."""
    _, found = studied
    rows = {
        row.null: row.verdict.expected
        for row in chances(found)
        if row.by == "whole" and row.criterion == "all_points_same_muscle" and row.tolerance_mm == 20.0
    }
    assert rows["muscle"] > 2.0 * rows["region"]


def test_courses_are_shares(studied):
    _, found = studied
    for row in (*found.courses, *found.sinew_courses):
        assert 0.0 <= row.essential_share <= row.zone_share + 1e-9 <= 1.0 + 1e-6
        assert 0.0 <= row.along <= 1.0 + 1e-9
        assert 0.0 <= row.along_any <= 1.0 + 1e-9
    assert any(row.follows for row in found.courses)
    best = {row.trigger for row in found.courses if row.best}
    zoned = {mark.id for mark in found.maps.triggers}
    assert len(zoned - best) <= 0.1 * len(zoned)


@pytest.mark.parametrize("studied", ["male"], indirect=True)
def test_the_same_seed_gives_the_same_study(studied):
    atlas, found = studied
    again = study(atlas, load_muscles(atlas.body.name), found.options, workers=1)
    for key, drawn in found.drawn.items():
        np.testing.assert_array_equal(drawn.distances, again.drawn[key].distances)
    np.testing.assert_array_equal(found.moved, again.moved)
    assert found.courses == again.courses


def test_what_is_shown_is_what_was_found_and_is_kept(studied, tmp_path):
    atlas, found = studied
    shown = agreement_of(found, Geodesics(Surface(atlas.body)))
    save_agreement(shown, "key", tmp_path / "a.npz")
    kept = read_agreement(tmp_path / "a.npz", "key")
    assert kept.triggers == tuple(mark.id for mark in found.maps.triggers)
    bridged = {bridge.pair for bridge in kept.bridges}
    for criterion in CRITERIA:
        for tolerance in (5.0, 20.0, 50.0):
            matches = kept.matches(criterion, tolerance)
            counted = within(found.observed[criterion], tolerance)
            assert sorted(kept.trigger[matches]) == np.flatnonzero(counted).tolist()
            assert bridged >= set(matches.tolist())
        chance = kept.chances["region", criterion.key]
        assert (chance.low <= chance.expected).all()
        assert (chance.expected <= chance.high).all()
        assert len(kept.moved[criterion.key]) == len(TOLERANCES_MM)
    for bridge in kept.bridges[:40]:
        line = bridge.spots.positions_mm(atlas.body)
        length = np.linalg.norm(np.diff(line, axis=0), axis=1).sum()
        assert length == pytest.approx(kept.skin_mm[bridge.pair], abs=0.05)
    with pytest.raises(StaleError):
        read_agreement(tmp_path / "a.npz", "another")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"tolerance_mm": 0.0}, "tolerance of 0 mm"),
        ({"tolerance_mm": 20.3}, "steps of half a millimetre"),
        ({"tolerance_mm": float("nan")}, "tolerance of nan mm"),
        ({"samples": 5}, "5 samples cannot be drawn"),
        ({"moves": -1}, "-1 moves"),
        ({"seed": -3}, "seed must be"),
        ({"reach_cun": 0.0}, "reach of 0 cun"),
    ],
)
def test_what_makes_no_sense_is_said(options, said):
    with pytest.raises(OverlapError, match=said):
        StudyOptions(**options)
