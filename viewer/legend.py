"""What the signs in the picture mean: those that are in it at the moment, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from viewer import compose

# sign -> the layers of the scene that bring it into the picture, in the order that a legend tells them in
SIGNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "trigger_point": (compose.TRIGGER_POINTS,),
        "acupoint": (compose.ACUPOINTS,),
        "essential": (compose.ZONE,),
        "spillover": (compose.ZONE,),
        "muscle": (compose.MUSCLES,),
        "channel": (compose.CHANNELS,),
        "flow": (compose.FLOW,),
        "sinew": (compose.SINEWS,),
        "patch": (compose.PATCH,),
        "found": (compose.OVERLAP,),
        "counts": (compose.COMPOSITE,),
        "ashi": (compose.ASHI_MARKS,),
        "kept": (compose.KEPT_AREAS,),
        "match": tuple(compose.GLOWS.values()),
        "bridge": (compose.BRIDGES, compose.JOINS),
        "piece": (compose.PIECES,),
        "agreement": (compose.AGREEMENT,),
        "grid": (compose.GRID, compose.GRID_NUMBERS),
        "measured": (compose.MEASURED, compose.MEASURED_ENDS, compose.MEASURED_LABEL),
        "selection": (),
        "counterpart": (),
    }
)


class Shows(Protocol):
    """A scene, as far as its signs are told."""

    @property
    def seen(self) -> tuple[str, ...]:
        """Keys of the layers that show, and have something to show."""

    @property
    def selected(self) -> str:
        """Id of the mark that has the ring of the selection; empty for none."""

    @property
    def matched(self) -> str:
        """Id of the mark that is ringed as the counterpart of the selected one; empty for none."""

    def zone_parts(self, key: str) -> tuple[bool, bool]:
        """Tell whether a painted zone has a solid part, and a stippled one."""


def legend(scene: Shows) -> tuple[str, ...]:
    """Name the signs that are in the picture, in the order of `SIGNS`."""
    seen = scene.seen
    signs = {sign for sign, layers in SIGNS.items() if any(layer in seen for layer in layers)}
    for sign, there in zip(("essential", "spillover"), scene.zone_parts(compose.ZONE), strict=True):
        if not there:
            signs.discard(sign)
    if scene.selected:
        signs.add("selection")
    if scene.matched:
        signs.add("counterpart")
    return tuple(sign for sign in SIGNS if sign in signs)
