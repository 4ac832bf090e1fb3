"""What the visitor notes: kept tender spots and painted areas, each with side, date, intensity and a line.

Spots are the pain desk's own and drawn there; kept areas are drawn here, faintly, the selected one stronger.
Knows no widgets.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from points.atlas import Atlas
from viewer import compose
from viewer.camera.gaze import Place
from viewer.desks.pain import PainDesk
from viewer.desks.scenes import Draws
from viewer.layers import SkinLayer
from viewer.notes.model import LONGEST_TEXT, LONGEST_TITLE, Area, Side
from viewer.selected import AREA, ASHI
from viewer.state import AshiMark, ViewState

if TYPE_CHECKING:
    from meshes.patch import Patch
    from points.pain import Answer

MIDLINE_MM = 6.0  # so near to the middle a spot is on neither side

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Noted:
    """One note as it is listed: ``region`` is the key of the region that most of it lies in."""

    id: str
    number: int
    region: str
    side: Side
    date: str
    intensity: int | None
    text: str


class NotesDesk:
    """One visitor's notes.

    Parameters
    ----------
    scene
        Draws.
    state
        What the visitor chose; shared with the controller.
    load
        Gives the atlas of a body by name.
    pain
        Where spots are kept and areas are painted.
    """

    def __init__(self, scene: Draws, state: ViewState, load: Callable[[str], Atlas], pain: PainDesk) -> None:
        self._scene = scene
        self._state = state
        self._load = load
        self._pain = pain
        self._skin: SkinLayer | None = None
        self._drawn: object = None
        self._found: dict[int, tuple[object, str, str, Side]] = {}  # of areas that were looked up
        self.title = ""
        self.areas: tuple[Area, ...] = ()

    # -- what the others read

    @property
    def listed(self) -> tuple[Noted, ...]:
        """All notes: spots, then areas."""
        spots = [
            Noted(
                f"{ASHI}{mark.number}", mark.number, self._region([mark.face]), self.side_of_spot(mark),
                mark.date, mark.intensity, mark.text,
            )
            for mark in self._state.ashi
        ]  # fmt: skip
        areas = [
            Noted(
                f"{AREA}{area.number}", area.number,
                self.region(area), self.side_of_area(area),
                area.date.isoformat() if area.date else "", area.intensity, area.text,
            )
            for area in self.areas
        ]  # fmt: skip
        return (*spots, *areas)

    def area(self, selected: str) -> Area | None:
        """Return the kept area of an id; None for any other."""
        return next((area for area in self.areas if f"{AREA}{area.number}" == selected), None)

    def region(self, area: Area) -> str:
        """Key of the region that most of an area lies in; empty where it was all rubbed out."""
        return self._about_area(area)[0]

    def about(self, area: Area) -> Answer:
        """Ask what both maps say of a kept area."""
        return self._pain.ask(self._pain.patch_of(area.dabs))

    def place(self, area: Area) -> Place:
        """Position and normal of the disc of an area that is nearest to its middle."""
        body, painted = self._atlas.body, [dab for dab in area.dabs if not dab.rubs] or list(area.dabs)
        spots = [compose.spot_of(dab) for dab in painted]
        places = np.array([body.position_mm(spot) for spot in spots])
        nearest = int(np.linalg.norm(places - places.mean(axis=0), axis=1).argmin())
        return places[nearest], compose.normal_at(spots[nearest], body, self._on_skin)

    def area_at(self, face: int, weights: Sequence[float]) -> str:
        """Id of the kept area that a spot of the skin lies in, the last kept first; empty for none."""
        for area in reversed(self.areas):
            inside = self._patch(area).at(
                self._atlas.body, np.array([face]), np.asarray(weights, np.float64)[None]
            )
            if inside[0] > 0.0:
                return f"{AREA}{area.number}"
        return ""

    def side_of_spot(self, mark: AshiMark) -> Side:
        """Side of the body that a spot is on."""
        return _side([self._across_mm(mark)])

    def side_of_area(self, area: Area) -> Side:
        """Side of the body that an area is on."""
        return self._about_area(area)[1]

    # -- what the visitor does

    def keep_area(self, today: str) -> str:
        """Keep what is painted as an area, found ``today``; return its id, empty where nothing is."""
        dabs = self._pain.painting.dabs
        if not self._pain.is_area or not dabs:
            return ""
        number = 1 + max((area.number for area in self.areas), default=0)
        kept = Area(number=number, dabs=dabs, date=datetime.date.fromisoformat(today))
        self.areas = (*self.areas, kept)
        self.draw()
        return f"{AREA}{number}"

    def drop(self, note: str) -> None:
        """Take a note away."""
        spot = self._pain.kept(note)
        if spot is not None:
            self._pain.drop(spot.number)
        else:
            self.areas = tuple(area for area in self.areas if f"{AREA}{area.number}" != note)
            self.draw()

    def edit(self, note: str, **told: str | int | None) -> None:
        """Write date, intensity or text of a note.

        Raises
        ------
        ValueError
            If a date is none, or an intensity is not from 0 to 10.
        """
        values = dict(_fit(told))
        if self._pain.kept(note) is not None:
            day = values.get("date")
            if "date" in values:
                values["date"] = day.isoformat() if day else ""
            self._state.ashi = [
                replace(mark, **values) if f"{ASHI}{mark.number}" == note else mark
                for mark in self._state.ashi
            ]
        else:
            self.areas = tuple(
                area.model_copy(update=values) if f"{AREA}{area.number}" == note else area
                for area in self.areas
            )

    def call(self, title: str) -> None:
        """Give the notes a title."""
        self.title = one_line(title, LONGEST_TITLE)

    # -- drawing

    def draw_body(self, skin: SkinLayer) -> None:
        """Draw the kept areas on another body."""
        self._skin, self._drawn = skin, None
        self.draw()

    def draw(self) -> None:
        """Draw the kept areas, if any is another or another one is selected."""
        chosen = self.area(self._state.selection)
        wanted = (tuple((area.number, area.dabs) for area in self.areas), chosen and chosen.number)
        if wanted == self._drawn:
            return
        self._drawn = wanted
        if self.areas:
            patches = [(self._patch(area), area is chosen) for area in self.areas]
            self._scene.show(compose.kept_areas(patches, self._atlas.body, self._on_skin))
        else:
            self._scene.remove(compose.KEPT_AREAS)

    # -- inside

    @property
    def _atlas(self) -> Atlas:
        return self._load(self._state.body)

    @property
    def _on_skin(self) -> SkinLayer:
        assert self._skin is not None  # the body is drawn before anything is noted
        return self._skin

    def _about_area(self, area: Area) -> tuple[str, Side]:
        """Region and side of an area, looked up once for its discs: they are asked for at every act."""
        dabs, body, region, side = self._found.get(id(area.dabs), (None, "", "", "midline"))
        if dabs is not area.dabs or body != self._state.body:
            painted = [dab for dab in area.dabs if not dab.rubs]
            region = self._region(dab.face for dab in painted)
            side = _side([self._across_mm(dab) for dab in painted])
            self._found[id(area.dabs)] = area.dabs, self._state.body, region, side
        return region, side

    def _patch(self, area: Area) -> Patch:
        return self._pain.patch_of(area.dabs)

    def _across_mm(self, spot: compose.Placed) -> float:
        return float(self._atlas.body.position_mm(compose.spot_of(spot))[0])

    def _region(self, faces: Iterable[int]) -> str:
        atlas = self._atlas
        counted = Counter(atlas.region_names[atlas.face_region[face]] for face in faces)
        return next((region for region, _ in counted.most_common(1)), "")


def one_line(text: str, longest: int) -> str:
    """Make a line of a text: no breaks, nothing that cannot be written, not longer than it may be."""
    written = text.encode("utf-8", "ignore").decode("utf-8")
    return " ".join(written.split())[:longest]


def _fit(told: Mapping[str, str | int | None]) -> Iterable[tuple[str, Any]]:
    for name, value in told.items():
        if name == "text":
            yield name, one_line(str(value), LONGEST_TEXT)
        elif name == "date":
            yield name, datetime.date.fromisoformat(str(value)) if value else None
        elif name == "intensity":
            if value is not None and not 0 <= int(value) <= 10:
                raise ValueError(f"An intensity is from 0 to 10, not {value}.")
            yield name, None if value is None else int(value)
        else:
            raise ValueError(f"A note has no {name!r}.")


def _side(across_mm: Sequence[float]) -> Side:
    """Side of places by how far to the body's left they are."""
    sides = {"midline" if abs(x) < MIDLINE_MM else "left" if x > 0.0 else "right" for x in across_mm}
    if sides >= {"left", "right"}:
        return "both"
    return "left" if "left" in sides else "right" if "right" in sides else "midline"
