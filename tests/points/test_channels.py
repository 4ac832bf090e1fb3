"""The lines of the channels: on the skin, on their side, through their points, and where others go astray.

Drawn from the tables on every shipped body. ``channel_jumps.tsv`` names where a line passes over numbers,
``channel_detours.tsv`` where it is much longer than straight, ``channel_regions.tsv`` what skin a stretch
may touch.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial import cKDTree

from meshes.body import SurfacePoint
from meshes.path import SurfacePath, joined
from meshes.store import BODY_NAMES, load_body
from points.locate import BOTH, Locator, sides
from points.model import Side
from points.regions import divide, is_skin
from points.rules import Ref
from points.tables import load_tables

TABLES = load_tables()
HERE = Path(__file__).parent
COUNTS = {
    "LU": 11, "LI": 20, "ST": 45, "SP": 21, "HT": 9, "SI": 19, "BL": 67, "KI": 27, "PC": 9, "TE": 23,
    "GB": 44, "LR": 14, "GV": 28, "CV": 24,
}  # fmt: skip
STEP_MM = 3.0
ON_MM = 0.5  # what lies on the skin, on the midline, on a line
DETOUR = 1.3  # a stretch that is longer than so many times its straight length needs a reason
AURICLE = 0.5  # of the tint of the ears: half way across its soft border
NAIL_MM = 5.0  # 0.1 finger cun from the corner of a nail, and how soft the corner is
# Channel's point on the digit, the next one, the digit, and the side of the nail ("" for the very tip).
DIGIT_ENDS = [
    ("LU11", "LU10", "finger1", "radial"), ("LI1", "LI2", "finger2", "radial"),
    ("PC9", "PC8", "finger3", ""), ("TE1", "TE2", "finger4", "ulnar"), ("HT9", "HT8", "finger5", "radial"),
    ("SI1", "SI2", "finger5", "ulnar"), ("SP1", "SP2", "toe1", "medial"), ("LR1", "LR2", "toe1", "lateral"),
    ("ST45", "ST44", "toe2", "lateral"), ("GB44", "GB43", "toe4", "lateral"),
    ("BL67", "BL66", "toe5", "lateral"),
]  # fmt: skip


def rows_of(file: str) -> list[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def own_codes(channel: str, refs: tuple[Ref, ...]) -> list[str]:
    return [ref for ref in refs if isinstance(ref, str) and is_of(ref, channel)]


def is_of(ref: Ref, channel: str) -> bool:
    return isinstance(ref, str) and ref in TABLES.acupoints and TABLES.acupoints[ref].channel == channel


def number(code: str) -> int:
    return int(code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


@dataclass(frozen=True, eq=False)
class Stretch:
    """A channel from one of its points to the next, with what lies between."""

    locator: Locator
    line: SurfacePath

    @cached_property
    def spots(self) -> tuple[SurfacePoint, ...]:
        return self.line.samples(STEP_MM)

    @cached_property
    def mm(self) -> np.ndarray:
        return np.array([self.locator.body.position_mm(spot) for spot in self.spots])

    @cached_property
    def normals(self) -> np.ndarray:
        return np.array([self.locator.skin.surface.normal(spot) for spot in self.spots])

    def tint(self, name: str) -> np.ndarray:
        body = self.locator.body
        assert body.look is not None
        weights = body.look.tints[name]
        return np.array([spot.barycentric @ weights[body.faces[spot.face]] for spot in self.spots])


class Drawn:
    """Every channel on one body."""

    def __init__(self, name: str) -> None:
        self.body = load_body(name)
        self.locator = Locator(self.body, TABLES)
        self.branches: dict[tuple[str, int, Side], SurfacePath] = {}
        self.stretches: dict[tuple[str, str, Side], Stretch] = {}
        for row in TABLES.channel_paths:
            for side in sides(row.paired):
                self._draw(row.channel, row.branch, row.through, side)

    def _draw(self, channel: str, branch: int, refs: tuple[Ref, ...], side: Side) -> None:
        spots = [self.locator.place(ref, side).point for ref in refs]
        lines = [self.locator.skin.path(both) for both in pairwise(spots)]
        self.branches[channel, branch, side] = joined(lines)
        at = [i for i, ref in enumerate(refs) if is_of(ref, channel)]
        for one, two in pairwise(at):
            key = (str(refs[one]), str(refs[two]), side)
            self.stretches[key] = Stretch(self.locator, joined(lines[one:two]))

    def both(self, one: str, two: str) -> Iterator[tuple[Side, float, Stretch]]:
        """Side, its sign, and the stretch from one point to the next, on either side."""
        for side in BOTH:
            yield side, side.sign, self.stretches[one, two, side]

    def mm(self, ref: str, side: Side) -> np.ndarray:
        return self.locator.place(ref, side).position_mm

    def joint_mm(self, name: str, side: Side) -> np.ndarray:
        return self.body.joints_mm[f"{name}.{'L' if side is Side.LEFT else 'R'}"]

    def digit_mm(self, digit: str, side: Side) -> np.ndarray:
        """(k, 3) joints of a digit from its root to its tip."""
        ends = ("1", "2", "3", "tip") if digit != "toe1" else ("1", "2", "tip")
        return np.array([self.joint_mm(f"{digit}_{end}", side) for end in ends])

    @cached_property
    def skin_names(self) -> list[str]:
        return [name for name, region in TABLES.regions.items() if is_skin(region)]

    @cached_property
    def face_region(self) -> np.ndarray:
        regions = [TABLES.regions[name] for name in self.skin_names]
        return divide(regions, self.locator, self.locator.context(Side.LEFT).cun_mm("body"))

    @cached_property
    def halves(self) -> dict[Side, cKDTree]:
        """Corners of the outer skin on either side."""
        corners = self.body.vertices_mm[np.unique(self.body.faces[self.body.outer])]
        return {side: cKDTree(corners[corners[:, 0] * side.sign > 0.0]) for side in BOTH}


@pytest.fixture(scope="module", params=BODY_NAMES)
def drawn(request: pytest.FixtureRequest) -> Drawn:
    return Drawn(request.param)


def beside(bones_mm: np.ndarray, spots_mm: np.ndarray) -> np.ndarray:
    """(k, 3) shortest way from the bones of a limb or digit to each of k spots."""
    ways = []
    for one, two in pairwise(bones_mm):
        bone = two - one
        along = np.clip((spots_mm - one) @ bone / (bone @ bone), 0.0, 1.0)
        ways.append(spots_mm - one - along[:, None] * bone)
    nearest = np.argmin([np.linalg.norm(way, axis=1) for way in ways], axis=0)
    return np.array(ways)[nearest, np.arange(len(spots_mm))]


def nearest_digits(drawn: Drawn, kind: str, side: Side, spots_mm: np.ndarray) -> set[int]:
    """Which fingers or toes have their bones nearest to some of the spots."""
    bones = [drawn.digit_mm(f"{kind}{i}", side) for i in range(1, 6)]
    apart = [np.linalg.norm(beside(bone, spots_mm), axis=1) for bone in bones]
    return set((np.argmin(apart, axis=0) + 1).tolist())


def azimuth_deg(
    stretch: Stretch, start: np.ndarray, end: np.ndarray, front: np.ndarray, out: np.ndarray
) -> np.ndarray:
    """(k,) direction from a limb's axis: 0 to its front, +90 outwards, 180 behind."""
    axis = (end - start) / np.linalg.norm(end - start)
    ahead = front - (front @ axis) * axis
    ahead /= np.linalg.norm(ahead)
    aside = np.cross(axis, ahead)
    aside *= np.sign(aside @ out)
    from_axis = stretch.mm - start
    return np.degrees(np.arctan2(from_axis @ aside, from_axis @ ahead))


