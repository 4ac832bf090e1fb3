"""The sentences of the report that its figures write."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from points.overlap.placing import BY_ACUPOINTS, BY_LANDMARKS, PLACING
from viewer.report.elements import Child, el
from viewer.report.findings import ACUPOINTS, Findings
from viewer.report.sections import percent
from viewer.report.words import NULLS


def headline(found: Findings) -> list[Element]:
    """Tell the main figure, what chance gives, and what is left where the maps are independent."""
    share = found.share("channel_points", found.tolerance_mm)
    assert share is not None  # the tolerance that was asked for is always told
    observed = share.matched / share.of_all
    chances = [(null, found.chance(null, "channel_points", found.tolerance_mm)) for null in NULLS]
    told = [
        f"{percent(chance.verdict.expected)}"
        f" ({100 * chance.verdict.low:.0f}–{100 * chance.verdict.high:.0f} %) in the model “{NULLS[null]}”"
        for null, chance in chances
        if chance is not None
    ]
    above = [
        f"“{NULLS[null]}”"
        for null, chance in chances
        if chance is not None and observed > chance.verdict.high + 1e-9
    ]
    if len(above) == len(told):
        verdict = "That is more than each of the three models of chance gives."
    elif above:
        models, others = ("model", "others") if len(above) == 1 else ("models", "other")
        verdict = (
            f"That is more than chance gives in the {models} {_joined(above)}, and no more in the {others}."
        )
    else:
        verdict = "That is no more than chance gives in any of the three models."
    return [
        el(
            "p",
            el("b", f"{share.matched} of {share.of_all} trigger points ({percent(observed)})"),
            f" have a channel point within {found.tolerance_mm:g} mm along the skin. Chance alone would"
            f" give {_joined(told)}.",
            class_="lead",
        ),
        el(
            "p",
            f"{verdict} {_independent(found)} {_same_muscle(found)} The sections below say what this can and"
            " cannot mean.",
        ),
    ]


def _independent(found: Findings) -> str:
    rows = [row for row in found.shares if (row.by, row.criterion) == (PLACING, "channel_points")]
    counts = {row.group: row for row in rows}
    if BY_ACUPOINTS not in counts or BY_LANDMARKS not in counts:
        return ""
    others = counts[BY_LANDMARKS]
    return (
        f"Without the {counts[BY_ACUPOINTS].of_all} trigger points that are placed by an acupoint it is"
        f" {percent(others.matched / others.of_all)}."
    )


def _same_muscle(found: Findings) -> str:
    criterion = "channel_points_same_muscle"
    chance = found.chance("muscle", criterion, found.tolerance_mm)
    share = found.share(criterion, found.tolerance_mm)
    if chance is None or share is None:
        return ""
    verdict = chance.verdict
    return (
        f"With the same muscle asked for too, {share.matched} of {share.of_all} match"
        f" ({percent(verdict.observed)}), where trigger points strewn over their own bellies give"
        f" {percent(verdict.expected)} ({100 * verdict.low:.0f}–{100 * verdict.high:.0f} %)."
    )


def other_way(found: Findings) -> Child:
    """Tell what share of the acupoints has a trigger point."""
    share = found.share("any_trigger_point", found.tolerance_mm, ACUPOINTS)
    if share is None:
        return ()
    return el(
        "p",
        f"The other way round: {share.matched} of {share.of_all} acupoints, channel and extra points"
        f" together ({percent(share.matched / share.of_all)}), have a trigger point within"
        f" {found.tolerance_mm:g} mm.",
    )


def placing(found: Findings) -> Child:
    """Tell what is left without the trigger points that an acupoint places."""
    told = {row.group: row for row in found.shares if row.by == PLACING and row.criterion == "channel_points"}
    if BY_ACUPOINTS not in told or BY_LANDMARKS not in told:
        return ()
    own, others = told[BY_ACUPOINTS], told[BY_LANDMARKS]
    chances = [
        f"{percent(row.verdict.expected)} ({100 * row.verdict.low:.0f}–{100 * row.verdict.high:.0f} %) in"
        f" the model “{NULLS[row.null]}”"
        for row in found.chances
        if (row.by, row.group, row.criterion) == (PLACING, BY_LANDMARKS, "channel_points")
    ]
    return el(
        "p",
        el("b", f"{own.of_all} trigger points are placed with the help of an acupoint"),
        ", because a source says so or because it is the nearest landmark that can be named; between"
        f" these the maps are not independent, and {own.matched} of them match. Of the other"
        f" {others.of_all}, {others.matched} match ({percent(others.matched / others.of_all)}), where"
        f" chance gives {_joined(chances)}.",
    )


def published(found: Findings) -> Element:
    """Tell how ours and the published figures differ throughout."""
    maps = found.study.maps
    return el(
        "p",
        "Each figure stands with its own criterion, tolerance and denominator; ours is measured with the"
        " same wherever a body can show it. What differs throughout: they had 255 trigger points, here are"
        f" {len(maps.triggers)}; they had 361 or 747 acupoints, here are {int(maps.on_channel.sum())} and"
        f" {len(maps.acupoints)} with extra points; they judged distances and muscles by eye on pictures,"
        " here they are computed, along the skin and straight.",
    )


def following(found: Findings) -> list[Element]:
    """Tell whether referred pain follows channels, and what any channel would give."""
    told = found.following
    best = [course for course in found.study.courses if course.best]
    along, expected = (
        sum(shares) / max(len(shares), 1)
        for shares in ([course.along for course in best], [course.along_any for course in best])
    )
    seen, any_near = (count / max(told.of, 1) for count in (told.follows, told.any_near))
    return [
        el(
            "p",
            "Of ",
            el("b", f"{told.of} trigger points"),
            " with a zone on the skin and a channel point within 50 mm, the channel of the nearest point"
            f" runs through the zone of {told.follows} ({percent(seen)}): what the literature calls a"
            " referral that follows the channel. But zones are large and channels many: a channel drawn at"
            f" random from all that have a point within 50 mm would do so for {percent(any_near)}.",
        ),
        el(
            "p",
            f"The best-agreeing channel of each zone has {percent(along)} of the zone's area within"
            f" {found.study.options.reach_cun:g} cun, on average; of any skin of the same regions it has"
            f" {percent(expected)}. It is the best of 26 and chosen after looking, so some such difference"
            " is certain to appear; channels.csv has all of them.",
        ),
    ]


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
