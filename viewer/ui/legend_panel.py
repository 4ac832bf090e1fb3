"""The legend over the picture, and the hint that a newcomer sees once."""

from __future__ import annotations

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.legend import SIGNS
from viewer.ui.words import Words


def build_legend(words: Words) -> None:
    """Add the legend; the state ``legend`` names the signs that are in the picture."""
    opened = [':open="legend_open"', '@toggle="legend_open = $event.target.open"']
    with html.Details(v_show="legend.length", classes="am-legend", id="legend", raw_attrs=opened):
        html.Summary(words("legend.open"))
        with html.Ul(raw_attrs=[f'aria-label="{words("legend.title")}"']):
            for sign in SIGNS:
                with html.Li(v_if=f"legend.includes('{sign}')", id=f"legend-{sign}"):
                    html.Img(src=f"__ashimap/{sign}.svg", alt="", width=20, height=20)
                    html.Span(words(f"legend.{sign}"))


def build_first_hint(words: Words) -> None:
    """Add how to turn and read the body; it goes away with the first touch, for good."""
    with html.Div(v_if="newcomer", classes="am-first", id="first", raw_attrs=['role="status"']):
        v3.VIcon("mdi-gesture-swipe", size=20)
        html.Span(words("hint.first"))
        html.Button(
            words("hint.understood"),
            type="button",
            classes="am-link",
            click="utils.ashimap.known()",
            id="first-known",
        )
