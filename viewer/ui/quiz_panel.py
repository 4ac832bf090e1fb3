"""The quiz: its question, its answer, its end."""

from __future__ import annotations

from typing import Any

from viewer.ui.words import Words


def build_quiz(name: Any, words: Words) -> None:
    """Add the question; the state ``quiz`` holds it."""
