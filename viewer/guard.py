"""Who may talk to the served interface: only the browser that was given the address printed at the start.

Any page that the user has open can reach a loopback port, so a fixed or public secret is no protection. Each
start makes a token of its own. It travels once in the printed address, then stays in an ``HttpOnly``,
``SameSite=Strict`` cookie, so that reloading works and no script can read it. Requests whose ``Host`` is not
this machine's (DNS rebinding) or whose ``Origin`` is another page's are refused before anything else looks at
them; a socket needs the cookie too, besides the token that its first message carries.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PAGES = frozenset({"/", "/index.html"})
NEEDS_ADDRESS = (
    "Open the address that Ashimap printed when it started: it carries this session's key."
    " (A link to a view opens with: run_viewer.py --open 'LINK')"
)
FOREIGN = "Refused: this address serves only the pages that Ashimap opened itself."
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def new_token() -> str:
    """Return a fresh token, 24 random bytes as URL-safe text."""
    return secrets.token_urlsafe(24)


def allowed_hosts(host: str) -> frozenset[str]:
    """Names under which a server listening on ``host`` may be addressed."""
    return LOOPBACK | {host.strip("[]").lower()}


def is_foreign(host_header: str, origin: str | None, hosts: frozenset[str]) -> bool:
    """Whether a request names another machine, or comes from a page of another origin.

    Parameters
    ----------
    host_header
        The request's ``Host``, with its port.
    origin
        The request's ``Origin``; None when a browser sends none (plain navigation).
    hosts
        Host names that are ours.
    """
    name = urlsplit(f"//{host_header}").hostname or ""
    if name not in hosts:
        return True
    return origin is not None and origin != f"http://{host_header}"


def guard(hosts: frozenset[str], token: str, cookie: str) -> Callable[[web.Request, Handler], Any]:
    """Return the aiohttp middleware that lets only this session's browser in.

    Parameters
    ----------
    hosts
        Host names that are ours, see `allowed_hosts`.
    token
        This start's token.
    cookie
        Name of the cookie that remembers it (one per port: cookies do not tell ports apart).
    """

    def knows_token(given: str | None) -> bool:
        return secrets.compare_digest((given or "").encode(), token.encode())

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        if is_foreign(request.headers.get("Host", ""), request.headers.get("Origin"), hosts):
            return web.Response(status=403, text=FOREIGN)
        if request.path in PAGES and knows_token(request.query.get("secret")):
            response = await handler(request)
            response.headers.update(HEADERS)
            response.set_cookie(cookie, token, httponly=True, samesite="Strict", path="/")
            return response
        if not knows_token(request.cookies.get(cookie)):
            return web.Response(status=403, text=NEEDS_ADDRESS)
        if request.path in PAGES:
            raise web.HTTPFound(f"/index.html?secret={token}")
        return await handler(request)

    return middleware


def count_sockets(tell: Callable[[int], None]) -> Callable[[web.Request, Handler], Any]:
    """Return the middleware that tells how many sockets are open whenever that changes.

    A tab that is killed says nothing, but its socket closes.
    """
    sockets = 0

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        nonlocal sockets
        if request.path != "/ws":
            return await handler(request)
        sockets += 1
        tell(sockets)
        try:
            return await handler(request)
        finally:
            sockets -= 1
            tell(sockets)

    return middleware
