"""Looking at the overlap of both maps: what matches within a tolerance glows, and bridges join the pairs.

Everything is made once when the mode is entered: which pair each mark belongs to, the bridges, the glows.
A move of the slider only chooses among what is there. Knows no widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from points.atlas import Atlas
from viewer import compose, style
from viewer.compared import Compared, Matched
from viewer.desks.scenes import Draws
from viewer.layers import Colours, Floats, MarkLayer, SkinLayer
from viewer.selected import is_mark
from viewer.state import NullModel, ViewState

if TYPE_CHECKING:  # who never looks at the overlap need not read it
    from points.overlap.along import Best
    from points.overlap.criteria import Criterion

LEAST_MM, MOST_MM = 5.0, 50.0
STRONG, ALONE, ASKED = 1.1, 0.5, 1.45  # sizes: of what matches, of what does not, of the pair looked at
WIDE = 1.8  # the bridge of the pair looked at

Numbers = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Shows(Draws, Protocol):
    """A scene, as far as the overlap is shown in it."""

    def raise_(self, key: str) -> None:
        """Draw a layer over all others."""

    def recolour(self, key: str, rgb: Colours) -> None:
        """Give a layer other colours."""

    def emphasise(self, key: str, emphasis: Floats) -> None:
        """Bring parts of a layer forward."""

    def set_visible(self, key: str, on: bool) -> None:
        """Show or hide a layer."""

    def set_opacity(self, key: str, opacity: float) -> None:
        """Let a layer show through."""


@dataclass(frozen=True, eq=False)
class _Laid:
    """What is made once for a body: numbers of the marks of each layer among the counted, and the bridges."""

    numbers: Mapping[str, Numbers]
    faded: Mapping[str, Colours]
    bridges: compose.Bridges
    bridge_pairs: Numbers


class OverlapDesk:
    """One visitor's look at the overlap.

    Parameters
    ----------
    scene
        Draws.
    state
        What the visitor chose; shared with the controller.
    load
        Gives the atlas of a body by name.
    compare
        Gives what is known of the overlap on a body by name.
    marks
        Layers of the marks of the body that is seen, by key.
    """

    def __init__(
        self,
        scene: Shows,
        state: ViewState,
        load: Callable[[str], Atlas],
        compare: Callable[[str], Compared],
        marks: Mapping[str, MarkLayer],
    ) -> None:
        self._scene = scene
        self._state = state
        self._load = load
        self._compare = compare
        self._marks = marks
        self._known: dict[str, Compared] = {}
        self._skin: SkinLayer | None = None
        self._laid: _Laid | None = None
        self._candidates: dict[str, Numbers] = {}
        self._pieces_of = ""
        self._before: tuple[bool, bool] | None = None

    # -- what the others read

    @property
    def on(self) -> bool:
        """Whether the body shows which points match."""
        return self._state.overlap.on

    @property
    def compared(self) -> Compared:
        """All that is known of the overlap on the body that is seen."""
        body = self._state.body
        if body not in self._known:
            self._known[body] = self._compare(body)
        return self._known[body]

    @property
    def criterion(self) -> Criterion:
        """What counts as a match."""
        from points.overlap.criteria import CRITERIA

        asked = self._state.overlap
        wanted = (asked.extra, asked.same_muscle)
        return next(one for one in CRITERIA if (one.extra, one.same_muscle) == wanted)

    @property
    def candidates(self) -> Numbers:
        """Numbers of the pairs of each trigger point with its nearest acupoint that counts."""
        key = self.criterion.key
        if key not in self._candidates:
            self._candidates[key] = self.compared.agreement.matches(self.criterion, MOST_MM)
        return self._candidates[key]

    @property
    def matched(self) -> Matched:
        """What matches within the tolerance."""
        return self.compared.within(self.candidates, self._state.overlap.tolerance_mm)

    @property
    def pair(self) -> compose.Joined | None:
        """The pair that the selected mark belongs to: its nearest, as far as any counts; None for none."""
        selected = self._state.selection
        if not self.on or self._laid is None or not is_mark(selected):
            return None
        skin_mm = self.compared.agreement.skin_mm
        there = set(self.candidates.tolist())
        mine = [
            joined
            for joined in self._laid.bridges.joined
            if selected in (joined.trigger, joined.acupoint) and joined.pair in there
        ]
        return min(mine, key=lambda joined: float(skin_mm[joined.pair]), default=None)

    @property
    def best(self) -> Best | None:
        """The channel that agrees best with the zone of the selected trigger point."""
        return self.compared.along.best.get(self._state.selection) if self.on else None

    @property
    def before(self) -> tuple[bool, bool] | None:
        """Whether acupoints and trigger points showed before; who sets it brings the layers along."""
        return self._before

    @before.setter
    def before(self, before: tuple[bool, bool] | None) -> None:
        self._before = before

    # -- what the visitor does

    def prepare(self) -> None:
        """Read what is known of the overlap on the body that is seen, if that was not done yet."""
        assert self.compared is not None

    def enter(self) -> None:
        """Show what matches, on both maps, whether or not these were switched on."""
        layers = self._state.layers
        self._before = layers.acupoints.on, layers.trigger_points.on
        layers.acupoints.on = layers.trigger_points.on = True
        self._state.overlap.on = True
        self._lay()

    def leave(self) -> None:
        """Bring back what was before."""
        self._state.overlap.on = False
        self._take_away()
        for key, layer in self._marks.items():
            self._scene.recolour(key, layer.rgb)
        if self._before is not None:
            layers = self._state.layers
            layers.acupoints.on, layers.trigger_points.on = self._before
            self._before = None

    def slide(self, tolerance_mm: float) -> None:
        """Count what is so near as a match."""
        self._state.overlap.tolerance_mm = float(np.clip(tolerance_mm, LEAST_MM, MOST_MM))
        self.draw_marks()

    def count(self, *, extra: bool, same_muscle: bool) -> None:
        """Choose what counts as a match; a null model that says nothing of it gives way to one that does."""
        asked = self._state.overlap
        asked.extra, asked.same_muscle = extra, same_muscle
        if asked.null not in self.nulls:
            asked.null = NullModel.MUSCLE if same_muscle else NullModel.REGION
        self.draw_marks()

    @property
    def nulls(self) -> tuple[NullModel, ...]:
        """The null models that were drawn for what counts as a match."""
        drawn = self.compared.agreement.chances
        return tuple(null for null in NullModel if (null.value, self.criterion.key) in drawn)

    def hold_against(self, null: NullModel) -> None:
        """Choose which chance stands beside what is seen.

        Raises
        ------
        ValueError
            If it says nothing of what counts as a match.
        """
        if null not in self.nulls:
            raise ValueError(f"The null model {null.value!r} was not drawn for {self.criterion.key!r}.")
        self._state.overlap.null = null

    def tint(self, on: bool) -> None:
        """Tint the skin by how zones and channels agree, or not."""
        self._state.overlap.agreement = on
        self._draw_tint()

    def resume(self) -> None:
        """Show what the state asks for, whatever is shown."""
        self._candidates.clear()
        if self.on:
            self._lay()
        elif self._laid is not None:
            self._take_away()
            for key, layer in self._marks.items():
                self._scene.recolour(key, layer.rgb)

    # -- drawing

    def draw_body(self, skin: SkinLayer) -> None:
        """Show the overlap of another body, if that is looked at."""
        self._skin = skin
        self._candidates.clear()
        self._take_away()
        if self.on:
            self._lay()

    def draw_selection(self) -> None:
        """Draw the channels strong where they run through the zone of the selected trigger point."""
        wanted = self._state.selection if self.on else ""
        if wanted == self._pieces_of:
            return
        self._pieces_of = wanted
        layer = compose.pieces(self._atlas, wanted)
        if layer is None:
            self._scene.remove(compose.PIECES)
        else:
            self._scene.show(layer)

    def draw_marks(self) -> None:
        """Let what matches glow, what does not fade; join the pairs."""
        if self._laid is None:
            return
        matched, pair = self.matched, self.pair
        asked = (pair.trigger, pair.acupoint) if pair else (self._state.selection,)
        counted = {compose.TRIGGER_POINTS: matched.triggers, compose.ACUPOINTS: matched.acupoints}
        for key, layer in self._marks.items():
            numbers = self._laid.numbers[key]
            strong = (numbers >= 0) & counted[key][numbers]
            here = np.isin(layer.ids, asked)
            sizes = np.where(strong, STRONG, ALONE)
            if key == compose.ACUPOINTS and not self.criterion.extra:
                on_channel = (numbers >= 0) & self.compared.agreement.on_channel[numbers]
                sizes = np.where(on_channel, sizes, 0.0)
            self._scene.emphasise(key, np.where(here, ASKED, sizes))
            self._scene.emphasise(compose.GLOWS[key], np.where(strong, sizes, 0.0))
            self._scene.recolour(key, np.where((strong | here)[:, None], layer.rgb, self._laid.faded[key]))
        self._draw_bridges(matched, pair)

    def settle(self) -> None:
        """Hold back the layers that would outshine the overlap; call it when layers were switched."""
        if not self.on:
            return
        if compose.CHANNELS in self._scene.keys:
            channels = self._state.layers.channels
            self._scene.set_opacity(compose.CHANNELS, channels.opacity * style.CHANNELS_BEHIND)
        if self._state.overlap.agreement and compose.COMPOSITE in self._scene.keys:
            self._scene.set_visible(compose.COMPOSITE, False)

    def dress(self) -> None:
        """Fit what fades to another tone of the skin."""
        if self._laid is not None:
            self._laid = self._laid_out()
            self.draw_marks()

    # -- inside

    @property
    def _atlas(self) -> Atlas:
        return self._load(self._state.body)

    def _lay(self) -> None:
        self._laid = self._laid_out()
        for layer in self._marks.values():
            self._scene.show(compose.glow(layer))
        self._scene.show(self._laid.bridges.layer)
        self.draw_marks()
        self.draw_selection()
        self._draw_tint()

    def _laid_out(self) -> _Laid:
        assert self._skin is not None  # the body is drawn before anything is compared on it
        agreement, ground = self.compared.agreement, style.TONES[self._state.skin_tone].lit
        counted = {compose.TRIGGER_POINTS: agreement.triggers, compose.ACUPOINTS: agreement.acupoints}
        bridges = compose.bridges(self._atlas, agreement, self._skin)
        return _Laid(
            {key: compose.number_of(counted[key], layer.ids) for key, layer in self._marks.items()},
            {key: compose.faded(layer, ground) for key, layer in self._marks.items()},
            bridges,
            np.array([joined.pair for joined in bridges.joined], dtype=np.int64),
        )

    def _draw_bridges(self, matched: Matched, pair: compose.Joined | None) -> None:
        assert self._laid is not None  # drawn after it
        bridges, dark = self._laid.bridges, self._state.skin_tone == "dark"
        asked = np.array([joined == pair for joined in bridges.joined], dtype=bool)
        usual, strong = (
            (style.BRIDGE_ON_DARK, style.BRIDGE_ASKED_ON_DARK) if dark else (style.BRIDGE, style.BRIDGE_ASKED)
        )
        rgb = np.where(asked[:, None], strong, usual).astype(np.uint8)
        self._scene.recolour(compose.BRIDGES, rgb.reshape(-1, 3))
        shown = matched.pairs[self._laid.bridge_pairs].astype(np.float64)
        self._scene.emphasise(compose.BRIDGES, np.where(asked, WIDE, shown))

    def _draw_tint(self) -> None:
        if self.on and self._state.overlap.agreement:
            assert self._skin is not None  # as above
            self._scene.show(compose.agreement_tint(self.compared.along, self._skin))
            for glows in compose.GLOWS.values():
                self._scene.raise_(glows)
        else:
            self._scene.remove(compose.AGREEMENT)

    def _take_away(self) -> None:
        self._laid, self._pieces_of = None, ""
        for key in (*compose.GLOWS.values(), compose.BRIDGES, compose.PIECES, compose.AGREEMENT):
            self._scene.remove(key)
