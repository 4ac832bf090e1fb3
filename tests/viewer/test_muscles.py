"""Muscles under the skin: which are shown, the taut band, peeling; stepping through one muscle's points."""

from __future__ import annotations

import numpy as np
import pytest

from meshes.store import BODY_NAMES
from points.load import load_muscles
from points.locate import Locator
from points.model import TriggerPoint
from points.muscle_bodies import MuscleBuilder
from points.muscle_parts import repeated
from points.tables import load_tables
from viewer import compose, style
from viewer.details.walk import walk_at

TRIGGER = "gluteus_medius.TrP1/left"
ROUNDED_MM = 0.1


@pytest.fixture(scope="module", params=BODY_NAMES)
def body(request, shipped):
    return shipped(request.param), load_muscles(request.param)


def test_every_trigger_point_lies_in_its_muscle_on_both_sides(body):
    """Straight in from the skin, as deep as its row says (rounding of the baked bodies apart)."""
    atlas, muscles = body
    depths = MuscleBuilder(Locator(atlas.body, load_tables())).depths
    outside = {}
    for mark in atlas.marks.values():
        row = mark.definition
        if not isinstance(row, TriggerPoint):
            continue
        side = "" if mark.located.side == "midline" else str(mark.located.side)
        own = compose.chosen_muscles(atlas.muscles, muscles, [row.muscle], side, 1)
        spot = mark.located.position_mm + row.depth_mm * depths.inward(mark.located.point)
        within = max((float(one.depth_mm(spot[None])[0]) for one in own), default=-np.inf)
        if within < -ROUNDED_MM:
            outside[mark.id] = round(within, 2)
    assert not outside


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
    layer = compose.muscles(compose.chosen_muscles(atlas.muscles, muscles, mark.muscles, "left", 1), [mark])
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
