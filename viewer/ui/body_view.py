"""The picture of the body: drawn by this program, or by the browser where the machine has no OpenGL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from trame.widgets import client, html
from trame_pyvista import PyVistaLocalView, PyVistaRemoteView

from viewer.ui.legend_panel import build_legend
from viewer.ui.split_panel import build_split_captions
from viewer.ui.views_panel import build_views
from viewer.ui.words import Words

REMOTE: Any = PyVistaRemoteView
LOCAL: Any = PyVistaLocalView
QUALITY = {"interactive_ratio": 0.5, "interactive_quality": 60, "still_ratio": 1, "still_quality": 92}
SETTLE_S = 0.004  # lets the state reach the browser before the picture, and joins updates of one moment
CONFIRM_S = (
    0.25  # trame-vtk may drop the last of many quick pictures: one more push a moment later repairs that
)


class BodyView:
    """The view of one plotter, and the pushing of new pictures.

    Parameters
    ----------
    plotter
        The pyvista plotter whose picture is shown.
    name
        Names of the shared state's fields.
    words
        The interface's messages.
    pushed
        Told whenever a new picture is sent.
    drawn_here
        True: this program draws and sends pictures. False: the browser draws (vtk.js).
    """

    def __init__(
        self, plotter: Any, name: Any, words: Words, pushed: Callable[[], None], *, drawn_here: bool
    ) -> None:
        self._pushed = pushed
        self._pending: asyncio.TimerHandle | None = None
        self._confirm: asyncio.TimerHandle | None = None
        self._drawn_here = drawn_here
        attributes = ['role="application"', f'aria-label="{words("view.body")}"']
        with html.Main(style="display: contents"):
            with html.Div(id="body-view", classes="am-view", tabindex="0", raw_attrs=attributes):
                self._view = REMOTE(plotter, **QUALITY) if drawn_here else LOCAL(plotter)
                build_split_captions(name, words)
                with html.Div(v_if="busy", classes="am-busy", id="busy", raw_attrs=['role="status"']):
                    html.I()
                    html.Span(words("status.busy"))
            build_views(words)
            build_legend(words)
        client.ClientTriggers(mounted="utils.ashimap.attach(trigger)")

    def refresh(self, *, camera_moved: bool = False) -> None:
        """Show the present scene soon; calls of one moment are joined into one picture."""
        if camera_moved and not self._drawn_here:
            self._view.push_camera()
        if self._pending is None:
            self._pending = asyncio.get_event_loop().call_later(SETTLE_S, self._push)

    def _push(self) -> None:
        self._pending = None
        self._pushed()
        self._view.update()
        if self._drawn_here:
            if self._confirm is not None:
                self._confirm.cancel()
            self._confirm = asyncio.get_event_loop().call_later(CONFIRM_S, self._view.update)
