"""Where what can be selected is, and whether it is there: marks, kept spots, kept areas."""

from __future__ import annotations

from collections.abc import Callable

from points.atlas import Atlas
from viewer import chosen
from viewer.camera.gaze import Place
from viewer.desks.together import Desks


class Places:
    """What can be selected on one visitor's desk.

    Parameters
    ----------
    desks
        The state, and the desk of each concern.
    atlas
        Gives both maps on the body that is seen.
    """

    def __init__(self, desks: Desks, atlas: Callable[[], Atlas]) -> None:
        self._pain = desks.pain
        self._notes = desks.notes
        self._atlas = atlas

    def has(self, selected: str) -> bool:
        """Tell whether there is something of that id; an empty id is nothing, and always there."""
        noted = self._pain.kept(selected) or self._notes.area(selected)
        return noted is not None or chosen.is_there(self._atlas(), selected)

    def of(self, selected: str) -> Place:
        """Position and normal of a mark, a kept spot or a kept area."""
        kept = self._pain.kept(selected)
        if kept is not None:
            return self._pain.place(kept)
        area = self._notes.area(selected)
        if area is not None:
            return self._notes.place(area)
        mark = self._atlas().marks[selected]
        return mark.located.position_mm, mark.normal

    def is_area(self, selected: str) -> bool:
        """Tell whether it is a kept area."""
        return self._notes.area(selected) is not None

    def area_at(self, x: float, y: float) -> str:
        """Id of the kept area under a drawn pixel; empty for none."""
        if not self._notes.areas:
            return ""
        spot = self._pain.under(x, y)
        return self._notes.area_at(spot.face, spot.barycentric.tolist()) if spot is not None else ""
