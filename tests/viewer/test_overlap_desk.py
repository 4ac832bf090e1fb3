"""Looking at the overlap: what the slider changes on a fake scene, and what the page is told."""

from __future__ import annotations

import re

import numpy as np
import pytest

from points.model import Published
from points.overlap.agreement import Agreement, Bridge, Chances
from points.overlap.along import Along, Best
from points.overlap.criteria import CRITERIA
from points.overlap.spots import Spots
from viewer import compose, style
from viewer.compared import Compared
from viewer.controller import Controller
from viewer.desks.overlap import ALONE, ASKED, LEAST_MM, MOST_MM, STRONG, WIDE
from viewer.state import NullModel, PainTool, SkinTone, Theme, ViewState
from viewer.ui.words import load_words

TRIGGER, OTHER = "masseter.TrP1/left", "masseter.TrP1/right"
NEAR, MIDDLE, RIGHT = "GB1/left", "GV1/midline", "GB1/right"
LAYERS = {"bridges", "acupoints_glow", "trigger_points_glow"}
TOLERANCES = 46


def chances(mean: float) -> Chances:
    rows = np.full(TOLERANCES, mean)
    return Chances(rows, rows - 0.1, rows + 0.1)


def published(key: str, percent: float, *, same_muscle: bool = False) -> Published:
    return Published(
        key, "Tester", 1977, "close by", "near", "for", "channel_points", same_muscle, None, 20.0,
        "trigger_points", "trigger points", None, None, None, percent, False, "", "high", ("test",),
    )  # fmt: skip


