"""Small programs in a worker's place: there at once, and as bad as one likes."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from siamese.config import ClassifierConfig, training_config
from siamese.jobs import ClassifierJob, Job

PRELUDE = """
import json, os, pathlib, signal, sys, time
def tell(name, **fields):
    print(json.dumps({name: fields}), flush=True)
def step(number=1, loss=0.5):
    tell("StepEnd", epoch=1, epochs=9, step=number, steps=100, loss=loss, seconds_left=9.0)
def save(early=False):
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir()
    (folder / "network").write_text("written")
    tell("Saved", early=early)
job = json.loads(sys.stdin.readline() or sys.exit(1))
"""
# Tells a step, then waits for the word to stop.
POLITE = """
step()
sys.stdin.readline() or sys.exit(1)
tell("Saving")
save(early=True)
"""
QUICK = """
step()
tell("Saving")
save()
"""


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str) -> None:
    """Puts a program in the worker's place.

    Args:
        monkeypatch: Takes it away again.
        folder: For the program.
        program: What it does once it has its job; `PRELUDE` says with what.
    """
    package = folder / "siamese" / "jobs"
    package.mkdir(parents=True, exist_ok=True)
    (package.parent / "__init__.py").touch()
    (package / "__init__.py").touch()
    (package / "worker.py").write_text(PRELUDE + program)
    monkeypatch.setattr("siamese.jobs.process.ROOT", folder)


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
