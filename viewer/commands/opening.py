"""The command without a name: open the viewer."""

from __future__ import annotations

import contextlib
from typing import Annotated

from cyclopts import Parameter

from viewer.commands.given import Body
from viewer.commands.speaking import progress, say
from viewer.commands.usage import whole_number

Language = Annotated[
    str,
    Parameter(help="Language: en, de, zh-Hant … Without it: the last one, or the system's.", metavar="KEY"),
]


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

            open_window(body or "male", say, progress, spoken)
            return
        from viewer.beginning import Beginning
        from viewer.desk import open_desk
        from viewer.serve import ServeOptions

        options = ServeOptions(host, port, open_browser=browser)
        beginning = Beginning(body, spoken if language else "", fresh, open_)
        open_desk(beginning, options, render, say, progress, spoken)
