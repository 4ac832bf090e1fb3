"""The overlap as tables and a report: what they hold, that they come out the same, that they need nothing."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from points.overlap import study as study_module
from points.overlap.placing import BY_ACUPOINTS, BY_LANDMARKS, placed_by_acupoints
from points.overlap.study import StudyOptions
from viewer import gl
from viewer.cli import main
from viewer.errors import OutputError
from viewer.report import write
from viewer.report.charts import Band, Dot, Line, chart, strip
from viewer.report.elements import el, page
from viewer.report.tables import TABLES

VOID = {"meta", "img", "br", "hr", "link", "input"}
SAMPLES = StudyOptions(tolerance_mm=20.0, samples=100, seed=3)


@pytest.fixture(scope="module")
def atlas(shipped):
    return shipped("male")


@pytest.fixture(scope="module")
def steps() -> set[str]:
    """What is told of a study while it runs."""
    return set()


@pytest.fixture(scope="module")
def found(atlas, steps):
    """A small study, without pictures."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gl, "prepare_still", _cannot_draw)
        return write.find(atlas, SAMPLES, lambda step, _done: steps.add(step))


def _cannot_draw():
    raise gl.OpenGLError(gl.ADVICE)


@pytest.fixture(scope="module")
def written(found):
    return write.files(found)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


