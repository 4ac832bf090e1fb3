"""Notes: the drawer of tender spots and painted areas, of saving and opening."""

from __future__ import annotations

from typing import Any

from viewer.ui.words import Words


def build_notes_drawer(name: Any, words: Words) -> None:
    """Add what the drawer shows."""
