"""The language of the interface."""

from __future__ import annotations

from typing import Any

from viewer.ui.words import Words


def build_language_menu(name: Any, words: Words) -> None:
    """Add the menu of languages."""
