"""Rules read from JSON: what is accepted, and how exactly errors are placed."""

import json

import pytest
from pydantic import TypeAdapter, ValidationError

from points.refs import names_of, spans_of
from points.rules import Shape, Stroke, parse_ref, parse_rule

GOOD = [
    {"kind": "landmark", "at": "nipple"},
    {"kind": "landmark", "at": "~EX-HN5", "offsets": [{"direction": "up", "cun": 1, "span": "body"}]},
    {
        "kind": "landmark",
        "at": "a",
        "offsets": [{"toward": "b", "fraction": 0.3}, {"direction": "down", "mm": 4}],
    },
    {"kind": "between", "through": ["a", "~b"], "fraction": 0.5},
    {"kind": "between", "through": ["a", "b", "trapezius_upper.TrP1"], "cun": 3, "span": "forearm"},
    {"kind": "between", "through": ["a", "b"], "cun": 3, "of": 12},
    {"kind": "between", "through": ["a", "b"], "level": {"from": "c", "to": "d", "fraction": 0.2}},
    {"kind": "trunk", "level": "umbilicus", "lateral": "midline", "aspect": "back"},
    {
        "kind": "trunk",
        "level": {"from": "umbilicus", "direction": "up", "cun": 4, "span": "upper_abdomen"},
        "lateral": {"cun": 2, "span": "nipples"},
        "aspect": "front",
    },
    {"kind": "trunk", "level": "a", "depth": {"from": "b", "to": "c", "fraction": 1}, "aspect": "side"},
    {"kind": "limb", "segment": "leg", "from": "distal", "cun": 3, "angle_deg": -90, "span": "leg_medial"},
    {"kind": "limb", "segment": "thigh", "from": "proximal", "fraction": 0.5, "toward": "patella_base"},
    {"kind": "limb", "segment": "forearm", "from": "distal", "cun": 2, "between": ["a", "b"], "blend": 0.5},
    {"kind": "digit", "digit": "finger1", "nail": "radial", "cun": 0.1},
    {"kind": "digit", "digit": "toe1", "bone": "metatarsal", "fraction": 0.1, "aspect": "medial"},
]

BAD = [
    ({"kind": "nothing"}, "does not match any of the expected tags"),
    ({"kind": "landmark", "at": "a", "on": "b"}, "Extra inputs are not permitted"),
    ({"kind": "landmark", "at": {"kind": "zone"}}, "a ref is a landmark name"),
    ({"kind": "landmark", "at": "two words"}, "String should match pattern"),
    ({"kind": "landmark", "at": "a", "offsets": [{"direction": "up", "cun": 1}]}, "found cun"),
    ({"kind": "landmark", "at": "a", "offsets": [{"direction": "up"}]}, "found none"),
    (
        {"kind": "landmark", "at": "a", "offsets": [{"cun": 1, "span": "body"}]},
        "either a direction or a toward",
    ),
    ({"kind": "between", "through": ["a"], "fraction": 0.5}, "at least 2 items"),
    ({"kind": "between", "through": ["a", "b"]}, "one stop out of fraction, cun+span, cun+of, level"),
    ({"kind": "between", "through": ["a", "b"], "fraction": 0.5, "level": "c"}, "found fraction+level"),
    ({"kind": "between", "through": ["a", "b"], "fraction": 1.5}, "less than or equal to 1"),
    ({"kind": "between", "through": ["a", "b"], "cun": 13, "of": 12}, "at most the whole"),
    (
        {"kind": "trunk", "level": "a", "depth": {"at": "b"}, "aspect": "front"},
        "needs lateral and takes no depth",
    ),
    (
        {"kind": "trunk", "level": "a", "lateral": "midline", "aspect": "side"},
        "needs depth and takes no lateral",
    ),
    ({"kind": "trunk", "level": {"at": "a"}, "lateral": "midline", "aspect": "front"}, "a level is a ref"),
    ({"kind": "trunk", "level": "a", "lateral": 3, "aspect": "front"}, "a lateral is"),
    ({"kind": "limb", "segment": "leg", "from": "distal", "cun": 3}, "one azimuth out of"),
    ({"kind": "limb", "segment": "leg", "from": "above", "cun": 3, "angle_deg": 0}, "'distal' or 'proximal'"),
    ({"kind": "digit", "digit": "toe1", "nail": "radial", "cun": 0.1}, "a toe has no nail radial"),
    (
        {"kind": "digit", "digit": "finger1", "bone": "middle", "fraction": 0.5, "aspect": "dorsal"},
        "no middle phalanx",
    ),
]


