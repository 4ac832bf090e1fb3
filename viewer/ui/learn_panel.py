"""Learning: the drawer that offers quizzes and tours."""

from __future__ import annotations

from typing import Any

from viewer.ui.words import Words


def build_learn_drawer(name: Any, words: Words) -> None:
    """Add what the drawer shows."""
