"""Measuring: the strip of the tool over the picture."""

from __future__ import annotations

from typing import Any

from trame.widgets import client, html
from trame.widgets import vuetify3 as v3

from viewer.ui.words import Words


def build_measure_tools(name: Any, words: Words) -> None:  # noqa: ARG001 - all strips are built alike
    """Add the strip; the state ``measure`` holds what was measured."""
    with html.Div(
        v_if="measure",
        classes="am-tools am-measure",
        raw_attrs=['role="group"', f'aria-label="{words("measure.tools")}"'],
        id="measure-tools",
    ):
        with html.Div(classes="am-measure-told", raw_attrs=['role="status"', 'aria-live="polite"']):
            html.P("{{ measure.lead }}", v_if="measure.lead", classes="am-measure-lead", id="measure-lead")
            _found(words)
        html.Span(words("measure.preparing"), v_if="measure_preparing", classes="am-brushsize", role="status")
        v3.VBtn(
            icon="mdi-restart",
            v_if="measure.ends.length",
            size="x-small",
            variant="text",
            click="trigger('measure_clear', [])",
            raw_attrs=[f'aria-label="{words("measure.again")}"', f'title="{words("measure.again")} (Esc)"'],
            id="measure-clear",
        )
        v3.VBtn(
            icon="mdi-close",
            size="x-small",
            variant="text",
            click="trigger('measure_toggle', [])",
            raw_attrs=[f'aria-label="{words("measure.leave")}"', f'title="{words("measure.leave")} (Esc)"'],
            id="measure-leave",
        )
    client.ClientTriggers(mounted="utils.measure.attach(trigger)")


def _found(words: Words) -> None:
    with html.Div(v_if="measure.skin", id="measure-found"):
        html.P(
            words("measure.from_to", start="{{ measure.ends[0] }}", end="{{ measure.ends[1] }}"),
            classes="am-measure-ends",
            id="measure-ends",
            title=words("measure.correct"),
        )
        with html.P(classes="am-measure-mm"):
            html.B("{{ measure.skin }}", id="measure-skin")
            html.Span("{{ measure.straight }}", id="measure-straight")
        html.P("{{ measure.note }}", v_if="measure.note", classes="am-measure-note", id="measure-note")
        html.P("{{ line }}", v_for="line in measure.cun", key="line", classes="am-measure-cun")
