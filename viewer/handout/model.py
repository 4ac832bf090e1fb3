"""The body of the hand-out: the meshes of an exhibit, as few bytes as the eye allows, for the page to draw.

Positions are counted in 65535 parts of the body's box (three hundredths of a millimetre), normals in 127,
growth in millimetres' 4096 parts. The page makes the normals of the skin itself, out of its triangles.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from points.atlas import Mark
from viewer import compose, style
from viewer.draw.drape import Cloth
from viewer.exhibit import Exhibit
from viewer.layers import Layer, MarkLayer, SkinLayer
from viewer.selected import muscle_of
from viewer.solid import Solid, solid
from viewer.state import AshiMark

if TYPE_CHECKING:
    from points.muscle import MuscleBody

FloatArray = NDArray[np.float64]
POSITION_STEPS, NORMAL_STEPS, GROWTH_STEPS = 65535.0, 127.0, 4096.0
MOST_SHORT = 65536  # vertices that indices of two bytes can tell apart
FIELD = 24.0  # degrees from the lower to the upper edge of the picture

Bodies = Mapping[str, "MuscleBody"]


@dataclass(frozen=True, eq=False)
class Part:
    """A mesh of the page: what it is called, what it is, whether it is seen at first."""

    name: str
    kind: str
    solid: Solid
    shown: bool = True


@dataclass(frozen=True)
class Spot:
    """A point that the page can name: id, place, outward normal, its map, its name and a short one."""

    id: str
    at: tuple[float, float, float]
    normal: tuple[float, float, float]
    system: str
    name: str
    short: str


def parts_of(
    atlas: compose.Shown,
    exhibit: Exhibit,
    bodies: Bodies,
    tone: str = "neutral",
    kept: Sequence[AshiMark] = (),
) -> list[Part]:
    """Make the meshes of an exhibit, in the order that they are drawn in.

    Parameters
    ----------
    atlas
        What is known.
    exhibit
        What is to be seen; names and view are not looked at.
    bodies
        All muscles of the body by ``key/side``.
    tone
        Of the skin.
    kept
        Tender spots that were kept.
    """
    skin = compose.skin(atlas.body, tone)
    cloth = Cloth(skin)
    layers = [*_layers(atlas, exhibit, bodies, skin)]
    spots = compose.ashi(kept, atlas.body, skin)
    if spots is not None:
        layers.append(("ashi", "mark", spots, True))
    return [
        Part(name, kind, made, shown)
        for name, kind, layer, shown in layers
        if (made := solid(layer, cloth)) is not None
    ]


def model(parts: Sequence[Part], spots: Sequence[Spot], atlas: compose.Shown) -> dict[str, Any]:
    """Describe the model for the page: plain values, and all arrays as one text in base 64."""
    low, high = compose.bounds_mm(atlas.body)
    low, high = low - 20.0, high + 20.0
    packer = _Packer(low, high - low)
    told = [packer.pack(part) for part in parts]
    return {
        "box": [low.round(3).tolist(), (high - low).round(3).tolist()],
        "parts": told,
        "spots": [asdict(spot) for spot in spots],
        "lamps": [_lamp(lamp) for lamp in style.LAMPS],
        "sizes": {"mark": style.MARK_MM, "least": style.MARK_PX.least, "most": style.MARK_PX.most},
        "seen_through": style.SEEN_THROUGH,
        "field": FIELD,
        "growth_steps": GROWTH_STEPS,
        "data": base64.b64encode(bytes(packer.content)).decode("ascii"),
    }


def _layers(
    atlas: compose.Shown, exhibit: Exhibit, bodies: Bodies, skin: SkinLayer
) -> Iterator[tuple[str, str, Layer, bool]]:
    """Yield name, kind and layer of each part, and whether it is seen at first."""
    shown = _muscles(atlas, exhibit, bodies)
    flesh = compose.muscles(shown, _taut(atlas, exhibit, shown))
    if flesh is not None:
        yield "muscles", "flesh", flesh, True  # under the skin, until that lets see
    yield "skin", "skin", skin, True
    eyes = compose.eyes(atlas.body)
    if eyes is not None:
        yield "eyes", "eyes", eyes, True
    if exhibit.sinews:
        yield "sinews", "paint", compose.sinews(atlas, exhibit.sinews, skin), False
    zones = compose.zones(atlas, exhibit.zones, skin)
    if zones is not None:
        yield "zones", "paint", zones, True
    for code in exhibit.channels:
        yield f"channel {code}", "line", compose.channels(atlas, (code,)), True
    for trigger_points, name in ((False, "acupoints"), (True, "trigger_points")):
        layer = _chosen(compose.marks(atlas, trigger_points), exhibit.marks)
        if layer.ids:
            yield name, "mark", layer, True


def _muscles(atlas: compose.Shown, exhibit: Exhibit, bodies: Bodies) -> list[MuscleBody]:
    """Find the muscles of an exhibit, each once."""
    found: dict[str, MuscleBody] = {}
    for one in exhibit.muscles:
        key, side = muscle_of(one)
        for body in compose.chosen_muscles(atlas.muscles, bodies, (key,), side, outermost=1):
            found[f"{body.key}/{body.side}"] = body.thinned(2)
    return list(found.values())


def _taut(atlas: compose.Shown, exhibit: Exhibit, shown: Sequence[MuscleBody]) -> list[Mark]:
    """Find the trigger points of an exhibit whose taut bands its muscles show."""
    there = {f"{body.key}/{body.side}" for body in shown}
    marks = (atlas.marks[mark] for mark in exhibit.marks)
    return [
        mark for mark in marks if mark.is_trigger_point and f"{mark.muscles[0]}/{mark.located.side}" in there
    ]


def _chosen(layer: MarkLayer, ids: Sequence[str]) -> MarkLayer:
    """Keep some marks of a layer."""
    kept = [number for number, mark in enumerate(layer.ids) if mark in set(ids)]
    return MarkLayer(
        layer.key,
        tuple(layer.ids[number] for number in kept),
        layer.positions_mm[kept],
        layer.normals[kept],
        layer.shape,
        layer.rgb[kept],
        layer.rim,
        layer.size_mm,
        layer.emphasis[kept],
    )


def _lamp(lamp: style.Lamp) -> dict[str, list[float]]:
    way = np.array(lamp.direction) / np.linalg.norm(lamp.direction)
    light = lamp.intensity * np.array(lamp.rgb) / 255.0
    return {"way": way.round(5).tolist(), "light": light.round(5).tolist()}


class _Packer:
    """Puts arrays one after the other into bytes, each at a place that any array may begin at."""

    def __init__(self, low: FloatArray, size: FloatArray) -> None:
        self.content = bytearray()
        self._low, self._size = low, size

    def pack(self, part: Part) -> dict[str, Any]:
        """Put a part in; return where its arrays are, and what else the page needs."""
        one = part.solid
        short = len(one.vertices_mm) <= MOST_SHORT
        places = (one.vertices_mm - self._low) / self._size * POSITION_STEPS
        arrays = {
            "position": places.round().clip(0, POSITION_STEPS).astype("<u2"),
            "colour": one.rgba if one.is_clear else one.rgba[:, :3],
            "index": one.faces.astype("<u2" if short else "<u4"),
        }
        if part.kind != "skin":
            arrays["normal"] = (one.normals * NORMAL_STEPS).round().astype("i1")
        if one.growth is not None:
            arrays["growth"] = (one.growth * GROWTH_STEPS).round().clip(-32768, 32767).astype("<i2")
        material = asdict(one.material)
        return {
            "name": part.name,
            "kind": part.kind,
            "shown": part.shown,
            "clear": one.is_clear,
            "vertices": len(one.vertices_mm),
            "material": [material[name] for name in ("ambient", "diffuse", "specular", "specular_power")],
            "arrays": {name: self._put(array) for name, array in arrays.items()},
        }

    def _put(self, array: NDArray[Any]) -> list[Any]:
        self.content.extend(b"\0" * (-len(self.content) % 4))
        start = len(self.content)
        self.content.extend(np.ascontiguousarray(array).tobytes())
        return [start, int(array.size), array.dtype.str[1:]]
