"""Going somewhere: the camera that has set out is led on, picture by picture."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from viewer.controller import Controller

GLIDE_S, FRAMES = 0.7, 14


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
        for frame in range(FRAMES if still else 1, FRAMES + 1):
            self._controller.pilot.glide(frame / FRAMES)
            self._glided()
            await asyncio.sleep(GLIDE_S / FRAMES)
