"""Which way channels run, and the areas of sinew channels: on the sphere by figures, on the body by laws."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest

from viewer import compose, style
from viewer.draw.arrows import DrawnArrows
from viewer.draw.bands import DrawnBands
from viewer.layers import Band, BandLayer

BODIES = ("male", "female")
AT_MM = 4.0  # samples of a path are closer together than twice this
# The outer line of the bladder channel comes back to the points behind the knee, numbered before it.
RETURNS = {("BL", 39), ("BL", 40)}


@pytest.fixture(scope="module", params=BODIES)
def atlas(request, shipped):
    return shipped(request.param)


# -- arrows


def numbers_along(atlas, path) -> list[tuple[int, int]]:
    """Sample and number of each of a channel's own points that a path leads through."""
    found = []
    for mark in atlas.marks.values():
        if getattr(mark.definition, "channel", "") == path.channel and mark.located.side in (
            path.side,
            "midline",
        ):
            away = np.linalg.norm(path.points_mm - mark.located.position_mm, axis=1)
            if away.min() < AT_MM:
                found.append((int(away.argmin()), int(re.search(r"\d+$", mark.located.code)[0])))
    return sorted(found)


def test_points_rise_in_number_along_every_path(atlas):
    seen = 0
    for path in atlas.paths:
        numbers = [number for _, number in numbers_along(atlas, path)]
        if max(numbers) > numbers[-1]:
            numbers = [number for number in numbers if (path.channel, number) not in RETURNS]
        assert all(a < b for a, b in pairwise(numbers)), (path.channel, path.branch, path.side, numbers)
        seen += len(numbers)
    assert seen > 600


def test_arrows_point_from_lower_to_higher_numbers(atlas):
    layer = compose.flow(atlas)
    along = np.concatenate([path.points_mm for path in atlas.paths])
    run = np.concatenate([np.arange(len(path.points_mm)) for path in atlas.paths])
    owner = np.repeat(np.arange(len(atlas.paths)), [len(path.points_mm) for path in atlas.paths])
    for place, heading in zip(layer.positions_mm, layer.headings, strict=True):
        on = np.linalg.norm(along - place, axis=1).argmin()
        mine = owner == owner[on]
        ahead, behind = (
            run[mine][np.linalg.norm(along[mine] - (place + step * heading), axis=1).argmin()]
            for step in (AT_MM, -AT_MM)
        )
        assert behind <= run[on] <= ahead
        assert behind < ahead


def test_every_branch_has_an_arrow_and_long_ones_have_many(atlas):
    for channel in atlas.channels:
        layer = compose.flow(atlas, (channel,))
        for path in (path for path in atlas.paths if path.channel == channel):
            gaps = np.linalg.norm(layer.positions_mm[:, None] - path.points_mm, axis=2).min(axis=0)
            length = path.step_mm.sum()
            on_it = (
                np.linalg.norm(layer.positions_mm[:, None] - path.points_mm, axis=2).min(axis=1) < 1e-9
            ).sum()
            assert on_it >= max(1, round(length / style.ARROW_SPACING_MM))
            assert gaps.max() < 1.5 * style.ARROW_SPACING_MM
        assert (layer.rgb == style.CHANNELS[channel]).all()


def test_arrows_lie_flat_on_the_skin_with_their_tips_ahead(atlas):
    layer = compose.flow(atlas, ("ST",))
    drawn = DrawnArrows(layer)
    drawn.fit(2.0, 720)
    points = vertices(drawn).reshape(len(layer.positions_mm), -1, 3)
    offset = points - layer.positions_mm[:, None]
    across = np.cross(layer.headings, layer.normals)
    ahead, aside, above = (
        np.einsum("kvi,ki->kv", offset, axis) for axis in (layer.headings, across, layer.normals)
    )
    size_mm = style.in_pixels(layer.size_mm, style.ARROW_PX, 2.0, 720)
    assert 0 < above.min() <= above.max() < 1.0 + 0.3 * size_mm
    assert ahead.max() == pytest.approx(1.2 * size_mm, rel=0.05)
    for front, side in zip(ahead, np.abs(aside), strict=True):
        assert side[front > 0.5 * front.max()].max() < 0.1 * side.max(), "the tip is ahead, the width behind"
    for key in ("positions_mm", "headings", "normals"):
        assert np.isfinite(getattr(layer, key)).all()
    assert np.abs(np.einsum("ki,ki->k", layer.headings, layer.normals)).max() < 0.3


def test_arrows_are_one_actor_that_is_shown_on_demand(scene, stage, small_atlas):
    before, plain = scene.renderer.GetViewProps().GetNumberOfItems(), stage.picture()
    scene.show(compose.flow(small_atlas))
    assert scene.renderer.GetViewProps().GetNumberOfItems() == before + 1
    assert (stage.picture() != plain).any()
    scene.set_visible(compose.FLOW, False)
    np.testing.assert_array_equal(stage.picture(), plain)


# -- bands

BORDER = round(255 * style.BAND_BORDER_OPACITY)
FILL = round(255 * style.BAND_OPACITY)


def vertices(drawn) -> np.ndarray:
    from vtkmodules.util.numpy_support import vtk_to_numpy

    return vtk_to_numpy(drawn.prop.GetMapper().GetInput().GetPoints().GetData()).astype(float)


