"""Training runs on a Dask cluster, for a server with many visitors.

An interface like that of `concurrent.futures.Executor`. Runs for which there is no room wait here
in line, for visitors want to know their place. Dask is imported once somebody is going to train.
"""

from __future__ import annotations

import atexit
import gc
import itertools
import logging
import os
import shutil
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import wait
from pathlib import Path
from typing import TYPE_CHECKING

from siamese.jobs import errors
from siamese.jobs.limits import Limits
from siamese.jobs.protocol import AnyJob
from siamese.jobs.run import Run, State

if TYPE_CHECKING:
    from siamese.jobs.cluster import Cluster

SPARE_SECONDS = 300.0  # that a worker waits for work; it holds 0.7 GB
ENDED_SECONDS = 10.0  # that a run which is given up may take to be gone

log = logging.getLogger(__name__)


class TrainingExecutor:
    """Runs jobs, so many at a time. Any thread may call any method.

    Args:
        limits: What the server allows.
        scheduler: Address of a Dask scheduler; None for a cluster inside this server.

    Attributes:
        limits: The same.
    """

    def __init__(self, limits: Limits, scheduler: str | None = None) -> None:
        self.limits = limits
        self._scheduler = scheduler
        self._lock, self._connecting = threading.RLock(), threading.Lock()
        self._cluster: Cluster | None = None
        self._warming: threading.Thread | None = None
        self._cooling: threading.Timer | None = None
        self._home = tempfile.TemporaryDirectory(prefix="siamese-runs-")
        self._folders = itertools.count(1)
        self._line: list[Run] = []
        self._going: set[Run] = set()
        self._runs: dict[str, list[Run]] = defaultdict(list)
        self._numbers: dict[str, dict[type[AnyJob], itertools.count[int]]] = {}
        self._leaving: dict[str, threading.Timer] = {}
        self._closed = False
        atexit.register(self.shutdown)

    def warm(self) -> None:
        """Sees to a worker that is ready, if there is room for one; it ends after some minutes."""
        with self._lock:
            busy = self._warming and self._warming.is_alive()
            if self._closed or busy or len(self._going) >= self.limits.runs:
                return
            self._cool_later()
            self._warming = threading.Thread(
                target=self._warm, args=(len(self._going) + 1,), name="warms a worker", daemon=True
            )
            self._warming.start()

    def submit(self, job: AnyJob, visit: str) -> Run:
        """Takes a job: it begins at once if there is room, else it waits in line.

        Args:
            job: What is to be done.
            visit: Whose it is; a visit has one run in line at most.

        Returns:
            The run.

        Raises:
            ValueError: If it asks for more than the limits allow, or the visit has one in line.
            RuntimeError: After `shutdown`.
        """
        self.limits.check(job.config)
        with self._lock:
            if self._closed:
                raise RuntimeError("no run after shutdown")
            if any(run.visit == visit for run in self._line):
                raise ValueError(
                    "You already have a run in the queue. Wait until it starts, or cancel it."
                )
            self.stay(visit)
            numbers = self._numbers.setdefault(visit, {})
            number = next(numbers.setdefault(type(job), itertools.count(1)))
            folder = Path(self._home.name) / f"run-{next(self._folders)}"
            run = Run(job, visit, number, self.limits.seconds, folder)
            self._runs[visit].append(run)
            self._line.append(run)
            run.add_done_callback(lambda _: self._ended(run))
            self._advance()
        return run

    def runs_of(self, visit: str) -> list[Run]:
        """The runs of a visit, oldest first, without the forgotten ones."""
        with self._lock:
            return list(self._runs.get(visit, ()))

    def forget(self, run: Run) -> None:
        """Ends a run if it goes on, and removes its files.

        Args:
            run: Of this executor; one that is forgotten already is left alone.
        """
        with self._lock:
            if run in self._runs.get(run.visit, ()):
                self._runs[run.visit].remove(run)
        run.kill(errors.DELETED)
        if run.done():
            shutil.rmtree(run.folder, ignore_errors=True)

    def export(self, run: Run, file: str) -> bytes:
        """What a worker makes of a run's network when somebody asks for it; waits for a worker.

        Args:
            run: One that has a network.
            file: `SAVED_MODEL` or `PLOT`, of `manifest`.

        Returns:
            The file's content.
        """
        folder = run.result()
        if not (folder / file).is_file():
            self._connect(len(self._going) or 1).export(folder)
        return (folder / file).read_bytes()

    def leave(self, visit: str, grace: float) -> None:
        """A visitor's connection is gone: unless they come back, all of their runs are forgotten.

        Args:
            visit: Whose.
            grace: Seconds in which `stay` calls it off.
        """
        with self._lock:
            self.stay(visit)
            self._leaving[visit] = _timer(grace, self._left, visit)

    def stay(self, visit: str) -> None:
        """A visitor is there, or back again."""
        with self._lock:
            if timer := self._leaving.pop(visit, None):
                timer.cancel()

    def shutdown(self) -> None:
        """Ends every worker of this server and removes every file; no run is taken any more."""
        atexit.unregister(self.shutdown)
        with self._lock:
            self._closed = True
            runs = [run for runs in self._runs.values() for run in runs] + list(self._going)
            for visit in list(self._leaving):
                self.stay(visit)
            if self._cooling:
                self._cooling.cancel()
        for run in runs:
            self.forget(run)
        wait(runs, ENDED_SECONDS)
        with self._connecting:
            cluster, self._cluster = self._cluster, None
        if cluster:
            cluster.close()
        self._home.cleanup()

    def _left(self, visit: str) -> None:
        """The grace is over."""
        with self._lock:
            if self._leaving.get(visit) is not threading.current_thread():
                return  # called off, just in time
            del self._leaving[visit]
            self._numbers.pop(visit, None)
            runs = self._runs.pop(visit, [])
        for run in runs:
            self.forget(run)

    def _advance(self) -> None:
        """Lets the first in line begin as long as there is room; the lock is held."""
        while self._line and len(self._going) < self.limits.runs and not self._closed:
            run = self._line.pop(0)
            run.place = 0
            if run.set_running_or_notify_cancel():
                self._going.add(run)
                run.begin(self._connect)
        for place, run in enumerate(self._line, 1):
            run.place = place

    def _ended(self, run: Run) -> None:
        """A run is over: the next one's turn."""
        with self._lock:
            self._going.discard(run)
            if run in self._line:
                self._line.remove(run)
                run.place = 0
                run.set_running_or_notify_cancel()  # it is cancelled: whoever waits for it is told
            self._advance()
            self._cool_later()
            forgotten = run not in self._runs.get(run.visit, ())
        if forgotten or run.state is State.FAILED:
            shutil.rmtree(run.folder, ignore_errors=True)

    def _connect(self, workers: int | None = None) -> Cluster:
        """The cluster, with so many workers where they are ours; None for those that are needed."""
        with self._connecting:
            if self._closed:
                raise errors.RunError(errors.DELETED)
            if self._cluster is None or not self._cluster.alive():
                self._cluster = self._open()
                gc.collect()
                gc.freeze()  # or every full collection goes through Dask's modules, in silence
            cluster = self._cluster
        cluster.require(workers or len(self._going))
        return cluster

    def _open(self) -> Cluster:
        if self._scheduler:
            from siamese.jobs.cluster import Cluster

            return Cluster(self._scheduler)
        from siamese.jobs.cluster import EmbeddedCluster

        threads = max(1, (os.cpu_count() or 1) // self.limits.runs)
        return EmbeddedCluster(Path(self._home.name), threads)

    def _warm(self, workers: int) -> None:
        try:
            self._connect(workers).warm()
        except Exception:  # the next run tries again, and is told in words
            if not self._closed:
                log.exception("No worker could be started")

    def _cool_later(self) -> None:
        """Gives idle workers some minutes from now; the lock is held."""
        if self._cooling:
            self._cooling.cancel()
        self._cooling = None if self._closed else _timer(SPARE_SECONDS, self._cool)

    def _cool(self) -> None:
        with self._lock:
            busy = {run.begun.pid for run in self._going if run.begun}
            if len(busy) == len(self._going) and self._cluster:
                self._cluster.cool(busy)


def _timer(seconds: float, function: Callable[..., None], *arguments: str) -> threading.Timer:
    """A timer that does not keep Python from ending; it is started."""
    timer = threading.Timer(seconds, function, arguments)
    timer.daemon = True
    timer.start()
    return timer
