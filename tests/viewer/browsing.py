"""Driving the served interface in a real browser: the program, pages that complain, what tests do on them.

Nothing sleeps: each step waits for a selector, a value of the shared state, or a picture. A page fails its
test on a request to another address, a console error, a script error or an HTTP status of 400 and more.
"""

from __future__ import annotations

import base64
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from viewer.errors import ViewerError
from viewer.gl import prepare_still

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=gl-egl",
    "--ignore-gpu-blocklist",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
]
DESKTOP, TABLET = (1280, 720), (820, 1180)
PATIENCE_MS = 20000
LATE_MS = 900  # longer than any picture takes to follow the one before, also beside another test

PEEK = """
window.peek = {
  last: performance.now(),
  box: () => document.querySelector('#body-view'),
  image: () => peek.box()?.querySelector('img'),
  whole() {
    const box = peek.box(), image = peek.image();
    return Boolean(box?.dataset.ready && image?.complete && image.naturalWidth >= box.clientWidth - 2);
  },
  still: (ms) => peek.whole() && performance.now() - peek.last > ms,
  draw(width, height, ...from) {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(peek.image(), ...from, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  },
  pixels: (width, height) => btoa(String.fromCharCode(...peek.draw(width, height))),
  colour([x, y]) {
    const image = peek.image(), box = peek.box();
    const from = [x * image.naturalWidth / box.clientWidth, y * image.naturalHeight / box.clientHeight];
    return Array.from(peek.draw(1, 1, ...from, 1, 1)).slice(0, 3);
  },
  isRed: (spot) => { const [r, g, b] = peek.colour(spot); return r > g + 70 && r > b + 70; },
  size: () => [peek.box().clientWidth, peek.box().clientHeight],
};
new MutationObserver((changes) => {
  if (changes.some((change) => change.target.tagName === 'IMG')) peek.last = performance.now();
}).observe(document, { subtree: true, attributes: true, attributeFilter: ['src'] });
"""

CUT_OFF = """() => {
  const found = [], seen = (e) => e.getClientRects().length && getComputedStyle(e).visibility !== 'hidden';
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) found.push('the page scrolls');
  const boxes = '.am-bar, .am-layers, .am-card, .am-side, .am-item, .am-bar .v-btn__content';
  const controls = '.am-bar button, .am-bar input, #body-view, #card, #clear, #other-side';
  for (const e of document.querySelectorAll(boxes))
    if (seen(e) && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')
      found.push(`${e.className} is too wide`);
  for (const e of document.querySelectorAll(controls)) {
    if (!seen(e)) continue;
    const b = e.getBoundingClientRect(), name = e.id || e.ariaLabel || e.className;
    const inside = b.left >= 0 && b.top >= 0 && b.right <= innerWidth + 0.5 && b.bottom <= innerHeight + 0.5;
    if (!inside) found.push(`${name} leaves the window`);
    const top = document.elementFromPoint((b.left + b.right) / 2, (b.top + b.bottom) / 2);
    if (!e.contains(top) && !top?.contains(e)) found.push(`${name} lies under ${top?.className}`);
  }
  return found;
}"""

UNNAMED = """() => [...document.querySelectorAll('button, input, [tabindex="0"]')]
  .filter((e) => e.getClientRects().length)
  .filter((e) => !(e.ariaLabel || e.textContent.trim() || e.labels?.[0]?.textContent.trim()))
  .map((e) => e.outerHTML.slice(0, 120))"""


def in_a_thread(act, *given):
    """Act beside the tests' own thread: once a browser was driven, a loop runs in that for good."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(act, *given).result()


# -- the program


@dataclass
class Program:
    """The interface as a process of its own."""

    process: subprocess.Popen[bytes]
    log: Path
    address: str

    @property
    def origin(self) -> str:
        return self.address.split("/index.html")[0]

    def end(self) -> int:
        """Press Ctrl-C; return the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


