"""Documents of notes for tests: any that there can be."""

from __future__ import annotations

import datetime
from dataclasses import fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from viewer.lent import ExhibitBefore, FleshBefore
from viewer.notes.model import Area, Before, CameraPlace, Dab, Document, Exhibited, Painting, TenderSpot, View

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
REAL = st.floats(allow_nan=False, allow_infinity=False, width=32)
PLAIN = {bool: st.booleans(), int: st.integers(0, 9), float: REAL, str: TEXT}


def of_type(hint: Any) -> st.SearchStrategy:
    """Any value of a type that stands among a visitor's choices; new choices need no new line here."""
    if hint in PLAIN:
        return PLAIN[hint]
    if hint is type(None):
        return st.none()
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{one.name: of_type(hints[one.name]) for one in fields(hint)})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    origin, parts = get_origin(hint), get_args(hint)
    if origin is list:
        return st.lists(of_type(parts[0]), max_size=3)
    if origin is tuple and parts[1:] == (...,):
        return st.lists(of_type(parts[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(of_type, parts))
    if origin is dict:
        return st.dictionaries(of_type(parts[0]), of_type(parts[1]), max_size=3)
    assert origin in (Union, UnionType), hint
    return st.one_of(*map(of_type, parts))


@st.composite
def weights(draw) -> tuple[float, float, float]:
    one, two = draw(st.floats(0, 1)), draw(st.floats(0, 1))
    return (one * two, one * (1 - two), max(0.0, 1 - one * two - one * (1 - two)))


FACE = st.integers(0, 26_000)
DABS = st.builds(Dab, face=FACE, weights=weights(), radius_mm=st.floats(1, 60), rubs=st.booleans())
NOTED = {
    "side": st.sampled_from(["left", "right", "midline", None]),
    "date": st.none() | st.dates(datetime.date(1900, 1, 1)),
    "intensity": st.none() | st.integers(0, 10),
    "text": TEXT,
}
VECTOR = st.tuples(REAL, REAL, REAL)
DOCUMENTS = st.builds(
    Document,
    program=TEXT,
    saved=st.none() | st.datetimes(timezones=st.just(datetime.UTC)),
    title=TEXT,
    spots=st.lists(
        st.builds(TenderSpot, number=st.integers(1, 99), face=FACE, weights=weights(), **NOTED),
        max_size=4,
        unique_by=lambda spot: spot.number,
    ).map(tuple),
    areas=st.lists(
        st.builds(
            Area, number=st.integers(1, 99), dabs=st.lists(DABS, min_size=1, max_size=4).map(tuple), **NOTED
        ),
        max_size=3,
        unique_by=lambda area: area.number,
    ).map(tuple),
    painting=st.builds(Painting, dabs=st.lists(DABS, max_size=3).map(tuple), asked=st.booleans()),
    view=of_type(View),
    camera=st.none()
    | st.builds(CameraPlace, position_mm=VECTOR, focus_mm=VECTOR, up=VECTOR, angle_deg=st.floats(0.5, 179.0)),
    exhibit=st.none() | st.builds(Exhibited, marks=st.lists(TEXT, max_size=2).map(tuple), only=st.booleans()),
    before=st.builds(
        Before,
        flesh=of_type(FleshBefore),
        exhibit=st.none() | of_type(ExhibitBefore),
        overlap=st.none() | st.tuples(st.booleans(), st.booleans()),
    ),
)
