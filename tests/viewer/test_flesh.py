"""A muscle selected, seen alone, with its neighbours, twitching, and all as before in the end: fake scene."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from browsing import in_a_thread

from meshes.shell import Grid
from points.model import Muscle, Side
from points.muscle import MuscleBody, MusclePart
from points.muscle_parts import akin, bodies_of, repeated
from viewer import compose, offers, style
from viewer.camera import views
from viewer.camera.gaze import MOST_INWARDS, _past_the_other
from viewer.controller import Controller
from viewer.search import Spoken, build_index, search
from viewer.state import ViewState
from viewer.ui import twitching
from viewer.ui.twitching import LASTS_S, Twitching, contraction
from viewer.ui.words import load_words

MUSCLE, POINT = "muscle:masseter", "masseter.TrP1/left"
WORDS = load_words("en")


def slab(key: str, at_mm: tuple[float, float, float], layer: int) -> MuscleBody:
    """A flat strap of 60 x 20 x 6 mm on the left, its fibres upright."""
    stations, across = 13, 9
    grid = Grid(stations, across, np.linspace(0, 1, stations), np.linspace(0, 1, across))
    z, x = np.meshgrid(np.linspace(-30, 30, stations), np.linspace(-10, 10, across), indexing="ij")
    upper, lower = (np.stack([x, np.full_like(x, y), z], axis=-1) + at_mm for y in (-3.0, 3.0))
    return MuscleBody(key, Side.LEFT, (MusclePart(grid.joined(upper, lower), grid, (0.2, 0.2)),), layer)


def _named(row: Muscle, key: str, fma: tuple[str, ...], layer: int) -> Muscle:
    return replace(row, key=key, english=key, latin=f"Musculus {key}", ta=key, fma=fma, layer=layer)


@pytest.fixture(scope="module")
def atlases(small_bodies):
    """The small atlases with four muscles: the last but one is the first two together."""
    row = small_bodies["male"].muscles["masseter"]
    told = {
        "masseter": replace(row, fma=("1",)),
        "temporalis": _named(row, "temporalis", ("2",), 2),
        "chewers": _named(row, "chewers", ("1", "2"), 3),
        "soleus": _named(row, "soleus", ("3",), 2),
    }
    return {name: SimpleNamespace(**{**vars(one), "muscles": told}) for name, one in small_bodies.items()}


@pytest.fixture(scope="module")
def bodies(atlases):
    x, y, z = atlases["male"].marks[POINT].located.position_mm
    made = [
        slab("masseter", (x, y + 9, z), 1),
        slab("temporalis", (x, y + 18, z + 10), 2),
        slab("chewers", (x, y + 12, z), 3),
        slab("soleus", (80, 0, -900), 2),
    ]
    return {f"{one.key}/{one.side}": one for body in made for one in (body, body.mirrored())}


@pytest.fixture
def desk(fake_scene, atlases, bodies) -> Controller:
    return Controller(fake_scene, atlases.__getitem__, tuple(atlases), ViewState(), WORDS, lambda _: bodies)


def switches(desk):
    return {name: (layer.on, layer.opacity) for name, layer in vars(desk.state.layers).items()}


# -- alone, and back


def test_a_selected_muscle_is_seen_alone_on_both_sides(desk, fake_scene):
    desk.select(MUSCLE)
    assert len(fake_scene.layers["muscles"].vertices_mm) == 2 * slab("m", (0, 0, 0), 1).parts[0].grid.count
    assert fake_scene.opacity["skin"] == style.SEEN_THROUGH
    assert not fake_scene.visible["channels"]
    weights = fake_scene.weights
    assert weights[POINT] == weights["masseter.TrP1/right"] == style.EMPHASIS["near"]
    assert weights["BL1/left"] == style.EMPHASIS["gone"]
    assert fake_scene.selected == ""
    named = dict(zip(fake_scene.layers["labels"].ids, fake_scene.layers["labels"].texts, strict=True))
    assert named[POINT] == "TrP1"


def test_one_side_of_a_muscle_is_seen_alone(desk, fake_scene):
    desk.select(f"{MUSCLE}/left")
    assert (fake_scene.layers["muscles"].vertices_mm[:, 0] > 0).all()
    assert fake_scene.weights["masseter.TrP1/right"] == style.EMPHASIS["gone"]


def test_its_zones_are_painted_at_once_and_each_by_itself_with_its_point(desk, fake_scene):
    desk.select(MUSCLE)
    assert fake_scene.layers["zone"].solid_mm.max() > 0
    desk.select(POINT)
    assert "zone" in fake_scene.keys
    desk.select("muscle:soleus")
    assert "zone" not in fake_scene.keys


@pytest.mark.parametrize("leave", ["", "channel:GB"])
def test_leaving_the_muscle_brings_everything_back(desk, leave):
    desk.state.layers.skin.opacity = 0.9
    desk.state.layers.trigger_points.on = False
    before = switches(desk)
    desk.select(MUSCLE)
    desk.show_neighbours(True)
    assert switches(desk) != before
    desk.select(leave)
    assert switches(desk) == before
    assert not desk.state.neighbours


def test_stepping_on_keeps_the_muscle_alone(desk, fake_scene):
    desk.select(MUSCLE)
    assert desk.step(forward=True)
    assert desk.state.selection == POINT
    assert fake_scene.weights["BL1/left"] == style.EMPHASIS["gone"]
    assert fake_scene.weights[POINT] == style.EMPHASIS["selected"]
    assert (fake_scene.layers["muscles"].vertices_mm[:, 0] > 0).all(), "the side of the point"
    desk.select("")
    assert set(fake_scene.weights.values()) == {style.EMPHASIS["usual"]}


def test_what_is_selected_beside_the_muscle_has_its_channels_again(desk, fake_scene):
    desk.select(MUSCLE)
    desk.select("GB1/left")
    desk.select(POINT)
    assert fake_scene.visible["channels"]
    assert fake_scene.weights["BL1/left"] == style.EMPHASIS["usual"]


def test_neighbours_come_faintly_and_go(desk, fake_scene):
    desk.select(MUSCLE)
    assert "around" not in fake_scene.keys
    desk.show_neighbours(True)
    around = fake_scene.layers["around"]
    assert around.strength < 1
    assert around.vertices_mm[:, 2].min() > 0, "what lies far off is no neighbour"
    desk.show_neighbours(False)
    assert "around" not in fake_scene.keys


def test_the_skin_is_as_before_when_muscles_are_switched_off(desk):
    before = switches(desk)
    layers = desk.state.layers
    layers.muscles.on = True
    desk.apply_layers()
    assert layers.skin.opacity == style.SEEN_THROUGH
    desk.peel(3)
    layers.muscles.opacity = 0.4
    desk.apply_layers()
    layers.muscles.opacity = 1.0
    layers.muscles.on = False
    desk.apply_layers()
    assert switches(desk) == before


def test_switching_muscles_off_by_hand_is_the_visitors_last_word(desk):
    before = switches(desk)
    desk.select(MUSCLE)
    desk.state.layers.muscles.on = False
    desk.apply_layers()
    assert desk.state.layers.skin.opacity == 1.0
    desk.state.layers.channels.on = True
    desk.select("")
    assert switches(desk) == before


def test_muscles_shown_before_are_shown_after(desk, fake_scene):
    desk.peel(2)
    every = len(fake_scene.layers["muscles"].vertices_mm)
    desk.select(MUSCLE)
    desk.select("")
    assert len(fake_scene.layers["muscles"].vertices_mm) == every
    assert fake_scene.visible["muscles"]


def test_nothing_is_drawn_twice_that_has_not_changed(desk, fake_scene):
    desk.select(MUSCLE)
    fake_scene.told.clear()
    desk.apply_layers()
    desk.filter("crossing")
    assert "show muscles" not in fake_scene.told


def test_another_body_shows_the_muscle_there(desk, fake_scene):
    desk.select(MUSCLE)
    fake_scene.told.clear()
    desk.choose_body("female")
    assert desk.state.selection == MUSCLE
    assert "show muscles" in fake_scene.told


@pytest.mark.parametrize("selected", ["muscle:nonsense", "muscle:", "muscle:masseter/up"])
def test_a_muscle_that_is_not_there_cannot_be_selected(desk, selected):
    with pytest.raises(KeyError, match="nothing with the id"):
        desk.select(selected)
    assert desk.state.selection == ""


# -- what is a part of what


def test_a_body_that_repeats_its_parts_is_left_to_them(atlases, bodies):
    told, known = atlases["male"].muscles, {name.partition("/")[0] for name in bodies}
    assert repeated(told, known) == {"chewers"}
    shown = {body.key for body in compose.chosen_muscles(told, bodies, (), "", 1)}
    assert shown == {"masseter", "temporalis", "soleus"}
    alone = compose.chosen_muscles(told, bodies, ("chewers",), "", 1)
    assert {body.key for body in alone} == {"chewers"}


def test_what_has_no_body_is_shown_by_its_parts(atlases):
    told = atlases["male"].muscles
    assert set(bodies_of("chewers", told, ("masseter", "temporalis", "soleus"))) == {"masseter", "temporalis"}
    assert akin("chewers", "masseter", told)
    assert not akin("masseter", "temporalis", told)


def test_a_longer_name_alone_makes_no_part(atlases):
    row = atlases["male"].muscles["masseter"]
    told = {"extensor": replace(row, fma=("5",)), "extensor_longus": replace(row, fma=("6",))}
    assert not akin("extensor", "extensor_longus", told)
    assert bodies_of("extensor", told, tuple(told)) == ("extensor",)


# -- camera


def test_the_camera_comes_before_the_muscle_only_when_asked(desk, fake_scene):
    before = fake_scene.camera.position_mm.copy()
    desk.select(f"{MUSCLE}/left")
    np.testing.assert_array_equal(fake_scene.camera.position_mm, before)
    desk.look("selection")
    mark = desk.atlas.marks[POINT]
    level = mark.normal * [1, 1, 0]
    assert fake_scene.camera.axes[2] @ level > 0.8 * np.linalg.norm(level)
    pixels, _ = fake_scene.camera.project(fake_scene.layers["muscles"].vertices_mm, fake_scene.size)
    assert (pixels > 0).all()
    assert (pixels < fake_scene.size).all()
    assert np.ptp(pixels, axis=0).max() > 0.2 * min(fake_scene.size)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("towards", [(-1.0, 0.0, 0.1), (1.0, 0.0, 0.0), (0.9, 0.3, 0.2), (0.0, -1.0, 0.0)])
def test_no_muscle_is_looked_at_through_the_other_leg(side, towards):
    way = _past_the_other(np.array(towards) / np.linalg.norm(towards), side)
    assert np.linalg.norm(way) == pytest.approx(1)
    outwards = way[0] if side == "left" else -way[0]
    assert outwards >= -MOST_INWARDS - 1e-9


def test_nothing_to_look_at_leaves_the_camera(desk, fake_scene):
    desk.select("channel:GB")
    desk.look("selection")
    assert desk.state.view == "front"
    named = views.camera(views.VIEWS["front"], [[-300, -300, 0], [300, 300, 600]], 4 / 3)
    np.testing.assert_allclose(fake_scene.camera.position_mm, named.position_mm)


# -- words, search, list


def test_the_card_of_a_muscle(desk):
    desk.select(MUSCLE)
    card = desk.cards.details()
    assert (card.title, card.flesh, card.starts) == ("Masseter", True, True)
    facts = {fact.label: fact.text for fact in (*card.western.facts, *card.more)}
    assert (facts["From"], facts["To"], facts["Fibres run"]) == ("The cheekbone.", "The jaw.", "Downwards.")
    assert facts["Depth"] == "directly under the skin"
    assert facts["Foundational Model of Anatomy"] == "1"
    assert [(item.id, item.text) for item in card.list.items] == [(POINT, "Ache.")]
    assert [link.id for fact in card.eastern.facts for link in fact.links] == ["sinew:GB"]


def test_the_cards_of_points_lead_to_the_muscle(desk):
    desk.select(POINT)
    links = [link.id for fact in desk.cards.details().western.facts for link in fact.links]
    assert links == [f"{MUSCLE}/left"]
    assert desk.cards.details().twitches


def test_search_tells_a_muscle_from_its_points(atlases):
    index = build_index(Spoken(atlases["male"]), ("soleus",))
    found = search(index, "masseter")
    assert [one.id for one in found[:2]] == [MUSCLE, POINT]
    assert found[0].subtitle.startswith("Muscle")
    assert search(index, "musculus masseter")[0].id == MUSCLE
    assert search(index, "soleus")[0].id == "muscle:soleus"


def test_the_list_has_what_can_be_seen_or_has_points(atlases):
    shipped = SimpleNamespace(**vars(atlases["male"]))
    shipped.muscles = {key: replace(row, region_group="leg") for key, row in shipped.muscles.items()}
    (group,) = offers.muscles(shipped, ("soleus",), WORDS)
    assert group["name"] == "Leg"
    assert [(row["id"], row["points"]) for row in group["muscles"]] == [(MUSCLE, "1"), ("muscle:soleus", "")]


# -- the local twitch response


def test_a_twitch_moves_the_band_alone_and_leaves_no_trace(desk, fake_scene):
    desk.select(POINT)
    assert desk.ready_twitch(), "the muscle is shown for it"
    rest = fake_scene.layers["muscles"]
    desk.twitch(1.0, 1.0)
    ids, offsets = fake_scene.shifted
    assert 0 < len(ids) < 0.6 * len(rest.vertices_mm)
    assert 1.0 < np.linalg.norm(offsets, axis=1).max() < 10.0
    assert not np.array_equal(fake_scene.colours["muscles"], rest.rgb)
    desk.twitch(0.0, 0.0)
    assert not fake_scene.shifted[1].any()
    np.testing.assert_array_equal(fake_scene.colours["muscles"], rest.rgb)
    desk.select("")
    assert not desk.state.layers.muscles.on


@pytest.mark.parametrize("selected", ["", "GB1/left", MUSCLE, "channel:GB"])
def test_only_a_trigger_point_twitches(desk, selected):
    desk.select(selected)
    assert not desk.ready_twitch()
    desk.twitch(1.0, 1.0)


def test_flicks_are_damped_and_end_at_rest():
    times = np.linspace(0, LASTS_S, 200)
    strength = np.array([contraction(time) for time in times])
    peaks = [part.max() for part in np.array_split(strength, 3)]
    assert contraction(0) == 0
    assert contraction(LASTS_S) == pytest.approx(0, abs=1e-12)
    assert 0.9 < peaks[0] <= 1
    assert peaks == sorted(peaks, reverse=True)


class FakeBand:
    def __init__(self) -> None:
        self.shown: list[tuple[float, float]] = []

    def ready_twitch(self) -> bool:
        return True

    def twitch(self, contraction: float, light: float) -> None:
        self.shown.append((contraction, light))


@pytest.mark.parametrize("still", [False, True])
@pytest.mark.parametrize("stopped", [False, True])
def test_it_plays_once_and_ends_as_before(monkeypatch, still, stopped):
    monkeypatch.setattr(twitching, "STILL_S", 0.05)
    band, drawn = FakeBand(), []

    async def run() -> None:
        made = Twitching(band, lambda: drawn.append(1))
        made.start(still=still)
        await asyncio.sleep(0.02)
        if stopped:
            made.stop()
        await asyncio.sleep(LASTS_S + 0.1)

    in_a_thread(asyncio.run, run())
    assert band.shown[-1] == (0.0, 0.0)
    assert len(drawn) == len(band.shown) > 1
    assert any(light > 0 for _, light in band.shown)
    assert any(moved > 0 for moved, _ in band.shown) is not still
