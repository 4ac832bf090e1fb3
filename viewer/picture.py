"""What is drawn of one visitor's state: each part anew when it has changed, nothing else."""

from __future__ import annotations

from collections.abc import Callable

from points.atlas import Atlas
from viewer import attention, chosen, compose, recall, switches
from viewer.desks.together import Desks
from viewer.languages.facts import told, written
from viewer.layers import MarkLayer, SkinLayer
from viewer.notes.model import Document
from viewer.scene import Scene
from viewer.selected import is_spot


class Picture:
    """The scene as the state and the desks want it.

    Parameters
    ----------
    scene
        Draws.
    load
        Gives the atlas of a body by name.
    desks
        The state, and what each concern draws.
    marks
        Filled with the layers of marks of the body that is seen; shared with the desks.
    """

    def __init__(
        self, scene: Scene, load: Callable[[str], Atlas], desks: Desks, marks: dict[str, MarkLayer]
    ) -> None:
        self._scene = scene
        self._load = load
        self._state = desks.state
        self._desks = desks
        self._marks = marks
        self._skin: SkinLayer | None = None

    @property
    def atlas(self) -> Atlas:
        """Both maps on the body that is seen, told in the visitor's language."""
        return told(self._load(self._state.body), self._state.language)

    @property
    def skin(self) -> SkinLayer:
        """The skin of the body that is seen."""
        assert self._skin is not None  # drawn before anything can be asked
        return self._skin

    def draw_body(self) -> None:
        """Draw everything on the body that the state names."""
        atlas, desks = self.atlas, self._desks
        self._skin = compose.skin(atlas.body, self._state.skin_tone)
        self._scene.show(self._skin)
        switches.put(self._scene, compose.EYES, compose.eyes(atlas.body))
        self._scene.remove(compose.SINEWS)
        desks.flesh.forget()
        desks.grid.forget()
        self.draw_lines()
        for trigger_points in (False, True):
            layer = compose.marks(atlas, trigger_points)
            self._marks[layer.key] = layer
            self._scene.show(layer)
        for desk in (desks.pain, desks.measure, desks.notes, desks.overlap, desks.quiz):
            desk.draw_body(self._skin)
        self.draw_selection()

    def draw_selection(self) -> None:
        """Draw what hangs on the selection: its zone, its ring, what comes forward."""
        desks, selection = self._desks, self._state.selection
        about = (
            chosen.points_of(self.atlas, selection) or desks.exhibit.zones or (desks.pain.front(selection),)
        )
        switches.put(self._scene, compose.ZONE, compose.zones(self.atlas, about, self.skin))
        desks.pain.draw_found()
        desks.notes.draw()
        desks.overlap.draw_selection()
        desks.exhibit.draw()
        self._scene.select(selection if is_spot(selection) else "")
        desks.split.draw_selection(self.atlas)
        self.attend()

    def draw_lines(self) -> None:
        """Draw the channels that show, and which way they run."""
        exhibit = self._desks.exhibit
        layer = compose.channels(self.atlas, exhibit.channels)
        self._scene.show(compose.plain(layer) if self._desks.quiz.asking else layer)  # its colour is its name
        if exhibit.strong:
            self._scene.emphasise(layer.key, compose.strong(layer, exhibit.strong))
        self._scene.show(compose.flow(self.atlas, exhibit.channels))

    def draw_sinews(self) -> None:
        """Draw the bands of the sinew channels, if they show."""
        if self._state.layers.sinews.on:
            self._scene.show(compose.sinews(self.atlas, self._state.sinews, self.skin))

    def attend(self) -> None:
        """Bring forward and name what the visitor attends to."""
        desks, state = self._desks, self._state
        focus = attention.focus(self.atlas, state, desks.overlap, desks.pain, desks.exhibit, desks.flesh)
        if desks.overlap.on:
            desks.overlap.draw_marks()
        else:
            for key, layer in self._marks.items():
                self._scene.emphasise(key, compose.emphasis(self.atlas, layer, focus))
        names = compose.labels(written(self._load(state.body), state.language), focus)
        self._scene.show(desks.pain.name(names))
        self.apply_layers()

    def apply_layers(self) -> None:
        """Show, hide and fade the layers as the state says."""
        desks, layers = self._desks, self._state.layers
        desks.split.settle()
        if layers.sinews.on and compose.SINEWS not in self._scene.keys:
            self.draw_sinews()
        if layers.composite.on and compose.COMPOSITE not in self._scene.keys:
            desks.pain.draw_composite()
        desks.flesh.settle(self.atlas)
        switches.apply(layers, self._scene)
        desks.grid.settle()
        desks.measure.settle()
        desks.overlap.settle()

    def redraw(self, was: recall.Seen, before: Document, now: Document) -> None:
        """Draw on the same body what differs between two documents."""
        seen, state, desks = recall.seen(self._state), self._state, self._desks
        if seen.theme != was.theme:
            self._scene.set_ground(state.theme)
        if seen.tone != was.tone:
            self._scene.recolour(compose.SKIN, compose.skin_rgb(self.atlas.body, state.skin_tone))
        if seen.lines != was.lines or before.exhibit != now.exhibit:
            self.draw_lines()
        if seen.sinews != was.sinews:
            self.draw_sinews()
        if seen.counted != was.counted and compose.COMPOSITE in self._scene.keys:
            desks.pain.draw_composite()
        if seen.overlap != was.overlap or (desks.overlap.on and seen.tone != was.tone):
            desks.overlap.resume()
        if (before.painting, before.spots, before.view.body) != (now.painting, now.spots, now.view.body):
            desks.pain.resume(now.painting)
        self.draw_selection()
