"""Tables read from files: all problems at once, each with file, row, column and what was found."""

import json

import pytest

from points import tables
from points.errors import TableError
from points.locate import sides
from points.lore import lore_of
from points.model import Side
from points.sheets import read_table
from points.tables import load_tables, read_zones

RULE = '{"kind":"landmark","at":"nipple"}'
ROW = {
    "code": "ST17", "kind": "acupoint", "paired": "yes", "pinyin": "Rǔzhōng", "pinyin_plain": "Ruzhong",
    "hanzi_traditional": "乳中", "hanzi_simplified": "乳中", "english": "Breast Centre",
    "channel": "ST", "rule": RULE, "tolerance_mm": "3", "muscles": "a|b", "region": "chest",
    "where": "On the nipple.", "hazard": "", "source": "k", "note": "",
}  # fmt: skip


def write(folder, *rows, columns=None, name="acupoints/ST.tsv"):
    columns = columns or list(ROW)
    lines = ["\t".join(columns), *("\t".join(row.get(column, "") for column in columns) for row in rows)]
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def problems(path, sheet=tables.ACUPOINTS):
    with pytest.raises(TableError) as caught:
        read_table(path, sheet)
    return caught.value.problems


def test_a_row_becomes_a_typed_object(tmp_path):
    (point,) = read_table(write(tmp_path, ROW), tables.ACUPOINTS)
    assert (point.code, point.paired, point.tolerance_mm, point.muscles) == ("ST17", True, 3.0, ("a", "b"))
    assert point.rule.at == "nipple"
    assert point.hanzi_traditional == "乳中"


@pytest.mark.parametrize(
    ("cell", "paired", "on"),
    [
        ("yes", True, (Side.LEFT, Side.RIGHT)),
        ("no", False, (Side.MIDLINE,)),
        ("left", Side.LEFT, (Side.LEFT,)),
        ("right", Side.RIGHT, (Side.RIGHT,)),
    ],
)
def test_a_point_is_on_both_sides_on_the_midline_or_on_one_side(tmp_path, cell, paired, on):
    (point,) = read_table(write(tmp_path, ROW | {"paired": cell}), tables.ACUPOINTS)
    assert point.paired is paired
    assert sides(point.paired) == on


def test_every_problem_is_named_with_row_column_and_value(tmp_path):
    path = write(
        tmp_path, ROW, ROW | {"code": "ST18", "tolerance_mm": "three", "paired": "both"}, ROW | {"kind": "?"}
    )
    found = "\n".join(problems(path))
    for said in (
        "acupoints/ST.tsv row 3 (ST18), column tolerance_mm", "found 'three'",
        "acupoints/ST.tsv row 3 (ST18), column paired: expected yes, no, left or right, found 'both'",
        "acupoints/ST.tsv row 4 (ST17), column kind: should be 'acupoint' or 'extra_point', found '?'",
        "acupoints/ST.tsv row 4, column code: ST17 stands in row 2 already",
    ):  # fmt: skip
        assert said in found
    assert len(problems(path)) == 4


def test_a_problem_inside_a_rule_has_its_place(tmp_path):
    rule = json.dumps({"kind": "between", "through": ["a", "b"], "cun": "much", "span": "body"})
    (problem,) = problems(write(tmp_path, ROW | {"rule": rule}))
    assert "column rule at between.cun" in problem
    assert "found 'much'" in problem


def test_text_that_is_no_json_is_named(tmp_path):
    (problem,) = problems(write(tmp_path, ROW | {"rule": "{oops"}))
    assert "row 2 (ST17), column rule: no JSON at character 2" in problem


def test_quotes_mean_nothing_special(tmp_path):
    (point,) = read_table(write(tmp_path, ROW | {"where": "\"Breast\" and 'nipple'"}), tables.ACUPOINTS)
    assert point.where == "\"Breast\" and 'nipple'"


def test_the_header_must_fit(tmp_path):
    columns = [column for column in ROW if column != "note"] + ["colour"]
    found = problems(write(tmp_path, ROW, columns=columns))
    assert found[0] == "acupoints/ST.tsv row 1: column note is missing"
    assert "unknown column 'colour'" in found[1]


