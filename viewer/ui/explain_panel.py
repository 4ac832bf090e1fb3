"""Explaining to a patient: one thing at a time, in large letters."""

from __future__ import annotations

from typing import Any

from viewer.ui.words import Words


def build_explain(name: Any, words: Words) -> None:
    """Add the steps; the state ``explain`` holds the one that is looked at."""
