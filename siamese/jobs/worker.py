"""What a worker of the Dask cluster does: it trains, and tells of it while it goes.

A worker does one run after another, and keeps TensorFlow and the digits. `python -m
siamese.jobs.worker` is one for the server that starts it, and reads from it where to find it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import pickle
import random
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import dask
from dask.system import CPU_COUNT
from distributed import Event as Flag
from distributed import Security, Worker, get_client, get_worker

from siamese.data.digits import SHOWN_COUNT, Digits, handwritten
from siamese.files import require_space
from siamese.jobs.errors import NO_MEMORY, NO_TENSORFLOW, UNEXPECTED, RunError, in_words
from siamese.jobs.protocol import AnyJob, Begun, ClassifierJob, Message, Sign, packed
from siamese.keras_settings import check_keras_settings
from siamese.training.events import Event, StepEnd

STEP_SECONDS = 0.2  # between two steps that are told
BEAT = 1.0  # seconds between two signs of life
NICENESS = 10  # the pages come first
OOM_SCORE = 500  # where memory runs out, Linux ends the worker and not its server

History: TypeAlias = "list[dict[str, float]]"

_alone = threading.Lock()  # TensorFlow is not promised to train in two threads at once


class Report:
    """What goes to the server, by `send`; several threads may tell."""

    def __init__(self, send: Callable[[Message], None]) -> None:
        self.send = send
        self._lock = threading.RLock()
        self._untold: StepEnd | None = None
        self._told = 0.0  # when a step was last told
        self._stopping = self._saving = self._left = False
        self._learning = True

    def on_event(self, event: Event) -> None:
        """Sends every measurement, and of the steps a few a second and each epoch's last."""
        with self._lock:
            if not isinstance(event, StepEnd):
                self._learning = True
                self.send(event)
                return
            self._untold = event
            self._learning = event.step < event.steps  # after the last one it is measured
            if not self._learning or time.monotonic() - self._told >= STEP_SECONDS:
                self._tell_step()
            if not self._learning and event.epoch == event.epochs:
                self._tell_saving()

    def ask_to_stop(self) -> None:
        """The server wants no further step."""
        with self._lock:
            self._stopping = True
            if not self._learning:
                self._tell_saving()

    def leave(self) -> None:
        """The server wants nothing any more."""
        self._left = True

    def stopped(self) -> bool:
        """Whether to leave it at the step just done; raises RunError if nobody waits for it."""
        if self._left:
            raise RunError("Nobody waits for this run.")
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
            self.send(Sign.SAVING)


@cache
def warm_up(threads: int | None) -> None:
    """Imports TensorFlow and what training needs; `threads` None is for all of the cores."""
    try:
        check_keras_settings()
    except ValueError as error:
        raise RunError(f"On the worker, {error}") from None
    _keep_from_global_random("dask", "distributed")
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads or CPU_COUNT)
    tf.config.threading.set_inter_op_parallelism_threads(threads or CPU_COUNT)
    import siamese.training.classifier
    import siamese.training.trainer  # noqa: F401


def _keep_from_global_random(*packages: str) -> None:
    """Or the same seed gives another run: Keras draws from it, and Dask's threads in between."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in packages and getattr(module, "random", None) is random:
            setattr(module, "random", random.Random())  # noqa: B010, S311


@cache
def own_handwriting() -> Digits:
    """Handwriting as the pages show it; written once."""
    return handwritten(SHOWN_COUNT, seed=1)


def perform(
    job: AnyJob, digits: Digits | None, topic: str, threads: int | None
) -> dict[str, bytes]:
    """Trains a network: the task that a server submits.

    Args:
        job: What to train.
        digits: On what; None for our own handwriting.
        topic: Where it tells.
        threads: How many cores to use; None for all that there are.

    Returns:
        The content of the network's files, by their path in its folder.

    Raises:
        RunError: If there is no network.
    """
    with listening(topic) as report, _alone:
        try:
            warm_up(threads)
            return train(job, own_handwriting() if digits is None else digits, report)
        except Exception as error:  # whatever it is, the visitor is told in words
            raise failure_of(error) from None


def train(job: AnyJob, digits: Digits, report: Report) -> dict[str, bytes]:
    """Trains a network, and gives the content of its files."""
    import keras

    from siamese.training.classifier import train_classifier
    from siamese.training.trainer import train as train_twin

    keras.backend.clear_session()  # what an earlier run has left
    told = report.on_event, report.stopped
    with TemporaryDirectory(dir=get_worker().local_directory) as name:
        folder = Path(name)
        require_space(folder)
        if isinstance(job, ClassifierJob):
            train_classifier(job.config, digits, *told).save(folder)
        else:
            train_twin(job.config, digits, *told, tracked=job.tracked).save(folder)
        return packed(folder)


def export(network: bytes, history: History, threads: int | None) -> dict[str, bytes]:
    """Makes what `artifacts.export` makes of the content of a run's .keras file, and reads it."""
    with _alone, TemporaryDirectory(dir=get_worker().local_directory) as folder:
        warm_up(threads)
        from siamese.training import artifacts

        artifacts.export(network, history, Path(folder))
        return packed(Path(folder))


