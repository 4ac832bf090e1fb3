"""Asking where a pain comes from, with a fake scene on the sphere: what is drawn, told, kept and let go."""

from __future__ import annotations

from dataclasses import asdict
from json import dumps, loads

import numpy as np
import pytest

from viewer import compose, style
from viewer.controller import Controller
from viewer.layers import Picked
from viewer.selected import ASHI
from viewer.state import AshiMark, PainTool, ViewState
from viewer.ui.words import load_words

TRIGGER, TWIN, ACUPOINT = "masseter.TrP1/left", "masseter.TrP1/right", "GB1/left"


@pytest.fixture
def desk(fake_scene, small_bodies) -> Controller:
    return Controller(
        fake_scene, small_bodies.__getitem__, tuple(small_bodies), ViewState(), load_words("en")
    )


def under(scene, body, position_mm) -> None:
    """Lay the spot of the skin that is nearest to a position under every pixel."""
    centres = body.vertices_mm[body.faces].mean(axis=1)
    face = int(np.linalg.norm(centres - position_mm, axis=1).argmin())
    scene.skin_under = lambda _: Picked("", face, (1 / 3, 1 / 3, 1 / 3), tuple(centres[face]))


@pytest.fixture
def at_zone(desk, fake_scene):
    """The tool is in the hand, over the trigger point's zone."""
    under(fake_scene, desk.atlas.body, desk.atlas.marks[TRIGGER].located.position_mm)
    desk.pain.use(PainTool.SPOT)
    return desk


@pytest.fixture
def answered(at_zone):
    assert at_zone.pain.ask_at(10, 10)
    return at_zone


# -- touching


def test_the_tool_alone_asks_nothing_and_says_what_to_do(at_zone, fake_scene):
    card = at_zone.cards.pain_card()
    assert card.muscles == ()
    assert not card.empty
    assert "Touch" in card.lead
    assert "patch" not in fake_scene.keys
    at_zone.pain.use(PainTool.OFF)
    assert at_zone.cards.pain_card() is None


def test_a_touch_shows_the_patch_the_zone_in_front_and_names_the_points(answered, fake_scene):
    assert answered.pain.found == (TRIGGER,)
    assert fake_scene.layers["zone"].solid_mm.max() > 0
    border = fake_scene.layers["patch"]
    assert set(np.unique(border.bands[0].rgb)) == set(style.PAIN)
    assert "overlap" not in fake_scene.keys, "there is no other zone"
    always = [
        mark
        for mark, scale in zip(
            fake_scene.layers["labels"].ids, fake_scene.layers["labels"].from_scale, strict=True
        )
        if scale == 0.0
    ]
    assert always[0] == TRIGGER
    assert TWIN not in fake_scene.layers["labels"].ids
    assert fake_scene.weights[TRIGGER] > 1 > fake_scene.weights[TWIN]


def test_the_card_ranks_muscles_and_tells_what_lies_beside(answered):
    card = answered.cards.pain_card()
    (muscle,) = card.muscles
    assert (muscle.name, muscle.side, muscle.best) == ("Masseter", "left", TRIGGER)
    assert muscle.id == "muscle:masseter/left"
    (covering,) = muscle.coverings
    assert (covering.essential, covering.whole) == (100, 100)
    assert covering.text == "essential, covers 100 %"
    assert [chip.name for chip in covering.chips] == ["TrP1"]
    assert card.can_keep
    assert card.channels is not None
    assert any(item.id == "sinew:GB" for item in card.channels.items)
    assert dumps(asdict(card))


def test_outside_all_zones_it_says_so_plainly(desk, fake_scene, at):
    under(fake_scene, desk.atlas.body, at(170, 0)[0])
    desk.pain.use(PainTool.SPOT)
    assert desk.pain.ask_at(10, 10)
    card = desk.cards.pain_card()
    assert card.empty
    assert card.muscles == ()
    assert "No trigger point" in card.lead
    assert [item.id for item in card.acupoints.items] == ["BL1/left"]


def test_a_touch_beside_the_body_changes_nothing(answered, fake_scene):
    before = answered.pain.answer
    fake_scene.skin_under = lambda _: Picked()
    assert not answered.pain.ask_at(1, 1)
    assert answered.pain.answer is before


def test_an_answer_leads_to_a_point_and_back(answered, fake_scene):
    answered.select(ACUPOINT)
    assert answered.cards.pain_card().muscles, "the answer stays"
    assert fake_scene.layers["zone"].solid_mm.max() > 0, "an acupoint has no zone: the first one stays"
    answered.select("")
    assert answered.cards.details() is None
    assert answered.pain.found == (TRIGGER,)


