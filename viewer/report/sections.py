"""The tables of the report as elements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from points.overlap.chance import Verdict
from points.overlap.criteria import CRITERIA
from points.overlap.published import Beside
from points.overlap.summary import Chance, Share
from viewer.report.charts import strip
from viewer.report.elements import Child, el
from viewer.report.findings import ACUPOINTS, TRIGGER_POINTS, Findings
from viewer.report.words import CRITERIA as CRITERIA_WORDS
from viewer.report.words import NULLS

CLOSEST = 12
MAIN = "channel_points"


def table(heads: Sequence[Child], rows: Iterable[Sequence[Child]], caption: Child, numbers: int) -> Element:
    """Build a table whose last ``numbers`` columns hold numbers, each row headed by its first cell."""
    first = len(heads) - numbers
    kinds = [None if column < first else "n" for column in range(len(heads))]
    named = zip(heads, kinds, strict=True)
    return el(
        "div",
        el(
            "table",
            el("caption", caption),
            el("thead", el("tr", [el("th", head, scope="col", class_=kind) for head, kind in named])),
            el("tbody", [_row(cells, kinds) for cells in rows]),
        ),
        class_="table",
    )  # fmt: skip


def chance_table(found: Findings) -> Element:
    """Tell the share of the whole under each criterion beside each null model."""
    rows: list[Sequence[Child]] = []
    for criterion in CRITERIA:
        share = found.share(criterion.key, found.tolerance_mm)
        for null in NULLS:
            chance = found.chance(null, criterion.key, found.tolerance_mm)
            if chance is None or share is None:
                continue
            rows.append(
                (CRITERIA_WORDS[criterion.key], NULLS[null], strip(*_strip(chance.verdict)), _of(share),
                 _range(share.moved_low, share.moved_high), percent(chance.verdict.expected),
                 _range(chance.verdict.low, chance.verdict.high), f"{chance.verdict.effect:+.1f}",
                 p_value(chance.verdict.p_value))
            )  # fmt: skip
    heads = (
        "What counts", "Chance model", "0 to 100 %", "Observed", "Marks moved", "Expected", "95 % of samples",
        "Effect (SD)", "p",
    )  # fmt: skip
    caption = (
        f"All trigger points, within {found.tolerance_mm:g} mm. In the little drawings the dot is the"
        " observed share, the bar the middle 95 % of chance, the tick its mean. These p values are not"
        " corrected."
    )
    return table(heads, rows, caption, 6)


def group_table(found: Findings, by: str, nulls: Sequence[str], least: int = 1) -> Element:
    """Tell the share of each region or muscle with ``least`` points or more, beside some null models."""
    chances = {null: found.group_chances(by, null, MAIN) for null in nulls}
    shares = found.group_shares(by, TRIGGER_POINTS, MAIN)
    rows: list[Sequence[Child]] = []
    for share in sorted(shares, key=lambda row: (-row.of_all, row.group)):
        if share.of_all < least:
            continue
        told = [chances[null].get(share.group) for null in nulls]
        cells = [_chance_cell(chance) for chance in told if chance is not None]
        rows.append((_group_name(found, by, share.group), strip(*_strip(_verdict(told))), _of(share), *cells))
    heads = [by.capitalize(), "0 to 100 %", "Observed"]
    heads += [f"Chance: {NULLS[null]}" for null in nulls]
    caption = (
        f"Trigger points with a channel point within {found.tolerance_mm:g} mm, by {by}; the drawings show"
        f" chance in the {NULLS[nulls[0]]}. Corrected for {len(shares)} {by}s."
    )
    return table(heads, rows, caption, len(heads) - 2)


def channel_table(found: Findings) -> Element:
    """Tell for each channel how many of its points have a trigger point, and whose zones it runs through."""
    rows = []
    courses, sinews = found.study.courses, found.study.sinew_courses
    for share in found.group_shares("channel", ACUPOINTS, "any_trigger_point"):
        own = [course for course in courses if course.channel == share.group]
        counts = (
            len({course.trigger for course in own if course.zone_share > 0.0}),
            sum(course.follows for course in own),
            sum(course.best for course in own),
            sum(course.best for course in sinews if course.channel == share.group),
        )
        channel = found.atlas.channels[share.group]
        rows.append((f"{share.group} {channel.english}", _of(share), *map(str, counts)))
    heads = (
        "Channel", "Points with a trigger point", "Zones it crosses", "Zones that follow it",
        "Best for", "Sinew channel best for",
    )  # fmt: skip
    caption = (
        f"Points of one side and the midline with any trigger point within {found.tolerance_mm:g} mm;"
        " then, for the zones of the trigger points of one side, how many the channel (of either side)"
        " crosses, how many follow it, and for how many it, or its sinew channel, is the best of all."
    )
    return table(heads, rows, caption, 5)


def closest_table(found: Findings) -> Element:
    """Tell the closest pairs."""
    pairs, maps = found.study.pairs, found.study.maps
    order = [
        number
        for number in pairs.skin_mm.argsort(kind="stable").tolist()
        if maps.on_channel[pairs.acupoint[number]]
    ][:CLOSEST]
    rows = [
        (
            found.name(maps.triggers[pairs.trigger[number]]),
            found.name(maps.acupoints[pairs.acupoint[number]]),
            "yes" if maps.shared[pairs.trigger[number], pairs.acupoint[number]] else "no",
            f"{pairs.skin_mm[number]:.1f}",
            f"{pairs.straight_mm[number]:.1f}",
            f"{pairs.skin_mm[number] / found.atlas.cun_mm:.2f}",
        )
        for number in order
    ]
    heads = ("Trigger point", "Channel point", "Same muscle", "Skin, mm", "Straight, mm", "Cun")
    return table(heads, rows, f"The {len(rows)} closest pairs of one side; all others are in pairs.csv.", 3)


def single_muscles(found: Findings) -> Element:
    """Tell the muscles with one trigger point: those whose point matches, and those whose does not."""
    shares = [row for row in found.group_shares("muscle", TRIGGER_POINTS, MAIN) if row.of_all == 1]
    names = {
        matches: sorted(_group_name(found, "muscle", row.group) for row in shares if row.matched == matches)
        for matches in (1, 0)
    }
    return el(
        "p",
        f"{len(shares)} muscles have one trigger point each, of which nothing can be tested. ",
        el("b", f"{len(names[1])} match: "),
        "; ".join(names[1]) or "none",
        ". ",
        el("b", f"{len(names[0])} do not: "),
        "; ".join(names[0]) or "none",
        ".",
        class_="small",
    )


def measured_table(found: Findings) -> Element:
    """Tell the published figures that a body can show, beside ours."""
    rows: list[Sequence[Child]] = []
    before = ""
    for one in found.beside:
        if one.of:
            differs = _differs(one)
            told = _told(one.published.finding, "" if differs == before else differs)
            rows.append((_study(one), told, _theirs(one), _ours(one), _ours_straight(one)))
            before = differs
    heads = ("Study", "What it counts, and how it differs", "Published", "Ours, skin", "Ours, straight")
    caption = (
        "Published figures beside ours, with the same criterion, tolerance and kind of denominator. What"
        " differs is said once for rows that share it."
    )
    return table(heads, rows, caption, 3)


def unmeasured_table(found: Findings) -> Element:
    """Tell the published figures that no body can show, and why."""
    rows, before = [], ""
    for one in found.beside:
        if not one.of:
            why = _sentence(one.published.differs)
            rows.append(
                (_study(one), one.published.finding, _theirs(one), "As above." if why == before else why)
            )
            before = why
    heads = ("Study", "What it counts", "Published", "Why nothing stands beside it")
    return table(
        heads, rows, "Published figures that places on a body can neither confirm nor contradict.", 0
    )


def percent(share: float) -> str:
    """Write a share in whole per cent."""
    return f"{100.0 * share:.0f} %"


def p_value(value: float) -> str:
    """Write a p value with as many digits as mean something."""
    if value < 0.001:
        return "< 0.001"
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def _row(cells: Sequence[Child], kinds: Sequence[str | None]) -> Element:
    first, *others = cells
    return el(
        "tr",
        el("th", first, scope="row"),
        [el("td", cell, class_=kind) for cell, kind in zip(others, kinds[1:], strict=True)],
    )


def _of(share: Share) -> str:
    return f"{share.matched} of {share.of_all}, {percent(share.matched / share.of_all)}"


def _range(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{100.0 * low:.0f}–{100.0 * high:.0f} %"


def _strip(verdict: Verdict) -> tuple[float, float, float, float]:
    return verdict.observed, verdict.expected, verdict.low, verdict.high


def _verdict(told: Sequence[Chance | None]) -> Verdict:
    return next(chance.verdict for chance in told if chance is not None)


def _chance_cell(chance: Chance) -> Child:
    verdict = chance.verdict
    corrected = f"p {p_value(verdict.p_value)}, Holm {p_value(chance.p_corrected)}"
    return [f"{percent(verdict.expected)} ({_range(verdict.low, verdict.high)})", el("small", corrected)]


def _group_name(found: Findings, by: str, group: str) -> str:
    return found.atlas.muscles[group].english if by == "muscle" else group.replace("_", " ")


def _study(one: Beside) -> Element:
    cited = el("small", "[", ", ".join(one.published.source), "]")
    return el("span", f"{one.published.study} ({one.published.year}) ", cited)


def _theirs(one: Beside) -> str:
    return f"{one.published.percent:g} % of {one.published.of_what}" + (
        " (derived)" if one.published.derived else ""
    )


def _differs(one: Beside) -> str:
    row = one.published
    theirs = [f"{row.trigger_points:g} trigger points"] if row.trigger_points else []
    theirs += [f"{row.acupoints:g} acupoints"] if row.acupoints else []
    said = f"They had {' and '.join(theirs)}. " if theirs else ""
    sure = "" if row.confidence == "high" else " It is not certain that the study says so."
    return f" {said}{_sentence(row.differs)}{sure}"


def _told(finding: str, differs: str) -> Child:
    return [finding, el("small", differs)] if differs else finding


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _ours(one: Beside) -> str:
    return f"{one.matched} of {one.of}, {100.0 * one.matched / one.of:.1f} %"


def _ours_straight(one: Beside) -> str:
    return "" if one.straight is None else f"{100.0 * one.straight / one.of:.1f} %"
