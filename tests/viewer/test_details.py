"""The two cards and the lists of a mark: both traditions, and every figure that of the atlas."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest

from viewer.details import describe, title
from viewer.details.marks import LISTED, NEAR_MM
from viewer.ui.words import load_words

WORDS = load_words("en")
TRIGGER, ACUPOINT = "trapezius_upper.TrP1/left", "GB21/left"
BODIES = ("male", "female")


@pytest.fixture(scope="module", params=BODIES)
def atlas(request, shipped):
    return shipped(request.param)


@pytest.fixture(scope="module")
def details(atlas):
    return {mark: describe(atlas, mark, WORDS) for mark in atlas.marks}


def texts(value) -> list[str]:
    """All strings in nested dictionaries and sequences."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    return [text for part in value for text in texts(part)] if isinstance(value, list | tuple) else []


def test_every_mark_has_both_cards_in_whole_sentences(details):
    for mark, shown in details.items():
        for card in (shown.western, shown.eastern):
            assert card.paragraphs, mark
            for paragraph in card.paragraphs:
                assert re.fullmatch(r"(?![a-z{]).*[.!]", paragraph), (mark, paragraph)


IDS = r"[a-z_]+\.TrP\d+/(left|right|midline)|[A-Z-]+\d*/\w+|(channel|muscle):[\w/]+"


def test_no_words_are_left_unfilled(details):
    odd = re.compile(r"[{}]|\bNone\b|\bnan\b|  |_|\.\.|,,| ,| \.")
    found = [
        (mark, text)
        for mark, shown in details.items()
        for text in texts(
            {
                key: value
                for key, value in asdict(shown).items()
                if key not in ("id", "other_id", "icon", "placed")
            }
        )
        if odd.search(re.sub(IDS, "x", text))
    ]
    assert found == []


def test_a_trigger_point_tells_muscle_pain_place_depth_and_doubt(atlas, details):
    shown, row = details[TRIGGER], atlas.marks[TRIGGER].definition
    facts = {fact.label: fact.text for fact in shown.western.facts}
    assert facts["Pain is felt"].startswith(row.pain)
    assert facts["Where"] == row.where
    assert f"{row.depth_mm:.0f} mm" in facts["Depth"]
    assert atlas.muscles[row.muscle].english.lower() in shown.western.paragraphs[0].lower()
    assert WORDS(f"card.confidence.{row.confidence}") in shown.placed
    assert all(atlas.sources[key].authors in shown.placed for key in row.source)


def test_an_acupoint_tells_names_channel_place_and_muscles(atlas, details):
    shown, row = details[ACUPOINT], atlas.marks[ACUPOINT].definition
    assert shown.title == f"GB21 {row.pinyin}"
    for name in (row.pinyin, row.hanzi_traditional, row.english, "Gallbladder"):
        assert name in shown.eastern.paragraphs[0]
    facts = {fact.label: fact for fact in shown.eastern.facts}
    assert facts["Where"].text == row.where
    links = facts["Muscles a needle meets"].links
    assert [link.id for link in links] == [f"muscle:{key}/left" for key in row.muscles]
    for muscle, link in zip(row.muscles, links, strict=True):
        assert link.name.lower() == atlas.muscles[muscle].english.lower()


def test_an_extra_point_names_no_channel(atlas, details):
    extra = [mark for mark, m in atlas.marks.items() if getattr(m.definition, "kind", "") == "extra_point"]
    assert len(extra) >= 8
    assert all("extra point" in details[mark].eastern.paragraphs[0] for mark in extra)


def test_the_lists_mirror_each_other(atlas, details):
    assert {atlas.marks[item.id].is_trigger_point for item in details[TRIGGER].list.items} == {False}
    assert {atlas.marks[item.id].is_trigger_point for item in details[ACUPOINT].list.items} == {True}
    assert all(item.id.startswith("channel:") for item in details[TRIGGER].second.items)
    assert max(map(len, atlas.covering.values())) > 1
    for mark, covering in atlas.covering.items():
        assert [item.id for item in details[mark].second.items if item.figures == "essential"] == [
            zone for zone, kind in covering if kind == "essential"
        ]
        assert {item.id for item in details[mark].second.items} == {zone for zone, _ in covering}


