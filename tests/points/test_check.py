"""Laws across tables: each broken law is said with file, row, column and name."""

import json
from dataclasses import replace

import pytest

from points.check import check_tables, missing_picks, require_sound
from points.errors import TableError
from points.model import Channel, ChannelPathRow, Fact, Muscle, Source, ZoneRow
from points.rules import Patch

HERE = '{"kind":"landmark","at":"side"}'


@pytest.fixture
def sound(make_tables, egg_landmarks, pillar_landmarks, make_point):
    tables = make_tables([*egg_landmarks, *pillar_landmarks], [make_point("ST1", HERE)])
    return replace(
        tables,
        sources={"test": Source("test", "Who", 2008, "What", "", "CC0-1.0", "all")},
        channels={
            "ST": Channel("ST", "Wei", "胃", "Stomach", "", *"xxx", "", "", "", "There.", "In.", ("test",))
        },
        muscles={"m": Muscle("m", "back", "musculus", "muscle", "", (), "", "", "", "", "", None, ("test",))},
    )


def with_rule(tables, make_point, rule, code="ST1"):
    return replace(
        tables, acupoints={code: make_point(code, rule if isinstance(rule, str) else json.dumps(rule))}
    )


def test_sound_tables_pass(sound):
    assert check_tables(sound) == ()
    require_sound(sound)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            {"kind": "landmark", "at": "nose"},
            "acupoints/ST.tsv ST1, column rule: 'nose' is neither a landmark nor a point",
        ),
        ({"kind": "landmark", "at": "~low"}, "~low asks for the other side of what lies on the midline"),
        (
            {"kind": "landmark", "at": "side", "offsets": [{"direction": "up", "cun": 1, "span": "hand"}]},
            "acupoints/ST.tsv ST1, column rule, span: 'hand' is not in cun.tsv",
        ),
        (
            {"kind": "limb", "segment": "leg", "from": "distal", "cun": 1, "angle_deg": 0},
            "acupoints/ST.tsv ST1, column rule, segment: 'leg' is not in segments.tsv",
        ),
        (
            {"kind": "digit", "digit": "toe1", "nail": "medial", "cun": 0.1},
            "toe1 distal is not in digits.tsv",
        ),
        (
            {"kind": "landmark", "at": {"kind": "between", "through": ["low", "nose"], "fraction": 0}},
            "'nose' is neither",
        ),
    ],
)
def test_a_rule_refers_only_to_what_exists(sound, make_point, rule, said):
    assert any(said in problem for problem in check_tables(with_rule(sound, make_point, rule)))


def test_a_ring_of_rules_is_named_with_its_chain(sound, make_point, make_landmark):
    rules = {"ST1": "ST2", "ST2": "ring"}
    points = {
        code: make_point(code, json.dumps({"kind": "landmark", "at": at})) for code, at in rules.items()
    }
    ring = make_landmark("ring", '{"kind":"landmark","at":"~ST1"}')
    tables = replace(sound, acupoints=points, landmarks={**sound.landmarks, "ring": ring})
    assert check_tables(tables) == ("rules lead back to themselves: ring -> ST1 -> ST2 -> ring",)


def test_a_ring_through_a_span_is_found_too(sound, make_landmark):
    rule = {"kind": "landmark", "at": "low", "offsets": [{"direction": "up", "cun": 1, "span": "tall"}]}
    high = make_landmark("high", json.dumps(rule), paired=False)
    tables = replace(sound, landmarks={**sound.landmarks, "high": high})
    assert "rules lead back to themselves: high -> high" in check_tables(tables)


def test_a_name_means_one_place(sound, make_point):
    tables = with_rule(sound, make_point, HERE, code="low")
    assert any(
        "acupoints low: the name stands for a row of landmarks.tsv already" in p for p in check_tables(tables)
    )


def test_muscles_channels_and_sources_exist(sound):
    point = replace(sound.acupoints["ST1"], muscles=("m", "n"), channel="LU", source=("test", "hearsay"))
    found = check_tables(replace(sound, acupoints={"ST1": point}))
    assert "acupoints/LU.tsv ST1, column muscles: 'n' is not in muscles.tsv" in found
    assert "acupoints/LU.tsv ST1, column channel: 'LU' is not in channels.tsv" in found
    assert "acupoints/LU.tsv ST1, column code: ST1 is said to belong to channel LU" in found
    assert "acupoints ST1, column source: 'hearsay' is not in sources.tsv" in found


def test_an_extra_point_has_no_channel(sound):
    point = replace(sound.acupoints["ST1"], kind="extra_point")
    assert any(
        "column kind: extra_point of channel ST" in p
        for p in check_tables(replace(sound, acupoints={"ST1": point}))
    )


def test_paths_facts_and_zones_refer_to_what_exists(sound):
    tables = replace(
        sound,
        channel_paths=(ChannelPathRow("XX", 1, False, ("low", "ST9", "side")),),
        facts=(Fact("ST9", "distance", ("low",), None, 3.0, "hand", ("test",)),),
        zones={"m.TrP1": ZoneRow(essential=(Patch(patch="ear", radius_cun=1),), source=("test",))},
    )
    found = "\n".join(check_tables(tables))
    for said in (
        "channel_paths/XX.tsv 1, column channel: 'XX' is not in channels.tsv",
        "column through: 'ST9' is neither",
        "column paired: no, but it runs through side, which lie on one side",
        "facts, ST9 distance, column point: 'ST9' is not in acupoints or trigger_points",
        "column unit: 'hand' is not in cun.tsv",
        "zones, key: 'm.TrP1' is not in trigger_points",
        "zones, m.TrP1, essential: 'ear' is neither",
    ):
        assert said in found


def test_all_broken_laws_are_raised_together(sound):
    point = replace(sound.acupoints["ST1"], muscles=("n",), source=("hearsay",))
    with pytest.raises(TableError) as caught:
        require_sound(replace(sound, acupoints={"ST1": point}))
    assert len(caught.value.problems) == 2


def test_picks_that_a_body_lacks_are_named(sound, egg):
    assert "side.L" not in missing_picks(sound, egg.picks)
    assert missing_picks(sound, set(egg.picks) - {"low", "side.R"})[:2] == ("low", "side.R")