def test_every_channel_has_its_points_on_its_lines(drawn):
    for channel, count in COUNTS.items():
        codes = {f"{channel}{i}" for i in range(1, count + 1)}
        assert codes == {code for code in TABLES.acupoints if is_of(code, channel)}
        for side in BOTH if TABLES.acupoints[f"{channel}1"].paired else (Side.MIDLINE,):
            lines = [line for key, line in drawn.branches.items() if key[0] == channel and key[2] is side]
            trees = [cKDTree(line.points_mm) for line in lines]
            spots_mm = {code: drawn.mm(code, side) for code in codes}
            off = {code for code, mm in spots_mm.items() if min(tree.query(mm)[0] for tree in trees) > ON_MM}
            assert not off, (channel, side, off)


def test_lines_meet_their_points_in_the_order_of_the_numbers(drawn):
    for (channel, branch, side), line in drawn.branches.items():
        row = next(row for row in TABLES.channel_paths if (row.channel, row.branch) == (channel, branch))
        codes = own_codes(channel, row.through)
        meets = [line.lengths_mm[cKDTree(line.points_mm).query(drawn.mm(code, side))[1]] for code in codes]
        assert (np.diff(meets) > 0.0).all(), (channel, branch, side)


def test_numbers_run_on_but_for_the_jumps_that_the_standard_makes():
    jumps = [
        (row.channel, one, two)
        for row in TABLES.channel_paths
        for one, two in pairwise(own_codes(row.channel, row.through))
        if number(two) != number(one) + 1
    ]
    listed = rows_of("channel_jumps.tsv")
    assert sorted(jumps) == sorted((row["channel"], row["from"], row["to"]) for row in listed)
    assert all(len(row["why"]) > 30 for row in listed)


