"""Acts of the page about notes: writing, keeping, saving, opening, links, beginning anew."""

from __future__ import annotations

import asyncio
import datetime
import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from viewer.desks.notes import Noted
from viewer.notes.file import read, write
from viewer.notes.link import from_link, to_link
from viewer.notes.model import Document
from viewer.notes.refused import Refused
from viewer.selected import AREA
from viewer.state import PainTool
from viewer.ui.acts import Acts, Page, act
from viewer.ui.history_acts import HistoryActs
from viewer.ui.words import Words

SAID_S = 10.0  # a sentence that is no trouble goes away by itself
LONGEST_NAME = 40  # of the title, in the name of a file


class NotesActs(Acts):
    """What the drawer of notes does.

    Parameters
    ----------
    page
        What they act on.
    history
        Notes every step.
    words
        The interface's messages.
    """

    def __init__(self, page: Page, history: HistoryActs, words: Words) -> None:
        super().__init__(page)
        self._history = history
        self._words = words
        self._silence: asyncio.TimerHandle | None = None
        history.told.append(self.tell)
        history.trouble = lambda sentence: self._say(sentence, wrong=True)
        self.tell()

    def tell(self) -> None:
        """Tell the page the notes, and what a file of them would be called."""
        notes = self._controller.notes
        self._server.state.notes = {
            "title": notes.title,
            "file": file_name(notes.title),
            "rows": [self._row(noted) for noted in notes.listed],
        }

    # -- writing

    @act
    def note_edit(self, note: str, told: str, value: Any) -> None:
        """Write ``date``, ``intensity`` or ``text`` of a note, or (none) the title of all; or say why not."""
        try:
            if told == "title":
                self._controller.notes.call(str(value))
            else:
                self._controller.notes.edit(note, **{told: value})
        except ValueError:
            self._say(self._words("notes.no_such_value"), wrong=True)
        self.tell()

    @act
    def note_go(self, note: str) -> None:
        """Select a note and look at it."""
        self._page.choose(note)
        self._controller.look("selection")
        self._view.refresh(camera_moved=True)

    @act
    def note_drop(self, note: str) -> None:
        """Take a note away."""
        if self._controller.state.selection == note:
            self._page.choose("")
        self._controller.notes.drop(note)
        self._page.show_selection()
        self._say(self._words("notes.dropped"), undo=True)

    @act
    def area_keep(self) -> None:
        """Keep what is painted, and select it."""
        kept = self._controller.notes.keep_area(datetime.date.today().isoformat())
        if kept:
            self._page.choose(kept)

    @act
    def area_ask(self, number: int) -> None:
        """Ask about a kept area again, and go on painting it."""
        area = self._controller.notes.area(f"{AREA}{number}")
        if area is None:
            return
        self._page.choose("")
        if not self._controller.pain.on:
            self._page.lay_down()
        self._controller.use_pain(PainTool.PAINT)
        self._controller.pain.ask_about(area.dabs)
        self._page.show_selection()

    # -- files and links

    @act
    def notes_file(self) -> dict[str, str]:
        """Return name and text of a file of everything."""
        return {"name": file_name(self._controller.notes.title), "text": write(self._history.now)}

    @act
    def notes_saved(self, name: str) -> None:
        """Say that a file was saved."""
        self._say(self._words("notes.saved", name=name))

    @act
    def notes_open(self, name: str, text: str) -> None:
        """Open a file that the page has read, or say why it cannot be."""
        self._page.when_said(lambda: self._open(lambda: read(text), name))

    @act
    def notes_large(self, name: str, mb: int) -> None:
        """Say that a file is larger than any notes."""
        self._refuse(name, self._words("notes.too_large", mb=mb))

    @act
    def view_link(self) -> str:
        """Return the part of an address that opens this view again."""
        return to_link(self._controller.document())

    @act
    def link_copied(self) -> None:
        """Say that the link was copied."""
        self._say(self._words("notes.link_copied"))

    @act
    def link_open(self, link: str) -> None:
        """Open a link, or say why it cannot be."""
        self._page.when_said(lambda: self._open(lambda: from_link(link), ""))

    @act
    def desk_anew(self) -> None:
        """Begin anew: nothing noted or selected, layers and view as at first; body and looks stay."""
        self._history.set_aside()
        state = self._controller.state
        fresh = Document()
        for name in ("body", "theme", "skin_tone", "language"):
            setattr(fresh.view, name, getattr(state, name))
        self._history.bring(fresh)
        self._say(self._words("notes.anew"), undo=True)

    @act
    def notes_hush(self) -> None:
        """Take the sentence away that was said."""
        self._server.state.notes_said = None

    # -- inside

    def _open(self, take: Callable[[], Document], name: str) -> None:
        try:
            document = take()
            self._history.set_aside()
            left_out = self._history.bring(document)
        except Refused as error:
            self._refuse(name, error.say(self._words))
            return
        said = self._words("notes.opened", name=name) if name else self._words("notes.link_opened")
        if left_out:
            said += " " + self._words("notes.left_out", names=", ".join(left_out))
        self._say(said, undo=True)

    def _refuse(self, name: str, why: str) -> None:
        said = self._words("notes.refused_file", name=name, why=why) if name else why
        self._say(said, wrong=True)

    def _say(self, sentence: str, *, undo: bool = False, wrong: bool = False) -> None:
        state = self._server.state
        state.notes_said = {"text": sentence, "undo": undo, "wrong": wrong}
        if self._silence is not None:
            self._silence.cancel()
            self._silence = None
        if not wrong:
            self._silence = asyncio.get_event_loop().call_later(SAID_S, self._hush)

    def _hush(self) -> None:
        with self._server.state:
            self.notes_hush()

    def _row(self, noted: Noted) -> dict[str, Any]:
        atlas, is_area = self._controller.atlas, noted.id.startswith(AREA)
        words = self._words
        name = (
            words("notes.area", number=noted.number) if is_area else words("ashi.name", number=noted.number)
        )
        side = words("notes.both") if noted.side == "both" else words(f"side.{noted.side}")
        return {
            **asdict(noted),
            "name": name,
            "where": atlas.regions[noted.region].where if noted.region else "",
            "side": side,
            "icon": f"__ashimap/{'kept' if is_area else 'ashi'}.svg",
        }


def file_name(title: str) -> str:
    """Return a name for a file of notes, by their title and the day."""
    plain = re.sub(r"[^\w\-]+", "-", title.strip()).strip("-")[:LONGEST_NAME]
    return "-".join(filter(None, ["ashimap", plain, datetime.date.today().isoformat()])) + ".json"
