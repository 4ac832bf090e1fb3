"""The report: one page that explains itself, needs nothing from outside and comes out the same each time."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from xml.etree.ElementTree import Element

from points.overlap.placing import BY_ACUPOINTS, BY_LANDMARKS, PLACING
from viewer.report import figures, sections
from viewer.report.elements import Child, el, page
from viewer.report.findings import ACUPOINTS, Findings
from viewer.report.tables import TABLES
from viewer.report.words import AGAINST, FOR, LIMITS, MEASURES, NULL_SENTENCES, NULLS

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
FOOTER = (
    "For teaching and for research on the maps, not for placing needles. Positions are our reading of the"
    " sources,"
    " on model bodies."
)


def report(found: Findings) -> str:
    """Write the report as one HTML file."""
    title = f"Trigger points and acupuncture points: the overlap on the {found.atlas.body.name} body"
    style = resources.files("viewer.report").joinpath("report.css").read_text(encoding="utf-8")
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="generator", content=f"Ashimap {found.version}"),
        el("meta", name="color-scheme", content="light dark"),
        el("title", title),
        el("style", style),
    )
    main = el(
        "main",
        el(
            "header",
            el("p", "Ashimap report", class_="kicker"),
            el("h1", title),
            _headline(found),
            _asked(found),
        ),
        _section("body", "What matches, on the body", figures.body_figure(found)),
        _section(
            "chance",
            "Observed against chance",
            _nulls(),
            figures.chance_figure(found),
            sections.chance_table(found),
            _other_way(found),
            _placing(found),
        ),
        _section(
            "published",
            "Beside what others found",
            _published(found),
            figures.published_figure(found),
            sections.measured_table(found),
            sections.unmeasured_table(found),
        ),
        _section(
            "regions", "By region", sections.group_table(found, "region", ("region", "muscle", "shift"))
        ),
        _section(
            "channels", "Zones, channels and sinew channels", _following(found), sections.channel_table(found)
        ),
        _section("pairs", "The closest pairs", sections.closest_table(found)),
        _section("arguments", "Arguments for and against", _arguments()),
        _section(
            "limits",
            "What these figures can and cannot show",
            el("ul", [el("li", limit) for limit in LIMITS]),
        ),
        _section("measures", "Every measure in one sentence", _definitions(MEASURES)),
        _section(
            "muscles",
            "By muscle",
            sections.group_table(found, "muscle", ("muscle", "region"), least=2),
            sections.single_muscles(found),
        ),
        _section("again", "Files, and how to make them again", _again(found)),
        _section("sources", "Sources", _sources(found)),
        el("footer", el("p", FOOTER)),
    )
    return page(el("html", head, el("body", main), lang="en"))


def _section(key: str, title: str, *content: Child) -> Element:
    return el("section", el("h2", title), content, id=key)


def _headline(found: Findings) -> list[Element]:
    share = found.share("channel_points", found.tolerance_mm)
    if share is None:  # a tolerance between those of the curve
        return []
    observed = share.matched / share.of_all
    chances = [(null, found.chance(null, "channel_points", found.tolerance_mm)) for null in NULLS]
    told = [
        f"{sections.percent(chance.verdict.expected)}"
        f" ({100 * chance.verdict.low:.0f}–{100 * chance.verdict.high:.0f} %)"
        f" in the model “{NULLS[null]}”"
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
        verdict = f"That is more than chance gives in the model {_joined(above)}, and no more in the others."
    else:
        verdict = "That is no more than chance gives in any of the three models."
    return [
        el(
            "p",
            el("b", f"{share.matched} of {share.of_all} trigger points ({sections.percent(observed)})"),
            f" have a channel point within {found.tolerance_mm:g} mm along the skin. Chance alone would"
            f" give {_joined(told)}.",
            class_="lead",
        ),
        el("p", verdict, " ", _same_muscle(found), " The sections below say what this can and cannot mean."),
    ]


def _same_muscle(found: Findings) -> str:
    criterion = "channel_points_same_muscle"
    chance = found.chance("muscle", criterion, found.tolerance_mm)
    share = found.share(criterion, found.tolerance_mm)
    if chance is None or share is None:
        return ""
    verdict = chance.verdict
    return (
        f"With the same muscle asked for too, {share.matched} of {share.of_all} match"
        f" ({sections.percent(verdict.observed)}),"
        f" where trigger points strewn over their own bellies give {sections.percent(verdict.expected)}"
        f" ({100 * verdict.low:.0f}–{100 * verdict.high:.0f} %)."
    )


def _asked(found: Findings) -> Element:
    options, maps = found.study.options, found.study.maps
    extra = len(maps.acupoints) - int(maps.on_channel.sum())
    return _definitions(
        (
            (
                "Body",
                f"{found.atlas.body.name}, standing height"
                f" {float(found.atlas.body.vertices_mm[:, 2].max()) / 10:.1f} cm",
            ),
            (
                "Counted",
                f"{len(maps.triggers)} trigger points; {int(maps.on_channel.sum())} channel points"
                f" and {extra} extra"
                " points; one side and the midline",
            ),
            ("Tolerance", f"{options.tolerance_mm:g} mm along the skin; all of 5 to 50 mm in the curves"),
            (
                "Chance",
                f"{options.samples:,} samples of each of three models; marks moved {options.moves:,} times",
            ),
            ("Seed", str(options.seed)),
            ("Version", f"Ashimap {found.version}"),
            ("Data key", el("code", found.data_key)),
        ),
        class_="asked",
    )


def _nulls() -> list[Element]:
    return [
        el("p", "Three models say what the same number of marks would give if they meant nothing."),
        _definitions((NULLS[null].capitalize(), said) for null, said in NULL_SENTENCES.items()),
    ]


def _other_way(found: Findings) -> Child:
    share = found.share("any_trigger_point", found.tolerance_mm, ACUPOINTS)
    if share is None:
        return ()
    return el(
        "p",
        f"The other way round: {share.matched} of {share.of_all} acupoints, channel and extra points together"
        f" ({sections.percent(share.matched / share.of_all)}), have a trigger point within"
        f" {found.tolerance_mm:g} mm.",
    )


def _placing(found: Findings) -> Child:
    """Tell what is left without the trigger points that an acupoint places."""
    told = {row.group: row for row in found.shares if row.by == PLACING and row.criterion == "channel_points"}
    if BY_ACUPOINTS not in told or BY_LANDMARKS not in told:
        return ()
    own, others = told[BY_ACUPOINTS], told[BY_LANDMARKS]
    chances = [
        f"{sections.percent(row.verdict.expected)}"
        f" ({100 * row.verdict.low:.0f}–{100 * row.verdict.high:.0f} %)"
        f" in the model “{NULLS[row.null]}”"
        for row in found.chances
        if (row.by, row.group, row.criterion) == (PLACING, BY_LANDMARKS, "channel_points")
    ]
    return el(
        "p",
        el("b", f"{own.of_all} trigger points are placed with the help of an acupoint"),
        ", because a source says so or because it is the nearest landmark that can be named; between these"
        " the maps are not"
        f" independent, and {own.matched} of them match. Of the other {others.of_all},"
        f" {others.matched} match ({sections.percent(others.matched / others.of_all)}), where chance gives"
        f" {_joined(chances)}.",
    )


def _published(found: Findings) -> Element:
    maps = found.study.maps
    return el(
        "p",
        "Each figure stands with its own criterion, tolerance and denominator; ours is measured with the"
        " same wherever a"
        f" body can show it. What differs throughout: they had 255 trigger points, here are"
        f" {len(maps.triggers)}; they had"
        f" 361 or 747 acupoints, here are {int(maps.on_channel.sum())} and {len(maps.acupoints)} with"
        f" extra points; they judged"
        " distances and muscles by eye on pictures, here they are computed, along the skin and straight.",
    )


def _following(found: Findings) -> list[Element]:
    following = found.following
    best = [course for course in found.study.courses if course.best]
    along, expected = (
        sum(shares) / max(len(shares), 1)
        for shares in ([course.along for course in best], [course.along_any for course in best])
    )
    seen, any_near = (count / max(following.of, 1) for count in (following.follows, following.any_near))
    return [
        el(
            "p",
            "Of ",
            el("b", f"{following.of} trigger points"),
            " with a zone on the skin and a channel"
            " point within 50 mm, the"
            f" channel of the nearest point runs through the zone of {following.follows}"
            f" ({sections.percent(seen)}): what the"
            " literature calls a referral that follows the channel. But zones are large and channels many:"
            " a channel drawn"
            f" at random from all that have a point within 50 mm would do so for"
            f" {sections.percent(any_near)}.",
        ),
        el(
            "p",
            f"The best-agreeing channel of each zone has {sections.percent(along)} of the zone's area"
            f" within"
            f" {found.study.options.reach_cun:g} cun, on average; of any skin of the same regions it has"
            f" {sections.percent(expected)}. It is the best of 26 and chosen after looking, so some such"
            f" difference is"
            " certain to appear; channels.csv has all of them.",
        ),
    ]


def _arguments() -> list[Element]:
    return [
        el("div", el("h3", title), el("ul", [el("li", one) for one in said]), class_="side")
        for title, said in (("For", FOR), ("Against", AGAINST))
    ]


def _again(found: Findings) -> list[Element]:
    options = found.study.options
    command = (
        f"ashimap overlap --body {found.atlas.body.name} --tolerance-mm {options.tolerance_mm:g}"
        f" --samples {options.samples} --seed {options.seed} --out FOLDER"
    )
    return [
        el(
            "p",
            "The command ",
            el("code", command),
            f" of Ashimap {found.version} gives the same figures byte for byte where the data key is the"
            " same; the pictures too, where the graphics driver is. pairs.csv has both sides of the body,"
            " each"
            " measured: its halves are not quite mirror images, so left and right differ by a millimetre or"
            " two.",
        ),
        el(
            "p",
            f"To cite: Ashimap {found.version}, overlap report, {found.atlas.body.name} body, tolerance"
            f" {options.tolerance_mm:g} mm, {options.samples} samples, seed {options.seed}, data key"
            f" {found.data_key}.",
        ),
        *[
            el(
                "div",
                el("h3", name),
                _definitions(
                    ((el("code", column.name), column.meaning) for column in columns), class_="columns"
                ),
            )
            for name, columns in TABLES.items()
        ],
    ]


def _sources(found: Findings) -> Element:
    return el(
        "ul",
        [
            el(
                "li",
                f"[{source.key}] {source.authors} ({source.year}). {source.title}. ",
                _address(source.identifier),
            )
            for source in found.sources.values()
        ],
        class_="sources",
    )


def _address(identifier: str) -> Child:
    address = identifier.replace("doi:", "https://doi.org/") if identifier.startswith("doi:") else identifier
    return el("a", identifier, href=address) if address.startswith("http") else identifier


def _definitions(pairs: Iterable[tuple[Child, Child]], class_: str | None = None) -> Element:
    return el("dl", [el("div", el("dt", term), el("dd", said)) for term, said in pairs], class_=class_)


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
