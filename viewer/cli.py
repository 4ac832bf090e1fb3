"""The commands: ``ashimap`` or ``python run_viewer.py``. Standard output carries data, standard error talk.

Exit status: 0 done, 1 asked for something that cannot be, 2 bad usage.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError, Group

from viewer import __version__
from viewer.commands import lists, opening, papers, pictures
from viewer.commands.speaking import say, turn_away
from viewer.commands.usage import TwoColumns, what_is_wrong

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

app.default(opening.view)
for command in (
    lists.points,
    lists.landmarks,
    lists.channels,
    lists.zones,
    lists.sources,
    pictures.shot,
    pictures.export,
    papers.handout,
    pictures.sheet,
    papers.overlap,
):
    app.command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; every expected failure is one sentence on standard error."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        app(given, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        commands = [name for name in app if not name.startswith("-")]
        say(f"ashimap: {what_is_wrong(error, commands)} See ashimap --help.")
        return BAD_USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output, such as `head`, has seen enough
        turn_away(sys.stdout)
        return DONE
    except Exception as error:
        sentence = _expected(error)
        if sentence is None:
            raise
        say(f"ashimap: {sentence}")
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
