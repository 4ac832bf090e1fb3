"""How commands are explained: help in two columns, and one sentence on what is wrong with a command line."""

from __future__ import annotations

import difflib
import re
import textwrap
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, cast

from cyclopts.exceptions import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
)

if TYPE_CHECKING:
    from cyclopts import Token
    from cyclopts.help import HelpEntry, HelpPanel
    from rich.console import Console, ConsoleOptions, RenderableType

WIDEST = 100  # characters of a line of help
UNSAID = ("", "True", "False")  # defaults that a reader of the help would not miss


class TwoColumns:
    """Lays the help out as text: names on the left, what they do on the right, no frames."""

    def __call__(self, console: Console, options: ConsoleOptions, panel: HelpPanel) -> None:
        """Print one group of commands or options."""
        rows = [(_names(entry), _meaning(entry, console, options)) for entry in panel.entries]
        if not rows:
            return
        left = max(len(names) for names, _ in rows) + 4
        width = max(min(options.max_width, WIDEST), left + 30)
        lines = [f"{panel.title}:"]
        for names, meaning in rows:
            first = f"  {names}".ljust(left)
            lines += textwrap.wrap(meaning, width, initial_indent=first, subsequent_indent=" " * left)
        _print(console, "\n".join(lines))

    def render_usage(self, console: Console, options: ConsoleOptions, usage: object) -> None:
        """Print how the command line begins."""
        text = _plain(usage, console, options).removeprefix("Usage:").strip()
        _print(console, f"Usage: {text}")

    def render_description(self, console: Console, options: ConsoleOptions, description: object) -> None:
        """Print what the command does."""
        _print(console, _plain(description, console, options))


def _print(console: Console, text: str) -> None:
    console.print(f"{text}\n", markup=False, highlight=False, soft_wrap=True)


def _plain(shown: object, console: Console, options: ConsoleOptions) -> str:
    """Return the text of what the library would show in colours, on one line."""
    if not shown:
        return ""
    wide = options.update(width=1000)
    return " ".join(
        "".join(part.text for part in console.render(cast("RenderableType", shown), wide)).split()
    )


def _names(entry: HelpEntry) -> str:
    options = ", ".join((*entry.positive_names, *entry.positive_shorts, *entry.negative_names))
    label = " ".join(part for part in (entry.positional_label, options) if part)
    return f"{label} {entry.metavar}" if entry.metavar and options else label


def _meaning(entry: HelpEntry, console: Console, options: ConsoleOptions) -> str:
    default = str(entry.default or "").strip('"')
    said = "" if default in UNSAID else f" [{default}]"
    return _plain(entry.description, console, options) + said


def whole_number(_: type, tokens: Sequence[Token]) -> int:
    """Read digits only, where the library would take ``1.5`` for 1."""
    if not re.fullmatch(r"[0-9]{1,9}", tokens[0].value):
        raise ValueError(f"'{tokens[0].value}' is not a whole number")
    return int(tokens[0].value)


def what_is_wrong(error: CycloptsError, commands: Collection[str]) -> str:
    """Say in one sentence what is wrong with a command line, and what would be right."""
    command = " ".join(error.command_chain or ())
    if isinstance(error, UnusedCliTokensError | UnknownCommandError) and error.unused_tokens:
        extra = error.unused_tokens[0]
        if command:
            return f"'{extra}' is one word too many for '{command}'."
        return f"There is no command '{extra}'; {_hint(extra, commands)}"
    if isinstance(error, UnknownOptionError):
        given = error.token.keyword or error.token.value
        known = [name for argument in error.argument_collection for name in argument.names]
        return f"There is no option '{given}'{_of(command)}; {_hint(given, [*known, '--help'])}"
    if isinstance(error, MissingArgumentError) and error.argument is not None:
        name = error.keyword or error.argument.name
        if name.startswith("-"):
            return f"The option '{name}' needs a value after it."
        return f"'{command}' needs {name.lstrip('-')}: {_decapitalised(error.argument.parameter.help)}"
    if isinstance(error, CoercionError) and error.token is not None:
        return f"The value of '{error.token.keyword}' cannot be read: {error.msg}."
    return " ".join(str(error).split())


def _of(command: str) -> str:
    return f" of '{command}'" if command else ""


def _hint(given: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(given, known, n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else f"there are {', '.join(known)}."


def _decapitalised(text: object) -> str:
    said = str(text or "a value")
    return said[:1].lower() + said[1:] if said[1:2].islower() else said