def test_a_row_of_another_length_is_named(tmp_path):
    path = write(tmp_path, ROW)
    path.write_text(path.read_text(encoding="utf-8") + "ST18\tacupoint\n", encoding="utf-8")
    assert problems(path) == (f"acupoints/ST.tsv row 3: expected {len(ROW)} cells, found 2",)


def test_a_missing_source_is_refused(tmp_path):
    (problem,) = problems(write(tmp_path, ROW | {"source": ""}))
    assert "column source" in problem


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"fact": "distance", "value": "3", "unit": "body"}, "takes of+unit+value; found unit+value"),
        ({"fact": "order", "of": "a", "to": "sideways"}, "found 'sideways'"),
        ({"fact": "level", "of": "a", "value": "2"}, "needs its unit"),
        ({"fact": "vertical", "of": "a|b"}, "takes one ref in of; found 2"),
        ({"fact": "near", "of": "a"}, "column fact: should be"),
    ],
)
def test_a_fact_has_what_its_kind_takes(tmp_path, row, said):
    columns = ["point", "fact", "of", "to", "value", "unit", "source"]
    path = write(tmp_path, {"point": "ST17", "source": "k"} | row, columns=columns, name="facts/ST.tsv")
    (problem,) = problems(path, tables.FACTS)
    assert said in problem


def test_a_picked_landmark_has_no_rule(tmp_path):
    columns = ["name", "paired", "confidence", "found", "rule", "how", "source"]
    row = {
        "name": "a",
        "paired": "no",
        "confidence": "A",
        "found": "picked",
        "rule": RULE,
        "how": "h",
        "source": "k",
    }
    (problem,) = problems(write(tmp_path, row, columns=columns, name="landmarks.tsv"), tables.LANDMARKS)
    assert "found is picked: rule must be empty" in problem


def test_zones_name_the_place_of_each_problem(tmp_path):
    path = tmp_path / "zones.json"
    zone = {"essential": [{"stroke": ["a"], "radius_cun": 1}, {"line": ["a", "b"]}], "source": "k"}
    path.write_text(json.dumps({"m.TrP1": zone}), encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_zones(path)
    assert "m.TrP1.essential.0" in caught.value.problems[0]
    assert "a shape is {stroke, radius_cun} or {patch, radius_cun}" in caught.value.problems[1]


def test_points_may_share_a_zone_but_none_has_two(tmp_path):
    path = tmp_path / "zones.json"
    zone = {"essential": [{"patch": "a", "radius_cun": 1}], "source": "k"}
    path.write_text(json.dumps({"m.TrP1|m.TrP2": zone, "n.TrP1": zone}), encoding="utf-8")
    read = read_zones(path)
    assert list(read) == ["m.TrP1", "m.TrP2", "n.TrP1"]
    assert read["m.TrP1"] is read["m.TrP2"]
    path.write_text(json.dumps({"m.TrP1|m.TrP2": zone, "m.TrP2": zone}), encoding="utf-8")
    with pytest.raises(TableError, match=r"m\.TrP2: 2 zones; give one"):
        read_zones(path)


def test_an_absent_file_is_named_unless_it_may_be_absent(tmp_path):
    with pytest.raises(TableError) as caught:
        load_tables(tmp_path)
    assert f"channels.tsv: there is no such file in {tmp_path}" in caught.value.problems
    assert f"acupoints: there is no table in {tmp_path / 'acupoints'}" in caught.value.problems
    assert len(caught.value.problems) == 26  # every kind of table
    assert load_tables(tmp_path, absent_ok=True).points == {}


def test_only_the_kinds_that_are_asked_for_are_read(tmp_path):
    write(tmp_path, ROW)
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts/ST.tsv").write_text("oops", encoding="utf-8")
    assert list(load_tables(tmp_path, of=[tables.ACUPOINTS]).acupoints) == ["ST17"]
    with pytest.raises(TableError, match=r"facts/ST\.tsv row 1: unknown column 'oops'"):
        load_tables(tmp_path, of=[tables.ACUPOINTS, tables.FACTS])


def test_what_a_stored_atlas_tells_is_as_in_all_tables():
    everything, told = load_tables(), load_tables(of=tables.TOLD)
    assert told.points == everything.points
    assert lore_of(told) == lore_of(everything)
    assert not told.facts
