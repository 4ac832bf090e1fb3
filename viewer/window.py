"""The scene in a plain window: turn, zoom, keys, a click selects and a short card says what it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from textwrap import wrap
from typing import TYPE_CHECKING

from vtkmodules.vtkRenderingCore import vtkTextActor

from points.atlas import Atlas
from points.progress import Progress, unseen
from viewer import gl, style
from viewer.controller import Controller
from viewer.details import PainCard
from viewer.gl import OpenGLError
from viewer.languages.folders import about, has_latin_letters
from viewer.languages.words import Words, load_words
from viewer.measure_card import MeasureCard
from viewer.picking import MOUSE_PX
from viewer.scene import Scene
from viewer.state import LayerState, PainTool, Theme, ViewState

if TYPE_CHECKING:
    import pyvista

SIZE = (1280, 800)
DRAG_PX = 4.0  # a pointer that moved further between down and up has turned the body, not clicked
NAMED = 3
NAMED_MUSCLES = 6
SWITCH_KEYS = {
    "F1": "skin",
    "F2": "acupoints",
    "F3": "trigger_points",
    "F4": "channels",
    "F5": "zones",
    "F6": "labels",
    "F7": "flow",
    "F8": "sinews",
    "F9": "muscles",
    "F10": "composite",
    "F11": "grid",
}
KEY_NAMES = {  # X11's names to those of browsers, which the controller knows
    "plus": "+",
    "minus": "-",
    "equal": "=",
    "Left": "ArrowLeft",
    "Right": "ArrowRight",
    "Up": "ArrowUp",
    "Down": "ArrowDown",
}
CARD_PX = 78  # from the bottom: above the help
LETTER_PX = 8.0  # width of a letter of the card
STEP_KEYS = {"n": True, "p": False}
GHOST_OPACITY = 0.45


class Desk:
    """What the window does with the pointer and the keys; knows no window, so that tests can drive it.

    Parameters
    ----------
    controller
        Acts on the scene.
    scene
        What is seen; asked for its size only.
    words
        The messages, in letters that VTK's font has.
    """

    def __init__(self, controller: Controller, scene: Scene, words: Words) -> None:
        self._controller = controller
        self._words = words
        self._scene = scene
        self._pressed: tuple[float, float] | None = None
        self.card = vtkTextActor()
        self.help = vtkTextActor()
        for actor, size, height in ((self.card, 15, CARD_PX), (self.help, 12, 10)):
            actor.GetTextProperty().SetFontFamilyToArial()
            actor.GetTextProperty().SetFontSize(size)
            actor.SetDisplayPosition(14, height)
        self.help.SetInput(words("window.help"))
        self.refresh()

    def seen(self, width: float, height: float) -> None:
        """Tell how large the picture is."""
        self._controller.split.seen_at(width, height)

    def press(self, x: float, y: float) -> None:
        """Note where the pointer went down (from the top left corner)."""
        self._pressed = (x, y)

    def release(self, x: float, y: float) -> None:
        """Select what is under the pointer, or nothing, if it has not moved since it went down."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or max(abs(x - pressed[0]), abs(y - pressed[1])) > DRAG_PX:
            return
        if self._controller.state.measure.on:
            self._controller.measure.touch(x, y)
        elif self._controller.pain.on:
            self._controller.pain.ask_at(x, y)
        else:
            self._controller.select(self._controller.pick(x, y, self._scene.whole, MOUSE_PX))
        self.refresh()

    def key(self, name: str) -> bool:
        """Act on a key; False if it means nothing here."""
        state = self._controller.state
        if name in SWITCH_KEYS:
            switch: LayerState = getattr(state.layers, SWITCH_KEYS[name])
            switch.on = not switch.on
            self._controller.apply_layers()
        elif name == "x":
            state.layers.skin.opacity = 1.0 if state.layers.skin.opacity < 1.0 else GHOST_OPACITY
            self._controller.apply_layers()
        elif name in STEP_KEYS:
            if self._controller.step(forward=STEP_KEYS[name]):
                self._controller.pilot.glide(1.0)
                self.refresh()
        elif name == "h":
            self._controller.select("")
            self._controller.pain.use(PainTool.OFF if self._controller.pain.on else PainTool.SPOT)
            self.refresh()
        elif name == "m":
            self._controller.use_measure(not state.measure.on)
            self.refresh()
        elif name == "v":
            self._controller.use_split(not state.split)
            self._caption()
            self.refresh()
        elif name == "d":
            other = Theme.LIGHT if state.theme is Theme.DARK else Theme.DARK
            self._controller.choose_look(other, state.skin_tone)
            self._caption()
            self.refresh()
        else:
            return self._controller.press(name)
        return True

    def _caption(self) -> None:
        if self._controller.state.split:
            self._scene.caption((self._words("split.west"), self._words("split.east")))

    def refresh(self) -> None:
        """Write the card anew, in the ink of the ground."""
        ink = style.GROUNDS[self._controller.state.theme].ink
        for actor in (self.card, self.help):
            actor.GetTextProperty().SetColor(*(channel / 255.0 for channel in ink))
        card, measured = self._controller.cards.pain_card(), self._controller.cards.measure_card()
        selection = self._controller.state.selection
        told = pain_text(card) if card else card_text(self._controller.atlas, selection, self._words)
        text = measure_text(measured) if measured else told
        letters = int(self._scene.size[0] / LETTER_PX)
        self.card.SetInput("\n".join(part for line in text.split("\n") for part in wrap(line, letters)))


