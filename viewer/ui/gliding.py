"""Going somewhere: the camera that has set out is led on, picture by picture."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from viewer.controller import Controller

GLIDE_S, FRAME_S = 0.7, 0.05


class Gliding:
    """Leads a camera that has set out (``controller.pilot``) to where it is going.

    Parameters
    ----------
    controller
        Moves the camera.
    glided
        Told when it has moved a little.
    """

    def __init__(self, controller: Controller, glided: Callable[[], None]) -> None:
        self._controller = controller
        self._glided = glided
        self._gliding: asyncio.Task[None] | None = None

    def start(self, *, still: bool) -> None:
        """Begin; ``still``: be there at once."""
        self.stop()
        self._gliding = asyncio.ensure_future(self._glide(still))

    def stop(self) -> None:
        """End where it is."""
        if self._gliding is not None and not self._gliding.done():
            self._gliding.cancel()

    async def _glide(self, still: bool) -> None:
        loop = asyncio.get_running_loop()
        begin, share = loop.time(), 0.0
        while share < 1.0:  # by the clock: a slow machine shows fewer pictures, not a slow glide
            share = 1.0 if still else min(1.0, (loop.time() - begin + FRAME_S) / GLIDE_S)
            self._controller.pilot.glide(share)
            self._glided()
            await asyncio.sleep(FRAME_S)
