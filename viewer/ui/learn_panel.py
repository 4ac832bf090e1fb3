"""Learning: the drawer that offers quizzes and tours."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.details.quiz import ICONS
from viewer.ui.quiz_panel import STILL
from viewer.ui.tour_panel import build_tour_list
from viewer.ui.words import Words

TABS = ("quiz", "tours")
SYSTEMS = ("both", "acupoints", "trigger_points")
LIMITS = ("", "region", "channel", "group")
COUNTS = (5, 10, 20)
ASKED = "quiz_kinds.filter((kind) => quiz_offer[kind]).length"


def build_learn_drawer(name: Any, words: Words) -> None:
    """Add what the drawer shows."""
    with html.Div(
        classes="am-segments", raw_attrs=['role="tablist"', f'aria-label="{words("learn.modes")}"']
    ):
        for tab in TABS:
            html.Button(
                words(f"learn.{tab}"),
                type="button",
                click=f"learn_tab = '{tab}'",
                id=f"learn-{tab}",
                raw_attrs=[
                    'role="tab"',
                    f":aria-selected=\"learn_tab === '{tab}'\"",
                    f'aria-controls="learn-tab-{tab}"',
                ],
            )
    with html.Div(v_show="learn_tab === 'quiz'", id="learn-tab-quiz", raw_attrs=['role="tabpanel"']):
        html.P(
            "{{ learn.trouble }}", v_if="learn.trouble", classes="am-care", id="learn-trouble", role="status"
        )
        with html.Form(raw_attrs=[f"@submit.prevent=\"trigger('quiz_start', [{STILL}])\""]):
            _kinds(words)
            _limits(words)
            _counts(words)
            _begin(words)
        _record(words)
    with html.Div(v_show="learn_tab === 'tours'", id="learn-tab-tours", raw_attrs=['role="tabpanel"']):
        build_tour_list(name, words)


def _kinds(words: Words) -> None:
    html.H2(words("learn.kinds"), id="learn-kinds")
    with html.Div(classes="am-learn-kinds", raw_attrs=['role="group"', 'aria-labelledby="learn-kinds"']):
        for kind, icon in ICONS.items():
            with html.Button(
                type="button",
                classes="am-learn-kind",
                click=(
                    f"quiz_kinds = quiz_kinds.includes('{kind}')"
                    f" ? quiz_kinds.filter((one) => one !== '{kind}') : [...quiz_kinds, '{kind}']"
                ),
                disabled=(f"!quiz_offer['{kind}']",),
                id=f"learn-{kind}",
                raw_attrs=[f":aria-pressed=\"quiz_kinds.includes('{kind}') && !!quiz_offer['{kind}']\""],
            ):
                v3.VIcon(icon, size=18, raw_attrs=['aria-hidden="true"'])
                html.Span(words(f"learn.kind.{kind}"))
                html.Small(f"{{{{ quiz_offer['{kind}'] }}}}")


def _limits(words: Words) -> None:
    html.H2(words("learn.system"), id="learn-system")
    with html.Div(classes="am-segments", raw_attrs=['role="group"', 'aria-labelledby="learn-system"']):
        for system in SYSTEMS:
            html.Button(
                words(f"learn.system.{system}"),
                type="button",
                click=f"quiz_system = '{system}'",
                id=f"learn-{system}",
                raw_attrs=[f":aria-pressed=\"quiz_system === '{system}'\""],
            )
    html.H2(words("learn.limit"), id="learn-limit-title")
    with html.Select(
        v_model="quiz_limit",
        classes="am-field",
        id="learn-limit",
        change="quiz_of = (quiz_limits[$event.target.value] || [{ value: '' }])[0].value",
        raw_attrs=['aria-labelledby="learn-limit-title"'],
    ):
        for limit in LIMITS:
            html.Option(words("learn.limit.all") if not limit else words(f"learn.limit.{limit}"), value=limit)
    with html.Select(
        v_model="quiz_of",
        v_if="quiz_limit",
        classes="am-field",
        id="learn-of",
        raw_attrs=[f'aria-label="{words("learn.of")}"'],
    ):
        html.Option(
            "{{ one.title }}",
            v_for="one in (quiz_limits[quiz_limit] || [])",
            key="one.value",
            raw_attrs=[':value="one.value"'],
        )


def _counts(words: Words) -> None:
    html.H2(words("learn.count"), id="learn-count")
    with html.Div(classes="am-segments", raw_attrs=['role="group"', 'aria-labelledby="learn-count"']):
        for count in COUNTS:
            html.Button(
                str(count),
                type="button",
                click=f"quiz_count = {count}",
                id=f"learn-count-{count}",
                raw_attrs=[f':aria-pressed="quiz_count === {count}"'],
            )
    with html.Label(classes="am-check"):
        html.Input(type="checkbox", v_model="quiz_typed", id="learn-typed")
        with html.Span():
            html.B(words("learn.typed"))
            html.Em(words("learn.typed_why"))


def _begin(words: Words) -> None:
    html.P(words("learn.nothing"), v_if=f"!{ASKED}", classes="am-source", id="learn-nothing", role="status")
    v3.VBtn(
        words("learn.begin"),
        color="primary",
        variant="flat",
        size="large",
        block=True,
        disabled=(f"!{ASKED} || !!(quiz && quiz.asking)",),
        prepend_icon="mdi-play",
        classes="am-learn-begin",
        id="learn-begin",
        raw_attrs=['type="submit"'],  # the widget knows no type
    )
    html.P(words("learn.running"), v_if="quiz && quiz.asking", classes="am-source")


def _record(words: Words) -> None:
    with html.Section(
        classes="am-learn-record", id="learn-record", raw_attrs=[f'aria-label="{words("learn.record")}"']
    ):
        html.H2(words("learn.record"))
        html.P("{{ learn.today }}", id="learn-today")
        html.P("{{ learn.due }}", id="learn-due")
        _rows("learn.kinds")
        with html.Details(v_if="learn.parts.length", classes="am-fold"):
            html.Summary(words("learn.by_part"))
            _rows("learn.parts")
        html.P(words("learn.kept"), classes="am-source")


def _rows(of: str) -> None:
    with (
        html.Ul(v_if=f"{of}.length", classes="am-learn-rows"),
        html.Li(v_for=f"row in {of}", key="row.key"),
    ):
        html.Span("{{ row.name }}")
        html.Small("{{ row.figures }}")
        html.I(raw_attrs=[":style=\"{ '--known': row.percent + '%' }\"", 'aria-hidden="true"'])
