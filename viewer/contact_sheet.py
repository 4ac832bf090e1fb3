"""Contact sheets: each muscle with its trigger points, and each of their pain zones, to be looked at.

One picture per muscle: the muscle alone under translucent skin, then each trigger point with its zone, all
from the side that shows it best. An ``index.html`` puts what the tables say beside the pictures.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from points.atlas import Atlas, Mark
from points.model import Muscle, TriggerPoint
from viewer import compose, gl, style
from viewer.camera import views
from viewer.camera.views import Camera
from viewer.errors import OutputError, UnknownError
from viewer.layers import Floats
from viewer.output import write_text

if TYPE_CHECKING:  # loads VTK, which only drawing needs
    from points.muscle import MuscleBody
    from viewer.scene import Scene
    from viewer.stage import Image, StillStage

FloatArray = NDArray[np.float64]

TILE = (480, 480)
GAP = 4  # pixels between tiles
ROOM = 1.25  # what is framed is so much larger than what it is about
LEAST_MM = 240.0  # a smaller frame would not say where on the body it is
SPILLOVER_WEIGHT = 0.4  # of skin that is spillover, beside essential skin, when the best side is chosen
LOOKED_AT = 60  # spots of a zone that are asked whether anything stands before them
TURNS_DEG = tuple(range(0, 360, 45))
HEIGHTS_DEG = (0.0, 35.0, -35.0, 80.0, -80.0)
PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Ashimap: contact sheet, {body}</title>
<style>
body {{ font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 96rem; color: #23262b }}
img {{ max-width: 100%; display: block }}
h2 {{ margin: 2.4rem 0 .2rem }}
p, li {{ max-width: 60rem }}
small {{ color: #666 }}
</style>
<h1>Contact sheet: {body} body, left side</h1>
<p>Muscles are schematic. Solid: essential pain; dotted: spillover.</p>
{rows}
</html>
"""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A muscle and the marks of its trigger points on the left side or the midline, in the order of tiles."""

    muscle: Muscle
    marks: tuple[Mark, ...]


def sheets_of(atlas: Atlas, chosen: Collection[str] = ()) -> list[Sheet]:
    """Gather what there is to look at.

    Parameters
    ----------
    atlas
        What is known.
    chosen
        Keys of muscles, or the beginnings of keys; none for all with trigger points.

    Raises
    ------
    UnknownError
        If one of them has no trigger points.
    """
    marks: dict[str, list[Mark]] = {}
    for mark in atlas.marks.values():
        if isinstance(mark.definition, TriggerPoint) and mark.located.side != "right":
            marks.setdefault(mark.definition.muscle, []).append(mark)
    for key in chosen:
        if not any(_begins(muscle, key) for muscle in marks):
            raise UnknownError(
                f"There is no muscle '{key}' with trigger points; 'ashimap points' lists them."
            )
    return [
        Sheet(atlas.muscles[key], tuple(found))
        for key, found in marks.items()
        if not chosen or any(_begins(key, wanted) for wanted in chosen)
    ]


def draw_sheets(
    folder: Path,
    body: str,
    chosen: Collection[str] = (),
    say: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Write a picture per muscle and the page that shows them; return the pictures.

    Parameters
    ----------
    folder
        Where to; it is made if its own folder exists.
    body
        Name of the body.
    chosen
        As for `sheets_of`.
    say
        Told each muscle as it is drawn.

    Raises
    ------
    UnknownError
        If a chosen muscle has no trigger points.
    OutputError
        If nothing can be written there.
    AssetError, TableError, AtlasError, OpenGLError
        If the data are damaged, or nothing can be drawn on this machine.
    """
    _make(folder)
    from points.load import load_atlas, load_muscles

    atlas = load_atlas(body, say)
    wanted = sheets_of(atlas, chosen)
    muscles = load_muscles(body, say)
    gl.prepare_still()
    from viewer.scene import Scene
    from viewer.stage import StillStage, write_png

    drawn = []
    with StillStage(TILE) as stage:
        scene = Scene(stage, pixel_ratio=stage.oversampling)
        for number, sheet in enumerate(wanted, 1):
            path = folder / f"{sheet.muscle.key}.png"
            write_png(_strip(list(_tiles(stage, scene, atlas, muscles, sheet))), path)
            say(f"{number} of {len(wanted)}: {path.name}")
            drawn.append(path)
    rows = "\n".join(_caption(atlas, sheet) for sheet in wanted)
    write_text(folder / "index.html", PAGE.format(body=html.escape(body), rows=rows))
    return drawn


def best_sides(normals: Floats, weights: Floats) -> Iterator[tuple[FloatArray, float]]:
    """Yield the directions from which skin is seen, best first: a unit vector (3,), and how much is seen.

    Parameters
    ----------
    normals
        (k, 3) outward unit normals of the skin; without any, the front comes first.
    weights
        (k,) how much each counts.
    """
    seen = np.array([float(np.maximum(normals @ way, 0.0) @ weights) for way in _WAYS])
    for index in np.argsort(-seen, kind="stable").tolist():
        yield _WAYS[index], float(seen[index])


def _ways() -> FloatArray:
    turns, heights = np.meshgrid(np.radians(TURNS_DEG), np.radians(HEIGHTS_DEG))
    level = np.cos(heights)
    ways = np.stack([level * np.sin(turns), -level * np.cos(turns), np.sin(heights)], axis=-1)
    found: FloatArray = ways.reshape(-1, 3)
    return found


