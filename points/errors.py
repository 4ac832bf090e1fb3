"""Errors of this package that a user may meet: one sentence that says what is wrong and what is right."""

from __future__ import annotations


class AtlasError(ValueError):
    """An atlas cannot be had as asked."""


class TableError(ValueError):
    """A table breaks its model.

    One line for each problem: file, row, column, what was found and what is allowed.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class OverlapError(ValueError):
    """Maps cannot be compared as asked."""
