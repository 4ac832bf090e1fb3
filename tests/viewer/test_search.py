"""What people type finds what they mean, on the shipped atlas."""

from __future__ import annotations

import pytest

from viewer.search import build_index, fold, search


@pytest.fixture(scope="module")
def find(shipped):
    index = build_index(shipped("male"))
    return lambda query, **options: [found.id.split("/")[0] for found in search(index, query, **options)]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("GB21", "GB21"),
        ("gb21", "GB21"),
        (" gb 21 ", "GB21"),
        ("GB-21", "GB21"),
        ("Jiānjǐng", "GB21"),
        ("jianjing", "GB21"),
        ("JIAN JING", "GB21"),
        ("肩井", "GB21"),
        ("雲門", "LU2"),
        ("云门", "LU2"),
        ("Shoulder Well", "GB21"),
        ("shoulder wel", "GB21"),
        ("ex-hn5", "EX-HN5"),
        ("taiyang", "EX-HN5"),
        ("Trapezius TrP1", "trapezius_upper.TrP1"),
        ("upper trapezius", "trapezius_upper.TrP1"),
        ("trapezius_upper.TrP2", "trapezius_upper.TrP2"),
        ("upper trapezius trp 2", "trapezius_upper.TrP2"),
        ("levator trp1", "levator_scapulae.TrP1"),
        ("musculus infraspinatus", "infraspinatus.TrP1"),
    ],
)
def test_names_and_codes_come_first(find, query, code):
    assert find(query)[0] == code


@pytest.mark.parametrize(
    ("query", "code"),
    [("SJ5", "TE5"), ("san jiao 5", "TE5"), ("DU14", "GV14"), ("ren 17", "CV17"), ("UB 10", "BL10")],
)
def test_points_are_found_under_other_names_of_their_channel(find, query, code):
    assert find(query) == [code]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SJ", "TE"),
        ("DU", "GV"),
        ("REN", "CV"),
        ("UB", "BL"),
        ("GB", "GB"),
        ("gallbladder", "GB"),
        ("督脈", "GV"),
        ("督脉", "GV"),
        ("Dūmài", "GV"),
    ],
)
def test_channels_are_found_by_every_name(find, query, code):
    assert find(query)[0] == f"channel:{code}"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("fengci", "GB20"),
        ("jianjng", "GB21"),
        ("galbladder", "channel:GB"),
        ("trapezuis", "trapezius_upper.TrP1"),
        ("infraspinatis", "infraspinatus.TrP1"),
        ("mascetter", "masseter_superficial.TrP1"),
    ],
)
def test_slips_of_the_finger_are_forgiven(find, query, code):
    assert find(query)[0] == code


def test_a_muscle_gives_its_trigger_points_then_the_acupoints_over_it(find):
    found = find("levator scapulae")
    trigger_points = [".TrP" in code for code in found]
    assert trigger_points == sorted(trigger_points, reverse=True)
    assert any(trigger_points)
    assert "GB21" in found


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "qqqq",
        "xyzzy",
        "###",
        "12345",
        "zzgb21zz",
        "GB99",
        "\x00",
        "%s{}",
        "龍龍龍",
        "a" * 5000,
    ],
)
def test_nonsense_finds_nothing(find, query):
    assert find(query) == []


def test_a_code_is_taken_at_its_word(find):
    assert find("GB1")[0] == "GB1"
    assert all(code.startswith("GB1") for code in find("GB1"))


def test_every_point_is_found_first_by_its_code_and_once(find, shipped):
    codes = dict.fromkeys(mark.definition.code for mark in shipped("male").marks.values())
    assert [code for code in codes if find(code)[0] != code] == []
    assert max(find(code).count(code) for code in codes) == 1


def test_every_point_and_channel_is_found_by_its_names(find, shipped):
    atlas = shipped("male")
    lost = []
    for mark in atlas.marks.values():
        row = mark.definition
        names = (
            [atlas.muscles[row.muscle].english, atlas.muscles[row.muscle].latin]
            if mark.is_trigger_point
            else [row.pinyin, row.pinyin_plain, row.english, row.hanzi_traditional, row.hanzi_simplified]
        )
        lost += [(row.code, name) for name in names if row.code not in find(name, limit=1000)]
    for channel in atlas.channels.values():
        names = [channel.code, channel.english, channel.hanzi, channel.pinyin, *channel.aliases.split("|")]
        lost += [(channel.code, name) for name in names if f"channel:{channel.code}" not in find(name)]
    assert lost == []


def test_there_are_never_more_answers_than_asked_for(find):
    assert len(find("t", limit=1000)) > 12
    assert len(find("GB")) == 12


def test_folding_keeps_hanzi_and_drops_tones():
    assert fold("  Jiānjǐng  ") == "jianjing"
    assert fold("肩井") == "肩井"
    assert fold("Nǚ_Xī 3") == "nu xi3"
