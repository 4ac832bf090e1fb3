"""Explaining to a patient: where it hurts, which muscle, which spot, what the needle does, what to expect.

Each step is an exhibit and some words. Knows no widgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from points.model import Acupoint, Side, TriggerPoint
from viewer.complaints import SAME_SPOT_MM
from viewer.details import ExplainCard, describe_explanation
from viewer.details.cards import Words
from viewer.exhibit import Exhibit
from viewer.languages.folders import read_texts
from viewer.selected import is_mark, muscle_id

if TYPE_CHECKING:
    from points.atlas import Atlas, Mark, Neighbour
    from viewer.camera.views import Camera
    from viewer.controller import Controller

STEPS = ("where_it_hurts", "which_muscle", "which_spot", "what_the_needle_does", "what_to_expect")
WORDINGS = ("plain", "both", "table")
NEAR_MM = 60.0  # an acupoint farther from a trigger point is not told of with it
SMALLEST, LARGEST = -1, 3


class ExplainDesk:
    """One visitor's explanation.

    Parameters
    ----------
    controller
        Shows and selects; what is explained stands in its state.
    """

    def __init__(self, controller: Controller) -> None:
        self._controller = controller
        self._state = controller.state.explain
        self._selected = ""
        self._from: Camera | None = None

    @property
    def on(self) -> bool:
        """Whether something is explained."""
        return bool(self._state.about)

    def open(self, about: str = "", *, glide: bool = False) -> bool:
        """Begin to explain a trigger point, or the one that lies nearest to an acupoint.

        Parameters
        ----------
        about
            Id of the mark; empty for the selected one, else the first of what is shown.
        glide
            Whether the camera only sets out.

        Returns
        -------
        bool
            False where there is nothing to explain.
        """
        wanted = about or self._first()
        trigger, acupoint = self._spot(wanted) if wanted in self._atlas.marks else ("", "")
        if not trigger:
            return False
        others = self._one_of_each_muscle(trigger)
        self._selected, self._from = self._controller.state.selection, self._controller.pilot.camera
        self._controller.select("")
        state = self._state
        state.others = others
        state.about, state.acupoint, state.step, state.wording = trigger, acupoint, 0, "plain"
        self._show(glide=glide)
        return True

    def go(self, step: int, *, glide: bool = False) -> None:
        """Go to a step, the first or the last one if there is none such."""
        if self.on:
            self._state.step = int(np.clip(step, 0, len(STEPS) - 1))
            self._show(glide=glide)

    def turn_to(self, about: str, *, glide: bool = False) -> None:
        """Explain another trigger point of those that could be meant, at the same step."""
        if self.on and about in self._state.others:
            self._state.about, self._state.acupoint = about, self._beside(about)
            self._show(glide=glide)

    def word(self, wording: str) -> None:
        """Choose what is read: plain words, both explanations side by side, or a table of all words."""
        if wording not in WORDINGS:
            raise ValueError(f"There is no wording {wording!r}; there are {', '.join(WORDINGS)}.")
        self._state.wording = wording

    def enlarge(self, by: int) -> None:
        """Make the letters larger, or (negative) smaller."""
        self._state.larger = int(np.clip(self._state.larger + by, SMALLEST, LARGEST))

    def close(self, *, glide: bool = False) -> None:
        """End the explanation; what was there before it comes back, and the camera goes back to it.

        Of an explanation that began at another time it is not known from where: there the camera stays.
        """
        if not self.on:
            return
        self._state.about = self._state.acupoint = ""
        self._state.others = []
        self._controller.show(None)
        selected, self._selected = self._selected, ""
        if selected in self._atlas.marks:
            self._controller.select(selected)
        self._go_back(glide=glide)

    def settle(self) -> None:
        """Show the step that the state holds, if something else is seen: the state may be another."""
        if self.on and self._state.about not in self._atlas.marks:
            self._state.about = ""
        elif self.on and self._controller.exhibit.shown != self._exhibit():
            self._controller.show(self._exhibit())

    def card(self, words: Words, language: str) -> ExplainCard | None:
        """Words of the step that is looked at; None while nothing is explained."""
        if not self.on:
            return None
        texts = read_texts(language, "explain")
        return describe_explanation(self._atlas, self._controller.state.explain, STEPS, texts, words)

    # -- inside

    @property
    def _atlas(self) -> Atlas:
        return self._controller.atlas

    def _first(self) -> str:
        selected = self._controller.state.selection
        if is_mark(selected):
            return selected
        shown = self._controller.exhibit.shown
        marks = shown.marks if shown is not None else ()
        return next((mark for mark in marks if self._atlas.marks[mark].is_trigger_point), "")

    def _one_of_each_muscle(self, trigger: str) -> list[str]:
        """Ids of the first trigger points of the muscles that are shown on that side; of one muscle, none."""
        shown = self._controller.exhibit.shown
        side = self._atlas.marks[trigger].located.side
        found = {self._atlas.marks[trigger].muscles: trigger}
        for mark in (self._atlas.marks.get(one) for one in (shown.marks if shown is not None else ())):
            if mark is not None and mark.is_trigger_point and mark.located.side == side:
                found.setdefault(mark.muscles, mark.id)
        return list(found.values()) if len(found) > 1 else []

    def _spot(self, about: str) -> tuple[str, str]:
        """Ids of the trigger point and of the channel's point that are told of; empty for none."""
        mark = self._atlas.marks[about]
        if mark.is_trigger_point:
            return about, self._beside(about)
        near = self._atlas.neighbours.get(about, ())
        trigger = min(near, key=lambda one: _off(mark, one), default=None)
        if trigger is None:
            return "", ""
        own = isinstance(mark.definition, Acupoint) and mark.definition.kind == "acupoint"
        return trigger.id, about if own and trigger.skin_mm <= NEAR_MM else self._beside(trigger.id)

    def _beside(self, trigger: str) -> str:
        """Id of the nearest point of a channel; empty if none is near."""
        for near in self._atlas.neighbours.get(trigger, ()):
            row = self._atlas.marks[near.id].definition
            if near.skin_mm <= NEAR_MM and isinstance(row, Acupoint) and row.kind == "acupoint":
                return near.id
        return ""

    def _exhibit(self) -> Exhibit:
        about, acupoint = self._state.about, self._state.acupoint
        mark = self._atlas.marks[about]
        row, side = mark.definition, mark.located.side
        assert isinstance(row, TriggerPoint)  # nothing else is explained
        muscle = (muscle_id(row.muscle, "" if side is Side.MIDLINE else side),)
        zone = (about,) if len(self._atlas.zones[about].vertex_ids) else ()
        if self._state.step == 0:
            return Exhibit(zones=zone) if zone else Exhibit(marks=(about,))
        if self._state.step == 1:
            return Exhibit(zones=zone, muscles=muscle)
        if self._state.step == 2:
            marks = (about, acupoint) if acupoint else (about,)
            pairs = ((about, acupoint),) if acupoint and self._apart_mm() <= SAME_SPOT_MM else ()
            return Exhibit(marks=marks, named=marks[::-1], muscles=muscle, pairs=pairs, at=marks)
        if self._state.step == 3:
            return Exhibit(marks=(about,), muscles=muscle, at=(about,))
        return Exhibit(view="back" if mark.normal[1] > 0.0 else "front")

    def _go_back(self, *, glide: bool) -> None:
        pilot = self._controller.pilot
        if self._from is None:
            pilot.stay()
            return
        pilot.set_out(self._from)
        self._from = None
        if not glide:
            pilot.arrive()

    def _apart_mm(self) -> float:
        near = self._atlas.neighbours.get(self._state.about, ())
        return next((one.skin_mm for one in near if one.id == self._state.acupoint), np.inf)

    def _show(self, *, glide: bool) -> None:
        self._controller.show(self._exhibit(), look=True, glide=glide)


def _off(mark: Mark, near: Neighbour) -> tuple[bool, float]:
    """Order neighbours: what shares a muscle first, then the nearest."""
    return not near.shared_muscles and bool(mark.muscles) and near.skin_mm > SAME_SPOT_MM, near.skin_mm
