"""Laws of placing: on bodies whose shape is known, each rule leads where its words say."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from points.locate import Locator
from points.model import CONFIDENCE_MM, Side, Unplaced
from points.rules import parse_rule
from points.skin import Skin, arm_faces

MIRROR = np.array([-1.0, 1.0, 1.0])
RULES = {
    "pick": {"kind": "landmark", "at": "side"},
    "step": {"kind": "landmark", "at": "front", "offsets": [{"direction": "up", "cun": 1, "span": "tall"}]},
    "toward": {"kind": "landmark", "at": "front", "offsets": [{"toward": "high", "fraction": 0.25}]},
    "line": {"kind": "between", "through": ["front", "side"], "fraction": 0.4},
    "height": {
        "kind": "between",
        "through": ["low", "side"],
        "level": {"from": "low", "to": "side", "fraction": 0.5},
    },
    "ahead": {
        "kind": "trunk",
        "level": {"from": "low", "direction": "up", "cun": 4, "span": "tall"},
        "lateral": {"cun": 2, "span": "broad"},
        "aspect": "front",
    },
    "back": {"kind": "trunk", "level": "high", "lateral": {"at": "front"}, "aspect": "back"},
    "flank": {"kind": "trunk", "level": "low", "depth": {"at": "side"}, "aspect": "side"},
}


def read(rule):
    return parse_rule(json.dumps(rule))


@pytest.fixture(scope="module")
def skin(egg):
    return Skin(egg)


@pytest.fixture(scope="module")
def tables(make_tables, egg_landmarks, make_point):
    return make_tables(egg_landmarks, [make_point(code, json.dumps(rule)) for code, rule in RULES.items()])


@pytest.fixture(scope="module")
def locator(egg, tables, skin):
    return Locator(egg, tables, skin)


def off_skin_mm(body, position_mm):
    return float(
        np.linalg.norm(Skin(body).body.position_mm(Skin(body).surface.nearest(position_mm)) - position_mm)
    )


@pytest.mark.parametrize("code", RULES)
def test_every_point_lies_on_the_skin(locator, egg, code):
    for side in (Side.LEFT, Side.RIGHT):
        found = locator.point(code, side)
        assert off_skin_mm(egg, found.position_mm) < 1e-3
        assert found.point.barycentric.min() >= 0.0
        assert_allclose(found.point.barycentric.sum(), 1.0)
        assert_allclose(egg.position_mm(found.point), found.position_mm)


@pytest.mark.parametrize("code", RULES)
def test_the_right_side_mirrors_the_left_on_a_symmetric_body(locator, code):
    left, right = (locator.point(code, side).position_mm for side in (Side.LEFT, Side.RIGHT))
    assert left[0] > 0.0
    assert_allclose(right, MIRROR * left, atol=0.05)


def test_the_right_side_follows_the_right_hand_landmark(egg, tables):
    picks = dict(egg.picks)
    picks["side.R"] = picks["front.R"]
    moved = Locator(replace(egg, picks=picks), tables)
    assert_allclose(moved.point("pick", Side.RIGHT).position_mm, egg.position_mm(picks["front.R"]))
    assert_allclose(moved.point("pick", Side.LEFT).position_mm, egg.position_mm(picks["side.L"]))


@settings(max_examples=6, deadline=None)
@given(factor=st.floats(0.4, 2.5))
def test_scaling_the_body_scales_the_points(egg, tables, locator, rescale, factor):
    bigger = Locator(rescale(egg, factor), tables)
    for code in RULES:
        at = locator.point(code, Side.LEFT).position_mm
        assert_allclose(bigger.point(code, Side.LEFT).position_mm, factor * at, atol=1e-3 * factor)


def test_the_ends_of_a_line_are_its_landmarks(locator):
    for fraction, name in ((0, "front"), (1, "side")):
        rule = read({"kind": "between", "through": ["front", "side"], "fraction": fraction})
        at = locator.place(rule, Side.LEFT).position_mm
        assert_allclose(at, locator.place(name, Side.LEFT).position_mm, atol=1e-6)


@settings(max_examples=25, deadline=None)
@given(fraction=st.floats(0.0, 1.0))
def test_a_fraction_divides_the_line_in_two_lengths(locator, skin, fraction):
    rule = read({"kind": "between", "through": ["front", "side"], "fraction": fraction})
    ends = [locator.place(name, Side.LEFT).point for name in ("front", "side")]
    spot = locator.place(rule, Side.LEFT).point
    whole = skin.distance_mm(ends[0], ends[1])
    assert_allclose(skin.distance_mm(ends[0], spot), fraction * whole, atol=0.02)


def test_cun_of_a_total_is_a_fraction(locator):
    three = read({"kind": "between", "through": ["low", "side", "high"], "cun": 3, "of": 12})
    quarter = read({"kind": "between", "through": ["low", "side", "high"], "fraction": 0.25})
    assert_allclose(
        locator.place(three, Side.LEFT).position_mm, locator.place(quarter, Side.LEFT).position_mm, atol=1e-9
    )


@pytest.mark.parametrize("cun", [0.5, 1.0, 2.5])
@pytest.mark.parametrize(
    ("direction", "span", "axis"),
    [("up", "tall", 2), ("down", "tall", 2), ("medial", "broad", 0), ("lateral", "broad", 0)],
)
def test_an_offset_measures_what_it_says(locator, direction, span, axis, cun):
    start = locator.place("front", Side.RIGHT).position_mm
    rule = read(
        {
            "kind": "landmark",
            "at": "front",
            "offsets": [{"direction": direction, "cun": cun / 4, "span": span}],
        }
    )
    moved = locator.place(rule, Side.RIGHT).position_mm - start
    assert_allclose(abs(moved[axis]), cun / 4 * locator.context(Side.RIGHT).cun_mm(span), atol=1e-4)
    assert moved @ locator.context(Side.RIGHT).direction(direction) > 0.0


def test_an_offset_along_the_skin_has_that_length(locator, skin):
    start = locator.place("front", Side.LEFT)
    rule = read({"kind": "landmark", "at": "front", "offsets": [{"direction": "up", "mm": 20}]})
    end = locator.place(rule, Side.LEFT)
    assert_allclose(skin.distance_mm(start.point, end.point), 20.0, rtol=0.01)


def test_an_offset_toward_a_place_lies_on_the_way(locator, skin):
    rule = read({"kind": "landmark", "at": "front", "offsets": [{"toward": "side", "mm": 30}]})
    start, end = (locator.place(name, Side.LEFT).point for name in ("front", "side"))
    middle = locator.place(rule, Side.LEFT).point
    assert_allclose(skin.distance_mm(start, middle), 30.0, atol=0.01)
    assert_allclose(skin.distance_mm(middle, end), skin.distance_mm(start, end) - 30.0, atol=0.05)


def test_an_offset_upright_to_the_skin_is_refused(locator):
    belly = {"kind": "trunk", "level": {"from": "low", "to": "high", "fraction": 0.5}, "lateral": "midline"}
    rule = read(belly | {"aspect": "front", "offsets": [{"direction": "front", "mm": 5}]})
    with pytest.raises(Unplaced, match="front stands upright on the skin"):
        locator.place(rule, Side.LEFT)


def test_a_trunk_rule_has_its_level_and_its_distance_from_the_midline(locator):
    context = locator.context(Side.LEFT)
    at = locator.point("ahead", Side.LEFT).position_mm
    low = locator.place("low", Side.LEFT).position_mm
    assert_allclose(at[2], low[2] + 4 * context.cun_mm("tall"), atol=1e-6)
    assert_allclose(at[0], 2 * context.cun_mm("broad"), atol=1e-6)
    assert at[1] < 0.0 < locator.point("back", Side.LEFT).position_mm[1]


def test_a_point_beside_the_body_is_refused_and_not_moved(locator):
    rule = read({"kind": "trunk", "level": "low", "lateral": {"cun": 20, "span": "broad"}, "aspect": "front"})
    with pytest.raises(Unplaced, match="meets no outer skin"):
        locator.place(rule, Side.LEFT)


def test_midline_points_lie_in_the_midsagittal_plane(egg, make_tables, egg_landmarks, make_point):
    rules = {
        "ray": {"kind": "trunk", "level": "side", "lateral": "midline", "aspect": "back"},
        "line": {"kind": "between", "through": ["low", "high"], "fraction": 0.3},
        "across": {"kind": "between", "through": ["front", "~front"], "fraction": 0.5},
        "step": {"kind": "landmark", "at": "low", "offsets": [{"direction": "up", "cun": 1, "span": "tall"}]},
    }
    points = [make_point(code, json.dumps(rule), paired=False) for code, rule in rules.items()]
    placed = Locator(egg, make_tables(egg_landmarks, points)).points()
    assert [str(one) for one in placed.unplaced] == []
    assert [one.id for one in placed.located] == [f"{code}/midline" for code in rules]
    assert max(abs(one.position_mm[0]) for one in placed.located) < 1e-6


def test_a_midline_rule_that_leads_off_the_midline_is_refused(egg, make_tables, egg_landmarks, make_point):
    tables = make_tables(egg_landmarks, [make_point("GV1", '{"kind":"landmark","at":"front"}', paired=False)])
    (unplaced,) = Locator(egg, tables).points().unplaced
    assert "it lies on the midline, but its rule leads" in str(unplaced)


def test_the_midline_is_measured_over_the_top_and_not_round_the_side(egg, locator, skin):
    # From front to back at z = 800 the way round the flank is as short as the way over the top is long.
    front, back = (locator.place(name, Side.MIDLINE).point for name in ("high", "behind"))
    path = skin.path([front, back])
    assert abs(path.points_mm[:, 0]).max() < 1e-6
    assert path.points_mm[:, 2].max() > 1195.0
    assert_allclose(path.points_mm[[0, -1]], [egg.position_mm(front), egg.position_mm(back)], atol=1e-6)
    assert_allclose(skin.path([back, front]).length_mm, path.length_mm)


def test_the_other_side_is_asked_for_with_a_tilde(locator):
    for side in (Side.LEFT, Side.RIGHT):
        assert_allclose(
            locator.place("~side", side).position_mm, locator.place("side", side.other).position_mm, atol=1e-9
        )


def test_tolerances_add_at_right_angles(locator):
    assert_allclose(locator.point("pick", Side.LEFT).tolerance_mm, np.hypot(4.0, CONFIDENCE_MM["A"]))
    assert_allclose(locator.point("line", Side.LEFT).tolerance_mm, np.hypot(4.0, CONFIDENCE_MM["B"]))


def test_a_tolerance_is_handed_on_from_point_to_point(egg, make_tables, egg_landmarks, make_point):
    points = [
        make_point("ST1", '{"kind":"landmark","at":"front"}'),
        make_point("ST2", '{"kind":"between","through":["ST1","side"],"fraction":0.5}', tolerance_mm=1.0),
    ]
    found = Locator(egg, make_tables(egg_landmarks, points)).point("ST2", Side.LEFT)
    assert_allclose(found.tolerance_mm, np.hypot(1.0, CONFIDENCE_MM["B"]))


def test_a_missing_landmark_is_named_through_all_steps(
    egg, make_tables, egg_landmarks, make_landmark, make_point
):
    points = [
        make_point("ST1", '{"kind":"landmark","at":"nose"}'),
        make_point("ST2", '{"kind":"between","through":["ST1","side"],"fraction":0.5}'),
        make_point("ST3", '{"kind":"landmark","at":"chin"}'),
        make_point("ST4", '{"kind":"landmark","at":"side"}'),
    ]
    placed = Locator(egg, make_tables([*egg_landmarks, make_landmark("nose")], points)).points()
    said = [str(one) for one in placed.unplaced]
    assert "ST2/left: needs ST1/left: needs nose/left: the body synthetic has no landmark nose.L" in said
    assert "ST3/right: needs chin/right: there is no landmark and no point of this name" in said
    assert [one.id for one in placed.located] == ["ST4/left", "ST4/right"]
    assert len(said) == 6


def test_rules_that_lead_back_to_themselves_are_reported_with_the_chain(
    egg, make_tables, egg_landmarks, make_point
):
    points = [
        make_point("ST1", '{"kind":"landmark","at":"ST2"}'),
        make_point("ST2", '{"kind":"between","through":["side","ST1"],"fraction":0.5}'),
    ]
    unplaced = Locator(egg, make_tables(egg_landmarks, points)).points().unplaced
    assert len(unplaced) == 4
    assert "ST1/left -> ST2/left -> ST1/left" in str(unplaced[0])


def test_a_landmark_may_follow_a_rule(egg, make_tables, egg_landmarks, make_landmark):
    middle = make_landmark(
        "middle", '{"kind":"between","through":["low","high"],"fraction":0.5}', paired=False
    )
    located, unplaced = Locator(egg, make_tables([*egg_landmarks, middle])).landmarks()
    assert not unplaced
    assert {one.id for one in located} >= {"middle", "side.L", "side.R"}


@pytest.fixture(scope="module")
def limbs(pillar, make_tables, pillar_landmarks):
    return Locator(pillar, make_tables(pillar_landmarks))


@pytest.mark.parametrize(
    ("angle", "left"), [(0, (0, -80)), (90, (80, 0)), (180, (0, 80)), (-90, (-80, 0)), (30, (40, -69.28))]
)
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_a_limb_rule_goes_round_the_axis(limbs, angle, left, side):
    rule = read({"kind": "limb", "segment": "thigh", "from": "distal", "cun": 3, "angle_deg": angle})
    at = limbs.place(rule, side).position_mm
    # 18 cun from z = 700 to z = 100: 3 cun above the lower end are z = 200.
    assert_allclose(at, [left[0] * side.sign, left[1], 200.0], atol=0.05)


def test_a_limb_rule_counts_from_either_end(limbs):
    rule = {"kind": "limb", "segment": "thigh", "angle_deg": 0}
    down = limbs.place(read(rule | {"from": "proximal", "fraction": 0.25}), Side.LEFT).position_mm
    up = limbs.place(read(rule | {"from": "distal", "cun": 13.5}), Side.LEFT).position_mm
    assert_allclose(down, up, atol=1e-6)
    assert_allclose(down[2], 550.0, atol=1e-6)


def test_a_limb_rule_looks_toward_places(limbs):
    rule = {"kind": "limb", "segment": "thigh", "from": "distal", "cun": 9}
    beside = limbs.place(read(rule | {"toward": "beside"}), Side.LEFT).position_mm
    half = limbs.place(read(rule | {"between": ["top", "beside"], "blend": 1 / 3}), Side.LEFT).position_mm
    assert_allclose(beside, [80.0, 0.0, 400.0], atol=0.05)
    assert_allclose(half, [40.0, -69.28, 400.0], atol=0.05)


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
@pytest.mark.parametrize(
    ("aspect", "left"),
    [
        ("dorsal", (0, 80)),
        ("palmar", (0, -80)),
        ("radial", (80, 0)),
        ("ulnar", (-80, 0)),
        ("dorsoradial", (56.57, 56.57)),
    ],
)
def test_a_digit_has_six_sides(pillar, make_tables, pillar_landmarks, rescale, aspect, left, side):
    finger = Locator(rescale(pillar, 0.25), make_tables(pillar_landmarks))
    rule = read({"kind": "digit", "digit": "finger2", "bone": "proximal", "fraction": 0.75, "aspect": aspect})
    at = finger.place(rule, side).position_mm
    assert_allclose(at[2], 75.0, atol=1e-6)
    assert_allclose(at[:2] / np.linalg.norm(at[:2]), np.array(left) * [side.sign, 1] / 80.0, atol=0.02)


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_beside_a_nail_corner_means_away_from_it_and_toward_the_root(limbs, side):
    nail = {"kind": "digit", "digit": "finger2", "nail": "radial"}
    corner = limbs.place(read(nail | {"cun": 0}), side).position_mm
    beside = limbs.place(read(nail | {"cun": 0.1}), side).position_mm - corner
    assert_allclose(corner, limbs.place("nail_out", side).position_mm)
    assert_allclose(np.linalg.norm(beside), 0.1 * limbs.context(side).cun_mm("body"), rtol=0.01)
    assert beside[0] * side.sign > 0.5
    assert beside[2] > 0.5


@pytest.mark.parametrize("name", ["male", "female"])
def test_seen_from_front_and_back_the_arms_do_not_count(name):
    from meshes import load_body

    skin = Skin(load_body(name))
    body = skin.body
    arms = arm_faces(skin.surface)
    for finger in range(1, 6):
        for suffix in (".L", ".R"):
            assert arms[skin.surface.nearest(body.joints_mm[f"finger{finger}_tip{suffix}"]).face]
    for joint in ("head", "spine_1", "spine_4", "knee.L", "hip.R", "toe1_tip.L"):
        assert not arms[skin.surface.nearest(body.joints_mm[joint]).face]
    hip, elbow = body.joints_mm["hip.L"], body.joints_mm["elbow.L"]
    ahead = body.position_mm(skin.outermost(hip, np.array([1.0, 0.0, 0.0])))
    assert ahead[0] < 0.5 * (hip[0] + body.joints_mm["wrist.L"][0])
    assert arms[skin.surface.ray(elbow, np.array([0.0, -1.0, 0.0])).face]


@pytest.fixture(scope="module", params=["male", "female"])
def shipped(request):
    from meshes import load_body
    from points.tables import load_tables

    return Locator(load_body(request.param), load_tables(absent_ok=True))


def beside(locator, side, digit, bone, fraction, aspect):
    rule = {"kind": "digit", "digit": digit, "bone": bone, "fraction": fraction, "aspect": aspect}
    place = locator.place(read(rule), side)
    return place.position_mm, locator.skin.surface.normal(place.point)


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_every_side_of_every_bone_of_a_digit_has_skin(shipped, side):
    words = {"finger": ("dorsal", "palmar", "radial", "ulnar", "dorsoradial", "dorsoulnar",
                        "palmoradial", "palmoulnar"),
             "toe": ("dorsal", "plantar", "medial", "lateral")}  # fmt: skip
    for digit, bone in shipped.tables.bones:
        for fraction in (0.0, 0.25, 0.5, 0.75, 1.0):
            for aspect in words[digit[:-1]]:
                assert beside(shipped, side, digit, bone, fraction, aspect)[0][0] * side.sign > 0


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
@pytest.mark.parametrize("toe", [1, 2, 3, 4])
def test_between_two_metatarsals_is_the_back_of_the_foot(shipped, side, toe):
    for fraction in (0.2, 0.5, 0.8):
        ends = [beside(shipped, side, f"toe{k}", "metatarsal", fraction, "dorsal")[0] for k in (toe, toe + 1)]
        near = beside(shipped, side, f"toe{toe}", "metatarsal", fraction, "lateral")
        far = beside(shipped, side, f"toe{toe + 1}", "metatarsal", fraction, "medial")
        for place, normal in (near, far):
            assert normal[2] > 0.5
            assert ends[0][0] * side.sign < place[0] * side.sign < ends[1][0] * side.sign
        assert np.linalg.norm(near[0] - far[0]) < 12.0


@pytest.mark.parametrize("finger", [2, 3, 4])
def test_between_two_metacarpals_is_the_back_or_the_palm_of_the_hand(shipped, finger):
    for aspect, back in (("ulnar", 1), ("palmoulnar", -1)):
        place, normal = beside(shipped, Side.LEFT, f"finger{finger}", "metacarpal", 0.5, aspect)
        other, _ = beside(
            shipped, Side.LEFT, f"finger{finger + 1}", "metacarpal", 0.5, aspect.replace("ulnar", "radial")
        )
        assert normal[1] * back > 0.5
        assert np.linalg.norm(place - other) < 12.0


@pytest.mark.parametrize("toe", [2, 3, 4])
def test_beyond_the_web_each_toe_has_its_own_sides(shipped, toe):
    inner, outer = (
        beside(shipped, Side.LEFT, f"toe{toe}", "distal", 0.4, way)[0][0] for way in ("medial", "lateral")
    )
    assert 6.0 < outer - inner < 25.0
