"""How quick the surface kit is on the shipped body, side by side with the obvious way, in one run.

    python benchmarks/surface.py

The obvious way: trimesh for nearest points; for a path, split both end triangles, build potpourri3d's
edge-flip solver on the whole mesh, ask it once. Times are medians in milliseconds.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import trimesh
from potpourri3d import EdgeFlipGeodesicSolver

from meshes.body import Body, SurfacePoint
from meshes.field import SAMPLE_MM, near
from meshes.geodesic import Geodesics
from meshes.store import load_body
from meshes.surface import Surface

T = TypeVar("T")


def main() -> None:
    body = load_body("male")
    surface, built = timed(lambda: Surface(body))
    geodesics = Geodesics(surface)
    _, web_built = timed(lambda: geodesics.web)
    rng = np.random.default_rng(1)
    pairs = far_pairs(geodesics, rng, 40)
    geodesics.path(*pairs[0])
    off_skin = [surface.position_mm(start) + rng.normal(0, 10, 3) for start, _ in pairs]
    mesh = trimesh.Trimesh(body.vertices_mm, body.faces, process=False)
    axis = np.array([0.0, 0.0, 1100.0])
    ways = [np.array([np.cos(angle), np.sin(angle), 0.0]) for angle in np.linspace(0, 6, 40)]
    up, waist = np.array([0.0, 0.0, 1.0]), [surface.ray(axis, way) for way in ways]
    lines = [geodesics.path(*pair) for pair in pairs]
    naive = median_ms(lambda pair: whole_mesh_path(body, *pair), pairs[:8])
    rows = [
        (
            "nearest",
            median_ms(surface.nearest, off_skin),
            median_ms(lambda p: mesh.nearest.on_surface([p]), off_skin),
        ),
        ("ray", median_ms(lambda way: surface.ray(axis, way), ways), None),
        ("walk 100 mm", median_ms(lambda start: surface.walk(start, up, 100.0), waist), None),
        ("path 450 mm", median_ms(lambda pair: geodesics.path(*pair), pairs), naive),
        (
            "field 100 mm around it",
            median_ms(lambda line: near(geodesics.web, line.samples(SAMPLE_MM), 100.0), lines),
            None,
        ),
    ]
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    print(f"commit {commit.stdout.strip()}, {len(body.faces)} triangles; built once: ", end="")
    print(f"surface {built:.0f} ms, web {web_built:.0f} ms")
    print(f"{'median':24}{'ms':>10}{'obvious':>12}{'ratio':>9}")
    for name, ours, theirs in rows:
        beside = f"{theirs:12.2f}{theirs / ours:8.0f}x" if theirs else ""
        print(f"{name:24}{ours:10.3f}{beside}")


def timed(task: Callable[[], T]) -> tuple[T, float]:
    begin = time.perf_counter()
    result = task()
    return result, 1000.0 * (time.perf_counter() - begin)


def median_ms(task: Callable[[T], object], inputs: Sequence[T]) -> float:
    return float(np.median([timed(lambda one=one: task(one))[1] for one in inputs]))


def far_pairs(
    geodesics: Geodesics, rng: np.random.Generator, count: int
) -> list[tuple[SurfacePoint, SurfacePoint]]:
    """Spots on the skin whose shortest line is 400 to 500 mm long."""
    surface = geodesics.surface
    outer = np.flatnonzero(surface.body.outer)
    found: list[tuple[SurfacePoint, SurfacePoint]] = []
    while len(found) < count:
        start, end = (SurfacePoint(int(face), rng.dirichlet([1, 1, 1])) for face in rng.choice(outer, 2))
        if np.linalg.norm(surface.position_mm(start) - surface.position_mm(end)) < 500 and (
            400 < geodesics.distance_mm(start, end) < 500
        ):
            found.append((start, end))
    return found


def whole_mesh_path(body: Body, start: SurfacePoint, end: SurfacePoint) -> float:
    corners = [body.faces[spot.face] for spot in (start, end)]
    vertices = np.concatenate([body.vertices_mm, [body.position_mm(start), body.position_mm(end)]])
    count = len(body.vertices_mm)
    fans = [[(a, b, count + i), (b, c, count + i), (c, a, count + i)] for i, (a, b, c) in enumerate(corners)]
    kept = np.delete(body.faces, [start.face, end.face], axis=0)
    solver = EdgeFlipGeodesicSolver(vertices, np.concatenate([kept, *fans]))
    line = solver.find_geodesic_path(count, count + 1)
    return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())


if __name__ == "__main__":
    main()