class Reader(HTMLParser):
    """Notes elements with their attributes, and what is not closed as it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.wrong, self.seen, self.texts = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


@pytest.fixture(scope="module")
def read(written):
    reader = Reader()
    reader.feed(written["report.html"].decode())
    reader.close()
    return reader


# -- the tables


def test_the_columns_are_those_that_the_report_explains(written, read):
    for name, columns in TABLES.items():
        assert written[name].decode().splitlines()[0].split(",") == [column.name for column in columns]
        assert name in read.text
        assert all(column.meaning in read.text.replace("\u00a0", " ") for column in columns)


def test_pairs_have_both_sides_and_ranks_from_either_end(written, atlas):
    pairs = rows(written["pairs.csv"])
    sides = {row["trigger_point_side"] for row in pairs}
    assert sides == {"left", "right"}
    by_trigger, by_point = {}, {}
    for row in pairs:
        assert float(row["straight_mm"]) <= float(row["skin_mm"]) + 0.011 <= 50.02
        assert float(row["cun"]) == pytest.approx(float(row["skin_mm"]) / atlas.cun_mm, abs=0.002)
        assert (row["same_muscle"] == "yes") == bool(row["shared_muscles"])
        assert (row["rank_among_channel_points"] == "") == (row["acupoint_system"] == "extra_point")
        by_trigger.setdefault((row["trigger_point"], row["trigger_point_side"]), []).append(row)
        by_point.setdefault((row["acupoint"], row["acupoint_side"]), []).append(row)
    for group, column in ((by_trigger, "rank_among_all_points"), (by_point, "rank_among_trigger_points")):
        for same in group.values():
            ordered = sorted(same, key=lambda row: int(row[column]))
            assert [int(row[column]) for row in ordered] == list(range(1, len(same) + 1))
            apart = [float(row["skin_mm"]) for row in ordered]
            assert apart == sorted(apart)


def test_pairs_and_summary_tell_the_same(written, found):
    counted = {mark.id for mark in found.study.maps.triggers}
    near = {
        row["trigger_point"]
        for row in rows(written["pairs.csv"])
        if f"{row['trigger_point']}/{row['trigger_point_side']}" in counted
        and row["rank_among_channel_points"] == "1"
        and float(row["skin_mm"]) <= 20.0
    }
    (whole,) = (
        row
        for row in rows(written["summary.csv"])
        if (row["counted"], row["criterion"], row["tolerance_mm"], row["by"])
        == ("trigger_points", "channel_points", "20.0", "whole")
    )
    assert len(near) == int(whole["matched"])
    assert float(whole["share_of_all"]) == pytest.approx(len(near) / int(whole["of_all"]), abs=1e-4)
    assert int(whole["of_pairs"]) <= int(whole["of_all"])


def test_channels_mirror_and_have_one_best(written, atlas):
    courses = rows(written["channels.csv"])
    assert {f"{row['trigger_point']}/{row['trigger_point_side']}" for row in courses} <= set(atlas.marks)
    for row in courses:
        assert all(0.0 <= float(row[name]) <= 1.0 for name in ("essential_share", "zone_share", "zone_along"))
        assert float(row["essential_share"]) <= float(row["zone_share"]) + 1e-4
    left, right = (
        sorted(
            (row["trigger_point"], row["map"], row["channel"], row["zone_along"])
            for row in courses
            if row["trigger_point_side"] == side
            and all(f"{row['trigger_point']}/{one}" in atlas.marks for one in ("left", "right"))
        )
        for side in ("left", "right")
    )
    assert left == right
    best = [
        (row["trigger_point"], row["trigger_point_side"])
        for row in courses
        if (row["map"], row["best"]) == ("channel", "yes")
    ]
    assert len(best) == len(set(best))


def test_chance_has_every_null_model_and_honest_p_values(written):
    chances = rows(written["chance.csv"])
    assert {row["null_model"] for row in chances} == {"region", "muscle", "shift"}
    for row in chances:
        assert 1 / 101 - 1e-6 <= float(row["p_value"]) <= float(row["p_holm"]) + 1e-6 <= 1.0 + 2e-6
        if row["by"] == "whole":
            assert float(row["low"]) <= float(row["expected"]) <= float(row["high"])


def test_trigger_points_placed_by_acupoints_are_told_apart(written, found):
    by_acupoints = placed_by_acupoints(found.study.maps)
    triggers = found.study.maps.triggers
    by_code = {mark.located.code: flag for mark, flag in zip(triggers, by_acupoints, strict=True)}
    assert by_code["first_dorsal_interosseous_hand.TrP1"]
    assert not by_code["trapezius_upper.TrP1"]
    groups = {
        row["group"]: int(row["of_all"])
        for row in rows(written["summary.csv"])
        if row["by"] == "placing" and row["criterion"] == "channel_points"
    }
    assert groups == {BY_ACUPOINTS: by_acupoints.sum(), BY_LANDMARKS: (~by_acupoints).sum()}


# -- the report


def test_the_report_is_well_formed_and_needs_nothing_from_outside(read, written):
    assert read.wrong == []
    assert read.open == []
    names = [attrs["id"] for _, attrs in read.seen if "id" in attrs]
    assert len(names) == len(set(names))
    tags = {tag for tag, _ in read.seen}
    assert not tags & {"script", "link", "iframe", "object", "embed", "form", "base"}
    for tag, attrs in read.seen:
        assert not any(name.startswith("on") for name in attrs)
        assert attrs.get("src", "data:").startswith("data:"), tag
        assert "href" not in attrs or tag == "a"
        assert "srcset" not in attrs
    style = re.search(r"<style>(.*?)</style>", written["report.html"].decode(), re.DOTALL)[1]
    assert "url(" not in style
    assert "@import" not in style
    (policy,) = (a["content"] for _, a in read.seen if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")


def test_the_report_tells_what_was_asked_and_how_to_ask_again(read, found):
    text = read.text.replace("\u00a0", " ")
    for said in (
        "--body male --tolerance-mm 20 --samples 100 --seed 3",
        f"Ashimap {found.version}",
        found.data_key,
        "100 samples of each of three models",
        "stays an open question",
        "The report has no pictures" if found.pictures else "has no pictures of the body",
    ):
        assert said in text, said
    assert all(source.title in text for source in found.sources.values())
    assert {"melzack1977", "birch2003", "dorsher2006"} <= set(found.sources)


def test_every_published_figure_stands_beside_ours_or_says_why_not(read, found):
    text = read.text.replace("\u00a0", " ")
    for one in found.beside:
        row = one.published
        assert f"{row.percent:g} % of {row.of_what}" in text
        if one.of:
            assert f"{one.matched} of {one.of}, {100 * one.matched / one.of:.1f} %" in text
        else:
            assert row.differs[1:] in text


def test_published_figures_are_measured_with_their_own_criterion(found):
    ours = {one.published.key: one for one in found.beside}
    two = found.share("channel_points_same_muscle", 20.0)
    assert (ours["fleckenstein2008_2cm"].matched, ours["fleckenstein2008_2cm"].of) == (
        two.matched,
        two.of_pairs,
    )
    assert (ours["fleckenstein2008_2cm_all"].matched, ours["fleckenstein2008_2cm_all"].of) == (
        two.matched,
        two.of_all,
    )
    extra = found.share("all_points_same_muscle", 20.0)
    assert ours["dorsher2006_place"].matched == extra.matched
    parts = [ours[f"fleckenstein2008_{key}"].matched for key in ("1cm", "1_2cm")]
    assert sum(parts) == two.matched
    assert ours["fleckenstein2008_2cm"].straight >= two.matched
    assert ours["birch2003_no_pain"].of == 0


def test_the_same_study_gives_the_same_bytes(found, written):
    assert write.files(found) == written


@pytest.mark.usefixtures("drawing")
def test_pictures_stand_in_the_page(found, atlas):
    from meshes.geodesic import Geodesics
    from meshes.surface import Surface
    from viewer.report.pictures import SHOTS, draw, matched

    joined = matched(found.listed, Geodesics(Surface(atlas.body)), 20.0)
    assert len(joined.bridges) == len(joined.triggers)
    assert all(path.length_mm <= 20.0 for path in joined.bridges)
    pictures = draw(atlas, joined)
    assert list(pictures) == list(SHOTS)
    assert pictures == draw(atlas, joined)
    told = write.files(dataclasses.replace(found, pictures=pictures))["report.html"].decode()
    assert told.count("data:image/png;base64,") == len(SHOTS)
    assert all("alt" in tag for tag in re.findall(r"<img[^>]*>", told))


def test_a_tolerance_between_those_of_the_curve_has_its_own_row(found):
    options = dataclasses.replace(found.study.options, tolerance_mm=12.5)
    between = dataclasses.replace(found.study, options=options)
    from points.overlap.summary import shares

    assert any(row.tolerance_mm == 12.5 and row.by == "whole" for row in shares(between))


# -- elements and charts


def test_what_is_built_is_escaped():
    told = page(el("p", "a < b & c", el("b", "<script>"), " 5 %", title='"quoted"'))
    assert "<script>" not in told
    assert "a &lt; b &amp; c<b>&lt;script&gt;</b> 5\u00a0%" in told
    assert 'title="&quot;quoted&quot;"' in told


def test_a_chart_is_told_in_words_and_grows_upwards():
    drawn = page(
        chart("c", "Title", "What it shows", [Line("observed", [5, 50], [0.0, 1.0])],
              [Band("chance", [5, 50], [0.1, 0.2], [0.3, 0.4])], [Dot("A", 20, 0.9)])
    )  # fmt: skip
    assert 'aria-labelledby="c-title c-told"' in drawn
    line = re.search(r'points="([^"]*)" class="line observed"', drawn)[1]
    (x1, y1), (x2, y2) = (map(float, spot.split(",")) for spot in line.split())
    assert x1 < x2
    assert y1 > y2
    assert ">A</text>" in drawn
    assert 'cx="66"' in page(strip(0.5, 0.4, 0.3, 0.6))


# -- what cannot be


@pytest.fixture
def computing(monkeypatch):
    """Anything that takes long fails the test: bad input is found before it."""

    def never(*_args, **_more):
        raise AssertionError("computed before all was asked for")

    monkeypatch.setattr(study_module, "measure_pairs", never)


@pytest.mark.usefixtures("computing")
@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("--tolerance-mm 4", 1, "A tolerance of 4 mm cannot be used; it must be 5 to 50 mm"),
        ("--tolerance-mm 50.5", 1, "A tolerance of 50.5 mm cannot be used"),
        ("--tolerance-mm 20.3", 1, "in steps of half a millimetre"),
        ("--tolerance-mm nan", 1, "A tolerance of nan mm cannot be used"),
        ("--tolerance-mm=-20", 1, "A tolerance of -20 mm cannot be used"),
        ("--tolerance-mm wide", 2, "The value of '--tolerance-mm' cannot be read"),
        ("--samples 99", 1, "99 samples cannot be drawn; it must be 100 to 1000000."),
        ("--samples 2000000", 1, "2000000 samples cannot be drawn"),
        ("--samples many", 2, "The value of '--samples' cannot be read: 'many' is not a whole number."),
        ("--samples 1e4", 2, "The value of '--samples' cannot be read: '1e4' is not a whole number."),
        ("--seed=-1", 2, "The value of '--seed' cannot be read: '-1' is not a whole number."),
        ("--seed 1.5", 2, "The value of '--seed' cannot be read"),
        ("--body horse", 1, "There is no body named 'horse'; there are male and female."),
    ],
)
def test_bad_questions_are_refused_before_anything_is_done(tmp_path, capsys, line, status, said):
    assert main(["overlap", "--out", str(tmp_path / "out"), *line.split()]) == status
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert told.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("computing")
def test_bad_places_are_refused_before_anything_is_done(tmp_path, capsys):
    (tmp_path / "file").write_text("old")
    (tmp_path / "full" / "report.html").mkdir(parents=True)
    for place, said in (
        ("file", "that is a file; give the name of a folder."),
        ("no/where", "there is no folder"),
        ("file/in", "there is no folder"),
        ("full", "that is a folder; move it away first."),
    ):
        assert main(["overlap", "--out", str(tmp_path / place)]) == 1
        told = capsys.readouterr().err
        assert said in told
        assert told.count("\n") == 1
    assert main(["overlap"]) == 2
    assert "--out" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "full", "report.html"]


@pytest.fixture
def quick(monkeypatch, found):
    """The command with a study that is done already."""
    monkeypatch.setattr(write, "find", lambda *_args: found)


@pytest.mark.usefixtures("quick")
def test_the_command_writes_all_files_and_says_so(tmp_path, capsys, written):
    assert main(["overlap", "--out", str(tmp_path / "out"), "--samples", "100"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "Written to" in told.err
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == written


@pytest.mark.usefixtures("quick")
def test_too_little_memory_is_said(tmp_path, capsys, monkeypatch):
    def greedy(*_args):
        raise MemoryError

    monkeypatch.setattr(write, "find", greedy)
    assert main(["overlap", "--out", str(tmp_path), "--samples", "100"]) == 1
    assert "There is not enough memory for 100 samples" in capsys.readouterr().err


def test_progress_is_told_in_steps(found, tmp_path, monkeypatch):
    told = []

    def find(_atlas, _options, step, _say):
        for name in write.STEPS:
            step(name, 0.5)
        return found

    monkeypatch.setattr(write, "find", find)
    write.write_overlap(tmp_path, "male", SAMPLES, progress=lambda what, share: told.append((what, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert told[-1] == ("", 1.0)
    assert {what for what, _ in told} >= {name for name, _ in write.STEPS.values()}


def test_the_engine_tells_steps_that_have_a_name(found, steps):
    assert found
    assert steps == set(write.STEPS)


# -- a set of files


@pytest.mark.parametrize("fails_at", range(1, 7))
def test_a_set_is_written_whole_or_what_was_there_stays(tmp_path, monkeypatch, fails_at):
    from pathlib import Path

    from viewer import output

    old, new = {"a": b"old a", "c": b"old c"}, {"a": b"new a", "b": b"new b", "c": b"new c"}
    for name, content in old.items():
        (tmp_path / name).write_bytes(content)
    calls = 0

    def counted(really):
        def act(self, *args):
            nonlocal calls
            calls += 1
            if calls == fails_at:
                raise OSError(28, "No space left on device")
            return really(self, *args)

        return act

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", counted(Path.write_bytes))
        patch.setattr(Path, "replace", counted(Path.replace))
        with pytest.raises(OutputError, match="no space left on device"):
            output.write_set(tmp_path, new)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == old
    output.write_set(tmp_path, new)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == new


def test_ctrl_c_leaves_nothing_behind(tmp_path, monkeypatch):
    from pathlib import Path

    from viewer import output

    def interrupted(_self, _target):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        output.write_set(tmp_path / "new", {"a": b"a"})
    assert list(tmp_path.iterdir()) == []


def test_text_of_the_report_can_be_read_on_its_grounds():
    """WCAG 2.2, level AA, in light, in dark and on paper."""
    from importlib import resources

    css = resources.files("viewer.report").joinpath("report.css").read_text("utf-8")
    themes = re.findall(r":root \{([^}]*--paper[^}]*)\}", css)
    assert len(themes) == 3
    for theme in themes:
        colours = {
            name: value if len(value) == 7 else "#" + "".join(2 * digit for digit in value[1:])
            for name, value in re.findall(r"--(\w+): (#[0-9a-f]{3,6})", theme)
        }
        for text in ("ink", "soft", "accent"):
            for ground in ("paper", "wash"):
                assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
        assert _contrast(colours["dot"], colours["paper"]) >= 3.0


def _contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