@pytest.fixture(scope="module")
def compared(sphere) -> Compared:
    """One trigger point: a channel point of another muscle at 12 mm, an extra one of its own at 30 mm."""
    spots = Spots(np.array([0, 0, 1]), np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1]]))
    nulls = [("region", one.key) for one in CRITERIA] + [("muscle", one.key) for one in CRITERIA]
    agreement = Agreement(
        triggers=(TRIGGER,),
        acupoints=(NEAR, MIDDLE),
        on_channel=np.array([True, False]),
        trigger=np.array([0, 0]),
        acupoint=np.array([0, 1]),
        skin_mm=np.array([12.0, 30.0]),
        straight_mm=np.array([12.0, 29.0]),
        same_muscle=np.array([False, True]),
        bridges=(Bridge(0, spots), Bridge(1, spots)),
        chances={**{null: chances(0.4) for null in nulls}, ("shift", "channel_points"): chances(0.95)},
        moved={one.key: np.tile([0.3, 0.9], (TOLERANCES, 1)) for one in CRITERIA},
        samples=10_000,
    )
    count = len(sphere.vertices_mm)
    along = Along(
        {TRIGGER: Best("GB", "left", 0.63, 0.21)},
        np.where(np.arange(count) < count // 2, 2, 0),
        np.where(np.arange(count) < count // 2, 1.0, 0.0),
        1.0,
    )
    found = (published("one", 71.0), published("two", 92.0, same_muscle=True))
    return Compared(agreement, along, found)


@pytest.fixture
def read() -> list[str]:
    return []


@pytest.fixture
def desk(fake_scene, small_bodies, compared, read) -> Controller:
    def compare(body: str) -> Compared:
        read.append(body)
        return compared

    return Controller(
        fake_scene, small_bodies.__getitem__, tuple(small_bodies), ViewState(), load_words("en"),
        compare=compare,
    )  # fmt: skip


@pytest.fixture
def inside(desk) -> Controller:
    desk.enter_overlap()
    return desk


def lit(scene) -> set[str]:
    """Marks that are drawn in their own colours."""
    layers = {key: scene.layers[key] for key in ("acupoints", "trigger_points")}
    return {
        mark
        for key, layer in layers.items()
        for mark, now, own in zip(layer.ids, scene.colours[key], layer.rgb, strict=True)
        if (now == own).all()
    }


def widths(scene) -> dict[str, float]:
    return {line: scene.weights[line] for line in scene.layers["bridges"].ids}


# -- entering and leaving


def test_nothing_is_read_before_it_is_wanted(desk, read, fake_scene):
    assert not desk.overlap.on
    assert desk.cards.overlap_card() is None is desk.cards.pair_card()
    assert not LAYERS & set(fake_scene.keys)
    assert read == []


def test_entering_brings_glows_and_bridges_and_reads_once(inside, read, fake_scene):
    assert set(fake_scene.keys) >= LAYERS
    inside.overlap.slide(30)
    inside.overlap.count(extra=True, same_muscle=False)
    inside.leave_overlap()
    inside.enter_overlap()
    assert read == ["male"]


def test_leaving_brings_everything_back(desk, fake_scene):
    desk.state.layers.acupoints.on = False
    desk.apply_layers()
    before = (
        set(fake_scene.keys),
        dict(fake_scene.weights),
        dict(fake_scene.visible),
        dict(fake_scene.opacity),
    )
    desk.enter_overlap()
    assert fake_scene.visible["acupoints"]
    assert fake_scene.opacity["channels"] == pytest.approx(style.CHANNELS_BEHIND)
    desk.overlap.tint(True)
    desk.select(TRIGGER)
    desk.select("")
    desk.leave_overlap()
    marks = {mark: fake_scene.weights[mark] for mark in before[1]}
    assert (set(fake_scene.keys), marks, fake_scene.visible, fake_scene.opacity) == before
    assert lit(fake_scene) == set(before[1])


def test_a_selected_mark_stays_selected_and_any_other_selection_is_let_go(desk, fake_scene):
    desk.select(TRIGGER)
    desk.enter_overlap()
    assert desk.state.selection == fake_scene.selected == TRIGGER
    desk.leave_overlap()
    assert desk.state.selection == TRIGGER
    desk.select("channel:GB")
    desk.enter_overlap()
    assert desk.state.selection == ""


def test_the_camera_stays_where_it_is(desk, fake_scene):
    fake_scene.told.clear()
    desk.enter_overlap()
    desk.overlap.slide(50)
    desk.select(TRIGGER)
    desk.leave_overlap()
    assert "look" not in fake_scene.told


# -- one tool at a time


def test_asking_about_pain_ends_the_mode_and_the_other_way_round(inside):
    inside.use_pain(PainTool.SPOT)
    assert (inside.overlap.on, inside.pain.on) == (False, True)
    inside.enter_overlap()
    assert (inside.overlap.on, inside.pain.on) == (True, False)
    inside.use_pain(PainTool.OFF)
    assert inside.overlap.on, "to lay down what is not in the hand changes nothing"


def test_the_mode_goes_on_on_another_body(inside, fake_scene, read):
    inside.select(TRIGGER)
    inside.overlap.tint(True)
    inside.choose_body("female")
    assert read == ["male", "female"]
    assert {*LAYERS, "pieces", "agreement"} <= set(fake_scene.keys)
    assert lit(fake_scene) == {TRIGGER, OTHER, NEAR, RIGHT}
    inside.leave_overlap()
    assert not {*LAYERS, "pieces", "agreement"} & set(fake_scene.keys)


# -- the slider


def test_what_matches_glows_and_what_does_not_fades(inside, fake_scene):
    assert lit(fake_scene) == {TRIGGER, OTHER, NEAR, RIGHT}, "both sides"
    assert fake_scene.weights[TRIGGER] == fake_scene.weights[RIGHT] == STRONG
    assert fake_scene.glows["trigger_points_glow"].tolist() == [STRONG, STRONG]
    assert sorted(fake_scene.glows["acupoints_glow"].tolist()) == [0.0, 0.0, STRONG, STRONG]
    assert fake_scene.weights[MIDDLE] == 0.0, "an extra point does not count yet"
    inside.overlap.slide(11)
    assert lit(fake_scene) == set()
    assert fake_scene.weights[TRIGGER] == ALONE
    inside.overlap.slide(12)
    assert lit(fake_scene) == {TRIGGER, OTHER, NEAR, RIGHT}


def test_bridges_join_what_matches_on_both_sides(inside, fake_scene):
    own, image = f"{TRIGGER} {NEAR}", f"{OTHER} {RIGHT}"
    assert {line for line, width in widths(fake_scene).items() if width} == {own, image}
    layer = fake_scene.layers["bridges"]
    one, other = (layer.lines_mm[layer.ids.index(line)] for line in (own, image))
    np.testing.assert_allclose(one * [-1, 1, 1], other)
    inside.overlap.slide(5)
    assert not any(widths(fake_scene).values())


def test_the_tolerance_stays_within_its_bounds(inside):
    inside.overlap.slide(400)
    assert inside.state.overlap.tolerance_mm == MOST_MM
    inside.overlap.slide(0)
    assert inside.state.overlap.tolerance_mm == LEAST_MM


def test_a_move_of_the_slider_makes_nothing_anew(inside, fake_scene):
    inside.select(TRIGGER)
    fake_scene.told.clear()
    inside.overlap.slide(13)
    assert not [told for told in fake_scene.told if told.startswith("show")]


def test_extra_points_and_the_same_muscle(inside, fake_scene):
    inside.overlap.count(extra=True, same_muscle=True)
    inside.overlap.slide(29)
    assert lit(fake_scene) == set()
    inside.overlap.slide(30)
    assert lit(fake_scene) == {TRIGGER, OTHER, MIDDLE}
    inside.overlap.count(extra=False, same_muscle=True)
    assert lit(fake_scene) == set()
    assert inside.cards.overlap_card().rows == ()


def test_another_tone_of_the_skin_takes_what_fades_along(inside, fake_scene):
    inside.overlap.slide(5)
    before = np.array(fake_scene.colours["trigger_points"])
    inside.choose_look(Theme.LIGHT, SkinTone.DARK)
    assert (np.array(fake_scene.colours["trigger_points"]).sum(axis=1) < before.sum(axis=1)).all()


# -- the count, chance and the curve


def test_the_sentence_says_what_is_counted_and_what_chance_gives(inside):
    card = inside.cards.overlap_card()
    plain = [text.replace("\xa0", " ").replace("\u2060", "") for text in card.told]
    assert plain[20 - card.least_mm] == (
        "1 of 1 trigger points (100 %) have a channel point within 20 mm;"
        " chance alone would give 40 % (30–50)."
    )
    assert plain[0].startswith("0 of 1 trigger points (0 %)")
    assert (card.verdicts[0], card.verdicts[-1]) == (
        "Less than this chance gives.",
        "More than this chance gives.",
    )
    assert len(card.told) == len(card.verdicts) == len(card.short) == len(card.shares) == TOLERANCES
    assert card.shares == (0.0,) * 7 + (1.0,) * 39


def test_a_chance_that_says_nothing_of_what_counts_gives_way(inside):
    inside.overlap.hold_against(NullModel.SHIFT)
    card = inside.cards.overlap_card()
    assert "slide along their channels" in card.meaning
    assert card.verdicts[-1] == "No more than this chance gives."
    inside.overlap.count(extra=False, same_muscle=True)
    assert inside.state.overlap.null is NullModel.MUSCLE
    assert inside.cards.overlap_card().nulls == ("region", "muscle")
    with pytest.raises(ValueError, match="'shift' was not drawn for 'channel_points_same_muscle'"):
        inside.overlap.hold_against(NullModel.SHIFT)
    inside.overlap.hold_against(NullModel.REGION)
    assert "fairer" in inside.cards.overlap_card().meaning


def test_the_curve_has_the_published_figures_by_name(inside):
    drawn = inside.cards.overlap_card().chart
    told = re.findall(r'data-told="([^"]*)"', drawn)
    assert len(told) == 2
    assert "Tester 1977, 71" in told[0]
    assert told[0].endswith("The same measure as the curve.")
    assert told[1].endswith("Another measure than the curve.")
    assert drawn.count('tabindex="0"') == 2
    assert re.search(r'class="published same"', drawn)
    for part in ("line observed", "line expected", "chance", "moved", "cursor", "cursor-dot"):
        assert f'class="{part}"' in drawn


# -- pairs


def test_a_row_is_a_pair_and_selecting_it_brings_it_forward(inside, fake_scene):
    (row,) = inside.cards.overlap_card().rows
    assert (row.id, row.acupoint, row.mm, row.same) == (TRIGGER, "GB1", 12.0, False)
    inside.select(row.id)
    assert fake_scene.selected == TRIGGER
    assert fake_scene.weights[TRIGGER] == fake_scene.weights[NEAR] == ASKED
    assert widths(fake_scene)[f"{TRIGGER} {NEAR}"] == WIDE > widths(fake_scene)[f"{OTHER} {RIGHT}"]
    labels = fake_scene.layers["labels"]
    named = [mark for mark, scale in zip(labels.ids, labels.from_scale, strict=True) if not scale]
    assert named == [TRIGGER, NEAR]


def test_the_pair_is_told_from_either_of_its_marks(inside):
    for mark, side in ((TRIGGER, "left"), (NEAR, "left"), (OTHER, "right"), (RIGHT, "right")):
        inside.select(mark)
        card = inside.cards.pair_card()
        assert card.id == f"masseter.TrP1/{side}"
        assert (card.side, card.mm) == (side, 12.0)
        assert "another muscle" in card.text
    inside.select("BL1/left")
    assert "not the nearest" in inside.cards.pair_card().text
    inside.select("channel:GB")
    assert inside.cards.pair_card() is None


def test_a_pair_too_far_apart_is_still_shown_when_it_is_looked_at(inside, fake_scene):
    inside.overlap.slide(5)
    inside.select(TRIGGER)
    assert {line for line, width in widths(fake_scene).items() if width} == {f"{TRIGGER} {NEAR}"}
    assert lit(fake_scene) == {TRIGGER, NEAR}


# -- zones and channels


def test_channels_are_strong_inside_the_zone_and_cut_at_its_border(inside, fake_scene, small_atlas):
    inside.select(TRIGGER)
    layer = fake_scene.layers["pieces"]
    assert set(layer.ids) == {"GB"}
    spot = small_atlas.marks[TRIGGER].located.position_mm
    away = np.linalg.norm(np.vstack(layer.lines_mm) - spot, axis=1)
    assert away.max() == pytest.approx(100.0, abs=2.0), "its spillover ends there"
    whole = np.linalg.norm(small_atlas.paths[0].points_mm - spot, axis=1)
    assert whole.max() > 150.0
    inside.select("")
    assert "pieces" not in fake_scene.keys


def test_the_card_tells_the_best_channel_only_in_the_mode(inside):
    inside.select(TRIGGER)
    told = inside.cards.details().along.replace("\xa0", " ")
    assert told.startswith("63 % of its pain zone lies within 1 cun of the GB channel")
    assert told.endswith("of any skin of these regions, 21 %.")
    inside.leave_overlap()
    assert inside.cards.details().along == ""


def test_the_tint_is_clear_where_no_zone_is_and_hides_the_other(inside, fake_scene, compared):
    inside.state.layers.composite.on = True
    inside.apply_layers()
    inside.overlap.tint(True)
    inside.apply_layers()
    assert not fake_scene.visible["composite"]
    rgba = fake_scene.layers["agreement"].rgba
    np.testing.assert_array_equal(rgba[:, 3] > 0, compared.along.covering > 0)
    np.testing.assert_array_equal(
        np.unique(rgba[compared.along.covering > 0, :3], axis=0), [style.SHARES[2][1]]
    )
    inside.overlap.tint(False)
    inside.apply_layers()
    assert "agreement" not in fake_scene.keys
    assert fake_scene.visible["composite"]


def test_shares_darken_steadily():
    rgb = compose.shares_rgb(np.linspace(0.0, 1.0, 21)) @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(rgb) < 0.0).all(), "also in black and white"


# -- what ships


@pytest.mark.parametrize("body", ["male", "female"])
def test_every_known_pair_lies_where_its_marks_are(shipped, body):
    from points.load import load_agreement

    atlas, agreement = shipped(body), load_agreement(body)
    drawn = compose.bridges(atlas, agreement, compose.skin(atlas.body, "neutral"))
    assert {one.pair for one in drawn.joined} == {one.pair for one in agreement.bridges}
    for joined, line in zip(drawn.joined, drawn.layer.lines_mm, strict=True):
        ends = [atlas.marks[mark].located.position_mm for mark in (joined.trigger, joined.acupoint)]
        assert np.linalg.norm(line[[0, -1]] - ends, axis=1).max() < 6.0, joined
        length = np.linalg.norm(np.diff(line, axis=0), axis=1).sum()
        assert length == pytest.approx(agreement.skin_mm[joined.pair], abs=0.2), joined


def test_the_overlap_of_what_ships_can_be_looked_at(fake_scene, shipped):
    desk = Controller(fake_scene, shipped, ("male", "female"), ViewState(), load_words("en"))
    desk.enter_overlap()
    card = desk.cards.overlap_card()
    counted = int(card.short[15].split()[0])
    glowing = {mark for mark in desk.overlap.compared.agreement.triggers if mark in lit(fake_scene)}
    right = {"pectoralis_major_arrhythmia.TrP1/right", "rectus_abdominis_mcburney.TrP1/right"}
    assert len(glowing) == counted
    assert right <= set(desk.overlap.compared.agreement.triggers)
    assert all(np.diff(card.shares) >= 0.0)
