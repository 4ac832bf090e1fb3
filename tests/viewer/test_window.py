"""The plain window: a click selects, a drag does not; keys switch layers; the card is short and true."""

from __future__ import annotations

from dataclasses import fields
from types import SimpleNamespace

import pytest

from viewer.details import PainCard
from viewer.details.pain import Chip, Covering, PainMuscle
from viewer.languages.words import load_words
from viewer.measure_card import MeasureCard
from viewer.state import LayersState, PainTool, Theme, ViewState
from viewer.window import SWITCH_KEYS, Desk, card_text

WORDS = load_words("en")

CHIPS = (Chip("masseter.TrP1/left", "TrP1"), Chip("masseter.TrP2/left", "TrP2"))
COVERING = Covering(CHIPS, "essential, covers 84 %", 84, 90)
MASSETER = PainMuscle(
    "masseter/left", "muscle:masseter/left", "masseter.TrP1/left", "Masseter", "left", (COVERING,)
)


class FakePain:
    """Remembers where it was asked."""

    def __init__(self) -> None:
        self.on, self.touched = False, []

    def use(self, tool: PainTool) -> None:
        self.on = tool is not PainTool.OFF

    def ask_at(self, x: float, y: float) -> bool:
        self.touched.append((x, y))
        return True


class FakeController:
    """Remembers what it was asked."""

    def __init__(self, atlas) -> None:
        self.atlas = atlas
        self.state = ViewState()
        self.asked: list[tuple] = []
        self.measure = SimpleNamespace(touch=lambda x, y: self.asked.append(("touch", x, y)))
        self.under_pointer = "masseter.TrP1/left"
        self.pain = FakePain()
        self.cards = self

    def pain_card(self):
        return PainCard("Pain here", "", "Found.", muscles=(MASSETER,)) if self.pain.on else None

    def measure_card(self):
        return MeasureCard("Click.", ("GB21 Jiānjǐng",)) if self.state.measure.on else None

    def use_measure(self, on):
        self.state.measure.on = on

    def pick(self, *args) -> str:
        self.asked.append(("pick", *args))
        return self.under_pointer

    def select(self, mark: str) -> None:
        self.state.selection = mark

    def apply_layers(self) -> None:
        self.asked.append(("layers",))

    def choose_look(self, theme, tone) -> None:
        self.state.theme, self.state.skin_tone = theme, tone

    def press(self, key: str) -> bool:
        return key == "f"

    def step(self, forward: bool) -> bool:
        if self.state.selection != "GB1/left" or not forward:
            return False
        self.state.selection = "GV1/midline"
        return True

    @property
    def pilot(self) -> FakeController:
        return self

    def use_split(self, on):
        self.state.split = on

    def glide(self, share: float) -> None:
        self.asked.append(("glide", share))


@pytest.fixture
def controller(small_atlas) -> FakeController:
    return FakeController(small_atlas)


@pytest.fixture
def desk(controller) -> Desk:
    return Desk(controller, SimpleNamespace(size=(800, 600), whole=(800, 600)), WORDS)


def test_a_click_selects_and_the_card_tells(desk, controller):
    desk.press(100, 200)
    desk.release(102, 197)
    assert controller.state.selection == "masseter.TrP1/left"
    assert controller.asked[0][:4] == ("pick", 102, 197, (800, 600))
    assert desk.card.GetInput().startswith("masseter.TrP1, left\nThere.")
    assert "Near: GB1 150 mm" in desk.card.GetInput()


def test_m_measures_and_the_card_tells(desk, controller):
    assert desk.key("m")
    assert desk.card.GetInput() == "Click.\nGB21 Jianjing"
    desk.press(100, 200)
    desk.release(100, 200)
    assert controller.asked == [("touch", 100, 200)]
    assert desk.key("m")
    assert desk.card.GetInput() == ""


def test_v_shows_both_maps_side_by_side_and_back(controller):
    told = []
    scene = SimpleNamespace(size=(800, 600), whole=(800, 600), caption=told.append)
    desk = Desk(controller, scene, WORDS)
    assert desk.key("v")
    assert controller.state.split
    assert told == [("Dry needling", "Chinese medicine")]
    assert desk.key("v")
    assert not controller.state.split
    assert len(told) == 1


def test_a_click_beside_all_marks_selects_nothing(desk, controller):
    controller.state.selection = "GB1/left"
    controller.under_pointer = ""
    desk.press(5, 5)
    desk.release(5, 5)
    assert controller.state.selection == ""
    assert desk.card.GetInput() == ""


def test_a_drag_is_not_a_click(desk, controller):
    desk.press(100, 200)
    desk.release(105, 200)
    desk.release(105, 200)
    assert controller.asked == []
    assert controller.state.selection == ""


def test_keys_switch_layers_and_ground(desk, controller):
    layers = controller.state.layers
    assert desk.key("F4")
    assert not layers.channels.on
    assert desk.key("F4")
    assert layers.channels.on
    assert desk.key("x")
    assert 0 < layers.skin.opacity < 1
    assert desk.key("x")
    assert layers.skin.opacity == 1
    assert controller.asked == [("layers",)] * 4
    assert desk.key("d")
    assert controller.state.theme == Theme.DARK
    assert desk.key("f")
    assert not desk.key("z")


def test_keys_step_along_the_channel(desk, controller):
    assert desk.key("n")
    assert controller.asked == []
    controller.state.selection = "GB1/left"
    assert desk.key("p")
    assert controller.state.selection == "GB1/left"
    assert desk.key("n")
    assert controller.asked == [("glide", 1.0)]
    assert desk.card.GetInput().startswith("GV1")


def test_with_the_pain_tool_a_click_asks_and_the_card_answers(desk, controller):
    assert desk.key("h")
    desk.press(50, 60)
    desk.release(50, 60)
    assert controller.pain.touched == [(50, 60)]
    assert controller.asked == []
    assert desk.card.GetInput() == "Found.\nMasseter TrP1, left: essential, covers 84 %"
    assert desk.key("h")
    desk.press(50, 60)
    desk.release(50, 60)
    assert controller.pain.touched == [(50, 60)]
    assert controller.state.selection == "masseter.TrP1/left"


def test_every_layer_has_a_key_and_the_help_tells_them_all(desk, controller):
    layers = controller.state.layers
    assert sorted(SWITCH_KEYS.values()) == sorted(field.name for field in fields(LayersState))
    for key, name in SWITCH_KEYS.items():
        before = getattr(layers, name).on
        desk.key(key)
        assert getattr(layers, name).on is not before
    assert "F1 to F11" in WORDS("window.help")


def test_the_card_and_the_help_have_letters_that_every_font_has(small_atlas):
    texts = [WORDS("window.help"), *(card_text(small_atlas, mark, WORDS) for mark in small_atlas.marks)]
    assert all(text.isascii() for text in texts)
    assert not any("|" in text for text in texts), "VTK takes a bar for a table's column"
