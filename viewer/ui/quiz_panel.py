"""The quiz: its question, its answer, its end."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.ui.words import Words

STILL = "utils.ashimap.still()"


def build_quiz(name: Any, words: Words) -> None:  # noqa: ARG001 - every panel is given it
    """Add the question; the state ``quiz`` holds it."""
    with html.Div(classes="am-quiz", raw_attrs=[':data-key="quiz.key"'], id="quiz"):
        _progress(words)
        with html.Div(v_if="quiz.end", classes="am-quiz-end", id="quiz-end"):
            _end(words)
        with html.Div(v_else=True, classes="am-quiz-turn"):
            _question(words)
            _choices(words)
            _writing(words)
            _help(words)
            _verdict(words)


def build_quiz_back(words: Words) -> None:
    """Add the way back from a card to the answer that it was opened from."""
    with html.Div(v_if="quiz", classes="am-quiz-back"):
        html.Button(
            "← " + words("quiz.back"),
            type="button",
            classes="am-link am-back",
            click="trigger('choose', [''])",
            id="quiz-back",
        )


def _progress(words: Words) -> None:
    with html.Div(classes="am-quiz-top"):
        html.Span("{{ quiz.place }}", v_if="!quiz.end", classes="am-quiz-place", id="quiz-place")
        html.Span(words("quiz.again"), v_if="quiz.again", classes="am-tag", id="quiz-is-again")
        html.Div(classes="am-spacer")
        html.Button(
            words("quiz.leave"),
            v_if="!quiz.end",
            type="button",
            classes="am-link am-quiz-leave",
            click="trigger('quiz_leave', [])",
            id="quiz-leave",
            raw_attrs=[f'title="{words("quiz.leave")} (Esc)"'],
        )
    with html.Div(
        classes="am-quiz-bar",
        raw_attrs=[
            'role="progressbar"', f'aria-label="{words("quiz.title")}"', 'aria-valuemin="0"',
            'aria-valuemax="100"', ':aria-valuenow="quiz.done"',
        ],
    ):  # fmt: skip
        html.I(raw_attrs=[":style=\"{ width: quiz.done + '%' }\""])


def _question(words: Words) -> None:
    with html.Div(classes="am-head"):
        v3.VIcon("{{ quiz.icon }}", size=26, classes="am-quiz-sign", raw_attrs=['aria-hidden="true"'])
        with html.Div(style="min-width: 0"):
            html.H1("{{ quiz.question }}", id="quiz-question", tabindex="-1")
            html.P("{{ quiz.how }}", v_if="quiz.asking", id="quiz-how")
    html.P(words("quiz.hinted"), v_if="quiz.asking && quiz.hinted", classes="am-source", id="quiz-hinted")
    html.P(words("quiz.cross"), v_if="quiz.spot", classes="am-source am-quiz-keys", id="quiz-keys")


def _choices(words: Words) -> None:
    with (
        html.Ol(v_if="quiz.choices.length && !(quiz.typed && quiz.asking)", classes="am-quiz-choices"),
        html.Li(v_for="(choice, at) in quiz.choices", key="quiz.key + choice.code"),
        html.Button(
            type="button",
            classes=("['am-quiz-choice', choice.stands]",),
            click="trigger('quiz_choose', [choice.code])",
            disabled=("choice.stands !== 'open'",),
            raw_attrs=[":id=\"'quiz-choice-' + (at + 1)\"", ':data-code="choice.code"'],
        ),
    ):
        html.Kbd("{{ at + 1 }}", v_if="choice.stands === 'open'", raw_attrs=['aria-hidden="true"'])
        v3.VIcon(
            "mdi-check-circle", v_if="choice.stands === 'right'", size=20, raw_attrs=['aria-hidden="true"']
        )
        v3.VIcon(
            "mdi-close-circle", v_if="choice.stands === 'wrong'", size=20, raw_attrs=['aria-hidden="true"']
        )
        html.I(v_if="choice.stands === 'rest' || choice.stands === 'struck'")
        with html.Span():
            html.B("{{ choice.name }}")
            html.Em("{{ choice.more }}")
        html.Span(words("quiz.right_choice"), v_if="choice.stands === 'right'", classes="am-unseen")
        html.Span(words("quiz.your_choice"), v_if="choice.stands === 'wrong'", classes="am-unseen")
        html.Span(words("quiz.struck"), v_if="choice.stands === 'struck'", classes="am-unseen")


def _writing(words: Words) -> None:
    with html.Form(
        v_if="quiz.typed && quiz.asking",
        classes="am-quiz-write",
        raw_attrs=["@submit.prevent=\"trigger('quiz_write', [quiz_text])\""],
    ):
        html.Input(
            v_model="quiz_text",
            type="text",
            autocomplete="off",
            classes="am-filter",
            id="quiz-text",
            raw_attrs=[
                f'aria-label="{words("quiz.write")}"', f'placeholder="{words("quiz.write")}"',
                'autocapitalize="off"', 'spellcheck="false"',
            ],
        )  # fmt: skip
        v3.VBtn(
            words("quiz.send"),
            color="primary",
            variant="flat",
            disabled=("!quiz_text.trim()",),
            id="quiz-send",
            raw_attrs=['type="submit"'],  # the widget knows no type
        )


def _help(words: Words) -> None:
    with html.Div(v_if="quiz.asking", classes="am-quiz-help"):
        with html.Button(
            v_if="quiz.hint",
            type="button",
            classes="am-link",
            click="trigger('quiz_hint', [])",
            id="quiz-hint",
            raw_attrs=[f'title="{words("quiz.hint_why")}"'],
        ):
            v3.VIcon("mdi-lightbulb-on-outline", size=16)
            html.Span("{{ quiz.hint }}")
        html.Button(
            words("quiz.give_up"),
            type="button",
            classes="am-link",
            click="trigger('quiz_give_up', [])",
            id="quiz-give-up",
        )


def _verdict(words: Words) -> None:
    with html.Div(
        v_if="quiz.verdict", classes=("['am-quiz-verdict', quiz.verdict.grade]",), id="quiz-verdict"
    ):
        with html.Div(classes="am-quiz-grade"):
            v3.VIcon(
                "{{ quiz.verdict.icon }}",
                size=24,
                raw_attrs=['aria-hidden="true"'],
            )
            html.H2("{{ quiz.verdict.title }}", id="quiz-grade")
            html.Div(classes="am-spacer")
            html.Span("{{ quiz.verdict.points }}", classes="am-quiz-points", id="quiz-points")
        html.P("{{ line }}", v_for="line in quiz.verdict.told", key="line")
    with html.Div(v_if="quiz.verdict", classes="am-quiz-on"):
        with v3.VBtn(
            color="primary",
            variant="flat",
            size="large",
            click="trigger('quiz_next', [])",
            id="quiz-next",
        ):
            html.Span(words("quiz.next"), v_if="!quiz.last")
            html.Span(words("quiz.finish"), v_else=True)
        v3.VBtn(
            words("quiz.card"),
            variant="tonal",
            size="large",
            color="primary",
            click="trigger('choose', [quiz.opens])",
            id="quiz-card",
        )


def _end(words: Words) -> None:
    html.H1("{{ quiz.end.title }}", id="quiz-ended", tabindex="-1")
    with html.Div(classes="am-quiz-score"):
        html.B("{{ quiz.end.score }}", id="quiz-score")
        html.Span("{{ quiz.end.known }}", id="quiz-known")
    with (
        html.Ul(classes="am-quiz-kinds"),
        html.Li(v_for="kind in quiz.end.kinds", key="kind.kind"),
    ):
        v3.VIcon("{{ kind.icon }}", size=20, raw_attrs=['aria-hidden="true"'])
        with html.Span():
            html.B("{{ kind.name }}")
            html.Em("{{ kind.off }}", v_if="kind.off")
        html.Small("{{ kind.known }} / {{ kind.asked }}")
    with html.Div(v_if="quiz.end.missed.length", id="quiz-missed"):
        html.H2(words("quiz.missed"))
        html.P(words("quiz.missed_why"), classes="am-source")
        with (
            html.Ul(classes="am-list"),
            html.Li(v_for="(one, at) in quiz.end.missed", key="at"),
            html.Button(type="button", classes="am-item", click="trigger('choose', [one.id])"),
        ):
            with html.Span():
                html.B("{{ one.name }}")
            v3.VIcon("{{ one.icon }}", size=16, raw_attrs=['aria-hidden="true"'])
    with html.Div(classes="am-quiz-on"):
        with v3.VBtn(
            color="primary",
            variant="flat",
            size="large",
            click=f"trigger('quiz_again', [{STILL}])",
            id="quiz-repeat",
        ):
            html.Span(words("quiz.repeat"), v_if="quiz.end.missed.length")
            html.Span(words("quiz.more"), v_else=True)
        v3.VBtn(
            words("quiz.close"),
            variant="tonal",
            size="large",
            color="primary",
            click="trigger('quiz_leave', [])",
            id="quiz-close",
        )
