"""Every visible sentence, by key, from the messages of one language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from viewer.errors import ViewerError
from viewer.languages.folders import folder_of, read_json

MESSAGES = "messages"


class Words:
    """The messages of one language.

    Parameters
    ----------
    messages
        Key to sentence; a sentence may hold ``{names}``.
    language
        Key of the language (``en``): what else is told in it, such as the longer texts, is looked up by it.
    """

    def __init__(self, messages: Mapping[str, str], language: str = "en") -> None:
        self._messages = messages
        self._language = language

    @property
    def language(self) -> str:
        """Key of the language (``en``)."""
        return self._language

    def __call__(self, key: str, **values: object) -> str:
        """Return the sentence of a key, its names filled in.

        Raises
        ------
        KeyError
            When there is no such message.
        """
        return self._messages[key].format(**values)

    def sentence(self, key: str) -> str:
        """Return the sentence of a key as it is written, its names not filled in.

        Raises
        ------
        KeyError
            When there is no such message.
        """
        return self._messages[key]

    @property
    def keys(self) -> frozenset[str]:
        """All keys that there are."""
        return frozenset(self._messages)


@cache
def load_messages(language: str) -> Mapping[str, str]:
    """Return the sentences of a language, each by its key, as they are written.

    ``messages/bar.json`` holds the keys that begin with ``bar.``.

    Raises
    ------
    ViewerError
        If there is no such language, or one of its files is damaged or holds a key of another file.
    """
    found: dict[str, str] = {}
    folder = folder_of(language) / MESSAGES
    files = folder.iterdir() if folder.is_dir() else ()
    for file in sorted(files, key=lambda entry: entry.name):
        if not file.name.endswith(".json"):
            continue
        prefix = file.name.removesuffix("json")
        for key, sentence in read_json(file).items():
            if not key.startswith(prefix):
                raise ViewerError(
                    f"{file}: the key {key!r} must begin with {prefix!r}, as its file is named."
                )
            found[key] = sentence
    return MappingProxyType(found)


@cache
def load_words(language: str) -> Words:
    """Return the words of a language (``en``).

    What a language lacks is English; for one that is offered the tests see to it that it lacks nothing.

    Raises
    ------
    ViewerError
        If there is no such language, or one of its files is damaged.
    """
    messages = {**load_messages("en"), **load_messages(language)}
    return Words(MappingProxyType(messages), language)
