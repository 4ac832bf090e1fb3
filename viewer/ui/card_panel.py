"""The panel on the right: how each tradition explains what is selected, and what lies near."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.ui.complaint_panel import build_complaint_back, build_complaint_card
from viewer.ui.explain_panel import build_explain, build_explain_start
from viewer.ui.legend_panel import build_first_hint
from viewer.ui.notes_panel import build_area_buttons, build_note_fields
from viewer.ui.overlap_panel import (
    build_honest,
    build_overlap_back,
    build_overlap_panel,
    build_overlap_slider,
)
from viewer.ui.pain_panel import build_ashi_buttons, build_pain_answer, build_pain_back
from viewer.ui.quiz_panel import build_quiz, build_quiz_back
from viewer.ui.tour_panel import build_tour
from viewer.ui.words import Words

ALONE = "card && (!overlap || overlap_card || !overlap_pair)"  # else the panel of the overlap tells of it
BEGIN = (
    ("complaints", "mdi-clipboard-pulse-outline", "drawer = 'complaints'"),
    ("pain", "mdi-hand-pointing-up", "trigger('pain_toggle', [])"),
    ("learn", "mdi-school-outline", "drawer = 'learn'"),
)


def build_card_panel(name: Any, words: Words) -> None:
    """Add the panel; ``name`` holds the names of the shared state's fields.

    It is in the page before its content, so that screen readers announce what changes.
    """
    with html.Aside(
        classes="am-card",
        raw_attrs=['aria-live="polite"', 'role="region"', f'aria-label="{words("card.empty")}"'],
        id="card",
    ):
        with html.Div(v_if="explain", style="display: contents"):
            build_explain(name, words)
        with html.Div(v_else_if="quiz && !(card && !quiz.asking)", style="display: contents"):
            build_quiz(name, words)
        with html.Div(v_else=True, style="display: contents"):
            build_quiz_back(words)
            build_tour(name, words)
            _told(name, words)


def _told(name: Any, words: Words) -> None:
    """Tell of what the visitor looks at."""
    build_overlap_slider(ALONE, words)
    with html.Div(v_if=ALONE, style="display: contents"):
        build_pain_back(words)
        build_overlap_back(words)
        build_complaint_back(words)
        _head(words)
        build_note_fields(words)
        build_ashi_buttons(words)
        build_area_buttons(words)
        with html.Div(v_if="card.hazard", classes="am-care", id="card-hazard"):
            html.B(words("join.label", label=words("card.hazard")))
            html.Span("{{ card.hazard }}")
        html.P("{{ card.along }}", v_if="card.along", classes="am-lead am-along", id="card-along")
        _flesh(name, words)
        _walk(words)
        _twitch(words)
        build_explain_start(words)
        with html.Div(classes=("['am-pair', !(card.western && card.eastern) && 'am-one']",)):
            _side("western", "west", words)
            _side("eastern", "east", words)
        _list("list", words)
        _list("second", words)
        _facts("card.more", "am-more")
        html.P("{{ card.placed }}", classes="am-source")
    with html.Div(v_else_if="overlap", style="display: contents"):
        build_overlap_panel(name, words)
    with html.Div(v_else_if="pain", style="display: contents"):
        build_pain_answer(words)
    with html.Div(v_else_if="complaint", style="display: contents"):
        build_complaint_card(words)
    with html.Div(v_else_if="!tour"):
        _hint(words)
    build_honest(words)
    html.P(words("app.footer"), v_else=True, classes="am-foot")


def _head(words: Words) -> None:
    with html.Div(classes="am-head"):
        html.Img(src=("card.icon",), v_if="!card.colour", alt="", classes="am-mark")
        html.I(v_else=True, classes="am-swatch", raw_attrs=[':style="{background: card.colour}"'])
        with html.Div(style="min-width: 0"):
            html.H1("{{ card.title }}", id="card-title")
            html.P("{{ card.subtitle }}", id="card-subtitle")
        html.Div(classes="am-spacer")
        v3.VBtn(
            "{{ card.other_side }}",
            v_if="card.other_id",
            size="x-small",
            variant="tonal",
            click="trigger('choose', [card.other_id])",
            id="other-side",
        )
        v3.VBtn(
            icon="mdi-close",
            size="x-small",
            variant="text",
            click="trigger('choose', [''])",
            raw_attrs=[f'aria-label="{words("card.clear")}"'],
            id="clear",
        )


def _flesh(name: Any, words: Words) -> None:
    """Look at a muscle, with its neighbours or alone; and say that what is drawn is schematic."""
    with html.Div(v_if="card.flesh", classes="am-walk am-flesh", id="flesh"):
        html.Span(
            words("muscle.schematic"),
            classes="am-tag red",
            id="schematic",
            raw_attrs=[f'title="{words("muscle.schematic_why")}"'],
        )
        html.Div(classes="am-spacer")
        v3.VBtn(
            words("muscle.around"),
            size="small",
            variant=(f"{name.neighbours} ? 'flat' : 'tonal'",),
            color="primary",
            prepend_icon="mdi-layers-outline",
            click=f"trigger('show_neighbours', [!{name.neighbours}])",
            id="neighbours",
            raw_attrs=[f':aria-pressed="{name.neighbours}"'],
        )
        v3.VBtn(
            words("muscle.look"),
            size="small",
            variant="tonal",
            color="primary",
            prepend_icon="mdi-target",
            click="trigger('look', ['selection'])",
            id="look-muscle",
        )


def _twitch(words: Words) -> None:
    """Show the local twitch response when asked for."""
    with html.Div(v_if="card.twitches", classes="am-walk am-twitch"):
        html.P(words("twitch.what"), classes="am-source")
        v3.VBtn(
            words("twitch.do"),
            size="small",
            variant="tonal",
            color="primary",
            prepend_icon="mdi-flash-outline",
            click="trigger('twitch', [utils.ashimap.still()])",
            id="twitch",
        )


def _walk(words: Words) -> None:
    """Lead along a channel or a muscle: from its card to its first point, from a point to the next."""
    with html.Div(
        v_if="card.walk || card.starts",
        classes="am-walk",
        raw_attrs=['role="group"', f'aria-label="{words("walk.title")}"'],
        id="walk",
    ):
        html.Button(
            "{{ card.walk.name }}",
            v_if="card.walk",
            type="button",
            classes="am-link am-walkname",
            click="card.walk.leads_to && trigger('choose', [card.walk.leads_to])",
            id="walk-channel",
        )
        html.Span("{{ card.walk ? card.walk.place : card.begin }}", classes="am-walkplace")
        html.Div(classes="am-spacer")
        _step("previous", "mdi-skip-previous", "!card.walk || !card.walk.previous_id", "false", words)
        v3.VBtn(
            icon=("walking ? 'mdi-pause' : 'mdi-play'",),
            size="x-small",
            variant="tonal",
            color="primary",
            disabled=("card.walk && !card.walk.next_id",),
            click="trigger('play', [utils.ashimap.still()])",
            id="walk-play",
            raw_attrs=[f":aria-label=\"walking ? '{words('walk.pause')}' : '{words('walk.play')}'\""],
        )
        _step("next", "mdi-skip-next", "card.walk && !card.walk.next_id", "true", words)


def _step(which: str, icon: str, disabled: str, forward: str, words: Words) -> None:
    v3.VBtn(
        icon=icon,
        size="x-small",
        variant="tonal",
        disabled=(disabled,),
        click=f"trigger('step', [{forward}, utils.ashimap.still()])",
        id=f"walk-{which}",
        raw_attrs=[f'aria-label="{words(f"walk.{which}")}"', f'title="{words(f"walk.{which}")}"'],
    )


def _side(side: str, css: str, words: Words) -> None:
    with html.Section(v_if=f"card.{side}", classes=f"am-side {css}", id=f"card-{side}"):
        html.H2(words(f"card.{side}"))
        html.P("{{ text }}", v_for=f"text in card.{side}.paragraphs", key="text")
        _facts(f"card.{side}.facts", "")


def _facts(facts: str, css: str) -> None:
    with (
        html.Dl(v_if=f"{facts}.length", classes=css),
        html.Div(v_for=f"fact in {facts}", key="fact.label"),
    ):
        html.Dt("{{ fact.label }}")
        with html.Dd():
            html.Template("{{ fact.text }}", v_if="!fact.links.length")
            html.Button(
                "{{ link.name }}",
                v_for="link in fact.links",
                key="link.id",
                type="button",
                classes="am-link am-small",
                click="trigger('choose', [link.id])",
            )


def _list(which: str, words: Words) -> None:
    with html.Section(v_if=f"card.{which}", id=f"card-{which}"):
        html.H2(f"{{{{ card.{which}.title }}}}", style="margin-top: 2px")
        html.P(words("list.none"), v_if=f"!card.{which}.items.length", classes="am-source")
        with html.Ul(classes="am-list"), html.Li(v_for=f"item in card.{which}.items", key="item.key"):
            _item()


def _item() -> None:
    with html.Button(type="button", classes="am-item", click="trigger('choose', [item.id])"):
        with html.Span():
            html.B("{{ item.name }}")
            html.Em("{{ item.text }}")
            html.Span("{{ item.tag }}", v_if="item.tag", classes="am-tag")
        html.Small("{{ item.figures }}")


def _hint(words: Words) -> None:
    build_first_hint(words)
    html.H1(words("hint.title"), classes="am-title")
    html.P(words("hint.text"), classes="am-lead")
    html.H2(words("hint.begin"))
    with html.Div(classes="am-begin"):
        for key, sign, click in BEGIN:
            with html.Button(type="button", click=click, id=f"begin-{key}"):
                v3.VIcon(sign, size=22)
                html.B(words(f"hint.{key}"))
                html.Span(words(f"hint_why.{key}"))
    html.H2(words("hint.examples"))
    with html.Div():
        html.Button(
            "{{ example.name }}",
            v_for="example in examples",
            key="example.id",
            type="button",
            classes="am-link",
            click="trigger('choose', [example.id])",
        )
    html.H2(words("keys.title"))
    html.P(words("keys.text"), classes="am-source")
