"""The words of a program that may change its language while it runs."""

from __future__ import annotations

from collections.abc import Callable

from viewer.languages.words import Words, load_words


class Tongue(Words):
    """Words in the language of the moment: whoever holds them always speaks it.

    Parameters
    ----------
    spoken
        Gives the key of the language of the moment (``en``).
    """

    def __init__(self, spoken: Callable[[], str]) -> None:
        self._spoken = spoken

    @property
    def language(self) -> str:
        """Key of the language of the moment."""
        return self._spoken()

    def __call__(self, key: str, **values: object) -> str:
        """Return the sentence of a key, its names filled in.

        Raises
        ------
        KeyError
            When there is no such message.
        """
        return load_words(self._spoken())(key, **values)

    def sentence(self, key: str) -> str:
        """Return the sentence of a key as it is written, its names not filled in.

        Raises
        ------
        KeyError
            When there is no such message.
        """
        return load_words(self._spoken()).sentence(key)

    @property
    def keys(self) -> frozenset[str]:
        """All keys that there are."""
        return load_words(self._spoken()).keys