def test_lines_lie_on_the_outer_skin_and_on_their_side(drawn):
    for (channel, branch, side), line in drawn.branches.items():
        key = (channel, branch, side)
        assert drawn.body.outer[line.faces].all(), key
        mm = line.resampled(STEP_MM)
        skin_mm = [drawn.body.position_mm(drawn.locator.skin.surface.nearest(spot)) for spot in mm[::5]]
        assert np.linalg.norm(mm[::5] - skin_mm, axis=1).max() < ON_MM, key
        assert np.linalg.norm(np.diff(mm, axis=0), axis=1).max() <= STEP_MM + 1e-6, key
        x = line.points_mm[:, 0]
        assert (np.abs(x).max() <= ON_MM) if side is Side.MIDLINE else (x * side.sign).min() > 0.0, key


def test_stretches_are_hardly_longer_than_straight(drawn):
    listed = {(row["from"], row["to"]): row for row in rows_of("channel_detours.tsv")}
    found = set()
    for (one, two, side), stretch in drawn.stretches.items():
        ends = stretch.line.points_mm[[0, -1]]
        share = stretch.line.length_mm / np.linalg.norm(ends[1] - ends[0])
        if share > DETOUR:
            assert (one, two) in listed, (one, two, side, share)
            assert share <= float(listed[one, two]["at_most"]), (one, two, side, share)
            found.add((one, two))
    assert found == set(listed)  # a reason that is none any more goes
    assert all(len(row["why"]) > 30 for row in listed.values())


def test_stretches_touch_only_the_skin_that_they_may(drawn):
    wrong = []
    for row in rows_of("channel_regions.tsv"):
        may = set(row["regions"].split())
        assert may <= set(drawn.skin_names)
        for side, _, stretch in drawn.both(row["from"], row["to"]):
            touched = {drawn.skin_names[drawn.face_region[spot.face]] for spot in stretch.spots}
            if touched - may:
                wrong.append(f"{row['from']} to {row['to']} {side}: {sorted(touched - may)}")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize(("end", "next_one", "digit", "nail"), DIGIT_ENDS)
