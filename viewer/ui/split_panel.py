"""Both maps side by side: the button, and the captions over the halves."""

from __future__ import annotations

from typing import Any

from trame.widgets import client, html
from trame.widgets import vuetify3 as v3

from viewer.ui.words import Words


def build_split_button(name: Any, words: Words) -> None:
    """Add the button that goes side by side and back; without use where the browser draws the body."""
    does = f"({name.split} ? '{words('split.off')}' : '{words('split.on')}') + ' (v)'"
    v3.VBtn(
        icon="mdi-view-split-vertical",
        variant=(f"{name.split} ? 'tonal' : 'text'",),
        size="small",
        disabled=("!split_here",),
        click="trigger('split_toggle', [])",
        id="split",
        raw_attrs=[
            f':aria-pressed="{name.split}"',
            f'aria-label="{words("split.button")}"',
            f":title=\"split_here ? {does} : '{words('split.not_here')}'\"",
        ],
    )


def build_split_captions(name: Any, words: Words) -> None:
    """Add the captions over the halves of the picture, and the second pointer."""
    with html.Div(
        v_if=(name.split,),
        classes=("split_stacked ? 'am-split am-split-stacked' : 'am-split'",),
        id="split-captions",
    ):
        for half in ("west", "east"):
            with html.Div(classes="am-split-half"):
                html.Span(
                    words(f"split.{half}"), classes=f"am-split-caption am-split-{half}", id=f"split-{half}"
                )
        html.I(classes="am-split-ghost", raw_attrs=['aria-hidden="true"'])
    client.ClientTriggers(mounted="utils.split.attach(trigger)")
