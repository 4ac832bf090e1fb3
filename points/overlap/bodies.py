"""The study of many drawn bodies at once, through Dask: by processes of this machine, or by a user's cluster.

Each record is written to a folder as soon as it is there, under the key of all that it depends on. So work
that was interrupted goes on where it stopped, and more bodies cost only what is new. A worker that is lost
loses nothing but its present body, which another one takes over.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import pkgutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from points.errors import OverlapError
from points.overlap.one_body import BodyTask, Record, study_body
from points.progress import Progress, unseen

if TYPE_CHECKING:
    from distributed import Client, Future

KEPT = "bodies"  # folder of the records, in that of the results
MOST_BODIES = 10_000
CONNECT_S, WORKERS_S = 5.0, 15.0  # a scheduler answers within, and has a worker within
NEEDED = "points.overlap.one_body:RECORD_VERSION"
CALM = "points.overlap.calm"
LOOPBACK = "127.0.0.1"

Study = Callable[[BodyTask, str], Record]


@dataclass(frozen=True)
class Crew:
    """Who does the work.

    Attributes
    ----------
    scheduler
        Address of the scheduler of a cluster of the user's; empty for processes of this machine.
    workers
        How many processes of this machine; None for one per core.
    """

    scheduler: str = ""
    workers: int | None = None


def tasks_of(bodies: int, seed: int, samples: int) -> list[BodyTask]:
    """Name the bodies to study.

    Raises
    ------
    OverlapError
        If their number makes no sense.
    """
    if not 1 <= bodies <= MOST_BODIES:
        raise OverlapError(f"{bodies} bodies cannot be drawn; it must be 1 to {MOST_BODIES}.")
    return [BodyTask(number, seed, samples) for number in range(bodies)]


def require_dask() -> None:
    """Pass if Dask is installed.

    Raises
    ------
    OverlapError
        If it is not.
    """
    try:
        import distributed  # noqa: F401
    except ModuleNotFoundError:
        raise OverlapError(
            "Studying many bodies needs Dask, which this Python lacks; install it with"
            " pip install dask distributed."
        ) from None


def study_bodies(
    tasks: Sequence[BodyTask],
    folder: Path,
    crew: Crew = Crew(),
    say: Callable[[str], None] = lambda _: None,
    progress: Progress = unseen,
    study: Study = study_body,
) -> list[Record]:
    """Study bodies, except those whose records lie in a folder already.

    Parameters
    ----------
    tasks
        The bodies.
    folder
        Where their records are kept; it is made.
    crew
        Who does the work.
    say, progress
        Told what is found, and how far the work has come.
    study
        What is done with each.

    Returns
    -------
    list
        The records in the order of the tasks, whoever did them and whenever.

    Raises
    ------
    OverlapError
        If Dask is not installed, a scheduler does not answer or lacks what it needs, or a body takes down
        one worker after the other.
    OSError
        If a record cannot be written.
    """
    require_dask()
    keys = {task: task.key for task in tasks}
    records = {task: kept for task, key in keys.items() if (kept := _kept(folder / f"{key}.json", key, say))}
    missing = [task for task in tasks if task not in records]
    if records:
        say(f"{len(records)} of {len(tasks)} bodies are in '{folder}' already.")
    if missing:
        with _client(crew, len(missing), say) as client:
            folder.mkdir(parents=True, exist_ok=True)
            progress(_told(len(records), len(tasks)), len(records) / len(tasks))
            futures = {client.submit(study, task, keys[task], pure=False): task for task in missing}
            try:
                for future in _finished(futures):
                    task = futures.pop(future)
                    records[task] = _result(future, task)
                    future.release()  # or it would be done again if the worker that did it were lost
                    _keep(records[task], folder / f"{keys[task]}.json")
                    progress(_told(len(records), len(tasks)), len(records) / len(tasks))
            finally:
                progress("", 1.0)
                with contextlib.suppress(Exception):  # nobody may be there any more to be told
                    client.cancel(list(futures), force=True)
    return [records[task] for task in tasks]


def _told(done: int, of: int) -> str:
    return f"{done} of {of} bodies done, {of - done} left"


def _finished(futures: dict[Future, BodyTask]) -> Iterator[Future]:
    from distributed import as_completed

    yield from as_completed(list(futures))


def _result(future: Future, task: BodyTask) -> Record:
    from distributed.client import FutureCancelledError
    from distributed.scheduler import KilledWorker

    try:
        record: Record = future.result()
    except KilledWorker:
        raise OverlapError(
            f"Body {task.number} ({task.sex}) took down one worker after the other, perhaps for want of"
            " memory; what is done is kept, so try again with fewer workers or samples."
        ) from None
    except FutureCancelledError:
        raise OverlapError(
            "The Dask scheduler was lost; what is done is kept, so the same command goes on from there."
        ) from None
    except OverlapError as error:
        raise OverlapError(f"A worker cannot study body {task.number}: {error}.") from None
    return record


def _kept(path: Path, key: str, say: Callable[[str], None]) -> Record | None:
    """Read the record of a body, if there is one; a damaged one is said to be so, and studied again."""
    try:
        record: Any = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        record = None
    if isinstance(record, dict) and record.get("key") == key:
        return record
    say(f"'{path}' is damaged: studying that body again.")
    return None


def _keep(record: Record, path: Path) -> None:
    temporary = path.with_suffix(f".{os.getpid()}.part")
    try:
        temporary.write_text(f"{json.dumps(record, separators=(',', ':'))}\n", encoding="utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def _client(crew: Crew, tasks: int, say: Callable[[str], None]) -> Iterator[Client]:
    """Someone to give tasks to."""
    if crew.scheduler:
        with _connected(crew.scheduler) as client:
            say(f"{tasks} bodies to study on {_equipped(client, crew.scheduler)} workers of the cluster.")
            yield client
        return
    import dask
    from distributed import Client, LocalCluster

    workers = min(crew.workers or os.cpu_count() or 1, tasks)
    say(f"{tasks} bodies to study in {workers} processes; each takes half a minute of one core or more.")
    with (
        dask.config.set({f"distributed.{who}.http.routes": [] for who in ("scheduler", "worker")}),
        tempfile.TemporaryDirectory(prefix="ashimap-") as scratch,
        LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, host=LOOPBACK, dashboard_address=None,
            worker_dashboard_address=None, scheduler_kwargs={"dashboard_address": f"{LOOPBACK}:0"},
            memory_limit=0, local_directory=scratch, silence_logs=logging.CRITICAL, preload=[CALM],
        ) as cluster,
        Client(cluster) as client,
    ):  # fmt: skip
        yield client


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Client]:
    from distributed import Client
    from distributed.utils import silence_logging_cmgr

    try:
        client = Client(address, timeout=CONNECT_S)
    except (OSError, ValueError):  # a time-out is an OSError
        raise OverlapError(
            f"No Dask scheduler answers at '{address}' within {CONNECT_S:g} s; start one with"
            " 'dask scheduler' and give its address, such as tcp://127.0.0.1:8786."
        ) from None
    with silence_logging_cmgr(logging.CRITICAL), client:
        yield client


def _equipped(client: Client, address: str) -> int:
    """Count the workers of a cluster, all of which must have this package."""
    try:
        client.wait_for_workers(1, timeout=WORKERS_S)
    except TimeoutError:
        raise OverlapError(
            f"The Dask scheduler at '{address}' has no workers; start some with 'dask worker {address}'."
        ) from None
    try:
        client.run_on_scheduler(pkgutil.resolve_name, NEEDED)
        return len(client.run(pkgutil.resolve_name, NEEDED))
    except ModuleNotFoundError as error:
        raise OverlapError(
            f"The cluster at '{address}' lacks the Python package {error.name}: install this version of"
            " Ashimap for its scheduler and for each of its workers."
        ) from None
