"""Pictures of a hand-out for print: the points from near with their names, and where that is on the body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from points.atlas import Atlas
from viewer import compose, gl
from viewer.exhibit import Exhibit
from viewer.handout.chosen import Chosen, FloatArray, HandoutOptions, exhibit_of, sides_seen
from viewer.languages.words import Words
from viewer.selected import ASHI
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


@dataclass(frozen=True, eq=False)
class Studio:
    """What all pictures of a hand-out have in common."""

    atlas: Atlas
    muscles: Mapping[str, MuscleBody]
    words: Words
    options: HandoutOptions


def draw(studio: Studio, chosen: Chosen) -> list[Picture]:
    """Draw the pictures.

    Raises
    ------
    OpenGLError
        If nothing can be drawn on this machine.
    """
    gl.prepare_still()
    shown = replace(exhibit_of(studio.atlas, chosen), muscles=())
    far = [mark.id for mark in chosen.told if mark.id not in shown.at]
    whole = replace(shown, named=tuple(far), at=())
    sides = sides_seen(_normals(studio, chosen))
    return [
        _draw(studio, CLOSE, CLOSE_MM, shown),
        *(_draw(studio, name, WHOLE_MM, replace(whole, view=name)) for name in sides),
    ]


def _normals(studio: Studio, chosen: Chosen) -> FloatArray:
    """(k, 3) normals of all points and kept spots."""
    body = studio.atlas.body
    kept = compose.ashi(studio.options.kept, body, compose.skin(body, studio.options.tone))
    marks = [studio.atlas.marks[mark].normal for mark in chosen.ids]
    return np.vstack([np.reshape(marks, (-1, 3)), kept.normals if kept is not None else np.zeros((0, 3))])


def _draw(studio: Studio, name: str, size_mm: tuple[float, float], exhibit: Exhibit) -> Picture:
    from viewer.controller import Controller
    from viewer.scene import Scene
    from viewer.stage import StillStage, jpeg

    atlas, options = studio.atlas, studio.options
    width, height = (round(side / MM_PER_INCH * DPI) for side in size_mm)
    with StillStage((width, height)) as stage:
        scene = Scene(stage, pixel_ratio=stage.oversampling * DPI / NAMES_DPI)
        state = ViewState(atlas.body.name, skin_tone=SkinTone(options.tone), ashi=list(options.kept))
        desk = Controller(
            scene, lambda _: atlas, (atlas.body.name,), state, studio.words, lambda _: studio.muscles
        )
        stage.renderer.GradientBackgroundOff()
        stage.renderer.SetBackground(1.0, 1.0, 1.0)  # paper
        desk.show(exhibit, look=True)
        if name == CLOSE and not exhibit.marks:  # kept spots alone
            desk.select(f"{ASHI}{options.kept[0].number}")
            desk.look("selection")
        return Picture(name, jpeg(stage.picture()), *size_mm)