def test_channels_begin_and_end_on_their_digit_and_beside_its_nail(drawn, end, next_one, digit, nail):
    kind = digit.rstrip("12345")
    for side in BOTH:
        stretch = drawn.stretches.get((end, next_one, side)) or drawn.stretches[next_one, end, side]
        bones = drawn.digit_mm(digit, side)
        along = bones[1] - bones[0]
        free = (stretch.mm - bones[0]) @ along / (along @ along) > 0.5  # beyond the web
        assert free.any()
        assert nearest_digits(drawn, kind, side, stretch.mm[free]) == {int(digit[-1])}, (end, side)
        if not nail:
            assert np.linalg.norm(drawn.mm(end, side) - bones[-1]) < 2.0 * NAIL_MM
            continue
        corner = drawn.mm(f"{kind}nail{digit[-1]}_corner_{corner_of(drawn, digit, nail, side)}", side)
        assert np.linalg.norm(drawn.mm(end, side) - corner) < NAIL_MM, (end, side)


def corner_of(drawn: Drawn, digit: str, nail: str, side: Side) -> str:
    """Which corner of a nail lies on the named side, told from where the other digits lie."""
    kind = digit.rstrip("12345")
    if digit == "finger1":
        way = drawn.joint_mm("finger1_2", side) - drawn.joint_mm("finger2_1", side)
    else:
        way = drawn.joint_mm(f"{kind}{'2' if kind == 'finger' else '1'}_1", side)
        way = way - drawn.joint_mm(f"{kind}5_1", side)
    way = way * (1.0 if nail in {"radial", "medial"} else -1.0)
    ends = {end: drawn.mm(f"{kind}nail{digit[-1]}_corner_{end}", side) @ way for end in ("in", "out")}
    return max(ends, key=ends.__getitem__)


def test_kidney_begins_on_the_sole(drawn):
    for _, _, stretch in drawn.both("KI1", "KI2"):
        assert stretch.normals[0, 2] < -0.9


def test_lung_keeps_to_the_radial_border_of_the_thumb(drawn):
    for side, _, stretch in drawn.both("LU10", "LU11"):
        assert nearest_digits(drawn, "finger", side, stretch.mm) == {1}
        bones = drawn.digit_mm("finger1", side)
        tip = bones[3] - bones[2]
        corners = [drawn.mm(f"fingernail1_corner_{end}", side) for end in ("in", "out")]
        nail = np.mean(corners, axis=0) - bones[2]
        back = nail - (nail @ tip) / (tip @ tip) * tip
        radial = np.cross(back, tip)
        radial *= np.sign(radial @ (bones[1] - drawn.joint_mm("finger2_1", side)))
        way = beside(bones, stretch.mm)
        turned = np.arctan2(way @ back / np.linalg.norm(back), way @ radial / np.linalg.norm(radial))
        assert np.abs(np.degrees(turned)).max() < 45.0


def test_heart_runs_along_the_inner_side_of_the_forearm(drawn):
    for side, _, stretch in drawn.both("HT3", "HT4"):
        elbow, wrist = drawn.joint_mm("elbow", side), drawn.joint_mm("wrist", side)
        palm = drawn.mm("wrist_palmar_mid", side) - wrist
        radial = drawn.mm("wrist_palmar_rad", side) - drawn.mm("wrist_palmar_uln", side)
        turned = azimuth_deg(stretch, elbow, wrist, palm, radial)
        assert turned.min() > -95.0, (side, turned.min())
        assert turned.max() < -25.0, (side, turned.max())
        assert (np.diff(turned) > -2.0).all()  # straight: it turns towards the palm, never to and fro


def test_heart_keeps_to_the_little_finger_all_the_way_from_the_palm(drawn):
    for side, _, stretch in drawn.both("HT8", "HT9"):
        assert nearest_digits(drawn, "finger", side, stretch.mm) == {5}


def test_small_intestine_stays_behind_the_arm(drawn):
    for side, sign, stretch in drawn.both("SI8", "SI9"):
        shoulder, elbow = drawn.joint_mm("shoulder", side), drawn.joint_mm("elbow", side)
        turned = azimuth_deg(stretch, shoulder, elbow, np.array([0.0, -1.0, 0.0]), np.array([sign, 0.0, 0.0]))
        assert np.abs(turned).min() > 110.0
        assert (stretch.mm[:, 1] - shoulder[1]).min() > 15.0


