"""What a second worker is worth: ``python benchmarks/bodies.py``.

Four drawn bodies are studied by one worker process, then the same four by two, everything that a user waits
for included but the start of the processes themselves, which costs the same however many bodies there are.
Both must give the same records. Two workers must be at least 1.7 times as quick as one. Mind the load of the
machine, which is printed: on two cores that have something else to do, this cannot be.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from frames import commit

from points.overlap.bodies import Crew, study_bodies, tasks_of
from points.overlap.one_body import Record

BODIES, SAMPLES, QUICKER = 4, 1000, 1.7


def timed(workers: int) -> tuple[float, list[Record]]:
    """Seconds from the first body being given out to the last being back, and the records."""
    moments: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        records = study_bodies(
            tasks_of(BODIES, 0, SAMPLES),
            Path(folder) / "kept",
            Crew(workers=workers),
            progress=lambda _what, _share: moments.append(perf_counter()),
        )
    return moments[-1] - moments[0], records


def main() -> int:
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    print(
        f"Studying {BODIES} bodies, {SAMPLES} worlds, {os.cpu_count()} cores, load {load}, commit {commit()}"
    )
    found = {workers: timed(workers) for workers in (1, 2)}
    for workers, (seconds, _) in found.items():
        print(f"{workers} worker(s) {seconds:8.1f} s, {seconds / BODIES:.1f} s a body")
    ratio = found[1][0] / found[2][0]
    print(f"two against one {ratio:.2f}   limit {QUICKER}   load then {os.getloadavg()[0]:.1f}")
    if found[1][1] != found[2][1]:
        print("the records differ")
        return 1
    return int(ratio < QUICKER)


if __name__ == "__main__":
    raise SystemExit(main())
