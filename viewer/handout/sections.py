"""The words of the hand-out as parts of its page: the points, why these, what comes afterwards, notes."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from viewer.handout.content import Content, PointText, Titled
from viewer.handout.paper import much
from viewer.languages.words import Words
from viewer.report.elements import Child, el


def points(content: Content, words: Words) -> Element:
    """List the points of both maps, and kept spots, each with a way to see it on the body."""
    groups = [
        el(
            "div",
            el("h3", words(f"handout.{system}")),
            el("p", words("handout.reasons"), class_="note") if _has_reasons(content, system) else [],
            el("ol", [_point(one, words) for one in points]),
            class_=f"system {system}",
        )
        for system, points in (
            ("trigger", content.triggers), ("acupoint", content.acupoints), ("ashi", content.kept),
        )
        if points
    ]  # fmt: skip
    return el(
        "section", el("h2", words("handout.points")), el("div", groups, class_="groups"),
        class_=f"points {much(content)}", id="words",
    )  # fmt: skip


def _has_reasons(content: Content, system: str) -> bool:
    """Tell whether the points leave it to the page to say why they are chosen: for a complaint."""
    return bool(system == "acupoint" and content.about)


def _point(one: PointText, words: Words) -> Element:
    where, pain = (el("span", f"{words(f'handout.{key}')}: ", class_="label") for key in ("where", "pain"))
    return el(
        "li",
        el(
            "h4",
            el(
                "button", one.name, type="button", data_spots=" ".join(one.ids), class_="name",
                title=words("handout.show"),
            ),
            el("span", f" {one.besides}", class_="besides"),
            el("span", one.side, class_="side") if one.side else [],
        ),
        el("p", where, " ".join(one.where), class_="where") if one.where else [],
        el("p", pain if one.system == "trigger" else [], one.tells) if one.tells else [],
    )  # fmt: skip


def explained(content: Content, words: Words) -> Element:
    """Explain twice why these points, side by side."""
    return el(
        "section",
        el("h2", words("handout.why")),
        el(
            "div",
            [
                el(
                    "div",
                    el("h3", words(f"handout.{view}")),
                    [el("p", one) for one in said],
                    class_=f"system {kind}",
                )
                for view, kind, said in (
                    ("western", "trigger", content.western),
                    ("eastern", "acupoint", content.eastern),
                )
            ],
            class_="two",
        ),
        [el("p", one, class_="same") for one in content.same],
        el("p", words("handout.both"), class_="note"),
        class_="why",
    )


def after(content: Content, words: Words) -> Element:
    """Tell what comes afterwards, and what to watch for: on paper in columns."""
    flags = Titled(words("handout.red_flags"), content.red_flags)
    care = Titled(words("handout.self_care"), content.self_care)
    told = [_list(one) for one in (content.expect, content.aftercare, care) if one.items]
    return el(
        "section",
        el("div", told, class_="three"),
        el(
            "div",
            el(
                "div",
                el("h2", content.help_title),
                el("h3", words("handout.now")),
                _items(content.help_now),
                el("h3", words("handout.today")),
                _items(content.help_today),
                [el("h3", flags.title), _items(flags.items)] if flags.items else [],
                class_="help",
            ),
            el(
                "div",
                el("h2", content.warnings_title),
                [_warning(one) for one in content.warnings],
                class_="warnings",
            ),
            class_="caution",
        ),
        class_="after",
    )


def notes(written: str, words: Words) -> Element:
    """Leave room for notes that are printed and saved with the page."""
    return el(
        "section",
        el("h2", words("handout.note"), id="note-title"),
        el(
            "div", written, id="note", contenteditable="plaintext-only", role="textbox",
            aria_multiline="true", aria_labelledby="note-title", data_hint=words("handout.note_hint"),
        ),
        el(
            "p",
            el(
                "button", words("handout.save"), type="button", id="save", class_="quiet",
                title=words("handout.save_why"), hidden="",
            ),
            el("button", words("handout.print"), type="button", id="print", class_="quiet", hidden=""),
            class_="do",
        ),
        class_="notes",
    )  # fmt: skip


def _list(one: Titled) -> Element:
    return el("div", el("h2", one.title), _items(one.items))


def _items(items: Iterable[str]) -> Element:
    return el("ul", [el("li", one) for one in items])


def _warning(one: Titled) -> Element:
    of: Child = el("span", f" {', '.join(one.of)}", class_="of") if one.of else []
    return el("div", el("h3", one.title, of), [el("p", item) for item in one.items])


def evidence(content: Content, words: Words) -> list[Element]:
    """Tell what studies say, where the hand-out is for a complaint."""
    if not content.evidence:
        return []
    cited = el("p", words("handout.studies", studies=content.evidence_from), class_="note")
    return [
        el(
            "section", el("h2", words("handout.evidence")), el("p", content.evidence),
            cited if content.evidence_from else [], class_="evidence",
        )
    ]  # fmt: skip
