"""Names: those that were asked for at any distance, the others on a close look, and never a clutter."""

from __future__ import annotations

import numpy as np
import pytest

from points.model import whole_code
from viewer import compose, style
from viewer.camera import views
from viewer.compose import Focus
from viewer.labels import Box, place

TRIGGER, NEIGHBOUR = "masseter.TrP1/left", "GB1/left"
PICTURE = (640, 480)
BODIES = ("male", "female")


def always(layer) -> set[str]:
    return {mark for mark, scale in zip(layer.ids, layer.from_scale, strict=True) if scale == 0.0}


# -- which marks are named, and from when


def test_without_a_wish_nothing_is_named_from_afar_and_all_near(small_atlas):
    layer = compose.labels(small_atlas, Focus())
    assert always(layer) == set()
    assert sorted(layer.ids) == sorted(small_atlas.marks)
    for mark, scale in zip(layer.ids, layer.from_scale, strict=True):
        kind = "trigger_point" if small_atlas.marks[mark].is_trigger_point else "acupoint"
        assert scale == style.LABEL_FROM[kind]


def test_kinds_are_named_one_after_the_other_and_none_on_the_whole_body(shipped):
    bounds = compose.bounds_mm(shipped("male").body)
    whole = views.camera(views.VIEWS["front"], bounds, 16 / 9).pixels_per_mm((1920, 1080))
    close = views.face(bounds.mean(axis=0), [0, -1, 0], bounds, 16 / 9).pixels_per_mm((1280, 720))
    scales = list(style.LABEL_FROM.values())
    assert scales == sorted(scales)
    assert whole < scales[0]
    assert close > scales[0], "a look at one mark names the points around it"


@pytest.mark.parametrize("body", BODIES)
def test_the_selected_mark_is_named_first_and_then_its_neighbours(shipped, body):
    atlas = shipped(body)
    for mark in ("GB21/left", "trapezius_upper.TrP1/right", "CV12/midline", "LU1/right"):
        layer = compose.labels(atlas, Focus(mark))
        near = [neighbour.id for neighbour in atlas.neighbours[mark][: compose.NEAR]]
        assert list(layer.ids[: len(near) + 1]) == [mark, *near]
        assert always(layer) == {mark, *near}


@pytest.mark.parametrize("channel", ["LU", "BL", "GV"])
def test_all_points_of_a_solo_channel_are_named_and_no_others_of_its_kind(shipped, channel):
    atlas = shipped("male")
    layer = compose.labels(atlas, Focus(channel=channel))
    of_it = {id_ for id_, mark in atlas.marks.items() if getattr(mark.definition, "channel", "") == channel}
    assert always(layer) == of_it
    assert {mark for mark in layer.ids if not atlas.marks[mark].is_trigger_point} == of_it


def test_all_points_of_a_category_are_named_and_no_other_acupoint(shipped):
    atlas = shipped("male")
    for category in atlas.categories:
        layer = compose.labels(atlas, Focus(category=category))
        members = {
            code for code, rows in atlas.memberships.items() if any(r.category == category for r in rows)
        }
        wanted = {id_ for id_, mark in atlas.marks.items() if whole_code(mark.located.code) in members}
        assert wanted
        assert always(layer) == wanted
        assert {mark for mark in layer.ids if not atlas.marks[mark].is_trigger_point} == wanted


def test_names_are_short(small_atlas):
    layer = compose.labels(small_atlas, Focus())
    texts = dict(zip(layer.ids, layer.texts, strict=True))
    assert texts[NEIGHBOUR] == "GB1"
    assert texts[TRIGGER] == "masseter TrP1"


# -- where they go


@pytest.fixture(scope="module")
def crowd() -> np.ndarray:
    pixels = np.random.default_rng(5).uniform([0, 0], PICTURE, (400, 2))
    pixels[0] = 320, 240
    return pixels


def boxes(crowd, optional=None, others=None) -> dict[int, Box]:
    texts = [f"GB{index}" for index in range(len(crowd))]
    return place(crowd, np.full(len(crowd), 5.0), texts, PICTURE, 13, optional, others)


def covers(box: Box, pixels: np.ndarray) -> bool:
    inside = (pixels > [box.left, box.top]) & (pixels < [box.right, box.bottom])
    return bool(inside.all(axis=1).any())


def test_names_do_not_cover_each_other_and_stay_in_the_picture(crowd):
    found = boxes(crowd)
    assert 0 in found
    assert 10 < len(found) < len(crowd)
    placed = list(found.values())
    assert not any(a.meets(b) for index, a in enumerate(placed) for b in placed[:index])
    for box in placed:
        assert 0 <= box.left < box.right <= PICTURE[0]
        assert 0 <= box.top < box.bottom <= PICTURE[1]


def test_what_nobody_asked_for_covers_no_mark(crowd):
    around = crowd[0] + np.array([(x, y) for x in (-30, -12, 0, 12, 30) for y in (-14, 0, 14)])
    crowd = np.vstack([crowd, around])
    optional = np.arange(len(crowd)) > 0
    found = boxes(crowd, optional, crowd)
    assert 0 in found, "the one that was asked for is written in any crowd"
    assert covers(found[0], crowd)
    assert not any(covers(box, crowd) for index, box in found.items() if optional[index])
    sparse = crowd[:25]
    assert len(boxes(sparse, np.ones(25, bool), sparse)) > 10


