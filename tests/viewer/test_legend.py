"""The legend tells what is in the picture, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from points.load import load_atlas
from viewer import compose, ui
from viewer.controller import Controller
from viewer.legend import SIGNS, legend
from viewer.scene import Scene
from viewer.stage import StillStage
from viewer.state import ViewState


@pytest.fixture(scope="module")
def desk(drawing) -> Iterator[Controller]:  # noqa: ARG001 - wants it done first
    def words(key: str, **_: object) -> str:
        return key

    with StillStage((320, 240), 1) as stage:
        yield Controller(Scene(stage), load_atlas, ("male",), ViewState(), words)


def test_every_sign_has_its_picture():
    static = Path(ui.__file__).parent / "static"
    assert [sign for sign in SIGNS if not (static / f"{sign}.svg").is_file()] == []


def test_at_first_there_are_marks_and_channels(desk):
    assert desk.legend == ("trigger_point", "acupoint", "channel")


def test_a_selected_trigger_point_brings_its_zone_and_its_ring(desk):
    desk.select("trapezius_upper.TrP1/left")
    assert {"essential", "selection"} <= set(desk.legend)
    desk.select("")
    assert not {"essential", "spillover", "selection"} & set(desk.legend)


def test_side_by_side_the_counterpart_is_told(desk):
    desk.select("trapezius_upper.TrP1/left")
    assert "counterpart" not in desk.legend
    desk.use_split(True)
    assert {"selection", "counterpart"} <= set(desk.legend)
    desk.use_split(False)
    desk.select("")
    assert "counterpart" not in desk.legend


def test_what_is_switched_off_is_not_told(desk):
    desk.state.layers.channels.on = False
    desk.state.layers.flow.on = desk.state.layers.sinews.on = True
    desk.apply_layers()
    assert desk.legend == ("trigger_point", "acupoint", "flow", "sinew")
    desk.state.layers.channels.on = True
    desk.state.layers.flow.on = desk.state.layers.sinews.on = False
    desk.apply_layers()


def test_every_layer_that_says_something_has_a_sign():
    told = {layer for layers in SIGNS.values() for layer in layers}
    silent = {compose.SKIN, compose.EYES, compose.AROUND, compose.LABELS}
    silent |= {compose.AIM, compose.POINTED}  # the card of the quiz says what they are
    layers = {value for key, value in vars(compose).items() if key.isupper() and isinstance(value, str)}
    assert layers - told == silent


def test_a_zone_without_spillover_has_no_dots_to_tell_of():
    class Solid:
        seen = (compose.ZONE, compose.BRIDGES)
        selected = matched = ""

        def zone_parts(self, _):
            return True, False

    assert legend(Solid()) == ("essential", "bridge")
