"""Our interface against a bare PyVista + trame app with the same body: opening, memory, the next picture.

Run as ``python benchmarks/interface.py``; wants chromium and playwright. Both are started by turns, each in a
process of its own, opened in the same browser. Opening is from the start of the process to the first whole
picture on the page; memory is what the process then holds. The next picture is timed on the page, from asking
to seeing: a selection (zone, labels, card) in ours, a turn of the camera in the bare app.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from frames import commit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SIZE = (1280, 720)
OPEN_LIMIT, MEMORY_LIMIT, SELECT_LIMIT = 2.0, 1.3, 2.0
ROUNDS, ASKED = 5, 8
MARKS = ("trapezius_upper.TrP1/left", "GB21/left", "masseter_deep.TrP1/left", "GB20/right")
BROWSER = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=gl-egl",
    "--ignore-gpu-blocklist",
    "--disable-dev-shm-usage",
]

BARE = """
import os
import sys
os.environ["TRAME_ARGS"] = ""
sys.path.insert(0, {root!r})
import pyvista
from trame.app import get_server
from trame.ui.vuetify3 import VAppLayout
from trame_pyvista import PyVistaRemoteView
from meshes.store import load_body
body = load_body({body!r})
mesh = pyvista.PolyData.from_regular_faces(body.vertices_mm, body.faces[body.outer])
plotter = pyvista.Plotter(off_screen=True)
plotter.add_mesh(mesh, color="tan", smooth_shading=True)
plotter.view_xz()
server = get_server(client_type="vue3")
with VAppLayout(server, full_height=True):
    view = PyVistaRemoteView(plotter)
@server.controller.trigger("turn")
def turn():
    plotter.camera.Azimuth(10)
    view.update()
def say():
    print(f"http://127.0.0.1:{{server.port}}/index.html", flush=True)
server.controller.on_server_ready.add(lambda **_: say())
server.start(host="127.0.0.1", port=0, open_browser=False, show_connection_info=False, timeout=0)
"""

WHOLE = """() => [...document.images]
  .some((i) => i.complete && i.clientWidth > 300 && i.naturalWidth > 0.9 * i.clientWidth)"""
ASK = """([name, args]) => new Promise((done) => {
  const image = [...document.images].find((i) => i.clientWidth > 300), start = performance.now();
  const seen = () => { watch.disconnect(); done(performance.now() - start); };
  const watch = new MutationObserver(() => image.decode().then(seen));
  watch.observe(image, { attributes: true, attributeFilter: ['src'] });
  trame.trigger(name, args);
})"""
QUIET = """(ms) => new Promise((done) => {
  const image = [...document.images].find((i) => i.clientWidth > 300);
  let timer = setTimeout(done, ms);
  const again = () => { clearTimeout(timer); timer = setTimeout(done, ms); };
  new MutationObserver(again).observe(image, { attributes: true });
})"""


@dataclass
class Figures:
    """Measurements of one app: milliseconds and MB."""

    opening_ms: list[float] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)
    picture_ms: list[float] = field(default_factory=list)


def measure(body: str, ours: list[str], rounds: int) -> dict[str, Figures]:
    """Figures of the bare app and of ours, by turns; a first round does not count."""
    from playwright.sync_api import sync_playwright

    bare = [sys.executable, "-c", BARE.format(root=str(ROOT), body=body)]
    apps = {"bare": (bare, [("turn", [])]), "ours": (ours, [("choose", [mark]) for mark in MARKS])}
    figures = {name: Figures() for name in apps}
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("There is no chromium on this machine: apt-get install chromium.")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=BROWSER)
        for turn in range(rounds + 1):
            for name, (command, acts) in apps.items():
                visit(browser, command, acts, figures[name] if turn else Figures())
        browser.close()
    return figures


def visit(browser: Browser, command: list[str], acts: list[tuple[str, list[str]]], figures: Figures) -> None:
    """Start an app, open it, ask for pictures, end it."""
    start = perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        page.goto(address(process))
        page.wait_for_function(WHOLE)
        figures.opening_ms.append(1e3 * (perf_counter() - start))
        figures.memory_mb.append(resident_mb(process.pid))
        for index in range(ASKED):
            page.evaluate(QUIET, 800)
            figures.picture_ms.append(page.evaluate(ASK, list(acts[index % len(acts)])))
        page.close()
    finally:
        process.terminate()
        process.wait(10)


def address(process: subprocess.Popen[str]) -> str:
    """Return the address that an app prints; what it said instead if it ends."""
    said = []
    for line in process.stdout or ():
        said.append(line)
        found = re.search(r"http://\S+", line)
        if found:
            return found[0]
    raise SystemExit(f"The app ended before it served: {''.join(said).strip()}")


def resident_mb(pid: int) -> float:
    """Memory that a process holds, from /proc."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024.0  # type: ignore[index]


def report(figures: dict[str, Figures], body: str) -> int:
    """Print the table; 1 if a limit is passed."""
    print(f"Interface at {SIZE[0]}x{SIZE[1]}, {body}, commit {commit()}")
    print(f"{'':26}{'bare':>9}{'ours':>9}{'ratio':>8}{'limit':>8}")
    passed = True
    rows = (
        ("opening to picture, ms", "opening_ms", OPEN_LIMIT),
        ("memory, MB", "memory_mb", MEMORY_LIMIT),
        ("turn / select to picture", "picture_ms", SELECT_LIMIT),
    )
    for title, name, limit in rows:
        bare, ours = (median(getattr(figures[app], name)) for app in ("bare", "ours"))
        print(f"{title:26}{bare:9.0f}{ours:9.0f}{ours / bare:8.2f}{limit:8}")
        passed &= ours / bare <= limit
    return int(not passed)


def main(ours: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--body", default="male")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    command = ours or [
        sys.executable,
        str(ROOT / "run_viewer.py"),
        "--no-browser",
        "--port",
        "0",
        "--body",
        options.body,
    ]
    return report(measure(options.body, command, options.rounds), options.body)


if __name__ == "__main__":
    raise SystemExit(main())
