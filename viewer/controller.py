"""What a visitor does becomes what is seen and read: the only module that knows both the atlas and the scene.

It knows no widgets: the browser interface, the plain window and the tests act through the same calls.
Each call changes the state and tells the scene the least that has to change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from points.atlas import Atlas
from viewer import compose, picking, steer, style, views
from viewer.details import Details, describe, title
from viewer.layers import MarkLayer, SkinLayer
from viewer.scene import Scene
from viewer.search import Found, Index, build_index, search
from viewer.state import SkinTone, Theme, ViewState
from viewer.views import Camera

TURN_DEG, TILT_DEG, STEP_IN = 15.0, 10.0, 1.2
TURNS = {
    "ArrowLeft": (-TURN_DEG, 0.0),
    "ArrowRight": (TURN_DEG, 0.0),
    "ArrowUp": (0.0, TILT_DEG),
    "ArrowDown": (0.0, -TILT_DEG),
}
SHIFT_PX = 40.0
SHIFTS = {
    "Shift+ArrowLeft": (SHIFT_PX, 0.0),
    "Shift+ArrowRight": (-SHIFT_PX, 0.0),
    "Shift+ArrowUp": (0.0, SHIFT_PX),
    "Shift+ArrowDown": (0.0, -SHIFT_PX),
}
STEPS = {"+": STEP_IN, "=": STEP_IN, "-": 1.0 / STEP_IN}
VIEW_KEYS = {"f": "front", "b": "back", "l": "left", "r": "right", "t": "top", "s": "selection"}
EXAMPLES = ("trapezius_upper.TrP1/left", "GB21/left", "sternocleidomastoid_sternal.TrP1/left", "GB20/left")

Words = Callable[..., str]
Seen = tuple[float, float]  # width and height of the picture in the page's pixels, which may be fractions


class Controller:
    """One visitor's desk.

    Parameters
    ----------
    scene
        Draws.
    load
        Gives the atlas of a body by name; shared by all visitors, so it should remember.
    bodies
        Names of the bodies that there are.
    state
        What is seen at first.
    words
        Sentence of a message key.
    """

    def __init__(
        self,
        scene: Scene,
        load: Callable[[str], Atlas],
        bodies: tuple[str, ...],
        state: ViewState,
        words: Words,
    ) -> None:
        self.state = state
        self.bodies = bodies
        self._scene = scene
        self._load = load
        self._words = words
        self._seen_height = 0.0
        self._skin: SkinLayer | None = None
        self._marks: dict[str, MarkLayer] = {}
        self._indices: dict[str, Index] = {}
        self._draw_body()

    @property
    def atlas(self) -> Atlas:
        """Both maps on the body that is seen."""
        return self._load(self.state.body)

    # What the page asks to know.

    def details(self) -> Details | None:
        """Words about the selected mark; None without a selection."""
        return describe(self.atlas, self.state.selection, self._words) if self.state.selection else None

    def search(self, text: str) -> tuple[Found, ...]:
        """Answers to a search, best first."""
        self.state.search = text
        return search(self._index, text)

    def channel_list(self) -> list[dict[str, str]]:
        """Code, name and colour of every channel that has a path on the body, in the order of the tables."""
        drawn = {path.channel for path in self.atlas.paths}
        return [
            {"code": code, "name": channel.english, "colour": _css(style.CHANNELS[code])}
            for code, channel in self.atlas.channels.items()
            if code in drawn
        ]

    def tone_colours(self) -> dict[str, str]:
        """Colour of each skin tone for its button."""
        return {name: _css(tone.lit) for name, tone in style.TONES.items()}

    def examples(self) -> list[dict[str, str]]:
        """Return marks to begin with: id and name."""
        marks = self.atlas.marks
        return [{"id": mark, "name": title(self.atlas, marks[mark])} for mark in EXAMPLES if mark in marks]

    def where_is(self, mark_id: str, size: Seen) -> list[float]:
        """Pixel of a mark in a picture of that size, from the top left; empty when it cannot be seen."""
        mark = self.atlas.marks[mark_id]
        pixels, seen = self._scene.project(mark.located.position_mm[None], mark.normal[None])
        if not seen[0]:
            return []
        return [float(value) for value in pixels[0] / self._scale(size)]

    # What the visitor does.

    def select(self, mark_id: str) -> None:
        """Select a mark, or none (empty): its zone is painted, its neighbours come forward."""
        if mark_id and mark_id not in self.atlas.marks:
            raise KeyError(f"There is no mark {mark_id!r}.")
        self.state.selection = mark_id
        self._draw_selection()

    def layer_of_selection(self) -> str:
        """Name of the layer (a field of ``LayersState``) that the selected mark is in; empty without one."""
        if not self.state.selection:
            return ""
        return "trigger_points" if self.atlas.marks[self.state.selection].is_trigger_point else "acupoints"

    def pick(self, x: float, y: float, size: Seen, near_px: float) -> str:
        """Id of the mark in front under a pixel of a picture of that size; empty if there is none."""
        at = np.array([x, y]) * self._scale(size)
        return self._scene.pick(float(at[0]), float(at[1]), near_px * float(self._scale(size)[1]))

    def hover(self, x: float, y: float, size: Seen) -> str:
        """Bring the mark under a pixel forward; return its name, or nothing."""
        mark_id = self.pick(x, y, size, picking.MOUSE_PX)
        if mark_id != self.state.hover:
            self.state.hover = mark_id
            self._scene.hover(mark_id)
        return title(self.atlas, self.atlas.marks[mark_id]) if mark_id else ""

    def choose_body(self, body: str) -> None:
        """Show another body; the selection stays if the body has it, and the camera stays in any case."""
        self.state.body = body
        if self.state.selection not in self.atlas.marks:
            self.state.selection = ""
        self._draw_body()

    def choose_look(self, theme: Theme, tone: SkinTone) -> None:
        """Change the ground and the tone of the skin."""
        if theme != self.state.theme:
            self.state.theme = theme
            self._scene.set_ground(theme)
        if tone != self.state.skin_tone:
            self.state.skin_tone = tone
            self._scene.recolour(compose.SKIN, compose.skin_rgb(self.atlas.body, tone))

    def solo(self, channel: str) -> None:
        """Show one channel and bring its points forward; empty for all."""
        self.state.solo_channel = channel
        self._scene.show(compose.channels(self.atlas, channel))
        self._scene.set_opacity(compose.CHANNELS, self.state.layers.channels.opacity)
        self._emphasise()

    def apply_layers(self) -> None:
        """Show, hide and fade the layers as the state says."""
        layers = self.state.layers
        shown = {
            compose.SKIN: layers.skin, compose.EYES: layers.skin,
            compose.ACUPOINTS: layers.acupoints, compose.TRIGGER_POINTS: layers.trigger_points,
            compose.CHANNELS: layers.channels, compose.ZONE: layers.zones, compose.LABELS: layers.labels,
        }  # fmt: skip
        for key, layer in shown.items():
            if key in self._scene.keys:
                self._scene.set_visible(key, layer.on)
                self._scene.set_opacity(key, layer.opacity)

    def see_at(self, size: Seen) -> None:
        """Remember how large the picture is seen; sizes in pixels are meant on it, whatever is drawn."""
        self._seen_height = size[1]

    def take_camera(
        self, position: Sequence[float], focus: Sequence[float], up: Sequence[float], angle_deg: float
    ) -> bool:
        """Look from where the visitor's own view looks; return whether marks had to be fitted to it."""
        return self._scene.look(Camera(np.array(position), np.array(focus), np.array(up), angle_deg))

    def follow(self) -> None:
        """Fit marks and labels to camera and picture; to be called before each picture, whoever moved it."""
        if self._seen_height:
            self._scene.pixel_ratio = self._scene.size[1] / self._seen_height
        self._scene.fit()
        self._scene.place_labels()

    def look(self, view: str) -> None:
        """Move the camera to a named view, or (``selection``) straight at the selected mark."""
        width, height = self._scene.size
        bounds = compose.bounds_mm(self.atlas.body)
        if view == "selection":
            if not self.state.selection:
                return
            mark = self.atlas.marks[self.state.selection]
            camera = views.face(mark.located.position_mm, mark.normal, bounds, width / height)
        else:
            camera = views.camera(views.VIEWS[view], bounds, width / height)
        self.state.view = view
        self._scene.look(camera)

    def press(self, key: str) -> bool:
        """Act on a key: arrows turn, with Shift they shift, + and - zoom, letters are views.

        Returns
        -------
        bool
            Whether the key means anything.
        """
        if key in TURNS:
            self._scene.look(steer.turned(self._scene.camera, *TURNS[key]))
        elif key in SHIFTS:
            self.shift(*SHIFTS[key])
        elif key in STEPS:
            self.zoom(STEPS[key])
        elif key in VIEW_KEYS:
            self.look(VIEW_KEYS[key])
        else:
            return False
        return True

    def zoom(self, factor: float, around_px: tuple[float, float] = (0.0, 0.0)) -> None:
        """Step closer by a factor above 1, away by one below.

        Parameters
        ----------
        factor
            How much larger things become.
        around_px
            What stays in its place, as pixels to the right of and below the middle of the picture.
        """
        before = self._scene.camera
        self._scene.look(steer.closer(before, float(np.clip(factor, 0.25, 4.0))))
        grown = before.distance_mm / self._scene.camera.distance_mm
        self.shift(*(-offset * (grown - 1.0) for offset in around_px))

    def shift(self, right_px: float, down_px: float) -> None:
        """Shift the picture by so many of its pixels."""
        width, height = self._scene.size
        ratio = self._scene.pixel_ratio
        seen = (round(width / ratio), round(height / ratio))
        self._scene.look(steer.shifted(self._scene.camera, right_px, down_px, seen))

    # Inside.

    @property
    def _index(self) -> Index:
        if self.state.body not in self._indices:
            self._indices[self.state.body] = build_index(self.atlas)
        return self._indices[self.state.body]

    def _scale(self, size: Seen) -> NDArray[np.float64]:
        """Drawn pixels per pixel of the picture as the visitor sees it, along both axes."""
        scale: NDArray[np.float64] = np.array(self._scene.size) / np.array(size)
        return scale

    def _draw_body(self) -> None:
        atlas, state = self.atlas, self.state
        self._skin = compose.skin(atlas.body, state.skin_tone)
        self._scene.show(self._skin)
        eyes = compose.eyes(atlas.body)
        if eyes is not None:
            self._scene.show(eyes)
        else:
            self._scene.remove(compose.EYES)
        self._scene.show(compose.channels(atlas, state.solo_channel))
        for trigger_points in (False, True):
            layer = compose.marks(atlas, trigger_points)
            self._marks[layer.key] = layer
            self._scene.show(layer)
        self._draw_selection()

    def _draw_selection(self) -> None:
        assert self._skin is not None  # drawn before anything can be selected
        selection = self.state.selection
        zone = compose.zone(self.atlas, selection, self._skin) if selection else None
        if zone is not None:
            self._scene.show(zone)
        else:
            self._scene.remove(compose.ZONE)
        if selection:
            self._scene.show(compose.labels(self.atlas, selection))
        else:
            self._scene.remove(compose.LABELS)
        self._emphasise()
        self._scene.select(selection)
        self.apply_layers()

    def _emphasise(self) -> None:
        for key, layer in self._marks.items():
            weights = compose.emphasis(self.atlas, layer, self.state.selection, self.state.solo_channel)
            self._scene.emphasise(key, weights)


def _css(rgb: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)
