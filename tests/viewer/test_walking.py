"""Walking by itself and by steps: what the page is told, and when it ends."""

from __future__ import annotations

import asyncio

import pytest
from browsing import in_a_thread

from viewer.ui import gliding, walking
from viewer.ui.walking import Walking


class FakeController:
    """A channel of so many points; remembers how far the camera has come on each way."""

    def __init__(self, points: int) -> None:
        self.left, self.pilot, self.shares = points, self, []

    def step(self, forward: bool) -> bool:
        if not forward or not self.left:
            return False
        self.left -= 1
        self.shares.append([])
        return True

    def glide(self, share: float) -> None:
        self.shares[-1].append(share)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(walking, "GLIDE_S", 0.0)
    monkeypatch.setattr(gliding, "GLIDE_S", 0.03)
    monkeypatch.setattr(gliding, "FRAME_S", 0.003)
    monkeypatch.setattr(walking, "REST_S", 0.01)


def walk(points: int, act) -> tuple[FakeController, list[bool]]:
    """Let a coroutine act on a walk; return the controller and what the page was told."""
    controller, told = FakeController(points), []

    async def run() -> None:
        made = Walking(controller, told.append, lambda: None)
        await act(made)
        made.stop()

    in_a_thread(asyncio.run, run())
    return controller, told


def test_by_itself_it_goes_to_the_end_and_says_so():
    async def act(made):
        made.toggle(still=False)
        while made._playing is not None:
            await asyncio.sleep(0.01)

    controller, told = walk(3, act)
    assert controller.left == 0
    assert told == [True, True, True, False]


def test_a_glide_goes_all_the_way_in_small_parts():
    async def act(made):
        assert made.step(True, still=False)
        await asyncio.sleep(0.2)

    controller, told = walk(1, act)
    (shares,) = controller.shares
    assert 0 < shares[0] < shares[-1] == 1.0
    assert shares == sorted(shares)
    assert told == [False]


def test_without_motion_the_camera_is_there_at_once():
    async def act(made):
        made.step(True, still=True)
        await asyncio.sleep(0.01)

    assert walk(1, act)[0].shares == [[1.0]]


def test_at_the_end_there_is_no_step():
    async def act(made):
        assert not made.step(True, still=False)
        assert not made.step(False, still=False)

    assert walk(0, act)[1] == []


@pytest.mark.parametrize("end", ["toggle", "stop"])
def test_stopping_says_that_it_has_stopped_and_nothing_moves_on(end):
    async def act(made):
        made.toggle(still=False)
        await asyncio.sleep(0)
        getattr(made, end)(**({"still": False} if end == "toggle" else {}))
        await asyncio.sleep(0.05)

    controller, told = walk(9, act)
    assert controller.left == 8
    assert told == [True, False]
    assert 1.0 not in controller.shares[0]


def test_a_step_ends_the_glide_before():
    async def act(made):
        made.step(True, still=False)
        await asyncio.sleep(0)
        made.step(True, still=False)
        await asyncio.sleep(0.2)

    controller, _ = walk(2, act)
    assert 1.0 not in controller.shares[0]
    assert controller.shares[1][-1] == 1.0
