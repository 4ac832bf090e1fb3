"""Anatomy as data, and analysis. Imports meshes; draws nothing.

What needs only the tables is here at once; what needs a body's geometry is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from points.check import check_tables, require_sound
from points.errors import TableError
from points.model import Located, LocatedLandmark, Side, Unplaced
from points.tables import Tables, load_tables

if TYPE_CHECKING:
    from points.atlas import Atlas
    from points.facts import Checked, check_facts
    from points.load import load_atlas
    from points.locate import Locator, Placement

__all__ = [
    "Atlas",
    "Checked",
    "Located",
    "LocatedLandmark",
    "Locator",
    "Placement",
    "Side",
    "TableError",
    "Tables",
    "Unplaced",
    "check_facts",
    "check_tables",
    "load_atlas",
    "load_tables",
    "require_sound",
]

_LATER = {
    "Atlas": "points.atlas",
    "Checked": "points.facts",
    "Locator": "points.locate",
    "Placement": "points.locate",
    "check_facts": "points.facts",
    "load_atlas": "points.load",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module points has no attribute {name}")
    return getattr(import_module(_LATER[name]), name)
