"""What comes back when something is left that changed the layers for as long as it lasted: plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lent:
    """The switches that a selection of muscles changes, as they were before it."""

    muscles: bool
    trigger_points: bool
    channels: bool
    skin: float


@dataclass(frozen=True)
class FleshBefore:
    """What was before muscles were looked at.

    Attributes
    ----------
    skin
        Opacity of the skin before it let muscles be seen; None where it does not for their sake.
    lent
        The switches before a selection changed them; None where nothing is lent.
    alone
        Id of the muscle that is seen alone; empty for none.
    """

    skin: float | None = None
    lent: Lent | None = None
    alone: str = ""


@dataclass(frozen=True)
class ExhibitBefore:
    """What was before an exhibit was put up.

    Attributes
    ----------
    layers
        Switch and opacity of each layer by its name.
    solo_channel, category, sinews, neighbours
        As the fields of ``ViewState`` of the same names.
    bare
        As `FleshBefore.skin`.
    """

    layers: dict[str, tuple[bool, float]]
    solo_channel: str
    category: str
    sinews: list[str]
    neighbours: bool
    bare: float | None
