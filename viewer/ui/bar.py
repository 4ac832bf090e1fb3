"""The bar on top: name, search, body, views, theme."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.ui.overlap_panel import build_overlap_button
from viewer.ui.pain_panel import build_pain_button
from viewer.ui.words import Words

VIEWS = ("front", "back", "left", "right", "top")


def build_bar(name: Any, words: Words, bodies: tuple[str, ...]) -> None:
    """Add the bar; ``name`` holds the names of the shared state's fields."""
    with html.Header(classes="am-bar"):
        v3.VBtn(
            icon="mdi-menu",
            variant="text",
            size="small",
            click="panel_open = !panel_open",
            raw_attrs=[f'aria-label="{words("bar.layers")}"', ':aria-expanded="panel_open"'],
            id="toggle-layers",
        )
        with html.H1(classes="am-brand", raw_attrs=[f'aria-label="{words("app.title")}"']):
            html.B("Ashi")
            html.I("map")
        _search(name, words)
        html.Div(classes="am-spacer")
        v3.VChip(
            "{{ tabs }} " + words("status.tabs"), v_if="tabs > 1", size="small", color="warning", id="tabs"
        )
        _bodies(name, words, bodies)
        build_pain_button(name, words)
        build_overlap_button(name, words)
        _views(words)
        v3.VBtn(
            icon=(f"{name.theme} === 'light' ? 'mdi-weather-night' : 'mdi-white-balance-sunny'",),
            variant="text",
            size="small",
            click=f"{name.theme} = {name.theme} === 'light' ? 'dark' : 'light'",
            raw_attrs=[f'aria-label="{words("bar.theme")}"'],
            id="theme",
        )


def _search(name: Any, words: Words) -> None:
    """Search runs on the server: it knows pinyin, hanzi, muscles and slips of the finger."""
    v3.VAutocomplete(
        v_model=("found", None),
        items=("results", []),
        item_title="title",
        item_value="id",
        item_props="props",
        update_search=f"{name.search} = $event || ''",
        update_modelValue="$event && trigger('choose', [$event])",
        no_filter=True,
        hide_no_data=(f"!{name.search}",),
        no_data_text=words("bar.no_result"),
        placeholder=words("bar.search_hint"),
        prepend_inner_icon="mdi-magnify",
        menu_icon="",
        density="compact",
        variant="outlined",
        hide_details=True,
        auto_select_first=True,
        clearable=True,
        classes="am-search",
        id="search",
        raw_attrs=[f'aria-label="{words("bar.search")}"'],
    )


def _bodies(name: Any, words: Words, bodies: tuple[str, ...]) -> None:
    with v3.VBtnToggle(
        v_model=(name.body,),
        mandatory=True,
        density="compact",
        variant="outlined",
        divided=True,
        raw_attrs=['role="group"', f'aria-label="{words("body.choose")}"'],
    ):
        for body in bodies:
            v3.VBtn(
                words(f"body.{body}"),
                value=body,
                size="small",
                id=f"body-{body}",
                raw_attrs=[f":aria-pressed=\"{name.body} === '{body}'\""],
            )


def _views(words: Words) -> None:
    with html.Div(raw_attrs=['role="group"', f'aria-label="{words("view.choose")}"'], classes="am-views"):
        for view in VIEWS:
            v3.VBtn(
                words(f"view.{view}"),
                size="small",
                variant="text",
                classes="am-viewbtn",
                click=f"trigger('look', ['{view}'])",
                id=f"view-{view}",
            )
        v3.VBtn(
            icon="mdi-target",
            size="small",
            variant="text",
            disabled=("!card || !!card.colour",),
            click="trigger('look', ['selection'])",
            raw_attrs=[f'aria-label="{words("view.selection")}"', f'title="{words("view.selection")}"'],
            id="view-selection",
        )
