"""What a visitor does becomes what is seen and read: the only module that knows both the atlas and the scene.

It knows no widgets: the browser interface, the plain window and the tests act through the same calls.
Each call changes the state and tells the scene the least that has to change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from points.atlas import Atlas, Mark
from points.model import Side
from viewer import compose, picking, style, views
from viewer.details import Details, describe, title
from viewer.details.walk import points_along, walk_at
from viewer.layers import MarkLayer, SkinLayer
from viewer.pilot import Pilot
from viewer.scene import Scene
from viewer.search import Found, Index, build_index, search
from viewer.selected import CHANNEL, SINEW, is_mark
from viewer.state import SkinTone, Theme, ViewState
from viewer.views import Camera

if TYPE_CHECKING:
    from points.muscle import MuscleBody

VIEW_KEYS = {"f": "front", "b": "back", "l": "left", "r": "right", "t": "top", "s": "selection"}
GENTLE_SPAN = 0.3  # share of the body's height that is seen around a point of a walk

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
    muscles
        Gives the schematic muscles of a body by name.
    """

    def __init__(
        self,
        scene: Scene,
        load: Callable[[str], Atlas],
        bodies: tuple[str, ...],
        state: ViewState,
        words: Words,
        muscles: Callable[[str], Mapping[str, MuscleBody]] = lambda _: {},
    ) -> None:
        self.state = state
        self.bodies = bodies
        self.pilot = Pilot(scene)
        self._scene = scene
        self._load = load
        self._words = words
        self._muscles = muscles
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

    def where_is(self, mark_id: str, size: Seen) -> list[float]:
        """Pixel of a mark in a picture of that size, from the top left; empty when it cannot be seen."""
        mark = self.atlas.marks[mark_id]
        pixels, seen = self._scene.project(mark.located.position_mm[None], mark.normal[None])
        if not seen[0]:
            return []
        return [float(value) for value in pixels[0] / self._scale(size)]

    # What the visitor does.

    def select(self, selected: str) -> None:
        """Select a mark, a channel or a sinew channel, or nothing (empty).

        A trigger point's zone is painted and the neighbours of a mark come forward; a channel shows alone, a
        sinew channel shows its band.
        """
        if selected and not self._is_there(selected):
            raise KeyError(f"There is nothing with the id {selected!r} to select.")
        self.state.selection = selected
        if selected.startswith(CHANNEL):
            self.solo(selected.removeprefix(CHANNEL))
        if selected.startswith(SINEW):
            self.state.layers.sinews.on = True
            self.show_sinews([selected.removeprefix(SINEW)])
        self._draw_selection()

    def layer_of_selection(self) -> str:
        """Name of the layer (a field of ``LayersState``) that the selection is in; empty without one."""
        selected = self.state.selection
        if selected.startswith(CHANNEL):
            return "channels"
        if selected.startswith(SINEW):
            return "sinews"
        if not selected:
            return ""
        return "trigger_points" if self.atlas.marks[selected].is_trigger_point else "acupoints"

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
        if not self._is_there(self.state.selection):
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
        """Show one channel, name its points and bring them forward; empty for all.

        A category that has none of its points is let go.
        """
        self.state.solo_channel = channel
        if not self._agree():
            self.state.category = ""
        self._scene.show(compose.channels(self.atlas, channel))
        self._scene.show(compose.flow(self.atlas, channel))
        self._attend()

    def filter(self, category: str) -> None:
        """Show the points of one category alone, and name them; empty for all points.

        A solo channel that has none of them is let go.
        """
        if category and category not in self.atlas.categories:
            raise KeyError(f"There is no category {category!r}.")
        self.state.category = category
        if self._agree():
            self._attend()
        else:
            self.solo("")

    def show_sinews(self, chosen: list[str]) -> None:
        """Choose which sinew channels their layer shows; none named for all of them."""
        self.state.sinews = chosen
        self._draw_sinews()
        self.apply_layers()

    def peel(self, outermost: int) -> None:
        """Show the muscles from a layer on, 1 directly under the skin; the skin over them lets see."""
        layers = self.state.layers
        if not layers.muscles.on or layers.skin.opacity > style.SEEN_THROUGH:
            layers.skin.opacity = style.SEEN_THROUGH
        layers.muscles.on = True
        self.state.peel = outermost
        self._draw_muscles()
        self.apply_layers()

    def apply_layers(self) -> None:
        """Show, hide and fade the layers as the state says."""
        layers = self.state.layers
        shown = {
            compose.SKIN: layers.skin, compose.EYES: layers.skin,
            compose.ACUPOINTS: layers.acupoints, compose.TRIGGER_POINTS: layers.trigger_points,
            compose.CHANNELS: layers.channels, compose.FLOW: layers.flow,
            compose.MUSCLES: layers.muscles, compose.SINEWS: layers.sinews,
            compose.ZONE: layers.zones, compose.LABELS: layers.labels,
        }  # fmt: skip
        if layers.sinews.on and compose.SINEWS not in self._scene.keys:
            self._draw_sinews()
        if layers.muscles.on and compose.MUSCLES not in self._scene.keys:
            self._draw_muscles()
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
        """Move the camera to a named view, or (``selection``) as straight as it can at the selected mark."""
        width, height = self._scene.size
        bounds = compose.bounds_mm(self.atlas.body)
        if view == "selection":
            if not is_mark(self.state.selection):
                return
            camera = self._facing(self.atlas.marks[self.state.selection], views.SELECTION_SPAN)
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
        if key in VIEW_KEYS:
            self.look(VIEW_KEYS[key])
            return True
        return self.pilot.press(key)

    def step(self, forward: bool) -> bool:
        """Select the next or the previous point of the selected point's or channel's course.

        The camera is set on its way there (`Pilot.glide`). False at the end of the channel, and where nothing
        of a channel is selected.
        """
        goal = self._next_point(forward)
        if goal:
            self.select(goal)
            self.pilot.set_out(self._facing(self.atlas.marks[goal], GENTLE_SPAN))
        return bool(goal)

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
        self._scene.remove(compose.SINEWS)
        self._scene.remove(compose.MUSCLES)
        self._scene.show(compose.channels(atlas, state.solo_channel))
        self._scene.show(compose.flow(atlas, state.solo_channel))
        for trigger_points in (False, True):
            layer = compose.marks(atlas, trigger_points)
            self._marks[layer.key] = layer
            self._scene.show(layer)
        self._draw_selection()

    def _draw_selection(self) -> None:
        assert self._skin is not None  # drawn before anything can be selected
        selection = self.state.selection
        zone = compose.zone(self.atlas, selection, self._skin)
        if zone is not None:
            self._scene.show(zone)
        else:
            self._scene.remove(compose.ZONE)
        self._scene.select(selection if is_mark(selection) else "")
        self._attend()

    def _draw_sinews(self) -> None:
        assert self._skin is not None  # drawn with the body
        if self.state.layers.sinews.on:
            self._scene.show(compose.sinews(self.atlas, self.state.sinews, self._skin))

    def _draw_muscles(self) -> None:
        """Show the muscles of what is selected, or all from the layer on that the visitor peeled to."""
        state = self.state
        if not state.layers.muscles.on:
            self._scene.remove(compose.MUSCLES)
            return
        mark = self.atlas.marks[state.selection] if is_mark(state.selection) else None
        keys = self._looked_at(mark)
        side = "" if mark is None or mark.located.side is Side.MIDLINE else str(mark.located.side)
        bodies = compose.chosen_muscles(self._muscles(state.body), keys, side, state.peel)
        layer = compose.muscles(bodies, mark if mark is not None and mark.is_trigger_point else None)
        if layer is None:
            self._scene.remove(compose.MUSCLES)
        else:
            self._scene.show(layer)

    def _looked_at(self, mark: Mark | None) -> tuple[str, ...]:
        """Keys of the muscles that the selection is about."""
        if mark is not None:
            return mark.muscles
        sinew = self.atlas.sinew_channels.get(self.state.selection.removeprefix(SINEW))
        return sinew.muscles if sinew is not None and self.state.selection.startswith(SINEW) else ()

    def _attend(self) -> None:
        """Bring forward and name what the visitor attends to."""
        state = self.state
        sinew = self.atlas.sinew_channels.get(state.selection.removeprefix(SINEW))
        muscles = sinew.muscles if sinew is not None else ()
        focus = compose.Focus(state.selection, state.solo_channel, state.category, muscles)
        for key, layer in self._marks.items():
            self._scene.emphasise(key, compose.emphasis(self.atlas, layer, focus))
        self._scene.show(compose.labels(self.atlas, focus))
        self._draw_muscles()
        self.apply_layers()

    def _agree(self) -> bool:
        """Whether the solo channel and the category have a point in common, or one of them is not chosen."""
        channel, category = self.state.solo_channel, self.state.category
        if not (channel and category):
            return True
        rows = (row for rows in self.atlas.memberships.values() for row in rows)
        return any(row.category == category and row.code.startswith(channel) for row in rows)

    def _is_there(self, selected: str) -> bool:
        if selected.startswith(CHANNEL):
            return selected.removeprefix(CHANNEL) in self.atlas.channels
        if selected.startswith(SINEW):
            return selected.removeprefix(SINEW) in self.atlas.sinew_channels
        return selected in self.atlas.marks

    def _facing(self, mark: Mark, span: float) -> Camera:
        bounds = compose.bounds_mm(self.atlas.body)
        return self._scene.face(mark.located.position_mm, mark.normal, bounds, span)

    def _next_point(self, forward: bool) -> str:
        selected = self.state.selection
        if selected.startswith(CHANNEL):
            course = points_along(self.atlas, selected.removeprefix(CHANNEL), Side.LEFT)
            return course[0].id if course and forward else ""
        walk = walk_at(self.atlas, self.atlas.marks[selected]) if is_mark(selected) else None
        if walk is None:
            return ""
        return walk.next_id if forward else walk.previous_id
