"""Whole-process wall time of the commands, each against the least that any program like it would need.

Run as ``python benchmarks/commands.py``. Lists are held against a bare script that imports NumPy and reads a
body; the picture against a bare PyVista script (`shot.py`). All run by turns, each in a process of its own,
after one run of each that does not count.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import shot
from frames import report

BARE = "import numpy; from meshes.store import load_body; load_body({body!r})"
LISTS = ("points", "landmarks", "channels", "zones")
NO_LIMIT = float("inf")  # none is set for the lists: they are here to be watched
ROUNDS = 9


def measure(body: str, rounds: int = ROUNDS) -> list[tuple[str, float, float, float]]:
    """Rows of name, milliseconds, share of the bare script, limit of that share."""
    program = [sys.executable, str(ROOT / "run_viewer.py")]
    commands = {
        "NumPy and a body": [sys.executable, "-c", BARE.format(body=body)],
        "--help": [*program, "--help"],
        **{name: [*program, name, "--body", body] for name in LISTS},
        "sources": [*program, "sources"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            wall = shot.timed(command)
            if turn:
                times[name].append(wall)
    middle = {name: median(walls) for name, walls in times.items()}
    base = next(iter(middle.values()))
    return [(name, ms, ms / base, 1.0 if ms is base else NO_LIMIT) for name, ms in middle.items()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--body", default="male")
    body = parser.parse_args().body
    lists = report(measure(body), f"Wall time of commands, {body}")
    picture = report(
        shot.measure(body, shot.SHOT), f"Wall time of a picture of {shot.SIZE[0]}x{shot.SIZE[1]}, {body}"
    )
    return max(lists, picture)


if __name__ == "__main__":
    raise SystemExit(main())
