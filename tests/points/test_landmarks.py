"""The shipped landmarks: all there, on the skin, in the right order, mirrored, and in human proportion."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from meshes import BODY_NAMES, load_body
from points.locate import Locator
from points.model import Side
from points.tables import load_tables

NAMES = Path(__file__).with_name("landmark_names.txt")  # those that definitions may rely on
SPINE = ["C2", "C3", "C4", "C5", "C6", "C7"]
SPINE += [f"T{i}" for i in range(1, 13)] + [f"L{i}" for i in range(1, 6)]
ICS = {"midline": 5, "parasternal": 5, "midclavicular": 7, "lateral_pectoral": 5}
MIDLINE_DOWN = [
    "vertex", "anterior_hairline_mid", "glabella", "nasion", "nose_tip", "subnasale", "philtrum",
    "labrale_superius", "stomion", "labrale_inferius", "mentolabial_sulcus", "pogonion", "menton", "hyoid",
    "thyroid_cartilage_upper", "laryngeal_prominence", "cricoid", "jugular_notch", "sternal_angle",
    "xiphisternal_joint", "xiphoid_tip", "umbilicus", "pubic_symphysis_top",
]  # fmt: skip

# Height above the floor as a share of stature on the male skeleton of BodyParts3D 4.0 (skin added), and the
# slack for a standing body, for the two sexes and for what the shaping of the mesh allows.
STATURE_SHARE = {
    "C7_spinous": (0.850, 0.018),
    "jugular_notch": (0.815, 0.012),
    "xiphisternal_joint": (0.728, 0.015),
    "scapula_inf_angle": (0.745, 0.015),
    "iliac_crest_top": (0.603, 0.010),
    "ASIS": (0.565, 0.012),
    "PSIS": (0.573, 0.012),
    "pubic_symphysis_top": (0.518, 0.012),
    "greater_trochanter": (0.510, 0.015),
    "coccyx_tip": (0.503, 0.012),
    "inion": (0.923, 0.012),
    "mastoid_tip": (0.910, 0.008),
}
# Share of the height C7-L4 at which the tips lie on the same skeleton.
SPINE_SHARE = {"T3": (0.156, 0.03), "T7": (0.436, 0.06), "T12": (0.742, 0.04), "L2": (0.891, 0.04)}
NARROW_CUN = {"hairline_corners"}  # its corners follow WHO's GB15 above the pupil, which makes this cun small


@pytest.fixture(scope="module", params=BODY_NAMES)
def locator(request: pytest.FixtureRequest) -> Locator:
    return Locator(load_body(request.param), load_tables(absent_ok=True))


@pytest.fixture(scope="module")
def spots(locator: Locator) -> dict[str, np.ndarray]:
    """Position of every landmark; right ones with ``~`` in front."""
    located, unplaced = locator.landmarks()
    assert not unplaced, [str(error) for error in unplaced]
    return {("~" if mark.side is Side.RIGHT else "") + mark.name: mark.position_mm for mark in located}


def heights(spots: dict[str, np.ndarray], names: list[str]) -> list[float]:
    return [float(spots[name][2]) for name in names]


def runs_down(spots: dict[str, np.ndarray], names: list[str]) -> bool:
    return falls(heights(spots, names))


def falls(values: list[float]) -> bool:
    return all(a > b for a, b in itertools.pairwise(values))


def test_all_guaranteed_names_exist(spots: dict[str, np.ndarray]) -> None:
    assert not sorted(set(NAMES.read_text(encoding="utf-8").split()) - spots.keys())
    assert len({name.removeprefix("~") for name in spots}) >= 200


def test_picks_and_table_agree(locator: Locator) -> None:
    picked = {name.removesuffix(".L").removesuffix(".R") for name in locator.body.picks}
    rows = locator.tables.landmarks
    assert picked == {name for name, row in rows.items() if row.found == "picked"}
    wrong = [name for name in picked if (f"{name}.L" in locator.body.picks) != rows[name].paired]
    assert not wrong, f"paired in one table only: {wrong}"


def test_every_landmark_says_how_and_whence(locator: Locator) -> None:
    rows = locator.tables.landmarks.values()
    assert all(len(row.how.split()) >= 3 for row in rows)
    assert {key for row in rows for key in row.source} <= locator.tables.sources.keys()


def test_landmarks_lie_on_outer_skin(locator: Locator) -> None:
    located, _ = locator.landmarks()
    inside = [mark.name for mark in located if not locator.body.outer[mark.point.face]]
    assert not inside


def test_midline_and_mirror(spots: dict[str, np.ndarray], locator: Locator) -> None:
    mirror = np.array([-1.0, 1.0, 1.0])
    for name, row in locator.tables.landmarks.items():
        if row.paired:
            assert spots[name][0] > 0, name
            assert np.linalg.norm(spots[name] * mirror - spots["~" + name]) < 1.5, name
        else:
            assert abs(spots[name][0]) < 0.3, name


def test_front_of_the_midline_runs_down(spots: dict[str, np.ndarray]) -> None:
    assert runs_down(spots, MIDLINE_DOWN)


def test_spine_runs_down_with_vertebra_sized_steps(spots: dict[str, np.ndarray]) -> None:
    tips = [f"{level}_{part}" for level in SPINE for part in ("spinous", "inferior")]
    assert runs_down(
        spots, ["inion", "suboccipital_mid", *tips, "S2_median_crest", "sacral_hiatus", "coccyx_tip"]
    )
    steps = -np.diff(heights(spots, [f"{level}_spinous" for level in SPINE]))
    assert steps[:5].min() > 7
    assert steps[:5].max() < 16, "necks: tips of the cervical spine crowd"
    assert steps[5:].min() > 15
    assert steps[5:].max() < 40


@pytest.mark.parametrize("level", SPINE_SHARE)
def test_spine_has_the_proportions_of_a_skeleton(spots: dict[str, np.ndarray], level: str) -> None:
    top, tip, low = heights(spots, ["C7_spinous", f"{level}_spinous", "L4_spinous"])
    expected, slack = SPINE_SHARE[level]
    assert (top - tip) / (top - low) == pytest.approx(expected, abs=slack)


def test_levels_that_are_felt_on_the_back(spots: dict[str, np.ndarray]) -> None:
    assert runs_down(spots, ["T3_spinous", "scapula_spine_root", "T4_spinous"])
    assert runs_down(spots, ["T7_spinous", "scapula_inf_angle", "T8_spinous"])
    assert spots["L4_spinous"][2] == pytest.approx(spots["iliac_crest_top"][2], abs=1.0)
    assert spots["S2_median_crest"][2] == pytest.approx(spots["PSIS"][2], abs=1.0)
    assert runs_down(
        spots, ["sacral_foramen_1", "PSIS", "sacral_foramen_2", "sacral_foramen_3", "sacral_foramen_4"]
    )


def test_intercostal_spaces_go_down_and_slope(spots: dict[str, np.ndarray]) -> None:
    for line, last in ICS.items():
        assert runs_down(spots, [f"ics{k}_{line}" for k in range(1, last + 1)]), line
    assert runs_down(spots, [f"ics{k}_midaxillary" for k in range(3, 9)])
    for k in range(2, 5):
        assert runs_down(spots, [f"ics{k}_midline", f"ics{k}_midclavicular"])
    assert runs_down(spots, ["ics1_midline", "sternal_angle", "ics2_midline"])
    assert runs_down(spots, ["rib11_tip", "iliac_crest_top"])
    assert runs_down(spots, ["ics8_midaxillary", "costal_arch_low", "rib11_tip"])


@pytest.mark.parametrize("locator", ["male"], indirect=True)  # its level is no landmark in women
def test_male_nipple_lies_in_the_fourth_space(spots: dict[str, np.ndarray]) -> None:
    assert np.linalg.norm(spots["nipple"] - spots["ics4_midclavicular"]) < 6.0


@pytest.mark.parametrize("name", STATURE_SHARE)
def test_heights_have_human_proportion(locator: Locator, spots: dict[str, np.ndarray], name: str) -> None:
    expected, slack = STATURE_SHARE[name]
    stature_mm = locator.body.vertices_mm[:, 2].max()
    assert spots[name][2] / stature_mm == pytest.approx(expected, abs=slack)


def test_cun_are_of_plausible_size(locator: Locator) -> None:
    sizes = {key: locator.context(Side.LEFT).cun_mm(key) for key in locator.tables.spans}
    wide = {
        key: round(mm, 1) for key, mm in sizes.items() if key not in NARROW_CUN and not 18.0 <= mm <= 32.0
    }
    assert not wide
    assert all(12.0 <= sizes[key] <= 18.0 for key in NARROW_CUN)


def test_hairlines_divide_the_scalp_as_who_says(locator: Locator) -> None:
    context = locator.context(Side.LEFT)
    assert context.cun_mm("glabella_hairline") == pytest.approx(context.cun_mm("hairlines"), rel=0.02)


def test_both_bodies_have_similar_cun() -> None:
    tables = load_tables(absent_ok=True)
    cun = {}
    for name in BODY_NAMES:
        body = load_body(name)
        context = Locator(body, tables).context(Side.LEFT)
        cun[name] = {key: context.cun_mm(key) / body.vertices_mm[:, 2].max() for key in tables.spans}
    ratios = {key: cun["female"][key] / cun["male"][key] for key in tables.spans}
    assert all(0.8 < ratio < 1.25 for ratio in ratios.values()), ratios


@pytest.mark.parametrize("finger", [2, 3, 4, 5])
def test_hand_runs_from_wrist_to_tip(spots: dict[str, np.ndarray], finger: int) -> None:
    axis = spots[f"finger{finger}_tip"] - spots["wrist_dorsal_mid"]
    names = [
        "wrist_dorsal_mid",
        f"metacarpal{finger}_base_dorsal",
        f"metacarpal{finger}_head_dorsal",
        f"MCP{finger}_dorsal",
    ]
    names += [f"PIP{finger}_dorsal", f"fingernail{finger}_corner_in", f"finger{finger}_tip"]
    assert falls([-float(spots[name] @ axis) for name in names])


@pytest.mark.parametrize("toe", [1, 2, 3, 4, 5])
def test_foot_runs_from_heel_to_tip(spots: dict[str, np.ndarray], toe: int) -> None:
    names = ["heel_back", f"metatarsal{toe}_base_dorsal", f"metatarsal{toe}_head_dorsal"]
    names += [f"toenail{toe}_corner_in", f"toe{toe}_tip"]
    assert falls([float(spots[name][1]) for name in names])


def test_nail_corners_face_the_right_way(spots: dict[str, np.ndarray]) -> None:
    for k in range(1, 6):
        assert spots[f"toenail{k}_corner_out"][0] > spots[f"toenail{k}_corner_in"][0], k
    for k in range(2, 6):
        assert spots[f"fingernail{k}_corner_out"][0] > spots[f"fingernail{k}_corner_in"][0], k


def test_ankle_and_knee(spots: dict[str, np.ndarray]) -> None:
    assert runs_down(
        spots, ["femoral_epicondyle_lat", "patella_center", "popliteal_crease_mid", "fibular_head"]
    )
    assert runs_down(spots, ["patella_base", "patella_center", "patella_apex", "tibial_tuberosity"])
    assert runs_down(spots, ["medial_malleolus", "lateral_malleolus", "navicular_tuberosity", "mt5_base"])
    assert spots["medial_malleolus"][1] < spots["lateral_malleolus"][1] < spots["achilles_at_malleolus"][1]
    assert spots["medial_malleolus"][0] < spots["achilles_at_malleolus"][0] < spots["lateral_malleolus"][0]


def test_shoulder_from_front_to_back_and_from_inside_out(spots: dict[str, np.ndarray]) -> None:
    across = ["sternoclavicular_joint", "clavicle_mid", "clavicle_acromial_end", "acromioclavicular_joint"]
    across += ["acromion_anterior", "acromion_lateral", "greater_tubercle"]
    assert falls([-float(spots[name][0]) for name in across])
    back = ["scapula_spine_root", "scapula_spine_mid", "acromial_angle"]
    assert falls([-float(spots[name][0]) for name in back])
    deep = ["clavicle_mid", "supraclavicular_fossa", "acromial_angle", "scapula_spine_mid"]
    assert falls([-float(spots[name][1]) for name in deep])


def test_ear_and_jaw(spots: dict[str, np.ndarray]) -> None:
    assert runs_down(spots, ["ear_apex_scalp", "ear_apex", "ear_root_front", "supratragic_notch", "tragus"])
    assert runs_down(spots, ["tragus", "intertragic_notch", "ear_lobule", "gonion", "antegonial_notch"])
    depth = ["coronoid", "mandibular_notch", "mandible_condyle", "tragus", "mastoid_tip", "mastoid_base"]
    assert falls([-float(spots[name][1]) for name in depth])


@pytest.mark.parametrize("first", [1, 2, 3, 4])
def test_webs_lie_between_their_digits(spots: dict[str, np.ndarray], first: int) -> None:
    toes = [f"metatarsal{first}_head_dorsal", f"toe_web{first}{first + 1}"]
    assert falls([float(spots[name][1]) for name in [*toes, f"toe{first}_tip"]])
    assert falls([-float(spots[name][0]) for name in (f"toe{first}_tip", toes[1], f"toe{first + 1}_tip")])
    web = spots[f"finger_web{first}{first + 1}"]
    for finger in (first, first + 1):
        assert web[2] > spots[f"finger{finger}_tip"][2]
        assert np.linalg.norm(web - spots[f"metacarpal{finger}_head_dorsal"]) < 50.0


def test_perineum_runs_from_coccyx_to_symphysis(spots: dict[str, np.ndarray]) -> None:
    names = ["coccyx_tip", "anus", "perineum_mid", "perineum_front", "pubic_symphysis_top"]
    assert falls([float(spots[name][1]) for name in names])


def test_tendons_at_wrist_elbow_knee_and_ankle_stand_in_order(spots: dict[str, np.ndarray]) -> None:
    rows = [
        ["FCU_wrist", "wrist_palmar_uln", "palmaris_longus_wrist", "wrist_palmar_mid", "FCR_wrist",
         "wrist_palmar_rad"],
        ["wrist_dorsal_uln", "extensor_digitorum_wrist", "wrist_dorsal_mid", "wrist_dorsal_rad"],
        ["cubital_crease_med", "cubital_crease_mid", "biceps_tendon_cubital", "cubital_crease_lat"],
        ["popliteal_crease_med", "semitendinosus_popliteal", "popliteal_crease_mid",
         "biceps_femoris_popliteal", "popliteal_crease_lat"],
        ["medial_malleolus", "tibialis_anterior_ankle", "EHL_ankle", "ankle_front_mid",
         "extensor_digitorum_ankle", "lateral_malleolus"],
        ["patella_med", "medial_knee_eye", "patella_apex", "lateral_knee_eye", "patella_lat"],
    ]  # fmt: skip
    for row in rows:
        assert falls([-float(spots[name][0]) for name in row]), row


def test_kneecap_lies_in_the_middle_of_the_knee(spots: dict[str, np.ndarray]) -> None:
    inner, outer = spots["femoral_epicondyle_med"][0], spots["femoral_epicondyle_lat"][0]
    for name in ("patella_base", "patella_center", "patella_apex"):
        assert 0.4 < (spots[name][0] - inner) / (outer - inner) < 0.65, name


def test_outer_edge_of_the_foot_runs_from_ankle_to_little_toe(spots: dict[str, np.ndarray]) -> None:
    names = ["heel_back", "lateral_malleolus_inferior", "peroneal_trochlea", "calcaneocuboid_joint"]
    names += ["cuboid_lateral", "mt5_base", "mtp5_lateral", "toe5_tip"]
    assert falls([float(spots[name][1]) for name in names])
    foot_mm = spots["heel_back"][1] - spots["toe1_tip"][1]
    assert 0.36 < (spots["heel_back"][1] - spots["mt5_base"][1]) / foot_mm < 0.43
    assert 0.17 < (spots["heel_back"][1] - spots["lateral_malleolus"][1]) / foot_mm < 0.26


def test_lower_lumbar_and_sacral_levels_are_evenly_spaced(spots: dict[str, np.ndarray]) -> None:
    names = ["L3_inferior", "L4_inferior", "L5_inferior", *(f"sacral_foramen_{k}" for k in range(1, 5))]
    steps = -np.diff(heights(spots, names))
    assert steps.min() > 14.0
    assert steps.max() < 30.0


def test_trochanter_stands_out_at_the_height_of_the_hip(spots: dict[str, np.ndarray]) -> None:
    assert abs(spots["greater_trochanter"][2] - spots["pubic_symphysis_top"][2]) < 25.0
    front, back = spots["ASIS"][1], spots["PSIS"][1]
    assert 0.4 < (spots["greater_trochanter"][1] - front) / (back - front) < 0.6
