"""The commands: ``ashimap`` or ``python run_viewer.py``. Standard output carries data, standard error talk.

Exit status: 0 done, 1 asked for something that cannot be, 2 bad usage.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

from cyclopts import App, CycloptsError, Group, Parameter

from viewer import __version__
from viewer.usage import TwoColumns, what_is_wrong, whole_number

if TYPE_CHECKING:  # the commands import what they need: `--help` and errors come at once
    from points.atlas import Atlas
    from points.progress import Bar
    from viewer.listing import Listing

DONE, CANNOT_BE, BAD_USAGE, INTERRUPTED = 0, 1, 2, 130
NAMED_PROBLEMS = 12  # of a damaged table; more would hide the first ones

app = App(
    name="ashimap",
    help="Trigger points and acupuncture points on one 3D body. Without a command: open the viewer.",
    version=__version__,
    version_flags=["--version"],
    usage="Usage: ashimap [COMMAND] [OPTIONS]",
    suppress_keyboard_interrupt=False,
    help_format="plaintext",
    help_formatter=TwoColumns(),
    group_parameters=Group("Options"),
    group_arguments=Group("Files"),
)
app["--help"].help = "Show this help; 'ashimap COMMAND --help' shows a command's."
app["--version"].help = "Show the version."

Body = Annotated[str, Parameter(help="Body to use: male or female.", metavar="NAME")]
Language = Annotated[
    str,
    Parameter(help="Language: en, de, zh-Hant … Without it: the last one, or the system's.", metavar="KEY"),
]
Out = Annotated[
    Path | None,
    Parameter(help="File to write, .csv or .json. Without it: CSV, on standard output.", metavar="FILE"),
]


@app.default
def view(
    *,
    body: Body = "",
    host: Annotated[
        str, Parameter(help="Address to listen on; 127.0.0.1 is this computer only.", metavar="ADDRESS")
    ] = "127.0.0.1",
    port: Annotated[
        int,
        Parameter(help="Port to listen on; 0 takes any free one.", converter=whole_number, metavar="NUMBER"),
    ] = 8710,
    browser: Annotated[bool, Parameter(help="Open the browser, or not.")] = True,
    window: Annotated[
        bool, Parameter(help="Open a plain window instead of the browser interface.", negative="")
    ] = False,
    render: Annotated[str, Parameter(help="Who draws: server, browser, or auto.", metavar="WHO")] = "auto",
    language: Language = "",
    fresh: Annotated[bool, Parameter(help="Begin anew, not where the desk was left.", negative="")] = False,
    open_: Annotated[
        str,
        Parameter(name="--open", help="Notes to open: a file, or a link to a view.", metavar="FILE"),
    ] = "",
) -> None:
    """Open the viewer: in the browser, or with --window in a plain window."""
    from viewer.languages.choice import first_language

    spoken = first_language(language)
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how to leave it
        if window and (fresh or open_):
            from viewer.errors import UsageError

            raise UsageError("--open and --fresh are for the browser interface; leave out --window.")
        if window:
            from viewer.window import open_window

            open_window(body or "male", _say, _progress, spoken)
            return
        from viewer.beginning import Beginning
        from viewer.desk import open_desk
        from viewer.serve import ServeOptions

        options = ServeOptions(host, port, open_browser=browser)
        beginning = Beginning(body, spoken if language else "", fresh, open_)
        open_desk(beginning, options, render, _say, _progress, spoken)


@app.command
def points(*, body: Body = "male", out: Out = None) -> None:
    """List every located point of both systems."""
    from viewer.listing import points_listing

    _list(points_listing, body, out)


@app.command
def landmarks(*, body: Body = "male", out: Out = None) -> None:
    """List the landmarks of a body."""
    from viewer.listing import landmarks_listing

    _list(landmarks_listing, body, out)


@app.command
def channels(*, body: Body = "male", out: Out = None) -> None:
    """List the samples of every channel path."""
    from viewer.listing import channels_listing

    _list(channels_listing, body, out)


@app.command
def zones(*, body: Body = "male", out: Out = None) -> None:
    """List the skin regions that each referred-pain zone covers."""
    from viewer.listing import zones_listing

    _list(zones_listing, body, out)


@app.command
def sources(*, out: Out = None) -> None:
    """List every shipped file and source of facts, with its licence."""
    from viewer.sources import sources_listing

    _emit(sources_listing, out)


@app.command
def shot(
    out: Annotated[Path, Parameter(help="PNG file to write.")],
    /,
    *,
    body: Body = "male",
    view: Annotated[
        str,
        Parameter(help="front, back, left, right, top … or selection.", metavar="NAME"),
    ] = "front",
    select: Annotated[
        str,
        Parameter(help="Point: GB21, GB21/right, trapezius_upper.TrP1 …", metavar="CODE"),
    ] = "",
    show: Annotated[
        str,
        Parameter(
            help="Layers to draw, joined by commas: skin,acupoints,trigger_points,channels,zones,labels;"
            " also flow,sinews,muscles,composite,grid. Without it: the first six.",
            metavar="LAYERS",
        ),
    ] = "",
    size: Annotated[str, Parameter(help="Width x height in pixels.", metavar="WxH")] = "1280x720",
    theme: Annotated[str, Parameter(help="Ground: light or dark.", metavar="NAME")] = "light",
    skin: Annotated[str, Parameter(help="Skin tone: neutral, light or dark.", metavar="NAME")] = "neutral",
    channel: Annotated[str, Parameter(help="The only channel to draw: LU, LI … CV.", metavar="CODE")] = "",
    category: Annotated[
        str, Parameter(help="The only category of points to draw: back_shu, xi_cleft …", metavar="NAME")
    ] = "",
    sinews: Annotated[
        str, Parameter(help="Sinew channels to draw, joined by commas: GB,BL …", metavar="CODES")
    ] = "",
    split: Annotated[
        bool,
        Parameter(help="Dry needling in one half, Chinese medicine in the other.", negative=""),
    ] = False,
    language: Annotated[str, Parameter(help="Language of the names: en, de …", metavar="KEY")] = "en",
    complaint: Annotated[
        str, Parameter(help="Complaint to set the scene up for: stiff_neck, tennis_elbow …", metavar="KEY")
    ] = "",
    side: Annotated[str, Parameter(help="Its side: left, both or right.", metavar="NAME")] = "left",
) -> None:
    """Draw a picture without a screen."""
    from viewer.shot import ShotOptions, take_shot

    options = ShotOptions.of(
        body=body, view=view, select=select, show=show, size=size, theme=theme, skin=skin,
        channel=channel, category=category, sinews=sinews, split=split, language=language,
    )  # fmt: skip
    if complaint:
        from viewer.complaint_shot import take_complaint_shot

        take_complaint_shot(out, options, complaint, side, _say, _progress)
    else:
        take_shot(out, options, _say, _progress)


@app.command
def export(
    out: Annotated[Path, Parameter(help="File to write: .glb for other 3D programs, .png for print.")],
    /,
    *,
    body: Body = "male",
    select: Annotated[
        str, Parameter(help="Point: GB21, GB21/right, trapezius_upper.TrP1 …", metavar="CODE")
    ] = "",
    show: Annotated[
        str,
        Parameter(
            help="Layers, joined by commas: skin,acupoints,trigger_points,channels,zones,labels; also"
            " flow,sinews,muscles,composite. Without it: the first six.",
            metavar="LAYERS",
        ),
    ] = "",
    channel: Annotated[str, Parameter(help="The only channel: LU, LI … CV.", metavar="CODE")] = "",
    category: Annotated[
        str, Parameter(help="The only category of points: back_shu, xi_cleft …", metavar="NAME")
    ] = "",
    sinews: Annotated[str, Parameter(help="Sinew channels, joined by commas: GB,BL …", metavar="CODES")] = "",
    complaint: Annotated[
        str,
        Parameter(help="The points of a complaint alone: low_back_pain, jaw_pain …", metavar="NAME"),
    ] = "",
    side: Annotated[str, Parameter(help="Where it hurts: left, right or both.", metavar="NAME")] = "left",
    skin: Annotated[str, Parameter(help="Skin tone: neutral, light or dark.", metavar="NAME")] = "neutral",
    view: Annotated[
        str, Parameter(help="Of a .png: front, back, left, right, top … or selection.", metavar="NAME")
    ] = "front",
    theme: Annotated[str, Parameter(help="Ground of a .png: light or dark.", metavar="NAME")] = "light",
    width_mm: Annotated[float | None, Parameter(help="Width of a .png on paper [180].", metavar="MM")] = None,
    height_mm: Annotated[
        float | None, Parameter(help="Height of a .png on paper [120].", metavar="MM")
    ] = None,
    dpi: Annotated[
        float | None, Parameter(help="Pixels of a .png for each inch of paper [300].", metavar="NUMBER")
    ] = None,
) -> None:
    """Write the scene for other programs, or as a picture at print size."""
    from viewer.export import export as write
    from viewer.export import paper_of
    from viewer.shot import ShotOptions

    options = ShotOptions.of(
        body=body, view=view, select=select, show=show, size="1280x720", theme=theme, skin=skin,
        channel=channel, category=category, sinews=sinews,
    )  # fmt: skip
    write(out, options, paper_of(width_mm, height_mm, dpi), complaint, side, _say, _progress)


@app.command
def handout(
    codes: Annotated[
        tuple[str, ...],
        Parameter(help="Points of both systems: GB21 (on both sides), GB21/left, trapezius_upper.TrP1 …"),
    ] = (),
    /,
    *,
    out: Annotated[Path, Parameter(help="HTML file to write.", metavar="FILE")],
    complaint: Annotated[
        str, Parameter(help="A complaint, with its usual points: low_back_pain, jaw_pain …", metavar="NAME")
    ] = "",
    side: Annotated[str, Parameter(help="both, left or right.", metavar="NAME")] = "both",
    body: Body = "male",
    skin: Annotated[str, Parameter(help="Skin tone: neutral, light or dark.", metavar="NAME")] = "neutral",
    language: Annotated[str, Parameter(help="Language of the page: en …", metavar="CODE")] = "en",
    practitioner: Annotated[str, Parameter(help="Who gives it.", metavar="NAME")] = "",
    note: Annotated[str, Parameter(help="What you want to say besides.", metavar="TEXT")] = "",
    date: Annotated[str, Parameter(help="Date, as 2026-11-21 [today].", metavar="DATE")] = "",
) -> None:
    """Make a page for a patient: one file that opens without a network and prints on two sheets."""
    from viewer.handout.chosen import HandoutOptions
    from viewer.handout.write import write_handout

    options = HandoutOptions(
        codes=codes, complaint=complaint, side=side, body=body, tone=skin, language=language,
        practitioner=practitioner, note=note, date=date,
    )  # fmt: skip
    write_handout(out, options, _say, _progress)


@app.command
def sheet(
    *,
    out: Annotated[
        Path, Parameter(help="Folder for the pictures and their page, index.html.", metavar="FOLDER")
    ],
    body: Body = "male",
    muscle: Annotated[
        str,
        Parameter(
            help="Muscles to draw, joined by commas: trapezius,soleus … Without it: all.", metavar="KEYS"
        ),
    ] = "",
) -> None:
    """Draw each muscle with its trigger points and their pain zones, to be looked at one by one."""
    from viewer.contact_sheet import draw_sheets

    draw_sheets(out, body, [key.strip() for key in muscle.split(",") if key.strip()], _say)


@app.command
def overlap(
    *,
    out: Annotated[
        Path,
        Parameter(
            help="Folder for pairs.csv, channels.csv, summary.csv, chance.csv and report.html, which explains"
            " them all.",
            metavar="FOLDER",
        ),
    ],
    body: Body = "male",
    tolerance_mm: Annotated[
        float,
        Parameter(help="How near along the skin counts as a match, in mm: 5 to 50.", metavar="MM"),
    ] = 20.0,
    samples: Annotated[
        int,
        Parameter(
            help="Worlds drawn from each model of chance: 100 to 1000000.",
            converter=whole_number,
            metavar="NUMBER",
        ),
    ] = 10_000,
    seed: Annotated[
        int,
        Parameter(
            help="Start of the random numbers; the same one gives the same files.",
            converter=whole_number,
            metavar="NUMBER",
        ),
    ] = 0,
    bodies: Annotated[
        int | None,
        Parameter(
            help="Repeat it on so many drawn bodies, men and women in turn: bodies.csv and spread.csv. What"
            " is done is kept in FOLDER/bodies, and the same command goes on from there.",
            converter=whole_number,
            metavar="NUMBER",
        ),
    ] = None,
    scheduler: Annotated[
        str,
        Parameter(
            help="Dask scheduler of a cluster to study the bodies on; without it: all cores of this machine.",
            metavar="ADDRESS",
        ),
    ] = "",
) -> None:
    """Measure how far the two maps agree, and what chance alone would give."""
    from points.overlap.study import StudyOptions
    from viewer.report.bodies import write_bodies
    from viewer.report.write import write_overlap

    options = StudyOptions(tolerance_mm=tolerance_mm, samples=samples, seed=seed)
    if bodies is not None or scheduler:
        write_bodies(out, body, bodies, options, scheduler, _say, _progress)
    write_overlap(out, body, options, _say, _progress)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; every expected failure is one sentence on standard error."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        app(given, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        commands = [name for name in app if not name.startswith("-")]
        _say(f"ashimap: {what_is_wrong(error, commands)} See ashimap --help.")
        return BAD_USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output, such as `head`, has seen enough
        _turn_away(sys.stdout)
        return DONE
    except Exception as error:
        sentence = _expected(error)
        if sentence is None:
            raise
        _say(f"ashimap: {sentence}")
        return BAD_USAGE if _is_usage(error) else CANNOT_BE
    return DONE


def _expected(error: Exception) -> str | None:
    """Return what to tell the user; None for an error that nobody foresaw."""
    from meshes.errors import AssetError
    from points.errors import AtlasError, OverlapError, TableError
    from viewer.errors import ViewerError

    if isinstance(error, TableError) and len(error.problems) > NAMED_PROBLEMS:
        more = f"and {len(error.problems) - NAMED_PROBLEMS} more problems like these."
        return "\n".join([*error.problems[:NAMED_PROBLEMS], more])
    if isinstance(error, AssetError | AtlasError | OverlapError | TableError | ViewerError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        place = f" '{error.filename}'" if error.filename else ""
        return f"The system refused a file{place}: {error.strerror.lower()}."
    return None


def _is_usage(error: Exception) -> bool:
    from viewer.errors import UsageError

    return isinstance(error, UsageError)


def _list(make: Callable[[Atlas], Listing], body: str, out: Path | None) -> None:
    from points.load import load_atlas

    _emit(lambda: make(load_atlas(body, _say, _progress)), out)


def _emit(make: Callable[[], Listing], out: Path | None) -> None:
    from viewer.listing import as_csv, check_name, save

    if out is None:
        _print(as_csv(make()))
        return
    check_name(out)  # before anything takes long
    save(make(), out)


def _print(text: str) -> None:
    """Put data on standard output, in UTF-8 wherever that can be said."""
    from viewer.errors import OutputError

    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", newline="\n")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _turn_away(sys.stdout)
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"Cannot write to standard output: {reason}.") from None


def _turn_away(stream: TextIO) -> None:
    """Lead a stream that cannot be written to nowhere, or Python would complain once more as it ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _progress(what: str, share: float) -> None:
    _bar()(what, share)


@cache
def _bar() -> Bar:
    from points.progress import Bar

    return Bar(sys.stderr)


def _say(line: str) -> None:
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
