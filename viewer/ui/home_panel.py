"""Taking home: the drawer that makes hand-outs, pictures and models."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.ui.words import Words

FORM = "{ practitioner: home_practitioner, note: home_note, date: home_date, kept: home_kept }"
CAN_ADD = "card && !home_points.some((one) => one.id === card.id) && /^[^:]+\\/|^muscle:/.test(card.id)"
SPOTS = "((notes && notes.rows) || []).filter((one) => /^ashi:/.test(one.id))"
NOTHING = f" || !(complaint || home_points.length || card || (home_kept && {SPOTS}.length))"
FILES = {"picture": "mdi-image-outline", "model": "mdi-cube-outline"}


def build_home_drawer(name: Any, words: Words) -> None:  # noqa: ARG001 - all drawers are built alike
    """Add what the drawer shows."""
    html.P(words("home.intro"), classes="am-source am-home-lead")
    _contents(words)
    _form(words)
    _make("handout", "mdi-file-account-outline", "flat", words)
    html.P(words("home.stays"), classes="am-source am-home-lead")
    _told(words)
    html.H3(words("home.besides"), classes="am-home-title")
    for kind, sign in FILES.items():
        _make(kind, sign, "tonal", words)
        html.P(words(f"home.why.{kind}"), classes="am-source am-home-lead")


def _contents(words: Words) -> None:
    html.H3(words("home.contents"), classes="am-home-title")
    with html.Ul(classes="am-home-list", id="home-list"):
        with html.Li(v_if="complaint"):
            v3.VIcon("mdi-clipboard-pulse-outline", size=18)
            html.Span("{{ complaint.title }}", classes="am-home-name")
        with html.Li(v_if="!complaint && !home_points.length && card"):
            html.Span("{{ card.title }}", classes="am-home-name")
        with html.Li(v_for="one in home_points", key="one.id", classes=("`am-home-${one.system}`",)):
            html.Span("{{ one.name }}", classes="am-home-name")
            html.Span("{{ one.side }}", classes="am-home-side")
            with html.Button(
                type="button",
                classes="am-home-drop",
                click="trigger('home_drop', [one.id])",
                raw_attrs=[f'aria-label="{words("home.drop", name="{{ one.name }}")}"'],
            ):
                v3.VIcon("mdi-close", size=16)
    with html.Label(classes="am-home-kept", v_if=f"{SPOTS}.length"):
        html.Input(type="checkbox", v_model=("home_kept",), id="home-kept")
        html.Span(words("home.kept", count=f"{{{{ {SPOTS}.length }}}}"))
    html.P(
        words("home.empty"),
        v_if=f"!complaint && !home_points.length && !card && !{SPOTS}.length",
        classes="am-source am-home-lead",
        id="home-empty",
    )
    html.Button(
        words("home.add", name="{{ card.title }}"),
        v_if=CAN_ADD,
        type="button",
        classes="am-chip am-home-add",
        click="trigger('home_add', [])",
        id="home-add",
    )


def _form(words: Words) -> None:
    fields = {
        "practitioner": ("text", "name", 120),
        "date": ("date", "off", 10),
    }
    for key, (kind, fills, most) in fields.items():
        with html.Label(classes="am-home-field"):
            html.Span(words(f"home.{key}"))
            html.Input(
                type=kind,
                v_model=(f"home_{key}",),
                id=f"home-{key}",
                raw_attrs=[f'autocomplete="{fills}"', f'maxlength="{most}"'],
            )
    with html.Label(classes="am-home-field"):
        html.Span(words("home.note"))
        html.Textarea(
            v_model=("home_note",),
            id="home-note",
            raw_attrs=['rows="3"', 'maxlength="2000"', f'placeholder="{words("home.note_hint")}"'],
        )


def _make(kind: str, sign: str, look: str, words: Words) -> None:
    v3.VBtn(
        words(f"home.{kind}"),
        variant=look,
        color="primary",
        block=True,
        prepend_icon=sign,
        loading=(f"home_making === '{kind}'",),
        disabled=("!!home_making" + (NOTHING if kind == "handout" else ""),),
        click=f"utils.home.make(trigger, '{kind}', {FORM})",
        classes="am-home-make",
        id=f"home-{kind}",
    )


def _told(words: Words) -> None:
    with html.Div(classes="am-home-told", raw_attrs=['role="status"', 'aria-live="polite"']):
        html.P(words("home.making"), v_if="home_making", id="home-making")
        html.P(words("home.made", name="{{ home_made }}"), v_if="home_made", id="home-made")
        html.P("{{ home_problem }}", v_if="home_problem", classes="am-home-problem", id="home-problem")
