"""Only the browser that was given the printed address gets anything."""

import asyncio

import pytest
from aiohttp import WSServerHandshakeError, web
from aiohttp.test_utils import TestClient, TestServer
from browsing import in_a_thread

from viewer.guard import allowed_hosts, guard, is_foreign, new_token

TOKEN = "right-token"
HOSTS = allowed_hosts("127.0.0.1")


def page_app(token=TOKEN):
    """A page, a file and a socket that obeys whoever reaches it."""
    obeyed = []

    async def page(_):
        return web.Response(text="the page")

    async def socket(request):
        channel = web.WebSocketResponse()
        await channel.prepare(request)
        obeyed.append(await channel.receive_str())
        await channel.send_str("done")
        return channel

    app = web.Application(middlewares=[guard(HOSTS, token, "ashimap_1")])
    app.add_routes(
        [web.get("/", page), web.get("/index.html", page), web.get("/app.js", page), web.get("/ws", socket)]
    )
    return app, obeyed


def ask(path, headers=None, cookies=None, follow=False):
    async def run():
        app, _ = page_app()
        async with TestClient(TestServer(app), cookies=cookies) as client:
            response = await client.get(path, headers=headers, allow_redirects=follow)
            return response.status, await response.text(), response.cookies, response.headers

    return in_a_thread(asyncio.run, run())


def call_socket(headers, cookies=None):
    async def run():
        app, obeyed = page_app()
        async with TestClient(TestServer(app), cookies=cookies) as client:
            if headers.get("Origin") == "own":
                headers["Origin"] = str(client.make_url("")).rstrip("/")
            try:
                async with client.ws_connect("/ws", headers=headers) as channel:
                    await channel.send_str("application.exit")
                    await channel.receive_str()
            except WSServerHandshakeError as error:
                return error.status, obeyed
        return 101, obeyed

    return in_a_thread(asyncio.run, run())


def test_the_right_token_opens_the_page_and_sets_a_strict_cookie():
    status, text, cookies, _ = ask(f"/index.html?secret={TOKEN}")
    assert (status, text) == (200, "the page")
    cookie = cookies["ashimap_1"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/app.js", "/index.html?secret=", "/index.html?secret=wslink-secret"]
)
def test_without_the_token_there_is_nothing_but_a_sentence(path):
    status, text, _, _ = ask(path)
    assert status == 403
    assert "address that Ashimap printed" in text
    assert TOKEN not in text


def test_reloading_without_the_token_in_the_address_works_by_cookie():
    status, _, _, headers = ask("/", cookies={"ashimap_1": TOKEN})
    assert status == 302
    assert headers["Location"] == f"/index.html?secret={TOKEN}"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:80"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
def test_a_foreign_host_or_origin_is_refused_even_with_the_token(headers):
    status, text, _, _ = ask(f"/index.html?secret={TOKEN}", headers=headers, cookies={"ashimap_1": TOKEN})
    assert status == 403
    assert text.startswith("Refused")


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:9", "null"])
def test_a_page_of_another_origin_calls_a_method_gets_nothing_and_ends_nothing(origin):
    status, obeyed = call_socket({"Origin": origin}, cookies={"ashimap_1": TOKEN})
    assert status == 403
    assert obeyed == []


def test_a_socket_without_the_cookie_is_refused():
    assert call_socket({}) == (403, [])


def test_our_own_page_reaches_the_socket():
    assert call_socket({"Origin": "own"}, cookies={"ashimap_1": TOKEN}) == (101, ["application.exit"])


def test_tokens_are_long_and_differ():
    tokens = {new_token() for _ in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 32


@pytest.mark.parametrize(
    ("host", "foreign"),
    [
        ("127.0.0.1:8710", False),
        ("localhost:8710", False),
        ("[::1]:8710", False),
        ("", True),
        ("evil.example", True),
    ],
)
def test_host_names(host, foreign):
    assert is_foreign(host, None, HOSTS) is foreign