def test_distances_are_those_of_the_atlas(atlas, details):
    for mark, shown in details.items():
        neighbours = atlas.neighbours.get(mark, ())[:LISTED]
        assert [item.id for item in shown.list.items] == [near.id for near in neighbours]
        for item, near in zip(shown.list.items, neighbours, strict=True):
            assert item.figures == f"{near.skin_mm:.0f} mm, {near.cun:.1f} cun"
            assert bool(item.tag) == bool(near.shared_muscles)
            assert item.name == title(atlas, atlas.marks[near.id])


def test_the_sentence_about_the_nearest_agrees_with_the_list(atlas, details):
    for mark, shown in details.items():
        nearest = atlas.neighbours[mark][0] if atlas.neighbours.get(mark) else None
        first = (
            shown.eastern.paragraphs[0] if atlas.marks[mark].is_trigger_point else shown.western.paragraphs[0]
        )
        if nearest is not None and nearest.skin_mm <= NEAR_MM:
            assert f"{nearest.skin_mm:.0f} mm" in first, mark
            assert ("do not share" in first) == (not nearest.shared_muscles), mark
        else:
            assert f"within {NEAR_MM:.0f} mm" in first, mark


def test_crossings_are_those_of_the_atlas(atlas, details):
    for mark in atlas.zones:
        crossings = atlas.crossings.get(mark, ())[:LISTED]
        items = details[mark].second.items
        assert [item.id for item in items] == [f"channel:{crossing.channel}" for crossing in crossings]
        for item, crossing in zip(items, crossings, strict=True):
            assert f"{crossing.zone_mm:.0f} mm" in item.figures
            assert 0.0 <= crossing.share <= 1.0
            assert f"{100 * crossing.share:.0f} %" in item.figures


def test_keys_of_a_list_are_unique(details):
    for mark, shown in details.items():
        for listing in (shown.list, shown.second):
            keys = [item.key for item in listing.items]
            assert len(keys) == len(set(keys)), mark


def test_a_hazard_is_shown_where_the_table_names_one_and_only_there(atlas, details):
    assert all(shown.hazard == atlas.marks[mark].definition.hazard for mark, shown in details.items())
    assert "lung" in details[ACUPOINT].hazard


def test_deep_places_of_pain_are_told(atlas, details):
    deep = {mark: zone.deep for mark, zone in atlas.zones.items() if zone.deep}
    assert deep
    for mark, places in deep.items():
        pain = details[mark].western.facts[0].text
        assert all(atlas.regions[region].where in pain for region, _ in places), mark


def test_the_other_side_is_a_click_away_but_not_from_the_midline(atlas, details):
    for mark, shown in details.items():
        located = atlas.marks[mark].located
        there = located.side != "midline" and f"{located.code}/{located.side.other}" in atlas.marks
        assert (shown.other_id != "") == there, mark  # a few points are of one side only
        if shown.other_id:
            assert details[shown.other_id].other_id == mark


def test_both_sides_say_the_same_but_for_the_side(details):
    left, right = details[ACUPOINT], details["GB21/right"]
    assert left.eastern.paragraphs == right.eastern.paragraphs
    for here, there in zip(left.eastern.facts, right.eastern.facts, strict=True):
        assert (here.label, here.text) == (there.label, there.text)
        assert [link.id.replace("/left", "/right") for link in here.links] == [
            link.id for link in there.links
        ]
    assert left.subtitle.replace("left", "right") == right.subtitle


def test_an_unknown_mark_is_refused(atlas):
    with pytest.raises(KeyError):
        describe(atlas, "GB99/left", WORDS)
