"""Measuring: the strip of the tool over the picture."""

from __future__ import annotations

from typing import Any

from viewer.ui.words import Words


def build_measure_tools(name: Any, words: Words) -> None:
    """Add the strip; the state ``measure`` holds what was measured."""
