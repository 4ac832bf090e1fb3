"""The local twitch response: a taut band flicks for the blink of an eye, when asked to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import numpy as np

from viewer.controller import Controller

LASTS_S, STEP_S = 0.6, 0.05
FLICKS = 3  # each weaker than the one before
FADE_S = 0.2  # a flick has lost two thirds of its strength after so long
STILL_S = 1.4  # how long the band is lit where nothing may move


class Twitching:
    """Plays the twitch of the selected trigger point.

    Parameters
    ----------
    controller
        Knows the band and draws it.
    drawn
        Told after each change of the picture.
    """

    def __init__(self, controller: Controller, drawn: Callable[[], None]) -> None:
        self._controller = controller
        self._drawn = drawn
        self._playing: asyncio.Task[None] | None = None

    def start(self, *, still: bool) -> None:
        """Begin anew; ``still``: nothing moves, the band is only lit for a moment."""
        self.stop()
        if self._controller.ready_twitch():
            self._playing = asyncio.ensure_future(self._lit() if still else self._play())

    def stop(self) -> None:
        """End where it is; the picture is as it was before."""
        playing, self._playing = self._playing, None
        if playing is not None and not playing.done():
            playing.cancel()
            self._show(0.0, 0.0)

    async def _play(self) -> None:
        loop = asyncio.get_running_loop()
        begin = loop.time()
        # by the clock: a slow machine shows fewer pictures, not a slow twitch
        while (time_s := loop.time() - begin + STEP_S) < LASTS_S:
            strength = contraction(time_s)
            self._show(strength, max(strength, 1.0 - time_s / LASTS_S))
            await asyncio.sleep(STEP_S)
        self._show(0.0, 0.0)

    async def _lit(self) -> None:
        self._show(0.0, 1.0)
        await asyncio.sleep(STILL_S)
        self._show(0.0, 0.0)

    def _show(self, contraction: float, light: float) -> None:
        self._controller.twitch(contraction, light)
        self._drawn()


def contraction(time_s: float) -> float:
    """How far a band is contracted so long after the twitch began: 0 to 1, in damped flicks."""
    beat = np.sin(np.pi * FLICKS * time_s / LASTS_S) ** 2
    return float(beat * np.exp(-max(time_s - LASTS_S / FLICKS / 2.0, 0.0) / FADE_S))
