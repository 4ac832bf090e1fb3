"""Undo and redo."""

from __future__ import annotations

from typing import Any

from viewer.ui.words import Words


def build_history_buttons(name: Any, words: Words) -> None:
    """Add the two buttons."""
