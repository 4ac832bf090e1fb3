"""Readings, uses, categories and channels: complete, and true to the laws of the classical system."""

import csv
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

import points

DATA = Path(points.__file__).parent / "data"
CHANNEL_LENGTHS = {
    "LU": 11, "LI": 20, "ST": 45, "SP": 21, "HT": 9, "SI": 19, "BL": 67, "KI": 27, "PC": 9, "TE": 23,
    "GB": 44, "LR": 14, "GV": 28, "CV": 24,
}  # fmt: skip
EXTRA_LENGTHS = {"EX-HN": 15, "EX-CA": 1, "EX-B": 9, "EX-UE": 11, "EX-LE": 12}
ACUPOINTS = {f"{channel}{n}" for channel, last in CHANNEL_LENGTHS.items() for n in range(1, last + 1)}
EXTRAS = {f"{group}{n}" for group, last in EXTRA_LENGTHS.items() for n in range(1, last + 1)} | {"EX-JNL"}
YIN, YANG = ("LU", "SP", "HT", "KI", "PC", "LR"), ("LI", "ST", "SI", "BL", "TE", "GB")
FIVE_SHU = ("jing_well", "ying_spring", "shu_stream", "jing_river", "he_sea")
ELEMENTS = {
    YIN: ("wood", "fire", "earth", "metal", "water"),
    YANG: ("metal", "water", "wood", "fire", "earth"),
}
TOTALS = {
    **dict.fromkeys(FIVE_SHU, 12),
    "yuan_source": 12, "luo_connecting": 15, "xi_cleft": 16, "back_shu": 12, "front_mu": 12,
    "hui_meeting": 8, "command": 6, "lower_he_sea": 6, "confluent": 8, "window_of_sky": 10,
}  # fmt: skip
EIGHT_VESSELS = {
    "Dumai", "Renmai", "Chongmai", "Daimai", "Yinqiaomai", "Yangqiaomai", "Yinweimai", "Yangweimai",
}  # fmt: skip
EIGHT_TISSUES = {"zang organs", "fu organs", "qi", "blood", "sinews", "vessels", "bones", "marrow"}
GENERATES = {"wood": "fire", "fire": "earth", "earth": "metal", "metal": "water", "water": "wood"}


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def memberships() -> list[dict[str, str]]:
    return read("point_categories.tsv")


@pytest.fixture(scope="module")
def readings() -> list[dict[str, str]]:
    return read("readings.tsv")


@pytest.fixture(scope="module")
def channels() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in read("channels.tsv")}


def members(memberships: list[dict[str, str]], category: str) -> dict[str, str]:
    return {row["code"]: row["of"] for row in memberships if row["category"] == category}


def channel_of(code: str) -> str:
    return code.rstrip("0123456789")


def organs(channels: dict[str, dict[str, str]]) -> set[str]:
    return {row["english"].lower() for code, row in channels.items() if code in YIN + YANG}


def hangul(text: str) -> bool:
    return re.fullmatch(r"[\uac00-\ud7a3]+", text) is not None


def kana(text: str) -> bool:
    return re.fullmatch(r"[\u3041-\u3096]+|[\u30a1-\u30fa\u30fc]+", text) is not None


@pytest.mark.parametrize("name", ["readings.tsv", "uses.tsv"])
def test_every_point_has_one_row_and_no_strange_code_stands_there(name):
    count = Counter(row["code"] for row in read(name))
    assert len(ACUPOINTS) == 361
    assert set(count) == ACUPOINTS | EXTRAS
    assert max(count.values()) == 1


def test_every_fact_names_its_sources():
    known = {row["key"] for row in read("sources.tsv")}
    for name in ("readings.tsv", "uses.tsv", "categories.tsv", "point_categories.tsv"):
        for row in read(name):
            assert set(row["source"].split("|")) <= known, (name, row)


def test_hangul_and_kana_cells_hold_nothing_else(readings):
    assert [row["code"] for row in readings if not hangul(row["hangul"])] == []
    assert [row["code"] for row in readings if not kana(row["kana"])] == []
    assert [row["code"] for row in readings if not row["korean"].isascii()] == []


def test_romanised_readings_are_as_long_as_their_syllables_allow(readings):
    for row in readings:
        assert len(row["hangul"]) <= len(row["korean"]) <= 7 * len(row["hangul"]), row
        vowels = re.findall("[aeiouāēīōū]", row["japanese"].lower())
        assert len(vowels) + row["kana"].count("ん") <= len(row["kana"]), row


def test_points_with_one_sound_are_spelt_alike(readings):
    for script, latin in (("hangul", "korean"), ("kana", "japanese")):
        spellings = {(row[script], row[latin]) for row in readings}
        assert len(spellings) == len({row[script] for row in readings})


def test_old_bladder_numbers_are_the_old_order(readings):
    old = {row["code"]: row["old_code"] for row in readings if row["old_code"]}
    assert sorted(old) == sorted(f"BL{n}" for n in range(36, 55))
    assert sorted(old.values()) == sorted(old), "the old numbers are the same ones in another order"
    assert (old["BL36"], old["BL40"], old["BL41"], old["BL54"]) == ("BL50", "BL54", "BL36", "BL49")


def test_no_other_name_is_the_standard_name_of_another_point(readings):
    sheets = sorted((DATA / "acupoints").glob("*.tsv"))
    rows = [row for sheet in sheets for row in read(f"acupoints/{sheet.name}")]
    scripts = ("hanzi_traditional", "hanzi_simplified", "pinyin_plain")
    whole = {row["code"]: re.sub(r"(?<=\d)[a-z]$", "", row["code"]) for row in rows}
    standard = {(row[script], whole[row["code"]]) for row in rows for script in scripts}
    for row in readings:
        for alias in filter(None, row["aliases"].split("|")):
            others = {code for name, code in standard if name == alias} - {row["code"]}
            assert others == set(), (row["code"], alias)
            assert alias not in (ACUPOINTS | EXTRAS)


