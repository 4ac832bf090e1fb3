"""A picture of a complaint: the scene that the viewer sets up for it, off the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from points.complaints import load_complaints
from points.progress import Progress, unseen
from viewer.complaints import PARTS, SIDES
from viewer.errors import UnknownError
from viewer.shot import ShotOptions, check_picture
from viewer.state import ComplaintState, SkinTone, Theme, ViewState
from viewer.still import draw_desk

if TYPE_CHECKING:
    from viewer.controller import Controller


def take_complaint_shot(
    path: Path,
    options: ShotOptions,
    key: str,
    side: str,
    say: Callable[[str], None] = lambda _: None,
    progress: Progress = unseen,
) -> None:
    """Write a picture of a complaint as a PNG.

    Parameters
    ----------
    path
        File to write; it appears whole or not at all.
    options
        Body, size, theme, skin, and whether both maps stand side by side; of the layers, what
        `viewer.complaints.PARTS` names.
    key
        Key of the complaint.
    side
        Where it hurts: ``left``, ``both`` or ``right``.
    say, progress
        As for `viewer.shot.take_shot`.

    Raises
    ------
    UnknownError
        If there is no such complaint or side, or the options choose a scene besides.
    OpenGLError, OutputError
        As `viewer.shot.take_shot`.
    """
    known = load_complaints()
    if key not in known.rows:
        raise UnknownError(f"There is no complaint '{key}'; there are {', '.join(known.rows)}.")
    if side not in SIDES:
        raise UnknownError(f"There is no side '{side}'; there are {', '.join(SIDES)}.")
    _refuse_a_second_scene(options)
    check_picture(path)
    from points.load import load_atlas, load_muscles

    atlas = load_atlas(options.body, say, progress)
    parts = [part for part in PARTS if part in options.show]
    state = ViewState(
        options.body,
        theme=Theme(options.theme),
        skin_tone=SkinTone(options.skin),
        language=options.language,
        complaint=ComplaintState(side=side, parts=parts),
    )

    def choose(desk: Controller) -> None:
        from viewer.desks.complaint import ComplaintDesk

        ComplaintDesk(desk, lambda: known).choose(key)
        desk.use_split(options.split)

    picture = draw_desk(
        lambda _: atlas,
        (options.body,),
        lambda body: load_muscles(body, say),
        state,
        choose,
        options.size,
    )
    # VTK may be loaded only now that it is known not to crash
    from viewer.stage import write_png

    write_png(picture, path)


def _refuse_a_second_scene(options: ShotOptions) -> None:
    """Say what a complaint would leave unheard: it chooses points, channels and view by itself."""
    chosen = {
        "--select": options.select,
        "--channel": options.solo_channel,
        "--category": options.category,
        "--sinews": options.sinews,
        "--view": options.view if options.view != ShotOptions().view else "",
    }
    unheard = [name for name, value in chosen.items() if value]
    if unheard:
        raise UnknownError(f"A complaint sets the whole scene; leave out {', '.join(unheard)}.")
