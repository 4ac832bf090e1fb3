"""Pictures of a hand-out for print: the points from near with their names, and where that is on the body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from points.atlas import Atlas
from viewer import gl
from viewer.exhibit import Exhibit
from viewer.handout.chosen import Chosen, exhibit_of, sides_seen
from viewer.languages.words import Words
from viewer.state import SkinTone, ViewState

if TYPE_CHECKING:
    from points.muscle import MuscleBody

DPI = 260.0
NAMES_DPI = 120.0  # names are as large on paper as on a screen of that density
CLOSE_MM, WHOLE_MM = (88.0, 86.0), (44.0, 86.0)
MM_PER_INCH = 25.4
CLOSE = "close"


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture: ``close``, ``front`` or ``back``; its JPEG; its size on paper."""

    name: str
    jpeg: bytes
    width_mm: float
    height_mm: float


def draw(
    atlas: Atlas, chosen: Chosen, muscles: Mapping[str, MuscleBody], words: Words, tone: str
) -> list[Picture]:
    """Draw the pictures.

    Raises
    ------
    OpenGLError
        If nothing can be drawn on this machine.
    """
    gl.prepare_still()
    shown = replace(exhibit_of(atlas, chosen), muscles=())
    far = [mark.id for mark in chosen.told if mark.id not in shown.at]
    pictures = [_draw(CLOSE, CLOSE_MM, atlas, muscles, words, tone, shown)]
    for name in sides_seen([atlas.marks[mark] for mark in chosen.ids]):
        whole = replace(shown, named=tuple(far), at=(), view=name)
        pictures.append(_draw(name, WHOLE_MM, atlas, muscles, words, tone, whole))
    return pictures


def _draw(
    name: str,
    size_mm: tuple[float, float],
    atlas: Atlas,
    muscles: Mapping[str, MuscleBody],
    words: Words,
    tone: str,
    exhibit: Exhibit,
) -> Picture:
    from viewer.controller import Controller
    from viewer.scene import Scene
    from viewer.stage import StillStage, jpeg

    width, height = (round(side / MM_PER_INCH * DPI) for side in size_mm)
    with StillStage((width, height)) as stage:
        scene = Scene(stage, pixel_ratio=stage.oversampling * DPI / NAMES_DPI)
        state = ViewState(body=atlas.body.name, skin_tone=SkinTone(tone))
        desk = Controller(scene, lambda _: atlas, (atlas.body.name,), state, words, lambda _: muscles)
        stage.renderer.GradientBackgroundOff()
        stage.renderer.SetBackground(1.0, 1.0, 1.0)  # paper
        desk.show(exhibit, look=True)
        return Picture(name, jpeg(stage.picture()), *size_mm)
