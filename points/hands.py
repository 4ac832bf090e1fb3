"""A second process that works on the same body at the same time: two cores place twice as much.

It is a fresh interpreter that is sent the body and the tables once, then one task after the other. A task is
a function of a module, called with the process's own :class:`points.locate.Locator`; what it gives must not
depend on which process it runs in. If there is no second process to be had, or it ends, the task is done
here instead: the same result, later.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import IO, Any, Self, TypeVar

from meshes.body import Body
from points.locate import Locator
from points.tables import Tables

T = TypeVar("T")
START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from points.hands import serve; serve()"


class SecondHand:
    """The second process, for as long as a ``with`` block lasts.

    Parameters
    ----------
    body, tables
        What its tasks work on.
    idle
        Whether to have none after all: every task is done here.
    """

    def __init__(self, body: Body, tables: Tables, *, idle: bool = False) -> None:
        self._talk = ThreadPoolExecutor(1)
        self._process = None if idle else _started()
        if self._process is not None:
            self._talk.submit(self._send, (replace(body, look=None), tables))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._talk.shutdown(wait=True, cancel_futures=True)
        if self._process is not None:
            for pipe in (self._process.stdin, self._process.stdout):
                _closed(pipe)

    def ask(self, task: Callable[..., T], *args: Any) -> Future[T]:  # noqa: ANN401 - the task's own
        """Have ``task(locator, *args)`` done there; to be given to `answer`."""
        return self._talk.submit(self._done, task, args)

    def _done(self, task: Callable[..., T], args: tuple[Any, ...]) -> T:
        self._send((task, args))
        if self._process is None or self._process.stdout is None:
            raise EOFError("there is no second process")
        answer: T = pickle.load(self._process.stdout)
        return answer

    def _send(self, message: object) -> None:
        if self._process is None or self._process.stdin is None:
            raise EOFError("there is no second process")
        pickle.dump(message, self._process.stdin, pickle.HIGHEST_PROTOCOL)
        self._process.stdin.flush()


def answer(asked: Future[T], here: Callable[[], T]) -> T:
    """Give what the second process found; if it failed, for whatever reason, what the work gives here."""
    try:
        return asked.result()
    except (OSError, EOFError, pickle.PickleError):
        return here()


def _started() -> subprocess.Popen[bytes] | None:
    """Start a process that waits for tasks; None on a machine with one core, or that starts none."""
    if (os.cpu_count() or 1) < 2 or not sys.executable:
        return None
    paths = json.dumps([path or str(os.getcwd()) for path in sys.path])  # noqa: PTH109 - '' means just that
    try:
        return subprocess.Popen(
            [sys.executable, "-c", START, paths], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
    except OSError:
        return None


def _closed(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except OSError:  # what was still to be sent has nowhere to go
        return


def serve() -> None:
    """Do tasks from standard input until it ends; the answers go to standard output."""
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else may print does not stand between the answers
    try:
        locator = Locator(*pickle.load(asked))
        while True:
            task, args = pickle.load(asked)
            pickle.dump(task(locator, *args), answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        return
