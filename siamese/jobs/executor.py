"""Training runs in processes of their own, for a server with many visitors.

An interface like that of `concurrent.futures.Executor`, so that another engine can stand in its
place. Here each run is a child process, and those for which there is no room wait in line.
"""

from __future__ import annotations

import atexit
import itertools
import logging
import os
import threading
from collections import defaultdict
from concurrent.futures import wait

from siamese.jobs import errors
from siamese.jobs.limits import Limits
from siamese.jobs.pool import Workers
from siamese.jobs.protocol import AnyJob, ClassifierJob, Job
from siamese.jobs.run import Run, RunError, State

__all__ = ["ClassifierJob", "Job", "Limits", "Run", "RunError", "State", "TrainingExecutor"]

KILLED_SECONDS = 10.0  # that a killed worker may take to be gone

log = logging.getLogger(__name__)


class TrainingExecutor:
    """Runs jobs, so many at a time, each in a worker of its own.

    There are never more workers than runs are allowed at a time, the waiting one included. Any
    thread may call any method.

    Args:
        limits: What the server allows.

    Attributes:
        limits: The same.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._lock = threading.RLock()
        self._workers = Workers(threads=max(1, (os.cpu_count() or 1) // limits.runs))
        self._line: list[Run] = []
        self._going: set[Run] = set()
        self._runs: dict[str, list[Run]] = defaultdict(list)
        self._numbers: dict[str, dict[type[AnyJob], itertools.count[int]]] = {}
        self._leaving: dict[str, threading.Timer] = {}
        self._closed = False
        atexit.register(self.shutdown)

    def warm(self) -> None:
        """Makes sure that a worker waits, if there is room for one; it ends after some minutes."""
        with self._lock:
            if self._closed or len(self._going) >= self.limits.runs:
                return
            try:
                self._workers.warm()
            except OSError:  # the next run tries again, and is told in words
                log.exception("No worker could be started")

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
            run = Run(job, visit, number, self.limits.seconds)
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
            self._workers.remove(run.folder)

    def leave(self, visit: str, grace: float) -> None:
        """A visitor's connection is gone: unless they come back, all of their runs are forgotten.

        Args:
            visit: Whose.
            grace: Seconds in which `stay` calls it off.
        """
        with self._lock:
            self.stay(visit)
            timer = threading.Timer(grace, self._left, [visit])
            timer.daemon = True
            self._leaving[visit] = timer
            timer.start()

    def stay(self, visit: str) -> None:
        """A visitor is there, or back again."""
        with self._lock:
            if timer := self._leaving.pop(visit, None):
                timer.cancel()

    def shutdown(self) -> None:
        """Ends every worker and removes every file; no run is taken any more."""
        atexit.unregister(self.shutdown)
        with self._lock:
            self._closed = True
            runs = [run for runs in self._runs.values() for run in runs] + list(self._going)
            for visit in list(self._leaving):
                self.stay(visit)
        for run in runs:
            self.forget(run)
        wait(runs, KILLED_SECONDS)
        self._workers.close()

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
                self._begin(run)
        for place, run in enumerate(self._line, 1):
            run.place = place

    def _begin(self, run: Run) -> None:
        try:
            process = self._workers.take()
        except OSError as error:
            log.exception("No worker could be started")
            run.fail(errors.in_words(error) or errors.UNEXPECTED)
        else:
            self._going.add(run)
            run.begin(process)

    def _ended(self, run: Run) -> None:
        """A run is over: the next one's turn, and a worker for one to come."""
        with self._lock:
            self._going.discard(run)
            if run in self._line:
                self._line.remove(run)
                run.place = 0
                run.set_running_or_notify_cancel()  # it is cancelled: whoever waits for it is told
            self._advance()
            self.warm()
            forgotten = run not in self._runs.get(run.visit, ())
        if forgotten or run.state is State.FAILED:
            self._workers.remove(run.folder)
