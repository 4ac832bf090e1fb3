"""Which language is spoken first: the one that is asked for, else the last one, else the system's."""

from __future__ import annotations

import locale
import os
from collections.abc import Iterable, Mapping

from viewer.home import home
from viewer.languages.folders import about, known, offered

ENGLISH = "en"
LAST = "language.txt"  # in the user's folder: key of the language spoken last
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def first_language(asked: str = "") -> str:
    """Return the key of the language to speak first.

    Parameters
    ----------
    asked
        Key of the language that the user asks for; empty for none.

    Raises
    ------
    ViewerError
        If the user asks for a language that there is not.
    """
    if asked:
        return known(asked)
    return _last() or of_locales(system_locales(os.environ)) or ENGLISH


def remember(language: str) -> None:
    """Keep a language as the one spoken last."""
    (home() / LAST).write_text(language + "\n", encoding="utf-8")


def of_locales(locales: Iterable[str]) -> str:
    """Return the key of the language of the first locale that one of ours serves; empty for none.

    A language names the locales that it serves in its ``language.json``: ``zh-TW`` before ``zh``.
    """
    served = {
        one.casefold(): key for key in offered() for one in (key, *map(str, about(key).get("locales", ())))
    }
    for name in locales:
        parts = name.partition(".")[0].partition("@")[0].replace("_", "-").casefold().split("-")
        for length in range(len(parts), 0, -1):
            key = served.get("-".join(parts[:length]))
            if key:
                return key
    return ""


def system_locales(environment: Mapping[str, str]) -> list[str]:
    """Names of the system's locale, the one that counts most first: ``zh_TW.UTF-8``."""
    named = [environment[name] for name in VARIABLES if environment.get(name)]
    return [*named[:1], *filter(None, [locale.getlocale()[0]])]


def _last() -> str:
    try:
        key = (home() / LAST).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return key if key in offered() else ""
