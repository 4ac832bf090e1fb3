"""Walking along a channel: the camera glides to the next point, by a step or by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from viewer.controller import Controller
from viewer.ui.gliding import GLIDE_S, Gliding

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
        self._playing: asyncio.Task[None] | None = None
        self._gliding = Gliding(controller, glided)

    def step(self, forward: bool, *, still: bool) -> bool:
        """Go one point on or back; False at the end of the channel."""
        if not self._controller.step(forward):
            return False
        self._walked(self._playing is not None)
        self._gliding.start(still=still)
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
        self._gliding.stop()
        if playing is not None:
            self._walked(False)

    async def _play(self, still: bool) -> None:
        while self.step(True, still=still):
            await asyncio.sleep(GLIDE_S + REST_S)
        self._playing = None
        self._walked(False)


def _end(task: asyncio.Task[None] | None) -> None:
    if task is not None and not task.done():
        task.cancel()
