"""The report: one page that explains itself, needs nothing from outside and comes out the same each time."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from xml.etree.ElementTree import Element

from viewer.report import figures, prose, sections
from viewer.report.elements import Child, el, page
from viewer.report.findings import Findings
from viewer.report.tables import TABLES
from viewer.report.words import AGAINST, FOR, LIMITS, MEASURES, NULL_SENTENCES, NULLS

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
FOOTER = (
    "For teaching and for research on the maps, not for placing needles. Positions are our reading of the"
    " sources, on model bodies."
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
            prose.headline(found),
            _asked(found),
        ),
        _section("body", "What matches, on the body", figures.body_figure(found)),
        _section(
            "chance",
            "Observed against chance",
            _nulls(),
            figures.chance_figure(found),
            sections.chance_table(found),
            prose.other_way(found),
            prose.placing(found),
        ),
        _section(
            "published",
            "Beside what others found",
            prose.published(found),
            figures.published_figure(found),
            sections.measured_table(found),
            sections.unmeasured_table(found),
        ),
        _section(
            "regions", "By region", sections.group_table(found, "region", ("region", "muscle", "shift"))
        ),
        _section(
            "channels",
            "Zones, channels and sinew channels",
            prose.following(found),
            sections.channel_table(found),
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
                f"{len(maps.triggers)} trigger points; {int(maps.on_channel.sum())} channel points and"
                f" {extra} extra points; one side and the midline",
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


def _arguments() -> list[Element]:
    return [
        el("div", el("h3", title), el("ul", [el("li", one) for one in said]), class_="side")
        for title, said in (("For", FOR), ("Against", AGAINST))
    ]


def _again(found: Findings) -> list[Element]:
    options = found.study.options
    command = (
        f"ashimap overlap --body {found.atlas.body.name} --tolerance-mm {options.tolerance_mm:g} --samples"
        f" {options.samples} --seed {options.seed} --out FOLDER"
    )
    return [
        el(
            "p",
            "The command ",
            el("code", command),
            f" of Ashimap {found.version} gives the same figures byte for byte where the data key is the"
            " same; the pictures too, where the graphics driver is. pairs.csv has both sides of the body,"
            " each measured: its halves are not quite mirror images, so left and right differ by a"
            " millimetre or two.",
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
