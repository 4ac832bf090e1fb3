"""Zones and marks of the trigger points on the shipped bodies: where the books put them, left and right.

What is expected of them stands in the tables beside this file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pytest

from meshes.store import BODY_NAMES, load_body
from points.atlas import Atlas
from points.load import BAKED
from points.locate import sides
from points.paint import share_inside, spread_mm
from points.regions import is_skin
from points.store import inputs_key, read
from points.tables import load_tables

TABLES = load_tables()
HERE = Path(__file__).parent
EXPECTATIONS = HERE / "zone_expectations"
MARK_REGIONS = HERE / "mark_regions.tsv"  # the skin over each muscle, where its marks may lie
KINDS = ("essential", "spillover")
FREE = "free"  # a region that the zone must leave out
LEAST_MM2 = 60.0  # an expected region is touched by at least a fingertip's core
MIRROR_SHARE = 0.05
BODY_SHARE = 0.25  # zones measured in square cun, one body against the other
STRAY_MM2 = 200.0  # what may spill over the border of a neighbouring block of regions
NEAR_MIDLINE_SHARE = 0.02  # of a zone that is not said to reach over the midline
RIM_CUN2 = 0.8  # what is left of a spillover round its essential area may be a rim so thin on one body only
LEAST_POINTS = 240
LONGEST_WORDS = 34

# Parents of regions that belong together: a zone stays in the blocks where it is expected.
BLOCKS = {
    "head": "head face neck",
    "trunk": "chest back abdomen perineum",
    "arm": "shoulder upper_arm elbow forearm wrist hand",
    "leg": "hip thigh knee leg ankle foot",
}
# Marks between landmarks of their muscle: lower and upper by height, then medial and lateral by distance from
# the midline; a dot where there is no bound.
BETWEEN = """
trapezius_upper.TrP1 clavicle_mid_upper mastoid_tip C7_spinous acromion_lateral
trapezius_upper.TrP2 acromion_lateral trapezius_neck_edge_C6 C7_spinous acromion_lateral
trapezius_lower.TrP3 T12_spinous scapula_spine_root T9_spinous scapula_inf_angle
trapezius_lower.TrP4 scapula_medial_border scapula_spine_root scapula_medial_border infraspinous_fossa_mid
trapezius_middle.TrP6 acromial_angle . scapula_spine_mid acromion_lateral
sternocleidomastoid_sternal.TrP1 scm_sternal_origin sternocleidomastoid_sternal.TrP2 . .
sternocleidomastoid_sternal.TrP4 sternocleidomastoid_sternal.TrP2 mastoid_tip . .
sternocleidomastoid_clavicular.TrP1 scm_clavicular_origin sternocleidomastoid_clavicular.TrP2 . .
sternocleidomastoid_clavicular.TrP3 sternocleidomastoid_clavicular.TrP2 mastoid_tip . .
masseter_superficial.TrP1 masseter_superficial.TrP3 zygomatic_low . .
masseter_superficial.TrP5 gonion masseter_superficial.TrP4 . .
temporalis.TrP1 zygomatic_arch_mid eyebrow_lateral orbit_lateral_rim .
temporalis.TrP4 ear_apex vertex . .
splenius_capitis.TrP1 C7_spinous mastoid_tip C7_spinous mastoid_tip
levator_scapulae.TrP1 scapula_sup_angle mastoid_tip . .
levator_scapulae.TrP2 scapula_sup_angle trapezius_neck_edge_C6 . .
scalenes_anterior.TrP1 clavicle_mid_upper scm_posterior_larynx . .
supraspinatus.TrP1 scapula_spine_root trapezius_neck_edge_C6 scapula_sup_angle supraspinatus.TrP2
infraspinatus.TrP1 scapula_inf_angle scapula_spine_mid scapula_medial_border infraspinatus.TrP2
infraspinatus.TrP2 scapula_inf_angle scapula_spine_mid infraspinatus.TrP1 acromial_angle
teres_minor.TrP1 scapula_inf_angle acromial_angle infraspinous_fossa_mid acromial_angle
teres_major.TrP1 . infraspinous_fossa_mid scapula_inf_angle axillary_fold_post
rhomboids.TrP1 rhomboids.TrP2 C7_spinous C7_spinous scapula_spine_root
rhomboids.TrP2 rhomboids.TrP3 rhomboids.TrP1 C7_spinous scapula_medial_border
rhomboids.TrP3 scapula_inf_angle rhomboids.TrP2 C7_spinous scapula_inf_angle
deltoid_anterior.TrP1 deltoid_insertion clavicle_acromial_end coracoid deltoid_insertion
deltoid_middle.TrP1 deltoid_insertion acromion_lateral acromion_lateral deltoid_insertion
deltoid_posterior.TrP1 deltoid_insertion acromial_angle scapula_lateral_border_mid deltoid_insertion
pectoralis_minor.TrP1 pectoralis_minor.TrP2 coracoid . coracoid
pectoralis_minor.TrP2 xiphisternal_joint pectoralis_minor.TrP1 sternal_angle coracoid
subclavius.TrP1 sternal_angle clavicle_acromial_end clavicle_sternal_end coracoid
"""


@dataclass(frozen=True, eq=False)
class Painted:
    """A shipped body with the areas of its zones, whole and by side of the body."""

    atlas: Atlas

    @cached_property
    def area_mm2(self) -> dict[tuple[str, str], np.ndarray]:
        """Zone id and kind to its areas on the left and on the right half of the body."""
        body = self.atlas.body
        corners = body.vertices_mm[body.faces]
        cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        triangle = np.where(body.outer, 0.5 * np.linalg.norm(cross, axis=1), 0.0)
        left = corners[:, :, 0].mean(axis=1) > 0.0
        found = {}
        for key, zone in self.atlas.zones.items():
            for kind, signed in zip(KINDS, spread_mm(zone, len(body.vertices_mm)), strict=True):
                covered = triangle * share_inside(signed[body.faces])
                found[key, kind] = np.array([covered[left].sum(), covered[~left].sum()])
        return found

    def regions_mm2(self, key: str) -> dict[tuple[str, str], float]:
        """Region and kind to the area that the zone has there; infinite for places felt deep inside."""
        rows = self.atlas.zone_areas[key]
        return {(row.skin_region, row.kind): np.inf if row.area_mm2 is None else row.area_mm2 for row in rows}


@pytest.fixture(scope="module", params=BODY_NAMES)
def painted(request: pytest.FixtureRequest) -> Painted:
    return stored(request.param)


def stored(name: str) -> Painted:
    return Painted(read(BAKED / f"{name}.npz", inputs_key(name), load_body(name), TABLES))


def sheet(path: Path, *columns: str) -> list[list[str]]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    assert rows[0] == list(columns), path.name
    assert all(len(row) == len(columns) and all(row) for row in rows), path.name
    return rows[1:]


def wanted() -> dict[str, set[tuple[str, str]]]:
    """Code to the regions that are named for its zone, each essential, spillover or free."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for path in sorted(EXPECTATIONS.glob("*.tsv")):
        for code, region, kind in sheet(path, "code", "region", "kind"):
            found[code].add((region, kind))
    return found


