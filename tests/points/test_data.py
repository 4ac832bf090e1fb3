"""The shipped tables: read without a problem, and sound together."""

import pytest

from meshes import BODY_NAMES, load_body
from points.check import check_tables, missing_picks
from points.tables import load_tables


@pytest.fixture(scope="module")
def tables():
    return load_tables()


def test_the_tables_keep_every_law(tables):
    problems = check_tables(tables)
    assert not problems, "\n" + "\n".join(problems)


@pytest.mark.parametrize("name", BODY_NAMES)
def test_every_picked_landmark_is_on_every_body(tables, name):
    missing = missing_picks(tables, load_body(name).picks)
    assert not missing, f"{name} lacks {', '.join(missing)}"


def test_every_span_of_the_standard_is_there(tables):
    cun = {key: span.cun for key, span in tables.spans.items()}
    assert cun == {
        "hairlines": 12, "glabella_hairline": 3, "hairline_corners": 9, "mastoids": 9,
        "sternum": 9, "upper_abdomen": 8, "lower_abdomen": 5, "nipples": 8, "scapula_midline": 3,
        "upper_arm": 9, "forearm": 12, "thigh_front": 18, "leg_medial": 15, "thigh_lateral": 19,
        "thigh_back": 14, "leg_lateral": 16, "ankle_medial": 3, "body": 75,
    }  # fmt: skip


def test_every_channel_has_all_its_points(tables):
    counts = {
        "LU": 11, "LI": 20, "ST": 45, "SP": 21, "HT": 9, "SI": 19, "BL": 67, "KI": 27, "PC": 9,
        "TE": 23, "GB": 44, "LR": 14, "GV": 28, "CV": 24,
    }  # fmt: skip
    found = {channel: [code for code in tables.acupoints if code.startswith(channel)] for channel in counts}
    missing = {
        channel: [f"{channel}{n}" for n in range(1, count + 1) if f"{channel}{n}" not in found[channel]]
        for channel, count in counts.items()
    }
    assert not any(missing.values()), missing
    assert {channel: len(codes) for channel, codes in found.items()} == counts
