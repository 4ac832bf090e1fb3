"""What a desk shows once someone has acted at it, off the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from points.atlas import Atlas
from viewer import gl
from viewer.shot import oversampling
from viewer.state import ViewState

if TYPE_CHECKING:
    from points.muscle import MuscleBody
    from viewer.controller import Controller
    from viewer.stage import Image


def draw_desk(
    load: Callable[[str], Atlas],
    bodies: tuple[str, ...],
    muscles: Callable[[str], Mapping[str, MuscleBody]],
    state: ViewState,
    act: Callable[[Controller], object],
    size: tuple[int, int],
    density: float = 1.0,
) -> Image:
    """Draw what a desk shows.

    Parameters
    ----------
    load, bodies, muscles, state
        As for `viewer.controller.Controller`.
    act
        Does at the desk what is to be seen.
    size
        Width and height in pixels.
    density
        Pixels of the picture for each pixel of a screen that shows it as large.

    Raises
    ------
    OpenGLError
        If nothing can be drawn on this machine.
    """
    gl.prepare_still()
    # VTK may be loaded only now that it is known not to crash
    from viewer.controller import Controller
    from viewer.languages.words import load_words
    from viewer.scene import Scene
    from viewer.stage import StillStage

    finer = oversampling(size)
    with StillStage(size, finer) as stage:
        scene = Scene(stage, pixel_ratio=finer * density)
        desk = Controller(scene, load, bodies, state, load_words(state.language), muscles)
        scene.set_ground(str(state.theme))
        act(desk)
        return stage.picture()
