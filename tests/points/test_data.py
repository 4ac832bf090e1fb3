"""The shipped tables: read without a problem, sound together, and holding all that the standards name."""

from collections import defaultdict

import pytest

from meshes import BODY_NAMES, load_body
from points.check import check_tables, missing_picks
from points.model import whole_code
from points.sheets import read_table
from points.tables import ACUPOINTS, CHANNEL_PATHS, FACTS, files_of, load_tables


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


# Region that WHO's text (2008) begins with for each point, as a parent of regions.tsv: its scapular, lumbar
# and sacral regions are the back, buttock and groin the hip, arm and axilla the upper arm.
REGION_OF = {
    "LU": "chest 1-2, upper_arm 3-4, elbow 5, forearm 6-8, wrist 9, hand 10-11",
    "LI": "hand 1-4, wrist 5, forearm 6-10, elbow 11-12, upper_arm 13-14, shoulder 15-16, "
    "neck 17-18, face 19-20",
    "ST": "face 1-7, head 8, neck 9-12, chest 13-18, abdomen 19-29, hip 30, thigh 31-34, knee 35, leg 36-40, "
    "ankle 41, foot 42-45",
    "SP": "foot 1-5, leg 6-9, thigh 10-11, hip 12, abdomen 13-16, chest 17-21",
    "HT": "upper_arm 1-2, elbow 3, forearm 4-6, wrist 7, hand 8-9",
    "SI": "hand 1-3, wrist 4-5, forearm 6-7, elbow 8, shoulder 9-10, back 11-15, neck 16-17, face 18-19",
    "BL": "face 1, head 2-9, neck 10, back 11-34, hip 35-36, thigh 37, knee 38-40, back 41-52, hip 53-54, "
    "leg 55-59, ankle 60, foot 61-67",
    "KI": "foot 1-2, ankle 3, foot 4-6, leg 7-9, knee 10, abdomen 11-21, chest 22-27",
    "PC": "chest 1, upper_arm 2, elbow 3, forearm 4-6, wrist 7, hand 8-9",
    "TE": "hand 1-3, wrist 4, forearm 5-9, elbow 10, upper_arm 11-13, shoulder 14, back 15, neck 16-17, "
    "head 18-20, face 21, head 22-23",
    "GB": "head 1, face 2, head 3-11, neck 12, head 13-19, neck 20-21, chest 22-24, abdomen 25-28, "
    "hip 29-30, thigh 31-32, knee 33, leg 34-39, ankle 40, foot 41-44",
    "LR": "foot 1-3, ankle 4, leg 5-7, knee 8, thigh 9-11, hip 12, abdomen 13, chest 14",
    "GV": "perineum 1, back 2-13, neck 14-16, head 17-24, face 25-28",
    "CV": "perineum 1, abdomen 2-15, chest 16-21, neck 22-23, face 24",
}
IN_ALL = {
    "LU": 11, "LI": 20, "ST": 45, "SP": 21, "HT": 9, "SI": 19, "BL": 67, "KI": 27, "PC": 9,
    "TE": 23, "GB": 44, "LR": 14, "GV": 28, "CV": 24,
}  # fmt: skip
NOT_STANDARD = {"EX-JNL"}
ON_THE_MIDLINE = {
    **{f"EX-HN{n}": 1 for n in (3, 10, 11)}, **{f"EX-B{n}": 1 for n in (5, 8, 9)}, "EX-HN1": 2,
}  # fmt: skip
ON_EACH_SIDE = {  # one where it is not said, none for those of the midline alone
    "EX-HN1": 1, "EX-B2": 17, "EX-UE2": 2, "EX-UE7": 2, "EX-UE9": 4, "EX-UE10": 4, "EX-UE11": 5,
    "EX-LE1": 2, "EX-LE5": 2, "EX-LE10": 4, "EX-LE12": 5,
}  # fmt: skip
EXTRA_IN_ALL = {"HN": 15, "CA": 1, "B": 9, "UE": 11, "LE": 12}
TWO_PLACES = ("LI19", "LI20", "PC8", "PC9", "GB30", "GV26")


def regions_by_code():
    """Code of each point of WHO, and the region that its text begins with."""
    found = {}
    for channel, told in REGION_OF.items():
        for part in told.split(", "):
            region, numbers = part.split()
            first, _, last = numbers.partition("-")
            for number in range(int(first), int(last or first) + 1):
                assert f"{channel}{number}" not in found
                found[f"{channel}{number}"] = region
    return found


def spots_by_code(tables):
    """Letters of the spots of each extra point: those on each side, those on the midline."""
    found = defaultdict(lambda: ([], []))
    for code, row in tables.acupoints.items():
        if row.kind == "extra_point":
            found[whole_code(code)][0 if row.paired else 1].append(code[len(whole_code(code)) :])
    return found


def test_every_point_of_the_standard_is_there_and_no_other(tables):
    wanted = {f"{channel}{n}" for channel, count in IN_ALL.items() for n in range(1, count + 1)}
    assert len(wanted) == 361
    assert {code for code, row in tables.acupoints.items() if row.kind == "acupoint"} == wanted


def test_every_extra_point_of_the_standard_is_there_and_no_other(tables):
    wanted = {f"EX-{part}{n}" for part, count in EXTRA_IN_ALL.items() for n in range(1, count + 1)}
    assert len(wanted) == 48
    assert set(spots_by_code(tables)) == wanted | NOT_STANDARD


def test_every_extra_point_has_its_number_of_spots(tables):
    for code, (paired, midline) in spots_by_code(tables).items():
        there = (len(paired), len(midline))
        assert there == (
            ON_EACH_SIDE.get(code, 0 if code in ON_THE_MIDLINE else 1), ON_THE_MIDLINE.get(code, 0)
        ), code  # fmt: skip
        letters = "".join(sorted(paired + midline))
        assert letters == ("abcdefghijklmnopq"[: sum(there)] if sum(there) > 1 else ""), code


def test_spots_of_one_extra_point_share_its_names(tables):
    names = defaultdict(set)
    for code, row in tables.acupoints.items():
        names[whole_code(code)].add((row.pinyin, row.hanzi_traditional, row.hanzi_simplified, row.english))
    assert not [code for code, several in names.items() if len(several) > 1]


def test_every_point_is_in_the_region_that_its_text_names(tables):
    there = {code: row.region for code, row in tables.acupoints.items() if row.kind == "acupoint"}
    assert there == regions_by_code()


@pytest.mark.parametrize("code", TWO_PLACES)
def test_the_second_location_of_the_standard_is_kept(tables, code):
    assert "WHO second location: " in tables.acupoints[code].note


def test_no_other_point_claims_a_second_location_of_the_standard(tables):
    claim = {code for code, row in tables.acupoints.items() if "second location" in row.note}
    assert claim == set(TWO_PLACES)


def test_every_acupoint_has_a_fact(tables):
    told = {fact.point for fact in tables.facts}
    assert not set(tables.acupoints) - told


def test_each_file_holds_only_its_own_channel(tables):
    strangers = [
        f"{path.parent.name}/{path.name}: {code}"
        for sheet, channel_of in (
            (ACUPOINTS, lambda row: (row.code, row.channel)),
            (FACTS, lambda row: (row.point, tables.acupoints[row.point].channel)),
            (CHANNEL_PATHS, lambda row: (row.channel, row.channel)),
        )
        for path in files_of(sheet)
        for code, channel in map(channel_of, read_table(path, sheet))
        if channel != path.stem or not code.startswith(channel)
    ]
    assert not strangers
