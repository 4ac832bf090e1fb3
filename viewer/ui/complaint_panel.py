"""Complaints: the drawer that lists them, and the card of the one that is looked at."""

from __future__ import annotations

from typing import Any

from viewer.ui.words import Words


def build_complaint_drawer(name: Any, words: Words) -> None:
    """Add what the drawer shows."""


def build_complaint_card(name: Any, words: Words) -> None:
    """Add the card; the state ``complaint`` holds it."""
