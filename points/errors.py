"""Errors of this package that a user may meet: one sentence that says what is wrong and what is right."""

from __future__ import annotations


class AtlasError(ValueError):
    """An atlas cannot be had as asked."""
