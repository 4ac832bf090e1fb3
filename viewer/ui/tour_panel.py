"""Guided tours: the strip above the card."""

from __future__ import annotations

from typing import Any

from viewer.ui.words import Words


def build_tour(name: Any, words: Words) -> None:
    """Add the strip; the state ``tour`` holds the stop."""


def build_tour_list(name: Any, words: Words) -> None:
    """Add the list of tours to the drawer."""
