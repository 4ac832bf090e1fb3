"""The skin regions: how seeds divide a skin, and where the shipped ones part both bodies."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from meshes import BODY_NAMES, load_body
from points.locate import Locator
from points.model import Region, Side, Unplaced
from points.regions import divide, is_skin
from points.tables import load_tables

MIRROR_SHARE = 0.05
LEAST_MM2 = 150.0  # smallest region: the web of the thumb, the jaw joint

# Where landmarks lie; on each side that they have. Those that mark a border are left out: head and neck part
# at the tip of the mastoid process, chest and shoulder at the coracoid process, belly and hip in the groin.
LANDMARK_REGION = """
vertex vertex | frontal_eminence forehead | eyebrow_medial eyebrow | eyebrow_mid eyebrow
eyebrow_lateral eyebrow | glabella eyebrow | upper_lid_over_pupil eye | medial_canthus eye
lateral_canthus eye | temple_hairline_mid temple | temple_hairline_low temple
ear_apex_scalp side_of_head | ear_apex ear | tragus ear | intertragic_notch ear | ear_lobule ear
mandible_condyle tmj | nasion nose | nose_tip nose | ala_nasi nose | zygion cheek | zygomatic_low cheek
zygomatic_arch_lower_mid cheek | coronoid cheek | philtrum upper_lip | cheilion upper_lip
labrale_inferius upper_lip | pogonion chin | antegonial_notch jaw | gonion angle_of_jaw
inion occiput | occiput_superior_nuchal occiput | suboccipital_hollow suboccipital
suboccipital_mid suboccipital | mastoid_base behind_ear | scm_insertion behind_ear
hyoid throat | laryngeal_prominence throat | cricoid throat | scm_mid_larynx neck_side
scm_posterior_larynx neck_side | supraclavicular_fossa neck_side | C3_spinous neck_back
C4_spinous neck_back | C6_spinous neck_back | T1_spinous upper_back | T2_spinous upper_back
acromion_lateral shoulder_top | acromioclavicular_joint shoulder_top | acromial_angle shoulder_top
greater_tubercle shoulder_front | deltoid_insertion deltoid_lateral
supraspinous_fossa_mid suprascapular | infraspinous_fossa_mid scapula
scapula_lateral_border_mid scapula | scapula_spine_root scapula_medial_border
scapula_medial_border scapula_medial_border | scapula_inf_angle scapula_inferior_angle
T5_spinous interscapular | T9_spinous mid_back | T11_spinous low_thoracic | L3_spinous lumbar
iliac_crest_top iliac_crest | PSIS sacroiliac | S2_median_crest sacrum | coccyx_tip coccyx
clavicle_mid_lower subclavicular | infraclavicular_fossa subclavicular | sternal_angle sternum
ics2_parasternal chest_front | nipple breast | ics6_midaxillary chest_side | axilla_center axilla
umbilicus umbilical | cubital_crease_mid elbow_front | olecranon elbow_back
lateral_epicondyle elbow_lateral | medial_epicondyle elbow_medial | wrist_palmar_mid wrist_front
wrist_dorsal_mid wrist_back | radial_styloid wrist_radial | thumb_web thumb_web | MCP3_dorsal hand_back
finger1_tip thumb | finger2_tip index | PIP3_palmar middle_finger | finger4_tip ring_finger
finger5_tip little_finger | greater_trochanter hip_lateral | gluteal_fold_mid buttock_lower
patella_center knee_front | popliteal_crease_mid knee_back | femoral_epicondyle_lat knee_lateral
femoral_epicondyle_med knee_medial | gastroc_junction calf | achilles_at_malleolus achilles
lateral_malleolus ankle_lateral | medial_malleolus ankle_medial | heel_back heel | mt5_base foot_lateral
navicular_tuberosity arch | metatarsal2_head_dorsal foot_dorsum | plantar_KI1 sole | toe1_tip big_toe
toe4_tip lesser_toes
"""
# Regions side by side along a border that an anatomist would draw: they must touch.
NEIGHBOURS = """
forehead vertex | temple cheek | temple side_of_head | occiput suboccipital | suboccipital neck_back
behind_ear ear | behind_ear neck_side | jaw neck_front | angle_of_jaw neck_side | chin throat | tmj ear
throat neck_front | neck_front neck_side | neck_side neck_back | neck_side subclavicular
angle_of_neck neck_back | angle_of_neck shoulder_top | shoulder_top deltoid_lateral | suprascapular scapula
shoulder_front deltoid_anterior | shoulder_back deltoid_posterior | chest_front upper_abdomen
chest_side flank | axilla chest_side | axilla arm_medial | lower_abdomen groin | groin thigh_front
buttock_lower thigh_back | iliac_crest buttock | palm hypothenar | palm thenar | sole ball_of_foot
"""
# Regions that must not touch, however near in space: the skin leads another way.
APART = "arm_medial mid_back | arm_front breast | hand_back thigh_lateral | ear neck_back | chin neck_side"


@dataclass(frozen=True, eq=False)
class Divided:
    """A shipped body with the region of each triangle."""

    locator: Locator
    names: tuple[str, ...]
    face_region: np.ndarray
    area_mm2: np.ndarray
    middle_mm: np.ndarray

    @cached_property
    def touching(self) -> set[frozenset[str]]:
        across = self.locator.skin.surface.across
        face, edge = np.nonzero(across >= 0)
        here, there = self.face_region[face].astype(int), self.face_region[across[face, edge]].astype(int)
        codes = np.unique(here * len(self.names) + there).tolist()
        return {frozenset(self.names[index] for index in divmod(code, len(self.names))) for code in codes}


@pytest.fixture(scope="module", params=BODY_NAMES)
def divided(request: pytest.FixtureRequest) -> Divided:
    tables = load_tables(absent_ok=True)
    locator = Locator(load_body(request.param), tables)
    skin = [region for region in tables.regions.values() if is_skin(region)]
    cun_mm = locator.context(Side.LEFT).cun_mm("body")
    corners = locator.body.vertices_mm[locator.body.faces]
    area_mm2 = 0.5 * np.linalg.norm(
        np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
    )
    names = tuple(region.region for region in skin)
    return Divided(locator, names, divide(skin, locator, cun_mm), area_mm2, corners.mean(axis=1))


def pairs(text: str) -> list[tuple[str, str]]:
    return [tuple(pair.split()) for line in text.strip().splitlines() for pair in line.split(" | ")]


def test_only_places_without_skin_have_no_seeds():
    regions = load_tables(absent_ok=True).regions.values()
    assert {region.region for region in regions if not region.seeds} == {
        region.region for region in regions if not is_skin(region)
    }
    assert len([region for region in regions if is_skin(region)]) > 100


def test_every_region_has_its_own_words():
    regions = load_tables(absent_ok=True).regions.values()
    assert max(Counter(region.where for region in regions).values()) == 1


def test_every_triangle_of_the_skin_has_a_region(divided):
    assert len(divided.face_region) == len(divided.locator.body.faces)
    assert set(np.unique(divided.face_region)) == set(range(len(divided.names)))


def test_every_region_has_skin_on_both_sides_and_both_alike(divided):
    left = divided.middle_mm[:, 0] > 0.0
    for index, name in enumerate(divided.names):
        own = (divided.face_region == index) & divided.locator.body.outer
        areas = [divided.area_mm2[own & side].sum() for side in (left, ~left)]
        assert min(areas) > LEAST_MM2, name
        assert abs(areas[0] - areas[1]) < MIRROR_SHARE * max(areas), name


def test_every_region_is_one_piece_on_each_side(divided):
    outer = divided.locator.body.outer
    own = np.where(outer, divided.face_region.astype(int), -1)
    across = divided.locator.skin.surface.across
    face, edge = np.nonzero(across >= 0)
    same = own[face] == own[across[face, edge]]
    links = (np.ones(same.sum()), (face[same], across[face, edge][same]))
    piece = connected_components(coo_array(links, shape=(len(own),) * 2), directed=False)[1]
    left = divided.middle_mm[:, 0] > 0.0
    for side in (left, ~left):
        apart = {
            name: len(np.unique(piece[side & (own == index)])) for index, name in enumerate(divided.names)
        }
        assert {name for name, count in apart.items() if count > 1} == set()


def test_landmarks_lie_in_their_regions(divided):
    located, _ = divided.locator.landmarks()
    found: dict[str, set[str]] = {}
    for mark in located:
        found.setdefault(mark.name, set()).add(divided.names[divided.face_region[mark.point.face]])
    wrong = {name: found[name] for name, region in pairs(LANDMARK_REGION) if found[name] != {region}}
    assert wrong == {}


def test_every_acupoint_lies_in_the_region_that_it_names(divided):
    tables, placement = divided.locator.tables, divided.locator.points()
    assert placement.unplaced == ()
    wrong = [
        f"{spot.code}/{spot.side}: {name}, not {tables.acupoints[spot.code].region}"
        for spot in placement.located
        if spot.code in tables.acupoints
        and tables.regions[name := divided.names[divided.face_region[spot.point.face]]].parent
        != tables.acupoints[spot.code].region
    ]
    assert wrong == []


def test_regions_meet_where_the_body_has_its_borders(divided):
    missing = [pair for pair in pairs(NEIGHBOURS) if frozenset(pair) not in divided.touching]
    assert missing == []


def test_regions_do_not_jump_through_the_air(divided):
    meeting = [pair for pair in pairs(APART) if frozenset(pair) in divided.touching]
    assert meeting == []


def test_border_lies_midway_and_a_larger_radius_pushes_it(egg, make_tables, egg_landmarks):
    locator = Locator(egg, make_tables(egg_landmarks))
    middle_mm = egg.vertices_mm[egg.faces].mean(axis=1)
    front = (middle_mm[:, 1] < 0.0) & (np.abs(middle_mm[:, 0]) < 30.0)

    def border_mm(radius_cun: float) -> float:
        upper = Region("upper", "head", "above", ({"patch": "high", "radius_cun": radius_cun},))
        lower = Region("lower", "head", "below", ({"patch": "low", "radius_cun": 1.0},))
        above = divide([upper, lower], locator, cun_mm=20.0) == 0
        return float(middle_mm[front & above, 2].min() + middle_mm[front & ~above, 2].max()) / 2.0

    row_mm = 45.0  # a row of triangles goes one way or the other
    assert border_mm(1.0) == pytest.approx(600.0, abs=row_mm)
    assert border_mm(12.0) == pytest.approx(490.0, abs=row_mm)


def test_the_inside_takes_the_region_of_the_skin_around_it(egg, make_tables, egg_landmarks):
    outer = np.ones(len(egg.faces), dtype=bool)
    outer[np.argmax(egg.vertices_mm[egg.faces].mean(axis=1)[:, 2])] = False
    locator = Locator(replace(egg, outer=outer), make_tables(egg_landmarks))
    regions = [
        Region("upper", "head", "above", ({"patch": "high", "radius_cun": 1.0},)),
        Region("lower", "head", "below", ({"patch": "low", "radius_cun": 1.0},)),
    ]
    assert divide(regions, locator, cun_mm=20.0)[~outer].tolist() == [0]


def test_a_seed_without_a_place_is_named(egg, make_tables, egg_landmarks):
    locator = Locator(egg, make_tables(egg_landmarks))
    lost = Region("lost", "head", "nowhere", ({"patch": "nowhere", "radius_cun": 1.0},))
    with pytest.raises(Unplaced, match="nowhere"):
        divide([lost], locator, cun_mm=20.0)
