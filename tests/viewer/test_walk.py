"""Along a channel from point to point: in order, without a gap, and the camera comes along gently."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from points.model import Side
from viewer import compose
from viewer.camera import facing, steer, views
from viewer.camera.gaze import GENTLE_SPAN
from viewer.camera.pilot import Pilot
from viewer.controller import Controller
from viewer.details.walk import points_along, walk_at
from viewer.draw.polydata import mesh
from viewer.picking import SkinRay, visible
from viewer.state import ViewState
from viewer.ui.words import load_words

BODIES = ("male", "female")
POINTS = {
    "LU": 11, "LI": 20, "ST": 45, "SP": 21, "HT": 9, "SI": 19, "BL": 67, "KI": 27, "PC": 9, "TE": 23,
    "GB": 44, "LR": 14, "GV": 28, "CV": 24,
}  # fmt: skip
OUTSIDE_MM = 150.0  # no place inside a body is so far from its skin
SHARES = np.linspace(0.0, 1.0, 9)


@pytest.fixture(scope="module", params=BODIES)
def atlas(request, shipped):
    return shipped(request.param)


# -- the order


@pytest.mark.parametrize("channel", POINTS)
def test_a_walk_meets_every_point_once_in_order(atlas, channel):
    sides = (Side.MIDLINE,) if channel in ("GV", "CV") else (Side.LEFT, Side.RIGHT)
    for side in sides:
        wanted = [f"{channel}{number}/{side}" for number in range(1, POINTS[channel] + 1)]
        assert [mark.id for mark in points_along(atlas, channel, side)] == wanted
        steps = [walk_at(atlas, atlas.marks[mark]) for mark in wanted]
        assert [step.next_id for step in steps] == [*wanted[1:], ""]
        assert [step.previous_id for step in steps] == ["", *wanted[:-1]]
        assert [step.place for step in steps] == [f"{n + 1} / {len(wanted)}" for n in range(len(wanted))]
        assert {step.leads_to for step in steps} == {f"channel:{channel}"}
        assert {step.name for step in steps} == {atlas.channels[channel].english}


def test_a_walk_leads_to_the_channel_or_the_muscle_that_it_goes_along(atlas):
    for mark in atlas.marks.values():
        walk = walk_at(atlas, mark)
        if mark.is_trigger_point:
            assert walk is None or walk.leads_to.startswith(f"muscle:{mark.definition.muscle}")
        else:
            assert (walk is not None) == (mark.definition.kind == "acupoint")
            assert walk is None or walk.leads_to == f"channel:{mark.definition.channel}"


# -- stepping


@pytest.fixture
def desk(fake_scene, small_bodies) -> Controller:
    return Controller(
        fake_scene, small_bodies.__getitem__, tuple(small_bodies), ViewState(), load_words("en")
    )


@pytest.fixture
def real_desk(fake_scene, shipped) -> Controller:
    return Controller(fake_scene, shipped, BODIES, ViewState(), load_words("en"))


def test_a_channels_card_leads_to_its_first_point_and_on(real_desk):
    real_desk.select("channel:LU")
    assert real_desk.cards.details().starts
    assert not real_desk.step(forward=False)
    assert real_desk.state.selection == "channel:LU"
    visited = []
    while real_desk.step(forward=True):
        visited.append(real_desk.state.selection)
    assert visited == [f"LU{number}/left" for number in range(1, 12)]
    assert real_desk.state.solo_channel == "LU"
    while real_desk.step(forward=False):
        visited.append(real_desk.state.selection)
    assert visited[11:] == [f"LU{number}/left" for number in range(10, 0, -1)]


def test_a_walk_stays_on_its_side(real_desk):
    real_desk.select("LU3/right")
    assert real_desk.step(forward=True)
    assert real_desk.state.selection == "LU4/right"


@pytest.mark.parametrize("selected", ["", "masseter.TrP1/left", "sinew:GB"])
@pytest.mark.parametrize("forward", [True, False])
def test_from_what_is_on_no_channel_there_is_no_step(desk, fake_scene, selected, forward):
    desk.select(selected)
    fake_scene.told.clear()
    assert not desk.step(forward=forward)
    desk.pilot.glide(1.0)
    assert desk.state.selection == selected
    assert fake_scene.told == []


def test_a_step_selects_at_once_and_moves_the_camera_only_on_the_way(real_desk, fake_scene):
    real_desk.select("LU5/left")
    before = fake_scene.camera
    fake_scene.told.clear()
    assert real_desk.step(forward=True)
    assert fake_scene.selected == "LU6/left"
    assert "look" not in fake_scene.told
    real_desk.pilot.glide(0.0)
    np.testing.assert_allclose(fake_scene.camera.position_mm, before.position_mm, atol=1e-6)
    real_desk.pilot.glide(1.0)
    spot = real_desk.atlas.marks["LU6/left"].located.position_mm
    np.testing.assert_allclose(fake_scene.camera.focus_mm, spot)


# -- the way of the camera

angle = st.floats(-180, 180)
tilt = st.floats(-80, 80)
shares = st.floats(0, 1)


@st.composite
def cameras(draw) -> views.Camera:
    azimuth, elevation = np.radians([draw(angle), draw(tilt)])
    normal = [np.cos(elevation) * np.sin(azimuth), -np.cos(elevation) * np.cos(azimuth), np.sin(elevation)]
    spot = [draw(st.floats(-400, 400)), draw(st.floats(-150, 150)), draw(st.floats(0, 1700))]
    return views.face(spot, normal, [[-400, -150, 0], [400, 150, 1700]], 1.5, draw(st.floats(0.05, 1.0)))


@given(start=cameras(), end=cameras())
def test_a_glide_begins_where_the_camera_is_and_ends_at_its_goal(start, end):
    class Seen:
        pixel_ratio, size, camera = 1.0, (900, 600), start

        def look(self, camera) -> bool:
            self.camera = camera
            return True

    seen = Seen()
    pilot = Pilot(seen)
    pilot.set_out(end)
    assert seen.camera is start, "setting out is not yet moving"
    pilot.glide(0.0)
    for name in ("position_mm", "focus_mm", "up", "angle_deg"):
        np.testing.assert_allclose(getattr(seen.camera, name), getattr(start, name), atol=1e-6)
    pilot.glide(0.4)
    pilot.glide(1.0)
    assert seen.camera is end


@given(start=cameras(), end=cameras(), share=shares)
def test_on_the_way_the_body_stays_upright_and_the_distance_between_both(start, end, share):
    camera = steer.between(start, end, share)
    right, up, toward = camera.axes
    assert abs(right[2]) < 1e-6, "the horizon stays level"
    assert up[2] > 0
    np.testing.assert_allclose(camera.axes @ camera.axes.T, np.eye(3), atol=1e-9)
    least, most = sorted((start.distance_mm, end.distance_mm))
    assert least - 1e-6 <= camera.distance_mm <= most + 1e-6
    assert np.isfinite(toward).all()


@given(start=cameras(), end=cameras())
def test_a_glide_is_smooth(start, end):
    way = [steer.between(start, end, share) for share in np.linspace(0, 1, 57)]
    steps = [np.linalg.norm(b.position_mm - a.position_mm) for a, b in pairwise(way)]
    turns = [np.degrees(np.arccos(np.clip(a.axes[2] @ b.axes[2], -1, 1))) for a, b in pairwise(way)]
    # the way round the body is no longer than half a circle, and no frame jumps
    assert max(turns) <= 270 / 56 * 1.5 + 1e-6
    length = np.linalg.norm(end.position_mm - start.position_mm) + np.pi * max(
        start.distance_mm, end.distance_mm
    )
    assert max(steps) <= 3 * length / 56 + 1e-6


@pytest.fixture(scope="module")
def goal(atlas):
    """Camera at which a walk arrives, by the id of the mark; and what hides marks."""
    skin = compose.skin(atlas.body, "neutral")
    ray = SkinRay(mesh(skin.vertices_mm, skin.faces, skin.normals, skin.rgb))
    bounds = compose.bounds_mm(atlas.body)

    @cache
    def find(mark: str, span: float = GENTLE_SPAN) -> views.Camera:
        seen = atlas.marks[mark]
        return facing.face(seen.located.position_mm, seen.normal, bounds, 16 / 9, span, ray)

    find.ray = ray
    return find


def test_no_walk_leads_the_camera_into_the_body(atlas, goal):
    skin = cKDTree(atlas.body.vertices_mm)
    bounds = compose.bounds_mm(atlas.body)
    starts = [views.camera(views.VIEWS[name], bounds, 16 / 9) for name in ("front", "back", "left", "top")]
    nearest = {}
    for channel in POINTS:
        for side in (Side.LEFT, Side.RIGHT):
            marks = [mark.id for mark in points_along(atlas, channel, side)]
            ways = [(goal(a), goal(b), f"{a} to {b}") for a, b in pairwise(marks)]
            ways += [(start, goal(marks[0]), f"a view to {marks[0]}") for start in starts]
            for start, end, name in ways:
                spots = [steer.between(start, end, share).position_mm for share in SHARES]
                nearest[name] = skin.query(spots)[0].min()
    assert len(nearest) > 650
    assert {name: mm for name, mm in nearest.items() if mm < OUTSIDE_MM} == {}


@pytest.mark.parametrize("span", [GENTLE_SPAN, views.SELECTION_SPAN])
def test_whoever_arrives_sees_the_mark(atlas, goal, span):
    """Also on the inner sides of legs and arms, where straight before it another limb is in the way."""
    hidden, straight, bounds = [], 0, compose.bounds_mm(atlas.body)
    for mark in atlas.marks.values():
        camera = goal(mark.id, span)
        spot = mark.located.position_mm
        if not visible(camera, spot[None], mark.normal[None], goal.ray)[0]:
            hidden.append(mark.id)
        assert (camera.focus_mm == spot).all()
        plain = views.face(spot, mark.normal, bounds, 16 / 9, span)
        straight += np.abs(plain.position_mm - camera.position_mm).max() < 1e-6
    assert hidden == []
    assert straight > 0.9 * len(atlas.marks), "most are looked at from straight before them"
