"""Both maps side by side: the button, and the captions over the halves."""

from __future__ import annotations

from typing import Any

from viewer.ui.words import Words


def build_split_button(name: Any, words: Words) -> None:
    """Add the button that goes side by side and back."""


def build_split_captions(name: Any, words: Words) -> None:
    """Add the captions over the halves of the picture."""
