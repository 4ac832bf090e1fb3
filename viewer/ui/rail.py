"""The rail on the left: what the visitor can do, each with a sign and a word; on a phone, the bar below.

Some open a drawer beside it, others take a tool in the hand.
"""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.ui.words import Words

# key -> (sign, what says that a tool is in the hand, the act that takes it up or lays it down)
ACTIVITIES = {
    "layers": ("mdi-layers-outline", "", ""),
    "complaints": ("mdi-clipboard-pulse-outline", "", ""),
    "pain": ("mdi-hand-pointing-up", "{0.pain.tool} !== 'off'", "pain_toggle"),
    "overlap": ("mdi-set-center", "{0.overlap.on}", "overlap_toggle"),
    "learn": ("mdi-school-outline", "", ""),
    "measure": ("mdi-ruler", "!!measure", "measure_toggle"),
    "notes": ("mdi-notebook-edit-outline", "", ""),
    "home": ("mdi-file-account-outline", "", ""),
}
QUIET = ':inert="!!(quiz && quiz.asking)"'  # no way to the answer of an open question
DRAWERS = tuple(key for key, (_, _, does) in ACTIVITIES.items() if not does)
SHORTCUTS = {"pain": "h", "overlap": "o", "measure": "m"}


def build_rail(name: Any, words: Words) -> None:
    """Add the rail; ``name`` holds the names of the shared state's fields."""
    with html.Nav(classes="am-rail", raw_attrs=[QUIET, f'aria-label="{words("rail.title")}"']):
        for key, (sign, is_on, does) in ACTIVITIES.items():
            if does:
                _button(key, sign, f"trigger('{does}', [])", f':aria-pressed="{is_on.format(name)}"', words)
            else:
                click = f"drawer = drawer === '{key}' ? '' : '{key}'"
                _button(key, sign, click, f":aria-expanded=\"drawer === '{key}'\"", words)


def _button(key: str, sign: str, click: str, state: str, words: Words) -> None:
    shortcut = f" ({SHORTCUTS[key]})" if key in SHORTCUTS else ""
    with html.Button(
        type="button",
        classes="am-railbtn",
        click=click,
        id=f"rail-{key}",
        raw_attrs=[state, f'title="{words(f"rail_why.{key}")}{shortcut}"'],
    ):
        v3.VIcon(sign, size=22)
        html.Span(words(f"rail.{key}"))
