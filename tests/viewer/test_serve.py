"""Port, address and browser."""

import socket

import pytest

from viewer.errors import ServeError
from viewer.serve import choose_port, has_display


def test_any_free_port():
    assert 1024 <= choose_port("127.0.0.1", 0) <= 65535


def test_a_taken_port_is_said_in_one_sentence():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(ServeError, match=rf"Port {port} on 127\.0\.0\.1 is taken .* --port"):
            choose_port("127.0.0.1", port)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_does_not_exist(port):
    with pytest.raises(ServeError, match="does not exist"):
        choose_port("127.0.0.1", port)


def test_an_address_that_is_not_this_machines():
    with pytest.raises(ServeError, match=r"Cannot listen on 192\.0\.2\.1"):
        choose_port("192.0.2.1", 0)


def test_no_browser_without_a_display(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not has_display()
    monkeypatch.setenv("DISPLAY", ":0")
    assert has_display()
