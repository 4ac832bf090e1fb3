"""What commands say: data on standard output, talk and progress on standard error."""

from __future__ import annotations

import contextlib
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from points.progress import Bar


def say(line: str) -> None:
    """Say a line to the user; no harm if nobody can read it."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def progress(what: str, share: float) -> None:
    """Show how far something is: a share of 0 to 1."""
    _bar()(what, share)


def put_out(text: str) -> None:
    """Put data on standard output, in UTF-8 wherever that can be said."""
    from viewer.errors import OutputError

    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", newline="\n")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        turn_away(sys.stdout)
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"Cannot write to standard output: {reason}.") from None


def turn_away(stream: TextIO) -> None:
    """Lead a stream that cannot be written to nowhere, or Python would complain once more as it ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


@cache
def _bar() -> Bar:
    from points.progress import Bar

    return Bar(sys.stderr)