@pytest.mark.parametrize(("one", "two"), [("LI15", "LI16"), ("TE13", "TE14"), ("TE14", "TE15")])
def test_yang_channels_pass_over_the_shoulder(drawn, one, two):
    for side, _, stretch in drawn.both(one, two):
        assert (np.diff(stretch.mm[:, 2]) > -0.5).all(), side
        assert np.linalg.norm(stretch.mm - drawn.mm("axilla_center", side), axis=1).min() > 80.0
        if one != "TE13":
            edge = min(drawn.mm(name, side)[2] for name in ("acromial_angle", "acromion_lateral"))
            assert stretch.mm[:, 2].min() > edge - 5.0, side


def test_gallbladder_goes_round_the_front_of_the_armpit(drawn):
    for one, two in (("GB21", "GB22"), ("GB22", "GB23")):
        for side, _, stretch in drawn.both(one, two):
            axilla, fold = drawn.mm("axilla_center", side), drawn.mm("axillary_fold_ant", side)
            assert np.linalg.norm(stretch.mm - axilla, axis=1).min() > 15.0, (one, side)
            beside_arm = (stretch.mm[:, 2] > axilla[2]) & (stretch.mm[:, 2] < fold[2] + 30.0)
            assert (stretch.mm[beside_arm, 1] < axilla[1] - 10.0).all(), (one, side)
            assert all(drawn.locator.skin.trunk.body.outer[spot.face] for spot in stretch.spots), (one, side)


@pytest.mark.parametrize(
    ("one", "two", "from_midline_mm", "from_other_mm"),
    [
        ("KI10", "KI11", 2.0, 6.0),
        ("LR8", "LR9", 20.0, 30.0),
        ("LR9", "LR10", 10.0, 20.0),
        ("LR10", "LR11", 30.0, 35.0),
        ("LR11", "LR12", 30.0, 35.0),
        ("ST30", "ST31", 35.0, 40.0),
        ("SP10", "SP11", 50.0, 60.0),
        ("SP11", "SP12", 50.0, 60.0),
    ],
)
def test_lines_of_the_thigh_keep_to_their_leg(drawn, one, two, from_midline_mm, from_other_mm):
    for side, sign, stretch in drawn.both(one, two):
        assert (stretch.mm[:, 0] * sign).min() > from_midline_mm, side
        assert drawn.halves[side.other].query(stretch.mm)[0].min() > from_other_mm, side


def test_stomach_crosses_the_front_of_the_groin(drawn):
    for _, _, stretch in drawn.both("ST30", "ST31"):
        assert stretch.normals[:, 1].max() < -0.8


@pytest.mark.parametrize(
    ("one", "two"), [("SP20", "SP21"), ("LR11", "LR12"), ("LR12", "LR13"), ("LR13", "LR14"), ("GB23", "GB24")]
)
def test_lines_of_the_flank_stay_on_the_trunk(drawn, one, two):
    for side, sign, stretch in drawn.both(one, two):
        assert all(drawn.locator.skin.trunk.body.outer[spot.face] for spot in stretch.spots), side
        assert (stretch.mm[:, 0] * sign).min() > 30.0, side


def test_gallbladder_goes_round_the_side_of_the_hip(drawn):
    for _, sign, stretch in drawn.both("GB29", "GB30"):
        assert (np.diff(stretch.mm[:, 1]) > 0.0).all()  # backwards all the way
        assert (stretch.mm[:, 0] * sign).min() > 110.0
        assert np.minimum(stretch.normals[:, 0] * sign, 1.0).min() > 0.3


