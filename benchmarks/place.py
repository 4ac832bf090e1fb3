"""Placing points by their rules: ``python benchmarks/place.py``.

Every point of the tables is placed once on a body whose landmarks are known already, and timed by the kind of
its rule. The ratio is to one nearest-point query of trimesh, the obvious way to bring a spot onto a mesh.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import trimesh
from frames import report

from meshes.body import Body
from meshes.store import load_body
from points.locate import Locator, sides
from points.tables import load_tables

LIMIT_MS = 1.0  # of the median over all points


def placing_ms(body: Body) -> dict[str, list[float]]:
    """Milliseconds for each point, by the kind of its rule; what a point refers to is placed before it."""
    tables = load_tables()
    locator = Locator(body, tables)
    locator.landmarks()
    times: dict[str, list[float]] = defaultdict(list)
    for code, row in tables.points.items():
        for side in sides(row.paired):
            start = perf_counter()
            locator.point(code, side)
            times[row.rule.kind].append(1e3 * (perf_counter() - start))
    return times


def obvious_ms(body: Body) -> float:
    """Milliseconds of one nearest-point query of trimesh."""
    mesh = trimesh.Trimesh(body.vertices_mm, body.faces, process=False)
    spots = body.vertices_mm[:: len(body.vertices_mm) // 9] + 5.0
    times = []
    for spot in spots:
        start = perf_counter()
        mesh.nearest.on_surface(spot[None])
        times.append(1e3 * (perf_counter() - start))
    return median(times[1:])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--body", default="male")
    name = parser.parse_args().body
    body = load_body(name)
    base, times = obvious_ms(body), placing_ms(body)
    every = median(one for group in times.values() for one in group)
    rows = [("trimesh nearest", base, 1.0, 1.0), ("all points", every, every / base, LIMIT_MS / base)]
    rows += [(kind, median(group), median(group) / base, float("inf")) for kind, group in times.items()]
    return report(rows, f"Placing a point, median, {name} (limit {LIMIT_MS} ms)")


if __name__ == "__main__":
    raise SystemExit(main())