def expected() -> dict[str, set[tuple[str, str]]]:
    return {code: {row for row in rows if row[1] != FREE} for code, rows in wanted().items()}


def reaching_over() -> dict[str, float]:
    """Zones that reach over the midline, and how much of them at most."""
    rows = sheet(HERE / "zones_over_midline.tsv", "code", "share", "why")
    return {code: float(share) for code, share, _ in rows}


def over_border() -> dict[tuple[str, str], float]:
    """Zones that spill into a block of regions where nothing is expected of them, and how much at most."""
    rows = sheet(HERE / "zones_over_border.tsv", "code", "block", "most_mm2", "why")
    return {(code, block): float(most) for code, block, most, _ in rows}


def by_body() -> dict[tuple[str, str], float]:
    """Parts of zones that are not alike on the bodies, and by which share they differ at most."""
    rows = sheet(HERE / "zones_by_body.tsv", "code", "kind", "share", "why")
    return {(code, kind): float(share) for code, kind, share, _ in rows}


def block(region: str) -> str:
    parent = TABLES.regions[region].parent
    return next((name for name, parents in BLOCKS.items() if parent in parents.split()), parent)


def test_expectations_are_about_every_zone_and_known_regions():
    assert set(wanted()) == set(TABLES.zones) == set(TABLES.trigger_points)
    rows = [row for rows in wanted().values() for row in rows]
    assert {region for region, _ in rows} <= set(TABLES.regions)
    assert {kind for _, kind in rows} == {*KINDS, FREE}
    assert all(expected().values())