def test_laying_the_tool_down_brings_everything_back(fake_scene, at_zone):
    usual = dict(fake_scene.weights)
    labels = fake_scene.layers["labels"].ids
    at_zone.pain.ask_at(10, 10)
    assert fake_scene.weights != usual
    at_zone.pain.use(PainTool.OFF)
    assert fake_scene.weights == usual
    assert fake_scene.layers["labels"].ids == labels
    assert not {"patch", "overlap", "zone"} & set(fake_scene.keys)
    assert at_zone.pain.answer is None


# -- several zones


@pytest.fixture
def crowded(fake_scene, small_bodies):
    """The right trigger point has a zone too, in the same place but all spillover."""
    bodies = {}
    for name, atlas in small_bodies.items():
        zone = atlas.zones[TRIGGER]
        spill = type(zone)(zone.vertex_ids, np.full_like(zone.essential_mm, -9), zone.essential_mm, ())
        bodies[name] = type(atlas)(**{**vars(atlas), "zones": {TRIGGER: zone, TWIN: spill}})
    desk = Controller(fake_scene, bodies.__getitem__, tuple(bodies), ViewState(), load_words("en"))
    under(fake_scene, desk.atlas.body, desk.atlas.marks[TRIGGER].located.position_mm)
    desk.pain.use(PainTool.SPOT)
    desk.pain.ask_at(10, 10)
    return desk


def test_the_first_zone_is_painted_and_the_others_faintly(crowded, fake_scene):
    assert crowded.pain.found == (TRIGGER, TWIN)
    assert fake_scene.layers["zone"].solid_mm.max() > 0
    faint = fake_scene.layers["overlap"].rgba[:, 3]
    assert 0 < faint.max() <= round(255 * style.OVERLAP_OPACITY)
    crowded.pain.glance(TWIN)
    assert fake_scene.layers["zone"].solid_mm.max() < 0 < fake_scene.layers["zone"].stippled_mm.max()
    crowded.pain.glance("")
    assert fake_scene.layers["zone"].solid_mm.max() > 0
    crowded.select(TWIN)
    assert fake_scene.layers["zone"].solid_mm.max() < 0


def test_what_is_not_in_the_answer_cannot_be_glanced_at(crowded, fake_scene):
    fake_scene.told.clear()
    crowded.pain.glance("BL1/left")
    assert fake_scene.told == []


# -- painting


def stroke_along(scene, body, at):
    """Each pixel across is a degree of azimuth, each pixel down a degree of elevation."""
    from meshes.surface import Surface

    surface = Surface(body)

    def picked(pixel):
        spot = surface.nearest(at(pixel[0], pixel[1])[0])
        return Picked("", spot.face, tuple(spot.barycentric), tuple(body.position_mm(spot)))

    scene.skin_under = picked


@pytest.fixture
def brush(desk, fake_scene, at):
    stroke_along(fake_scene, desk.atlas.body, at)
    desk.pain.use(PainTool.PAINT)
    desk.state.pain.brush_mm = 25.0
    return desk


def test_a_stroke_paints_at_once_and_answers_at_its_end(brush, fake_scene):
    brush.pain.stroke([(25, -30), (25, -25)], begins=True)
    assert "patch" in fake_scene.keys
    assert brush.pain.answer is None
    small = fake_scene.layers["patch"].bands[0].inside_mm.size
    brush.pain.stroke([(25, -10)], begins=False)
    assert fake_scene.layers["patch"].bands[0].inside_mm.size > small
    brush.pain.finish()
    along = np.radians(20) * 300
    area = 2 * 25 * along + np.pi * 25**2
    assert brush.pain.answer.area_mm2 == pytest.approx(area, rel=0.06)
    assert brush.pain.found == (TRIGGER,)
    card = brush.cards.pain_card()
    assert not card.can_keep
    assert card.subtitle == f"Painted area, {brush.pain.answer.area_mm2 / 100:.0f} cm²"


def test_a_new_stroke_adds_and_the_eraser_takes_away(brush):
    brush.pain.stroke([(25, -20)], begins=True)
    brush.pain.finish()
    one = brush.pain.answer.area_mm2
    brush.pain.stroke([(60, -20)], begins=True)
    brush.pain.finish()
    assert brush.pain.answer.area_mm2 == pytest.approx(2 * one, rel=0.05)
    brush.state.pain.rubs, brush.state.pain.brush_mm = True, 50.0
    brush.pain.stroke([(60, -20)], begins=True)
    brush.pain.finish()
    assert brush.pain.answer.area_mm2 == pytest.approx(one, rel=0.05)
    brush.pain.stroke([(25, -20)], begins=True)
    brush.pain.finish()
    assert brush.pain.answer is None, "all is rubbed out"
    assert "Touch" in brush.cards.pain_card().lead


def test_clearing_forgets_the_area_but_keeps_the_brush(brush, fake_scene):
    brush.pain.stroke([(25, -20)], begins=True)
    brush.pain.finish()
    brush.pain.clear()
    assert brush.state.pain.tool is PainTool.PAINT
    assert brush.pain.answer is None
    assert "patch" not in fake_scene.keys


