"""The scene as a file for other programs: a GLB with named parts, or a PNG at print size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from points.progress import Progress, unseen
from viewer import __version__, compose
from viewer.complaints import SIDES
from viewer.errors import OutputError, UnknownError, UsageError, ViewerError
from viewer.named_parts import exhibit_nodes, scene_nodes
from viewer.output import check_place, write_bytes
from viewer.shot import LARGEST, SCREEN_DPI, ShotOptions, print_shot
from viewer.state import SkinTone, Theme, ViewState
from viewer.still import draw_desk

if TYPE_CHECKING:  # loads VTK, which a wrong name needs not
    from points.atlas import Atlas
    from points.muscle import MuscleBody
    from viewer.controller import Controller

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
    complaint: str = "",
    side: str = "left",
    say: Callable[[str], None] = lambda _: None,
    progress: Progress = unseen,
) -> None:
    """Write what the options show: ``.glb`` for other 3D programs, ``.png`` for print.

    Parameters
    ----------
    path
        File to write; it appears whole or not at all.
    options
        What it shows; only a PNG has a view, and its size is that of the paper.
    paper
        Size of the PNG on paper; None for the usual one.
    complaint
        Key of a complaint whose points alone are shown; empty for none. Of its zones, channels, sinew
        channels and muscles those are shown whose layer is.
    side
        Where it hurts: ``left``, ``right`` or ``both``.
    say, progress
        Told when something takes long, and how far it has come.

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
    if side not in SIDES:
        raise UsageError(f"There is no side '{side}'; there are {', '.join(SIDES)}.")
    from points.load import load_atlas, load_muscles

    atlas = load_atlas(options.body, say, progress)
    muscles = load_muscles(options.body, say) if "muscles" in options.show else {}
    if complaint:
        write_bytes(path, _of_complaint(atlas, complaint, side, options, muscles, path.suffix.lower(), paper))
        return
    if path.suffix.lower() == PNG:
        paper = paper or PrintSize()
        print_shot(atlas, path, replace(options, size=paper.pixels), paper.dpi, muscles)
        return
    write_bytes(path, scene_glb(atlas, options, muscles))


def _of_complaint(
    atlas: Atlas,
    key: str,
    side: str,
    options: ShotOptions,
    muscles: Mapping[str, MuscleBody],
    kind: str,
    paper: PrintSize | None,
) -> bytes:
    from points.complaints import load_complaints
    from viewer import complaints

    rows = load_complaints().rows
    if key not in rows:
        raise UnknownError(f"There is no complaint '{key}'; there are {', '.join(rows)}.")
    from viewer.gltf import glb

    parts = [one for one in complaints.PARTS if one in options.show]
    exhibit = complaints.exhibit_of(atlas, rows[key], side, parts)
    if kind == GLB:
        return glb(exhibit_nodes(atlas, exhibit, muscles, options.skin), facts_of(atlas))
    return desk_png(
        lambda _: atlas, (atlas.body.name,), lambda _: muscles, paper or PrintSize(), options,
        lambda desk: desk.show(exhibit, look=True),
    )  # fmt: skip


def desk_png(
    load: Callable[[str], Atlas],
    bodies: tuple[str, ...],
    muscles: Callable[[str], Mapping[str, MuscleBody]],
    paper: PrintSize,
    options: ShotOptions,
    act: Callable[[Controller], object],
) -> bytes:
    """Draw what a desk shows once someone has acted at it, as a PNG for print.

    Parameters
    ----------
    load, bodies, muscles
        As for `viewer.controller.Controller`.
    paper
        Size of the picture.
    options
        Its body, theme and tone of the skin are those at first.
    act
        Does at the desk what is to be seen.

    Raises
    ------
    OpenGLError
        If nothing can be drawn on this machine.
    """
    state = ViewState(options.body, theme=Theme(options.theme), skin_tone=SkinTone(options.skin))
    picture = draw_desk(load, bodies, muscles, state, act, paper.pixels, paper.dpi / SCREEN_DPI)
    from viewer.stage import png

    return png(picture, paper.dpi)


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


def _check(path: Path, paper: PrintSize | None) -> None:
    if path.suffix.lower() not in (GLB, PNG):
        raise OutputError(
            f"Cannot write '{path}': give a name that ends in .glb, for other 3D programs,"
            " or .png, for print."
        )
    if paper is not None and path.suffix.lower() != PNG:
        raise UsageError("Only a picture has a size on paper: give it to a .png, or leave it out.")
    check_place(path)
