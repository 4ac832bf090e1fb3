"""Write a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from viewer.errors import OutputError


def check_place(path: Path) -> None:
    """Pass a file name in a folder that exists.

    Raises
    ------
    OutputError
        If it is a folder itself, or its folder does not exist.
    """
    if path.is_dir():
        raise OutputError(f"Cannot write '{path}': that is a folder; give the name of a file in it.")
    if not path.parent.is_dir():
        raise OutputError(
            f"Cannot write '{path}': there is no folder '{path.parent}'; make it first or choose another."
        )


@contextlib.contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a temporary file beside ``path`` to write to; it becomes ``path`` only when all went well.

    Raises
    ------
    OutputError
        When the folder does not exist or cannot be written to, or the disk is full.
    """
    check_place(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise OutputError(_why(path, error)) from None
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise OutputError(_why(path, error)) from None
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes whole or not at all; raises as `written_whole`."""
    with written_whole(path) as temporary:
        temporary.write_bytes(content)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text whole or not at all; raises as `written_whole`."""
    write_bytes(path, text.encode("utf-8"))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _why(path: Path, error: OSError) -> str:
    reason = (error.strerror or str(error)).lower()
    return f"Cannot write '{path}': {reason}; choose a place that you may write to and that has room."