def test_the_brush_is_as_large_as_it_will_paint_and_nothing_beside_the_body(brush, fake_scene):
    scale = fake_scene.camera.pixels_per_mm(fake_scene.size)
    assert brush.pain.brush_px(25, -20) == pytest.approx(25 * scale)
    fake_scene.skin_under = lambda _: Picked()
    assert brush.pain.brush_px(25, -20) == 0.0


# -- kept spots


def test_a_kept_spot_is_a_mark_of_its_own_with_a_name_and_a_card(answered, fake_scene):
    first, second = answered.pain.keep(), answered.pain.keep()
    assert (first, second) == (f"{ASHI}1", f"{ASHI}2")
    layer = fake_scene.layers["ashi"]
    assert layer.ids == (first, second)
    assert layer.shape == "drop"
    assert "Ashi 1" in fake_scene.layers["labels"].texts
    answered.select(first)
    assert fake_scene.selected == first
    details = answered.cards.details()
    assert details.title == "阿是 1"
    assert details.ashi == 1
    assert details.subtitle == "the forehead"
    assert "Masseter TrP1" in details.western.facts[0].text
    assert details.second.items[0].id == TRIGGER
    fake_scene.under_pointer = first
    assert answered.hover(1, 1, (400, 300)) == "阿是 1"
    answered.look("selection")
    assert "look" in fake_scene.told


def test_kept_spots_are_plain_data_and_stay_on_the_other_body(answered, fake_scene):
    answered.pain.keep()
    again = AshiMark(**loads(dumps(asdict(answered.state)))["ashi"][0])
    assert again == answered.state.ashi[0]
    answered.select(f"{ASHI}1")
    answered.choose_body("female")
    assert answered.state.selection == f"{ASHI}1"
    assert fake_scene.layers["ashi"].ids == (f"{ASHI}1",)
    assert answered.pain.answer is not None, "the answer is that of the other body"
    np.testing.assert_allclose(
        fake_scene.layers["ashi"].positions_mm[0],
        answered.atlas.body.position_mm(compose.spot_of(again)),
    )


def test_a_removed_spot_is_gone_and_its_number_is_not_that_of_another(answered, fake_scene):
    for _ in range(3):
        answered.pain.keep()
    answered.pain.drop(2)
    assert fake_scene.layers["ashi"].ids == (f"{ASHI}1", f"{ASHI}3")
    assert answered.pain.keep() == f"{ASHI}4"
    for number in (1, 3, 4):
        answered.pain.drop(number)
    assert "ashi" not in fake_scene.keys
    with pytest.raises(KeyError):
        answered.select(f"{ASHI}1")


def test_a_painted_area_cannot_be_kept(brush):
    brush.pain.stroke([(25, -20), (30, -20)], begins=True)
    brush.pain.finish()
    assert brush.pain.keep() == ""
    assert brush.state.ashi == []


def test_asking_again_at_a_kept_spot_gives_the_same_answer(answered):
    area = answered.pain.answer.area_mm2
    answered.pain.keep()
    answered.pain.clear()
    answered.pain.ask_again(1)
    assert answered.pain.found == (TRIGGER,)
    assert answered.pain.answer.area_mm2 == area


# -- how many zones


def test_the_composite_is_drawn_when_it_is_switched_on(crowded, fake_scene):
    assert "composite" not in fake_scene.keys
    crowded.state.layers.composite.on = True
    crowded.apply_layers()
    whole = fake_scene.layers["composite"].rgba
    assert fake_scene.visible["composite"]
    assert len(np.unique(whole[whole[:, 3] > 0][:, :3], axis=0)) == 2, "one zone, and two"
    crowded.state.pain.essential_only = True
    crowded.pain.draw_composite()
    only = fake_scene.layers["composite"].rgba
    assert 0 < (only[:, 3] > 0).sum() < (whole[:, 3] > 0).sum()


def test_colours_of_counts_darken_with_each_zone():
    """So they can be told apart without hue."""
    rgb = compose.counts_rgb(np.arange(1, 21))
    luminance = rgb @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(luminance[:16]) < 0).all()
    assert (rgb[16:] == rgb[15]).all(), "the scale ends"
    np.testing.assert_array_equal(compose.counts_rgb(np.array([4]))[0], dict(style.COUNTS)[4])


def test_the_colours_of_pain_are_no_others():
    """A patch is told from zones and acupoints, and a kept spot from both kinds of marks."""
    colours = np.array([style.PAIN, style.ASHI, style.RED, style.JADE, style.ZONE], float)
    apart = np.linalg.norm(colours[:2, None] - colours[None], axis=2)
    assert apart[apart > 0].min() > 90
