"""Undo and redo."""

from __future__ import annotations

from typing import Any

from trame.widgets import client
from trame.widgets import vuetify3 as v3

from viewer.ui.words import Words

STEPS = {"undo": ("mdi-undo", "Ctrl+Z"), "redo": ("mdi-redo", "Ctrl+Shift+Z")}


def build_history_buttons(name: Any, words: Words) -> None:  # noqa: ARG001 - as all panels
    """Add the two buttons, and what listens to their keys."""
    for step, (icon, keys) in STEPS.items():
        v3.VBtn(
            icon=icon,
            size="small",
            variant="text",
            disabled=(f"!can_{step}",),
            click=f"trigger('{step}', [])",
            classes="am-history",
            id=step,
            raw_attrs=[
                f'aria-label="{words(f"history.{step}")}"',
                f'title="{words(f"history.{step}")} ({keys})"',
                f'aria-keyshortcuts="{keys.replace("Ctrl", "Control")}"',
            ],
        )
    client.ClientTriggers(mounted="utils.notes.attach(trigger)")
