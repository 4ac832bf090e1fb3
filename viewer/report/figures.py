"""The figures of the report: pictures of the body, and the curves of observed shares against chance."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from points.overlap.published import Beside
from points.overlap.summary import TOLERANCES_MM
from viewer.report.charts import Band, Dot, Line, chart, swatch
from viewer.report.elements import el
from viewer.report.findings import Findings
from viewer.report.pictures import SHOTS
from viewer.report.words import NULLS

MAIN = "channel_points"
SAME = "channel_points_same_muscle"
LETTERS = "ABCDEFGHIJ"


def body_figure(found: Findings) -> Element:
    """Show the body from all sides; where nothing could be drawn, say so."""
    if not found.pictures:
        return el("p", "This machine could not draw: the report has no pictures of the body.", class_="note")
    tolerance = f"{found.tolerance_mm:g} mm"
    pictures = {
        name: el(
            "img",
            src="data:image/png;base64," + base64.b64encode(content).decode("ascii"),
            width=SHOTS[name].size[0],
            height=SHOTS[name].size[1],
            alt=f"{SHOTS[name].title} of the {found.atlas.body.name} body: crosses joined to round marks"
            f" by short lines where a channel point lies within {tolerance}; all other marks small and"
            " pale.",
        )
        for name, content in found.pictures.items()
    }
    whole = [picture for name, picture in pictures.items() if SHOTS[name].view.extent is None]
    close = [picture for name, picture in pictures.items() if SHOTS[name].view.extent is not None]
    rows = [el("div", whole, class_="bodies"), el("div", close, class_="bodies close")]
    caption = el(
        "figcaption",
        el("b", "The body. "),
        "A red cross is a trigger point, a jade disc a channel point. Strong marks match: a dark bridge"
        f" runs along the skin from the trigger point to its nearest channel point, at most {tolerance}"
        " away. Small pale marks have no partner so near. Extra points are left out. Right and left mirror"
        " each other.",
    )
    return el("figure", rows, caption, class_="wide")


def chance_figure(found: Findings) -> Element:
    """Draw the observed share against each null model over all tolerances."""
    panels = []
    for null, name in NULLS.items():
        told = (
            "Share of trigger points with a channel point over tolerances from 5 to 50 millimetres, and"
            f" what chance gives under the model {name}. {_said(found, null)}"
        )
        title = f"Chance: {name}"
        panels.append(_panel(title, chart(f"chart-{null}", title, told, *_against(found, null))))
    keys = (
        ("observed", "observed"),
        ("moved", "observed, all marks moved within their tolerance: middle 95 %"),
        ("expected", "chance: mean"),
        ("chance", "chance: middle 95 % of the samples"),
    )
    caption = el(
        "figcaption",
        el("b", "Share of trigger points with a channel point, any muscle, at every tolerance, "),
        "against each of the three models of chance. Where the thick line runs inside the grey, chance"
        " alone does as well.",
        _key(keys),
    )
    return el("figure", el("div", panels, class_="panels"), caption, class_="wide")


def published_figure(found: Findings) -> Element:
    """Draw the share with the same muscle under both denominators, with the published figures on it."""
    dots, keys = _dots(found.beside)
    of_all, of_pairs = (
        Line("observed", TOLERANCES_MM, [_share(found, SAME, mm, pairs) for mm in TOLERANCES_MM])
        for pairs in (False, True)
    )
    second = [
        Line(
            "second",
            TOLERANCES_MM,
            [_share(found, "all_points_same_muscle", mm, pairs) for mm in TOLERANCES_MM],
        )
        for pairs in (False, True)
    ]
    lines, bands = _against(found, "muscle", SAME)
    panels = [
        _panel(
            "Of all trigger points",
            chart("chart-all", "Same muscle, of all trigger points",
                  "Our share rises far below the published figures, which are marked by letters.",
                  [of_all, second[0], lines[-1]], [bands[0]], dots["trigger_points"]),
        ),
        _panel(
            "Of matched pairs only",
            chart("chart-pairs", "Same muscle, of matched pairs only",
                  "The same matches over the smaller number of pairs give larger shares.",
                  [of_pairs, second[1]], [], dots["matched_pairs"]),
        ),
    ]  # fmt: skip
    samples = (
        ("observed", "ours: channel points of the same muscle"),
        ("second", "ours: extra points too"),
        ("expected", "chance, same belly: mean, channel points"),
        ("chance", "its middle 95 %"),
        ("dot", "published"),
    )
    caption = el(
        "figcaption",
        el("b", "The same muscle, under both denominators, with the published figures. "),
        "The smaller denominator alone lifts the curve. ",
        _key(samples),
        el("ol", [el("li", f"{letter}: {told}") for letter, told in keys], class_="letters"),
    )
    return el("figure", el("div", panels, class_="panels"), caption, class_="wide")


def _against(found: Findings, null: str, criterion: str = MAIN) -> tuple[list[Line], list[Band]]:
    rows = [(found.share(criterion, mm), found.chance(null, criterion, mm)) for mm in TOLERANCES_MM]
    both = [(share, chance) for share, chance in rows if share is not None and chance is not None]
    x_mm = [share.tolerance_mm for share, _ in both]
    verdicts = [chance.verdict for _, chance in both]
    lines = [
        Line("observed", x_mm, [verdict.observed for verdict in verdicts]),
        Line("expected", x_mm, [verdict.expected for verdict in verdicts]),
    ]
    bands = [
        Band("chance", x_mm, [verdict.low for verdict in verdicts], [verdict.high for verdict in verdicts]),
        Band(
            "moved",
            x_mm,
            *([getattr(share, end) for share, _ in both] for end in ("moved_low", "moved_high")),
        ),
    ]
    return lines, bands


def _said(found: Findings, null: str) -> str:
    told = []
    for mm in (10.0, 20.0, 30.0):
        chance = found.chance(null, MAIN, mm)
        if chance is not None:
            v = chance.verdict
            told.append(
                f"at {mm:g} mm {v.observed:.0%} against {v.expected:.0%} ({v.low:.0%} to {v.high:.0%})"
            )
    return "Observed against chance: " + "; ".join(told) + "."


def _share(found: Findings, criterion: str, tolerance_mm: float, pairs: bool) -> float:
    share = found.share(criterion, tolerance_mm)
    if share is None:
        return 0.0
    return share.matched / max(share.of_pairs if pairs else share.of_all, 1)


def _dots(beside: Sequence[Beside]) -> tuple[dict[str, list[Dot]], list[tuple[str, str]]]:
    dots: dict[str, list[Dot]] = {"trigger_points": [], "matched_pairs": []}
    keys: list[tuple[str, str]] = []
    for row in (found.published for found in beside):
        if row.kind != "near" or row.to_mm is None or row.from_mm is not None:
            continue
        letter = LETTERS[len(keys)]
        dots[row.of].append(Dot(letter, row.to_mm, row.percent / 100.0))
        which = "derived" if row.derived else f"{row.confidence} confidence"
        keys.append(
            (
                letter,
                f"{row.study} ({row.year}), {row.percent:g} % of {row.of_what} within {row.to_mm:g} mm"
                f" ({which})",
            )
        )
    return dots, keys


def _panel(title: str, drawn: Element) -> Element:
    return el("div", el("p", title, class_="panel-title"), drawn, class_="panel")


def _key(samples: Sequence[tuple[str, str]]) -> Element:
    return el(
        "span", [el("span", swatch(kind), " ", said, class_="sample") for kind, said in samples], class_="key"
    )
