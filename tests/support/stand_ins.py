"""Small functions in the place of a training: there at once, and as bad as one likes.

They run where a training would: in a real worker of a real Dask cluster, without TensorFlow.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeAlias

import psutil
import pytest

from siamese.config import ClassifierConfig, training_config
from siamese.jobs import ClassifierJob, Job
from siamese.jobs.worker import Report, listening
from siamese.training.events import StepEnd

Files: TypeAlias = dict[str, bytes]
Program: TypeAlias = Callable[[Report], Files]
WRITTEN = {"network": b"written", "folder/part": b"too"}


def step(number: int = 1, epoch: int = 1) -> StepEnd:
    """A step of one hundred in each of nine epochs."""
    return StepEnd(epoch, 9, number, 100, loss=0.5, seconds_left=9.0)


def polite(report: Report) -> Files:
    """Tells a step, then waits for the word to stop."""
    report.on_event(step())
    while not report.stopped():
        time.sleep(0.01)
    return WRITTEN


def quick(report: Report) -> Files:
    """Tells the last step."""
    report.on_event(step(100, epoch=9))
    return WRITTEN


def deaf(report: Report) -> Files:
    """Tells a step, and never looks up again."""
    report.on_event(step())
    while True:
        time.sleep(1)


def killed(report: Report) -> Files:
    """Tells a step, and is killed."""
    report.on_event(step())
    time.sleep(0.1)  # the step is on its way
    os.kill(os.getpid(), signal.SIGKILL)
    return WRITTEN


def perform(program: Program, job: object, digits: object, topic: str, threads: int) -> Files:
    """What a worker does in place of its own `perform`."""
    with listening(topic) as report:
        return program(report)


def nothing(*_: object) -> None:
    """What a worker does to get warm."""


def stand_in(monkeypatch: pytest.MonkeyPatch, program: Program) -> None:
    """Puts a function in the place of a training."""
    monkeypatch.setattr("siamese.jobs.worker.perform", partial(perform, program))
    monkeypatch.setattr("siamese.jobs.worker.warm_up", nothing)
    monkeypatch.setattr("siamese.jobs.worker.own_handwriting", nothing)
    monkeypatch.setattr("siamese.jobs.worker.rehearse", nothing)


def small_job(**settings: float) -> Job:
    """A job that a stand-in takes."""
    return Job(training_config("all-pairs", **{"digits": 120, "epochs": 1, **settings}), None)


def small_classifier_job(**settings: int) -> ClassifierJob:
    """A classifier's job that a stand-in takes."""
    return ClassifierJob(ClassifierConfig(**{"digits": 120, "epochs": 1, **settings}), None)


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Waits until something is so.

    Raises:
        AssertionError: If it does not come to be in time.
    """
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.01)


def children() -> list[psutil.Process]:
    """Our child processes, but for those that Python itself keeps for pools of processes."""
    found = []
    for child in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):  # also one that has ended and is not yet waited for
            if any("multiprocessing" in word for word in child.cmdline()):
                continue
        found.append(child)
    return found
