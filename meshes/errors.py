"""Errors of this package; a message is one sentence: what is wrong, where, and what would be right."""

from __future__ import annotations


class AssetError(ValueError):
    """A shipped or user-given body cannot be read."""
