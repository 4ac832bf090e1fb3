"""Taking home: the drawer that makes hand-outs, pictures and models."""

from __future__ import annotations

from typing import Any

from viewer.ui.words import Words


def build_home_drawer(name: Any, words: Words) -> None:
    """Add what the drawer shows."""
