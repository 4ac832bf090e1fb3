"""What is exhibited: seen alone or before the rest, and all as before in the end. Fake scene, then a body."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from viewer import compose, style
from viewer.camera import facing, views
from viewer.controller import Controller
from viewer.exhibit import Exhibit
from viewer.state import PainTool, ViewState
from viewer.ui.words import load_words

TRIGGER, ACUPOINT, BACK = "masseter.TrP1/left", "GB1/left", "BL1/left"
SHOWN = Exhibit(
    marks=(TRIGGER, ACUPOINT),
    named=(TRIGGER,),
    zones=(TRIGGER,),
    channels=("GB",),
    muscles=("muscle:masseter/left",),
)


def _strap(at_mm: np.ndarray) -> SimpleNamespace:
    """A muscle that is one upright strap; all that a desk asks of it."""
    from meshes.shell import Grid
    from points.model import Side
    from points.muscle import MuscleBody, MusclePart

    grid = Grid(9, 5, np.linspace(0, 1, 9), np.linspace(0, 1, 5))
    z, x = np.meshgrid(np.linspace(-30, 30, 9), np.linspace(-10, 10, 5), indexing="ij")
    upper, lower = (np.stack([x, np.full_like(x, y), z], axis=-1) + at_mm for y in (-3.0, 3.0))
    return MuscleBody("masseter", Side.LEFT, (MusclePart(grid.joined(upper, lower), grid, (0.2, 0.2)),), 1)


@pytest.fixture
def desk(fake_scene, small_bodies) -> Controller:
    strap = _strap(small_bodies["male"].marks[TRIGGER].located.position_mm + np.array([0.0, 9.0, 0.0]))
    bodies = {"masseter/left": strap, "masseter/right": strap.mirrored()}
    return Controller(
        fake_scene,
        small_bodies.__getitem__,
        tuple(small_bodies),
        ViewState(),
        load_words("en"),
        lambda _: bodies,
    )


def picture(desk, scene):
    """All that an exhibit may change."""
    layers = {name: (layer.on, round(layer.opacity, 6)) for name, layer in vars(desk.state.layers).items()}
    mine = desk.state
    chosen = mine.solo_channel, mine.category, tuple(mine.sinews), mine.neighbours, mine.selection
    lines = tuple(scene.layers["channels"].ids)
    weights = {mark: scene.weights[mark] for mark in desk.atlas.marks}
    return layers, chosen, lines, weights, {key for key, seen in scene.visible.items() if seen}


def named(scene) -> set[str]:
    layer = scene.layers["labels"]
    return {mark for mark, scale in zip(layer.ids, layer.from_scale, strict=True) if scale < np.inf}


def test_nothing_else_is_to_be_seen(desk, fake_scene):
    desk.show(SHOWN)
    seen = {mark for mark in desk.atlas.marks if fake_scene.weights[mark] > 0}
    assert seen == {TRIGGER, ACUPOINT}
    assert named(fake_scene) == {TRIGGER}
    assert set(fake_scene.layers["channels"].ids) == {"GB"}
    assert fake_scene.layers["zone"].solid_mm.max() > 0
    assert fake_scene.visible["muscles"]
    assert fake_scene.opacity["skin"] == style.SEEN_THROUGH
    assert (fake_scene.layers["muscles"].rgb == np.array(style.TAUT)).all(axis=1).any(), "the taut band"


def test_the_rest_steps_back_where_it_is_not_left_out(desk, fake_scene):
    desk.show(Exhibit(marks=(TRIGGER,), channels=("GB",), only=False))
    weights = fake_scene.weights
    assert weights[TRIGGER] > weights[BACK] > 0
    assert set(fake_scene.layers["channels"].ids) == {"GB", "BL"}
    assert weights["GB"] > weights["BL"] > 0
    desk.show(Exhibit(marks=(TRIGGER,), only=False))
    assert fake_scene.weights["GB"] == fake_scene.weights["BL"] == style.EMPHASIS["stepped_back"]


@pytest.mark.parametrize("prepare", [
    lambda desk: desk.select(""),
    lambda desk: desk.solo("BL"),
    lambda desk: desk.filter("crossing"),
    lambda desk: desk.show_sinews(["GB"]),
    lambda desk: (setattr(desk.state.layers.muscles, "on", True), desk.apply_layers()),
])  # fmt: skip
def test_all_is_as_before_when_the_last_exhibit_is_over(desk, fake_scene, prepare):
    prepare(desk)
    before, camera = picture(desk, fake_scene), fake_scene.camera
    desk.show(Exhibit(sinews=("GB",)))
    desk.show(SHOWN)
    assert picture(desk, fake_scene) != before
    desk.show(None)
    assert picture(desk, fake_scene) == before
    assert fake_scene.camera is camera
    desk.state.layers.muscles.on = False
    desk.apply_layers()
    assert desk.state.layers.skin.opacity == 1.0


def test_only_the_layers_that_are_shown_are_switched_on(desk):
    desk.show(Exhibit(zones=(TRIGGER,)))
    layers = desk.state.layers
    assert layers.zones.on
    others = layers.acupoints, layers.trigger_points, layers.channels, layers.muscles
    assert not any(layer.on for layer in others)


def test_a_selection_keeps_the_exhibit(desk, fake_scene):
    desk.show(SHOWN)
    desk.select(ACUPOINT)
    assert fake_scene.selected == ACUPOINT
    assert fake_scene.weights[TRIGGER] > 0 == fake_scene.weights[BACK]
    assert desk.cards.details() is not None
    assert fake_scene.visible["muscles"]
    desk.select(BACK)
    assert fake_scene.weights[BACK] > 0, "what is selected is seen, wherever it comes from"
    desk.select("channel:BL")
    assert set(fake_scene.layers["channels"].ids) == {"BL"}
    desk.select("")
    assert set(fake_scene.layers["channels"].ids) == {"GB"}
    assert desk.exhibit.shown is SHOWN


def test_a_muscle_that_is_selected_is_seen_alone_until_it_is_let_go(desk, fake_scene):
    desk.show(SHOWN)
    shown = {mark: fake_scene.weights[mark] for mark in desk.atlas.marks}
    desk.select("muscle:masseter")
    assert fake_scene.weights["masseter.TrP1/right"] > 0
    desk.select("")
    assert {mark: fake_scene.weights[mark] for mark in desk.atlas.marks} == shown
    assert desk.state.layers.muscles.on
    desk.show(None)
    assert not desk.state.layers.muscles.on


def test_what_is_not_in_the_exhibit_is_let_go(desk):
    desk.select(BACK)
    desk.show(SHOWN)
    assert desk.state.selection == ""
    desk.select(TRIGGER)
    desk.show(SHOWN)
    assert desk.state.selection == TRIGGER


def test_an_exhibit_lays_the_tools_down_and_they_take_it_down(desk, fake_scene):
    desk.use_pain(PainTool.SPOT)
    desk.show(SHOWN)
    assert not desk.pain.on
    desk.use_pain(PainTool.SPOT)
    assert not desk.exhibit.on
    assert all(fake_scene.weights[mark] > 0 for mark in desk.atlas.marks)


def test_an_exhibit_stays_on_another_body(desk, fake_scene):
    desk.show(Exhibit(marks=(TRIGGER, BACK), zones=(TRIGGER,)))
    desk.choose_body("female")  # which has no BL1
    assert fake_scene.weights[TRIGGER] > 0 == fake_scene.weights[ACUPOINT]


def test_what_is_not_there_cannot_be_shown(desk, fake_scene):
    before = picture(desk, fake_scene)
    with pytest.raises(KeyError, match=r"no LU99/left, muscle:tail, channel:XX"):
        desk.show(Exhibit(marks=(TRIGGER, "LU99/left"), muscles=("muscle:tail",), channels=("XX",)))
    assert picture(desk, fake_scene) == before
    assert not desk.exhibit.on


def test_the_twitch_of_an_exhibit_needs_no_selection(desk, fake_scene):
    desk.show(SHOWN)
    assert desk.ready_twitch()
    desk.twitch(1.0, 1.0)
    assert len(fake_scene.shifted[0]) > 0


# -- camera


def test_the_camera_moves_only_when_asked(desk, fake_scene):
    before = fake_scene.camera
    desk.show(SHOWN)
    assert fake_scene.camera is before
    desk.show(SHOWN, look=True, glide=True)
    np.testing.assert_allclose(fake_scene.camera.position_mm, before.position_mm, atol=1e-6)
    desk.pilot.glide(1.0)
    there = fake_scene.camera.position_mm.copy()
    assert np.linalg.norm(there - before.position_mm) > 10
    desk.show(SHOWN, look=True)
    np.testing.assert_allclose(fake_scene.camera.position_mm, there)


@pytest.mark.parametrize("shown", [
    SHOWN, Exhibit(marks=(TRIGGER,)), Exhibit(zones=(TRIGGER,)), Exhibit(channels=("GB",)),
    Exhibit(sinews=("GB",)), Exhibit(muscles=("muscle:masseter/left",)), Exhibit(marks=(TRIGGER, BACK)),
])  # fmt: skip
def test_all_that_is_exhibited_is_in_the_picture(desk, fake_scene, shown):
    desk.show(shown, look=True)
    spots, normals, extent = desk.exhibit.sight(compose.skin(desk.atlas.body, "neutral"))
    pixels, depth = fake_scene.camera.project(np.vstack([spots, extent]), fake_scene.size)
    assert (depth > 0).all()
    assert (pixels > 0).all()
    assert (pixels < fake_scene.size).all()
    assert (normals @ fake_scene.camera.axes[2]).mean() > -0.1


def test_a_named_view_is_taken_as_it_is(desk, fake_scene):
    desk.show(Exhibit(marks=(TRIGGER,), view="back"), look=True)
    assert fake_scene.camera.axes[2] @ [0.0, 1.0, 0.0] == pytest.approx(1.0)


def test_nothing_to_see_is_the_whole_body_from_the_front(desk, fake_scene):
    desk.show(Exhibit(), look=True)
    assert fake_scene.camera.axes[2] @ [0.0, -1.0, 0.0] == pytest.approx(1.0)


@pytest.mark.parametrize("toward", [(0, -1, 0), (0, 1, 0), (1, 0, 0.3), (-0.6, 0.5, 0.2)])
def test_spots_that_look_one_way_are_looked_at_straight(toward):
    normal = np.array(toward, dtype=float) / np.linalg.norm(toward)
    spots = np.array([[0.0, 0.0, 900.0], [20.0, 5.0, 950.0]])
    bounds = [[-300, -150, 0], [300, 150, 1750]]
    camera = facing.face_all(spots, np.array([normal, normal]), np.zeros((0, 3)), bounds, 1.5, None)
    assert camera.axes[2] @ normal > 0.95, "a level look is worth a little"
    span = 720 / camera.pixels_per_mm((1080, 720))
    assert span == pytest.approx(views.SELECTION_SPAN * 1750, rel=0.15), (
        "a part of the body, not a speck of it"
    )