def test_uses_are_one_short_line_that_promises_nothing():
    for row in read("uses.tsv"):
        assert row["use"].endswith("."), row
        assert len(row["use"]) <= 125, row
        assert not re.search(r"\b(cure|heal|treats?|effective)", row["use"]), row
        assert row["use"].startswith("Used for ") or row["code"] == "ST17", row


def test_each_category_has_its_classical_number_of_points(memberships):
    assert Counter(row["category"] for row in memberships) == TOTALS
    assert {row["key"] for row in read("categories.tsv")} == set(TOTALS)
    assert len({(row["code"], row["category"]) for row in memberships}) == len(memberships)
    assert {row["code"] for row in memberships} <= ACUPOINTS


def test_each_channel_has_five_shu_points_from_the_tip_inwards(memberships):
    shu = [code for kind in FIVE_SHU for code in members(memberships, kind)]
    for channel in YIN + YANG:
        numbers = [int(code.removeprefix(channel)) for code in shu if channel_of(code) == channel]
        assert len(numbers) == 5, channel
        rises, falls = (numbers == sorted(numbers, reverse=back) for back in (False, True))
        assert rises or falls, (channel, numbers)
        assert numbers[0] in (1, CHANNEL_LENGTHS[channel]), "the jing-well is an end of the channel"


def test_elements_follow_the_generating_round(memberships):
    for side, elements in ELEMENTS.items():
        assert all(GENERATES[first] == second for first, second in pairwise(elements))
        for kind, element in zip(FIVE_SHU, elements, strict=True):
            shu = members(memberships, kind)
            assert {shu[code] for code in shu if channel_of(code) in side} == {element}, (side, kind)


def test_source_points_are_the_shu_streams_of_the_yin_channels_only(memberships, channels):
    sources, streams = members(memberships, "yuan_source"), members(memberships, "shu_stream")
    assert {channel_of(code) for code in sources if code in streams} == set(YIN)
    for code, organ in sources.items():
        assert organ == channels[channel_of(code)]["english"].lower(), code


def test_luo_points_lead_to_the_coupled_channel(memberships, channels):
    luo = members(memberships, "luo_connecting")
    for code in set(luo) - {"GV1", "CV15", "SP21"}:
        assert luo[code] == channels[channel_of(code)]["pair"], code
    assert Counter(map(channel_of, luo)) == Counter([*YIN, *YANG, "GV", "CV", "SP"])


def test_xi_clefts_serve_twelve_channels_and_four_vessels(memberships):
    xi = members(memberships, "xi_cleft")
    of_channels = {code: of for code, of in xi.items() if of in YIN + YANG}
    assert {channel_of(code) for code in of_channels} == set(YIN + YANG)
    assert all(channel_of(code) == of for code, of in of_channels.items())
    assert set(xi.values()) - set(YIN + YANG) == EIGHT_VESSELS - {"Dumai", "Renmai", "Chongmai", "Daimai"}


def test_each_organ_has_one_back_shu_and_one_front_mu(memberships, channels):
    back, front = members(memberships, "back_shu"), members(memberships, "front_mu")
    assert sorted(back.values()) == sorted(front.values()) == sorted(organs(channels))
    assert all(13 <= int(code.removeprefix("BL")) <= 28 for code in back)


def test_back_shu_points_stand_in_the_order_of_the_organs_from_above(memberships):
    back = members(memberships, "back_shu")
    order = [back[code] for code in sorted(back, key=lambda code: int(code.removeprefix("BL")))]
    assert order[:3] == ["lung", "pericardium", "heart"]
    assert order[-3:] == ["large intestine", "small intestine", "bladder"]


def test_eight_meeting_and_eight_confluent_points_serve_eight_each(memberships):
    assert set(members(memberships, "hui_meeting").values()) == EIGHT_TISSUES
    assert set(members(memberships, "confluent").values()) == EIGHT_VESSELS


def test_lower_he_sea_points_of_the_leg_channels_are_their_he_sea_points(memberships, channels):
    lower, he_sea = members(memberships, "lower_he_sea"), members(memberships, "he_sea")
    assert set(lower.values()) == {channels[code]["english"].lower() for code in YANG}
    own = {code for code, organ in lower.items() if organ == channels[channel_of(code)]["english"].lower()}
    assert own == set(lower) & set(he_sea)


def test_channels_are_coupled_yin_with_yang_in_one_element(channels):
    assert set(channels) == set(CHANNEL_LENGTHS)
    for code in YIN:
        pair = channels[code]["pair"]
        assert pair in YANG
        assert channels[pair]["pair"] == code
        assert channels[pair]["element"] == channels[code]["element"]


def test_organ_clock_goes_once_round_without_a_gap(channels):
    hours = [channels[code]["hours"].split("-") for code in channels if code not in ("GV", "CV")]
    follows = dict(hours)
    hour = "03:00"
    for _ in range(12):
        hour = follows.pop(hour)
    assert (hour, follows) == ("03:00", {})
    assert [channels[code]["hours"] + channels[code]["element"] for code in ("GV", "CV")] == ["", ""]


def test_channel_names_are_in_their_script_and_courses_are_told(channels):
    for code, row in channels.items():
        assert hangul(row["hangul"]), code
        assert row["course"].endswith("."), code
        assert row["inside"].endswith("."), code
        assert f"({code}" in row["course"], "the course names its first and last point"
