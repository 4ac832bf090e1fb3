"""Arrays and words in one file: written whole, read member by member when they are asked for.

The file is a zip archive that numpy can read too. Its comment is the SHA-256 of all that stands before it, so
one quick look says that every member is whole, and each is only unpacked when somebody wants it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic_core import from_json

from points.errors import AtlasError

Arrays = dict[str, NDArray[Any]]
T = TypeVar("T")

WORDS, KEY = "words", "key"
_SEAL = 64  # hexadecimal digits of a SHA-256
_NO_COMMENT = b"PK\x05\x06"  # begins the last 22 bytes of a zip archive without a comment
_UNREADABLE = (
    ValueError,
    TypeError,
    OSError,
    KeyError,
    IndexError,
    EOFError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)


class StaleError(AtlasError):
    """There is no stored file made from the present inputs; its content has to be computed."""


class Archive:
    """The members of a stored file."""

    def __init__(self, content: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(content))

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Unpack an array."""
        content = io.BytesIO(self._zip.read(f"{name}.npy"))
        array: NDArray[Any] = np.load(content, allow_pickle=False)
        return array

    @cached_property
    def words(self) -> dict[str, Any]:
        """What is told besides numbers; its ``key`` says what all of it was computed from."""
        words: dict[str, Any] = from_json(self[WORDS].tobytes())
        return words


def write(path: Path, key: str, arrays: Mapping[str, NDArray[Any]], words: Mapping[str, Any]) -> None:
    """Write a file at once or not at all; the same content gives the same bytes.

    Parameters
    ----------
    path
        Where to; its folder is made.
    key
        Says what the content was computed from.
    arrays
        The numbers, by name.
    words
        What else there is to tell, for JSON.

    Raises
    ------
    OSError
        If it cannot be written; nothing is left behind then.
    """
    text = json.dumps({**words, KEY: key}, ensure_ascii=False, separators=(",", ":")).encode()
    members = {**arrays, WORDS: np.frombuffer(text, dtype=np.uint8)}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(members):
            member = io.BytesIO()
            np.save(member, members[name], allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), member.getvalue(), zipfile.ZIP_DEFLATED)
        archive.comment = bytes(_SEAL)
    unsealed = content.getvalue()[:-_SEAL]
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.part")
    try:
        temporary.write_bytes(unsealed + _seal(unsealed))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def read(path: Path, key: str, what: str, unpack: Callable[[Archive], T]) -> T:
    """Read a file and unpack it.

    Parameters
    ----------
    path
        The file.
    key
        The key that it must have.
    what
        What it holds, in one word for messages.
    unpack
        Makes of the archive what is wanted.

    Raises
    ------
    StaleError
        If there is no such file, or it was computed from something else.
    AtlasError
        If the file is damaged or may not be read.
    """
    try:
        content = path.read_bytes()
        if not _older(content):
            if not _whole(content):
                raise ValueError("its seal is broken")
            archive = Archive(content)
            if archive.words[KEY] == key:
                return unpack(archive)
    except FileNotFoundError:
        raise StaleError(f"There is no {what} file {path}.") from None
    except PermissionError:
        raise AtlasError(f"The {what} file {path} may not be read; give yourself the right to.") from None
    except _UNREADABLE:
        raise AtlasError(f"The {what} file {path} is damaged; delete it, or reinstall the program.") from None
    raise StaleError(f"The {what} file {path} was made from other inputs; run python -m points.bake.")


def _older(content: bytes) -> bool:
    """Whether a file is whole, but from before files were sealed."""
    return content[-22:].startswith(_NO_COMMENT)


def _whole(content: bytes) -> bool:
    return content[-_SEAL:] == _seal(content[:-_SEAL])


def _seal(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
