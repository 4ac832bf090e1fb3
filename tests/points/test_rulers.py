"""Rulers and the cun grid: they agree with the points that stand at so many cun, on both bodies."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from meshes import BODY_NAMES
from meshes.surface import Surface
from points.cun_grid import GridLine, grid, grid_key, number_of, read_grid, save_grid
from points.gauge import Gauge
from points.load import load_atlas
from points.locate import Locator
from points.model import Side
from points.rulers import scales
from points.tables import LANDMARKS, RULERS, SEGMENTS, SPANS, load_tables

# WHO (2008): how many cun each is from where its ruler begins
COUNTS = {
    "PC6": ("forearm", 10), "PC5": ("forearm", 9), "TE5": ("forearm", 10), "TE6": ("forearm", 9),
    "LI10": ("forearm", 2), "LI9": ("forearm", 3), "LU6": ("forearm", 5), "LU3": ("upper_arm", 3),
    "HT2": ("upper_arm", 6), "CV12": ("upper_abdomen", 4), "CV10": ("upper_abdomen", 6),
    "CV4": ("lower_abdomen", 3), "CV6": ("lower_abdomen", 1.5), "ST25": ("front_aside", 2),
    "SP15": ("front_aside", 4), "KI16": ("front_aside", 0.5), "BL23": ("back_aside", 1.5),
    "BL52": ("back_aside", 3), "BL13": ("back_aside", 1.5), "SP10": ("thigh_front", 16),
    "ST34": ("thigh_front", 16), "BL37": ("thigh_back", 6), "SP6": ("leg_inside", 12),
    "LR5": ("leg_inside", 10), "GB39": ("leg_outside", 13), "GV20": ("scalp", 5), "GV23": ("scalp", 1),
    "BL7": ("scalp_aside", 1.5), "GB18": ("scalp_aside", 2.25), "BL9": ("occiput_aside", 1.3),
}  # fmt: skip
DOWN = {("ST36", "ST35"): 3, ("ST37", "ST35"): 6, ("ST37", "ST36"): 3}  # along the outer side of the leg


class Ruled:
    """One body with its rulers and lines."""

    def __init__(self, name: str) -> None:
        self.atlas = load_atlas(name)
        locator = Locator(self.atlas.body, load_tables(of=(LANDMARKS, SPANS, SEGMENTS, RULERS)))
        self.scales = scales(locator, self.atlas)
        self.lines = grid(locator, self.atlas)
        self.gauge = Gauge(locator, self.atlas)

    def scale(self, ruler: str, side: Side):
        named = [one for one in self.scales if one.ruler.ruler == ruler]
        (found,) = [one for one in named if one.side in (side, Side.MIDLINE)]
        return found

    def between(self, first: str, second: str):
        return self.gauge.measure(*(self.atlas.marks[mark].located.point for mark in (first, second)))


of_body = cache(Ruled)


@pytest.fixture(scope="module", params=BODY_NAMES)
def ruled(request) -> Ruled:
    return of_body(request.param)


@pytest.fixture(scope="module")
def male() -> Ruled:
    return of_body("male")


@pytest.mark.parametrize("code", COUNTS)
def test_points_stand_at_their_cun(ruled, code):
    ruler, wanted = COUNTS[code]
    marks = [mark for mark in ruled.atlas.marks.values() if mark.located.code == code]
    assert marks
    for mark in marks:
        scale = ruled.scale(ruler, mark.located.side)
        count = scale.at(ruled.atlas.body.faces, mark.located.point)
        off_mm = abs(count - wanted) * scale.cun_mm
        assert off_mm < min(3.0, mark.located.tolerance_mm), (mark.id, count)


@pytest.mark.parametrize(("lower", "upper"), DOWN)
def test_the_leg_counts_from_one_point_to_another(ruled, lower, upper):
    scale, faces = ruled.scale("leg_outside", Side.LEFT), ruled.atlas.body.faces
    below, above = (
        scale.at(faces, ruled.atlas.marks[f"{code}/left"].located.point) for code in (lower, upper)
    )
    assert (below - above) * scale.cun_mm == pytest.approx(DOWN[lower, upper] * scale.cun_mm, abs=2.0)


def test_lines_lie_on_the_skin_at_whole_cun(ruled):
    surface = Surface(ruled.atlas.body)
    for line in ruled.lines[::7]:
        near = surface.nearest_many(line.points_mm)
        off = [ruled.atlas.body.position_mm(spot) for spot in near] - line.points_mm
        assert np.linalg.norm(off, axis=1).max() < 1e-6
        scale = ruled.scale(line.ruler, Side(line.side))
        faces = ruled.atlas.body.faces
        counts = np.array([spot.barycentric @ scale.counts[faces[spot.face]] for spot in near])
        counts = counts[~np.isnan(counts)]
        assert np.abs(counts - counts.round()).max() < 2e-3
        assert line.number == number_of(scale, round(float(counts.mean())))


def test_every_ruler_has_all_its_lines_on_both_sides(ruled):
    for scale in ruled.scales:
        name = (scale.ruler.ruler, str(scale.side))
        mine = [line for line in ruled.lines if (line.ruler, line.side) == name]
        drawn = {line.number for line in mine}
        wanted = {number_of(scale, count) for count in range(scale.ruler.until + 1)}
        assert len(wanted - drawn) <= 1, (scale.ruler.ruler, wanted - drawn)  # one may fall into a fold
        if scale.side is Side.MIDLINE and scale.ruler.way == "across":
            assert {np.sign(line.points_mm[:, 0].mean()) for line in mine if line.number} == {-1.0, 1.0}
    assert any(line.is_end for line in ruled.lines)
    assert all(len(line.points_mm) > 1 for line in ruled.lines)


def test_the_grid_is_kept_as_it_is(male, tmp_path):
    path = tmp_path / "grid.npz"
    save_grid(male.lines, "key", path)
    read = read_grid(path, "key")
    assert len(read) == len(male.lines)
    for one, other in zip(male.lines, read, strict=True):
        assert (one.ruler, one.side, one.number, one.is_end) == (
            other.ruler, other.side, other.number, other.is_end,
        )  # fmt: skip
        assert np.abs(one.points_mm - other.points_mm).max() < 1e-3
        assert np.einsum("ki,ki->k", one.normals, other.normals).min() > 0.999
    save_grid(male.lines, "key", tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == path.read_bytes()
    assert grid_key("male") != grid_key("female")


def test_a_crumb_of_a_line_is_no_line(male):
    assert all(isinstance(line, GridLine) for line in male.lines)
    lengths = [np.linalg.norm(np.diff(line.points_mm, axis=0), axis=1).sum() for line in male.lines]
    assert min(lengths) >= 4.0


# -- the gauge


def test_neighbours_on_the_forearm_are_a_cun_apart(ruled):
    found = ruled.between("PC5/left", "PC6/left")
    assert found.has_common_cun
    (told,) = found.cun
    assert (told.span, told.at) == ("forearm", "both")
    assert told.skin_cun == pytest.approx(1.0, abs=0.1)
    assert found.straight_mm <= found.skin_mm
    assert told.straight_cun * told.cun_mm == pytest.approx(found.straight_mm)


@pytest.mark.parametrize(
    ("first", "second", "span", "cun"),
    [
        ("CV12/midline", "CV10/midline", "upper_abdomen", 2),
        ("ST25/left", "ST25/right", "nipples", 4),
        ("BL23/left", "GV4/midline", "scapula_midline", 1.5),
        ("GV20/midline", "GV24/midline", "hairlines", 4.5),
    ],
)
def test_the_cun_that_tells_the_way_is_taken(ruled, first, second, span, cun):
    (told,) = ruled.between(first, second).cun
    assert (told.span, told.at) == (span, "both")
    assert told.skin_cun == pytest.approx(cun, abs=0.25)


def test_without_a_common_cun_both_places_are_told(ruled):
    found = ruled.between("ST36/left", "SP6/left")
    assert not found.has_common_cun
    assert [(one.span, one.at) for one in found.cun] == [("leg_lateral", "first"), ("leg_medial", "second")]
    across_the_navel = ruled.between("CV12/midline", "CV4/midline")
    assert [one.span for one in across_the_navel.cun] == ["upper_abdomen", "lower_abdomen"]


def test_the_face_has_no_cun_of_its_own(ruled):
    assert ruled.between("ST3/left", "LI20/left").cun == ()


def test_the_way_leads_from_one_spot_to_the_other_on_the_skin(male):
    marks = male.atlas.marks
    found = male.between("GB20/left", "GB21/left")
    ends = found.path.points_mm[[0, -1]]
    for end, mark in zip(ends, ("GB20/left", "GB21/left"), strict=True):
        assert np.allclose(end, marks[mark].located.position_mm)
    assert found.skin_mm == pytest.approx(found.path.length_mm)
    assert male.between("GB21/left", "GB20/left").skin_mm == pytest.approx(found.skin_mm, abs=0.3)


def test_a_spot_to_itself_is_no_way(male):
    found = male.between("PC6/left", "PC6/left")
    assert found.skin_mm == pytest.approx(0.0, abs=1e-9)
