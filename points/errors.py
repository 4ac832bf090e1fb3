"""Errors of this package that a user may meet; a message is one sentence: what is wrong, and what would be right."""

from __future__ import annotations


class AtlasError(ValueError):
    """An atlas cannot be had as asked."""
