"""How quickly both maps are on a body: ``python benchmarks/atlas.py``.

Cold: the body and all tables are read, then every landmark, point and channel of both systems is located,
with nothing kept from before but the program itself. Reading: the stored atlas, whose key is the content of
all that it was computed from; the body's own part of that stands beside it. All are timed by turns in one
process; the last column is reading as a share of locating.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from frames import commit

from meshes import BODY_NAMES, load_body
from points.archive import StaleError
from points.bake import channel_paths
from points.load import BAKED, load_atlas
from points.locate import Locator
from points.store import inputs_key, read
from points.tables import load_tables

LOCATE_LIMIT_MS, READ_LIMIT_MS = 3000.0, 100.0
ROUNDS = 3


def locate(name: str) -> None:
    """Locate all landmarks, points and channels of both systems."""
    problems: list[str] = []
    locator = Locator(load_body(name), load_tables())
    _, missing = locator.landmarks()
    unplaced = locator.points().unplaced
    channel_paths(locator, problems)
    if missing or unplaced or problems:
        raise SystemExit(f"On the {name} body not everything has a place; run the tests.")


def require_stored(name: str) -> None:
    try:
        read(BAKED / f"{name}.npz", inputs_key(name), load_body(name), load_tables())
    except StaleError as error:
        raise SystemExit(str(error)) from None


def timed_ms(task: Callable[[str], object], name: str) -> float:
    start = perf_counter()
    task(name)
    return 1e3 * (perf_counter() - start)


def main() -> int:
    print(f"Both maps on a body, median of {ROUNDS}, commit {commit()}")
    print(f"{'':8}{'locate ms':>11}{'limit':>8}{'read ms':>10}{'limit':>8}{'body ms':>10}{'read/locate':>13}")
    passed = True
    for name in BODY_NAMES:
        require_stored(name)
        rounds = [[timed_ms(task, name) for task in (locate, load_atlas, load_body)] for _ in range(ROUNDS)]
        cold, warm, body = (median(column) for column in zip(*rounds, strict=True))
        passed &= cold <= LOCATE_LIMIT_MS and warm <= READ_LIMIT_MS
        limits = f"{LOCATE_LIMIT_MS:8.0f}{warm:10.1f}{READ_LIMIT_MS:8.0f}"
        print(f"{name:8}{cold:11.0f}{limits}{body:10.1f}{warm / cold:13.3f}")
    return int(not passed)


if __name__ == "__main__":
    raise SystemExit(main())
