"""How quickly a pain is explained: ``python benchmarks/pain.py [body]``.

Once the pain map of a body is made, an answer may take 100 ms, whatever is asked: a fingertip, an area as
large as a hand, the whole back. Each figure is the median of all repeats; asking for a spot includes finding
the disc around it, asking for an area does not include its painting, which is timed by the stroke.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import numpy as np
from frames import commit

from meshes.patch import Dab, blank
from meshes.surface import Surface
from points.atlas import Atlas
from points.load import load_atlas
from points.pain import PainMap

LIMIT_MS = 100.0
ROUNDS = 15
BRUSH_MM = 25.0
CLICKS = ("EX-HN5/left", "LI12/left", "BL23/right", "KI1/left", "GB21/right", "ST36/left")


def timed_ms(task: Callable[[], object]) -> float:
    start = perf_counter()
    task()
    return 1e3 * (perf_counter() - start)


def back_of(atlas: Atlas) -> list[Dab]:
    """Give brush discs over the whole back, from the buttocks to the shoulders."""
    surface, height = Surface(atlas.body), float(atlas.body.vertices_mm[:, 2].max())
    backwards = np.array([0.0, 1.0, 0.0])
    spots = [
        surface.ray(np.array([x * height, 0.0, z * height]), backwards)
        for z in np.linspace(0.53, 0.82, 20)
        for x in np.linspace(-0.068, 0.068, 12)
    ]
    return [Dab(spot, BRUSH_MM) for spot in spots]


def main() -> int:
    name = sys.argv[1] if len(sys.argv) > 1 else "male"
    atlas = load_atlas(name)
    start = perf_counter()
    pain = PainMap(atlas)
    print(f"Pain here on the {name} body, median of {ROUNDS}, commit {commit()}")
    print(f"making the map, once for a body: {perf_counter() - start:.2f} s")
    back = back_of(atlas)
    hand = [Dab(atlas.marks["BL57/left"].located.point, 45.0)]
    clicks = [
        timed_ms(lambda: pain.ask(pain.spot(atlas.marks[code].located.point)))  # noqa: B023 - called at once
        for code in CLICKS
        for _ in range(ROUNDS)
    ]
    areas = {"a hand's area": hand, "the whole back": back}
    rows = {"a click": clicks}
    for what, dabs in areas.items():
        patch = pain.paint(blank(atlas.body), dabs)
        rows[what] = [timed_ms(lambda: pain.ask(patch)) for _ in range(ROUNDS)]  # noqa: B023
    patch = pain.paint(blank(atlas.body), back[:-6])
    rows["a stroke of paint"] = [timed_ms(lambda: pain.paint(patch, back[-6:])) for _ in range(ROUNDS)]
    print(f"{'':20}{'ms':>8}{'worst':>8}{'limit':>8}")
    passed = True
    for what, times in rows.items():
        passed &= median(times) <= LIMIT_MS
        print(f"{what:20}{median(times):8.1f}{max(times):8.1f}{LIMIT_MS:8.0f}")
    return int(not passed)


if __name__ == "__main__":
    raise SystemExit(main())
