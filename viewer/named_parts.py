"""The named parts of a scene or an exhibit: what other programs list, show and hide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from viewer import compose, style
from viewer.exhibit import Exhibit
from viewer.selected import muscle_of
from viewer.shot import ShotOptions, find_mark

if TYPE_CHECKING:  # loads VTK
    from points.atlas import Atlas
    from points.muscle import MuscleBody
    from viewer.gltf import Node
    from viewer.layers import Layer, SkinLayer

Part = tuple[str, "Layer", dict[str, str]]


def exhibit_nodes(
    atlas: Atlas, exhibit: Exhibit, muscles: Mapping[str, MuscleBody], tone: str = "neutral"
) -> dict[str, Node]:
    """Name the parts of an exhibit on a body that is all there, and make their meshes."""
    skin = compose.skin(atlas.body, tone, style.SEEN_THROUGH if exhibit.muscles else 1.0)
    return _nodes(_exhibited(atlas, exhibit, muscles, skin), skin)


def scene_nodes(
    atlas: compose.Shown,
    options: ShotOptions,
    muscles: Mapping[str, MuscleBody] = MappingProxyType({}),
) -> dict[str, Node]:
    """Name the parts of a scene, and make their meshes.

    Returns
    -------
    dict
        ``skin``, ``eyes``, ``channel_GB``, ``trigger_points``, ``acupoints`` … to mesh; what is not shown or
        has no triangle is left out.
    """
    mark = find_mark(atlas, options.select) if options.select else ""
    bodies = _bodies(atlas, muscles, mark)
    skin = compose.skin(atlas.body, options.skin, style.SEEN_THROUGH if bodies else options.skin_opacity)
    return _nodes(_parts(atlas, options, mark, skin, bodies), skin)


def _nodes(parts: Iterable[Part], skin: SkinLayer) -> dict[str, Node]:
    from viewer.draw.drape import Cloth
    from viewer.gltf import Node
    from viewer.solid import solid

    cloth = Cloth(skin)
    made = {}
    for name, layer, facts in parts:
        mesh = solid(layer, cloth)
        if mesh is not None:
            made[name] = Node(mesh, facts)
    return made


def _exhibited(
    atlas: Atlas, exhibit: Exhibit, muscles: Mapping[str, MuscleBody], skin: SkinLayer
) -> Iterator[Part]:
    """Yield the parts of an exhibit, as `_parts` does those of a scene."""
    triggers = [atlas.marks[mark] for mark in exhibit.marks if atlas.marks[mark].is_trigger_point]
    for one in exhibit.muscles:
        key, side = muscle_of(one)
        for body in compose.chosen_muscles(atlas.muscles, muscles, (key,), side, outermost=1):
            of = [mark for mark in triggers if (mark.muscles[0], mark.located.side) == (body.key, body.side)]
            layer = compose.muscles([body], of)
            if layer is not None:
                yield f"muscle_{body.key}_{body.side}", layer, {"layer": "muscles", "muscle": body.key}
    yield from _whole_body(atlas, skin)
    yield from sinew_parts(atlas, exhibit.sinews, skin) if exhibit.sinews else ()
    yield from zone_parts(atlas, exhibit.zones, skin)
    yield from (channel_part(atlas, code) for code in exhibit.channels)
    for trigger_points, name in ((False, "acupoints"), (True, "trigger_points")):
        marks = compose.marks(atlas, trigger_points)
        weights = np.array([1.0 if mark in exhibit.marks else 0.0 for mark in marks.ids])
        yield name, replace(marks, emphasis=weights), {"layer": name}


def _whole_body(atlas: compose.Shown, skin: SkinLayer) -> Iterator[Part]:
    yield "skin", skin, {"layer": "skin"}
    eyes = compose.eyes(atlas.body)
    if eyes is not None:
        yield "eyes", eyes, {"layer": "skin"}


def _parts(
    atlas: compose.Shown, options: ShotOptions, mark: str, skin: SkinLayer, bodies: list[MuscleBody]
) -> Iterator[Part]:
    """Yield name, layer and facts of each part: what lies inside first, what is laid on the skin last."""
    yield from _muscles(atlas, bodies, mark)
    if "skin" in options.show:
        yield from _whole_body(atlas, skin)
    if "composite" in options.show:
        yield "composite", compose.composite(atlas, skin), {"layer": "composite"}
    if "sinews" in options.show:
        yield from sinew_parts(atlas, options.sinews, skin)
    if "zones" in options.show and mark:
        yield from zone_parts(atlas, (mark,), skin)
    yield from _lines(atlas, options)
    focus = compose.Focus(mark, options.solo_channel, options.category)
    for trigger_points, name in ((False, "acupoints"), (True, "trigger_points")):
        if name in options.show:
            layer = compose.marks(atlas, trigger_points)
            weights = compose.emphasis(atlas, layer, focus)
            yield name, replace(layer, emphasis=weights), {"layer": name}


def _lines(atlas: compose.Shown, options: ShotOptions) -> Iterator[Part]:
    there = dict.fromkeys(path.channel for path in atlas.paths)
    for code in there:
        if options.solo_channel in ("", code):
            if "channels" in options.show:
                yield channel_part(atlas, code)
            if "flow" in options.show:
                yield f"flow_{code}", compose.flow(atlas, (code,)), {"layer": "flow", "code": code}


def channel_part(atlas: compose.Shown, code: str) -> Part:
    """Name a channel, both sides, with its layer."""
    return f"channel_{code}", compose.channels(atlas, (code,)), {"layer": "channels", "code": code}


def sinew_parts(atlas: compose.Shown, chosen: tuple[str, ...], skin: SkinLayer) -> Iterator[Part]:
    """Yield the bands of sinew channels, of all if none is named, each with its name."""
    there = dict.fromkeys(key.partition("/")[0] for key in atlas.sinews)
    for code in there:
        if not chosen or code in chosen:
            yield f"sinew_{code}", compose.sinews(atlas, (code,), skin), {"layer": "sinews", "code": code}


def zone_parts(atlas: compose.Shown, marks: tuple[str, ...], skin: SkinLayer) -> Iterator[Part]:
    """Yield the pain zones of marks that have one, each with its name."""
    for mark in marks:
        layer = compose.zone(atlas, mark, skin)
        if layer is not None:
            yield f"zone_{plain(mark)}", layer, {"layer": "zones", "of": mark}


def plain(mark: str) -> str:
    """Write an id so that every program takes it for a name: ``trapezius_upper_TrP1_left``."""
    return mark.replace(".", "_").replace("/", "_").replace("-", "_")


def _bodies(atlas: compose.Shown, muscles: Mapping[str, MuscleBody], mark: str) -> list[MuscleBody]:
    seen = atlas.marks[mark] if mark else None
    side = str(seen.located.side) if seen and seen.located.side != "midline" else ""
    return compose.chosen_muscles(atlas.muscles, muscles, seen.muscles if seen else (), side, outermost=1)


def _muscles(atlas: compose.Shown, bodies: list[MuscleBody], mark: str) -> Iterator[Part]:
    seen = atlas.marks[mark] if mark and atlas.marks[mark].is_trigger_point else None
    for body in bodies:
        taut = seen is not None and compose.band(bodies, seen)[_span(bodies, body)].any()
        layer = compose.muscles([body], [seen] if seen is not None and taut else [])
        if layer is not None:
            yield f"muscle_{body.key}_{body.side}", layer, {"layer": "muscles", "muscle": body.key}


def _span(bodies: list[MuscleBody], body: MuscleBody) -> slice:
    """Where the corners of a body are among those of all bodies, one after the other."""
    start = sum(len(one.vertices_mm) for one in bodies[: bodies.index(body)])
    return slice(start, start + len(body.vertices_mm))