def rehearse(threads: int | None) -> None:
    """Trains for a moment: much is imported and compiled only when it is first used."""
    with _alone:
        warm_up(threads)
        from siamese.training.trainer import rehearse as rehearse_training

        rehearse_training()
    gc.collect()
    gc.freeze()  # or each run begins with a collection that goes through all of TensorFlow


def failure_of(error: Exception) -> RunError:
    """What a visitor is told of an error, and the log where it is our slip."""
    if isinstance(error, RunError):
        return error
    words = in_words(error)
    try:
        import tensorflow as tf

        from siamese.training.callbacks import TrainingError
    except (ImportError, OSError):  # OSError: a library of the system is missing
        words = words or NO_TENSORFLOW
    else:
        if isinstance(error, TrainingError):
            return RunError(str(error))
        if words is None and isinstance(error, tf.errors.ResourceExhaustedError):
            words = NO_MEMORY
    slip = words in (None, NO_TENSORFLOW)
    return RunError(words or UNEXPECTED, traceback.format_exc() if slip else "")


@contextmanager
def listening(topic: str) -> Iterator[Report]:
    """Gives a report of the task that runs here; a thread hears of a stop or of a server's end."""
    worker, over = get_worker(), threading.Event()
    key = worker.get_current_task()
    report = Report(lambda message: worker.log_event(topic, (key, pickle.dumps(message))))
    flag = Flag(key, get_client())

    def wanted() -> bool:  # the scheduler takes it away once its client is gone
        task = worker.state.tasks.get(key)
        return task is not None and task.state == "executing"

    def listen() -> None:
        with suppress(Exception):  # the scheduler is gone
            while wanted() and not flag.wait(BEAT):
                if over.is_set():
                    return
                report.send(Sign.ALIVE)
        (report.ask_to_stop if wanted() else report.leave)()

    report.send(Begun(worker.address, os.getpid()))
    threading.Thread(target=listen, name=f"listens for {key}", daemon=True).start()
    try:
        yield report
    finally:
        over.set()


class LoopbackWorker(Worker):
    """A worker without Dask's page of figures, whose port asks for no certificate."""

    def start_http_server(self, *_: object, **__: object) -> None:
        """Starts none."""


async def serve(address: str, security: dict[str, str], **place: str) -> None:
    """Works for a scheduler until that ends it."""
    secure = Security(require_encryption=True, **security)
    # A run takes the memory that it takes.
    async with LoopbackWorker(
        address, security=secure, nthreads=1, memory_limit=0, **place
    ) as worker:
        await worker.finished()


def end_with_server() -> None:
    """Ends the process, whatever it does, where standard input ends: the server is gone."""
    sys.stdin.read()
    os._exit(1)


def main() -> None:
    """Runs a worker of the server that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, whose end is ours
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    with suppress(OSError):  # a sandbox may forbid it
        Path("/proc/self/oom_score_adj").write_text(str(OOM_SCORE))
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    options = json.loads(sys.stdin.readline())
    threading.Thread(target=end_with_server, daemon=True).start()
    with dask.config.set({"distributed.worker.profile.enabled": False}):
        asyncio.run(serve(**options))


if __name__ == "__main__":
    main()
