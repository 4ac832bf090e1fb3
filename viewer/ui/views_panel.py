"""The views: buttons over the lower edge of the picture."""

from __future__ import annotations

from trame.widgets import html
from trame.widgets import vuetify3 as v3

from viewer.ui.words import Words

VIEWS = ("front", "back", "left", "right", "top")


def build_views(words: Words) -> None:
    """Add the buttons, and the one that faces the selection."""
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
