"""Asking where a pain comes from: the strip of tools on the picture, and the answer beside it."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.desks.pain import LEAST_BRUSH_MM, MOST_BRUSH_MM
from viewer.ui.words import Words

SHOWN = 12  # muscles; the others on demand


def build_pain_tools(name: Any, words: Words) -> None:
    """Add the strip over the picture: touch or paint, the brush, the eraser."""
    with html.Div(
        v_if=(f"{name.pain.tool} !== 'off'",),
        classes="am-tools",
        raw_attrs=['role="toolbar"', f'aria-label="{words("pain.tools")}"'],
        id="pain-tools",
    ):
        _tool("spot", "mdi-gesture-tap", name, words)
        _tool("paint", "mdi-brush", name, words)
        with html.Div(v_if=(f"{name.pain.tool} === 'paint'",), classes="am-brushes"):
            v3.VSlider(
                v_model=(name.pain.brush_mm,),
                min=LEAST_BRUSH_MM,
                max=MOST_BRUSH_MM,
                step=1,
                thumb_size=14,
                track_size=3,
                color="primary",
                density="compact",
                hide_details=True,
                id="pain-brush",
                raw_attrs=[f'aria-label="{words("pain.brush")}"', f'title="{words("pain.brush")}"'],
            )
            html.Span(f"{{{{ {name.pain.brush_mm} }}}} mm", classes="am-brushsize")
            html.Button(
                words("pain.rubs"),
                type="button",
                classes="am-chip",
                click=f"{name.pain.rubs} = !{name.pain.rubs}",
                id="pain-rubs",
                raw_attrs=[f':aria-pressed="{name.pain.rubs}"'],
            )
            html.Button(
                words("pain.clear"),
                type="button",
                classes="am-chip",
                click="trigger('pain_clear', [])",
                id="pain-clear",
            )
        html.Span(words("pain.preparing"), v_if="pain_preparing", classes="am-brushsize", role="status")
        v3.VBtn(
            icon="mdi-close",
            size="x-small",
            variant="text",
            click="trigger('pain_toggle', [])",
            raw_attrs=[f'aria-label="{words("pain.leave")}"', f'title="{words("pain.leave")} (Esc)"'],
            id="pain-leave",
        )


def _tool(tool: str, icon: str, name: Any, words: Words) -> None:
    with html.Button(
        type="button",
        classes="am-chip am-tool",
        click=f"trigger('pain_tool', ['{tool}'])",
        id=f"pain-{tool}",
        raw_attrs=[f":aria-pressed=\"{name.pain.tool} === '{tool}'\""],
    ):
        v3.VIcon(icon, size=16)
        html.Span(words(f"pain.{tool}"))


def build_pain_back(words: Words) -> None:
    """Add the way back from what an answer led to."""
    html.Button(
        "← " + words("pain.back"),
        v_if="pain",
        type="button",
        classes="am-link am-back",
        click="trigger('choose', [''])",
        id="pain-back",
    )


def build_pain_answer(words: Words) -> None:
    """Add the answer: muscles and their trigger points, and what Chinese medicine has at the place."""
    with html.Div(classes="am-head"):
        html.I(classes="am-swatch am-painswatch")
        with html.Div(style="min-width: 0"):
            html.H1("{{ pain.title }}", id="pain-title")
            html.P("{{ pain.subtitle }}", id="pain-subtitle")
    html.P("{{ pain.lead }}", classes="am-lead", id="pain-lead")
    html.Button(
        words("pain.keep"),
        v_if="pain.can_keep",
        type="button",
        classes="am-link am-keep",
        click="trigger('ashi_keep', [])",
        id="pain-keep",
    )
    html.Button(
        words("notes.keep_area"),
        v_if="pain.can_keep_area",
        type="button",
        classes="am-link am-keep",
        click="trigger('area_keep', [])",
        id="pain-keep-area",
    )
    with html.Div(v_if="pain.acupoints", classes="am-answer"):
        with html.Section(v_if="pain.muscles.length", classes="am-side west", id="pain-muscles"):
            html.H2(words("pain.western"))
            _muscles(words)
        with html.Section(classes="am-side east", id="pain-eastern"):
            html.H2(words("pain.eastern"))
            for which in ("acupoints", "channels"):
                html.H3(f"{{{{ pain.{which}.title }}}}")
                html.P(words("list.none"), v_if=f"!pain.{which}.items.length", classes="am-source")
                with html.Ul(classes="am-list"), html.Li(v_for=f"item in pain.{which}.items", key="item.key"):
                    _item()


def _muscles(words: Words) -> None:
    shown = f"pain_all ? pain.muscles : pain.muscles.slice(0, {SHOWN})"
    with (
        html.Ol(classes="am-muscles"),
        html.Li(
            v_for=f"muscle in ({shown})",
            key="muscle.key",
            raw_attrs=[
                '@mouseenter="utils.ashimap.glance(muscle.best)"',
                "@mouseleave=\"utils.ashimap.glance('')\"",
            ],
        ),
    ):
        with html.Button(type="button", classes="am-muscle", click="trigger('choose', [muscle.id])"):
            html.B("{{ muscle.name }}")
            html.Em("{{ muscle.side }}")
        with html.Div(v_for="covering in muscle.coverings", key="covering.text", classes="am-covering"):
            html.Button(
                "{{ chip.name }}",
                v_for="chip in covering.chips",
                key="chip.id",
                type="button",
                classes="am-trp",
                click="trigger('choose', [chip.id])",
                raw_attrs=[
                    '@mouseenter="utils.ashimap.glance(chip.id)"',
                    '@focus="utils.ashimap.glance(chip.id)"',
                    "@blur=\"utils.ashimap.glance('')\"",
                    ":id=\"'pain-' + chip.id\"",
                ],
            )
            html.Span("{{ covering.text }}", classes="am-covers")
            html.I(
                classes="am-share",
                raw_attrs=[
                    ":style=\"{'--essential': covering.essential + '%', '--whole': covering.whole + '%'}\"",
                    'aria-hidden="true"',
                ],
            )
    label = f"pain_all ? '{words('pain.fewer')}' : '{words('pain.more')}'"
    html.Button(
        f"{{{{ {label} }}}} ({{{{ pain.muscles.length }}}})",
        v_if=f"pain.muscles.length > {SHOWN}",
        type="button",
        classes="am-link",
        click="pain_all = !pain_all",
        id="pain-more",
    )


def _item() -> None:
    with html.Button(type="button", classes="am-item", click="trigger('choose', [item.id])"):
        with html.Span():
            html.B("{{ item.name }}")
            html.Em("{{ item.text }}")
        html.Small("{{ item.figures }}")


def build_ashi_buttons(words: Words) -> None:
    """Add what can be done with a kept spot: ask there again, remove it."""
    with html.Div(v_if="card.ashi"):
        html.Button(
            words("ashi.ask"),
            type="button",
            classes="am-link",
            click="trigger('ashi_ask', [card.ashi])",
            id="ashi-ask",
        )
        html.Button(
            words("ashi.remove"),
            type="button",
            classes="am-link",
            click="trigger('ashi_drop', [card.ashi])",
            id="ashi-remove",
        )


def build_ashi_list(name: Any, words: Words) -> None:
    """Add the kept spots to the panel of layers, if there are any."""
    with html.Div(v_if=(f"{name.ashi}.length",), id="ashi-list"):
        html.H2(words("ashi.title"))
        with html.Div(classes="am-chips am-ashi"):
            html.Button(
                words("ashi.name", number="{{ mark.number }}"),
                v_for=f"mark in {name.ashi}",
                key="mark.number",
                type="button",
                classes="am-chip",
                click="trigger('choose', ['ashi:' + mark.number])",
                raw_attrs=[
                    f":aria-pressed=\"{name.selection} === 'ashi:' + mark.number\"",
                    ":id=\"'ashi-' + mark.number\"",
                ],
            )


def build_counts_legend(name: Any, words: Words) -> None:
    """Add what the colours of the composite map mean, in numbers, and which parts of zones it counts."""
    with html.Div(
        v_if=(f"{name.layers.composite.on}",),
        classes="am-counts",
        raw_attrs=['role="group"', f'aria-label="{words("counts.title")}"'],
        id="counts",
    ):
        html.I(raw_attrs=[':style="{background: counts.gradient}"'])
        with html.Div():
            html.Span("{{ tick }}", v_for="tick in counts.ticks", key="tick")
        for key, only in (("whole", "false"), ("essential", "true")):
            html.Button(
                words(f"counts.{key}"),
                type="button",
                classes="am-chip",
                click=f"trigger('count_essential', [{only}])",
                id=f"counts-{key}",
                raw_attrs=[f':aria-pressed="{name.pain.essential_only} === {only}"'],
            )
