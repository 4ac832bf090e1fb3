"""What is made ready beside the page, so that the first answer is quick."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any


class Beside:
    """Does work in a thread, while the page goes on and says that it is being prepared.

    Parameters
    ----------
    server
        The trame server.
    said
        Variable of its state that is true meanwhile.
    """

    def __init__(self, server: Any, said: str) -> None:
        self._server = server
        self._said = said
        self._tasks: set[asyncio.Task[None]] = set()  # the loop itself would let them be thrown away

    def do(self, work: Callable[[], None]) -> None:
        """Begin work."""
        task = asyncio.ensure_future(self._do(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _do(self, work: Callable[[], None]) -> None:
        with self._server.state as state:
            state[self._said] = True
        try:
            await asyncio.to_thread(work)
        finally:
            with self._server.state as state:
                state[self._said] = False
