"""A worker is kept waiting, for a time; its end is the system's to see."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from siamese.jobs import pool as module
from siamese.jobs.pool import Workers
from siamese.jobs.process import Process
from tests.support.stand_ins import QUICK, children, stand_in, until


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Workers]:
    """Makers of stand-ins."""
    stand_in(monkeypatch, tmp_path, QUICK)
    workers = Workers(threads=1)
    yield workers
    workers.close()
    assert children() == []


def end(process: Process) -> None:
    process.kill()
    process.wait()


def test_the_worker_that_waits_is_taken(workers: Workers) -> None:
    workers.warm()
    (waiting,) = children()
    workers.warm()
    assert children() == [waiting]
    process = workers.take()
    assert process.pid == waiting.pid
    other = workers.take()
    assert other.pid != process.pid
    assert other.folder != process.folder
    end(process)
    end(other)


def test_a_worker_that_waits_too_long_is_ended(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SPARE_SECONDS", 0.2)
    workers.warm()
    until(lambda: not children())


def test_a_worker_that_is_taken_has_its_time(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time of a first one passes; the second one, taken earlier, is there still."""
    monkeypatch.setattr(module, "SPARE_SECONDS", 0.2)
    workers.warm()
    process = workers.take()
    workers.warm()
    until(lambda: len(children()) == 1)
    assert process.is_alive()
    end(process)


def test_the_time_of_an_earlier_one_does_not_end_a_later_one(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SPARE_SECONDS", 0.2)
    workers.warm()
    (timer,) = (thread for thread in threading.enumerate() if isinstance(thread, threading.Timer))
    end(workers.take())
    monkeypatch.setattr(module, "SPARE_SECONDS", 600)
    workers.warm()
    timer.join(60)
    (waiting,) = children()
    assert waiting.status() != psutil.STATUS_ZOMBIE


def test_a_worker_that_was_ended_by_someone_is_made_anew(workers: Workers) -> None:
    workers.warm()
    (waiting,) = children()
    waiting.kill()
    until(lambda: waiting.status() == psutil.STATUS_ZOMBIE)
    process = workers.take()
    assert process.pid != waiting.pid
    assert process.is_alive()
    end(process)


def test_one_that_cannot_be_started_leaves_no_folder(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = workers.take()
    end(process)
    monkeypatch.setattr(sys, "executable", str(process.folder / "no such program"))
    with pytest.raises(FileNotFoundError):
        workers.take()
    assert list(process.folder.parent.iterdir()) == [process.folder]


def test_closing_leaves_nothing(workers: Workers) -> None:
    workers.warm()
    process = workers.take()
    workers.warm()
    end(process)
    workers.close()
    assert children() == []
    assert not process.folder.parent.exists()
