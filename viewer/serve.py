"""Serve the interface on this machine: address, port, key, browser, and an orderly end."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from viewer.errors import ServeError

DEFAULT_PORT = 8710


@dataclass(frozen=True)
class ServeOptions:
    """Where and how to serve.

    Attributes
    ----------
    host
        Address to listen on; only this computer unless told otherwise.
    port
        Port to listen on; 0 takes any free one.
    open_browser
        Whether to open the address in the user's browser (never done without a display).
    """

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    open_browser: bool = True


def choose_port(host: str, port: int) -> int:
    """Return a port that is free to listen on.

    Parameters
    ----------
    host
        Address to listen on.
    port
        Wanted port, 0 to 65535; 0 for any.

    Raises
    ------
    ServeError
        When the port is taken or the address is not one of this machine's.
    """
    if not 0 <= port <= 65535:
        raise ServeError(f"Port {port} does not exist; choose one from 1 to 65535, or 0 for any free one.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except socket.gaierror:
            raise ServeError(f"'{host}' is not an address; try --host 127.0.0.1.") from None
        except OSError as error:
            raise ServeError(_why_not_bound(host, port, error)) from None
        return int(probe.getsockname()[1])


def _why_not_bound(host: str, port: int, error: OSError) -> str:
    if error.errno == 98 or "in use" in str(error).lower():
        return f"Port {port} on {host} is taken by another program; choose another with --port (0: any)."
    reason = (error.strerror or str(error)).lower()
    return f"Cannot listen on {host} port {port} ({reason}); try --host 127.0.0.1 and another --port."


def has_display() -> bool:
    """Whether a browser window could be shown to the user here."""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def prepare_environment() -> None:
    """Keep trame from reading our command line and printing its own lines; call before importing trame."""
    os.environ["TRAME_ARGS"] = ""
    os.environ["WSLINK_READY_MSG"] = ""


def run(
    server: Any, options: ServeOptions, port: int, say: Callable[[str], None], on_tabs: Callable[[int], None]
) -> None:
    """Serve a trame server until Ctrl-C or SIGTERM.

    Parameters
    ----------
    server
        The trame server whose interface is built and complete.
    options
        Where and how to serve.
    port
        A free port, from `choose_port`.
    say
        Tells the user a line.
    on_tabs
        Told how many tabs are connected whenever that changes.
    """
    from aiohttp.web import json_response

    from viewer.guard import allowed_hosts, count_sockets, guard, new_token

    token = new_token()
    server.cli.set_defaults(authKey=token)  # trame's own default is a public string
    address = _address(options.host, port, token)

    async def tell_session(request: Any) -> Any:
        """Tell the page where its session is; it asks before it opens the socket."""
        return json_response({"id": "desk", "sessionURL": f"ws://{request.host}/ws", "secret": token})

    def protect(web_server: Any, **_: Any) -> None:
        web_server.app.router.add_post("/paraview/", tell_session)
        web_server.app.middlewares.append(guard(allowed_hosts(options.host), token, f"ashimap_{port}"))
        web_server.app.middlewares.append(count_sockets(on_tabs))

    def announce(**_: Any) -> None:
        _let_tabs_go()
        say(f"Ashimap is open at {address}\nStop it with Ctrl-C.")
        if options.open_browser and has_display():
            webbrowser.open(address)

    server.controller.on_server_bind.add(protect)
    server.controller.on_server_ready.add(announce)
    server.start(host=options.host, port=port, open_browser=False, show_connection_info=False, timeout=0)


def _let_tabs_go() -> None:
    """Say nothing of a tab that was closed while a picture or an answer was on its way to it."""

    def of_another_kind(record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else sys.exc_info()[1]
        return not isinstance(error, ConnectionError)

    def tell(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if not isinstance(context.get("exception"), ConnectionError):
            loop.default_exception_handler(context)

    asyncio.get_running_loop().set_exception_handler(tell)
    for name in ("wslink.protocol", "aiohttp.server"):
        logging.getLogger(name).addFilter(of_another_kind)


def _address(host: str, port: int, token: str) -> str:
    named = f"[{host}]" if ":" in host else host
    if host in {"0.0.0.0", "::"}:  # the user asked to listen everywhere; this is how to reach it from here
        named = "127.0.0.1"
    return f"http://{named}:{port}/index.html?secret={token}"