def test_no_region_is_expected_and_free():
    for code, rows in wanted().items():
        assert not {region for region, kind in rows if kind == FREE} & {
            region for region, kind in rows if kind != FREE
        }, code


def test_an_essential_place_is_expected_wherever_a_zone_has_one():
    for code, zone in TABLES.zones.items():
        has = bool(zone.essential) or any(place.kind == "essential" for place in zone.deep)
        assert any(kind == "essential" for _, kind in expected()[code]) == has, code


def test_every_zone_reaches_the_regions_that_its_source_names(painted):
    missing = [
        f"{code}/{side}: {kind} in {region}"
        for code, wanted in expected().items()
        for side in sides(TABLES.trigger_points[code].paired)
        for region, kind in sorted(wanted)
        if painted.regions_mm2(f"{code}/{side}").get((region, kind), 0.0) < LEAST_MM2
    ]
    assert not missing


def test_no_zone_is_where_its_source_leaves_it_out(painted):
    for key in painted.atlas.zones:
        found: dict[str, float] = defaultdict(float)
        for (region, _), area in painted.regions_mm2(key).items():
            found[region] += area
        free = {region for region, kind in wanted()[key.rpartition("/")[0]] if kind == FREE}
        entered = {region: found[region] for region in free if found[region] > STRAY_MM2}
        assert not entered, key


def test_a_zone_without_an_essential_part_says_so():
    """Where the Manual gives no referred pain, only a tender spot; an essential part is never forgotten."""
    for code, zone in TABLES.zones.items():
        if not zone.essential and not any(place.kind == "essential" for place in zone.deep):
            assert "without an essential part" in TABLES.trigger_points[code].note, code


def test_a_deep_place_is_expected_wherever_one_is_defined_as_essential():
    for code, zone in TABLES.zones.items():
        named = {(place.region, place.kind) for place in zone.deep if place.kind == "essential"}
        assert named <= expected()[code], code


def test_zones_are_mirror_images(painted):
    for (key, kind), area in painted.area_mm2.items():
        code, _, side = key.rpartition("/")
        if side == "left" and f"{code}/right" in painted.atlas.zones:
            mirrored = painted.area_mm2[f"{code}/right", kind][::-1]
            assert np.abs(area - mirrored).max() <= MIRROR_SHARE * area.max(), (code, kind)


def test_no_skin_is_essential_and_spillover(painted):
    for key, zone in painted.atlas.zones.items():
        assert np.minimum(zone.essential_mm, zone.spillover_mm).max(initial=0.0) <= 0.0, key


def test_zones_keep_to_their_side(painted):
    allowed = reaching_over()
    assert set(allowed) <= set(TABLES.zones)
    for key in painted.atlas.zones:
        code, _, side = key.rpartition("/")
        area = sum(painted.area_mm2[key, kind] for kind in KINDS)
        if not area.any():
            assert TABLES.zones[code].deep, key
            continue
        other = area[1 if side == "left" else 0] / area.sum()
        assert other <= allowed.get(code, NEAR_MIDLINE_SHARE), (key, other)
        assert code not in allowed or other > 0.0, (key, "does not reach over the midline")


def test_zones_stay_in_the_blocks_of_the_body_where_they_are_expected(painted):
    allowed = over_border()
    assert {code for code, _ in allowed} <= set(TABLES.zones)
    for key in painted.atlas.zones:
        code = key.rpartition("/")[0]
        mark = painted.atlas.marks[key].skin_region
        blocks = {block(region) for region, _ in expected()[code]} | {block(mark)}
        stray: dict[str, float] = defaultdict(float)
        for (region, _), area in painted.regions_mm2(key).items():
            if is_skin(TABLES.regions[region]) and block(region) not in blocks:
                stray[block(region)] += area
        over = {name: mm2 for name, mm2 in stray.items() if mm2 > allowed.get((code, name), STRAY_MM2)}
        assert not over, key


