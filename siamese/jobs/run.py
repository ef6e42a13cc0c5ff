"""A run seen from the server: a future, with what it has told so far."""

from __future__ import annotations

import enum
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from siamese.data.digits import DigitsError
from siamese.files import require_space
from siamese.jobs import errors
from siamese.jobs.errors import RunError
from siamese.jobs.protocol import AnyJob, Begun, Message, Sign, unpack
from siamese.training.events import ClassifierEpochEnd, EpochEnd, Measurement, StepEnd

if TYPE_CHECKING:
    from siamese.jobs.cluster import Cluster, Task

MOST_STEPS = 400  # kept, evenly spread
TICK = 0.5  # seconds between two looks at the clock
STOP_SECONDS = 8.0  # that the last step may take
START_SECONDS = 120.0  # that the first step may take, on a busy machine
SAVE_SECONDS = 120.0  # that measuring and writing may take
SILENCE = 16  # ticks without a word from a worker that learns: it hangs
TRIES = 3  # workers that may die before a job has begun

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


class Run(Future[Path]):
    """A run: its result is the folder with the network, its manifest and its curves.

    Any thread may read its attributes. One thread of its own follows the worker and sets them.

    Args:
        job: What is to be done.
        visit: Whose it is.
        number: Which of that visit's runs of its kind, from 1.
        seconds: How long it may take until it is asked to stop.
        folder: For its files; made when its turn comes.

    Attributes:
        job, visit, number, folder: The same.
        place: In line, from 1; 0 when it does not wait.
        measured: Each measurement.
        problem: What happened and what to do, in one line, where the run failed or was stopped by
            the limit of time; else "".
        begun: What its worker told first; None before that.
    """

    def __init__(self, job: AnyJob, visit: str, number: int, seconds: float, folder: Path) -> None:
        super().__init__()
        self.job, self.visit, self.number, self.folder = job, visit, number, folder
        self.place = 0
        self._steps: list[StepEnd] = []
        self.measured: list[Measurement] = []
        self.problem = ""
        self.begun: Begun | None = None
        self._stage = State.WAITING
        self._limit = seconds
        self._inbox: SimpleQueue[Message | None] = SimpleQueue()
        self._began: float | None = None
        self._ended: float | None = None
        self._overdue: tuple[float, str] | None = None  # when it is given up, and why
        self._ending = ""  # why it is given up
        self._stop_sent = False

    @property
    def state(self) -> State:
        """Where it stands."""
        return State.FAILED if self.cancelled() else self._stage

    @property
    def seconds(self) -> float:
        """Since a worker took it, until its end."""
        if self._began is None:
            return 0.0
        return (self._ended or time.monotonic()) - self._began

    @property
    def step(self) -> StepEnd | None:
        """The latest; None before the first one."""
        return self._steps[-1] if self._steps else None

    @property
    def steps(self) -> list[StepEnd]:
        """Up to `MOST_STEPS` of all that were told, evenly spread."""
        return self._steps[:: len(self._steps) // (MOST_STEPS + 1) + 1]

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

        A run that does not come to its end within some seconds is given up.
        """
        if self.cancel() or self.done() or self._overdue is not None:
            return
        bound = START_SECONDS if self._stage is State.STARTING else STOP_SECONDS
        self._overdue = (time.monotonic() + bound, errors.STOP_TIMEOUT)
        self._inbox.put(None)  # its thread looks up

    def kill(self, why: str) -> None:
        """Ends it at once; nothing is kept.

        Args:
            why: Its problem, in one line.
        """
        self._ending = self._ending or why
        if not self.cancel():
            self._inbox.put(None)

    def begin(self, connect: Callable[[], Cluster]) -> None:
        """Gives it a worker, and follows that until its end.

        Args:
            connect: Gives the cluster, with a worker for this run.
        """
        self._began, self._stage = time.monotonic(), State.STARTING
        name = f"run {self.number} of {self.visit}"
        threading.Thread(target=self._follow, args=(connect,), name=name, daemon=True).start()

    def _fail(self, problem: str) -> None:
        self._ended = time.monotonic()
        self.problem = problem
        self._stage = State.FAILED
        self.set_exception(RunError(problem))

    def _follow(self, connect: Callable[[], Cluster]) -> None:
        """Sees a run to its end, whatever happens: others may be waiting for its place."""
        try:
            self._finish(self._train(connect))
        except (RunError, DigitsError) as error:
            if details := getattr(error, "details", ""):
                log.error("%s failed\n%s", threading.current_thread().name, details)
            self._fail(str(error))
        except TimeoutError:
            self._fail(errors.NO_WORKER)
        except Exception as error:
            words = errors.in_words(error)
            if words is None:
                log.exception("%s was lost", threading.current_thread().name)
            self._fail(words or errors.UNEXPECTED)

    def _train(self, connect: Callable[[], Cluster]) -> dict[str, bytes]:
        """Has a worker do it; one that is lost before it has begun does not matter."""
        from siamese.jobs.cluster import Task

        self.folder.mkdir(parents=True)  # a cleaner of /tmp may have taken what is above it
        require_space(self.folder)
        for _ in range(TRIES):
            cluster = connect()
            task = Task(cluster, self.job, self._inbox.put)
            try:
                self._listen(cluster, task)
                files = task.result()
                if files is not None:
                    return files
            finally:
                task.close()
            if self.begun:
                break
        raise RunError(errors.KILLED)

    def _listen(self, cluster: Cluster, task: Task) -> None:
        """Hears what the worker tells until its end, and keeps the time."""
        silent = 0
        while not task.future.done():
            message = None
            with suppress(Empty):
                silent += 1
                message = self._inbox.get(timeout=TICK)
                silent = 0
            self._hear(message)
            if self._stage is State.RUNNING and silent > SILENCE:
                self._ending = errors.HUNG
            if why := self._ending or self._keep_time(cluster, task):
                task.close()  # first, or it is done again elsewhere
                if self.begun:
                    cluster.end(self.begun, hung=why != errors.DELETED)
                raise RunError(why)
        while not self._inbox.empty():
            self._hear(self._inbox.get())

    def _hear(self, message: Message | None) -> None:
        if isinstance(message, Begun):
            self._ending = errors.KILLED if self.begun else self._ending  # it is done once more
            self.begun, self._began = message, time.monotonic()
        elif message is Sign.SAVING:
            self._stage = State.SAVING
            self._overdue = (time.monotonic() + SAVE_SECONDS, errors.UNSAVED)
        elif isinstance(message, StepEnd | EpochEnd | ClassifierEpochEnd):
            if self._stage is State.STARTING:
                self._stage = State.RUNNING
            if isinstance(message, StepEnd):
                self._steps.append(message)
            else:
                self.measured.append(message)

    def _keep_time(self, cluster: Cluster, task: Task) -> str:
        """Stops a run that takes too long; why it is given up where that does not help, or ""."""
        if self.begun is None and self.seconds > START_SECONDS and not cluster.workers():
            return errors.NO_WORKER
        if self._overdue is None and self.begun and self.seconds > self._limit:
            self.problem = errors.time_is_up(self._limit)
            self.stop()
        if self._overdue is None:
            return ""
        if not self._stop_sent:
            task.stop()
            self._stop_sent = True
        return self._overdue[1] if time.monotonic() > self._overdue[0] else ""

    def _finish(self, files: dict[str, bytes]) -> None:
        """Writes the network."""
        output, last = self.folder / "network", self.step
        unpack(files, output)
        early = last is not None and (last.epoch, last.step) < (last.epochs, last.steps)
        self._ended = time.monotonic()
        self.problem = self.problem if early else ""
        self._stage = State.STOPPED if early else State.DONE
        self.set_result(output)
