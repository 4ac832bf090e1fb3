"""Measuring on the body: two spots, the shortest way on the skin between them, and how far that is.

A spot near a mark is that mark's. A third spot begins anew; an end that is taken up goes where the next spot
is, or follows the pointer. Knows no widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from meshes.body import SurfacePoint
from points.atlas import Atlas
from viewer import compose
from viewer.desks.made import PerBody
from viewer.desks.scenes import Touched, spot_under
from viewer.layers import Floats, SkinLayer
from viewer.state import Spot, ViewState

if TYPE_CHECKING:  # rulers and ways take a while to import, and only who measures needs them
    from points.gauge import Gauge, Measured

Seen = NDArray[np.bool_]

NEAR_PX = 6.0  # how near a mark a spot snaps to it
NONE = -1
LEAST_MM = 1.0  # a shorter way is not drawn


class Shows(Touched, Protocol):
    """A scene, as far as something is measured in it."""

    def pick(self, x: float, y: float, reach_px: float) -> str:
        """Find the mark under a drawn pixel."""

    def within(self, x: float, y: float) -> tuple[int, float, float]:
        """Half that a drawn pixel lies in, and that pixel in the half."""

    def project(self, positions_mm: Floats, normals: Floats) -> tuple[Floats, Seen]:
        """Find where spots are in the picture, and which can be seen."""


def make_gauge(atlas: Atlas) -> Gauge:
    """Make the gauge of an atlas."""
    from points.gauge import Gauge
    from points.locate import Locator
    from points.tables import LANDMARKS, RULERS, SEGMENTS, SPANS, load_tables

    tables = load_tables(of=(LANDMARKS, SPANS, SEGMENTS, RULERS))
    return Gauge(Locator(atlas.body, tables), atlas)


class MeasureDesk:
    """One visitor's measuring.

    Parameters
    ----------
    scene
        Draws.
    state
        What the visitor chose; shared with the controller.
    load
        Gives the atlas of a body by name.
    make
        Makes the gauge of an atlas, which takes about a second.
    """

    def __init__(
        self,
        scene: Shows,
        state: ViewState,
        load: Callable[[str], Atlas],
        make: Callable[[Atlas], Gauge] = make_gauge,
    ) -> None:
        self._scene = scene
        self._state = state
        self._load = load
        self._gauges = PerBody(load, make)
        self._skin: SkinLayer | None = None
        self._held = NONE
        self._drawn: object = None
        self.measured: Measured | None = None

    # -- what the others read

    @property
    def on(self) -> bool:
        """Whether the pointer measures."""
        return self._state.measure.on

    @property
    def held(self) -> int:
        """Number of the end that is taken up; -1 for none."""
        return self._held

    @property
    def ends(self) -> tuple[Spot, ...]:
        """The spots that are set."""
        return tuple(self._state.measure.ends)

    # -- what the visitor does

    def prepare(self) -> None:
        """Make the gauge of the body that is seen, if it is not there yet: it takes about a second."""
        self._gauge()

    def use(self, on: bool) -> None:
        """Take the tool up or lay it down; what was measured goes with it."""
        self._state.measure.on = on
        self.clear()

    def clear(self) -> None:
        """Forget both spots."""
        self._state.measure.ends, self._held = [], NONE
        self.settle()

    def touch(self, x: float, y: float, near_px: float = NEAR_PX) -> bool:
        """Set a spot at a drawn pixel, or take up the end that is there; False where there is no skin."""
        number = self.end_at(x, y, near_px)
        if number != NONE and self._held == NONE:
            self.hold(number)
            return True
        spot = self._spot(x, y, near_px)
        if spot is not None:
            self._set(spot)
        return spot is not None

    def take(self, mark_id: str) -> bool:
        """Set a spot at a mark that was chosen by its name; False if it is no mark, or an end already."""
        mark = self._atlas.marks.get(mark_id)
        if mark is None or any(end.mark == mark_id for end in self._state.measure.ends):
            return False
        point = mark.located.point
        self._set(Spot(point.face, point.barycentric.tolist(), mark_id))
        return True

    def _set(self, spot: Spot) -> None:
        ends = self._state.measure.ends
        if self._held != NONE:
            ends = [spot if at == self._held else end for at, end in enumerate(ends)]
        else:
            ends = [*ends, spot] if len(ends) < 2 else [spot]
        self._state.measure.ends, self._held = ends, NONE
        self.settle()

    def end_at(self, x: float, y: float, near_px: float) -> int:
        """Tell the number of the end that is seen at a drawn pixel; -1 for none."""
        spots = [self._place(end) for end in self._state.measure.ends]
        if not spots:
            return NONE
        atlas, skin = self._atlas, self._on_skin
        places = np.array([atlas.body.position_mm(spot) for spot in spots])
        normals = np.array([compose.normal_at(spot, atlas.body, skin) for spot in spots])
        pixels, seen = self._scene.project(places, normals)
        _, right, below = self._scene.within(x, y)
        away = np.where(seen, np.hypot(pixels[:, 0] - right, pixels[:, 1] - below), np.inf)
        return int(away.argmin()) if away.min() <= 2.0 * near_px else NONE

    def hold(self, number: int) -> None:
        """Take up an end, or (-1) none."""
        self._held = number if 0 <= number < len(self._state.measure.ends) else NONE
        self.settle()

    def drag(self, x: float, y: float, near_px: float = NEAR_PX) -> bool:
        """Bring the end that is taken up to a drawn pixel; False where there is no skin."""
        spot = self._spot(x, y, near_px) if self._held != NONE else None
        if spot is None:
            return False
        ends = self._state.measure.ends
        self._state.measure.ends = [spot if at == self._held else end for at, end in enumerate(ends)]
        self.settle()
        return True

    # -- drawing

    def draw_body(self, skin: SkinLayer) -> None:
        """Bring what is measured over to another body: marks stay marks, others keep their place."""
        self._skin, self._drawn = skin, None
        self.settle()

    def settle(self) -> None:
        """Measure and draw what the state says."""
        wanted = self._state
        now = (
            wanted.body, str(wanted.skin_tone), self._held, wanted.measure.on,
            [(end.face, tuple(end.weights), end.mark) for end in wanted.measure.ends],
        )  # fmt: skip
        if self._skin is None or now == self._drawn:
            return
        self._drawn = now
        spots = [self._place(end) for end in wanted.measure.ends] if wanted.measure.on else []
        self.measured = self._answer(spots) if len(spots) == 2 else None
        self._draw(spots)

    # -- inside

    @property
    def _atlas(self) -> Atlas:
        return self._load(self._state.body)

    @property
    def _on_skin(self) -> SkinLayer:
        assert self._skin is not None  # the body is drawn before anything is measured
        return self._skin

    def _gauge(self) -> Gauge:
        return self._gauges.of(self._state.body)

    def _answer(self, spots: list[SurfacePoint]) -> Measured | None:
        from meshes.surface import SurfaceError

        try:
            return self._gauge().measure(*spots)
        except SurfaceError:  # no way on the skin leads there
            return None

    def _spot(self, x: float, y: float, near_px: float) -> Spot | None:
        mark = self._atlas.marks.get(self._scene.pick(x, y, near_px))
        if mark is not None:
            point = mark.located.point
            return Spot(point.face, point.barycentric.tolist(), mark.id)
        spot = spot_under(self._scene, self._atlas.body, x, y)
        return Spot(spot.face, spot.barycentric.tolist()) if spot is not None else None

    def _place(self, end: Spot) -> SurfacePoint:
        mark = self._atlas.marks.get(end.mark)
        return mark.located.point if mark is not None else SurfacePoint(end.face, np.array(end.weights))

    def _draw(self, spots: list[SurfacePoint]) -> None:
        body, skin, tone = self._atlas.body, self._on_skin, str(self._state.skin_tone)
        if self.measured is not None and self.measured.skin_mm > LEAST_MM:
            path, text = self.measured.path, f"{self.measured.skin_mm:.0f} mm"
            self._scene.show(compose.measured_way(path, skin, body, tone))
            self._scene.show(compose.measured_label(path, text, skin, body))
        else:
            self._scene.remove(compose.MEASURED)
            self._scene.remove(compose.MEASURED_LABEL)
        if spots:
            self._scene.show(compose.measured_ends(spots, self._held, skin, body, tone))
        else:
            self._scene.remove(compose.MEASURED_ENDS)
