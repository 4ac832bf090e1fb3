"""Areas painted on the skin, and how much of a triangle or a line lies in them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from points.paint import length_inside_mm, share_inside

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
