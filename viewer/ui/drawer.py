"""The drawer beside the rail: what the visitor chooses from."""

from __future__ import annotations

from typing import Any

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.ui.complaint_panel import build_complaint_drawer
from viewer.ui.home_panel import build_home_drawer
from viewer.ui.layers_panel import build_layers_panel
from viewer.ui.learn_panel import build_learn_drawer
from viewer.ui.notes_panel import build_notes_drawer
from viewer.ui.rail import DRAWERS, QUIET
from viewer.ui.words import Words

BUILD = {
    "complaints": build_complaint_drawer,
    "learn": build_learn_drawer,
    "notes": build_notes_drawer,
    "home": build_home_drawer,
}


def build_drawer(name: Any, words: Words) -> None:
    """Add the drawer; the page's own state ``drawer`` says which one is open, empty for none."""
    with html.Section(
        v_show="drawer",
        classes="am-drawer",
        id="drawer",
        raw_attrs=[QUIET, f'aria-label="{words("rail.drawer")}"'],
    ):
        for key in DRAWERS:
            with html.Div(v_show=f"drawer === '{key}'", classes="am-drawerhead"):
                html.H2(words(f"rail.{key}"))
                v3.VBtn(
                    icon="mdi-chevron-left",
                    size="x-small",
                    variant="text",
                    click="drawer = ''",
                    raw_attrs=[f'aria-label="{words("rail.close")}"', f'title="{words("rail.close")}"'],
                    id=f"close-{key}",
                )
        build_layers_panel(name, words)
        for key, build in BUILD.items():
            with html.Div(v_if=f"drawer === '{key}'", classes=f"am-drawer-{key}"):
                build(name, words)
