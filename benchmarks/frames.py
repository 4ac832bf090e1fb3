"""Frame times: the bare body against the default scene, muscles, and from a selection to the new image.

Run as ``python benchmarks/frames.py``. Both scenes are drawn by turns in one process, as PyVista shows them
(1280 x 720, off the screen, the camera turning), once without and once with the smoothing of edges (FXAA)
that the page uses: the ratios count, not the machine.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from viewer import compose, gl, style
from viewer.camera import views
from viewer.desks.split import MAPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyvista

    from points.muscle import MuscleBody
    from viewer.layers import FleshLayer, SkinLayer
    from viewer.scene import Scene

SIZE = (1280, 720)
ROUNDS, FRAMES = 7, 6
LOOKED_AT = "infraspinatus"
DEFAULT_LIMIT, SELECT_LIMIT, MUSCLES_LIMIT = 1.3, 2.0, 4.0
SPLIT_LIMIT = 2.0  # of the default scene


def bare_plotter(atlas: compose.Shown) -> pyvista.Plotter:
    """Show the body alone, as a short PyVista script would show it."""
    import pyvista

    faces = atlas.body.faces[atlas.body.outer]
    plotter = pyvista.Plotter(off_screen=True, window_size=list(SIZE))
    plotter.disable_anti_aliasing()
    body = pyvista.PolyData.from_regular_faces(atlas.body.vertices_mm, faces)
    plotter.add_mesh(body, color=style.TONES["neutral"].lit, smooth_shading=True)
    return plotter


def full_scene(atlas: compose.Shown) -> tuple[pyvista.Plotter, Scene]:
    """All that the viewer shows at first, on the same kind of plotter."""
    import pyvista

    from viewer.scene import Scene

    plotter = pyvista.Plotter(off_screen=True, window_size=list(SIZE), lighting="none")
    plotter.disable_anti_aliasing()
    scene = Scene(plotter)
    scene.show(compose.skin(atlas.body, "neutral"))
    eyes = compose.eyes(atlas.body)
    if eyes is not None:
        scene.show(eyes)
    scene.show(compose.channels(atlas))
    for trigger_points in (False, True):
        scene.show(compose.marks(atlas, trigger_points))
    scene.show(compose.labels(atlas, compose.Focus()))

    def follow(*_: object) -> None:
        scene.fit()
        scene.place_labels()

    plotter.renderer.AddObserver("StartEvent", follow)  # as the page does before each picture
    return plotter, scene


def turned(plotter: pyvista.Plotter, frames: int = FRAMES) -> float:
    """Milliseconds per frame while the camera turns."""
    start = perf_counter()
    for _ in range(frames):
        plotter.renderer.GetActiveCamera().Azimuth(3.0)
        plotter.renderer.ResetCameraClippingRange()
        plotter.render_window.Render()
    return 1e3 * (perf_counter() - start) / frames


def select(atlas: compose.Shown, plotter: pyvista.Plotter, scene: Scene, skin: SkinLayer, mark: str) -> float:
    """Milliseconds from a selection to the image that shows it: rings, emphasis, zone, labels, one frame."""
    layers = [
        compose.marks(atlas, trigger_points) for trigger_points in (False, True)
    ]  # the viewer keeps them
    start = perf_counter()
    for layer in layers:
        scene.emphasise(layer.key, compose.emphasis(atlas, layer, compose.Focus(mark)))
    zone = compose.zone(atlas, mark, skin)
    if zone is not None:
        scene.show(zone)
    scene.show(compose.labels(atlas, compose.Focus(mark)))
    scene.select(mark)
    plotter.render_window.Render()
    return 1e3 * (perf_counter() - start)


def muscle_layers(atlas: compose.Shown, bodies: Mapping[str, MuscleBody]) -> list[FleshLayer]:
    """All muscles that the viewer shows at once; and one alone with its faint neighbours."""
    every = compose.muscles(compose.chosen_muscles(atlas.muscles, bodies, (), "", 1))
    looked_at = compose.chosen_muscles(atlas.muscles, bodies, (LOOKED_AT,), "", 1)
    alone = compose.muscles(looked_at)
    around = compose.around(compose.neighbours(atlas.muscles, bodies, looked_at))
    return [layer for layer in (every, alone, around) if layer is not None]


def with_muscles(plotter: pyvista.Plotter, scene: Scene, layers: list[FleshLayer]) -> float:
    """Milliseconds per frame with muscles under a translucent skin; no depth is peeled."""
    assert not plotter.renderer.GetUseDepthPeeling()
    for layer in layers:
        scene.show(layer)
    scene.set_opacity(compose.SKIN, style.SEEN_THROUGH)
    turned(plotter, 1)  # what is drawn first is sent to the graphics first
    time_ms = turned(plotter)
    scene.set_opacity(compose.SKIN, 1.0)
    for layer in layers:
        scene.remove(layer.key)
    return time_ms


def measure(
    atlas: compose.Shown, bodies: Mapping[str, MuscleBody], smooth: bool
) -> list[tuple[str, float, float, float]]:
    """Rows of name, milliseconds, share of the bare frame and its limit; with or without smooth edges."""
    every, *alone = muscle_layers(atlas, bodies)
    bare, (full, scene) = bare_plotter(atlas), full_scene(atlas)
    for plotter in (bare, full):
        plotter.renderer.SetUseFXAA(smooth)
    camera = views.camera(views.VIEWS["front"], compose.bounds_mm(atlas.body), SIZE[0] / SIZE[1])
    scene.look(camera)
    bare.renderer.SetActiveCamera(full.renderer.GetActiveCamera())
    marks = [mark for mark in atlas.zones if mark in atlas.marks][: ROUNDS * 2]
    skin = compose.skin(atlas.body, "neutral")
    times: dict[str, list[float]] = {
        "bare body": [],
        "default scene": [],
        "with arrows": [],
        "select to image": [],
        "side by side": [],
        "translucent": [],
        "all muscles": [],
        "muscle, neighbours": [],
    }
    turned(bare), turned(full)
    for index in range(ROUNDS):
        times["bare body"].append(turned(bare))
        times["default scene"].append(turned(full))
        scene.show(compose.flow(atlas))
        times["with arrows"].append(turned(full))
        scene.remove(compose.FLOW)
        times["select to image"].append(select(atlas, full, scene, skin, marks[index % len(marks)]))
        scene.remove(compose.ZONE)
        scene.show(compose.labels(atlas, compose.Focus()))
        scene.select("")
        scene.split(MAPS)
        turned(full, 1)  # what the second half shows is sent to the graphics first
        times["side by side"].append(turned(full))
        scene.split(None)
        scene.set_opacity(compose.SKIN, 0.5)
        times["translucent"].append(turned(full))
        scene.set_opacity(compose.SKIN, 1.0)
        times["all muscles"].append(with_muscles(full, scene, [every]))
        times["muscle, neighbours"].append(with_muscles(full, scene, alone))
    base = median(times["bare body"])
    limits = {
        "bare body": 1.0,
        "default scene": DEFAULT_LIMIT,
        "with arrows": DEFAULT_LIMIT,
        "select to image": SELECT_LIMIT,
        "side by side": SPLIT_LIMIT * DEFAULT_LIMIT,
        "all muscles": MUSCLES_LIMIT,
        "muscle, neighbours": MUSCLES_LIMIT,
    }
    return [(n, median(t), median(t) / base, limits.get(n, float("inf"))) for n, t in times.items()]


def commit() -> str:
    """Short hash of what is measured, with a plus sign if files have changed since."""
    here = Path(__file__).parent

    def git(*words: str) -> str:
        return subprocess.run(
            ["git", *words], cwd=here, capture_output=True, text=True, check=False
        ).stdout.strip()

    return (git("rev-parse", "--short", "HEAD") or "no commit") + (
        "+" if git("status", "--porcelain", "-uno") else ""
    )


def report(rows: list[tuple[str, float, float, float]], title: str) -> int:
    """Print the table; 1 if a limit is passed."""
    print(f"{title}, commit {commit()}")
    print(f"{'':18}{'ms':>9}{'ratio':>8}{'limit':>8}")
    for name, time_ms, ratio, limit in rows:
        bound = f"{limit:.2f}" if limit < 1e9 else ""
        print(f"{name:18}{time_ms:9.1f}{ratio:8.2f}{bound:>8}")
    return int(any(ratio > limit for _, _, ratio, limit in rows))


def main(load: Callable[[str], compose.Shown] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--body", default="male")
    body = parser.parse_args().body
    gl.prepare_still()
    if load is None:
        from points.load import load_atlas as load
    from points.load import load_muscles

    atlas, bodies = load(body), load_muscles(body)
    title = f"Frames of {SIZE[0]}x{SIZE[1]}, {body}"
    plain = report(measure(atlas, bodies, smooth=False), f"{title}, edges as they are")
    return max(
        plain, report(measure(atlas, bodies, smooth=True), f"{title}, edges smoothed as the page shows them")
    )


if __name__ == "__main__":
    raise SystemExit(main())
