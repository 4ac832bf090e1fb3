"""Areas painted on the skin, and how much of a triangle or a line lies in them."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from points.locate import Locator
from points.model import Side
from points.paint import MARGIN_MM, length_inside_mm, share_inside, signed_mm
from points.rules import Patch, Stroke

values = st.floats(-10.0, 10.0).filter(lambda value: abs(value) > 1e-3)


def by_counting(corners, steps=120):
    """Share of a triangle where the linear value is positive, by counting a fine grid of cell middles."""
    i, j = np.meshgrid(np.arange(steps), np.arange(steps), indexing="ij")
    a, b = (i + 1 / 3) / steps, (j + 1 / 3) / steps
    keep = a + b < 1.0
    a, b = a[keep], b[keep]
    return float(((1.0 - a - b) * corners[0] + a * corners[1] + b * corners[2] > 0.0).mean())


@given(values, values, values)
def test_share_of_a_triangle_agrees_with_counting(a, b, c):
    assert share_inside(np.array([[a, b, c]]))[0] == pytest.approx(by_counting((a, b, c)), abs=0.02)


@given(values, values, values)
def test_inside_and_outside_make_the_whole(a, b, c):
    corners = np.array([[a, b, c]])
    assert share_inside(corners)[0] + share_inside(-corners)[0] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("corners", "share"),
    [((1, 1, 1), 1.0), ((-1, -1, -1), 0.0), ((1, -1, -1), 0.25), ((1, 1, -1), 0.75), ((0, 0, 0), 1.0)],
)
def test_known_shares(corners, share):
    assert share_inside(np.array([corners], dtype=float))[0] == pytest.approx(share)


def test_length_of_a_line_inside():
    lengths = np.array([2.0, 2.0, 2.0])
    assert length_inside_mm(np.array([1.0, 1.0, -1.0, -1.0]), lengths) == pytest.approx(3.0)
    assert length_inside_mm(np.array([-3.0, 1.0, 1.0, -3.0]), lengths) == pytest.approx(0.5 + 2.0 + 0.5)
    assert length_inside_mm(np.full(4, -1.0), lengths) == 0.0
    assert length_inside_mm(np.full(4, 1.0), lengths) == pytest.approx(6.0)


CUN_MM = 20.0
PLACES = ("front", "high", "side")


@pytest.fixture(scope="module")
def shell(sphere, egg, make_tables, egg_landmarks):
    """Sphere of radius 300 mm around (0, 0, 300) with the landmarks of the egg, in the same triangles."""
    return Locator(replace(sphere, picks=egg.picks, joints_mm=egg.joints_mm), make_tables(egg_landmarks))


@pytest.fixture(scope="module")
def along_mm(shell):
    """Length on the sphere from each spot of some (k, 3) to each vertex: (k, n)."""

    def measured(positions_mm):
        ways = [
            spots / np.linalg.norm(spots, axis=1, keepdims=True)
            for spots in (positions_mm - [0, 0, 300.0], shell.body.vertices_mm - [0, 0, 300.0])
        ]
        return 300.0 * np.arccos((ways[0] @ ways[1].T).clip(-1.0, 1.0))

    return measured


def paint(shell, *shapes, margin_mm=MARGIN_MM):
    return signed_mm(shapes, Side.LEFT, shell, CUN_MM, margin_mm)


def test_a_tapered_stroke_is_the_union_of_its_discs(shell, along_mm):
    radii = (1.0, 5.0, 2.0)
    signed = paint(shell, Stroke(stroke=PLACES, radius_cun=radii), margin_mm=60.0)
    stops = [shell.place(name, Side.LEFT).point for name in PLACES]
    worth = np.full(len(signed), -60.0)
    for (start, end), ends in zip(pairwise(stops), pairwise(radii), strict=True):
        spots_mm = shell.skin.path([start, end]).resampled(1.0)
        radius_mm = CUN_MM * np.linspace(*ends, len(spots_mm))
        worth = np.maximum(worth, (radius_mm[:, None] - along_mm(spots_mm)).max(axis=0))
    assert (worth > 0.0).sum() > 100
    assert np.abs(signed - worth).max() < 4.0
    assert np.median(np.abs(signed - worth)[worth > -60.0]) < 1.5


def test_equal_radii_make_the_plain_stroke(shell):
    plain = paint(shell, Stroke(stroke=PLACES, radius_cun=3.0))
    each = paint(shell, Stroke(stroke=PLACES, radius_cun=(3.0, 3.0, 3.0)))
    assert (plain > 0.0).any()
    assert np.array_equal(plain, each)


def test_a_stroke_is_as_wide_at_each_place_as_its_radius(shell):
    places = shell.body.faces[[shell.place(name, Side.LEFT).point.face for name in PLACES]]
    weights = np.array([shell.place(name, Side.LEFT).point.barycentric for name in PLACES])
    radii = np.array([2.0, 3.0, 4.0])
    inside = paint(shell, Stroke(stroke=PLACES, radius_cun=tuple(radii)))
    found_mm = np.einsum("kc,kc->k", weights, inside[places])
    edge_mm = 25.0  # the peak of a disc is cut off between the corners of its triangle
    assert (found_mm <= radii * CUN_MM + 4.0).all()
    assert (found_mm >= radii * CUN_MM - edge_mm).all()


def test_a_larger_radius_only_adds(shell):
    thin = paint(shell, Stroke(stroke=PLACES, radius_cun=(1.0, 2.0, 1.0)))
    wide = paint(shell, Stroke(stroke=PLACES, radius_cun=(1.0, 2.0, 4.0)))
    assert (wide >= thin - 1e-9).all()
    assert (wide > thin + 1.0).any()


def test_shapes_painted_together_are_each_painted(shell):
    shapes = (Stroke(stroke=("high", "side"), radius_cun=(4.0, 1.0)), Patch(patch="front", radius_cun=2.0))
    alone = [paint(shell, shape) for shape in shapes]
    assert np.allclose(paint(shell, *shapes), np.maximum(*alone))


def test_nothing_painted_is_nowhere(shell):
    assert (paint(shell) == -MARGIN_MM).all()


def test_the_margin_says_how_far_outside_is_known(shell):
    narrow, broad = (
        paint(shell, Patch(patch="front", radius_cun=3.0), margin_mm=margin) for margin in (10.0, 80.0)
    )
    assert narrow.min() == -10.0
    assert broad.min() == -80.0
    assert np.allclose(narrow, broad.clip(min=-10.0))
