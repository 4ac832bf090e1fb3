"""Whole-process wall time of ``shot`` against a bare PyVista script: the same body at the same size.

Run as ``python benchmarks/shot.py``. The two run by turns, each in a process of its own, after one run of
each that does not count (file caches, the trial of OpenGL).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from frames import report

SIZE = (1280, 720)
LIMIT = 2.0
ROUNDS = 7

BARE = """
import sys
import pyvista
from meshes.store import load_body
body = load_body({body!r})
mesh = pyvista.PolyData.from_regular_faces(body.vertices_mm, body.faces[body.outer])
plotter = pyvista.Plotter(off_screen=True, window_size={size!r})
plotter.add_mesh(mesh, color="tan", smooth_shading=True)
plotter.view_xz()
plotter.screenshot(sys.argv[1])
"""

SHOT = [sys.executable, str(ROOT / "run_viewer.py"), "shot"]


def timed(command: list[str]) -> float:
    """Milliseconds that a process takes; its complaint is ours if it fails."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    start = perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    wall = perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:3])} failed: {done.stderr.strip()}")
    return 1e3 * wall


def measure(body: str, shot: list[str], rounds: int = ROUNDS) -> list[tuple[str, float, float, float]]:
    """Rows of name, milliseconds, share of the bare script, limit of that share."""
    with tempfile.TemporaryDirectory() as folder:
        picture = str(Path(folder) / "a.png")
        size = f"{SIZE[0]}x{SIZE[1]}"
        bare = [sys.executable, "-c", BARE.format(body=body, size=list(SIZE)), picture]
        commands = {
            "bare PyVista": bare,
            "shot": [*shot, picture, "--body", body, "--size", size],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(rounds + 1):
            for name, command in commands.items():
                wall = timed(command)
                if turn:
                    times[name].append(wall)
    base = median(times["bare PyVista"])
    limits = {"bare PyVista": 1.0, "shot": LIMIT}
    return [(name, median(walls), median(walls) / base, limits[name]) for name, walls in times.items()]


def main(shot: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--body", default="male")
    body = parser.parse_args().body
    return report(measure(body, shot or SHOT), f"Wall time of a picture of {SIZE[0]}x{SIZE[1]}, {body}")


if __name__ == "__main__":
    raise SystemExit(main())
