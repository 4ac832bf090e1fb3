"""Where the texts of a language stand, and how its files are read."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any

from viewer.errors import ViewerError

ABOUT = "language.json"
OWN = "ASHIMAP_LANGUAGES"  # names a folder whose languages are added to ours, or take the place of ours


def folder_of(language: str) -> Traversable:
    """Return the folder of a language.

    Raises
    ------
    ViewerError
        If there is none.
    """
    for place in _places():
        if language and (place / language / ABOUT).is_file():
            return place / language
    raise ViewerError(f"There is no language '{language}'; there are {', '.join(languages())}.")


def languages() -> tuple[str, ...]:
    """Return the keys of all languages that have a folder, in order."""
    entries = {entry.name: entry for place in _places() for entry in place.iterdir()}
    return tuple(sorted(name for name, entry in entries.items() if (entry / ABOUT).is_file()))


def known(language: str) -> str:
    """Return the key of a language, written as its folder is.

    Raises
    ------
    ViewerError
        If there is none.
    """
    folded = {key.casefold(): key for key in languages()}
    key = folded.get(language.casefold().replace("_", "-"))
    if key is None:
        raise ViewerError(f"There is no language '{language}'; there are {', '.join(languages())}.")
    return key


def is_whole(language: str) -> bool:
    """Tell whether all is told in a language: its `ABOUT` may say that it is not yet (``"whole": false``)."""
    return bool(about(language).get("whole", True))


def has_latin_letters(language: str) -> bool:
    """Tell whether all of a language is written in Latin letters: fonts that draw pictures have no others."""
    return about(language).get("letters") == "latin"


def offered() -> Mapping[str, str]:
    """Return the languages that one can choose, each with its own name for itself: English first.

    Those that are not yet told whole are left out.
    """
    keys = sorted(languages(), key=lambda key: (key != "en", key))
    return {key: str(about(key)["name"]) for key in keys if is_whole(key)}


@cache
def about(language: str) -> Mapping[str, Any]:
    """Return what the language says of itself: its ``name`` and the rest of its `ABOUT`."""
    return MappingProxyType(read_json(folder_of(language) / ABOUT))


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

    What a language lacks is English; for one that is offered the tests see to it that it lacks nothing.

    Raises
    ------
    ViewerError
        If there is no such language or file, or the file is damaged.
    """
    file = folder_of(language) / f"{concern}.json"
    english = read_json(folder_of("en") / f"{concern}.json")
    return _filled(english, read_json(file)) if file.is_file() else english


def _filled(english: dict[str, Any], texts: dict[str, Any]) -> dict[str, Any]:
    """Put English texts where others are missing, within objects too."""
    filled = {**english, **texts}
    for key, one in english.items():
        if isinstance(one, dict) and isinstance(filled[key], dict):
            filled[key] = _filled(one, filled[key])
    return filled


def _places() -> tuple[Traversable, ...]:
    """Folders that hold the folders of languages: a translator's own, if there is one, and ours."""
    own = os.environ.get(OWN)
    ours = resources.files("viewer.languages")
    return (Path(own), ours) if own else (ours,)
