"""The command ``overlap``: measure, tell how far it is, write four tables and the report as one set."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from viewer import __version__
from viewer.errors import ViewerError
from viewer.output import check_folder, write_set
from viewer.report.tables import TABLES

if TYPE_CHECKING:
    from meshes.geodesic import Geodesics
    from points.atlas import Atlas
    from points.overlap.both_sides import Listed
    from points.overlap.study import StudyOptions
    from viewer.report.findings import Findings

REPORT = "report.html"
FILES = (*TABLES, REPORT)
STEPS = {
    "pairs": "measuring pairs",
    "channels": "zones and channels",
    "null models": "preparing chance",
    "chance: region": "chance, same region",
    "chance: muscle": "chance, same belly",
    "chance: shift": "chance, shifted channels",
    "moves": "moving marks within their tolerance",
    "list": "listing pairs of both sides",
    "summary": "summing up",
    "pictures": "drawing the body",
}
SHOWN_S = 0.1  # between two states of the same line


class Progress:
    """Says on a stream how far it is: one line that grows on a terminal, one line per step elsewhere.

    Parameters
    ----------
    stream
        Standard error.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._terminal = stream.isatty()
        self._step = ""
        self._shown_at = 0.0

    def __call__(self, what: str, share: float) -> None:
        """Take note that a share, 0 to 1, of a step is done."""
        name = STEPS.get(what, what)
        new = what != self._step
        if not self._terminal:
            if new:
                self._write(f"overlap: {name} (step {self._number(what)} of {len(STEPS)})\n")
        elif new or share >= 1.0 or time.monotonic() - self._shown_at >= SHOWN_S:
            done = f" {share:.0%}" if share > 0.0 else ""
            self._write(f"\r\x1b[Koverlap: {self._number(what)} of {len(STEPS)}, {name}{done}")
            self._shown_at = time.monotonic()
        self._step = what

    def end(self) -> None:
        """Leave the line."""
        if self._terminal and self._step:
            self._write("\r\x1b[K")

    def _number(self, what: str) -> int:
        return list(STEPS).index(what) + 1 if what in STEPS else len(STEPS)

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:  # nobody listens; the work goes on
            self._terminal, self._step = False, text


def write_overlap(
    folder: Path, body: str, options: StudyOptions, say: Callable[[str], None] = lambda _: None
) -> None:
    """Measure the overlap on a body and write ``pairs.csv``, ``channels.csv`` … and ``report.html``.

    Parameters
    ----------
    folder
        Where to; it is made if its own folder exists. The five files appear together or not at all.
    body
        Name of the body.
    options
        What is asked.
    say
        Told a sentence when something takes long or is left out, and when all is written.

    Raises
    ------
    AssetError, TableError, AtlasError
        If there is no such body, or its data are damaged.
    OutputError
        If the files cannot be written; nothing is left half-written.
    ViewerError
        If memory is too small for so many samples.
    """
    check_folder(folder, FILES)
    from points.load import load_atlas

    atlas = load_atlas(body, say)
    progress = Progress(sys.stderr)
    try:
        found = find(atlas, options, progress, say)
        content = files(found)
    except MemoryError:
        raise ViewerError(
            f"There is not enough memory for {options.samples} samples; ask for fewer with --samples."
        ) from None
    finally:
        progress.end()
    write_set(folder, content)
    say(f"Written to '{folder}': {', '.join(FILES)}.")


def find(
    atlas: Atlas,
    options: StudyOptions,
    told: Callable[[str, float], None],
    say: Callable[[str], None] = lambda _: None,
) -> Findings:
    """Measure all that the report tells; raises as `write_overlap`."""
    from meshes.geodesic import Geodesics
    from meshes.surface import Surface
    from points.load import load_muscles
    from points.overlap.both_sides import list_pairs
    from points.overlap.placing import placing_chances, placing_shares
    from points.overlap.published import beside, following
    from points.overlap.study import study
    from points.overlap.summary import chances, shares
    from points.tables import PUBLISHED, SOURCES, load_tables
    from viewer.report.findings import Findings

    tables = load_tables(of=(PUBLISHED, SOURCES))
    measured = study(atlas, load_muscles(atlas.body.name, say), options, told)
    told("list", 0.0)
    geodesics = Geodesics(Surface(atlas.body))
    listed = list_pairs(atlas, geodesics)
    told("summary", 0.0)
    compared = tuple(beside(measured, tables.published.values()))
    cited = {key for one in compared for key in one.published.source}
    return Findings(
        atlas=atlas,
        study=measured,
        listed=listed,
        shares=(*shares(measured), *placing_shares(measured)),
        chances=(*chances(measured), *placing_chances(measured)),
        beside=compared,
        following=following(measured),
        sources={key: source for key, source in tables.sources.items() if key in cited},
        version=__version__,
        data_key=data_key(atlas.body.name),
        pictures=_pictures(atlas, listed, geodesics, options, told, say),
    )


def files(found: Findings) -> dict[str, bytes]:
    """Write everything that was found: content by file name."""
    from viewer.listing import as_csv
    from viewer.report.page import report
    from viewer.report.tables import chances_listing, courses_listing, pairs_listing, shares_listing

    listings = {
        "pairs.csv": pairs_listing(found.atlas, found.listed),
        "channels.csv": courses_listing(found.study),
        "summary.csv": shares_listing(found.shares),
        "chance.csv": chances_listing(found.chances),
    }
    texts = {name: as_csv(listing) for name, listing in listings.items()} | {REPORT: report(found)}
    return {name: text.encode("utf-8") for name, text in texts.items()}


def data_key(body: str) -> str:
    """Name all data that the figures of a body rest on: the tables, the body, its muscles, what is published."""
    from points.load import MUSCLE_BODIES, layers_of
    from points.muscle_store import muscles_key
    from points.store import inputs_key
    from points.tables import DATA, PUBLISHED, TOLD, load_tables

    layers = layers_of(load_tables(of=TOLD))
    digest = hashlib.sha256(f"{inputs_key(body)} {muscles_key(body, MUSCLE_BODIES, layers)}".encode())
    digest.update((DATA / PUBLISHED.file).read_bytes())
    return digest.hexdigest()[:16]


def _pictures(
    atlas: Atlas,
    listed: Listed,
    geodesics: Geodesics,
    options: StudyOptions,
    told: Callable[[str, float], None],
    say: Callable[[str], None],
) -> Mapping[str, bytes]:
    """Draw the body, or say that this machine cannot: the figures do not depend on it."""
    from viewer.gl import OpenGLError
    from viewer.report.pictures import draw, matched

    told("pictures", 0.0)
    try:
        return draw(atlas, matched(listed, geodesics, options.tolerance_mm))
    except OpenGLError as error:
        say(f"The report has no pictures of the body. {error}")
        return {}
