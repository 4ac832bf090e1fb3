"""How far long work has come: told to a callback, and shown as a bar where somebody looks on."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import TextIO

Progress = Callable[[str, float], None]
"""Told what is being worked on, and which share of all the work is done, from 0 to 1."""

WIDTH = 30


def unseen(what: str, share: float) -> None:
    """Progress that nobody asked for."""


class Course:
    """Work in stages that take unlike times.

    Parameters
    ----------
    progress
        Is told.
    costs
        The stages in their order, and how long each takes compared with the others.
    """

    def __init__(self, progress: Progress, costs: Mapping[str, float]) -> None:
        self._progress = progress
        self._costs = costs

    def at(self, stage: str, done: float = 0.0) -> None:
        """Tell that a stage is at work, and what share of it is done."""
        stages = list(self._costs)
        before = sum(self._costs[name] for name in stages[: stages.index(stage)])
        self._progress(stage, (before + done * self._costs[stage]) / sum(self._costs.values()))

    def done(self) -> None:
        """Tell that all is done."""
        self._progress("", 1.0)


class Bar:
    """A bar on a terminal; elsewhere, such as in a log, a line for each stage.

    Parameters
    ----------
    stream
        Where to, usually standard error.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._shown = ""

    def __call__(self, what: str, share: float) -> None:
        """Show how far the work has come."""
        text = self._drawn(what, share) if self._live else f"  {what} …\n" * bool(what)
        if text == self._shown:
            return
        self._shown = text
        with contextlib.suppress(OSError):
            self._stream.write(text)
            self._stream.flush()

    def _drawn(self, what: str, share: float) -> str:
        if not what:
            return "\r\x1b[K"  # back to the beginning of the line, and nothing after it
        full = round(WIDTH * share)
        return f"\r\x1b[K[{'#' * full}{'.' * (WIDTH - full)}] {share:4.0%}  {what}"
