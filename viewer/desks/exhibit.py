"""Putting up an exhibit: it is lent the layers that it needs, given back when the last one is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from points.atlas import Atlas
from viewer import chosen, compose
from viewer.camera.exhibit_sight import sight
from viewer.desks.flesh import Flesh
from viewer.desks.scenes import Draws
from viewer.exhibit import Exhibit
from viewer.layers import Floats, MarkLayer, SkinLayer
from viewer.lent import ExhibitBefore
from viewer.selected import CHANNEL, SINEW
from viewer.state import ViewState

FloatArray = NDArray[np.float64]
NONE_STRONG = "-"  # no channel has this code: all step back


class Shows(Draws, Protocol):
    """A scene, as far as an exhibit draws in it."""

    def emphasise(self, key: str, emphasis: Floats) -> None:
        """Bring parts of a layer forward."""


class ExhibitDesk:
    """What one visitor is shown.

    Parameters
    ----------
    scene
        Draws.
    state
        What the visitor chose; shared with the controller.
    load
        Gives the atlas of a body by name.
    flesh
        Shows muscles.
    marks
        Layers of the marks of the body that is seen, by key.
    """

    def __init__(
        self,
        scene: Shows,
        state: ViewState,
        load: Callable[[str], Atlas],
        flesh: Flesh,
        marks: Mapping[str, MarkLayer],
    ) -> None:
        self._scene = scene
        self._state = state
        self._load = load
        self._flesh = flesh
        self._marks_drawn = marks
        self._before: ExhibitBefore | None = None
        self._joined: object = None
        self.shown: Exhibit | None = None

    @property
    def on(self) -> bool:
        """Whether an exhibit is before the eyes."""
        return self.shown is not None

    def show(self, exhibit: Exhibit | None) -> None:
        """Put up an exhibit in place of the one that is there, or (None) take it down.

        Raises
        ------
        KeyError
            If it names something that this body does not have.
        """
        if exhibit is not None:
            self._check(exhibit)
            if self._before is None:
                self._before = self._remembered()
        self.shown = exhibit
        self._flesh.exhibit(self.muscles, self._marks)
        if exhibit is not None:
            self._lend(exhibit)
        elif self._before is not None:
            self._give_back(self._before)
            self._before = None

    @property
    def before(self) -> ExhibitBefore | None:
        """What comes back when the last exhibit is taken down."""
        return self._before

    def resume(self, exhibit: Exhibit | None, before: ExhibitBefore | None) -> None:
        """Take up what was shown at another time; the layers are already as they were then.

        Raises
        ------
        KeyError
            If it names something that this body does not have.
        """
        if exhibit is not None:
            self._check(exhibit)
        self.shown, self._before = exhibit, before
        self._flesh.exhibit(self.muscles, self._marks)

    # What is drawn.

    def focus(self) -> compose.Focus:
        """Find what comes forward and what is named."""
        assert self.shown is not None  # asked only while there is one
        named = tuple(mark for mark in self.shown.named if mark in self._atlas.marks)
        return compose.Focus(
            self._state.selection, found=self._marks, told=named, only=self.shown.only, shown=True
        )

    @property
    def zones(self) -> tuple[str, ...]:
        """Ids of the trigger points whose zones are painted: the selected one's alone, if it has one."""
        if self.shown is None or self._state.selection in self._atlas.zones:
            return ()
        return tuple(mark for mark in self.shown.zones if mark in self._atlas.zones)

    @property
    def channels(self) -> tuple[str, ...]:
        """Codes of the channels that are drawn; none for all."""
        if self._state.solo_channel:
            return (self._state.solo_channel,)
        if self.shown is None or not self.shown.only:
            return ()
        return self.shown.channels or (NONE_STRONG,)

    @property
    def solo(self) -> str:
        """Code of the only channel of the exhibit; empty where it has none or several."""
        alone = self.shown is not None and self.shown.only and len(self.shown.channels) == 1
        return self.shown.channels[0] if self.shown is not None and alone else ""

    @property
    def muscles(self) -> tuple[str, ...]:
        """Ids of the muscles that are seen under translucent skin."""
        return self.shown.muscles if self.shown is not None else ()

    @property
    def strong(self) -> tuple[str, ...]:
        """Codes of the channels before which the others step back; none where all are alike."""
        if self.shown is None or self.shown.only:
            return ()
        return self.shown.channels or (NONE_STRONG,)

    def draw(self) -> None:
        """Let the spots that are the same on both maps glow, and join them."""
        pairs = self.shown.pairs if self.shown is not None else ()
        there = tuple(pair for pair in pairs if all(mark in self._atlas.marks for mark in pair))
        layer = compose.joins(self._atlas, there)
        wanted = (self._state.body, there) if there else None
        if wanted == self._joined and (layer is None or layer.key in self._scene.keys):
            return
        self._joined = wanted
        if layer is None:
            for key in (compose.JOINS, *compose.GLOWS.values()):
                self._scene.remove(key)
            return
        self._scene.show(layer)
        ends = {mark for pair in there for mark in pair}
        for marks in self._marks_drawn.values():
            self._scene.show(compose.glow(marks))
            here = np.isin(marks.ids, list(ends)).astype(np.float64)
            self._scene.emphasise(compose.GLOWS[marks.key], here)

    def sight(self, skin: SkinLayer) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Tell what the camera should see, as `viewer.camera.exhibit_sight` does; ``skin`` is the body's."""
        assert self.shown is not None  # asked only while there is one
        return sight(self._atlas, self.shown, self.zones, self._flesh.looked_at(self._atlas), skin)

    # Inside.

    @property
    def _atlas(self) -> Atlas:
        return self._load(self._state.body)

    @property
    def _marks(self) -> tuple[str, ...]:
        """Marks of the exhibit that the body which is seen has."""
        return tuple(mark for mark in self.shown.marks if mark in self._atlas.marks) if self.shown else ()

    def _check(self, exhibit: Exhibit) -> None:
        ids = (*exhibit.marks, *exhibit.named, *exhibit.zones, *exhibit.muscles)
        ids += tuple(mark for pair in exhibit.pairs for mark in pair) + exhibit.at
        ids += tuple(CHANNEL + code for code in exhibit.channels)
        ids += tuple(SINEW + code for code in exhibit.sinews)
        missing = [one for one in ids if not chosen.is_there(self._atlas, one)]
        if missing:
            raise KeyError(f"This body has no {', '.join(missing)} to show.")

    def _remembered(self) -> ExhibitBefore:
        state = self._state
        layers = {one.name: getattr(state.layers, one.name) for one in fields(state.layers)}
        return ExhibitBefore(
            {name: (layer.on, layer.opacity) for name, layer in layers.items()},
            state.solo_channel, state.category, list(state.sinews), state.neighbours, self._flesh.bare,
        )  # fmt: skip

    def _lend(self, exhibit: Exhibit) -> None:
        state, layers = self._state, self._state.layers
        kinds = {self._atlas.marks[mark].is_trigger_point for mark in self._marks}
        state.category, state.neighbours, layers.composite.on = "", False, False
        state.solo_channel = self.solo
        keeps = not exhibit.only
        layers.acupoints.on = False in kinds or (keeps and layers.acupoints.on)
        layers.trigger_points.on = True in kinds or (keeps and layers.trigger_points.on)
        layers.channels.on = bool(exhibit.channels) or (keeps and layers.channels.on)
        layers.flow.on = layers.flow.on and layers.channels.on
        layers.sinews.on, state.sinews = bool(exhibit.sinews), list(exhibit.sinews)
        layers.zones.on = layers.zones.on or bool(exhibit.zones)
        layers.labels.on = layers.labels.on or bool(exhibit.named)
        layers.muscles.on = bool(exhibit.muscles)

    def _give_back(self, before: ExhibitBefore) -> None:
        state = self._state
        for name, (on, opacity) in before.layers.items():
            layer = getattr(state.layers, name)
            layer.on, layer.opacity = on, opacity
        state.solo_channel, state.category = before.solo_channel, before.category
        state.sinews, state.neighbours = list(before.sinews), before.neighbours
        self._flesh.bare = before.bare
