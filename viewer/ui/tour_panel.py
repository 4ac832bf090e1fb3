"""Guided tours: the strip above the card, and the list in the drawer."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.desks.tour import KINDS
from viewer.ui.words import Words

STILL = "utils.ashimap.still()"
BELOW = "utils.learn.narrow() && (drawer = ''); "  # there the drawer lies over the picture


def build_tour(name: Any, words: Words) -> None:  # noqa: ARG001 - every panel is given it
    """Add the strip; the state ``tour`` holds the stop."""
    with html.Section(
        v_if="tour", classes="am-tour", id="tour", raw_attrs=[f'aria-label="{words("tour.title")}"']
    ):
        with html.Div(classes="am-tour-top"):
            v3.VIcon("mdi-map-marker-path", size=16, raw_attrs=['aria-hidden="true"'])
            html.Span("{{ tour.tour }}", classes="am-tour-name", id="tour-name")
            html.Div(classes="am-spacer")
            html.Span(
                words("tour.place", number="{{ tour.number }}", count="{{ tour.count }}"),
                classes="am-tour-place",
                id="tour-place",
            )
            v3.VBtn(
                icon="mdi-close",
                size="small",
                variant="text",
                click="trigger('tour_leave', [])",
                raw_attrs=[f'aria-label="{words("tour.leave")}"', f'title="{words("tour.leave")} (Esc)"'],
                id="tour-leave",
            )
        with html.Div(classes="am-tour-dots", raw_attrs=['aria-hidden="true"']):
            html.I(v_for="at in tour.count", key="at", classes=("at <= tour.number ? 'past' : ''",))
        html.H2("{{ tour.title }}", id="tour-title", tabindex="-1")
        html.P("{{ tour.text }}", id="tour-text")
        _steps(words)


def _steps(words: Words) -> None:
    with html.Div(classes="am-tour-steps"):
        v3.VBtn(
            words("tour.previous"),
            variant="tonal",
            prepend_icon="mdi-chevron-left",
            disabled=("tour.number === 1",),
            click=f"trigger('tour_go', [-1, {STILL}])",
            raw_attrs=[f'title="{words("tour.previous")} (,)"'],
            id="tour-previous",
        )
        v3.VBtn(
            words("tour.next"),
            v_if="tour.number < tour.count",
            color="primary",
            variant="flat",
            append_icon="mdi-chevron-right",
            click=f"trigger('tour_go', [1, {STILL}])",
            raw_attrs=[f'title="{words("tour.next")} (.)"'],
            id="tour-next",
        )
        v3.VBtn(
            words("tour.finish"),
            v_else=True,
            color="primary",
            variant="flat",
            append_icon="mdi-check",
            click="trigger('tour_leave', [])",
            id="tour-finish",
        )
        html.Button(
            "← " + words("tour.again"),
            v_if="tour.away",
            type="button",
            classes="am-link am-back",
            click=f"trigger('tour_again', [{STILL}])",
            id="tour-again",
        )


def build_tour_list(name: Any, words: Words) -> None:  # noqa: ARG001 - every panel is given it
    """Add the list of tours to the drawer."""
    for kind in KINDS:
        with html.Section(v_if=f"(tours.{kind} || []).length", id=f"tours-{kind}"):
            html.H2(words(f"tour.kind.{kind}"))
            with (
                html.Ul(classes="am-tours"),
                html.Li(v_for=f"one in tours.{kind}", key="one.key"),
                html.Button(
                    type="button",
                    classes="am-tour-item",
                    click=f"{BELOW}trigger('tour_start', [one.key, {STILL}])",
                    raw_attrs=[
                        ":id=\"'tour-' + one.key\"", ":aria-current=\"tour_key === one.key ? 'true' : null\"",
                    ],
                ),
            ):  # fmt: skip
                html.B("{{ one.title }}")
                html.Em("{{ one.summary }}")
                html.Small(words("tour.stops", count="{{ one.stops }}"))
