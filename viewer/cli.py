"""The commands: ``ashimap`` or ``python run_viewer.py``. Standard output carries data, standard error talk.

Exit status: 0 done, 1 asked for something that cannot be, 2 bad usage.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, CycloptsError, Parameter

if TYPE_CHECKING:  # the commands import what they need: `--help` and errors come at once
    from points.atlas import Atlas
    from viewer.listing import Listing

CANNOT_BE, BAD_USAGE = 1, 2

app = App(
    name="ashimap",
    help="Trigger points and acupuncture points on one 3D body. Without a command: open the viewer.",
    version_flags=["--version"],
    help_format="plaintext",
)

Body = Annotated[str, Parameter(help="Body to use: male or female.")]
Out = Annotated[Path | None, Parameter(help="File to write, ending in .csv or .json. Without it: CSV to standard output.")]


@app.default
def view(
    *,
    body: Body = "male",
    host: Annotated[str, Parameter(help="Address to listen on. The default is reached only from this computer.")] = "127.0.0.1",
    port: Annotated[int, Parameter(help="Port to listen on; 0 takes any free one.")] = 8710,
    browser: Annotated[bool, Parameter(help="Open the browser.")] = True,
    window: Annotated[bool, Parameter(help="Open a plain window instead of the browser interface.", negative="")] = False,
    render: Annotated[str, Parameter(help="Who draws: server, browser, or auto.")] = "auto",
) -> None:
    """Open the viewer: in the browser, or with --window in a plain window."""
    if window:
        from viewer.window import open_window

        open_window(body)
        return
    from viewer.desk import open_desk
    from viewer.serve import ServeOptions

    open_desk(body, ServeOptions(host, port, open_browser=browser), render, _say)


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
    """List every shipped file and every source of facts, with its licence."""
    from viewer.sources import sources_listing

    _emit(sources_listing(), out)


@app.command
def shot(
    out: Annotated[Path, Parameter(help="PNG file to write.")],
    /,
    *,
    body: Body = "male",
    view: Annotated[str, Parameter(help="Named view (front, back, left, right, top, head_front …) or selection.")] = "front",
    select: Annotated[str, Parameter(help="Code of a point to select, such as GB21, trapezius_upper.TrP1 or GB21/right.")] = "",
    show: Annotated[str, Parameter(help="Layers to draw, joined by commas; default: all.")] = "",
    size: Annotated[str, Parameter(help="Width x height in pixels, such as 1280x720.")] = "1280x720",
    theme: Annotated[str, Parameter(help="Ground: light or dark.")] = "light",
    skin: Annotated[str, Parameter(help="Skin tone: neutral, light or dark.")] = "neutral",
) -> None:
    """Draw a picture without a screen."""
    from viewer.shot import ShotOptions, take_shot

    take_shot(out, ShotOptions.of(body=body, view=view, select=select, show=show, size=size, theme=theme, skin=skin))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; every expected failure is one sentence on standard error."""
    try:
        app(sys.argv[1:] if arguments is None else arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        _say(f"ashimap: {_one_line(str(error))} See ashimap --help.")
        return BAD_USAGE
    except KeyboardInterrupt:
        return 0
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:
        if not _is_expected(error):
            raise
        _say(f"ashimap: {error}")
        return CANNOT_BE
    return 0


def _is_expected(error: Exception) -> bool:
    """Whether an error is one that tells the user what would be right."""
    from meshes.errors import AssetError
    from points.errors import AtlasError
    from points.tables import TableError
    from viewer.errors import ViewerError

    return isinstance(error, AssetError | AtlasError | TableError | ViewerError)


def _list(make: Callable[[Atlas], Listing], body: str, out: Path | None) -> None:
    from points.load import load_atlas

    _emit(make(load_atlas(body, _say)), out)


def _emit(listing: Listing, out: Path | None) -> None:
    from viewer.listing import as_csv, save

    if out is None:
        sys.stdout.write(as_csv(listing))
        sys.stdout.flush()
    else:
        save(listing, out)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _one_line(text: str) -> str:
    return " ".join(text.split())
