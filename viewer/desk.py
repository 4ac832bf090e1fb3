"""Open the browser interface: one desk, served to one browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from points.progress import Progress, unseen
from viewer import gl
from viewer.beginning import Beginning
from viewer.errors import UnknownError, ViewerError
from viewer.languages.tongue import Tongue
from viewer.serve import ServeOptions, choose_port, prepare_environment, run
from viewer.state import ViewState

if TYPE_CHECKING:
    from pyvista import Plotter

    from points.atlas import Atlas
    from points.muscle import MuscleBody

RENDERERS = ("auto", "server", "browser")
SIZE = [1280, 720]  # before the browser tells its own


def open_desk(
    beginning: Beginning,
    options: ServeOptions,
    render: str,
    say: Callable[[str], None],
    progress: Progress = unseen,
    language: str = "en",
) -> None:
    """Serve the interface until Ctrl-C.

    Parameters
    ----------
    beginning
        What the user asks for at the start.
    options
        Where and how to serve.
    render
        Who draws the body: ``server`` (this program), ``browser``, or ``auto``: this program if it can.
    say
        Tells the user a line.
    progress
        Shows how far it has come where everything has to be placed anew.
    language
        Language to speak where the desk, as it was left, speaks none.

    Raises
    ------
    ServeError
        If the port is taken or the address is not this machine's.
    ViewerError
        If nothing can draw as asked.
    """
    if render not in RENDERERS:
        raise UnknownError(f"There is no way to draw named '{render}'; there are {', '.join(RENDERERS)}.")
    from viewer.begin import read_opened, resume, take_desk

    opened = read_opened(beginning.opened)
    port = choose_port(options.host, options.port)
    prepare_environment()
    from meshes.store import BODY_NAMES

    load, muscles = _loaders(say, progress)
    body = beginning.body or BODY_NAMES[0]
    for name in (body, *BODY_NAMES):
        load(name)  # now, so that switching bodies never waits
    drawn_here = _drawn_here(render, say)
    from trame.app import get_server

    from viewer.controller import Controller
    from viewer.scene import Scene
    from viewer.ui.app import AshimapApp

    state = ViewState(body=body, language=language)
    words = Tongue(lambda: state.language)
    plotter = _plotter()
    scene = Scene(plotter)
    controller = Controller(scene, load, BODY_NAMES, state, words, muscles)
    controller.look("front")
    plotter.camera_set = True  # or the view would set the camera once more when it opens
    kept = take_desk(say)
    resume(controller, kept, beginning, say)
    first = controller.document()
    if opened is not None:
        if kept is not None:
            kept.set_aside()
        controller.restore(opened)
    # The visitor turns and zooms too, without asking us.
    plotter.renderer.AddObserver("StartEvent", lambda *_: controller.gaze.follow())
    server = get_server(client_type="vue3")
    page = AshimapApp(server, controller, plotter, words, drawn_here=drawn_here, kept=kept, first=first)
    plotter.renderer.AddObserver("EndEvent", lambda *_: page.history.pictured())
    try:
        run(server, options, port, say, page.show_tabs)
    finally:
        page.history.keep_now()


def _loaders(
    say: Callable[[str], None], progress: Progress
) -> tuple[Callable[[str], Atlas], Callable[[str], Mapping[str, MuscleBody]]]:
    """Return what gives atlas and muscles of a body: shared by all who look, read once for each body."""
    from points.load import load_atlas, load_muscles

    @cache
    def load(name: str) -> Atlas:
        return load_atlas(name, say, progress)

    @cache
    def muscles(name: str) -> Mapping[str, MuscleBody]:
        return load_muscles(name, say)

    return load, muscles


def _plotter() -> Plotter:
    import pyvista

    plotter = pyvista.Plotter(off_screen=True, window_size=SIZE, lighting="none")
    plotter.disable_anti_aliasing()  # PyVista's multisampling costs three frames in software
    plotter.renderer.SetUseFXAA(True)
    # the body stays upright; PyVista's types lose the method's self
    plotter.enable_terrain_style(mouse_wheel_zooms=True, shift_pans=True)  # type: ignore[call-arg]
    return plotter


def _drawn_here(render: str, say: Callable[[str], None]) -> bool:
    if render == "browser":
        gl.prepare_nothing()
        return False
    try:
        gl.prepare_still()
    except ViewerError as error:
        if render == "server":
            raise
        say(f"{error} Until then the browser draws the body itself.")
        gl.prepare_nothing()
        return False
    return True