def test_triple_energizer_runs_round_the_ear(drawn):
    for one, two in pairwise(f"TE{i}" for i in range(17, 24)):
        for side, _, stretch in drawn.both(one, two):
            assert stretch.tint("ears").max() < AURICLE, (one, two, side)
            low, apex = drawn.mm("ear_root_low", side), drawn.mm("ear_apex", side)
            if number(two) <= 20:  # behind the root of the ear
                level = (stretch.mm[:, 2] > low[2]) & (stretch.mm[:, 2] < apex[2])
                assert stretch.mm[level, 1].min() > low[1], (one, side)
            elif number(one) >= 21:  # before it
                assert stretch.mm[:, 1].max() < drawn.mm("supratragic_notch", side)[1], (one, side)
    for side in BOTH:
        assert drawn.mm("TE20", side)[2] > drawn.mm("ear_apex", side)[2] - 2.0


def test_gallbladder_goes_above_and_behind_the_ear(drawn):
    for one, two in pairwise(f"GB{i}" for i in range(1, 21)):
        for side, _, stretch in drawn.both(one, two):
            away = np.linalg.norm(stretch.mm - drawn.mm("GB2", side), axis=1) > 5.0  # it lies by the tragus
            assert stretch.tint("ears")[away].max() < 0.1, (one, two, side)
            if number(one) >= 4:
                above = stretch.mm[:, 2] > drawn.mm("ear_root_front", side)[2]
                behind = stretch.mm[:, 1] > drawn.mm("ear_root_back_mid", side)[1] - 1.0
                assert (above | behind).all(), (one, two, side)


def test_small_intestine_reaches_the_tragus_and_no_more(drawn):
    for side, _, stretch in drawn.both("SI18", "SI19"):
        assert stretch.mm[:, 1].max() < drawn.mm("tragus", side)[1], side


def test_stomach_has_one_branch_on_the_face_and_one_down_the_neck(drawn):
    up, down = (own_codes("ST", row.through) for row in TABLES.channel_paths if row.channel == "ST")
    assert up == [f"ST{i}" for i in range(1, 9)]
    assert down == ["ST5", *(f"ST{i}" for i in range(9, 46))]
    for one, two in pairwise(up):
        for side, _, stretch in drawn.both(one, two):
            rise = np.diff(stretch.mm[:, 2])
            assert (rise < 1.0).all() if number(two) <= 5 else (rise > -1.0).all(), (one, side)
            assert stretch.mm[:, 1].max() < drawn.mm("tragus", side)[1] - 5.0, (one, side)


def test_bladder_has_two_lines_of_the_back():
    branches = [own_codes("BL", row.through) for row in TABLES.channel_paths if row.channel == "BL"]
    steps = [both for codes in branches for both in pairwise(codes)]
    assert {("BL10", "BL11"), ("BL10", "BL41")} <= set(steps)
    assert ("BL40", "BL41") not in steps
    outer = next(codes for codes in branches if "BL54" in codes)
    assert outer == ["BL10", *(f"BL{i}" for i in range(41, 55)), "BL39", "BL40"]


@pytest.mark.parametrize(
    ("refs", "law"),
    [
        (("GB21", "axilla_center", "GB22"), "armpit"),
        (("HT8", "finger4_tip", "HT9"), "little finger"),
        (("LU10", "metacarpal2_head_dorsal", "LU11"), "thumb"),
        (("TE20", "ear_apex", "TE21"), "ear"),
        (("KI10", "~LR9", "KI11"), "leg"),
    ],
)
def test_lines_led_astray_would_be_seen(drawn, refs, law):
    spots = [drawn.locator.place(ref, Side.LEFT).point for ref in refs]
    astray = Stretch(drawn.locator, drawn.locator.skin.path(spots))
    seen = {
        "armpit": np.linalg.norm(astray.mm - drawn.mm("axilla_center", Side.LEFT), axis=1).min() < 15.0,
        "little finger": nearest_digits(drawn, "finger", Side.LEFT, astray.mm) != {5},
        "thumb": nearest_digits(drawn, "finger", Side.LEFT, astray.mm) != {1},
        "ear": astray.tint("ears").max() > AURICLE,
        "leg": astray.mm[:, 0].min() < 0.0,
    }
    assert seen[law]