def test_a_name_takes_the_side_where_it_covers_no_mark():
    mark, beside = np.array([[300.0, 200.0]]), np.array([[315.0, 200.0]])
    usual, clear = boxes(mark)[0], boxes(mark, others=beside)[0]
    assert covers(usual, beside)
    assert not covers(clear, beside)


# -- what is written in the scene


def texts(scene):
    """What the actor that writes is given."""
    found = scene.renderer.GetViewProps()
    props = [found.GetItemAsObject(index) for index in range(found.GetNumberOfItems())]
    (labels,) = [p for p in props if p.IsA("vtkActor2D") and p.GetMapper().IsA("vtkLabeledDataMapper")]
    return labels.GetMapper().GetInput()


def written(scene) -> list[str]:
    words = texts(scene).GetPointData().GetAbstractArray("texts")
    return sorted(words.GetValue(index) for index in range(words.GetNumberOfValues()))


def come(scene, pixels_per_mm: float, spot_mm=None) -> None:
    """Look at a spot, or where we look, from so near that the picture has that scale."""
    before = scene.camera
    focus = before.focus_mm if spot_mm is None else spot_mm
    away = (before.position_mm - before.focus_mm) * before.pixels_per_mm(scene.size) / pixels_per_mm
    scene.look(views.Camera(focus + away, focus, before.up, before.angle_deg))


@pytest.fixture
def named(scene, small_atlas):
    """The marks of the small atlas on the sphere, from the front; ``named(focus)`` shows the names too."""
    for trigger_points in (False, True):
        scene.show(compose.marks(small_atlas, trigger_points))

    def show(focus: Focus):
        for key in (compose.ACUPOINTS, compose.TRIGGER_POINTS):
            layer = compose.marks(small_atlas, key == compose.TRIGGER_POINTS)
            scene.emphasise(key, compose.emphasis(small_atlas, layer, focus))
        scene.show(compose.labels(small_atlas, focus))
        return scene

    return show


@pytest.mark.parametrize(("mark", "text"), [("GV1/midline", "GV1"), (TRIGGER, "masseter TrP1")])
def test_each_kind_is_written_from_its_scale_on(named, small_atlas, mark, text):
    scene = named(Focus())
    shown = small_atlas.marks[mark]
    scale = style.LABEL_FROM["trigger_point" if shown.is_trigger_point else "acupoint"]
    assert written(scene) == []
    come(scene, scale * 1.01, shown.located.position_mm)
    assert text in written(scene)
    come(scene, scale * 0.99, shown.located.position_mm)
    assert text not in written(scene)


def test_what_the_skin_hides_is_not_written(named):
    scene = named(Focus(channel="BL"))  # its point is on the far side
    assert written(scene) == []
    scene.set_opacity("skin", 0.4)
    scene.place_labels()
    assert written(scene) == ["BL1"]
    scene.set_opacity("skin", 1.0)
    scene.place_labels()
    assert written(scene) == []


def test_a_mark_that_is_not_shown_has_no_name(named):
    scene = named(Focus(TRIGGER))
    assert written(scene) == ["GB1", "masseter TrP1"]
    scene.set_visible(compose.ACUPOINTS, False)
    scene.place_labels()
    assert written(scene) == ["masseter TrP1"]
    scene.set_visible(compose.ACUPOINTS, True)
    assert written(named(Focus(TRIGGER, category="crossing"))) == ["masseter TrP1"]


def test_nothing_is_written_anew_when_nothing_has_changed(named):
    scene = named(Focus(TRIGGER))

    before = texts(scene)
    scene.place_labels()
    scene.look(scene.camera)
    assert texts(scene) is before
    come(scene, 0.6)
    assert texts(scene) is not before


def test_no_name_covers_the_ring_of_the_selected_mark(named, small_atlas):
    scene = named(Focus(TRIGGER))
    mark = small_atlas.marks[TRIGGER]
    scene.select(TRIGGER)
    come(scene, 0.3, mark.located.position_mm)  # from afar its neighbour's name is close
    (pixel,), _ = scene.camera.project(mark.located.position_mm[None], scene.size)
    radius = scene.mark_radius_px() * style.RINGS["selected"].scale
    turn = np.linspace(0, 2 * np.pi, 90)
    ring = pixel + 0.98 * radius * np.column_stack([np.cos(turn), np.sin(turn)])
    (drawn,) = scene._cast.labels
    boxes_ = [box for _, box in drawn.written()]
    assert len(boxes_) == 2
    assert not any(covers(box, ring) for box in boxes_)


def test_a_wide_text_does_not_reach_over_its_own_mark():
    spots, radii = np.array([[300.0, 200.0]]), np.array([8.0])
    for width in (20.0, 180.0):
        box = place(spots, radii, ["mmmm"], PICTURE, 26.0, widths_px=np.array([width]))[0]
        assert box.left > 308.0
        assert box.right - box.left > width
