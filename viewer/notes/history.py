"""What was, step by step: undo and redo for all that a document of the desk holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from pydantic import BaseModel

from viewer.notes.model import CameraPlace, Document

DEPTH = 200  # steps that are kept
IN_A_ROW_S = 1.5  # changes of one number or text so soon after each other are one step
LOOKING = frozenset({"camera", "view.view"})  # the name of a view is that of where the camera went
WRITTEN = ("text", "title", "intensity", "date")
STILL_MM, STILL_DEG = 1e-3, 1e-6  # a camera that has moved by less has not moved


@dataclass(frozen=True)
class _Step:
    before: Document
    changed: frozenset[str]


class History:
    """Steps that can be taken back and again.

    A step is whatever differs between two documents. Moves of the camera in a row are one step, and so are
    quick changes of one and the same number or text.

    Parameters
    ----------
    first
        How everything is at first.
    """

    def __init__(self, first: Document) -> None:
        self.present = first
        self._done: list[_Step] = []
        self._undone: list[Document] = []
        self._when_s = float("-inf")

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step that was taken back."""
        return bool(self._undone)

    def record(self, now: Document, time_s: float, *, joins: bool = False) -> bool:
        """Note how everything is now.

        Parameters
        ----------
        now
            How everything is.
        time_s
            When that is, on any clock.
        joins
            Whether the camera is led, so that its moves are a part of the last step.

        Returns
        -------
        bool
            Whether anything has changed.
        """
        changed = changes(self.present, now)
        if not changed:
            return False
        glided = joins and changed <= LOOKING
        goes_on = bool(self._done) and (glided or self._goes_on(changed, time_s))
        if not goes_on:
            self._done = [*self._done[1 - DEPTH :], _Step(self.present, changed)]
        elif not changes(self._done[-1].before, now):
            self._done.pop()  # there and back again
        self._undone.clear()
        self.present, self._when_s = now, time_s
        return True

    def settle(self, now: Document) -> None:
        """Take over how everything came to be after a step back or on, which is no step of its own."""
        self.present = now

    def undo(self) -> Document | None:
        """Take the last step back and return how everything was before it; None where there is none."""
        if not self._done:
            return None
        self._undone.append(self.present)
        return self._at(self._done.pop().before)

    def redo(self) -> Document | None:
        """Take the step again that was taken back last; None where there is none."""
        if not self._undone:
            return None
        then = self._undone.pop()
        self._done.append(_Step(self.present, changes(self.present, then)))
        return self._at(then)

    def _at(self, then: Document) -> Document:
        self.present, self._when_s = then, float("-inf")
        return then

    def _goes_on(self, changed: frozenset[str], time_s: float) -> bool:
        last = self._done[-1].changed
        if changed <= LOOKING:
            return last <= LOOKING
        return changed == last and time_s - self._when_s < IN_A_ROW_S and all(map(_flows, changed))


def changes(before: Document, now: Document) -> frozenset[str]:
    """Name what differs between two documents: ``view.layers.skin.opacity``, ``spots[2].text``."""
    return frozenset(_differing(before, now, ""))


def _differing(one: object, other: object, where: str) -> Iterator[str]:
    if one is other:
        return
    if isinstance(one, CameraPlace) and isinstance(other, CameraPlace):
        if not _still(one, other):
            yield where
    elif type(one) is type(other) and (is_dataclass(one) or isinstance(one, BaseModel)):
        names = type(one).model_fields if isinstance(one, BaseModel) else [part.name for part in fields(one)]
        for name in names:
            if name not in {"program", "saved"}:
                yield from _differing(getattr(one, name), getattr(other, name), f"{where}.{name}".lstrip("."))
    elif isinstance(one, tuple) and isinstance(other, tuple) and one and len(one) == len(other):
        if isinstance(one[0], BaseModel) and not where.endswith("dabs"):
            for index, pair in enumerate(zip(one, other, strict=True)):
                yield from _differing(*pair, f"{where}[{index + 1}]")
        elif one != other:
            yield where
    elif one != other:
        yield f"{where}:number" if isinstance(one, float) else where


def _flows(change: str) -> bool:
    return change.endswith((":number", *WRITTEN))


def _still(one: CameraPlace, other: CameraPlace) -> bool:
    pairs = [(one.position_mm, other.position_mm), (one.focus_mm, other.focus_mm), (one.up, other.up)]
    moved = max(abs(a - b) for here, there in pairs for a, b in zip(here, there, strict=True))
    return moved < STILL_MM and abs(one.angle_deg - other.angle_deg) < STILL_DEG
