"""The hand-out as one HTML file: asks nothing from outside, and can be read where scripts do not run."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from importlib import resources
from typing import Any
from xml.etree.ElementTree import Element

from viewer import __version__
from viewer.handout import sections
from viewer.handout.chosen import HandoutOptions
from viewer.handout.content import Content
from viewer.handout.paper import type_size_pt
from viewer.handout.pictures import Picture
from viewer.languages.words import Words
from viewer.report.elements import Child, el, page

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:;"
    " form-action 'none'; base-uri 'none'"
)
SCRIPTS = ("body.js", "handout.js")
SIGNS = {"trigger": "×", "acupoint": "●", "ashi": "◆", "zone": ""}
VIEWS = ("front", "back", "left", "right")


def handout(
    content: Content,
    model: dict[str, Any],
    pictures: Sequence[Picture],
    options: HandoutOptions,
    words: Words,
) -> str:
    """Write the hand-out.

    Parameters
    ----------
    content
        What it says.
    model
        The body, as `viewer.handout.model.model` makes it.
    pictures
        For print; none where nothing could be drawn.
    options
        For whom it is.
    words
        The sentences of its language.
    """
    told = {
        "model": model,
        "said": {"touched": words("handout.touched", name="{name}"), "nothing": words("handout.tap")},
    }
    data = json.dumps(told, separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")
    body = el(
        "body",
        el("a", words("handout.skip"), href="#words", class_="skip"),
        _header(content, options, words),
        el(
            "main",
            el(
                "div",
                el("div", _stage(model, words), _pictures(content, pictures, words), class_="seen"),
                sections.points(content, words),
                class_="top",
            ),
            sections.explained(content, words),
            sections.evidence(content, words),
            sections.after(content, words),
            sections.notes(options.note, words),
        ),
        _footer(content, words),
        el("script", data, type="application/json", id="data"),
        [el("script", _file(name)) for name in SCRIPTS],
    )
    size = f"--size: {type_size_pt(content, options.note)}pt"
    return page(el("html", _head(content, words), body, lang=options.language, style=size))


def _head(content: Content, words: Words) -> Element:
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="generator", content=f"Ashimap {__version__}"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="description", content=words("handout.kicker")),
        el("link", rel="icon", href="data:,"),
        el("title", f"{content.title} – {content.day}"),
        el("style", _file("handout.css")),
    )


def _header(content: Content, options: HandoutOptions, words: Words) -> Element:
    return el(
        "header",
        el("p", words("handout.kicker"), class_="kicker") if content.about else [],
        el("h1", content.title),
        el("p", content.about or content.intro, class_="about"),
        el(
            "form",
            _field("practitioner", options.practitioner, words),
            _field("date", content.day, words),
            class_="visit",
            autocomplete="off",
        ),
    )  # fmt: skip


def _field(key: str, value: str, words: Words) -> Element:
    return el(
        "label",
        el("span", words(f"handout.{key}")),
        el("input", name=key, id=key, value=value, autocomplete="off", spellcheck="false"),
        class_=f"field {key}",
    )


def _stage(model: dict[str, Any], words: Words) -> Element:
    """Build the body that can be turned; it shows where scripts run and can draw."""
    names = {part["name"] for part in model["parts"]}
    switches = [
        el(
            "button", words(f"handout.show_{key}"), type="button", data_show=key,
            aria_pressed=str(key == "zones").lower(),
        )
        for key in ("zones", "muscles")
        if key in names
    ]  # fmt: skip
    views = [el("button", words(f"view.{key}"), type="button", data_view=key) for key in VIEWS]
    zoom = [
        el("button", sign, type="button", data_zoom=key, aria_label=words(f"handout.{key}"))
        for key, sign in (("nearer", "+"), ("further", "−"))
    ]
    return el(
        "section",
        el("h2", words("handout.body"), class_="unseen"),
        el(
            "div",
            el(
                "canvas", id="body", tabindex="0", role="img", aria_label=words("handout.body_alt"),
                aria_describedby="how",
            ),
            el("div", id="tip", hidden="", aria_hidden="true"),
            el("div", zoom, class_="zoom", role="group", aria_label=words("handout.zoom")),
            class_="frame",
        ),
        el("p", words("handout.how"), id="how"),
        el("p", words("handout.tap"), id="said", role="status", aria_live="polite"),
        el("div", views, switches, class_="bar", role="group", aria_label=words("handout.views")),
        class_="stage",
        id="stage",
        hidden="",
    )  # fmt: skip


def _pictures(content: Content, pictures: Sequence[Picture], words: Words) -> Element:
    shown: list[Child] = [
        el(
            "figure",
            el(
                "img", src=f"data:image/jpeg;base64,{base64.b64encode(one.jpeg).decode('ascii')}",
                alt=words(f"handout.picture.{one.name}"),
                style=f"width:{one.width_mm:g}mm",
            ),
        )
        for one in pictures
    ]  # fmt: skip
    if not shown:
        shown = [el("p", words("handout.no_pictures"), class_="note")]
    signs = {"trigger": content.triggers, "acupoint": content.acupoints, "ashi": content.kept}
    there = [kind for kind, points in signs.items() if points] + ["zone"] * bool(content.triggers)
    legend = el(
        "p",
        [
            (el("span", SIGNS[kind], class_=f"sign {kind}", aria_hidden="true"), words(f"handout.key.{kind}"))
            for kind in there
        ],
        class_="legend",
    )
    return el(
        "section", el("h2", words("handout.pictures"), class_="unseen"),
        el("div", shown, class_="row", data_count=len(pictures)), legend, class_="pictures",
    )  # fmt: skip


def _footer(content: Content, words: Words) -> Element:
    return el(
        "footer",
        [el("p", one) for one in content.closing],
        el("p", words("handout.purpose"), class_="purpose"),
        el("p", words("handout.sources", sources=content.sources), class_="note"),
        el("p", words("handout.made", version=__version__), class_="note"),
    )


def _file(name: str) -> str:
    folder = resources.files("viewer.handout") / "static"
    return folder.joinpath(name).read_text(encoding="utf-8").replace("</script", "<\\/script")
