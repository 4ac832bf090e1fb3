"""The whole desk as a document, and a document as the desk again.

What stands where is decided here; what has to be drawn anew for it, by the controller.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, fields, is_dataclass

import numpy as np
from numpy.typing import NDArray

from points.atlas import Atlas
from viewer import chosen, compose
from viewer.camera.views import Camera
from viewer.desks.notes import NotesDesk
from viewer.desks.together import Desks
from viewer.exhibit import Exhibit
from viewer.languages.choice import ENGLISH
from viewer.languages.folders import languages
from viewer.notes import refused
from viewer.notes.model import (
    APART,
    MOMENTARY,
    SUM_WITHIN,
    Area,
    Before,
    CameraPlace,
    Document,
    Exhibited,
    TenderSpot,
    View,
)
from viewer.selected import AREA, ASHI, CHANNEL, SINEW
from viewer.state import AshiMark, ViewState

CORNERS = 3  # of a triangle


@dataclass(frozen=True)
class Seen:
    """Of the choices, those that something drawn hangs on."""

    theme: str
    tone: str
    lines: str
    sinews: tuple[bool, tuple[str, ...]]
    counted: bool
    overlap: tuple[object, ...]


def seen(state: ViewState) -> Seen:
    """Return what the picture hangs on now."""
    overlap = state.overlap
    return Seen(
        state.theme, state.skin_tone, state.solo_channel, (state.layers.sinews.on, tuple(state.sinews)),
        state.pain.essential_only, (overlap.on, overlap.extra, overlap.same_muscle, overlap.agreement),
    )  # fmt: skip


def taken(desks: Desks, camera: Camera) -> Document:
    """Return everything as it is now."""
    state, notes = desks.state, desks.notes
    shown = desks.exhibit.shown
    return Document.model_construct(
        title=notes.title,
        spots=tuple(_spot(mark, notes) for mark in state.ashi),
        areas=tuple(_sided(area, notes) for area in notes.areas),
        painting=desks.pain.painting,
        view=View(**{name: deepcopy(getattr(state, name)) for name in _choices()}),
        camera=_place_of(camera),
        exhibit=Exhibited(**vars(shown)) if shown is not None else None,
        before=Before.model_construct(
            flesh=desks.flesh.before, exhibit=desks.exhibit.before, overlap=desks.overlap.before
        ),
    )


def put(desks: Desks, document: Document) -> None:
    """Bring everything but the picture to what a document says; it has been `fitted` to the body."""
    state = desks.state
    for name in _choices():
        _copy_into(state, name, getattr(document.view, name))
    state.ashi = [
        AshiMark(
            spot.number, spot.face, list(spot.weights), spot.date.isoformat() if spot.date else "",
            spot.intensity, spot.text,
        )
        for spot in document.spots
    ]  # fmt: skip
    desks.notes.title, desks.notes.areas = document.title, document.areas
    desks.flesh.before = document.before.flesh
    desks.overlap.before = document.before.overlap
    shown = Exhibit(**dict(document.exhibit)) if document.exhibit is not None else None
    desks.exhibit.resume(shown, document.before.exhibit)


def fitted(document: Document, atlas: Atlas) -> tuple[Document, tuple[str, ...]]:
    """Fit a document to the body that it asks for.

    Returns
    -------
    Document
        Without what this program does not know.
    tuple of str
        What was left out.

    Raises
    ------
    Refused
        If a place is not on the skin.
    """
    places: list[tuple[str, Sequence[compose.Placed]]] = [
        (f"spots[{i}]", [spot]) for i, spot in enumerate(document.spots, 1)
    ]
    places += [(f"areas[{i}].dabs", area.dabs) for i, area in enumerate(document.areas, 1)]
    places.append(("painting.dabs", document.painting.dabs))
    places.append(("view.measure.ends", document.view.measure.ends))
    outer = atlas.body.outer
    for where, spots in places:
        if not all(_is_on(spot, outer) for spot in spots):
            raise refused.no_skin(where)
    return _known(document, atlas)


def camera_of(place: CameraPlace) -> Camera:
    """Return the camera of a place."""
    return Camera(np.array(place.position_mm), np.array(place.focus_mm), np.array(place.up), place.angle_deg)


def _known(document: Document, atlas: Atlas) -> tuple[Document, tuple[str, ...]]:
    view, left_out = deepcopy(document.view), []
    if view.selection and not _is_there(document, view.selection, atlas):
        left_out.append(view.selection)
        view.selection = ""
    if view.solo_channel and not chosen.is_there(atlas, CHANNEL + view.solo_channel):
        left_out.append(view.solo_channel)
        view.solo_channel = ""
    if view.category and view.category not in atlas.categories:
        left_out.append(view.category)
        view.category = ""
    if view.language not in languages():
        left_out.append(view.language)
        view.language = ENGLISH
    if view.explain.about and not _can_be_explained(view.explain.about, view.explain.acupoint, atlas):
        left_out.append(view.explain.about)
        view.explain.about = view.explain.acupoint = ""
    strange = [code for code in view.sinews if not chosen.is_there(atlas, SINEW + code)]
    view.sinews = [code for code in view.sinews if code not in strange]
    exhibit = document.exhibit
    if exhibit is not None:
        missing = _missing(exhibit, atlas)
        exhibit = None if missing else exhibit
        strange += missing
    known = document.model_copy(update={"view": view, "exhibit": exhibit})
    return known, (*left_out, *strange)


def _is_on(spot: compose.Placed, outer: NDArray[np.bool_]) -> bool:
    """Tell whether a place is one on the outer skin."""
    weights = list(spot.weights)
    whole = len(weights) == CORNERS and min(weights) >= 0.0 and abs(sum(weights) - 1.0) <= SUM_WITHIN
    return whole and 0 <= spot.face < len(outer) and bool(outer[spot.face])


def _missing(exhibit: Exhibited, atlas: Atlas) -> list[str]:
    ids = [*exhibit.marks, *exhibit.named, *exhibit.zones, *exhibit.muscles, *exhibit.at]
    ids += [mark for pair in exhibit.pairs for mark in pair]
    ids += [CHANNEL + code for code in exhibit.channels] + [SINEW + code for code in exhibit.sinews]
    return [one for one in ids if not chosen.is_there(atlas, one)]


def _can_be_explained(about: str, acupoint: str, atlas: Atlas) -> bool:
    mark = atlas.marks.get(about)
    return mark is not None and mark.is_trigger_point and (not acupoint or acupoint in atlas.marks)


def _is_there(document: Document, selected: str, atlas: Atlas) -> bool:
    for prefix, notes in ((ASHI, document.spots), (AREA, document.areas)):
        if selected.startswith(prefix):
            kinds: Sequence[TenderSpot | Area] = notes
            return any(selected == f"{prefix}{note.number}" for note in kinds)
    return chosen.is_there(atlas, selected)


def _choices() -> list[str]:
    left_out = MOMENTARY | APART
    return [one.name for one in fields(ViewState) if one.name not in left_out]


def _copy_into(holder: object, name: str, value: object) -> None:
    """Copy a value into a field; what is made of fields itself stays the same object, for others hold it."""
    if not is_dataclass(value):
        setattr(holder, name, deepcopy(value))
        return
    for one in fields(value):
        _copy_into(getattr(holder, name), one.name, getattr(value, one.name))


def _spot(mark: AshiMark, notes: NotesDesk) -> TenderSpot:
    first, second, third = (min(max(weight, 0.0), 1.0) for weight in mark.weights)
    return TenderSpot(
        number=mark.number,
        face=mark.face,
        weights=(first, second, third),
        side=notes.side_of_spot(mark),
        date=mark.date or None,
        intensity=mark.intensity,
        text=mark.text,
    )


def _sided(area: Area, notes: NotesDesk) -> Area:
    side = notes.side_of_area(area)
    return area if area.side == side else area.model_copy(update={"side": side})


def _place_of(camera: Camera) -> CameraPlace:
    position, focus, up = (
        (float(part[0]), float(part[1]), float(part[2]))
        for part in (camera.position_mm, camera.focus_mm, camera.up)
    )
    return CameraPlace(position_mm=position, focus_mm=focus, up=up, angle_deg=float(camera.angle_deg))


def stamped(document: Document, program: str, when: datetime.datetime) -> Document:
    """Return a document with who wrote it and when."""
    return document.model_copy(update={"program": program, "saved": when})
