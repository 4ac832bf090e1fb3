"""The scene as a file for other programs: a GLB with named parts, or a PNG at print size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from points.progress import Progress, unseen
from viewer import __version__, compose, style
from viewer.errors import OutputError, UsageError, ViewerError
from viewer.output import check_place, write_bytes
from viewer.shot import LARGEST, ShotOptions, find_mark, print_shot

if TYPE_CHECKING:  # loads VTK, which a wrong name needs not
    from points.atlas import Atlas
    from points.muscle import MuscleBody
    from viewer.gltf import Node
    from viewer.layers import Layer, SkinLayer

GLB, PNG = ".glb", ".png"
MM_PER_INCH = 25.4
LEAST_DPI, MOST_DPI = 36.0, 1200.0
FRAME = "metres, +y up, the front of the body towards +z, the body's left towards +x"
OUR_FRAME = "millimetres, +x the body's left, +y its back, +z up, the floor at z = 0"
PURPOSE = "For teaching and explaining, not for placing needles."


@dataclass(frozen=True)
class PrintSize:
    """The size of a picture on paper.

    Raises
    ------
    ViewerError
        If it is out of range.
    """

    width_mm: float = 180.0
    height_mm: float = 120.0
    dpi: float = 300.0

    def __post_init__(self) -> None:
        if not LEAST_DPI <= self.dpi <= MOST_DPI:
            raise ViewerError(
                f"A picture of {self.dpi:g} dots per inch cannot be made; ask for"
                f" {LEAST_DPI:.0f} to {MOST_DPI:.0f}."
            )
        if min(self.width_mm, self.height_mm) < 10.0 or max(self.pixels) > LARGEST:
            most = LARGEST / self.dpi * MM_PER_INCH
            raise ViewerError(
                f"A picture of {self.width_mm:g} x {self.height_mm:g} mm cannot be made; at {self.dpi:g} dots"
                f" per inch each side must be 10 to {most:.0f} mm."
            )

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height."""
        return round(self.width_mm / MM_PER_INCH * self.dpi), round(self.height_mm / MM_PER_INCH * self.dpi)


def paper_of(width_mm: float | None, height_mm: float | None, dpi: float | None) -> PrintSize | None:
    """Size on paper where any of it is given; None where nothing is."""
    given = {"width_mm": width_mm, "height_mm": height_mm, "dpi": dpi}
    said = {name: value for name, value in given.items() if value is not None}
    return PrintSize(**said) if said else None


def export(
    path: Path,
    options: ShotOptions,
    paper: PrintSize | None = None,
    say: Callable[[str], None] = lambda _: None,
    progress: Progress = unseen,
) -> None:
    """Write what the options show: ``.glb`` for other 3D programs, ``.png`` for print.

    Parameters
    ----------
    path
        File to write; its ending says what. It appears whole or not at all.
    options
        What it shows; the size of the picture is that of the paper, and only a PNG has a view.
    paper
        Size of the PNG on paper; None for the usual one.
    say
        Told a sentence when something takes long, and when all is written.
    progress
        Told then how far it has come.

    Raises
    ------
    AssetError, TableError, AtlasError
        If there is no such body, or its data are damaged.
    UnknownError
        If something that is to be shown does not exist.
    OpenGLError
        If a PNG is wanted and nothing can be drawn on this machine.
    OutputError, UsageError
        If the file cannot be written, or its name says of no known kind.
    """
    _check(path, paper)
    from points.load import load_atlas, load_muscles

    atlas = load_atlas(options.body, say, progress)
    muscles = load_muscles(options.body, say) if "muscles" in options.show else {}
    if path.suffix.lower() == PNG:
        paper = paper or PrintSize()
        print_shot(atlas, path, replace(options, size=paper.pixels), paper.dpi, muscles)
        return
    write_bytes(path, scene_glb(atlas, options, muscles))


def scene_glb(
    atlas: Atlas, options: ShotOptions, muscles: Mapping[str, MuscleBody] = MappingProxyType({})
) -> bytes:
    """Write an atlas and muscles that are already there as a GLB; raises as `export`."""
    from viewer.gltf import glb

    return glb(scene_nodes(atlas, options, muscles), facts_of(atlas))


def facts_of(atlas: compose.Shown) -> dict[str, Any]:
    """Tell what the file says of itself."""
    return {
        "generator": f"Ashimap {__version__}",
        "body": atlas.body.name,
        "frame": FRAME,
        "made_from": OUR_FRAME,
        "purpose": PURPOSE,
    }


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
    from viewer.drape import Cloth
    from viewer.gltf import Node
    from viewer.solid import solid

    mark = find_mark(atlas, options.select) if options.select else ""
    bodies = _bodies(atlas, muscles, mark)
    skin = compose.skin(atlas.body, options.skin, style.SEEN_THROUGH if bodies else options.skin_opacity)
    cloth = Cloth(skin)
    made = {}
    for name, layer, facts in _parts(atlas, options, mark, skin, bodies):
        mesh = solid(layer, cloth)
        if mesh is not None:
            made[name] = Node(mesh, facts)
    return made


Part = tuple[str, "Layer", dict[str, str]]


def _parts(
    atlas: compose.Shown, options: ShotOptions, mark: str, skin: SkinLayer, bodies: list[MuscleBody]
) -> Iterator[Part]:
    """Yield name, layer and facts of each part: what lies inside first, what is laid on the skin last."""
    yield from _muscles(atlas, bodies, mark)
    if "skin" in options.show:
        yield "skin", skin, {"layer": "skin"}
        eyes = compose.eyes(atlas.body)
        if eyes is not None:
            yield "eyes", eyes, {"layer": "skin"}
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


def _check(path: Path, paper: PrintSize | None) -> None:
    if path.suffix.lower() not in (GLB, PNG):
        raise OutputError(
            f"Cannot write '{path}': give a name that ends in .glb, for other 3D programs,"
            " or .png, for print."
        )
    if paper is not None and path.suffix.lower() != PNG:
        raise UsageError("Only a picture has a size on paper: give it to a .png, or leave it out.")
    check_place(path)
