"""Write a file, or several as a set, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
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


def check_folder(folder: Path, names: Iterable[str]) -> None:
    """Pass a folder that `write_set` could write files to; it need not exist, but its own folder must.

    Raises
    ------
    OutputError
        If it is a file, cannot be made or written to, or one of the names is a folder in it.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"Cannot write to '{folder}': that is a file; give the name of a folder.")
    if not folder.exists() and not folder.parent.is_dir():
        raise OutputError(
            f"Cannot make the folder '{folder}': there is no folder '{folder.parent}';"
            " make it first or choose another."
        )
    if not os.access(folder if folder.exists() else folder.parent, os.W_OK | os.X_OK):
        raise OutputError(
            f"Cannot write to '{folder}': permission denied; choose a place that you may write to."
        )
    for name in names:
        if (folder / name).is_dir():
            raise OutputError(f"Cannot write '{folder / name}': that is a folder; move it away first.")


def write_set(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write several files to a folder: all of them, or none and what was there before stays.

    Parameters
    ----------
    folder
        Where to; it is made if it does not exist.
    files
        Content by file name.

    Raises
    ------
    OutputError
        As `check_folder`, or when the disk is full.
    """
    check_folder(folder, files)
    new = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as name:
            _exchange(folder, Path(name), files)
    except BaseException as error:
        if new:
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise OutputError(_why(folder, error)) from None
        raise


def _exchange(folder: Path, aside: Path, files: Mapping[str, bytes]) -> None:
    """Write files aside, then put them in the place of the old ones; if anything fails, put those back."""
    for name, content in files.items():
        (aside / name).write_bytes(content)
    old = aside / "old"
    old.mkdir()
    try:
        for name in files:
            if (folder / name).exists():
                (folder / name).replace(old / name)
            (aside / name).replace(folder / name)
    except BaseException:  # Ctrl-C too
        for name in files:
            if (old / name).exists():
                (old / name).replace(folder / name)
            elif not (aside / name).exists():
                (folder / name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _why(path: Path, error: OSError) -> str:
    reason = (error.strerror or str(error)).lower()
    return f"Cannot write '{path}': {reason}; choose a place that you may write to and that has room."
