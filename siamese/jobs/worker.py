"""A child process that does one job: `python -m siamese.jobs.worker FOLDER THREADS`.

It imports TensorFlow at once, so that a job which comes later need not wait for it. The job comes
as a line on standard input, "stop" as another; messages go out on standard output. It ends when its
work is done, or where standard input ends: no worker outlives its server, however that died.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO, TypeAlias

from siamese.data.digits import (
    SHOWN_COUNT,
    Digits,
    DigitsError,
    find_mnist,
    handwritten,
    read_mnist,
)
from siamese.jobs.errors import NO_MEMORY, NO_TENSORFLOW, UNEXPECTED, in_words
from siamese.jobs.protocol import (
    STOP,
    AnyJob,
    ClassifierJob,
    Failed,
    Message,
    Saved,
    Saving,
    decode_job,
    encode,
)
from siamese.training.events import Event, StepEnd

STEP_SECONDS = 0.2  # between two steps that are told
NICENESS = 10  # the pages come first
OOM_SCORE = 500  # where memory runs out, Linux ends the worker and not its server

Perform: TypeAlias = "Callable[[AnyJob, Path, Report], None]"


class Report:
    """What goes to the server; several threads may tell.

    Args:
        pipe: Where to.

    Attributes:
        early: Whether there would have been more steps than were done.
    """

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._lock = threading.RLock()
        self._untold: StepEnd | None = None
        self._told = 0.0  # when a step was last told
        self._stopping = self._saving = False
        self._learning = self.early = True

    def send(self, message: Message) -> None:
        """Sends a message."""
        with self._lock:
            self._pipe.write(encode(message))
            self._pipe.flush()

    def on_event(self, event: Event) -> None:
        """Sends every measurement, and of the steps a few a second and each epoch's last."""
        with self._lock:
            if not isinstance(event, StepEnd):
                self._learning = True
                self.send(event)
                return
            self._untold = event
            self._learning = event.step < event.steps  # after the last one it is measured
            self.early = self._learning or event.epoch < event.epochs
            if not self._learning or time.monotonic() - self._told >= STEP_SECONDS:
                self._tell_step()
            if not self.early:
                self._tell_saving()

    def ask_to_stop(self) -> None:
        """The server wants no further step."""
        with self._lock:
            self._stopping = True
            if not self._learning:
                self._tell_saving()

    def stopped(self) -> bool:
        """Whether to leave it at the step just done."""
        with self._lock:
            if self._stopping:
                self._tell_step()
                self._tell_saving()
            return self._stopping

    def _tell_step(self) -> None:
        if self._untold is not None:
            self.send(self._untold)
            self._untold, self._told = None, time.monotonic()

    def _tell_saving(self) -> None:
        if not self._saving:
            self._saving = True
            self.send(Saving())


def take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for messages alone: what a library prints goes to the log."""
    orders, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    return orders, answers


def listen(orders: BinaryIO, jobs: SimpleQueue[bytes], report: Report) -> None:
    """Takes orders until there are none to come, and then ends the process, whatever it does."""
    for line in orders:
        if line == STOP:
            report.ask_to_stop()
        else:
            jobs.put(line)
    os._exit(1)


def warm_up(threads: int) -> Perform:
    """Imports TensorFlow and all that training needs, and bounds its threads.

    Args:
        threads: How many cores to use.

    Returns:
        What does a job.
    """
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    from siamese.training.classifier import train_classifier
    from siamese.training.trainer import train

    if find_mnist() is None:
        own_handwriting()  # the job is going to ask for it: seconds that nobody waits for then

    def perform(job: AnyJob, folder: Path, report: Report) -> None:
        """Trains a network and writes it."""
        digits, told = digits_of(job), (report.on_event, report.stopped)
        if isinstance(job, ClassifierJob):
            train_classifier(job.config, digits, *told).save(folder)
        else:
            train(job.config, digits, *told, tracked=job.tracked).save(folder)

    return perform


@cache
def own_handwriting() -> Digits:
    """Handwriting as the pages show it; written once."""
    return handwritten(SHOWN_COUNT, seed=1)


def digits_of(job: AnyJob) -> Digits:
    """The digits of a job: a file's, or handwriting."""
    return own_handwriting() if job.digits is None else read_mnist(job.digits)


def failure_of(error: Exception) -> Failed:
    """What a visitor is told of an error; the whole of it goes to the log where it is our slip."""
    import tensorflow as tf

    from siamese.training.callbacks import TrainingError

    if isinstance(error, (TrainingError, DigitsError)):
        return Failed(str(error))
    words = in_words(error)
    if words is None and isinstance(error, tf.errors.ResourceExhaustedError):
        words = NO_MEMORY
    return Failed(words or UNEXPECTED, slip=words is None)


def work(folder: Path, threads: int) -> int:
    """Does the job that comes, and tells of it.

    Args:
        folder: Gets the network.
        threads: How many cores to use.

    Returns:
        The exit status: 0 if everything is written.
    """
    orders, answers = take_pipes()
    report = Report(answers)
    jobs: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=listen, args=(orders, jobs, report), daemon=True).start()
    try:
        perform = warm_up(threads)
    except (ImportError, OSError):  # OSError: a library of the system is missing
        traceback.print_exc()
        report.send(Failed(NO_TENSORFLOW, slip=True))
        return 1
    try:
        perform(decode_job(jobs.get()), folder, report)
        report.send(Saved(report.early))
    except Exception as error:  # whatever it is, the visitor is told in words
        traceback.print_exc()
        report.send(failure_of(error))
        return 1
    return 0


def give_way() -> None:
    """Lets the server go first, and last where memory runs out; as far as the system knows how."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    with suppress(OSError):  # a sandbox may forbid it
        Path("/proc/self/oom_score_adj").write_text(str(OOM_SCORE))


def main() -> None:
    """Runs the worker; it ends at once, with no goodbye to TensorFlow's threads."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, whose end is ours
    give_way()
    status = work(Path(sys.argv[1]), int(sys.argv[2]))
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
