"""Explaining to a patient: one thing at a time, in large letters."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.desks.explain import LARGEST, SMALLEST, STEPS, WORDINGS
from viewer.ui.words import Words

STILL = "utils.ashimap.still()"
NEXT = f"trigger('explain_go', [explain.step + 1, {STILL}])"
LAST = f"explain.step === {len(STEPS) - 1}"


def build_explain_start(words: Words) -> None:
    """Add the button on the card of a point that begins the explanation."""
    html.Button(
        words("explain.start"),
        v_if="card.id.includes('/') && !card.id.includes(':')",
        type="button",
        classes="am-link am-explain-start",
        click=f"trigger('explain_open', [card.id, {STILL}])",
        id="explain-start",
        raw_attrs=[f'title="{words("explain.start")} (e)"'],
    )


def build_explain(name: Any, words: Words) -> None:  # noqa: ARG001 - all panels are built alike
    """Add the steps; the state ``explain`` holds the one that is looked at."""
    with html.Article(
        classes="am-explain",
        id="explain",
        raw_attrs=[
            ":style=\"{'--larger': 2 * explain.larger + 'px'}\"",
            'aria-labelledby="explain-title"',
        ],
    ):
        _head(words)
        html.H1("{{ explain.title }}", id="explain-title", raw_attrs=['tabindex="-1"'])
        with html.Div(classes="am-explain-text", id="explain-text", raw_attrs=['tabindex="0"']):
            html.P("{{ explain.plain }}", v_if="explain.wording === 'plain'", classes="am-explain-plain")
            _others(words)
            _twitch(words)
            _both(words)
            _table(words)
            with html.Details(
                v_if="explain.wording === 'plain'",
                key="'more' + explain.step",
                classes="am-fold am-explain-more",
            ):
                html.Summary(words("explain.more"))
                with html.Ul():
                    html.Li("{{ text }}", v_for="text in explain.more", key="text")
        _foot(words)


def _head(words: Words) -> None:
    with html.Div(classes="am-explain-head"):
        with html.Div(
            classes="am-explain-wordings",
            raw_attrs=['role="group"', f'aria-label="{words("explain.wording")}"'],
        ):
            for wording in WORDINGS:
                html.Button(
                    words(f"explain.wording.{wording}"),
                    type="button",
                    classes="am-chip",
                    click=f"trigger('explain_word', ['{wording}'])",
                    id=f"explain-{wording}",
                    raw_attrs=[f":aria-pressed=\"explain.wording === '{wording}'\""],
                )
        html.Div(classes="am-spacer")
        _sized("smaller", "mdi-format-font-size-decrease", -1, f"explain.larger <= {SMALLEST}", words)
        _sized("larger", "mdi-format-font-size-increase", 1, f"explain.larger >= {LARGEST}", words)
        v3.VBtn(
            icon="mdi-close",
            variant="text",
            click=f"trigger('explain_close', [{STILL}])",
            id="explain-close",
            raw_attrs=[f'aria-label="{words("explain.close")}"', f'title="{words("explain.close")} (Esc)"'],
        )


def _sized(which: str, icon: str, by: int, disabled: str, words: Words) -> None:
    v3.VBtn(
        icon=icon,
        variant="text",
        disabled=(disabled,),
        click=f"trigger('explain_enlarge', [{by}])",
        id=f"explain-{which}",
        raw_attrs=[f'aria-label="{words(f"explain.{which}")}"', f'title="{words(f"explain.{which}")}"'],
    )


def _others(words: Words) -> None:
    """Offer the muscles that could be meant."""
    with html.Div(
        v_if="explain.others.length && explain.wording === 'plain'",
        classes="am-explain-others",
        raw_attrs=['role="group"', 'aria-labelledby="explain-others-label"'],
    ):
        html.Span(words("explain.others"), id="explain-others-label")
        html.Button(
            "{{ other.name }}",
            v_for="other in explain.others",
            key="other.id",
            type="button",
            classes="am-chip",
            click=f"trigger('explain_about', [other.id, {STILL}])",
            raw_attrs=[':aria-pressed="other.id === explain.about"'],
        )


def _twitch(words: Words) -> None:
    v3.VBtn(
        words("explain.twitch"),
        v_if="explain.twitches && explain.wording !== 'table'",
        variant="tonal",
        color="primary",
        prepend_icon="mdi-flash-outline",
        size="large",
        click=f"trigger('twitch', [{STILL}])",
        id="explain-twitch",
    )


def _both(words: Words) -> None:
    with html.Div(v_if="explain.wording === 'both'", classes="am-explain-both"):
        for side, css in (("western", "west"), ("eastern", "east")):
            with html.Section(classes=f"am-side {css}", id=f"explain-{side}"):
                html.H2(words(f"explain.{side}"))
                html.P(f"{{{{ explain.{side} }}}}")
        html.P(words("explain.fair"), classes="am-explain-fair")


def _table(words: Words) -> None:
    with html.Div(v_if="explain.wording === 'table'", classes="am-explain-table", id="explain-words"):
        html.P(words("explain.fair"), classes="am-explain-fair")
        with html.Table():
            with html.Thead(), html.Tr():
                for column in ("topic", "western", "eastern"):
                    html.Th(
                        words(f"explain.{column}"), raw_attrs=['scope="col"'], classes=f"am-explain-{column}"
                    )
            with html.Tbody(), html.Tr(v_for="row in explain.table", key="row.topic"):
                with html.Th(raw_attrs=['scope="row"']):
                    html.B("{{ row.topic }}")
                    html.Span("{{ row.plain }}")
                html.Td("{{ row.western }}", raw_attrs=[f":data-label=\"'{words('explain.western')}'\""])
                html.Td("{{ row.eastern }}", raw_attrs=[f":data-label=\"'{words('explain.eastern')}'\""])


def _foot(words: Words) -> None:
    with html.Div(classes="am-explain-foot"):
        v3.VBtn(
            words("explain.back"),
            variant="tonal",
            size="large",
            prepend_icon="mdi-arrow-left",
            disabled=("explain.step === 0",),
            click=f"trigger('explain_go', [explain.step - 1, {STILL}])",
            id="explain-back",
        )
        with (
            html.Ol(
                classes="am-explain-dots",
                raw_attrs=[f'aria-label="{words("explain.steps")}"', f'title="{words("explain.keys")}"'],
            ),
            html.Li(v_for="(title, at) in explain.titles", key="at"),
        ):
            html.Button(
                type="button",
                click=f"trigger('explain_go', [at, {STILL}])",
                raw_attrs=[
                    ':aria-label="title"',
                    ':title="title"',
                    ":aria-current=\"at === explain.step ? 'step' : null\"",
                    ':class="{past: at < explain.step}"',
                ],
            )
        html.Span("{{ explain.place }}", classes="am-explain-place", id="explain-place")
        v3.VBtn(
            f"{{{{ {LAST} ? '{words('explain.done')}' : '{words('explain.next')}' }}}}",
            variant="flat",
            color="primary",
            size="large",
            append_icon=(f"{LAST} ? 'mdi-check' : 'mdi-arrow-right'",),
            click=f"{LAST} ? trigger('explain_close', [{STILL}]) : {NEXT}",
            id="explain-next",
        )
