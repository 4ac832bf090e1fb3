"""What takes a while to make: made once for each body, when it is first asked for or ahead of that."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from points.atlas import Atlas

T = TypeVar("T")


class PerBody(Generic[T]):
    """One for each body.

    Parameters
    ----------
    load
        Gives the atlas of a body by name.
    make
        Makes one of an atlas.
    """

    def __init__(self, load: Callable[[str], Atlas], make: Callable[[Atlas], T]) -> None:
        self.make = make
        self._load = load
        self._made: dict[str, T] = {}
        self._making = Lock()  # it may be made ahead of the first question, meanwhile the page goes on

    def of(self, body: str) -> T:
        """Return that of a body by name."""
        with self._making:
            if body not in self._made:
                self._made[body] = self.make(self._load(body))
            return self._made[body]
