"""How quickly all zones are there: ``python benchmarks/zones.py``.

Cold: a fresh process reads a body and the tables and paints the zones of all trigger points on both sides,
with a second process to help where there are two cores; its whole wall time counts, from the start of Python
on. Stored: everything of both maps is read from the file that ships, all that is unpacked lazily included.
The processor time of all processes stands beside: on a busy machine it says more.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from frames import commit

from meshes import BODY_NAMES
from points.load import load_atlas, load_muscles

COLD_LIMIT_S, STORED_LIMIT_S = 8.0, 0.2
ROUNDS = 3
LAZY = ("zones", "zone_areas", "crossings", "covering", "neighbours", "sinews")
COLD = """
import sys
from meshes.store import load_body
from points.bake import both_sides
from points.hands import SecondHand
from points.locate import Locator
from points.tables import load_tables
body, tables = load_body(sys.argv[1]), load_tables()
with SecondHand(body, tables) as hand:
    zones, problems = both_sides(Locator(body, tables), hand)
if problems or {zone.rpartition("/")[0] for zone in zones} != set(tables.trigger_points):
    raise SystemExit("Not every trigger point has its zone; run the tests.")
"""


def paint(name: str) -> tuple[float, float]:
    """Seconds of wall time, and of the processors, to paint all zones in a fresh process."""
    before, start = os.times(), perf_counter()
    subprocess.run([sys.executable, "-c", COLD, name], cwd=ROOT, check=True)
    wall, after = perf_counter() - start, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, spent


def read(name: str) -> tuple[float, float]:
    """Seconds of wall time, and of the processor, to read all of a stored atlas."""

    def recomputed(sentence: str) -> None:
        raise SystemExit(f"{sentence} Run python -m points.bake first.")

    began, start = process_time(), perf_counter()
    atlas = load_atlas(name, recomputed)
    for part in LAZY:
        for _ in getattr(atlas, part).values():
            pass
    return perf_counter() - start, process_time() - began


def muscles(name: str) -> tuple[float, float]:
    """Seconds of wall time, and of the processor, to read all muscles."""
    began, start = process_time(), perf_counter()
    for _ in load_muscles(name).values():
        pass
    return perf_counter() - start, process_time() - began


def main() -> int:
    print(f"All zones of a body, median of {ROUNDS}, commit {commit()}, {os.cpu_count()} cores")
    print(f"{'':24}{'s':>9}{'limit':>8}{'ratio':>8}{'cpu s':>9}")
    passed = True
    tasks = (
        ("painted, cold", paint, COLD_LIMIT_S),
        ("read", read, STORED_LIMIT_S),
        ("muscles read", muscles, 0.0),
    )
    for title, task, limit in tasks:
        for name in BODY_NAMES:
            wall, spent = (
                median(column) for column in zip(*(task(name) for _ in range(ROUNDS)), strict=True)
            )
            bound = f"{limit:8.1f}{wall / limit:8.2f}" if limit else " " * 16
            print(f"{f'{title}, {name}':24}{wall:9.3f}{bound}{spent:9.3f}")
            passed &= not limit or wall <= limit
    return int(not passed)


if __name__ == "__main__":
    raise SystemExit(main())
