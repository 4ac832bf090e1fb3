"""A picture of the scene, off the screen, as a file that appears whole or not at all."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from points.progress import Progress, unseen
from viewer import compose, gl, style
from viewer.camera import views
from viewer.camera.views import Camera, Size
from viewer.errors import OutputError, UnknownError, UsageError, ViewerError
from viewer.languages.facts import written
from viewer.languages.folders import has_latin_letters, known
from viewer.languages.words import load_words
from viewer.output import check_place, write_bytes

if TYPE_CHECKING:  # loads VTK, which only `shoot` needs
    from points.muscle import MuscleBody
    from viewer.scene import Scene
    from viewer.stage import Image

LAYERS = ("skin", "acupoints", "trigger_points", "channels", "zones", "labels")  # shown unless said otherwise
EXTRA_LAYERS = ("flow", "sinews", "muscles", "composite", "grid")
SELECTION = "selection"
UPRIGHT = 1.5  # pictures that are so much higher than wide have their halves one above the other
SIDES = ("left", "midline", "right")
SCREEN_DPI = 96.0  # of a usual screen, as browsers count
SMALLEST, LARGEST = 16, 8192  # pixels; the largest is what every OpenGL can draw in one piece


@dataclass(frozen=True)
class ShotOptions:
    """What a picture shows.

    Attributes
    ----------
    body
        Name of the body.
    view
        A key of ``views.VIEWS``, or ``selection``: straight at the selected mark.
    select
        Id of the selected mark (``GB21/right``), or its code alone (then its left side); empty for none.
    show
        The layers to draw.
    size
        Width and height in pixels.
    theme, skin
        Ground, and tone of the skin.
    skin_opacity
        From 0 to 1.
    solo_channel
        The only channel to draw; empty for all.
    category
        The only category of points to draw; empty for all points.
    sinews
        The sinew channels to draw, if their layer is; none named for all.
    split
        Whether both maps are drawn side by side (in an upright picture one above the other).
    language
        Language of the names in it; where that has no Latin letters, muscles have their Latin names.

    Raises
    ------
    UnknownError
        If a view, layer, theme, tone or channel is not one of those there are.
    ViewerError
        If the size or the opacity is out of range.
    """

    body: str = "male"
    view: str = "front"
    select: str = ""
    show: tuple[str, ...] = LAYERS
    size: Size = (1280, 720)
    theme: str = "light"
    skin: str = "neutral"
    skin_opacity: float = 1.0
    solo_channel: str = ""
    category: str = ""
    sinews: tuple[str, ...] = ()
    split: bool = False
    language: str = "en"

    def __post_init__(self) -> None:
        _known("view", self.view, (*views.VIEWS, SELECTION))
        known(self.language)
        _known("theme", self.theme, tuple(style.GROUNDS))
        _known("skin tone", self.skin, tuple(style.TONES))
        for layer in self.show:
            _known("layer", layer, (*LAYERS, *EXTRA_LAYERS))
        for channel in (self.solo_channel, *self.sinews):
            if channel:
                _known("channel", channel, tuple(style.CHANNELS))
        if self.view == SELECTION and not self.select:
            raise ViewerError("The view 'selection' looks at a selected point: select one.")
        if not all(SMALLEST <= side <= LARGEST for side in self.size):
            asked = "x".join(str(side) for side in self.size)
            raise ViewerError(
                f"A picture of {asked} pixels cannot be made; each side must be {SMALLEST} to {LARGEST}."
            )
        if not 0.0 <= self.skin_opacity <= 1.0:
            raise ViewerError(f"The skin's opacity must be from 0 to 1, not {self.skin_opacity}.")

    @classmethod
    def of(
        cls,
        *,
        body: str,
        view: str,
        select: str,
        show: str,
        size: str,
        theme: str,
        skin: str,
        channel: str = "",
        category: str = "",
        sinews: str = "",
        split: bool = False,
        language: str = "en",
    ) -> ShotOptions:
        """Read options from texts: lists joined by commas (``show``: empty for the usual), size as 1280x720.

        Raises
        ------
        UnknownError, ViewerError
            As the class.
        UsageError
            If the size cannot be read.
        """
        layers, bands = _split(show) or LAYERS, _split(sinews)
        if bands and "sinews" not in layers:
            layers = (*layers, "sinews")
        return cls(
            body, view, select, layers, _read_size(size), theme, skin,
            solo_channel=channel, category=category, sinews=bands, split=split,
            language=known(language),
        )  # fmt: skip


def take_shot(
    path: Path,
    options: ShotOptions,
    say: Callable[[str], None] = lambda _: None,
    progress: Progress = unseen,
) -> None:
    """Write a picture of a body and both maps as a PNG.

    Parameters
    ----------
    path
        File to write; it appears whole or not at all.
    options
        What it shows.
    say
        Told a sentence when something takes long.
    progress
        Told then how far it has come.

    Raises
    ------
    AssetError, TableError, AtlasError
        If there is no such body, or its data are damaged.
    UnknownError
        If the selected mark does not exist.
    OpenGLError
        If nothing can be drawn on this machine.
    OutputError
        If the file cannot be written.
    """
    check_picture(path)
    from points.load import load_atlas, load_muscles

    atlas = written(load_atlas(options.body, say, progress), options.language)
    muscles = load_muscles(options.body, say) if "muscles" in options.show else {}
    shoot(atlas, path, options, muscles)


def shoot(
    atlas: compose.Shown,
    path: Path,
    options: ShotOptions,
    muscles: Mapping[str, MuscleBody] = MappingProxyType({}),
) -> None:
    """Write a picture of an atlas and muscles that are already there; raises as `take_shot`."""
    check_picture(path)
    picture = _draw(atlas, options, muscles)
    from viewer.stage import write_png

    write_png(picture, path)


def print_shot(
    atlas: compose.Shown,
    path: Path,
    options: ShotOptions,
    dpi: float,
    muscles: Mapping[str, MuscleBody] = MappingProxyType({}),
) -> None:
    """Write a picture for print: lines, marks and letters are as large on paper as on a screen.

    Parameters
    ----------
    atlas, path, options, muscles
        As for `shoot`; the file says how large the picture is on paper.
    dpi
        Pixels of the picture for each inch of paper.
    """
    check_picture(path)
    picture = _draw(atlas, options, muscles, dpi / SCREEN_DPI)
    from viewer.stage import png

    write_bytes(path, png(picture, dpi))


def _draw(
    atlas: compose.Shown, options: ShotOptions, muscles: Mapping[str, MuscleBody], density: float = 1.0
) -> Image:
    """Draw a picture; ``density``: its pixels for each pixel of a screen that shows it as large."""
    mark = find_mark(atlas, options.select) if options.select else ""
    if options.category:
        _known("category", options.category, tuple(atlas.categories))
    gl.prepare_still()
    # VTK may be loaded only now that it is known not to crash
    from viewer.scene import Scene
    from viewer.stage import StillStage

    finer = oversampling(options.size)
    with StillStage(options.size, finer) as stage:
        scene = Scene(stage, pixel_ratio=finer * density)
        scene.set_ground(options.theme)
        _fill(scene, atlas, options, mark)
        _flesh(scene, atlas, muscles, mark)
        if "grid" in options.show:
            _lay_grid(scene, options)
        if options.split:
            _halve(scene, atlas, options, mark)
        scene.look(_camera(scene, atlas, options, mark))
        return stage.picture()


def oversampling(size: tuple[int, int]) -> int:
    """Tell how many pixels are drawn and averaged, each way, for one of a picture."""
    return 2 if max(size) <= LARGEST // 2 else 1


def find_mark(atlas: compose.Shown, code: str) -> str:
    """Find the id of a mark from an id or a code, in any case; the left one where there are two.

    Raises
    ------
    UnknownError
        If there is no such mark.
    """
    for mark in (code, *(f"{code}/{side}" for side in SIDES)):
        if mark in atlas.marks:
            return mark
    wanted = code.casefold()
    for mark in atlas.marks:
        if wanted in (mark.casefold(), mark.rpartition("/")[0].casefold()):
            return mark
    codes = sorted({mark.rpartition("/")[0] for mark in atlas.marks})
    close = difflib.get_close_matches(code, codes, n=3, cutoff=0.5)
    hint = f"; did you mean {' or '.join(close)}?" if close else "; 'ashimap points' lists them all."
    raise UnknownError(f"There is no point '{code}' on this body{hint}")


def _known(what: str, name: str, names: tuple[str, ...]) -> None:
    if name not in names:
        raise UnknownError(f"There is no {what} '{name}'; there are {', '.join(names)}.")


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _read_size(text: str) -> Size:
    found = re.fullmatch(r"\s*(\d{1,6})\s*[xX×]\s*(\d{1,6})\s*", text)
    if found is None:
        raise UsageError(
            f"The size '{text}' cannot be read; give width x height in pixels, such as 1280x720."
        )
    return int(found[1]), int(found[2])


def check_picture(path: Path) -> None:
    """Refuse a place that no picture can be written to.

    Raises
    ------
    OutputError
        If it is no PNG, or its folder is not there.
    """
    if path.suffix.lower() != ".png":
        raise OutputError(f"Cannot write '{path}': pictures are PNG files; give a name that ends in .png.")
    check_place(path)


def _fill(scene: Scene, atlas: compose.Shown, options: ShotOptions, mark: str) -> None:
    skin = compose.skin(atlas.body, options.skin, options.skin_opacity)
    eyes = compose.eyes(atlas.body)
    scene.show(skin)
    scene.set_visible(skin.key, "skin" in options.show)
    if eyes is not None:
        scene.show(eyes)
        scene.set_opacity(eyes.key, options.skin_opacity)
        scene.set_visible(eyes.key, "skin" in options.show)
    if "composite" in options.show:
        scene.show(compose.composite(atlas, skin))
    if "sinews" in options.show:
        scene.show(compose.sinews(atlas, options.sinews, skin))
    if "channels" in options.show:
        scene.show(compose.channels(atlas, _solo(options)))
    if "flow" in options.show:
        scene.show(compose.flow(atlas, _solo(options)))
    focus = compose.Focus(mark, options.solo_channel, options.category)
    for trigger_points, name in ((False, "acupoints"), (True, "trigger_points")):
        if name in options.show:
            layer = compose.marks(atlas, trigger_points)
            scene.show(layer)
            scene.emphasise(layer.key, compose.emphasis(atlas, layer, focus))
    zone = compose.zone(atlas, mark, skin) if "zones" in options.show else None
    if zone is not None:
        scene.show(zone)
    if "labels" in options.show:
        scene.show(compose.labels(atlas, focus))
    scene.select(mark)


def _solo(options: ShotOptions) -> tuple[str, ...]:
    return (options.solo_channel,) if options.solo_channel else ()


def _flesh(scene: Scene, atlas: compose.Shown, muscles: Mapping[str, MuscleBody], mark: str) -> None:
    """Show the muscles of the selected mark, or all, under a skin that lets them be seen."""
    seen = atlas.marks[mark] if mark else None
    keys = seen.muscles if seen else ()
    side = str(seen.located.side) if seen and seen.located.side != "midline" else ""
    bodies = compose.chosen_muscles(atlas.muscles, muscles, keys, side, outermost=1)
    layer = compose.muscles(bodies, [seen] if seen and seen.is_trigger_point else [])
    if layer is not None:
        scene.show(layer)
        scene.set_opacity(compose.SKIN, style.SEEN_THROUGH)


def _lay_grid(scene: Scene, options: ShotOptions) -> None:
    """Lay the cun grid of the body on the skin."""
    from points.load import load_grid
    from viewer.desks.grid import GridDesk
    from viewer.state import SkinTone, ViewState

    state = ViewState(body=options.body, skin_tone=SkinTone(options.skin))
    state.layers.grid.on = True
    GridDesk(scene, state, load_grid).settle()


def _halve(scene: Scene, atlas: compose.Shown, options: ShotOptions, mark: str) -> None:
    """Draw dry needling in one half and Chinese medicine in the other."""
    from viewer.desks.split import MAPS

    width, height = options.size
    scene.split(MAPS, stacked=height > UPRIGHT * width)
    words = load_words(options.language if has_latin_letters(options.language) else "en")
    scene.caption((words("split.west"), words("split.east")))
    near = atlas.neighbours.get(mark, ())
    scene.match(near[0].id if near else "")


def _camera(scene: Scene, atlas: compose.Shown, options: ShotOptions, mark: str) -> Camera:
    bounds = compose.bounds_mm(atlas.body)
    if options.view != SELECTION:
        width, height = scene.size
        return views.camera(views.VIEWS[options.view], bounds, width / height)
    seen = atlas.marks[mark]
    return scene.face(seen.located.position_mm, seen.normal, bounds, views.SELECTION_SPAN)
