"""The desk as it was left, kept from one start of the program to the next.

It stands in ``desk.json`` in the user's own folder (`viewer.home`), for the user alone to read. A program
that runs holds a lock on its desk; a second one that starts meanwhile takes another (``desk-2.json``), so
that neither ever writes over the other's. A lock ends with its program, however that ends. Who starts next
gets, of the desks that nobody holds, the one that was saved last.

What a desk was before it was begun anew, or before a file or a link took its place, stays beside it once
(``desk.before.json``); what cannot be read is set aside (``desk.damaged.json``).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import IO, Self

from viewer.errors import OutputError
from viewer.notes.file import read_file, write
from viewer.notes.model import Document

NAME = "desk"
MOST = 50  # programs at a time


class KeptDesk:
    """One program's desk on the disk.

    Parameters
    ----------
    path
        Its file.
    lock
        An open file that this program alone has locked.
    """

    def __init__(self, path: Path, lock: IO[bytes]) -> None:
        self.path = path
        self._lock = lock

    @classmethod
    def take(cls, folder: Path) -> Self:
        """Take the desk that was saved last of those that no other program holds, or a new one.

        Raises
        ------
        OutputError
            If the folder cannot be written to.
        """
        names = [NAME, *(f"{NAME}-{number}" for number in range(2, MOST + 1))]
        paths = [folder / f"{name}.json" for name in names]
        saved = sorted((path for path in paths if path.exists()), key=_when_ns, reverse=True)
        for path in dict.fromkeys([*saved, *paths]):
            try:
                lock = _locked(path.with_suffix(".lock"))
            except OSError as error:
                raise OutputError(_why(folder, error)) from None
            if lock is not None:
                return cls(path, lock)
        raise OutputError(f"There are {MOST} desks in '{folder}' already, and all are in use.")

    @property
    def before(self) -> Path:
        """File of what the desk was before it was begun anew."""
        return self.path.with_suffix(".before.json")

    @property
    def damaged(self) -> Path:
        """File of what could not be read."""
        return self.path.with_suffix(".damaged.json")

    def load(self) -> Document | None:
        """Return the desk as it was left; None where there is none yet.

        Raises
        ------
        Refused
            If it cannot be read.
        """
        if not self.path.exists():
            return None
        return read_file(self.path)

    def give_up(self) -> None:
        """Set aside what cannot be read."""
        if self.path.exists():
            self.path.replace(self.damaged)

    def save(self, document: Document) -> None:
        """Write the desk, whole or not at all.

        Raises
        ------
        OutputError
            When the folder cannot be written to, or the disk is full.
        """
        handle, name = -1, ""
        try:
            handle, name = tempfile.mkstemp(prefix=f".{self.path.stem}-", dir=self.path.parent)  # mode 0600
            with os.fdopen(handle, "wb") as file:
                file.write(write(document).encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.path)
        except OSError as error:
            if name:
                Path(name).unlink(missing_ok=True)
            raise OutputError(_why(self.path, error)) from None

    def set_aside(self) -> None:
        """Keep what stands there once more, under another name: something else is to take its place."""
        if not self.path.exists():
            return
        with contextlib.suppress(OSError):  # a second copy is a kindness, no more
            shutil.copy2(self.path, self.before)

    def let_go(self) -> None:
        """Give the desk free for other programs."""
        self._lock.close()


def _locked(path: Path) -> IO[bytes] | None:
    """Open a file and lock it; None where another program has."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    file = os.fdopen(handle, "r+b")
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _when_ns(path: Path) -> int:
    return path.stat().st_mtime_ns


def _why(path: Path, error: OSError) -> str:
    reason = (error.strerror or str(error)).lower()
    return f"Cannot keep the desk in '{path}': {reason}."