@pytest.mark.parametrize("rule", GOOD, ids=json.dumps)
def test_a_rule_of_the_vocabulary_is_read(rule):
    assert parse_rule(json.dumps(rule)).kind == rule["kind"]


@pytest.mark.parametrize("rule", GOOD, ids=json.dumps)
def test_a_rule_survives_being_written_and_read(rule):
    read = parse_rule(json.dumps(rule))
    assert parse_rule(read.model_dump_json(by_alias=True, exclude_defaults=True)) == read


@pytest.mark.parametrize(("rule", "said"), BAD, ids=[said for _, said in BAD])
def test_a_rule_outside_the_vocabulary_is_refused_with_the_reason(rule, said):
    with pytest.raises(ValidationError, match=said.replace("+", r"\+")):
        parse_rule(json.dumps(rule))


def test_an_error_deep_inside_an_inline_rule_has_its_place():
    inner = {"kind": "trunk", "level": "a", "lateral": {"cun": "two", "span": "body"}, "aspect": "front"}
    rule = {"kind": "between", "through": ["a", inner], "fraction": 0.5}
    with pytest.raises(ValidationError) as caught:
        parse_rule(json.dumps(rule))
    place = caught.value.errors()[0]["loc"]
    assert [step for step in place if step in ("through", 1, "lateral", "cun")] == [
        "through",
        1,
        "lateral",
        "cun",
        "cun",
    ]


def test_a_rule_never_changes():
    with pytest.raises(ValidationError, match="frozen"):
        parse_rule('{"kind":"landmark","at":"a"}').at = "b"


def test_a_stroke_has_one_radius_or_one_for_each_place():
    assert Stroke(stroke=("a", "b", "c"), radius_cun=0.5).radii_cun == (0.5, 0.5, 0.5)
    tapered = Stroke.model_validate({"stroke": ["a", "b", "c"], "radius_cun": [0.2, 1, 0.4]})
    assert tapered.radii_cun == (0.2, 1.0, 0.4)
    assert Stroke.model_validate_json(tapered.model_dump_json()) == tapered


@pytest.mark.parametrize(
    ("radius", "said"),
    [
        ([0.5, 0.5], "2 radii for 3 places: one number, or one for each place"),
        ([0.5, 0.5, 0.5, 0.5], "4 radii for 3 places"),
        ([], "0 radii for 3 places"),
        ([0.5, 0.0, 0.5], "greater than 0"),
        ([0.5, -1.0, 0.5], "greater than 0"),
        ([0.5, "wide", 0.5], "valid number"),
        (0.0, "greater than 0"),
        ("wide", "valid number"),
    ],
)
def test_wrong_radii_are_refused_with_the_reason(radius, said):
    with pytest.raises(ValidationError, match=said) as caught:
        TypeAdapter(Shape).validate_python({"stroke": ["a", "b", "c"], "radius_cun": radius})
    assert caught.value.error_count() == 1


def test_a_patch_has_one_radius():
    with pytest.raises(ValidationError, match="valid number"):
        TypeAdapter(Shape).validate_python({"patch": "a", "radius_cun": [0.5, 0.5]})


def test_a_ref_cell_holds_a_name_or_a_rule():
    assert parse_ref("~nipple") == "~nipple"
    assert parse_ref('{"kind":"landmark","at":"nipple"}').at == "nipple"


def test_all_names_and_spans_in_a_rule_are_found():
    rule = parse_rule(
        json.dumps(
            {
                "kind": "between",
                "through": [
                    "a",
                    {"kind": "landmark", "at": "~b", "offsets": [{"toward": "c", "cun": 1, "span": "s"}]},
                ],
                "level": {"from": "d", "direction": "up", "cun": 2, "span": "t"},
                "offsets": [{"direction": "front", "cun": 1, "span": "u"}],
            }
        )
    )
    assert sorted(names_of(rule)) == ["a", "c", "d", "~b"]
    assert sorted(spans_of(rule)) == ["s", "t", "u"]


def test_the_end_that_a_limb_is_counted_from_is_no_name():
    rule = parse_rule(
        '{"kind":"limb","segment":"leg","from":"distal","cun":3,"between":["a","b"],"blend":0.5}'
    )
    assert sorted(names_of(rule)) == ["a", "b"]
