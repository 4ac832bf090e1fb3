"""A view as a link: the document without anything about a patient, small enough for an address.

It stands behind the ``#`` of an address, which browsers keep to themselves: no request carries it. Places of
marks and areas are in it, rounded to what can be seen; title, texts, dates and intensities are not.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Any

from viewer.notes import refused
from viewer.notes.file import checked
from viewer.notes.model import MARK, VERSION, Document

START = "#v="
MOST_BYTES = 2_000_000  # unpacked
DIGITS = 4  # of weights: a tenth of the width of a hair
CAMERA_DIGITS = 3


def to_link(document: Document) -> str:
    """Return what stands in an address from the ``#`` on."""
    told = json.loads(document.model_dump_json())
    for name in ("title", "program", "saved"):
        del told[name]
    told["spots"] = [[spot["number"], *_place(spot)] for spot in told["spots"]]
    told["areas"] = [[area["number"], _discs(area["dabs"])] for area in told["areas"]]
    told["painting"]["dabs"] = _discs(told["painting"]["dabs"])
    if told["camera"] is not None:
        told["camera"] = {name: _rounded(value) for name, value in told["camera"].items()}
    packed = zlib.compress(json.dumps(told, separators=(",", ":")).encode("ascii"), 9)
    return START + base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def from_link(link: str) -> Document:
    """Read the view of a whole address, or of what stands in it from the ``#`` on.

    Raises
    ------
    Refused
        If it is no such link, of a newer version, or damaged.
    """
    told = _unpacked(link.strip().partition(START)[2])
    version = told.get(MARK)
    if isinstance(version, int) and version > VERSION:
        raise refused.newer(version, VERSION)
    try:
        told["spots"] = [_placed(number, *place) for number, *place in told["spots"]]
        told["areas"] = [{"number": number, "dabs": _dabs(discs)} for number, discs in told["areas"]]
        told["painting"]["dabs"] = _dabs(told["painting"]["dabs"])
    except (KeyError, TypeError, ValueError):
        raise refused.bad_link() from None
    return checked(told)


def _unpacked(text: str) -> dict[str, Any]:
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        reader = zlib.decompressobj()
        told = json.loads(reader.decompress(packed, MOST_BYTES))
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        raise refused.bad_link() from None
    if not reader.eof or not isinstance(told, dict):
        raise refused.bad_link()
    return told


def _place(spot: dict[str, Any]) -> list[float]:
    """Triangle and the weights of two corners; the third has the rest."""
    return [spot["face"], *(round(weight, DIGITS) for weight in spot["weights"][:2])]


def _placed(number: int, *place: float) -> dict[str, Any]:
    return {"number": number, **_spot(*place)}


def _spot(face: float, first: float, second: float) -> dict[str, Any]:
    return {"face": face, "weights": [first, second, max(0.0, 1.0 - first - second)]}


def _discs(dabs: list[dict[str, Any]]) -> list[list[float]]:
    return [[*_place(dab), round(dab["radius_mm"], 2), int(dab["rubs"])] for dab in dabs]


def _dabs(discs: list[list[float]]) -> list[dict[str, Any]]:
    return [{**_spot(*disc[:3]), "radius_mm": disc[3], "rubs": bool(disc[4])} for disc in discs]


def _rounded(value: float | list[float]) -> float | list[float]:
    if isinstance(value, list):
        return [round(part, CAMERA_DIGITS) for part in value]
    return round(value, CAMERA_DIGITS)