def measure_text(card: MeasureCard) -> str:
    """Say in a few lines what is measured, in letters that every font has."""
    ends = unicodedata.normalize("NFD", ", ".join(card.ends))
    plain = "".join(letter for letter in ends if not unicodedata.combining(letter))
    lines = [card.lead, plain, card.skin, card.straight, card.note, *card.cun]
    return "\n".join(filter(None, lines))


def pain_text(card: PainCard) -> str:
    """Say in a few lines where a pain may come from, in letters that every font has."""
    named = [
        f"{muscle.name} {covering.chips[0].name}, {muscle.side}: {covering.text}"
        for muscle in card.muscles[:NAMED_MUSCLES]
        for covering in muscle.coverings[:1]
    ]
    return "\n".join([card.lead, *named])


def card_text(atlas: Atlas, selection: str, words: Words) -> str:
    """Say in a few lines what is selected, in letters that every font has; empty without a selection."""
    if not selection:
        return ""
    mark = atlas.marks[selection]
    name = getattr(mark.definition, "pinyin_plain", "")
    lines = [
        f"{mark.definition.code} {name}".rstrip() + f", {words(f'side.{mark.located.side}')}",
        mark.definition.where,
    ]
    if mark.definition.hazard:
        lines.append(words("window.care", hazard=mark.definition.hazard))
    near = atlas.neighbours.get(selection, ())[:NAMED]
    if near:
        marks = ", ".join(f"{one.id.rpartition('/')[0]} {one.skin_mm:.0f} mm" for one in near)
        lines.append(words("window.near", marks=marks))
    return "\n".join(lines)


def open_window(
    body: str,
    say: Callable[[str], None] = lambda _: None,
    progress: Progress = unseen,
    language: str = "en",
) -> None:
    """Show both maps on a body in a window until the user closes it.

    Raises
    ------
    OpenGLError
        If no window can be opened here.
    AssetError, TableError, AtlasError
        If there is no such body, or its data are damaged.
    """
    gl.prepare_window()
    if not has_latin_letters(language):
        say(f"The plain window has Latin letters alone: it speaks English, not {about(language)['name']}.")
        language = "en"
    words = load_words(language)
    from functools import cache

    from meshes.store import BODY_NAMES
    from points.load import load_atlas, load_muscles

    @cache
    def load(name: str) -> Atlas:
        return load_atlas(name, say, progress)

    load(body)
    plotter = new_plotter()
    scene = Scene(plotter)
    controller = Controller(
        scene,
        load,
        BODY_NAMES,
        ViewState(body=body, language=language),
        words,
        cache(load_muscles),
    )
    controller.look("front")
    desk = Desk(controller, scene, words)
    connect(plotter, desk, scene)
    plotter.show()


def new_plotter() -> pyvista.Plotter:
    """Make an empty window, or (where PyVista is told so) one off the screen."""
    import pyvista

    plotter = pyvista.Plotter(window_size=list(SIZE), lighting="none", title="Ashimap")
    plotter.disable_anti_aliasing()  # many samples per pixel cost 3 x; FXAA smooths edges for less
    plotter.renderer.SetUseFXAA(True)
    return plotter


def connect(plotter: pyvista.Plotter, desk: Desk, scene: Scene) -> None:
    """Lead a window's events to a desk."""
    plotter.enable_terrain_style(mouse_wheel_zooms=True)  # type: ignore[call-arg]
    plotter.renderer.AddViewProp(desk.card)
    plotter.renderer.AddViewProp(desk.help)
    window = plotter.iren
    if window is None or window.style is None:
        raise OpenGLError(gl.NO_SCREEN)
    interactor = window.interactor

    def pointer() -> tuple[float, float]:
        x, y = interactor.GetEventPosition()
        return float(x), float(scene.whole[1] - 1 - y)

    def key_pressed(*_: object) -> None:
        name = interactor.GetKeySym()
        if name == "q":
            interactor.TerminateApp()
        elif desk.key(KEY_NAMES.get(name, name)):
            plotter.render()

    def released(*_: object) -> None:
        desk.release(*pointer())
        plotter.render()

    def drawn(*_: object) -> None:
        desk.seen(*scene.whole)
        scene.fit()
        scene.place_labels()

    window.clear_key_event_callbacks()  # type: ignore[no-untyped-call]
    # an observer of its own keeps VTK's style from acting on letters (w: wireframe, e: exit, 3: red and blue)
    window.style.AddObserver("CharEvent", lambda *_: None)
    interactor.AddObserver("LeftButtonPressEvent", lambda *_: desk.press(*pointer()))
    # the style keeps the release to itself while it turns the body, and tells of its end instead
    window.style.AddObserver("EndInteractionEvent", released)
    interactor.AddObserver("KeyPressEvent", key_pressed)
    plotter.renderer.AddObserver("StartEvent", drawn)
