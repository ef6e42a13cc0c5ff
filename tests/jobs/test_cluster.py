"""Runs on a cluster that others have started, of two servers at a time."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import wait
from pathlib import Path

import pytest

from siamese.config import training_config
from siamese.data.digits import Digits
from siamese.jobs import Job, Limits, RunError, State, TrainingExecutor, errors
from siamese.jobs import cluster as clusters
from siamese.jobs.worker import Report
from tests.support.dask_cluster import dask_cluster
from tests.support.stand_ins import (
    WRITTEN,
    Files,
    deaf,
    killed,
    polite,
    quick,
    small_job,
    stand_in,
    step,
    until,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler with one worker."""
    with dask_cluster(workers=1) as address:
        yield address


@pytest.fixture
def servers(scheduler: str) -> Iterator[list[TrainingExecutor]]:
    """Two servers at one scheduler."""
    servers = [TrainingExecutor(Limits(), scheduler) for _ in range(2)]
    yield servers
    for server in servers:
        server.shutdown()


def failed(server: TrainingExecutor) -> str:
    """Why a run fails."""
    with pytest.raises(RunError) as caught:
        server.submit(small_job(), "a").result(60)
    return str(caught.value)


def test_two_servers_share_a_scheduler(
    servers: list[TrainingExecutor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each hears of its own runs; the second one's waits for the worker, and is stopped there."""
    stand_in(monkeypatch, polite)
    first, second = (server.submit(small_job(), "a") for server in servers)
    until(lambda: first.step or second.step)
    early, late = (first, second) if first.step else (second, first)
    late.stop()
    assert (early.state, late.state) == (State.RUNNING, State.STARTING)
    early.stop()
    assert not wait([early, late], 60).not_done
    assert (early.state, late.state) == (State.STOPPED, State.STOPPED)
    assert len(early.steps) == len(late.steps) == 1
    assert early.result() != late.result()


def test_a_killed_worker_of_a_cluster_is_told_and_the_run_is_not_done_twice(
    servers: list[TrainingExecutor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its scheduler would try three times more; the nanny has another worker for the next run."""
    stand_in(monkeypatch, killed)
    assert failed(servers[0]) == errors.KILLED
    stand_in(monkeypatch, quick)
    assert servers[0].submit(small_job(), "a").result(60).is_dir()


def test_a_worker_of_a_cluster_that_hangs_is_ended_by_its_nanny(
    servers: list[TrainingExecutor], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, deaf)
    run = servers[0].submit(small_job(), "a")
    until(lambda: run.step)
    began = time.monotonic()
    run.stop()
    with pytest.raises(RunError, match="did not stop"):
        run.result(60)
    assert time.monotonic() - began < 10
    stand_in(monkeypatch, quick)
    assert servers[1].submit(small_job(), "a").result(60).is_dir()


def test_a_run_that_is_deleted_leaves_the_worker_to_others(
    servers: list[TrainingExecutor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its worker sees that nobody waits, ends the run at its next step, and stays."""
    stand_in(monkeypatch, polite)
    run = servers[0].submit(small_job(), "a")
    until(lambda: run.step)
    assert run.begun is not None
    servers[0].forget(run)
    other = servers[1].submit(small_job(), "b")
    until(lambda: other.step, 10)
    assert other.begun == run.begun


# A server that trains until it is killed.
SERVER = """
import sys, time
from siamese.jobs import Limits, TrainingExecutor
from tests.support import stand_ins
import pytest
stand_ins.stand_in(pytest.MonkeyPatch(), stand_ins.polite)
run = TrainingExecutor(Limits(), sys.argv[1]).submit(stand_ins.small_job(), "a")
while not run.step:
    time.sleep(0.05)
print(run.begun.pid, flush=True)
time.sleep(600)
"""


def test_the_run_of_a_server_that_was_killed_ends(
    scheduler: str, servers: list[TrainingExecutor], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-c", SERVER, scheduler]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        worker = int(server.stdout.readline())
        server.kill()
    stand_in(monkeypatch, polite)
    run = servers[0].submit(small_job(), "b")
    until(lambda: run.step, 5)
    assert run.begun is not None
    assert run.begun.pid == worker


def test_digits_are_sent_once_to_a_cluster(
    servers: list[TrainingExecutor],
    monkeypatch: pytest.MonkeyPatch,
    digits: Digits,
    tmp_path: Path,
) -> None:
    """By whichever server comes first; another file with the same content is the same."""
    read: list[Path] = []
    monkeypatch.setattr(clusters, "read_mnist", lambda file: read.append(file) or digits)
    stand_in(monkeypatch, quick)
    for name, server in zip("aab", [*servers, servers[0]], strict=True):
        digits.save(tmp_path / name)
        job = Job(training_config("all-pairs", digits=120, epochs=1), tmp_path / name)
        server.submit(job, "a").result(60)
    assert read == [tmp_path / "a"]


def test_a_scheduler_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "WAIT", 1)
    server = TrainingExecutor(Limits(), "tcp://127.0.0.1:9")
    assert failed(server) == errors.NO_WORKER
    server.shutdown()


def test_what_a_worker_tells_arrives_in_order_and_before_its_end(
    servers: list[TrainingExecutor], monkeypatch: pytest.MonkeyPatch
) -> None:
    def many(report: Report) -> Files:
        for number in range(1, 101):
            report.send(step(number, 9))
        return WRITTEN

    stand_in(monkeypatch, many)
    run = servers[0].submit(small_job(), "a")
    run.result(60)
    assert [one.step for one in run.steps] == list(range(1, 101))