def start(log: Path, *options: str) -> Program:
    """Start the program and wait for the address that it prints."""
    language = [] if "--language" in options else ["--language", "en"]
    command = [sys.executable, "run_viewer.py", "--no-browser", "--port", "0", *language, *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = []
    for line in process.stderr:
        said.append(line.decode())
        address = re.search(r"http://\S+", said[-1])
        if address:
            threading.Thread(target=_keep, args=(process.stderr, log, said), daemon=True).start()
            return Program(process, log, address[0])
    raise AssertionError(f"the program ended before it served: {''.join(said)}")


def _keep(stream, log: Path, said: list[str]) -> None:
    log.write_text("".join(said))
    with log.open("ab", buffering=0) as file:
        for line in stream:
            file.write(line)


@pytest.fixture(scope="session")
def program(tmp_path_factory) -> Iterator[Program]:
    try:
        prepare_still()
    except ViewerError as error:
        pytest.skip(f"nothing draws on this machine: {error}")
    running = start(tmp_path_factory.mktemp("program") / "log.txt")
    yield running
    assert running.end() == 0


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


# -- pages


def watch(page, origin: str, complaints: list[str]) -> None:
    """Note whatever must not happen on a page."""

    def request(asked) -> None:
        if not asked.url.startswith((f"{origin}/", f"ws{origin[4:]}/", "blob:", "data:")):
            complaints.append(f"request to {asked.url}")

    def console(message) -> None:
        if message.type == "error":
            complaints.append(f"console: {message.text}")

    def response(answer) -> None:
        if answer.status >= 400:
            complaints.append(f"status {answer.status} of {answer.url}")

    page.on("request", request)
    page.on("console", console)
    page.on("response", response)
    page.on("websocket", request)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))


def opened(context, program: Program, complaints: list[str]):
    """Open the printed address and wait for the first whole picture."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    watch(page, program.origin, complaints)
    page.add_init_script(PEEK)
    page.goto(program.address)
    page.wait_for_function("peek.whole()")
    return page


@pytest.fixture
def visit(chromium, program) -> Iterator:
    """``visit(size)``: a new visitor's page on a desk as it was at first; complaints fail the test."""
    complaints: list[str] = []
    contexts = []

    def begin(size=DESKTOP, **options):
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        contexts.append(context)
        page = opened(context, program, complaints)
        call(page, "choose", "")
        call(page, "look", "front")
        return page

    yield begin
    for context in contexts:
        context.close()
    assert not complaints, complaints
    assert "Traceback" not in program.log.read_text()
    assert program.process.poll() is None


def call(page, name: str, *args):
    """Ask the program to do something, as the page's own script does."""
    return page.evaluate("([name, args]) => trame.trigger(name, args)", [name, list(args)])


def wait_state(page, name: str, value) -> None:
    page.wait_for_function("([name, value]) => trame.state.get(name) === value", arg=[name, value])


def wait_changed(page, act) -> None:
    """Do something, and wait for a picture that it caused."""
    before = page.evaluate("peek.image().src")
    act()
    page.wait_for_function("(before) => peek.whole() && peek.image().src !== before", arg=before)


def picture(page) -> np.ndarray:
    """Take the picture as it is shown, once no newer one comes: (120, 160, 3)."""
    page.wait_for_function("(ms) => peek.still(ms)", arg=LATE_MS)
    raw = base64.b64decode(page.evaluate("peek.pixels(160, 120)"))
    return np.frombuffer(raw, np.uint8).reshape(120, 160, 4)[..., :3].astype(float)


def where(page, mark: str) -> list[float]:
    """Pixel of a mark on the picture, from its top left corner."""
    return call(page, "where_is", mark, *page.evaluate("peek.size()"))


def click_mark(page, mark: str, **options) -> None:
    """Click where the program says that a mark is."""
    x, y = where(page, mark)
    box = page.locator("#body-view").bounding_box()
    page.mouse.click(box["x"] + x, box["y"] + y, **options)


def card(page) -> str:
    return page.locator("#card").inner_text()


def search_for(page, text: str, title: str) -> None:
    page.locator("#search").fill(text)
    page.locator(".v-overlay .v-list-item", has_text=title).first.click()
