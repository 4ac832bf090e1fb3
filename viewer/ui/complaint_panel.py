"""Complaints: the drawer that lists them, and the card of the one that is looked at."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.complaints import PARTS, SIDES
from viewer.ui.words import Words

STILL = "utils.ashimap.still()"
FOUND = "utils.complaint.found(complaint_list, complaint_filter)"
SIGNS = {"explain": "mdi-account-heart-outline", "handout": "mdi-file-account-outline"}


def build_complaint_drawer(name: Any, words: Words) -> None:
    """Add what the drawer shows."""
    html.P(words("complaint.intro"), classes="am-source am-complaint-intro")
    html.Input(
        type="search",
        classes="am-filter",
        id="complaint-filter",
        v_model=("complaint_filter", ""),
        raw_attrs=[
            f'aria-label="{words("complaint.filter")}"',
            f'placeholder="{words("complaint.filter")}"',
            'autocomplete="off"',
            '@keydown.enter="utils.complaint.first()"',
            '@keydown.down.prevent="utils.complaint.step(1)"',
        ],
    )
    with (
        html.Ul(
            classes="am-complaint-list",
            id="complaint-list",
            raw_attrs=[
                '@keydown.down.prevent="utils.complaint.step(1)"',
                '@keydown.up.prevent="utils.complaint.step(-1)"',
            ],
        ),
        html.Li(v_for=f"one in {FOUND}", key="one.key"),
        html.Button(
            type="button",
            classes="am-complaint-item am-leads",
            click=f"trigger('complaint_choose', [{name.complaint.key} === one.key ? '' : one.key, {STILL}])",
            raw_attrs=[
                ":id=\"'complaint-' + one.key\"",
                f':aria-pressed="{name.complaint.key} === one.key"',
            ],
        ),
    ):
        html.B("{{ one.name }}")
        html.Span("{{ one.also }}")
    html.P(words("complaint.none"), v_if=f"!{FOUND}.length", classes="am-source", raw_attrs=['role="status"'])


def build_complaint_back(words: Words) -> None:
    """Add the way back from the card of a point."""
    html.Button(
        "← " + words("complaint.back"),
        v_if="complaint && !overlap && !pain",
        type="button",
        classes="am-link am-back",
        click="trigger('choose', [''])",
        id="complaint-back",
    )


def build_complaint_card(words: Words) -> None:
    """Add the card; the state ``complaint`` holds it."""
    _head(words)
    html.P("{{ complaint.summary }}", classes="am-lead", id="complaint-summary")
    _side(words)
    _parts(words)
    _acts(words)
    _red_flags(words)
    _same(words)
    _muscles(words)
    _acupoints(words)
    _evidence(words)
    _self_care(words)
    after = words("join.told", label=words("complaint.chosen_after"), text="{{ complaint.source }}")
    html.P(after, classes="am-source")


def _head(words: Words) -> None:
    with html.Div(classes="am-head"):
        v3.VIcon("mdi-clipboard-pulse-outline", size=26, color="primary")
        with html.Div(style="min-width: 0"):
            html.H1("{{ complaint.title }}", id="complaint-title")
            also = words("join.sentences", first=words("complaint.also"), second="{{ complaint.also }}")
            html.P(also, v_if="complaint.also")
        html.Div(classes="am-spacer")
        v3.VBtn(
            icon="mdi-close",
            size="x-small",
            variant="text",
            click=f"trigger('complaint_choose', ['', {STILL}])",
            raw_attrs=[
                f'aria-label="{words("complaint.leave")}"',
                f'title="{words("complaint.leave")} (Esc)"',
            ],
            id="complaint-leave",
        )


def _side(words: Words) -> None:
    with html.Div(classes="am-complaint-row"):
        html.Span(words("complaint.side"), classes="am-complaint-label", id="complaint-side-label")
        with html.Div(
            classes="am-complaint-sides", raw_attrs=['role="group"', 'aria-labelledby="complaint-side-label"']
        ):
            for side in SIDES:
                html.Button(
                    words(f"complaint.side.{side}"),
                    type="button",
                    classes="am-chip",
                    click=f"trigger('complaint_side', ['{side}', {STILL}])",
                    id=f"complaint-side-{side}",
                    raw_attrs=[f":aria-pressed=\"complaint.side === '{side}'\""],
                )


def _acts(words: Words) -> None:
    with html.Div(classes="am-complaint-acts"):
        for key, does in (
            ("explain", f"trigger('explain_open', ['', {STILL}])"),
            ("handout", "drawer = 'home'"),
        ):
            v3.VBtn(
                words(f"complaint.{key}"),
                variant="flat" if key == "explain" else "tonal",
                color="primary",
                prepend_icon=SIGNS[key],
                click=does,
                id=f"complaint-{key}",
            )


def _red_flags(words: Words) -> None:
    with html.Section(
        classes="am-complaint-flags",
        id="complaint-flags",
        raw_attrs=['aria-labelledby="complaint-flags-title"'],
    ):
        with html.H2(id="complaint-flags-title"):
            v3.VIcon("mdi-alert-outline", size=18)
            html.Span(words("complaint.red_flags"))
        with html.Ul():
            html.Li("{{ flag }}", v_for="flag in complaint.red_flags", key="flag")


def _parts(words: Words) -> None:
    with html.Div(
        classes="am-complaint-parts", raw_attrs=['role="group"', f'aria-label="{words("complaint.parts")}"']
    ):
        for part in PARTS:
            html.Button(
                words(f"complaint.part.{part}"),
                type="button",
                classes="am-chip",
                click=f"trigger('complaint_paint', ['{part}', !complaint.parts.includes('{part}')])",
                id=f"complaint-{part}",
                raw_attrs=[f":aria-pressed=\"complaint.parts.includes('{part}')\""],
            )


def _same(words: Words) -> None:
    with html.Section(id="complaint-same", classes="am-complaint-same"):
        html.H2(words("complaint.same"))
        html.P(words("complaint.same_why"), v_if="complaint.same.length", classes="am-source")
        html.P(words("complaint.same_none"), v_else=True, classes="am-source")
        with (
            html.Ul(classes="am-list"),
            html.Li(v_for="item in complaint.same", key="item.key"),
            html.Button(type="button", classes="am-item", click="trigger('choose', [item.id])"),
        ):
            with html.Span():
                html.B("{{ item.name }}", classes="am-complaint-east")
                html.Span(" = ", raw_attrs=['aria-hidden="true"'])
                html.B("{{ item.text }}", classes="am-complaint-west")
                html.Span("{{ item.tag }}", classes="am-tag")
            html.Small("{{ item.figures }}")


def _muscles(words: Words) -> None:
    with html.Section(classes="am-side west", id="complaint-muscles"):
        html.H2(words("complaint.muscles"))
        html.P("{{ complaint.muscles_why }}")
        with html.Div():
            html.Button(
                "{{ link.name }}",
                v_for="link in complaint.muscles",
                key="link.id",
                type="button",
                classes="am-link am-small",
                click="trigger('choose', [link.id])",
            )
        _points("trigger_points")


def _acupoints(words: Words) -> None:
    with html.Section(classes="am-side east", id="complaint-acupoints"):
        html.H2(words("complaint.acupoints"))
        html.P("{{ complaint.points_why }}")
        _points("acupoints")


def _points(which: str) -> None:
    with (
        html.Ul(classes="am-list"),
        html.Li(v_for=f"item in complaint.{which}", key="item.key"),
        html.Button(type="button", classes="am-item", click="trigger('choose', [item.id])"),
        html.Span(),
    ):
        html.B("{{ item.name }}")
        html.Em("{{ item.text }}")


def _evidence(words: Words) -> None:
    with html.Section(id="complaint-evidence", classes="am-complaint-evidence"):
        html.H2(words("complaint.evidence"))
        with html.Div(classes="am-complaint-strength"):
            html.B("{{ complaint.strength }}")
            _bar("complaint.level")
        html.P("{{ complaint.evidence }}")
        with html.Ul(), html.Li(v_for="one in complaint.findings", key="one.key"):
            with html.Div(classes="am-complaint-finding"):
                html.B(
                    "{{ one.name }}",
                    raw_attrs=[":class=\"'am-complaint-' + one.treatment\""],
                )
                html.Span("{{ one.word }}")
                _bar("one.level")
            html.P("{{ one.text }}")
            html.P("{{ one.source }}", classes="am-source")


def _bar(level: str) -> None:
    html.I(
        classes="am-complaint-bar",
        raw_attrs=[f":style=\"{{'--level': {level} + '%'}}\"", 'aria-hidden="true"'],
    )


def _self_care(words: Words) -> None:
    with html.Section(id="complaint-care", classes="am-complaint-care"):
        html.H2(words("complaint.self_care"))
        with html.Ul():
            html.Li("{{ tip }}", v_for="tip in complaint.self_care", key="tip")
