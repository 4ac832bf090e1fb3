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


OF_THE_REGION = {
    "LI": [4, *range(14, 21)], "ST": [*range(1, 17), 38], "SI": [3, *range(9, 20)],
    "BL": [*range(1, 18), *range(41, 47), 60], "TE": [5, *range(13, 24)], "GB": [*range(1, 22), 34, 39],
    "GV": range(9, 29), "CV": range(22, 25), "LU": [7],
}  # fmt: skip
EXTRA = {f"EX-HN{name}" for name in ("1a", "1b", "1c", 3, 4, 5, 6, 15)} | {"EX-B1", "EX-JNL"}
IN_ALL = {
    "LU": 11, "LI": 20, "ST": 45, "SP": 21, "HT": 9, "SI": 19, "BL": 67, "KI": 27, "PC": 9,
    "TE": 23, "GB": 44, "LR": 14, "GV": 28, "CV": 24,
}  # fmt: skip


def test_every_point_of_head_neck_shoulder_and_upper_back_is_there(tables):
    wanted = {f"{channel}{n}" for channel, numbers in OF_THE_REGION.items() for n in numbers} | EXTRA
    assert wanted - set(tables.acupoints) == set()


def test_no_code_is_beyond_the_standard(tables):
    allowed = {f"{channel}{n}" for channel, count in IN_ALL.items() for n in range(1, count + 1)} | EXTRA
    assert set(tables.acupoints) - allowed == set()
