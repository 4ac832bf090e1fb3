"""Finding by name: one index for each body and language, gathered when it is first asked."""

from __future__ import annotations

from collections.abc import Callable

from points.atlas import Atlas
from viewer.search import Found, Index, build_index, named, search
from viewer.speakers import in_all_languages
from viewer.state import ViewState


class Finder:
    """Finds what is on the body that a visitor sees, in every language.

    Parameters
    ----------
    state
        What the visitor chose.
    load
        Gives the atlas of a body by name.
    muscles
        Gives the keys of the muscles that have a body.
    """

    def __init__(
        self, state: ViewState, load: Callable[[str], Atlas], muscles: Callable[[], tuple[str, ...]]
    ) -> None:
        self._state = state
        self._load = load
        self._muscles = muscles
        self._indices: dict[tuple[str, str], Index] = {}

    def search(self, text: str) -> tuple[Found, ...]:
        """Answers to a search, best first."""
        return search(self._index, text)

    def named(self, text: str) -> frozenset[str]:
        """Ids of the marks that are called just so, in any language."""
        return named(self._index, text)

    def prepare(self) -> None:
        """Gather all names, if that was not done yet: it takes some tenths of a second."""
        _ = self._index

    @property
    def _index(self) -> Index:
        asked = self._state.body, self._state.language
        if asked not in self._indices:
            spoken, others = in_all_languages(self._load(self._state.body), self._state.language)
            self._indices[asked] = build_index(spoken, self._muscles(), others)
        return self._indices[asked]
