"""A run seen from the server: a future, with what it has told so far."""

from __future__ import annotations

import enum
import logging
import threading
import time
from concurrent.futures import Future
from pathlib import Path

from siamese.jobs import errors
from siamese.jobs.process import Process
from siamese.jobs.protocol import (
    STOP,
    AnyJob,
    Failed,
    GarbledError,
    Message,
    Saved,
    Saving,
    encode_job,
)
from siamese.training.events import ClassifierEpochEnd, EpochEnd, Measurement, StepEnd

MOST_STEPS = 400  # kept, evenly spread
TICK = 0.5  # seconds between two looks at the clock
STOP_SECONDS = 15.0  # that the last step may take
START_SECONDS = 120.0  # that the first step may take, on a busy machine
SAVE_SECONDS = 120.0  # that measuring and writing may take

log = logging.getLogger(__name__)


class State(enum.Enum):
    """Where a run stands; the last three are for good."""

    WAITING = "waiting"
    STARTING = "starting"
    RUNNING = "running"
    SAVING = "saving"
    DONE = "done"  # to its end
    STOPPED = "stopped"  # ended early, and kept
    FAILED = "failed"  # nothing is kept


class RunError(RuntimeError):
    """A run came to nothing; the message is its problem."""


class Run(Future[Path]):
    """A run: its result is the folder with the network, its manifest and its curves.

    Any thread may read its attributes. One thread of its own follows the worker and sets them.

    Args:
        job: What is to be done.
        visit: Whose it is.
        number: Which of that visit's runs of its kind, from 1.
        seconds: How long it may take until it is asked to stop.

    Attributes:
        job: The same.
        visit: The same.
        number: The same.
        place: In line, from 1; 0 when it does not wait.
        step: The latest; None before the first one.
        steps: Up to `MOST_STEPS` of all, evenly spread over the time.
        measured: Each measurement.
        problem: What happened and what to do, in one line, where the run failed or was stopped by
            the limit of time; else "".
        folder: Its files; None before it has a worker.
    """

    def __init__(self, job: AnyJob, visit: str, number: int, seconds: float) -> None:
        super().__init__()
        self.job, self.visit, self.number = job, visit, number
        self.place = 0
        self.step: StepEnd | None = None
        self.steps: list[StepEnd] = []
        self.measured: list[Measurement] = []
        self.problem = ""
        self.folder: Path | None = None
        self._stage = State.WAITING
        self._limit = seconds
        self._process: Process | None = None
        self._began: float | None = None
        self._ended: float | None = None
        self._overdue: tuple[float, str] | None = None  # when it is killed, and why
        self._told: Saved | Failed | None = None  # its worker's last word
        self._ending = ""  # why we kill it
        self._told_steps, self._every = 0, 1

    @property
    def state(self) -> State:
        """Where it stands."""
        return State.FAILED if self.cancelled() else self._stage

    @property
    def seconds(self) -> float:
        """Since it left the line, until its end."""
        if self._began is None:
            return 0.0
        return (self._ended or time.monotonic()) - self._began

    def cancel(self) -> bool:
        """Leaves the line; False if it has left that already."""
        left = super().cancel()
        if left:
            self.problem = errors.LEFT_QUEUE
        return left

    @property
    def stopping(self) -> bool:
        """Whether it has been asked to stop, and goes on to its next step."""
        return self._overdue is not None and not self.done()

    def stop(self) -> None:
        """Asks for an end: at once in line, else at the next step, and what there is is kept.

        A worker that does not come to its end within some seconds is killed.
        """
        if self.cancel() or self.done():
            return
        if self._overdue is None:
            bound = START_SECONDS if self._stage is State.STARTING else STOP_SECONDS
            self._overdue = (time.monotonic() + bound, errors.STOP_TIMEOUT)
        if self._process is not None:
            self._process.send(STOP)

    def kill(self, why: str) -> None:
        """Ends it at once; nothing is kept.

        Args:
            why: Its problem, in one line.
        """
        self._ending = self._ending or why
        if not self.cancel() and self._process is not None:
            self._process.kill()

    def begin(self, process: Process) -> None:
        """Gives it a worker, and follows that until its end.

        Args:
            process: The worker; it waits.
        """
        self.folder, self._began, self._stage = process.folder, time.monotonic(), State.STARTING
        process.send(encode_job(self.job))
        self._process = process  # from here on `stop` and `kill` reach it
        if self._ending:
            process.kill()
        elif self._overdue:
            process.send(STOP)
        name = f"run {self.number} of {self.visit}"
        threading.Thread(target=self._follow, args=(process,), name=name, daemon=True).start()

    def fail(self, problem: str) -> None:
        """It has come to nothing.

        Args:
            problem: What happened and what to do, in one line.
        """
        self._ended = time.monotonic()
        self.problem = problem
        self._stage = State.FAILED
        self.set_exception(RunError(problem))

    def _follow(self, process: Process) -> None:
        """Sees a run to its end, whatever happens: others may be waiting for its place."""
        try:
            self._listen(process)
            status = process.wait()
            if status == 0 and isinstance(self._told, Saved) and not self._ending:
                self._finish(process, early=self._told.early)
            else:
                self.fail(self._why(process, status))
        except Exception:
            log.exception("%s was lost", threading.current_thread().name)
            process.kill()
            process.wait()
            self.fail(errors.UNEXPECTED)

    def _listen(self, process: Process) -> None:
        """Hears what the worker tells, and keeps the time."""
        try:
            for message in process.messages(TICK):
                self._hear(message)
                self._keep_time(process)
        except GarbledError:
            log.exception("%s told what is no message", threading.current_thread().name)
            self._ending = errors.GARBLED
            process.kill()

    def _hear(self, message: Message | None) -> None:
        if isinstance(message, StepEnd):
            self._stage = State.RUNNING
            self._keep(message)
        elif isinstance(message, EpochEnd | ClassifierEpochEnd):
            if self._stage is State.STARTING:
                self._stage = State.RUNNING
            self.measured.append(message)
        elif isinstance(message, Saving):
            self._stage = State.SAVING
            self._overdue = (time.monotonic() + SAVE_SECONDS, errors.UNSAVED)
        elif message is not None:
            self._told = message

    def _keep(self, step: StepEnd) -> None:
        """Keeps every step at first, then every second, every fourth and so on."""
        self.step = step
        self._told_steps += 1
        if self._told_steps % self._every == 0:
            steps = [*self.steps, step]
            if len(steps) > MOST_STEPS:
                steps = steps[1::2]
                self._every *= 2
            self.steps = steps

    def _keep_time(self, process: Process) -> None:
        """Stops a run that takes too long, and kills it where that does not help."""
        if self._overdue is None:
            if self.seconds > self._limit:
                self.problem = errors.time_is_up(self._limit)
                self.stop()
        elif time.monotonic() > self._overdue[0]:
            self._ending = self._ending or self._overdue[1]
            process.kill()

    def _finish(self, process: Process, early: bool) -> None:
        self._ended = time.monotonic()
        self.problem = self.problem if early else ""
        self._stage = State.STOPPED if early else State.DONE
        self.set_result(process.output)

    def _why(self, process: Process, status: int) -> str:
        """Why there is nothing, for a visitor; for the log what the worker wrote."""
        if self._ending:
            return self._ending
        told = self._told if isinstance(self._told, Failed) else None
        if told is None or told.slip:
            name = threading.current_thread().name
            log.error("%s: exit status %d\n%s", name, status, process.log_tail())
        if told:
            return told.problem
        return errors.KILLED if status == -9 else errors.UNEXPECTED  # 9: SIGKILL
