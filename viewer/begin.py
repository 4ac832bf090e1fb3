"""How a desk begins: as it was left, anew, or with a file or a link that the user names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from viewer.beginning import Beginning
from viewer.controller import Controller
from viewer.errors import OutputError, ViewerError
from viewer.home import home
from viewer.notes.file import read_file
from viewer.notes.keep import KeptDesk
from viewer.notes.link import START, from_link
from viewer.notes.model import Document
from viewer.notes.refused import Refused

Say = Callable[[str], None]


def take_desk(say: Say) -> KeptDesk | None:
    """Take the desk that was kept; None, and it is said, where nothing can be kept."""
    try:
        return KeptDesk.take(home())
    except (OutputError, OSError) as error:
        say(f"{error} What you do here is lost when the program ends.")
        return None


def read_opened(opened: str) -> Document | None:
    """Read the file or the link that the user names; None for none.

    Raises
    ------
    ViewerError
        If it cannot be opened; says why.
    """
    if not opened:
        return None
    if START in opened:
        return from_link(opened)
    try:
        return read_file(Path(opened).expanduser())
    except Refused as error:
        raise ViewerError(f"Cannot open '{opened}': {error}") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ViewerError(f"Cannot open '{opened}': {reason}.") from None


def resume(controller: Controller, kept: KeptDesk | None, wanted: Beginning, say: Say) -> None:
    """Bring the desk to what it was, unless the user begins anew; a damaged one is set aside."""
    if kept is None:
        return
    if wanted.fresh:
        kept.set_aside()
        return
    try:
        document = kept.load()
        if document is not None:
            _take_up(controller, document, wanted, say)
    except (ViewerError, KeyError, ValueError) as error:
        kept.give_up()
        say(
            f"The desk could not be brought back as it was left: {error} It is set aside as '{kept.damaged}'."
        )


def _take_up(controller: Controller, document: Document, wanted: Beginning, say: Say) -> None:
    if wanted.body:
        document.view.body = wanted.body
    if wanted.language:
        document.view.language = wanted.language
    left_out = controller.restore(document)
    if left_out:
        say(f"Of the desk as it was left, this is not known here and left out: {', '.join(left_out)}.")
