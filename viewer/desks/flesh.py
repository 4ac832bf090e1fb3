"""The muscles under one visitor's eyes: which of them show, and how far the skin over them lets see.

Who switches muscles on wants to see them: the skin over them turns translucent, and is again what it was when
they are switched off. A selection that is about muscles may borrow the layer; when it is cleared, everything
is again as it was before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from points.atlas import Atlas, Mark
from points.model import TriggerPoint
from points.muscle_parts import akin
from viewer import chosen, compose, style
from viewer.desks.scenes import Draws
from viewer.layers import Colours, FleshLayer, Floats, Integers
from viewer.lent import FleshBefore, Lent
from viewer.selected import MUSCLE
from viewer.state import ViewState

if TYPE_CHECKING:
    from points.muscle import MuscleBody

HIDES = 0.98  # opacity of a skin under which nothing can be seen


class Shows(Draws, Protocol):
    """A scene, as far as muscles are shown in it."""

    def recolour(self, key: str, rgb: Colours) -> None:
        """Give a layer other colours."""

    def shift(self, key: str, ids: Integers, offsets_mm: Floats) -> None:
        """Move corners of a layer."""


@dataclass(frozen=True, eq=False)
class Twitch:
    """A taut band that can be made to flick: what moves, and all colours at rest and in the flick."""

    mark: str
    flick: compose.Flick
    rest: Colours
    lit: Colours


class Flesh:
    """Draws the muscles that the state asks for.

    Parameters
    ----------
    scene
        Draws.
    state
        What the visitor chose; shared with the controller.
    bodies
        Gives the schematic muscles of a body by name; asked only when muscles are to be seen.
    """

    def __init__(
        self, scene: Shows, state: ViewState, bodies: Callable[[str], Mapping[str, MuscleBody]]
    ) -> None:
        self._scene = scene
        self._state = state
        self._bodies = bodies
        self._drawn: object = None
        self._layer: FleshLayer | None = None
        self._skin_before: float | None = None
        self._before: Lent | None = None
        self._alone = ""
        self._twitch: Twitch | None = None
        self._exhibited: tuple[str, ...] = ()
        self._marked: tuple[str, ...] = ()
        self._read: set[str] = set()

    @property
    def unread(self) -> bool:
        """Whether the muscles of the body have never been asked for."""
        return self._state.body not in self._read

    def takes_long(self, atlas: Atlas) -> bool:
        """Tell whether the picture that is asked for needs muscles to be read, or all to be laid out."""
        state = self._state
        if not state.layers.muscles.on:
            return False
        every = (state.body, state.peel, "", False)
        whole = not (self._exhibited or chosen.muscles_of(atlas, state.selection))
        return self.unread or (self._drawn != every and whole)

    def known(self) -> tuple[str, ...]:
        """Keys of the muscles that have a body."""
        return tuple(dict.fromkeys(name.partition("/")[0] for name in self._every()))

    def looked_at(self, atlas: Atlas) -> list[MuscleBody]:
        """Bodies of the muscles that the selection, or else the exhibit, is about; none where neither is."""
        selected = self._state.selection
        about = [selected]
        if self._exhibited and not selected.startswith(MUSCLE):
            about = [*self._exhibited, *([selected] if _trigger_point(atlas, selected) else [])]
        bodies: dict[tuple[str, str], MuscleBody] = {}
        for one in about:
            keys = chosen.muscles_of(atlas, one)
            if keys:
                side = chosen.side_of(atlas, one)
                found = compose.chosen_muscles(atlas.muscles, self._every(), keys, side, 1)
                bodies |= {(body.key, str(body.side)): body for body in found}
        return list(bodies.values())

    # What an exhibit asks for.

    def exhibit(self, muscles: tuple[str, ...], marks: tuple[str, ...]) -> None:
        """Look at the muscles of an exhibit, with the taut bands of its marks; none: at none any more."""
        self._exhibited, self._marked = muscles, marks

    @property
    def bare(self) -> float | None:
        """Opacity of the skin before it let muscles be seen; None where it does not for their sake."""
        return self._skin_before

    @bare.setter
    def bare(self, before: float | None) -> None:
        self._skin_before = before

    @property
    def before(self) -> FleshBefore:
        """What was before muscles were looked at; who sets it brings the layers along."""
        return FleshBefore(self._skin_before, self._before, self._alone)

    @before.setter
    def before(self, before: FleshBefore) -> None:
        self._skin_before, self._before, self._alone = before.skin, before.lent, before.alone

    # What the visitor does.

    def peel(self, outermost: int) -> None:
        """Choose the outermost layer of muscles that shows, and let it be seen."""
        self._state.layers.muscles.on = True
        self._state.peel = outermost
        self._bare()

    def borrow(self, alone: str = "") -> None:
        """Show the muscles as long as something is selected that is about them.

        Parameters
        ----------
        alone
            Id of the muscle that is to be seen alone, without channels over it; empty for no such muscle.
        """
        layers = self._state.layers
        if self._before is None:
            self._before = Lent(
                layers.muscles.on, layers.trigger_points.on, layers.channels.on, layers.skin.opacity
            )
        layers.muscles.on = layers.trigger_points.on = True
        if alone and not self._alone:
            layers.channels.on = False
        self._alone = alone or self._alone
        self._bare()

    def give_back(self) -> None:
        """Bring back what was before `borrow`, if anything is borrowed."""
        layers, before = self._state.layers, self._before
        self._before, self._alone, self._state.neighbours = None, "", False
        if before is None:
            return
        layers.muscles.on, layers.trigger_points.on = before.muscles, before.trigger_points
        layers.channels.on, layers.skin.opacity = before.channels, before.skin
        if not before.muscles:
            self._skin_before = None

    def leave_alone(self, atlas: Atlas) -> None:
        """Bring the channels back where something else is selected than the muscle that was seen alone."""
        if self._alone and not self.alone(atlas) and self._before is not None:
            self._alone = ""
            self._state.layers.channels.on = self._before.channels

    def alone(self, atlas: Atlas) -> str:
        """Id of the muscle that is seen alone: it or one of its points is selected; empty for none."""
        selected = self._state.selection
        return self._alone if selected in (self._alone, *chosen.points_of(atlas, self._alone)) else ""

    def forget(self) -> None:
        """Take out all that is drawn: the body has changed."""
        self._drawn = self._layer = self._twitch = None
        self._scene.remove(compose.MUSCLES)
        self._scene.remove(compose.AROUND)

    def settle(self, atlas: Atlas) -> None:
        """Draw what the state asks for, if it is not there, and let the skin follow the switch."""
        if self._state.layers.muscles.on:
            self._bare_once()
            self._draw(atlas)
        elif self._skin_before is not None:
            self._state.layers.skin.opacity, self._skin_before = self._skin_before, None
            self._before, self._alone = None, ""  # switched off by hand: nothing is borrowed any more

    # The local twitch response.

    def prepare_twitch(self, atlas: Atlas) -> bool:
        """Find what a twitch of the trigger point looked at moves; False where it has no muscle to see."""
        mark = next(iter(self._taut(atlas)), None)
        if mark is None or self._layer is None:
            return False
        if self._twitch is None or self._twitch.mark != mark.id:
            bodies = self.looked_at(atlas)
            rest = np.asarray(self._layer.rgb)
            weights = np.clip(1.6 * compose.band(bodies, mark), 0.0, 1.0)[:, None]
            lit = (rest * (1.0 - weights) + np.array(style.FLICK) * weights).round().astype(np.uint8)
            self._twitch = Twitch(mark.id, compose.flick(bodies, mark), rest, lit)
        return True

    def _taut(self, atlas: Atlas, bodies: Sequence[MuscleBody] | None = None) -> tuple[Mark, ...]:
        """Trigger points whose taut bands are seen: the selected one, else the exhibit's in its muscles."""
        selected = _trigger_point(atlas, self._state.selection)
        if selected is not None:
            return (selected,)
        if not self._exhibited or self._state.selection.startswith(MUSCLE):
            return ()
        seen = self.looked_at(atlas) if bodies is None else bodies
        marks = [_trigger_point(atlas, mark) for mark in self._marked]
        return tuple(mark for mark in marks if mark is not None and _in_one_of(atlas, mark, seen))

    def twitch(self, contraction: float, light: float) -> None:
        """Show the band contracted and lit by so much, each from 0 to 1; 0 and 0 is the picture at rest."""
        twitch = self._twitch
        if twitch is None or compose.MUSCLES not in self._scene.keys:
            return
        mixed = twitch.rest + light * (twitch.lit.astype(np.float64) - twitch.rest)
        self._scene.recolour(compose.MUSCLES, mixed.round().astype(np.uint8))
        self._scene.shift(compose.MUSCLES, twitch.flick.ids, contraction * twitch.flick.offsets_mm)

    # Inside.

    def _every(self) -> Mapping[str, MuscleBody]:
        self._read.add(self._state.body)
        return self._bodies(self._state.body)

    def _bare_once(self) -> None:
        if self._skin_before is None:
            self._bare()

    def _bare(self) -> None:
        skin = self._state.layers.skin
        if self._skin_before is None:
            self._skin_before = skin.opacity
            skin.opacity = min(skin.opacity, style.SEEN_THROUGH)
        elif skin.opacity >= HIDES:
            skin.opacity = style.SEEN_THROUGH

    def _draw(self, atlas: Atlas) -> None:
        state = self._state
        looked_at = self.looked_at(atlas)
        taut = self._taut(atlas, looked_at) if looked_at else ()
        wanted = (
            state.body,
            tuple((body.key, body.side) for body in looked_at) or state.peel,
            tuple(mark.id for mark in taut),
            state.neighbours and bool(looked_at),
        )
        if wanted == self._drawn:
            return
        self._drawn, self._twitch = wanted, None
        every = self._every()
        bodies = looked_at or compose.chosen_muscles(atlas.muscles, every, (), "", state.peel)
        self._layer = compose.muscles(bodies, taut)
        around = compose.neighbours(atlas.muscles, every, looked_at) if wanted[-1] else []
        for key, layer in ((compose.MUSCLES, self._layer), (compose.AROUND, compose.around(around))):
            if layer is None:
                self._scene.remove(key)
            else:
                self._scene.show(layer)


def _trigger_point(atlas: Atlas, selected: str) -> Mark | None:
    mark = chosen.mark_of(atlas, selected)
    return mark if mark is not None and isinstance(mark.definition, TriggerPoint) else None


def _in_one_of(atlas: Atlas, mark: Mark, bodies: Sequence[MuscleBody]) -> bool:
    """Tell whether a trigger point is in one of some muscles, on its own side."""
    return any(
        body.side == mark.located.side and any(akin(key, body.key, atlas.muscles) for key in mark.muscles)
        for body in bodies
    )
