"""The cards of channels and sinew channels, and what an acupoint's card tells of the classical map."""

from __future__ import annotations

import re

import pytest

from points.model import whole_code
from points.muscle_parts import akin
from viewer import style
from viewer.details import Details, describe
from viewer.ui.words import load_words

WORDS = load_words("en")
TWELVE = ("LU", "LI", "ST", "SP", "HT", "SI", "BL", "KI", "PC", "TE", "GB", "LR")
HOURS = {  # the organ clock begins with the lung at three in the morning
    code: f"{(3 + 2 * n) % 24:02d}:00-{(5 + 2 * n) % 24:02d}:00" for n, code in enumerate(TWELVE)
}


@pytest.fixture(scope="module", params=["male", "female"])
def atlas(request, shipped):
    return shipped(request.param)


def facts(shown: Details) -> dict[str, str]:
    """Every labelled line of a card."""
    both = [card.facts for card in (shown.western, shown.eastern) if card]
    every = [fact for part in (*both, shown.more) for fact in part]
    return {fact.label: fact.text or ", ".join(link.name for link in fact.links) for fact in every}


@pytest.mark.parametrize("code", [*TWELVE, "GV", "CV"])
def test_a_channels_card_tells_its_course_and_lists_its_points_in_order(atlas, code):
    shown, channel = describe(atlas, f"channel:{code}", WORDS), atlas.channels[code]
    assert shown.title == f"{channel.english} channel"
    for name in (code, channel.hanzi, channel.pinyin):
        assert name in shown.subtitle
    assert shown.colour == style.css(style.CHANNELS[code])
    assert shown.starts
    assert shown.eastern.paragraphs == (channel.course,)
    told = facts(shown)
    assert told["Inside the body (not drawn)"] == channel.inside
    for name in (channel.hangul, channel.korean, channel.japanese):
        assert name in told["In Korean and Japanese"]
    points = {m.definition.code for m in atlas.marks.values() if getattr(m.definition, "channel", "") == code}
    listed = [item.name.split()[0] for item in shown.list.items]
    assert listed == [f"{code}{number}" for number in range(1, len(points) + 1)]
    assert str(len(points)) in shown.list.title
    assert all(atlas.marks[item.id].definition.code in item.name for item in shown.list.items)
    assert all(atlas.sources[key].authors in shown.placed for key in channel.source)


def test_the_twelve_have_their_hours_around_the_clock_and_the_two_vessels_none(atlas):
    told = {code: facts(describe(atlas, f"channel:{code}", WORDS)) for code in atlas.channels}
    assert {code: told[code]["Hours of the day"] for code in TWELVE} == HOURS
    for vessel in ("GV", "CV"):
        assert "Hours of the day" not in told[vessel]


def test_channels_are_paired_both_ways(atlas):
    for code in TWELVE:
        pair = facts(describe(atlas, f"channel:{code}", WORDS))["Paired with"].split()[0]
        back = facts(describe(atlas, f"channel:{pair}", WORDS))["Paired with"]
        assert pair != code
        assert back.startswith(code)


@pytest.mark.parametrize("code", TWELVE)
def test_a_sinew_channels_card_tells_course_muscles_doubt_and_trigger_points(atlas, code):
    shown, sinew = describe(atlas, f"sinew:{code}", WORDS), atlas.sinew_channels[code]
    assert shown.title == f"{atlas.channels[code].english} sinew channel"
    assert shown.eastern.paragraphs == (sinew.course,)
    told = facts(shown)
    (along,) = (fact for fact in shown.western.facts if fact.label == "Muscles along it")
    assert [link.id for link in along.links] == [f"muscle:{key}" for key in sinew.muscles]
    for key, link in zip(sinew.muscles, along.links, strict=True):
        assert link.name.lower() == atlas.muscles[key].english.lower()
    assert told["What is uncertain"] == sinew.note
    ids = [item.id for item in shown.list.items]
    wanted = {
        id_
        for id_, mark in atlas.marks.items()
        if mark.is_trigger_point
        and mark.is_first
        and any(akin(mark.definition.muscle, key, atlas.muscles) for key in sinew.muscles)
    }
    assert set(ids) == wanted
    assert len(ids) == len(wanted)
    assert shown.walk is None
    assert not shown.starts


def test_channel_and_sinew_channel_are_a_click_apart(atlas):
    for code in atlas.channels:
        channel = describe(atlas, f"channel:{code}", WORDS)
        assert channel.other_id == (f"sinew:{code}" if code in TWELVE else "")
        if channel.other_id:
            assert describe(atlas, channel.other_id, WORDS).other_id == channel.id


@pytest.mark.parametrize("selected", ["channel:XX", "sinew:GV", "sinew:", "channel:"])
def test_what_is_not_there_is_refused(atlas, selected):
    with pytest.raises(KeyError):
        describe(atlas, selected, WORDS)


def test_an_acupoint_tells_its_use_its_categories_and_its_other_names(atlas):
    for mark in atlas.marks.values():
        if mark.is_trigger_point:
            continue
        row, code = mark.definition, whole_code(mark.located.code)
        told = facts(describe(atlas, mark.id, WORDS))
        assert told["Used for"] == atlas.uses[code].use
        reading = atlas.readings[code]
        names = (reading.hangul, reading.korean, reading.kana, reading.japanese, reading.old_code)
        assert all(name in told["Other names"] for name in (*names, *reading.aliases)), mark.id
        memberships = atlas.memberships.get(code, ())
        assert ("Category" in told) == bool(memberships), mark.id
        for membership in memberships:
            assert atlas.categories[membership.category].english in told["Category"]
            assert membership.of in told["Category"]
        assert told.get("Remarks", "") == row.note


def test_a_category_names_what_it_is_of_in_whole_words(atlas):
    told = facts(describe(atlas, "BL13/left", WORDS))["Category"]
    assert re.fullmatch(r"[A-Z].*\((the )?[Ll]ung\)", told), told


def test_a_point_of_a_channel_knows_its_place_and_an_extra_point_has_none(atlas):
    walk = describe(atlas, "GB21/left", WORDS).walk
    assert (walk.leads_to, walk.name, walk.place) == ("channel:GB", "Gallbladder", "21 / 44")
    assert (walk.previous_id, walk.next_id) == ("GB20/left", "GB22/left")
    extra = next(m for m in atlas.marks.values() if getattr(m.definition, "kind", "") == "extra_point")
    assert describe(atlas, extra.id, WORDS).walk is None


def test_no_card_has_an_empty_line_or_words_left_unfilled(atlas):
    cards = [f"channel:{code}" for code in atlas.channels] + [
        f"sinew:{code}" for code in atlas.sinew_channels
    ]
    for selected in cards:
        shown = describe(atlas, selected, WORDS)
        told = facts(shown)
        for text in (shown.title, shown.subtitle, shown.placed, *told, *told.values()):
            assert text.strip() == text != ""
            assert not re.search(r"[{}_]|\bNone\b|  |\.\.", text), (selected, text)
