"""The bar on top: name, search, body, views, theme."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.selected import COMPLAINT
from viewer.ui.history_panel import build_history_buttons
from viewer.ui.language_menu import build_language_menu
from viewer.ui.split_panel import build_split_button
from viewer.ui.words import Words

CHOSEN = (  # a complaint is found too; it sets up the whole scene
    f"$event && ($event.startsWith('{COMPLAINT}')"
    f" ? trigger('complaint_choose', [$event.slice({len(COMPLAINT)}), utils.ashimap.still()])"
    " : trigger('choose', [$event]))"
)


def build_bar(name: Any, words: Words, bodies: tuple[str, ...]) -> None:
    """Add the bar; ``name`` holds the names of the shared state's fields."""
    with html.Header(classes="am-bar"):
        with html.H1(classes="am-brand", raw_attrs=[f'aria-label="{words("app.title")}"']):
            html.B("Ashi")
            html.I("map")
        _search(name, words)
        build_history_buttons(name, words)
        html.Div(classes="am-spacer")
        v3.VChip(
            "{{ tabs }} " + words("status.tabs"), v_if="tabs > 1", size="small", color="warning", id="tabs"
        )
        _bodies(name, words, bodies)
        build_split_button(name, words)
        build_language_menu(name, words)
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
        update_modelValue=CHOSEN,
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
        disabled=("!!(quiz && quiz.asking)",),  # it would find the answer
        id="search",
        raw_attrs=[
            f'aria-label="{words("bar.search")}"',
            "@update:focused=\"$event && trigger('search_prepare', [])\"",
        ],
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
