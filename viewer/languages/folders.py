"""Where the texts of a language stand, and how its files are read."""

from __future__ import annotations

import json
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from viewer.errors import ViewerError

ABOUT = "language.json"


def folder_of(language: str) -> Traversable:
    """Return the folder of a language.

    Raises
    ------
    ViewerError
        If there is none.
    """
    folder = resources.files("viewer.languages") / language
    if not (folder / ABOUT).is_file():
        raise ViewerError(f"There is no language {language!r}; there are {', '.join(languages())}.")
    return folder


def languages() -> tuple[str, ...]:
    """Return the keys of all languages that have a folder, in order."""
    entries = resources.files("viewer.languages").iterdir()
    return tuple(sorted(entry.name for entry in entries if (entry / ABOUT).is_file()))


def read_json(file: Traversable) -> dict[str, Any]:
    """Return the object that a JSON file of a language holds.

    Raises
    ------
    ViewerError
        If the file is missing, or holds anything else.
    """
    try:
        text = file.read_text(encoding="utf-8")
        held = json.loads(text)
    except FileNotFoundError:
        raise ViewerError(f"{file} is missing; see viewer/languages/README.md.") from None
    except ValueError as problem:
        raise ViewerError(f"{file} is damaged: {problem}.") from None
    if not isinstance(held, dict):
        raise ViewerError(f"{file} is damaged: it must hold one JSON object.")
    return held


def read_texts(language: str, concern: str) -> dict[str, Any]:
    """Return the longer texts of a concern (``complaints``, ``explain``, ``tours`` …) in a language.

    There is no falling back to English: what a language lacks is an error that names the file.

    Raises
    ------
    ViewerError
        If there is no such language or file, or the file is damaged.
    """
    return read_json(folder_of(language) / f"{concern}.json")
