"""Errors of this package that a user may meet: one sentence that says what is wrong and what is right."""

from __future__ import annotations


class ViewerError(RuntimeError):
    """Something asked of the viewer cannot be."""


class OutputError(ViewerError):
    """A file cannot be written as asked."""


class ServeError(ViewerError):
    """The interface cannot be served as asked."""


class UnknownError(ViewerError):
    """A name was given that does not exist; the message lists or suggests those that do."""


class UsageError(ViewerError):
    """A value on the command line cannot be read at all, as distinct from naming what does not exist."""
