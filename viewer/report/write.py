"""The command ``overlap``: measure, tell how far it is, write four tables and the report as one set."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from points.progress import Course, Progress, unseen
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
STEPS = {  # of the work: what each is called, and how long it takes beside the others
    "pairs": ("measuring pairs", 12.0),
    "channels": ("zones and channels", 8.0),
    "null models": ("preparing chance", 6.0),
    "chance: region": ("chance: same region", 12.0),
    "chance: muscle": ("chance: same belly", 2.0),
    "chance: shift": ("chance: shifted channels", 4.0),
    "moves": ("moving marks within their tolerance", 4.0),
    "list": ("listing pairs of both sides", 12.0),
    "summary": ("summing up", 5.0),
    "pictures": ("drawing the body", 12.0),
}
USUAL_SAMPLES = 10_000  # that the times above are for


def steps_of(options: StudyOptions) -> dict[str, float]:
    """Name the steps of the work with the time that each takes beside the others."""
    more = options.samples / USUAL_SAMPLES
    return {name: cost * more if key.startswith("chance") else cost for key, (name, cost) in STEPS.items()}


def write_overlap(
    folder: Path,
    body: str,
    options: StudyOptions,
    say: Callable[[str], None] = lambda _: None,
    progress: Progress = unseen,
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
    progress
        Told how far the work has come.

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

    atlas = load_atlas(body, say, progress)
    course = Course(progress, steps_of(options))
    try:
        found = find(atlas, options, lambda step, done: course.at(STEPS[step][0], done), say)
        content = files(found)
    except MemoryError:
        raise ViewerError(
            f"There is not enough memory for {options.samples} samples; ask for fewer with --samples."
        ) from None
    finally:
        course.done()
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
        "channels.csv": courses_listing(found.atlas, found.study),
        "summary.csv": shares_listing(found.shares),
        "chance.csv": chances_listing(found.chances),
    }
    texts = {name: as_csv(listing) for name, listing in listings.items()} | {REPORT: report(found)}
    return {name: text.encode("utf-8") for name, text in texts.items()}


def data_key(body: str) -> str:
    """Name all data that the figures of a body rest on: tables, body, muscles, what is published."""
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
