"""How quickly the body follows the tolerance: ``python benchmarks/overlap_mode.py [body]``.

A move of the slider in the overlap mode may take 100 ms in the program: choosing what matches, resizing and
recolouring marks, glows and bridges. Entering is told too, and the picture that follows a move (which the
slider does not wait for).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from frames import commit

from meshes.store import BODY_NAMES
from points.load import load_atlas
from viewer.controller import Controller
from viewer.gl import prepare_still
from viewer.state import ViewState
from viewer.ui.words import load_words

LIMIT_MS = 100.0
SIZE = (900, 664)
MOVES = (5, 6, 7, 12, 20, 21, 35, 49, 50, 30, 10)
ROUNDS = 5


def timed_ms(task: Callable[[], object]) -> float:
    start = perf_counter()
    task()
    return 1e3 * (perf_counter() - start)


def main() -> int:
    body = sys.argv[1] if len(sys.argv) > 1 else "male"
    prepare_still()
    from viewer.scene import Scene
    from viewer.stage import StillStage

    print(f"The overlap mode on the {body} body, median of {ROUNDS * len(MOVES)} moves, commit {commit()}")
    with StillStage(SIZE, 1) as stage:
        load = cache(load_atlas)
        load(body)
        desk = Controller(Scene(stage), load, BODY_NAMES, ViewState(body=body), load_words("en"))
        desk.look("front")
        print(f"reading what is known: {timed_ms(desk.overlap.prepare):.0f} ms")
        print(f"entering: {timed_ms(desk.enter_overlap):.0f} ms, words and curve: ", end="")
        print(f"{timed_ms(desk.overlap_card):.0f} ms")
        moves, pictures = [], []
        for _ in range(ROUNDS):
            for mm in MOVES:
                moves.append(timed_ms(lambda: desk.overlap.slide(mm)))  # noqa: B023 - called at once
                pictures.append(timed_ms(stage.picture))
        desk.select("trapezius_upper.TrP1/left")
        chosen = [timed_ms(lambda: desk.overlap.slide(mm)) for mm in MOVES]  # noqa: B023 - as above
    rows = {"a move of the slider": moves, "the same, a pair selected": chosen}
    print(f"{'':28}{'ms':>8}{'worst':>8}{'limit':>8}")
    for what, times in rows.items():
        print(f"{what:28}{median(times):8.1f}{max(times):8.1f}{LIMIT_MS:8.0f}")
    print(f"{'the picture after it':28}{median(pictures):8.1f}{max(pictures):8.1f}")
    return int(any(median(times) > LIMIT_MS for times in rows.values()))


if __name__ == "__main__":
    raise SystemExit(main())