_WAYS = _ways()


def _begins(muscle: str, key: str) -> bool:
    return muscle == key or muscle.startswith(f"{key}_")


def _make(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"Cannot write to '{folder}': that is a file; give the name of a folder.")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"Cannot make the folder '{folder}': {reason}.") from None


def _tiles(
    stage: StillStage, scene: Scene, atlas: Atlas, muscles: Mapping[str, MuscleBody], sheet: Sheet
) -> Iterator[Image]:
    skin = compose.skin(atlas.body, "neutral")
    scene.show(skin)
    layer = compose.marks(atlas, trigger_points=True)
    own = [mark.id for mark in sheet.marks]
    scene.show(layer)
    scene.emphasise(layer.key, np.isin(layer.ids, own).astype(np.float64))
    scene.show(compose.names(atlas, own))
    bodies = compose.chosen_muscles(atlas.muscles, muscles, [sheet.muscle.key], "left", 1)
    flesh = compose.muscles(bodies)
    if flesh is not None:
        scene.look(_flesh_camera(scene, sheet, flesh.vertices_mm))
        scene.show(flesh)
        scene.set_opacity(compose.SKIN, style.SEEN_THROUGH)
        yield stage.picture()
        scene.remove(compose.MUSCLES)
        scene.set_opacity(compose.SKIN, 1.0)
    for mark in sheet.marks:
        scene.select(mark.id)
        zone = compose.zone(atlas, mark.id, skin)
        if zone is not None:
            scene.show(zone)
        scene.look(_zone_camera(scene, atlas, mark, skin.normals))
        yield stage.picture()
        scene.remove(compose.ZONE)
    scene.select("")


def _flesh_camera(scene: Scene, sheet: Sheet, corners_mm: Floats) -> Camera:
    normals = np.array([mark.normal for mark in sheet.marks])
    spots = np.array([mark.located.position_mm for mark in sheet.marks])
    return _clearest(scene, spots, normals, np.ones(len(spots)), np.vstack([corners_mm, spots]))


def _zone_camera(scene: Scene, atlas: Atlas, mark: Mark, normals: Floats) -> Camera:
    zone, place = atlas.zones[mark.id], mark.located.position_mm
    weights = (zone.essential_mm > 0.0) + SPILLOVER_WEIGHT * (zone.spillover_mm > 0.0)
    ids, weights = zone.vertex_ids[weights > 0.0], weights[weights > 0.0]
    if not len(ids):  # felt deep inside alone
        return _clearest(scene, place[None], mark.normal[None], np.ones(1), place[None])
    spots = atlas.body.vertices_mm[ids]
    return _clearest(scene, spots, normals[ids], weights, np.vstack([spots, place]))


def _clearest(
    scene: Scene, spots_mm: FloatArray, normals: Floats, weights: Floats, framed_mm: FloatArray
) -> Camera:
    """Find the camera that sees most of some skin; other parts of the body may stand before it."""
    some = np.linspace(0, len(spots_mm) - 1, min(len(spots_mm), LOOKED_AT)).astype(int)
    best, most = None, -1.0
    for way, faced in best_sides(normals, weights):
        if faced <= most:  # no more can be seen from any that follows
            break
        camera = _framed(framed_mm, way)
        scene.look(camera)
        facing = np.maximum(np.asarray(normals)[some] @ way, 0.0) * weights[some]
        seen = scene.project(spots_mm[some], np.asarray(normals, dtype=np.float64)[some])[1]
        clear = faced * float(facing @ seen) / max(float(facing.sum()), 1e-9)
        if clear > most:
            best, most = camera, clear
    assert best is not None  # the first is at least as good as nothing
    return best


def _framed(spots_mm: FloatArray, way: FloatArray) -> Camera:
    low, high = spots_mm.min(axis=0), spots_mm.max(axis=0)
    half = np.full(3, max(LEAST_MM, ROOM * float((high - low).max())) / 2.0)
    return views.framed((low + high) / 2.0, half, way, TILE[0] / TILE[1])


def _strip(tiles: list[Image]) -> Image:
    gap = np.full((tiles[0].shape[0], GAP, 3), 255, np.uint8)
    parts = [part for tile in tiles for part in (tile, gap)]
    return np.concatenate(parts[:-1], axis=1)


def _caption(atlas: Atlas, sheet: Sheet) -> str:
    muscle, e = sheet.muscle, html.escape
    points = "\n".join(_told(atlas, mark) for mark in sheet.marks)
    seen = f"{muscle.english} with its trigger points and zones"
    return (
        f"<h2>{e(muscle.latin)} <small>{e(muscle.key)}</small></h2>\n"
        f'<img loading="lazy" src="{muscle.key}.png" alt="{e(seen)}">\n'
        f"<p>{e(muscle.origin)} → {e(muscle.insertion)}</p>\n<ol>\n{points}\n</ol>"
    )


def _told(atlas: Atlas, mark: Mark) -> str:
    row, e = mark.definition, html.escape
    assert isinstance(row, TriggerPoint)  # so gathered
    regions = ", ".join(f"{area.skin_region} ({area.kind})" for area in atlas.zone_areas[mark.id])
    return f"<li><b>{e(row.code)}</b>: {e(row.where)} {e(row.pain)}<br><small>{e(regions)}</small></li>"
