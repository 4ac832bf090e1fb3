"""Walking along a channel: the camera glides to the next point, by a step or by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from viewer.controller import Controller

GLIDE_S, FRAMES = 0.7, 14
REST_S = 2.2  # at each point: time to read its name and its place


class Walking:
    """Steps along the selected channel.

    Parameters
    ----------
    controller
        Knows the next point and moves the camera.
    walked
        Told when another point is selected or the walk begins or ends: whether it goes on by itself.
    glided
        Told when the camera has moved a little.
    """

    def __init__(
        self, controller: Controller, walked: Callable[[bool], None], glided: Callable[[], None]
    ) -> None:
        self._controller = controller
        self._walked = walked
        self._glided = glided
        self._playing: asyncio.Task[None] | None = None
        self._gliding: asyncio.Task[None] | None = None

    def step(self, forward: bool, *, still: bool) -> bool:
        """Go one point on or back; False at the end of the channel."""
        if not self._controller.step(forward):
            return False
        self._walked(self._playing is not None)
        _end(self._gliding)
        self._gliding = asyncio.ensure_future(self._glide(still))
        return True

    def toggle(self, *, still: bool) -> None:
        """Begin to walk by itself, or stop."""
        if self._playing is not None:
            self.stop()
        else:
            self._playing = asyncio.ensure_future(self._play(still))

    def stop(self) -> None:
        """Walk no further; the glide under way ends where it is."""
        playing, self._playing = self._playing, None
        _end(playing)
        _end(self._gliding)
        if playing is not None:
            self._walked(False)

    async def _play(self, still: bool) -> None:
        while self.step(True, still=still):
            await asyncio.sleep(GLIDE_S + REST_S)
        self._playing = None
        self._walked(False)

    async def _glide(self, still: bool) -> None:
        for frame in range(FRAMES if still else 1, FRAMES + 1):
            self._controller.pilot.glide(frame / FRAMES)
            self._glided()
            await asyncio.sleep(GLIDE_S / FRAMES)


def _end(task: asyncio.Task[None] | None) -> None:
    if task is not None and not task.done():
        task.cancel()
