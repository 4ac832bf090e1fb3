"""Loaded first by the worker processes of this machine: Ctrl-C is for the process that started them.

That one keeps what is done and ends them; by themselves they would each complain on the terminal.
"""

from __future__ import annotations

import signal


def dask_setup(_worker: object) -> None:
    """Let this process not hear Ctrl-C; Dask calls it when a worker starts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
