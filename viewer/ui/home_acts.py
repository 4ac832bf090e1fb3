"""Acts of the page that make what is taken home."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from viewer import making
from viewer.desks.home import TYPES, Form, HomeDesk, remember
from viewer.errors import ViewerError
from viewer.ui.acts import Acts, Page, act
from viewer.ui.words import Words


class HomeActs(Acts):
    """What the drawer of hand-outs does.

    Parameters
    ----------
    page
        What they act on.
    words
        The messages in the language of the moment.
    """

    def __init__(self, page: Page, words: Words) -> None:
        super().__init__(page)
        self._words = words
        self._desk = HomeDesk(page.controller)
        self._under_way: dict[int, asyncio.Task[bytes]] = {}
        self._names: dict[int, tuple[str, str]] = {}
        self._count = 0
        self.tell()

    @act
    def home_add(self) -> None:
        """Put what is selected into the hand-out."""
        self._desk.add()
        self.tell()

    @act
    def home_drop(self, mark: str) -> None:
        """Leave a point out of the hand-out."""
        self._desk.drop(mark)
        self.tell()

    @act
    def home_make(self, kind: str, form: Mapping[str, Any]) -> dict[str, Any]:
        """Begin to make a file; return its number for `home_take`, or why it cannot be made."""
        texts = {key: str(form.get(key) or "") for key in ("practitioner", "note", "date")}
        written = Form(**texts, with_kept=bool(form.get("kept", True)))
        try:
            job = self._desk.job(kind, written)
        except ViewerError as error:
            return {"problem": str(error)}
        if kind == making.HANDOUT:
            remember(written.practitioner)
            self._server.state.home_practitioner = written.practitioner  # for a page that is loaded anew
        self._count += 1
        self._names[self._count] = self._desk.name_of(kind), TYPES[kind]
        self._under_way[self._count] = asyncio.ensure_future(making.make(job))
        return {"number": self._count}

    @act
    def home_take(self, number: int) -> dict[str, Any] | None:
        """Hand over a file that is made, once; None while it is not, or why it could not be made."""
        task = self._under_way.get(number)
        if task is None:
            return {"problem": self._words("home.gone")}
        if not task.done():
            return None
        del self._under_way[number]
        name, kind = self._names.pop(number)
        try:
            return {"name": name, "type": kind, "content": task.result()}
        except ViewerError as error:
            return {"problem": str(error)}

    def tell(self) -> None:
        """Tell the page which points are kept."""
        self._server.state.home_points = self._desk.listed(self._words)