def painted(drawn) -> dict[tuple[int, ...], float]:
    """Area in square millimetres by colour and opacity."""
    from vtkmodules.util.numpy_support import vtk_to_numpy

    data = drawn.prop.GetMapper().GetInput()
    rgba = vtk_to_numpy(data.GetPointData().GetScalars())
    faces = vtk_to_numpy(data.GetPolys().GetConnectivityArray()).reshape(-1, 3)
    corners = vertices(drawn)[faces]
    areas = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    colours = rgba[faces[:, 0]]
    kinds = np.unique(colours, axis=0)
    return {tuple(int(v) for v in kind): areas[(colours == kind).all(axis=1)].sum() for kind in kinds}


def cap_mm2(chord_mm: float) -> float:
    """Area of a cap of a sphere by the chord from its pole to its rim, whatever the sphere."""
    return np.pi * chord_mm**2


@pytest.fixture
def cap(sphere):
    """Band on the sphere within a chord of a spot, and on the far side another."""
    skin = compose.skin(sphere, "neutral")

    def make(*chords_mm: float) -> BandLayer:
        poles = (sphere.vertices_mm[0], 2 * np.array([0.0, 0.0, 300.0]) - sphere.vertices_mm[0])
        bands = []
        for pole, chord, rgb in zip(poles, chords_mm, ((10, 20, 200), (200, 20, 10)), strict=False):
            away = np.linalg.norm(sphere.vertices_mm - pole, axis=1)
            near = np.flatnonzero(away < chord + 40)
            bands.append(Band(near, chord - away[near], rgb))
        return BandLayer("bands", skin.vertices_mm, skin.normals, skin.faces, tuple(bands))

    return make


@pytest.mark.parametrize("chord_mm", [60.0, 150.0])
def test_the_area_drawn_is_the_area_inside_and_has_a_border_all_round(cap, chord_mm):
    found = painted(DrawnBands(cap(chord_mm)))
    assert found.keys() == {(10, 20, 200, FILL), (10, 20, 200, BORDER)}
    assert found[10, 20, 200, FILL] == pytest.approx(cap_mm2(chord_mm), rel=0.03)
    rim = cap_mm2(chord_mm) - cap_mm2(chord_mm - style.BAND_BORDER_MM)
    assert found[10, 20, 200, BORDER] == pytest.approx(rim, rel=0.06)


def test_bands_are_one_actor_in_their_own_colours_just_above_the_skin(scene, stage, cap):
    layer = cap(120.0, 90.0)
    before, plain = scene.renderer.GetViewProps().GetNumberOfItems(), stage.picture()
    scene.show(layer)
    assert scene.renderer.GetViewProps().GetNumberOfItems() == before + 1
    assert (stage.picture() != plain).any()
    scene.set_visible("bands", False)
    np.testing.assert_array_equal(stage.picture(), plain)
    drawn = DrawnBands(layer)
    assert {key[:3] for key in painted(drawn)} == {(10, 20, 200), (200, 20, 10)}
    away = np.linalg.norm(vertices(drawn) - [0, 0, 300.0], axis=1) - 300.0
    assert away.max() < 1.0


def test_a_band_lets_the_skin_show_through(scene, stage, cap):
    plain = stage.picture().astype(float)
    scene.show(cap(0.0, 0.0))
    np.testing.assert_array_equal(stage.picture(), plain)  # nothing inside: nothing drawn
    scene.show(cap(280.0, 280.0))
    changed = np.abs(stage.picture() - plain).max(axis=2) > 8
    colour = stage.picture()[changed].astype(float)
    full = np.abs(colour - [10, 20, 200]).max(axis=1) < 20
    assert changed.any()
    assert full.mean() < 0.2


def test_sinew_channels_one_at_a_time_and_together(atlas):
    skin = compose.skin(atlas.body, "neutral")
    every = compose.sinews(atlas, (), skin)
    assert len(every.bands) == len(atlas.sinews) == 24
    assert {band.rgb for band in every.bands} == {style.CHANNELS[code] for code in atlas.sinew_channels}
    areas = painted(DrawnBands(every))
    for code in atlas.sinew_channels:
        one = compose.sinews(atlas, [code], skin)
        assert {band.rgb for band in one.bands} == {style.CHANNELS[code]}
        assert len(one.bands) == 2
        inside = [band.inside_mm.max() for band in one.bands]
        assert min(inside) > 3.0, "as wide as a finger at least somewhere"
        mine = painted(DrawnBands(one))
        for kind, area in mine.items():
            assert area == pytest.approx(areas[kind], rel=0.04)  # each lies a little higher
        assert mine[*style.CHANNELS[code], BORDER] < 0.5 * mine[*style.CHANNELS[code], FILL]
    two = compose.sinews(atlas, ["GB", "BL"], skin)
    assert {band.rgb for band in two.bands} == {style.CHANNELS["GB"], style.CHANNELS["BL"]}


def test_left_and_right_bands_are_of_one_size(atlas):
    skin = compose.skin(atlas.body, "neutral")
    for code in atlas.sinew_channels:
        left, right = compose.sinews(atlas, [code], skin).bands
        sizes = [
            painted(DrawnBands(BandLayer("one", skin.vertices_mm, skin.normals, skin.faces, (band,))))
            for band in (left, right)
        ]
        key = (*style.CHANNELS[code], FILL)
        assert sizes[0][key] == pytest.approx(sizes[1][key], rel=0.05), code
