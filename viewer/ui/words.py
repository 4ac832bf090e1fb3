"""Every visible sentence, by key, from the messages of one language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType


class Words:
    """The messages of one language.

    Parameters
    ----------
    messages
        Key to sentence; a sentence may hold ``{names}``.
    """

    def __init__(self, messages: Mapping[str, str]) -> None:
        self._messages = messages

    def __call__(self, key: str, **values: object) -> str:
        """Return the sentence of a key, its names filled in.

        Raises
        ------
        KeyError
            When there is no such message.
        """
        return self._messages[key].format(**values)

    @property
    def keys(self) -> frozenset[str]:
        """All keys that there are."""
        return frozenset(self._messages)


@cache
def load_words(language: str) -> Words:
    """Return the messages of a language (``en``)."""
    text = (resources.files("viewer.ui") / "messages" / f"{language}.json").read_text(encoding="utf-8")
    return Words(MappingProxyType(json.loads(text)))
