"""What a visitor does becomes what is seen and read: the only module that knows both the atlas and the scene.

It knows no widgets: the browser interface, the plain window and the tests act through the same calls.
Each call changes the state and tells the scene the least that has to change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from points.atlas import Atlas
from points.load import load_grid
from viewer import attention, chosen, compose, picking, recall
from viewer.camera import outlook
from viewer.camera.gaze import GENTLE_SPAN, Gaze, Seen
from viewer.camera.pilot import Pilot
from viewer.camera.views import VIEWS
from viewer.cards import Cards
from viewer.compared import Compared, read_compared
from viewer.desks.exhibit import ExhibitDesk
from viewer.desks.flesh import Flesh
from viewer.desks.grid import GridDesk
from viewer.desks.measure import MeasureDesk
from viewer.desks.notes import NotesDesk
from viewer.desks.overlap import OverlapDesk
from viewer.desks.pain import PainDesk, make_pain_map
from viewer.desks.quiz import QuizDesk
from viewer.desks.quiz_sight import Sight
from viewer.desks.split import SplitDesk
from viewer.desks.together import Desks
from viewer.exhibit import Exhibit
from viewer.finder import Finder
from viewer.languages.folders import known
from viewer.layers import MarkLayer
from viewer.legend import legend
from viewer.notes import refused
from viewer.notes.model import Document
from viewer.picture import Picture
from viewer.places import Places
from viewer.scene import Scene
from viewer.search import Found
from viewer.selected import CHANNEL, SINEW, is_mark, is_spot, muscle_of
from viewer.state import PainTool, SkinTone, Theme, ViewState

if TYPE_CHECKING:
    from points.cun_grid import GridLine
    from points.muscle import MuscleBody
    from points.pain import PainMap
    from viewer.camera.views import Camera

VIEW_KEYS = {"f": "front", "b": "back", "l": "left", "r": "right", "t": "top", "s": "selection"}

Words = Callable[..., str]


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
    pain_map
        Makes the pain map of an atlas, once for each body and only when it is needed.
    compare
        Gives what is known of the overlap on a body by name; only when it is needed.
    ruled
        Gives the cun grid of a body by name; only when it is needed.
    """

    def __init__(
        self,
        scene: Scene,
        load: Callable[[str], Atlas],
        bodies: tuple[str, ...],
        state: ViewState,
        words: Words,
        muscles: Callable[[str], Mapping[str, MuscleBody]] = lambda _: {},
        pain_map: Callable[[Atlas], PainMap] = make_pain_map,
        compare: Callable[[str], Compared] = read_compared,
        ruled: Callable[[str], Sequence[GridLine]] = load_grid,
    ) -> None:
        self.state = state
        self.bodies = bodies
        self.pilot = Pilot(scene)
        self.gaze = Gaze(scene)
        self._scene = scene
        self._load = load
        self._finder = Finder(state, load, self.muscles)
        marks: dict[str, MarkLayer] = {}
        self._flesh = Flesh(scene, state, muscles)
        self.pain = PainDesk(scene, state, load, pain_map, self._draw_selection)
        self.notes = NotesDesk(scene, state, load, self.pain)
        self.exhibit = ExhibitDesk(scene, state, load, self._flesh, marks)
        self.overlap = OverlapDesk(scene, state, load, compare, marks)
        self.split = SplitDesk(scene, state)
        self.grid = GridDesk(scene, state, ruled)
        self.measure = MeasureDesk(scene, state, load)
        self.quiz = QuizDesk(scene, lambda: state.body, load, self.show, self._finder.named, self.document)
        self._desks = Desks(
            state, self._flesh, self.exhibit, self.pain, self.notes, self.overlap, self.split, self.grid,
            self.measure, self.quiz,
        )  # fmt: skip
        self._picture = Picture(scene, load, self._desks, marks)
        self._places = Places(self._desks, lambda: self.atlas)
        self.cards = Cards(self._desks, lambda: self.atlas, words)
        self._picture.draw_body()

    @property
    def atlas(self) -> Atlas:
        """Both maps on the body that is seen, told in the visitor's language."""
        return self._picture.atlas

    # What the page asks to know.

    @property
    def legend(self) -> tuple[str, ...]:
        """Signs that are in the picture; see `viewer.legend`."""
        return legend(self._scene)

    def muscles(self) -> tuple[str, ...]:
        """Keys of the muscles that have a body."""
        return self._flesh.known()

    def muscles_take_long(self, one: bool) -> bool:
        """Tell whether to show one muscle, or what the state asks for, takes a while."""
        return self.grid.takes_long or (self._flesh.unread if one else self._flesh.takes_long(self.atlas))

    def search(self, text: str) -> tuple[Found, ...]:
        """Answers to a search, best first."""
        self.state.search = text
        return self._finder.search(text)

    def prepare_search(self) -> None:
        """Gather all names in all languages, if that was not done yet: it takes some tenths of a second."""
        self._finder.prepare()

    def where_is(self, mark_id: str, size: Seen) -> list[float]:
        """Pixel of a mark in a picture of that size, from the top left; empty when it cannot be seen."""
        return self.gaze.where_is(*self._places.of(mark_id), size, mark_id)

    # What the visitor does.

    def select(self, selected: str) -> None:
        """Select a mark, a kept spot, a channel, a sinew channel or a muscle, or nothing (empty).

        A trigger point's zone is painted and the neighbours of a mark come forward; a channel shows alone, a
        sinew channel shows its band; a muscle shows alone, with its points and their zones, until something
        is selected that is about no muscle.
        """
        if selected and not self._places.has(selected):
            raise KeyError(f"There is nothing with the id {selected!r} to select.")
        self.state.selection = selected
        if selected.startswith(CHANNEL):
            self.solo(selected.removeprefix(CHANNEL))
        elif self.exhibit.on and self.state.solo_channel != self.exhibit.solo:
            self.solo(self.exhibit.solo)
        if selected.startswith(SINEW):
            self.state.layers.sinews.on = True
            self.show_sinews([selected.removeprefix(SINEW)])
        attention.lend(self.atlas, selected, self._flesh)
        self._picture.draw_selection()

    def show(self, exhibit: Exhibit | None, *, look: bool = False, glide: bool = False) -> None:
        """Put up an exhibit in place of the one that is there, or (None) bring back what was before.

        Parameters
        ----------
        exhibit
            What is to be seen. A selected mark stays selected if it is one of those that come forward.
        look
            Whether the camera moves there.
        glide
            Whether it only sets out for it: who asks for that leads it on (``pilot.glide``).
        """
        muscle = self.state.selection if muscle_of(self.state.selection)[0] and exhibit is None else ""
        if exhibit is not None:
            self.pain.use(PainTool.OFF)
            self.leave_overlap()
            if self.state.selection not in exhibit.marks:
                self.select("")
            self._flesh.give_back()
        elif muscle:
            self.select("")  # it gives back what the exhibit lent, before that gives back its own
        self.exhibit.show(exhibit)
        self._picture.draw_lines()
        self._picture.draw_sinews()
        self._picture.draw_selection()
        if muscle:
            self.select(muscle)
        if exhibit is not None and look:
            self.set_out()
            if not glide:
                self.pilot.arrive()

    def set_out(self, sight: Sight | None = None) -> None:
        """Begin a glide to where all of some spots are seen, or (None) to what is exhibited."""
        if sight is not None:
            self.pilot.set_out(self.gaze.before(*sight, self.atlas.body))
        elif self.exhibit.shown is not None:
            shown = self.exhibit.shown
            self.pilot.set_out(
                outlook.at_exhibit(self.gaze, self.exhibit, shown, self.atlas, self._picture.skin)
            )

    def layer_of_selection(self) -> str:
        """Name of the layer (a field of ``LayersState``) that the selection is in; empty without one."""
        return chosen.layer_of(self.atlas, self.state.selection)

    def pick(self, x: float, y: float, size: Seen, near_px: float) -> str:
        """Id of the mark in front under a pixel of a picture of that size; empty if there is none."""
        across, down = (float(share) for share in self.gaze.scale(size))
        mark = self._scene.pick(x * across, y * down, near_px * down)
        return (mark if self._places.has(mark) else "") or self._places.area_at(x * across, y * down)

    def hover(self, x: float, y: float, size: Seen) -> str:
        """Bring the mark under a pixel forward; return its name, or nothing."""
        mark_id = self.pick(x, y, size, picking.MOUSE_PX)
        if mark_id != self.state.hover:
            self.state.hover = mark_id
            self._scene.hover(mark_id if is_spot(mark_id) else "")
        return self.cards.title(mark_id)

    def choose_body(self, body: str) -> None:
        """Show another body; the selection stays if the body has it, and the camera stays in any case."""
        self.state.body = body
        if not self._places.has(self.state.selection):
            self.state.selection = ""
        self._picture.draw_body()

    def choose_look(self, theme: Theme, tone: SkinTone) -> None:
        """Change the ground and the tone of the skin."""
        if theme != self.state.theme:
            self.state.theme = theme
            self._scene.set_ground(theme)
        if tone != self.state.skin_tone:
            self.state.skin_tone = tone
            self._scene.recolour(compose.SKIN, compose.skin_rgb(self.atlas.body, tone))
            self.grid.settle()
            self.measure.settle()
            self.overlap.dress()

    def speak(self, language: str) -> None:
        """Tell everything in another language; names in the picture change with it.

        Raises
        ------
        ViewerError
            If there is no such language.
        """
        self.state.language = known(language)
        self._picture.attend()

    def solo(self, channel: str) -> None:
        """Show one channel, name its points and bring them forward; empty for all.

        A category that has none of its points is let go.
        """
        self.state.solo_channel = channel
        if not compose.agree(self.atlas, channel, self.state.category):
            self.state.category = ""
        self._picture.draw_lines()
        self._picture.attend()

    def filter(self, category: str) -> None:
        """Show the points of one category alone, and name them; empty for all points.

        A solo channel that has none of them is let go.
        """
        if category and category not in self.atlas.categories:
            raise KeyError(f"There is no category {category!r}.")
        self.state.category = category
        if compose.agree(self.atlas, self.state.solo_channel, category):
            self._picture.attend()
        else:
            self.solo("")

    def show_sinews(self, codes: list[str]) -> None:
        """Choose which sinew channels their layer shows; none named for all of them."""
        self.state.sinews = codes
        self._picture.draw_sinews()
        self.apply_layers()

    def use_split(self, on: bool) -> None:
        """Show both maps side by side, or on one body again."""
        self.split.use(on)
        self.split.draw_selection(self.atlas)

    def use_measure(self, on: bool) -> None:
        """Take the ruler up, which lays down what asks about pain, or lay it down."""
        if on:
            self.pain.use(PainTool.OFF)
        self.measure.use(on)

    def use_pain(self, tool: PainTool) -> None:
        """Take up a tool to ask about pain, which lays down any other, or (``OFF``) lay it down."""
        if tool is not PainTool.OFF:
            self.leave_overlap()
            self._take_down()
            self.measure.use(False)
        self.pain.use(tool)

    def enter_overlap(self) -> None:
        """Show which points of both maps match; a selected mark stays selected, other tools are laid down."""
        if self.overlap.on:
            return
        selected = self.state.selection
        self.pain.use(PainTool.OFF)
        self._take_down()
        self.select("")
        self.overlap.enter()
        self.select(selected if is_mark(selected) else "")

    def leave_overlap(self) -> None:
        """Bring back what was before the overlap was looked at; the selection stays."""
        if self.overlap.on:
            self.overlap.leave()
            self._picture.draw_selection()

    def peel(self, outermost: int) -> None:
        """Show the muscles from a layer on, 1 directly under the skin; the skin over them lets see."""
        self._flesh.peel(outermost)
        self.apply_layers()

    def show_neighbours(self, on: bool) -> None:
        """Show the neighbours of the muscles that are looked at faintly, or not."""
        self.state.neighbours = on
        self.apply_layers()

    def ready_twitch(self) -> bool:
        """Bring the band of the selected trigger point in sight, ready to twitch; False if it has none."""
        if self._flesh.looked_at(self.atlas) and not self.exhibit.muscles:
            self._flesh.borrow()
            self.apply_layers()
        return self._flesh.prepare_twitch(self.atlas)

    def twitch(self, contraction: float, light: float) -> None:
        """Show the band contracted and lit by so much, each from 0 to 1; 0 and 0 is the picture at rest."""
        self._flesh.twitch(contraction, light)

    def apply_layers(self) -> None:
        """Show, hide and fade the layers as the state says."""
        self._picture.apply_layers()

    def look(self, view: str) -> None:
        """Move the camera to a named view, or (``selection``) as straight as it can at the selected mark."""
        camera = self._facing_selection() if view == "selection" else self.gaze.named(view, self.atlas.body)
        if camera is None:
            return
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
        goal = chosen.next_point(self.atlas, self.state.selection, forward)
        if goal:
            self.select(goal)
            self.pilot.set_out(self.gaze.facing(*self._places.of(goal), self.atlas.body, GENTLE_SPAN))
        return bool(goal)

    # Everything as it is, and as it was.

    def document(self) -> Document:
        """Return everything as it is now; during a quiz, as it was before: a question is not to be kept."""
        return self.quiz.before or recall.taken(self._desks, self._scene.camera)

    def restore(self, document: Document) -> tuple[str, ...]:
        """Bring everything to what a document says, with the least that has to be drawn.

        Returns
        -------
        tuple of str
            What the document names that this program does not have, and that is left out.

        Raises
        ------
        Refused
            If the document asks for a body that there is not, or a place of it is not on the skin.
        """
        wanted = document.view.body
        if wanted not in self.bodies:
            raise refused.wrong("view.body", wanted)
        document, left_out = recall.fitted(document, self._load(wanted))
        self.quiz.leave()
        self.pilot.stay()
        was, before = recall.seen(self.state), self.document()
        recall.put(self._desks, document)
        if before.view.body != wanted:
            self.pain.forget()
            self._picture.draw_body()
        self._picture.redraw(was, before, document)
        if document.camera is not None:
            self._scene.look(recall.camera_of(document.camera))
        elif document.view.view in VIEWS:
            self._scene.look(self.gaze.named(document.view.view, self.atlas.body))
        return left_out

    # Inside.

    def _draw_selection(self) -> None:
        self._picture.draw_selection()

    def _take_down(self) -> None:
        if self.exhibit.on:
            self.show(None)

    def _facing_selection(self) -> Camera | None:
        if is_spot(self.state.selection) or self._places.is_area(self.state.selection):
            return self.gaze.facing(*self._places.of(self.state.selection), self.atlas.body)
        return outlook.at_muscle(self.gaze, self.state.selection, self._flesh, self.atlas, self._picture.skin)
