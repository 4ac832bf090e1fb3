"""Muscles under the skin: which are shown, the taut band, peeling; stepping through one muscle's points."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.store import BODY_NAMES
from points.load import load_muscles
from points.model import TriggerPoint
from points.muscle_parts import repeated
from viewer import compose, style
from viewer.details.walk import walk_at

TRIGGER = "gluteus_medius.TrP1/left"
THIN = {"diaphragm.TrP2"}  # a half dome of a few millimetres, schematic; the point is told by its depth alone
OUTSIDE_MM = 8.0  # as far as the body of a muscle may miss the depth that is told for its point


@pytest.fixture(scope="module", params=BODY_NAMES)
def body(request, shipped):
    return shipped(request.param), load_muscles(request.param)


def test_every_trigger_point_of_a_shaped_muscle_lies_in_it(body):
    atlas, muscles = body
    far = []
    for mark in atlas.marks.values():
        row = mark.definition
        if not isinstance(row, TriggerPoint) or mark.located.side != "left" or row.code in THIN:
            continue
        own = compose.chosen_muscles(atlas.muscles, muscles, [row.muscle], "left", 1)
        spot = mark.located.position_mm - row.depth_mm * mark.normal
        if own and max(float(one.depth_mm(spot[None])[0]) for one in own) < -OUTSIDE_MM:
            far.append(mark.id)
    assert not far


def test_the_muscle_of_the_selected_point_is_shown_on_its_side_alone(body):
    atlas, muscles = body
    chosen = compose.chosen_muscles(atlas.muscles, muscles, ["gluteus_medius"], "left", 3)
    assert [f"{one.key}/{one.side}" for one in chosen] == ["gluteus_medius/left"]
    both = compose.chosen_muscles(atlas.muscles, muscles, ["gluteus_medius"], "", 3)
    assert {str(one.side) for one in both} == {"left", "right"}


def test_peeling_takes_the_outer_layers_away(body):
    atlas, muscles = body
    counts = [
        len(compose.chosen_muscles(atlas.muscles, muscles, (), "", outermost)) for outermost in (1, 2, 3, 4)
    ]
    assert counts[0] == len(muscles) - 2 * len(
        repeated(atlas.muscles, {name.partition("/")[0] for name in muscles})
    )
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[1] > counts[3] > 0


def test_the_taut_band_runs_through_the_selected_point(body):
    atlas, muscles = body
    mark = atlas.marks[TRIGGER]
    layer = compose.muscles(compose.chosen_muscles(atlas.muscles, muscles, mark.muscles, "left", 1), mark)
    taut = np.flatnonzero((layer.rgb == style.TAUT).all(axis=1))
    assert 0 < len(taut) < 0.2 * len(layer.rgb)
    away = np.linalg.norm(layer.vertices_mm[taut] - mark.located.position_mm, axis=1)
    assert away.min() < mark.definition.depth_mm + 15.0
    other = compose.muscles(compose.chosen_muscles(atlas.muscles, muscles, mark.muscles, "left", 1))
    assert not (other.rgb == style.TAUT).all(axis=1).any()


def test_no_muscles_make_no_layer():
    assert compose.muscles(compose.chosen_muscles({}, {}, (), "", 1)) is None


def test_next_and_previous_lead_through_one_muscle(body):
    atlas, _ = body
    walk = walk_at(atlas, atlas.marks[TRIGGER])
    assert (walk.name, walk.previous_id, walk.next_id) == ("Gluteus medius", "", "gluteus_medius.TrP2/left")
    assert walk.leads_to == "muscle:gluteus_medius/left"
