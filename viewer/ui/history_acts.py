"""Acts of the page that undo and redo; after every act it is noted how everything is, and kept."""

from __future__ import annotations

import asyncio
import datetime
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from viewer import __version__
from viewer.errors import OutputError
from viewer.notes import refused
from viewer.notes.history import History
from viewer.notes.keep import KeptDesk
from viewer.notes.model import Document
from viewer.recall import stamped
from viewer.ui.acts import Acts, Page, act
from viewer.ui.page_state import share

PASSING = frozenset(  # acts that choose nothing, or nothing for good
    {"hover_at", "brush_at", "where_is", "seen", "split_seen", "measure_end_at", "measure_drag"}
)
QUIET_S = 0.4  # after the last picture it is noted how everything is
KEPT_S = 0.7  # after a change the desk is written
PROGRAM = f"Ashimap {__version__}"


class HistoryActs(Acts):
    """What undo and redo do.

    Parameters
    ----------
    page
        What they act on.
    kept
        Where the desk is kept from start to start; None for nowhere.
    first
        How everything was before the first step; None: as it is.
    """

    def __init__(self, page: Page, kept: KeptDesk | None = None, first: Document | None = None) -> None:
        super().__init__(page)
        self._kept = kept
        now = self._controller.document()
        self._history = History(first or now)
        self._history.record(now, time.monotonic())
        self._glides = 0
        self._busy = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._noting: asyncio.TimerHandle | None = None
        self._keeping: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None
        self.told: list[Callable[[], None]] = []  # who else wants to know that something has changed
        self.trouble: Callable[[str], None] = lambda _: None
        self.tell()

    @act
    def undo(self) -> None:
        """Take the last step back."""
        self._go(self._history.undo)

    @act
    def redo(self) -> None:
        """Take the step again that was taken back last."""
        self._go(self._history.redo)

    def tell(self) -> None:
        """Tell the page whether there is a step to take back or again."""
        state = self._server.state
        state.can_undo, state.can_redo = self._history.can_undo, self._history.can_redo

    @property
    def now(self) -> Document:
        """Everything as it is, with who says so and when."""
        return stamped(self._controller.document(), PROGRAM, datetime.datetime.now(datetime.UTC))

    def bring(self, document: Document) -> tuple[str, ...]:
        """Bring everything to what a document says, as a step of its own.

        Returns
        -------
        tuple of str
            What the document names that this program does not have.

        Raises
        ------
        Refused
            If it does not fit.
        """
        self._page.calm()
        self.note()
        before = self._controller.document()
        try:
            left_out = self._controller.restore(document)
            self._tell_page()
        except (AssertionError, AttributeError, LookupError, TypeError, ValueError):
            # it passed every test and still names what nothing here can show: all is as it was
            self._controller.restore(before)
            self._tell_page()
            raise refused.strange() from None
        self.note()
        return left_out

    # -- noting

    def noting(self, does: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap an act of the page so that it is noted how everything was before and is after it."""
        if does.__name__ in PASSING:
            return does

        @wraps(does)
        def noted(*args: Any, **named: Any) -> Any:
            self.note()  # the camera may have been turned by hand
            try:
                return does(*args, **named)
            finally:
                self.note()

        return noted

    def note(self) -> None:
        """Note how everything is."""
        if self._busy or self._controller.pain.strokes:
            return
        glides, self._glides = self._glides, self._controller.pilot.glides
        joins = self._controller.pilot.glides > glides
        if self._history.record(self._controller.document(), time.monotonic(), joins=joins):
            self._changed()

    def pictured(self) -> None:
        """Note soon how everything is: a picture was made, so something may have changed."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._note_soon)

    def begin(self, **_: Any) -> None:
        """Begin to listen; called when the server runs."""
        self._loop = asyncio.get_event_loop()
        self._keep_soon()

    def _note_soon(self) -> None:
        if self._noting is not None:
            self._noting.cancel()
        self._noting = asyncio.get_event_loop().call_later(QUIET_S, self._note_late)

    def _note_late(self) -> None:
        self._noting = None
        with self._server.state:
            self.note()

    def _changed(self) -> None:
        self.tell()
        for told in self.told:
            told()
        self._keep_soon()

    # -- going back and on

    def _go(self, where: Callable[[], Document | None]) -> None:
        if self._busy:
            return
        self._page.calm()
        self.note()
        then = where()
        if then is None:
            return
        self._busy = True
        slow = then.view.body != self._controller.state.body
        self._page.when_said(lambda: self._arrive(then), slow=slow)

    def _arrive(self, then: Document) -> None:
        try:
            self._controller.restore(then)
            self._tell_page()
        finally:
            self._busy = False
        self._history.settle(self._controller.document())
        self._changed()

    def _tell_page(self) -> None:
        share(self._controller.state, self._shared)
        self._page.tell_all()
        self._view.refresh(camera_moved=True)

    # -- keeping

    def keep_now(self) -> None:
        """Write the desk at once: the program ends."""
        if self._kept is not None:
            self._kept.save(self.now)

    def set_aside(self) -> None:
        """Keep what the desk was once more: something else is to take its place."""
        if self._kept is not None:
            self.keep_now()
            self._kept.set_aside()

    def _keep_soon(self) -> None:
        self._server.state.desk_kept = False
        if self._kept is not None and self._loop is not None and self._keeping is None:
            self._keeping = self._loop.call_later(KEPT_S, self._keep)

    def _keep(self) -> None:
        self._keeping = None
        if self._writing is not None and not self._writing.done():
            self._keep_soon()  # a slow disk: one at a time
        else:
            self._writing = asyncio.ensure_future(self._write(self.now))

    async def _write(self, document: Document) -> None:
        assert self._kept is not None  # asked for only where there is one
        try:
            await asyncio.to_thread(self._kept.save, document)
            if self._keeping is None:
                with self._server.state as state:
                    state.desk_kept = True
        except OutputError as error:
            with self._server.state:
                self.trouble(str(error))
