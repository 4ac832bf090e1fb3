"""Errors of this package; each message is one sentence that says what is wrong, where, and what would be right."""

from __future__ import annotations


class AssetError(ValueError):
    """A shipped or user-given body cannot be read."""
