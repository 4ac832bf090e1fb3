"""Where a pain may come from: shares that are known on paper, ranking, symmetry, and the shipped bodies."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from meshes.body import SurfacePoint
from meshes.patch import Dab, blank
from meshes.surface import Surface
from points.atlas import ChannelPath, SinewBand, Zone
from points.load import load_atlas
from points.model import Side
from points.pain import FINGERTIP_MM, LEAST_MM2, NEAREST, PainMap, zone_counts
from points.paint import spread_mm

FAR = np.float32(-100)


def stub_mark(key: str, spot: SurfacePoint, position, trigger_point: bool = True):
    code, _, side = key.partition("/")
    located = SimpleNamespace(point=spot, position_mm=np.array(position), side=Side(side))
    muscles = (code.split(".")[0],)
    return SimpleNamespace(id=key, located=located, is_trigger_point=trigger_point, muscles=muscles)


class Map:
    """A map on a flat board of 400 x 400 mm: zones by name, as functions of x and y."""

    def __init__(self, slab) -> None:
        self.surface = Surface(slab)
        self.body, self.zones, self.marks = slab, {}, {}
        self.paths, self.sinews, self.cun_mm = (), {}, 25.0
        self.x, self.y, self.z = slab.vertices_mm.T
        self.top = self.z == 5.0

    def zone(self, key: str, essential=None, spillover=None) -> None:
        parts = [
            np.where(self.top, FAR if make is None else make(self.x, self.y), FAR).astype(np.float32)
            for make in (essential, spillover)
        ]
        self.zones[key] = Zone(np.arange(len(self.x), dtype=np.int32), *parts, ())
        self.marks[key] = stub_mark(key, SurfacePoint(0, np.ones(3) / 3), (0, 0, 0))

    def acupoint(self, key: str, x: float, y: float) -> None:
        spot = self.spot(x, y)
        self.marks[key] = stub_mark(key, spot, self.body.position_mm(spot), trigger_point=False)

    def line(self, channel: str, y: float) -> None:
        points = np.column_stack([np.arange(10, 391, 3.0), np.full(127, y), np.full(127, 5.0)])
        spots = self.surface.nearest_many(points)
        faces = np.array([spot.face for spot in spots], dtype=np.int32)
        weights = np.array([spot.barycentric for spot in spots])
        self.paths += (ChannelPath(channel, 1, "left", points, points * 0, faces, weights),)

    def spot(self, x: float, y: float) -> SurfacePoint:
        return self.surface.nearest(np.array([x, y, 5.0]))

    def click(self, x: float, y: float, radius_mm: float = FINGERTIP_MM):
        pain = PainMap(self)
        return pain.ask(pain.spot(self.spot(x, y), radius_mm))


@pytest.fixture
def board(slab) -> Map:
    return Map(slab)


def left_of(border: float):
    return lambda x, _: border - x


def right_of(border: float):
    return lambda x, _: x - border


def everywhere(x, _):
    return np.full_like(x, 50.0)


def segment(radius: float, offset: float) -> float:
    """Share of a disc on the near side of a straight line that runs so far beyond its centre."""
    angle = np.arccos(np.clip(-offset / radius, -1, 1))
    return (angle - np.sin(angle) * np.cos(angle)) / np.pi


# -- shares


@pytest.mark.parametrize("radius_mm", [FINGERTIP_MM, 40.0])
@pytest.mark.parametrize("offset", [-0.7, -0.2, 0.0, 0.33, 0.8])
def test_the_share_of_a_disc_beyond_a_straight_border(board, radius_mm, offset):
    board.zone("a.TrP1/left", left_of(203.0 + offset * radius_mm))
    answer = board.click(203.0, 188.0, radius_mm)
    assert answer.area_mm2 == pytest.approx(np.pi * radius_mm**2, rel=0.02)
    assert answer.points[0].essential == pytest.approx(segment(1.0, offset), abs=0.02)
    assert answer.points[0].spillover == 0.0


def test_a_painted_area_and_a_round_zone_share_a_lens(board):
    board.zone("a.TrP1/left", lambda x, y: 90 - np.hypot(x - 250, y - 200))
    answer = board.click(150.0, 200.0, 70.0)
    r, s, d = 70.0, 90.0, 100.0
    one, two = (d * d + r * r - s * s) / (2 * d * r), (d * d + s * s - r * r) / (2 * d * s)
    root = np.sqrt((-d + r + s) * (d + r - s) * (d - r + s) * (d + r + s))
    lens = r * r * np.arccos(one) + s * s * np.arccos(two) - root / 2
    assert answer.points[0].share == pytest.approx(lens / (np.pi * r * r), abs=0.02)
    assert answer.points[0].of_zone == pytest.approx(lens / (np.pi * s * s), abs=0.02)


def test_several_strokes_and_the_eraser(board):
    board.zone("a.TrP1/left", left_of(200.0))
    pain = PainMap(board)
    dabs = [Dab(board.spot(x, 200.0), 30.0) for x in range(100, 301, 5)]
    both = pain.ask(pain.paint(blank(board.body), dabs))
    assert both.area_mm2 == pytest.approx(200 * 60 + np.pi * 900, rel=0.02)
    assert both.points[0].share == pytest.approx(0.5, abs=0.01)
    rubbed = pain.paint(blank(board.body), [*dabs, Dab(board.spot(100.0, 200.0), 80.0, rubs=True)])
    answer = pain.ask(rubbed)
    left = 60 * 100 - (30 * np.sqrt(80**2 - 30**2) + 80**2 * np.arcsin(30 / 80))
    assert answer.points[0].share == pytest.approx(left / (left + 60 * 100 + np.pi * 450), abs=0.02)


# -- what is said


def test_essential_comes_before_spillover_then_the_greater_share(board):
    board.zone("spill.TrP1/left", None, everywhere)
    board.zone("half.TrP1/left", left_of(200.0), right_of(200.0))
    board.zone("little.TrP1/left", left_of(195.0))
    board.zone("whole.TrP1/left", everywhere)
    board.zone("small.TrP1/left", lambda x, y: 30 - np.hypot(x - 200, y - 200))
    board.zone("none.TrP1/left", left_of(100.0))
    answer = board.click(200.0, 200.0)
    order = [point.muscle for point in answer.points]
    assert order == ["small", "whole", "half", "little", "spill"], "of two that cover all, the smaller first"
    assert [point.kind for point in answer.points] == ["essential"] * 4 + ["spillover"]
    assert answer.points[2].spillover == pytest.approx(0.5, abs=0.01)


def test_points_of_one_muscle_stand_together_where_its_best_stands(board):
    board.zone("one.TrP1/left", None, everywhere)
    board.zone("two.TrP1/left", everywhere)
    board.zone("one.TrP2/right", everywhere)
    board.zone("one.TrP2/left", left_of(200.0))
    muscles = board.click(200.0, 200.0).muscles
    assert [(muscle.key, muscle.side) for muscle in muscles] == [
        ("two", "left"), ("one", "right"), ("one", "left"),
    ]  # fmt: skip
    assert [point.id for point in muscles[-1].points] == ["one.TrP2/left", "one.TrP1/left"]


def test_equals_keep_the_order_of_the_tables(board):
    names = [f"{name}.TrP1/left" for name in ("delta", "alpha", "gamma")]
    for name in names:
        board.zone(name, everywhere)
    assert [point.id for point in board.click(200, 200).points] == names


def test_outside_all_zones_the_answer_is_empty_and_honest(board):
    board.zone("far.TrP1/left", left_of(100.0), lambda x, _: np.minimum(x - 100, 120 - x))
    board.acupoint("GB1/left", 210, 200)
    answer = board.click(200.0, 200.0)
    assert answer.points == answer.muscles == ()
    assert answer.area_mm2 > 0
    assert [point.id for point in answer.acupoints] == ["GB1/left"]


def test_nothing_painted_asks_nothing(board):
    board.zone("a.TrP1/left", everywhere)
    answer = PainMap(board).ask(blank(board.body))
    assert answer.area_mm2 == 0.0
    assert answer.points == answer.acupoints == answer.channels == answer.sinews == ()


def test_a_touch_that_cannot_be_seen_does_not_count(board):
    board.zone("a.TrP1/left", left_of(190.05))
    assert board.click(200.0, 200.0).points == ()
    assert np.pi * FINGERTIP_MM**2 / 150 < LEAST_MM2 < np.pi * FINGERTIP_MM**2 / 50


def test_counts_say_how_many_zones_cover_each_spot(board):
    board.zone("a.TrP1/left", left_of(150.0), lambda x, _: np.minimum(x - 150, 250 - x))
    board.zone("b.TrP1/left", left_of(250.0))
    counts = zone_counts(board.zones, len(board.x))
    for x, essential, whole in ((100, 2, 2), (200, 1, 2), (300, 0, 0)):
        here = board.top & (board.x == x)
        assert set(counts.essential[here]) == {essential}
        assert set(counts.whole[here]) == {whole}
    assert not counts.whole[~board.top].any()


# -- beside it


def test_acupoints_and_channels_at_the_spot(board):
    board.zone("a.TrP1/left", everywhere)
    for number, x in enumerate((195, 212, 260, 330)):
        board.acupoint(f"GB{number}/left", x, 200)
    board.line("GB", 206.0)
    board.line("BL", 240.0)
    answer = board.click(200.0, 200.0)
    assert [(near.id, near.inside) for near in answer.acupoints] == [
        ("GB0/left", True), ("GB1/left", False), ("GB2/left", False),
    ]  # fmt: skip
    assert [near.skin_mm for near in answer.acupoints] == pytest.approx([5, 12, 60], abs=0.5)
    assert answer.acupoints[1].cun == pytest.approx(12 / 25, abs=0.03)
    (channel,) = answer.channels
    assert (channel.channel, channel.side) == ("GB", "left")
    assert channel.inside_mm == pytest.approx(2 * np.sqrt(100 - 36), abs=0.5)
    assert channel.skin_mm == pytest.approx(6, abs=0.3)


def test_where_no_channel_runs_through_the_nearest_is_named(board):
    board.line("GB", 230.0)
    board.line("BL", 240.0)
    (channel,) = board.click(200.0, 200.0).channels
    assert channel.channel == "GB"
    assert channel.inside_mm == 0.0
    assert channel.skin_mm == pytest.approx(30, abs=0.5)


def test_sinew_channels_whose_band_covers_it(board):
    band = (board.x - 200).astype(np.float32)
    band[~board.top] = FAR
    board.sinews = {"GB/left": SinewBand(np.arange(len(band), dtype=np.int32), band, ())}
    (sinew,) = board.click(200.0, 200.0).sinews
    assert (sinew.channel, sinew.side) == ("GB", "left")
    assert sinew.share == pytest.approx(0.5, abs=0.01)


# -- the shipped bodies


@pytest.fixture(scope="module", params=["male", "female"])
def shipped(request):
    atlas = load_atlas(request.param)
    return atlas, PainMap(atlas)


def mirrored(mark_id: str) -> str:
    code, _, side = mark_id.partition("/")
    return f"{code}/{Side(side).other}"


@pytest.mark.parametrize("code", ["EX-HN5", "LI12", "BL25", "KI1", "ST36", "GB21"])
def test_left_and_right_answer_alike(shipped, code):
    atlas, pain = shipped
    left, right = (
        pain.ask(pain.spot(atlas.marks[f"{code}/{side}"].located.point)) for side in ("left", "right")
    )
    theirs = {mirrored(point.id): point for point in right.points}
    for point in left.points:
        if point.share > 0.05:
            twin = theirs[point.id]
            assert point.essential == pytest.approx(twin.essential, abs=0.05), point.id
            assert point.spillover == pytest.approx(twin.spillover, abs=0.05), point.id
    assert left.acupoints[0].id == f"{code}/left"
    assert left.acupoints[0].skin_mm == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("code", ["GV4", "GV14", "GV1", "CV3"])
def test_on_the_midline_both_sides_are_found_alike(shipped, code):
    atlas, pain = shipped
    answer = pain.ask(pain.spot(atlas.marks[f"{code}/midline"].located.point))
    shares = {point.id: point.essential + point.spillover for point in answer.points}
    assert shares or code == "GV14"
    for mark, share in shares.items():
        assert shares.get(mirrored(mark), 0.0) == pytest.approx(share, abs=0.06), mark


def test_shares_are_those_of_many_spots_thrown_at_random(shipped):
    """An answer against darts: points at random in the patch, each looked up in the zones by itself."""
    atlas, pain = shipped
    start = atlas.marks["BL23/left"].located.point
    patch = pain.paint(blank(atlas.body), [Dab(start, 45.0)])
    answer = pain.ask(patch)
    rng = np.random.default_rng(1)
    near = np.flatnonzero(atlas.body.outer & (patch.inside_mm[atlas.body.faces] > -15).any(axis=1))
    ends = atlas.body.vertices_mm[atlas.body.faces[near]]
    sizes = np.linalg.norm(np.cross(ends[:, 1] - ends[:, 0], ends[:, 2] - ends[:, 0]), axis=1)
    faces = near[rng.choice(len(near), 60000, p=sizes / sizes.sum())]
    weights = rng.dirichlet([1.0, 1.0, 1.0], len(faces))
    inside = patch.at(atlas.body, faces, weights) > 0
    assert answer.area_mm2 == pytest.approx(inside.mean() * sizes.sum() / 2, rel=0.02)
    assert len(answer.points) > 10
    for point in answer.points:
        for share, values in zip(
            (point.essential, point.spillover),
            spread_mm(atlas.zones[point.id], len(atlas.body.vertices_mm)),
            strict=True,
        ):
            hit = np.einsum("kc,kc->k", weights, values[atlas.body.faces[faces]])[inside] > 0
            assert share == pytest.approx(hit.mean(), abs=0.02), point.id


def test_counts_are_those_of_the_zones_one_by_one(shipped):
    atlas, _ = shipped
    counts = zone_counts(atlas.zones, len(atlas.body.vertices_mm))
    essential = np.zeros(len(atlas.body.vertices_mm), int)
    whole = essential.copy()
    for zone in atlas.zones.values():
        parts = spread_mm(zone, len(whole))
        essential += parts[0] > 0
        whole += np.maximum(*parts) > 0
    np.testing.assert_array_equal(counts.essential, essential)
    np.testing.assert_array_equal(counts.whole, whole)


def test_every_zone_reaches_the_skin(shipped):
    """No trigger point of this map is felt only deep inside: asking at the skin can find each of them."""
    atlas, _ = shipped
    deep_only = [
        key for key, zone in atlas.zones.items() if max(zone.essential_mm.max(), zone.spillover_mm.max()) <= 0
    ]
    assert deep_only == []


def test_few_acupoints_are_named_unless_more_lie_inside(shipped):
    atlas, pain = shipped
    spot = atlas.marks["BL23/left"].located.point
    assert len(pain.ask(pain.spot(spot)).acupoints) <= NEAREST
    wide = pain.ask(pain.paint(blank(atlas.body), [Dab(spot, 90.0)]))
    assert sum(near.inside for near in wide.acupoints) > NEAREST
    assert {near.skin_mm for near in wide.acupoints if near.inside} != set()
