"""Bands of the sinew channels: they follow the text, lie over their muscles, and keep to their side."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from meshes.store import BODY_NAMES, load_body
from points.check import check_tables
from points.errors import TableError
from points.locate import Locator
from points.model import Side
from points.paint import MARGIN_MM, share_inside
from points.regions import divide, is_skin
from points.rules import parse_rule
from points.seeds import seeds_of
from points.sinews import SIDES, paint_sinew, paint_sinews
from points.tables import DATA, load_tables, read_sinew_bands

TABLES = load_tables()
ORDER = ["BL", "GB", "ST", "SP", "KI", "LR", "SI", "TE", "LI", "LU", "PC", "HT"]  # of Lingshu 13
HERE = Path(__file__).parent
FROM_MARK_MM = 30.0  # a trigger point lies in the band of its muscle, or so near
COVERED_MM2, BARE_MM2 = 60.0, 25.0  # a fingertip's core; what may spill over the border of a region
FOLD_MM2, PINHOLE_MM2 = 5.0, 150.0  # what hides in the folds of lids and lips; the least hole that is meant
MIRROR_SHARE = 0.04
BODY_SHARE = 0.25  # bands measured in square cun, one body against the other
# Share of a band that may lie across the midline, and the least where the text leads it there: the Large
# Intestine's nets the head and goes down to the other jaw; the Kidney's follows the midline of the perineum.
ACROSS = {"LI": (0.04, 0.12), "KI": (0.0, 0.04)}
NEAR_MIDLINE = (0.0, 0.012)
DIGITS = {
    "BL": "toe5", "GB": "toe4", "ST": "toe2 toe3 toe4", "SP": "toe1", "KI": "toe5", "LR": "toe1",
    "SI": "finger5", "TE": "finger4", "LI": "finger2", "LU": "finger1", "PC": "finger3", "HT": "finger5",
}  # fmt: skip
FOREMOST = {
    "toe": "dorsal plantar medial lateral",
    "finger": "dorsal palmar dorsoradial dorsoulnar palmoradial palmoulnar",
}


def rows_of(file: str) -> list[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@dataclass(frozen=True, eq=False)
class Painted:
    """A shipped body with its bands, known as far as ``FROM_MARK_MM`` outside."""

    locator: Locator
    cun_mm: float

    @cached_property
    def inside_mm(self) -> dict[str, np.ndarray]:
        found = {}
        for channel, row in TABLES.sinew_bands.items():
            for side in SIDES:
                near, inside = seeds_of(row.bands, side, self.locator, self.cun_mm).spread(
                    self.locator, FROM_MARK_MM
                )
                values = np.full(len(self.locator.body.vertices_mm), -FROM_MARK_MM)
                values[near.vertices] = inside
                found[f"{channel}/{side}"] = values
        return found

    @cached_property
    def face_mm2(self) -> np.ndarray:
        corners = self.corners
        cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        return np.where(self.locator.body.outer, 0.5 * np.linalg.norm(cross, axis=1), 0.0)

    @property
    def corners(self) -> np.ndarray:
        return self.locator.body.vertices_mm[self.locator.body.faces]

    @cached_property
    def region_names(self) -> list[str]:
        return [name for name, region in TABLES.regions.items() if is_skin(region)]

    @cached_property
    def face_region(self) -> np.ndarray:
        regions = [TABLES.regions[name] for name in self.region_names]
        return divide(regions, self.locator, self.cun_mm)

    def covered_mm2(self, key: str) -> np.ndarray:
        return self.face_mm2 * share_inside(self.inside_mm[key][self.locator.body.faces])

    def regions_mm2(self, key: str) -> dict[str, float]:
        areas = np.bincount(self.face_region, self.covered_mm2(key), len(self.region_names))
        return dict(zip(self.region_names, areas, strict=True))

    def depth_mm(self, key: str, ref: object, side: Side) -> float:
        """How deep inside a band a place lies; at least ``-FROM_MARK_MM``."""
        point = self.locator.place(ref, side).point
        return float(self.inside_mm[key][self.locator.body.faces[point.face]] @ point.barycentric)


def made(name: str) -> Painted:
    locator = Locator(load_body(name), TABLES)
    return Painted(locator, locator.context(Side.LEFT).cun_mm("body"))


@pytest.fixture(scope="module")
def both() -> dict[str, Painted]:
    return {name: made(name) for name in BODY_NAMES}


@pytest.fixture(params=BODY_NAMES)
def painted(request: pytest.FixtureRequest, both: dict[str, Painted]) -> Painted:
    return both[request.param]


def test_the_twelve_stand_in_the_order_of_the_text():
    assert list(TABLES.sinew_channels) == list(TABLES.sinew_bands) == ORDER


def test_expectations_are_about_every_channel_and_known_regions():
    rows = rows_of("sinew_expectations.tsv")
    assert {row["region"] for row in rows} <= set(TABLES.regions)
    assert {row["covered"] for row in rows} == {"yes", "no"}
    for channel in ORDER:
        answers = [row["covered"] for row in rows if row["channel"] == channel]
        assert answers.count("yes") >= 7, channel
        assert answers.count("no") >= 5, channel


@pytest.mark.parametrize("side", SIDES)
def test_bands_reach_the_regions_that_the_text_names_and_no_others(painted, side):
    wrong = []
    for row in rows_of("sinew_expectations.tsv"):
        area = painted.regions_mm2(f"{row['channel']}/{side}")[row["region"]]
        if not (area >= COVERED_MM2 if row["covered"] == "yes" else area <= BARE_MM2):
            wrong.append(f"{row['channel']} {row['region']} {row['covered']}: {area:.0f} mm2")
    assert not wrong


@pytest.mark.parametrize("side", SIDES)
def test_every_knot_lies_in_its_band(painted, side):
    shallow = [
        f"{channel} {knot.name}"
        for channel, row in TABLES.sinew_bands.items()
        for knot in row.knots
        if painted.depth_mm(f"{channel}/{side}", knot.at, side) < 1.0
    ]
    assert not shallow


@pytest.mark.parametrize("side", SIDES)
def test_bands_keep_to_their_side(painted, side):
    over = painted.corners[:, :, 0].mean(axis=1) * side.sign < 0.0
    for channel in ORDER:
        area = painted.covered_mm2(f"{channel}/{side}")
        least, most = ACROSS.get(channel, NEAR_MIDLINE)
        assert least <= area[over].sum() / area.sum() <= most, channel


@pytest.mark.parametrize("side", SIDES)
def test_bands_keep_to_their_fingers_and_toes(painted, side):
    wrong = []
    for channel, digits in DIGITS.items():
        for digit in [f"{kind}{number}" for kind in FOREMOST for number in range(1, 6)]:
            rule = {"kind": "digit", "digit": digit, "bone": "proximal", "fraction": 0.5}
            aspects = FOREMOST[digit.rstrip("12345")].split()
            spots = [parse_rule(json.dumps({**rule, "aspect": aspect})) for aspect in aspects]
            inside = any(painted.depth_mm(f"{channel}/{side}", spot, side) > 0.0 for spot in spots)
            if inside != (digit in digits.split()):
                wrong.append(f"{channel} {digit}")
    assert not wrong


def test_bands_are_mirror_images(painted):
    for channel in ORDER:
        left, right = (painted.covered_mm2(f"{channel}/{side}").sum() for side in SIDES)
        assert abs(left / right - 1.0) < MIRROR_SHARE, channel


def test_bands_grow_with_the_body(both):
    for channel in ORDER:
        one, two = (here.covered_mm2(f"{channel}/left").sum() / here.cun_mm**2 for here in both.values())
        assert abs(one / two - 1.0) < BODY_SHARE, (channel, one, two)


def test_bands_have_no_pinholes(painted):
    body = painted.locator.body
    for channel in ORDER:
        inside = painted.inside_mm[f"{channel}/left"][body.faces].mean(axis=1) > 0.0
        holes = [area for area in pieces_mm2(painted, body.outer & ~inside) if FOLD_MM2 < area < PINHOLE_MM2]
        assert not holes, (channel, holes)


def pieces_mm2(painted: Painted, chosen: np.ndarray) -> np.ndarray:
    """Areas of the pieces that some triangles make, joined across shared edges."""
    faces = painted.locator.body.faces[chosen]
    edges = np.sort(np.stack([faces, np.roll(faces, -1, axis=1)], axis=-1).reshape(-1, 2), axis=1)
    owner = np.repeat(np.arange(len(faces)), 3)
    _, edge = np.unique(edges, axis=0, return_inverse=True)
    shape = (len(faces) + int(edge.max()) + 1,) * 2
    links = coo_array((np.ones(len(owner)), (owner, len(faces) + edge.ravel())), shape=shape)
    _, labels = connected_components(links, directed=False)
    areas = np.bincount(labels[: len(faces)], painted.face_mm2[chosen])
    return areas[areas > 0.0]


def test_every_muscle_with_trigger_points_belongs_to_a_sinew_channel():
    listed = {muscle for row in TABLES.sinew_channels.values() for muscle in row.muscles}
    unlisted = {row["muscle"] for row in rows_of("sinew_unlisted.tsv")}
    assert {row.muscle for row in TABLES.trigger_points.values()} - listed == unlisted


@pytest.mark.parametrize("side", SIDES)
def test_trigger_points_lie_in_or_by_the_bands_of_their_muscle(painted, side):
    excused = {(row["channel"], row["trigger_point"]) for row in rows_of("sinew_exceptions.tsv")}
    far = {
        (channel, code)
        for channel, row in TABLES.sinew_channels.items()
        for code, point in TABLES.trigger_points.items()
        if point.muscle in row.muscles
        and painted.depth_mm(f"{channel}/{side}", code, side) <= -FROM_MARK_MM + 0.01
    }
    assert far <= excused


def test_no_exception_is_needless(both):
    for row in rows_of("sinew_exceptions.tsv"):
        key = f"{row['channel']}/{Side.LEFT}"
        depths = [here.depth_mm(key, row["trigger_point"], Side.LEFT) for here in both.values()]
        assert min(depths) <= -FROM_MARK_MM + 0.01, row["trigger_point"]


def test_exceptions_say_why():
    for file in ("sinew_exceptions.tsv", "sinew_unlisted.tsv"):
        assert all(len(row["why"]) > 40 for row in rows_of(file))


def test_what_is_stored_is_what_was_painted(painted):
    bands, problems = paint_sinews(painted.locator, painted.cun_mm)
    assert not problems
    assert list(bands) == [f"{channel}/{side}" for channel in ORDER for side in SIDES]
    for key, band in bands.items():
        near = band.inside_mm > -MARGIN_MM  # farther out only what cut triangles need is kept
        wanted = painted.inside_mm[key][band.vertex_ids]
        np.testing.assert_allclose(band.inside_mm[near], wanted[near], atol=1e-3)
        row = TABLES.sinew_bands[key.partition("/")[0]]
        assert [knot.name for knot in band.knots] == [knot.name for knot in row.knots]


def test_every_triangle_on_a_border_is_known_at_all_corners(painted):
    body = painted.locator.body
    outer = body.faces[body.outer]
    bands, _ = paint_sinews(painted.locator, painted.cun_mm)
    for key, band in bands.items():
        inside_mm = np.full(len(body.vertices_mm), np.nan)
        inside_mm[band.vertex_ids] = band.inside_mm
        corners = inside_mm[outer[(inside_mm > 0.0)[outer].any(axis=1)]]
        assert not np.isnan(corners).any(), key
    lowest = min(band.inside_mm.min() for band in bands.values())
    assert lowest < -MARGIN_MM  # there are edges longer than what is known outside anyway


def test_a_place_that_a_body_lacks_is_said(painted):
    body = painted.locator.body
    picks = {name: spot for name, spot in body.picks.items() if name != "greater_trochanter.L"}
    bands, problems = paint_sinews(Locator(replace(body, picks=picks), TABLES), painted.cun_mm)
    assert len(problems) == len(ORDER) * 2 - len(bands) > 0
    assert all("left" in problem and "greater_trochanter" in problem for problem in problems)


def test_widths_are_in_body_cun(painted):
    row = TABLES.sinew_bands["TE"]
    narrow, wide = (
        paint_sinew(row, Side.LEFT, painted.locator, painted.cun_mm * factor) for factor in (1.0, 1.2)
    )
    assert (wide.inside_mm > 0.0).sum() > 1.1 * (narrow.inside_mm > 0.0).sum()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sinew_channels": {}}, "sinew_channels.tsv: channel LU is missing"),
        ({"sinew_bands": {}}, "sinew_bands.json: channel GB is missing"),
        (
            {"sinew_channels": {**TABLES.sinew_channels, "XX": TABLES.sinew_channels["GB"]}},
            "sinew_channels.tsv, channel: 'XX' is not in channels.tsv",
        ),
        ({"muscles": {}}, "sinew_channels.tsv GB, column muscles: 'gluteus_medius' is not in muscles.tsv"),
        ({"sources": {}}, "sinew_bands.json GB, column source: 'lingshu13' is not in sources.tsv"),
        ({"sources": {}}, "sinew_channels.tsv GB, column source: 'lau2016' is not in sources.tsv"),
        ({"landmarks": {}}, "sinew_bands.json GB, bands: 'fibular_head' is neither"),
        ({"landmarks": {}}, "sinew_bands.json GB, knots: 'lateral_malleolus' is neither"),
    ],
)
def test_broken_laws_are_said(change, said):
    assert any(problem.startswith(said) for problem in check_tables(replace(TABLES, **change)))


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda rows: rows["GB"].pop("knots"), "GB.knots: Field required"),
        (lambda rows: rows["GB"]["bands"].clear(), "GB.bands"),
        (lambda rows: rows["GB"]["bands"][0].update(radius_cun=[1]), "1 radii for"),
        (lambda rows: rows["GB"]["knots"][0].update(name=""), "GB.knots.0.name"),
    ],
)
def test_a_band_that_breaks_its_model_is_said(tmp_path, edit, said):
    rows = json.loads((DATA / "sinew_bands.json").read_text(encoding="utf-8"))
    edit(rows)
    path = tmp_path / "sinew_bands.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    with pytest.raises(TableError, match=r"sinew_bands\.json") as error:
        read_sinew_bands(path)
    assert said in str(error.value)
