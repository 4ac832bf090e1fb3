"""Going on a guided tour: each stop is an exhibit, something selected, and a few words. Knows no widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from points.tours import KINDS, load_tours
from viewer.exhibit import Exhibit
from viewer.languages.folders import read_texts

if TYPE_CHECKING:
    from points.model import Stop
    from viewer.controller import Controller

__all__ = ["KINDS", "TourCard", "TourDesk", "exhibit_of"]


@dataclass(frozen=True)
class TourCard:
    """What the strip shows: the tour's name, the stop's title and text, its number and how many there are.

    ``away`` says that something else than the stop's own is selected: the stop can be shown again.
    """

    tour: str
    title: str
    text: str
    number: int
    count: int
    away: bool


class TourDesk:
    """One visitor's tour.

    Parameters
    ----------
    controller
        Shows and selects; which tour it is and which stop stands in its state.
    read
        Gives the stops of each tour; only when they are asked for.
    """

    def __init__(
        self, controller: Controller, read: Callable[[], Mapping[str, tuple[Stop, ...]]] = load_tours
    ) -> None:
        self._controller = controller
        self._state = controller.state.tour
        self._read = read

    @cached_property
    def known(self) -> Mapping[str, tuple[Stop, ...]]:
        """The stops of every tour."""
        return self._read()

    @property
    def on(self) -> bool:
        """Whether there is a tour under way."""
        return bool(self._state.key)

    @property
    def stop(self) -> Stop | None:
        """The stop of now; None without a tour."""
        stops = self.known.get(self._state.key, ())
        return stops[min(max(self._state.stop, 0), len(stops) - 1)] if stops else None

    def start(self, key: str, *, glide: bool = False) -> None:
        """Begin a tour at its first stop.

        Raises
        ------
        KeyError
            If there is no such tour.
        """
        if key not in self.known:
            raise KeyError(f"There is no tour {key!r}; there are {', '.join(self.known)}.")
        self._state.key, self._state.stop = key, 0
        self.show(look=True, glide=glide)

    def go(self, by: int, *, glide: bool = False) -> bool:
        """Go on or back; False where there is no such stop."""
        stops = self.known.get(self._state.key, ())
        goal = self._state.stop + by
        if not 0 <= goal < len(stops):
            return False
        self._state.stop = goal
        self.show(look=True, glide=glide)
        return True

    def show(self, *, look: bool = False, glide: bool = False) -> None:
        """Show the stop of now and select what it is about."""
        stop = self.stop
        if stop is None:
            return
        self._controller.select("")
        self._controller.show(exhibit_of(stop), look=look, glide=glide)
        self._controller.select(stop.select)

    def leave(self) -> None:
        """Bring back what was before; the selection stays."""
        if self.on:
            self._state.key, self._state.stop = "", 0
            self._controller.show(None)

    def settle(self) -> None:
        """Show the stop that the state holds, if something else is seen: the state may be another."""
        stop = self.stop
        if stop is None:
            self._state.key, self._state.stop = "", 0
        elif self._controller.exhibit.shown != exhibit_of(stop):
            self._controller.show(exhibit_of(stop))

    def card(self, language: str) -> TourCard | None:
        """Words of the stop of now in a language; None without a tour."""
        stop = self.stop
        if stop is None:
            return None
        texts = read_texts(language, "tours")[stop.tour]
        words = texts["stops"][str(stop.stop)]
        away = self._controller.state.selection != stop.select
        count = len(self.known[stop.tour])
        return TourCard(texts["title"], words["title"], words["text"], self._state.stop + 1, count, away)

    def listed(self, language: str) -> dict[str, list[dict[str, str | int]]]:
        """Key, title, summary and number of stops of each tour in a language, by the kind of tour."""
        texts = read_texts(language, "tours")
        found: dict[str, list[dict[str, str | int]]] = {}
        for key, stops in self.known.items():
            row: dict[str, str | int] = {
                "key": key, "title": texts[key]["title"], "summary": texts[key]["summary"],
                "stops": len(stops),
            }  # fmt: skip
            found.setdefault(stops[0].kind, []).append(row)
        return found


def exhibit_of(stop: Stop) -> Exhibit:
    """Return what a stop shows."""
    return Exhibit(
        marks=tuple(stop.marks),
        named=tuple(stop.named),
        zones=tuple(stop.zones),
        channels=tuple(stop.channels),
        sinews=tuple(stop.sinews),
        muscles=tuple(stop.muscles),
        only=stop.only,
        view=stop.view,
    )
