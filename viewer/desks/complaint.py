"""Looking at complaints: one is chosen, on a side, and the whole scene is set up for it. Knows no widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from points.complaints import Complaints, load_complaints
from viewer.complaints import PARTS, SIDES, exhibit_of
from viewer.details import ComplaintCard, describe_complaint
from viewer.languages.folders import read_texts

if TYPE_CHECKING:
    from points.model import Complaint
    from viewer.controller import Controller
    from viewer.exhibit import Exhibit


class ComplaintDesk:
    """One visitor's look at complaints.

    Parameters
    ----------
    controller
        Shows and selects; which complaint is chosen stands in its state.
    read
        Gives all complaints; only when they are asked for.
    """

    def __init__(self, controller: Controller, read: Callable[[], Complaints] = load_complaints) -> None:
        self._controller = controller
        self._state = controller.state.complaint
        self._read = read

    @cached_property
    def known(self) -> Complaints:
        """All complaints and what studies say."""
        return self._read()

    @property
    def on(self) -> bool:
        """Whether a complaint is looked at."""
        return bool(self._state.key)

    @property
    def row(self) -> Complaint | None:
        """The complaint that is looked at; None for none."""
        return self.known.rows.get(self._state.key)

    def choose(self, key: str, *, glide: bool = False) -> None:
        """Set up the scene of a complaint and go there; empty for none.

        Raises
        ------
        KeyError
            If there is no such complaint.
        """
        if key and key not in self.known.rows:
            raise KeyError(f"There is no complaint {key!r}; there are {', '.join(self.known.rows)}.")
        if not key:
            self.leave()
            return
        self._state.key = key
        self._controller.select("")
        self._show(look=True, glide=glide)

    def turn(self, side: str, *, glide: bool = False) -> None:
        """Say where it hurts: ``left``, ``right`` or ``both``."""
        if side not in SIDES:
            raise ValueError(f"There is no side {side!r}; there are {', '.join(SIDES)}.")
        self._state.side = side
        if self.on:
            self._show(look=True, glide=glide)

    def paint(self, part: str, *, on: bool) -> None:
        """Show a part of the complaint besides its points, or not; the camera stays."""
        if part not in PARTS:
            raise ValueError(f"There is no part {part!r}; there are {', '.join(PARTS)}.")
        wanted = {*self._state.parts, part} if on else set(self._state.parts) - {part}
        self._state.parts = [one for one in PARTS if one in wanted]
        if self.on:
            self._show()

    def leave(self) -> None:
        """Bring back what was before; the selection stays."""
        if self.on:
            self._state.key = ""
            self._controller.show(None)

    def settle(self) -> None:
        """Show the complaint that the state holds, if something else is seen: the state may be another."""
        row = self.row
        if self.on and row is None:
            self._state.key = ""
        elif row is not None and self._controller.exhibit.shown != self._exhibit(row):
            self._show()

    def card(self, words: Callable[..., str], language: str) -> ComplaintCard | None:
        """Words about the complaint that is looked at; None for none."""
        row = self.row
        if row is None:
            return None
        texts = read_texts(language, "complaints")[row.key]
        studies = self.known.studies[row.key]
        return describe_complaint(self._controller.atlas, row, studies, texts, self._controller.state, words)

    def listed(self, language: str) -> tuple[Mapping[str, str], ...]:
        """Key, name and all other names of each complaint in a language, in their order."""
        texts = read_texts(language, "complaints")
        return tuple(
            {"key": key, "name": texts[key]["name"], "also": " · ".join(texts[key]["also_called"])}
            for key in self.known.rows
        )

    # -- inside

    def _exhibit(self, row: Complaint) -> Exhibit:
        return exhibit_of(self._controller.atlas, row, self._state.side, self._state.parts)

    def _show(self, *, look: bool = False, glide: bool = False) -> None:
        row = self.row
        assert row is not None  # asked for only while there is one
        self._controller.show(self._exhibit(row), look=look, glide=glide)
