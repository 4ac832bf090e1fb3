"""Asking where a pain comes from: touching a spot, painting an area, the answer, and spots that are kept.

The skin under the pointer becomes a patch; the pain map of the body answers; the scene shows the patch, the
zones found and the kept spots. Knows no widgets. What others need to draw the rest (the zone in front, the
trigger points that come forward) is read from here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from meshes.body import SurfacePoint
from points.atlas import Atlas
from viewer import compose, style
from viewer.camera.gaze import Place
from viewer.camera.views import Camera, Size
from viewer.desks.made import PerBody
from viewer.desks.patches import Patches, dab_of, noted
from viewer.desks.scenes import Touched, spot_under
from viewer.layers import LabelLayer, SkinLayer
from viewer.notes.model import Dab as NotedDab
from viewer.notes.model import Painting
from viewer.selected import ASHI
from viewer.state import AshiMark, PainTool, ViewState

if TYPE_CHECKING:  # shortest ways take a while to import, and only who asks needs them
    from meshes.patch import Dab, Patch
    from points.pain import Answer, PainMap

STEP = 0.35  # of the brush's radius between two discs of a stroke
LEAST_BRUSH_MM, MOST_BRUSH_MM = 8.0, 60.0

Pixel = tuple[float, float]


class Shows(Touched, Protocol):
    """A scene, as far as a pain is asked about in it."""

    @property
    def size(self) -> Size:
        """Width and height of the picture in drawn pixels."""

    @property
    def camera(self) -> Camera:
        """The camera as it is now."""

    def raise_(self, key: str) -> None:
        """Draw a layer over all others."""


def make_pain_map(atlas: Atlas) -> PainMap:
    """Make the pain map of an atlas."""
    from points.pain import PainMap

    return PainMap(atlas)


class PainDesk:
    """One visitor's questions.

    Parameters
    ----------
    scene
        Draws.
    state
        What the visitor chose; shared with the controller.
    load
        Gives the atlas of a body by name.
    make
        Makes the pain map of an atlas, which takes about a second.
    changed
        Told when the zone in front or the marks that come forward are others.
    """

    def __init__(
        self,
        scene: Shows,
        state: ViewState,
        load: Callable[[str], Atlas],
        make: Callable[[Atlas], PainMap],
        changed: Callable[[], None],
    ) -> None:
        self._scene = scene
        self._state = state
        self._load = load
        self._maps = PerBody(load, make)
        self._patches = Patches(self._maps.of)
        self._changed = changed
        self._skin: SkinLayer | None = None
        self._dabs: tuple[Dab, ...] = ()
        self._noted: tuple[tuple[Dab, ...], tuple[NotedDab, ...]] | None = None  # asked for at every act
        self._patch: Patch | None = None
        self._last: Pixel | None = None
        self._glance = ""
        self.answer: Answer | None = None

    # -- what the others read

    @property
    def on(self) -> bool:
        """Whether the pointer asks about pain."""
        return self._state.pain.tool is not PainTool.OFF

    @property
    def found(self) -> tuple[str, ...]:
        """Ids of the trigger points that refer pain to the patch, best first."""
        return tuple(point.id for point in self.answer.points) if self.answer else ()

    @property
    def forward(self) -> tuple[str, ...]:
        """Ids of the marks that come forward: the trigger points found, and the nearest acupoints."""
        return (*self.found, *self._beside)

    @property
    def told(self) -> tuple[str, ...]:
        """Ids of the marks that are named, best first."""
        return (*self.found[: compose.NAMED], *self._beside)

    def front(self, selection: str) -> str:
        """Id of the mark whose zone is painted: glanced at, else selected, else the first of the answer."""
        chosen = self._glance or selection
        if chosen in self._atlas.zones or not self.found:
            return chosen
        return self.found[0]

    @property
    def is_spot(self) -> bool:
        """Whether the answer is about a single spot that could be kept."""
        return self.answer is not None and self._patch is not None and self._patch.is_spot

    @property
    def is_area(self) -> bool:
        """Whether the answer is about a painted area that could be kept."""
        return self.answer is not None and not self.is_spot

    @property
    def strokes(self) -> bool:
        """Whether a stroke is under way."""
        return self._last is not None

    @property
    def painting(self) -> Painting:
        """What is painted or touched now, on whatever body."""
        if self._noted is None or self._noted[0] is not self._dabs:
            self._noted = self._dabs, tuple(map(noted, self._dabs))
        return Painting.model_construct(dabs=self._noted[1], asked=self.answer is not None)

    def patch_of(self, dabs: tuple[NotedDab, ...]) -> Patch:
        """Patch of noted discs on the body that is seen."""
        return self._patches.of(self._state.body, dabs)

    def ask(self, patch: Patch) -> Answer:
        """Find what both maps say of a patch."""
        return self._map().ask(patch)

    def kept(self, selected: str) -> AshiMark | None:
        """Return the kept spot of an id; None for any other."""
        return next((mark for mark in self._state.ashi if f"{ASHI}{mark.number}" == selected), None)

    def about(self, mark: AshiMark) -> Answer:
        """Ask what both maps say of a fingertip at a kept spot."""
        pain = self._map()
        return pain.ask(pain.spot(compose.spot_of(mark)))

    def place(self, mark: AshiMark) -> Place:
        """Position and normal of a kept spot."""
        body, spot = self._atlas.body, compose.spot_of(mark)
        return body.position_mm(spot), compose.normal_at(spot, body, self._on_skin)

    # -- what the visitor does

    def prepare(self) -> None:
        """Make the pain map of the body that is seen, if it is not there yet: it takes about a second."""
        self._map()

    def use(self, tool: PainTool) -> None:
        """Take up a tool, or (``OFF``) lay it down: then everything is as before."""
        before, self._state.pain.tool = self._state.pain.tool, tool
        self._state.pain.rubs = False
        if tool is not before:
            self.clear()

    def clear(self) -> None:
        """Forget the patch and its answer."""
        self._dabs, self._patch, self._last, self.answer, self._glance = (), None, None, None, ""
        self._scene.remove(compose.PATCH)
        self._changed()

    def ask_at(self, x: float, y: float) -> bool:
        """Ask about a fingertip at a drawn pixel; False where there is no skin."""
        from meshes.patch import Dab
        from points.pain import FINGERTIP_MM

        spot = self.under(x, y)
        if spot is not None:
            self._ask([Dab(spot, FINGERTIP_MM)])
        return spot is not None

    def ask_again(self, number: int) -> None:
        """Ask about a kept spot once more."""
        from meshes.patch import Dab
        from points.pain import FINGERTIP_MM

        mark = self.kept(f"{ASHI}{number}")
        if mark is not None:
            self._ask([Dab(compose.spot_of(mark), FINGERTIP_MM)])

    def ask_about(self, dabs: tuple[NotedDab, ...]) -> None:
        """Ask about a kept area once more."""
        self.resume(Painting(dabs=dabs, asked=True))
        self._changed()

    def stroke(self, pixels: Sequence[Pixel], *, begins: bool) -> None:
        """Draw the brush along drawn pixels; what is beside the skin is passed over."""
        from meshes.patch import Dab

        if begins:
            self._last, self.answer, self._glance = None, None, ""
        brush_mm = float(np.clip(self._state.pain.brush_mm, LEAST_BRUSH_MM, MOST_BRUSH_MM))
        step_px = STEP * brush_mm * self._scene.camera.pixels_per_mm(self._scene.size)
        places = [place for pixel in pixels for place in self._way_to(pixel, step_px)]
        spots = [spot for spot in (self.under(*place) for place in places) if spot is not None]
        self._paint([Dab(spot, brush_mm, self._state.pain.rubs) for spot in spots])

    def finish(self) -> None:
        """Answer for what is touched or painted."""
        answer = self._map().ask(self._patch) if self._patch is not None else None
        self.answer = answer if answer is not None and answer.area_mm2 > 0.0 else None
        self._last, self._glance = None, ""
        self._draw_patch(style.PATCH_ASKED_OPACITY)
        self._changed()

    def glance(self, mark_id: str) -> None:
        """Paint the zone of one of the answer's points while it is looked at; empty for the first again."""
        if mark_id != self._glance and (not mark_id or mark_id in self.found):
            self._glance = mark_id
            self._changed()

    def brush_px(self, x: float, y: float) -> float:
        """Radius of the brush in drawn pixels over the skin under a pixel; 0 where there is no skin."""
        if self.under(x, y) is None:
            return 0.0
        return self._state.pain.brush_mm * self._scene.camera.pixels_per_mm(self._scene.size)

    def keep(self, today: str = "") -> str:
        """Keep the spot that was touched as an ashi mark, found ``today`` (``2026-11-21``).

        Returns
        -------
        str
            Its id; empty without a single spot.
        """
        if not self.is_spot:
            return ""
        spot = self._dabs[0].point
        number = 1 + max((mark.number for mark in self._state.ashi), default=0)
        self._state.ashi = [*self._state.ashi, AshiMark(number, spot.face, spot.barycentric.tolist(), today)]
        self._draw_kept()
        self._changed()
        return f"{ASHI}{number}"

    def drop(self, number: int) -> None:
        """Take a kept spot away."""
        self._state.ashi = [mark for mark in self._state.ashi if mark.number != number]
        self._draw_kept()
        self._changed()

    def forget(self) -> None:
        """Let go of the patch without a word: another body is drawn, and `resume` follows."""
        self._dabs, self._patch, self.answer = (), None, None
        self._scene.remove(compose.PATCH)

    def resume(self, painting: Painting) -> None:
        """Paint what was painted before; who calls this draws the selection next."""
        self._dabs = tuple(dab_of(dab) for dab in painting.dabs)
        self._patch = self.patch_of(painting.dabs) if painting.dabs else None
        answer = self.ask(self._patch) if painting.asked and self._patch is not None else None
        self.answer = answer if answer is not None and answer.area_mm2 > 0.0 else None
        self._last, self._glance = None, ""
        self._scene.remove(compose.PATCH)
        self._draw_patch(style.PATCH_ASKED_OPACITY if painting.asked else style.PATCH_OPACITY)
        self._draw_kept()

    # -- drawing

    def draw_body(self, skin: SkinLayer) -> None:
        """Bring patch, answer and kept spots over to another body; they keep their places on the skin."""
        self._skin = skin
        self._scene.remove(compose.COMPOSITE)
        dabs, answered = self._dabs, self.answer is not None
        self._dabs, self._patch = (), None
        if dabs:
            self._paint(dabs)
            self.answer = self._map().ask(self._patch) if answered and self._patch is not None else None
            self._draw_patch(style.PATCH_ASKED_OPACITY if answered else style.PATCH_OPACITY)
        self._draw_kept()

    def draw_found(self) -> None:
        """Show the zones found but the one in front, faintly; those of one muscle count once."""
        atlas, front = self._atlas, self.front(self._state.selection)
        groups = [
            [atlas.zones[point.id] for point in muscle.points if point.id != front]
            for muscle in (self.answer.muscles if self.answer else ())
        ]
        if any(groups):
            self._scene.show(compose.overlap(groups, self._on_skin))
        else:
            self._scene.remove(compose.OVERLAP)
        if compose.PATCH in self._scene.keys:
            self._scene.raise_(compose.PATCH)

    def draw_composite(self) -> None:
        """Tint the skin by how many zones cover it."""
        only = self._state.pain.essential_only
        self._scene.show(compose.composite(self._atlas, self._on_skin, only))

    def name(self, labels: LabelLayer) -> LabelLayer:
        """Add the names of the kept spots to those of marks."""
        names = [f"Ashi {mark.number}" for mark in self._state.ashi]
        layer = compose.ashi(self._state.ashi, self._atlas.body, self._on_skin)
        return compose.with_names(labels, layer, names)

    # -- inside

    def _map(self) -> PainMap:
        return self._maps.of(self._state.body)

    @property
    def _beside(self) -> tuple[str, ...]:
        near = self.answer.acupoints if self.answer else ()
        return tuple(point.id for point in near[: compose.NAMED_BESIDE])

    @property
    def _atlas(self) -> Atlas:
        return self._load(self._state.body)

    @property
    def _on_skin(self) -> SkinLayer:
        assert self._skin is not None  # the body is drawn before anything is asked
        return self._skin

    def under(self, x: float, y: float) -> SurfacePoint | None:
        """Find the spot of the skin under a drawn pixel; None beside it."""
        return spot_under(self._scene, self._atlas.body, x, y)

    def _ask(self, dabs: Sequence[Dab]) -> None:
        self._dabs, self._patch = (), None
        self._paint(dabs)
        self.finish()

    def _way_to(self, pixel: Pixel, step_px: float) -> list[Pixel]:
        """Places on the straight way from the last pixel of the stroke, so close that the discs merge."""
        last, self._last = self._last, pixel
        if last is None:
            return [pixel]
        way = np.subtract(pixel, last)
        count = max(1, int(np.ceil(np.linalg.norm(way) / max(step_px, 1.0))))
        places = np.asarray(last) + np.linspace(0.0, 1.0, count + 1)[1:, None] * way
        return [(float(x), float(y)) for x, y in places]

    def _paint(self, dabs: Sequence[Dab]) -> None:
        if not dabs:
            return
        self._patch = self._map().paint(self._patch, dabs)
        self._dabs = (*self._dabs, *dabs)
        self._draw_patch(style.PATCH_OPACITY)

    def _draw_patch(self, opacity: float) -> None:
        if self._patch is not None:
            self._scene.show(compose.patch(self._patch, self._atlas.body, self._on_skin, opacity))

    def _draw_kept(self) -> None:
        layer = compose.ashi(self._state.ashi, self._atlas.body, self._on_skin)
        if layer is None:
            self._scene.remove(compose.ASHI_MARKS)
        else:
            self._scene.show(layer)