def test_zones_grow_with_the_body():
    first, second = (stored(name) for name in BODY_NAMES)
    allowed = by_body()
    assert {code for code, _ in allowed} <= set(TABLES.zones)
    for (key, kind), area in first.area_mm2.items():
        here = area.sum() / first.atlas.cun_mm**2
        there = second.area_mm2[key, kind].sum() / second.atlas.cun_mm**2
        apart = abs(here - there)
        if kind == "spillover" and apart < RIM_CUN2:
            continue
        share = allowed.get((key.rpartition("/")[0], kind), BODY_SHARE)
        assert apart <= share * there, (key, kind, here, there)


def test_every_mark_lies_on_skin_over_its_muscle(painted):
    over = {muscle: regions.split("|") for muscle, regions in sheet(MARK_REGIONS, "muscle", "regions")}
    assert set(over) == {row.muscle for row in TABLES.trigger_points.values()}
    assert {region for regions in over.values() for region in regions} <= set(TABLES.regions)
    for mark in painted.atlas.marks.values():
        if mark.is_trigger_point:
            assert mark.skin_region in over[mark.definition.muscle], mark.id


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("row", BETWEEN.strip().splitlines())
def test_marks_lie_between_the_ends_of_their_muscle(painted, row, side):
    code, lower, upper, medial, lateral = row.split()
    here = place(painted.atlas, code, side)
    for name, axis, sign in ((lower, 2, 1), (upper, 2, -1), (medial, 0, 1), (lateral, 0, -1)):
        if name != ".":
            there = place(painted.atlas, name, side)
            assert sign * (abs(here[axis]) - abs(there[axis])) > 0.0, f"{code} and {name}"


def place(atlas: Atlas, name: str, side: str) -> np.ndarray:
    if "TrP" in name:
        return atlas.marks[f"{name}/{side}"].located.position_mm
    paired = f"{name}.{side[0].upper()}"
    return atlas.landmarks[paired if paired in atlas.landmarks else name].position_mm


def test_the_map_has_every_point():
    assert len(TABLES.trigger_points) >= LEAST_POINTS


def test_pain_is_one_short_sentence():
    for code, row in TABLES.trigger_points.items():
        assert len(row.pain.split()) <= LONGEST_WORDS, code
        assert row.pain.endswith("."), code
        assert ". " not in row.pain, code
        assert all("  " not in text for text in (row.pain, row.where, row.signs, row.hazard)), code
        assert not row.hazard or row.hazard.endswith("."), code


def test_what_wakes_a_point_is_told():
    for code, row in TABLES.trigger_points.items():
        assert row.activates.strip(), code
        assert row.activates.endswith("."), code
        assert {*row.satellites, *row.keys} <= set(TABLES.muscles), code
        assert row.locator.strip(), code


def test_muscles_with_points_are_told_in_full():
    for code, row in TABLES.trigger_points.items():
        muscle = TABLES.muscles[row.muscle]
        told = (muscle.ta, muscle.origin, muscle.insertion, muscle.action, muscle.nerve, muscle.fibres)
        assert all(text.strip() for text in told), (code, muscle.key)
        assert muscle.layer is not None, (code, muscle.key)


def test_numbers_of_anatomy_are_well_formed():
    for muscle in TABLES.muscles.values():
        assert all(re.fullmatch(r"FMA[0-9]+", number) for number in muscle.fma), muscle.key
        assert len(set(muscle.fma)) == len(muscle.fma), muscle.key


def test_points_are_numbered_through():
    """The numbers of a part, or of the whole muscle, run from 1; else the note explains them."""
    parts: dict[str, list[int]] = defaultdict(list)
    for code, row in TABLES.trigger_points.items():
        parts[code.rpartition(".")[0]].append(row.number)
    whole: dict[str, list[int]] = defaultdict(list)
    for part, numbers in parts.items():
        whole[part.partition("_")[0]] += numbers
    for code, row in TABLES.trigger_points.items():
        part = code.rpartition(".")[0]
        through = any(
            sorted(numbers) == list(range(1, len(numbers) + 1))
            for numbers in (parts[part], whole[part.partition("_")[0]])
        )
        assert through or "umber" in row.note, code
