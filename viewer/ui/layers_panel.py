"""The panel on the left: layers with their opacity, muscles, skin tone, kinds of points, channels."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.state import LayersState
from viewer.ui.muscle_list import build_muscle_list
from viewer.ui.pain_panel import build_ashi_list, build_counts_legend
from viewer.ui.words import Words

TONES = ("neutral", "light", "dark")
PEELS = (1, 2, 3, 4)


def build_layers_panel(name: Any, words: Words) -> None:
    """Add the panel; ``name`` holds the names of the shared state's fields."""
    with html.Div(v_show="drawer === 'layers'"):
        for layer in fields(LayersState):
            _layer_row(getattr(name.layers, layer.name), layer.name, words)
            if layer.name == "muscles":
                _peel(name, words)
            if layer.name == "composite":
                build_counts_legend(name, words)
        build_ashi_list(name, words)
        build_muscle_list(name, words)
        html.H2(words("skin.title"))
        _tones(name, words)
        html.H2(words("categories.title"))
        _categories(name, words)
        html.H2(words("channels.title"))
        _channels(name, words)
        html.H2(words("sinews.title"))
        _sinews(name, words)


def _layer_row(state: Any, layer: str, words: Words) -> None:
    label = words(f"layers.{layer}")
    with html.Div(classes="am-row"):
        v3.VSwitch(
            v_model=(state.on,),
            label=label,
            color="primary",
            density="compact",
            hide_details=True,
            inset=False,
            id=f"show-{layer}",
        )
        v3.VSlider(
            v_model=(state.opacity,),
            min=0.1,
            max=1,
            step=0.05,
            thumb_size=14,
            track_size=3,
            color="primary",
            disabled=(f"!{state.on}",),
            density="compact",
            hide_details=True,
            id=f"opacity-{layer}",
            raw_attrs=[f'aria-label="{words("layers.opacity", layer=label)}"'],
        )


def _peel(name: Any, words: Words) -> None:
    """Peel the muscles layer by layer from the skin."""
    with html.Div(
        v_if=(f"{name.layers.muscles.on}",),
        classes="am-chips am-peel",
        raw_attrs=['role="group"', f'aria-label="{words("peel.title")}"'],
    ):
        for outermost in PEELS:
            html.Button(
                words(f"peel.{outermost}"),
                type="button",
                classes="am-chip",
                click=f"trigger('peel', [{outermost}])",
                id=f"peel-{outermost}",
                raw_attrs=[f':aria-pressed="{name.peel} === {outermost}"'],
            )


def _tones(name: Any, words: Words) -> None:
    with html.Div(classes="am-tones", raw_attrs=['role="group"', f'aria-label="{words("skin.title")}"']):
        for tone in TONES:
            html.Button(
                type="button",
                classes="am-tone",
                click=f"{name.skin_tone} = '{tone}'",
                id=f"tone-{tone}",
                raw_attrs=[
                    f':style="{{background: tones.{tone}}}"',
                    f'aria-label="{words(f"skin.{tone}")}"',
                    f'title="{words(f"skin.{tone}")}"',
                    f":aria-pressed=\"{name.skin_tone} === '{tone}'\"",
                ],
            )


def _categories(name: Any, words: Words) -> None:
    v3.VSelect(
        v_model=(name.category,),
        items=("categories", []),
        density="compact",
        variant="outlined",
        hide_details=True,
        id="category",
        classes="am-select",
        raw_attrs=[f'aria-label="{words("categories.title")}"'],
    )


def _channels(name: Any, words: Words) -> None:
    with html.Button(
        type="button",
        classes="am-chan",
        click=f"{name.solo_channel} = ''",
        raw_attrs=[f":aria-pressed=\"{name.solo_channel} === ''\""],
        id="channel-all",
    ):
        html.I(style="background: currentColor; opacity: .35")
        html.B("")
        html.Span(words("channels.all"))
    with html.Button(
        v_for="channel in channels",
        key="channel.code",
        type="button",
        classes="am-chan",
        click=f"{name.solo_channel} === channel.code"
        f" ? {name.solo_channel} = '' : trigger('choose', ['channel:' + channel.code])",
        raw_attrs=[
            f':aria-pressed="{name.solo_channel} === channel.code"',
            ":id=\"'channel-' + channel.code\"",
            f":title=\"'{words('channels.solo')} ' + channel.name\"",
        ],
    ):
        html.I(raw_attrs=[':style="{background: channel.colour}"'])
        html.B("{{ channel.code }}")
        html.Span("{{ channel.name }}")


def _sinews(name: Any, words: Words) -> None:
    """Each of the twelve can be switched by itself; their layer's switch shows those, or all."""
    shown = f"({name.layers.sinews.on} && ({name.sinews}.length ? {name.sinews}.includes(sinew.code) : true))"
    lit = "{borderColor: sinew.colour, boxShadow: 'inset 0 -3px ' + sinew.colour}"
    with html.Div(classes="am-chips", raw_attrs=['role="group"', f'aria-label="{words("sinews.title")}"']):
        html.Button(
            words("sinews.all"),
            type="button",
            classes="am-chip",
            click="trigger('toggle_sinew', [''])",
            id="sinew-all",
            raw_attrs=[f':aria-pressed="{name.layers.sinews.on} && !{name.sinews}.length"'],
        )
        html.Button(
            "{{ sinew.code }}",
            v_for="sinew in sinew_list",
            key="sinew.code",
            type="button",
            classes="am-chip",
            click="trigger('toggle_sinew', [sinew.code])",
            raw_attrs=[
                f':aria-pressed="{shown}"',
                f':style="{shown} ? {lit} : {{}}"',
                ":id=\"'sinew-' + sinew.code\"",
                ':title="sinew.name"',
            ],
        )
