"""A run as the server sees it: what it tells, how it ends, and what a visitor is told of that."""

import errno
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from siamese.config import training_config
from siamese.jobs import Job, Limits, Run, RunError, State, TrainingExecutor, errors
from siamese.jobs import run as runs
from siamese.jobs.protocol import Sign
from siamese.jobs.worker import Report
from tests.support.stand_ins import (
    WRITTEN,
    Files,
    Program,
    children,
    deaf,
    killed,
    polite,
    quick,
    small_job,
    stand_in,
    step,
    until,
)

Begin = Callable[..., Run]


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    """Begins a run whose training is a stand-in."""
    executors: list[TrainingExecutor] = []

    def begin(program: Program, seconds: float = 600) -> Run:
        stand_in(monkeypatch, program)
        executors.append(TrainingExecutor(Limits(seconds=seconds)))
        return executors[-1].submit(small_job(), "visit")

    yield begin
    for executor in executors:
        executor.shutdown()
    assert children() == []


def problem_of(run: Run) -> str:
    """Why it failed: the same in its words and in its exception."""
    with pytest.raises(RunError) as caught:
        run.result(60)
    assert run.state is State.FAILED
    assert str(caught.value) == run.problem
    assert "\n" not in run.problem
    return run.problem


def test_a_run_to_its_end_is_done_and_all_its_files_are_there(begin: Begin) -> None:
    run = begin(quick)
    folder = run.result(60)
    assert {name: (folder / name).read_bytes() for name in WRITTEN} == WRITTEN
    assert (run.state, run.problem, run.place) == (State.DONE, "", 0)
    assert run.steps == [run.step] == [step(100, epoch=9)]
    seconds = run.seconds
    assert seconds > 0
    assert run.seconds == seconds


def test_a_run_that_is_stopped_is_kept(begin: Begin) -> None:
    run = begin(polite)
    until(lambda: run.step)
    assert run.state is State.RUNNING
    run.stop()
    run.stop()
    assert (run.result(60) / "network").is_file()
    assert (run.state, run.problem) == (State.STOPPED, "")
    run.stop()
    assert run.state is State.STOPPED


def test_a_stop_before_the_first_word_is_heard(begin: Begin) -> None:
    run = begin(polite)
    run.stop()
    run.result(60)
    assert run.state is State.STOPPED


def test_saving_is_told_before_the_end(begin: Begin, tmp_path: Path) -> None:
    go = tmp_path / "go"

    def saving(report: Report) -> Files:
        report.send(Sign.SAVING)
        until(go.exists)
        return WRITTEN

    run = begin(saving)
    until(lambda: run.state is State.SAVING)
    assert not run.done()
    go.touch()
    run.result(60)
    assert run.state is State.DONE


def test_the_limit_of_time_stops_a_run_and_keeps_it(begin: Begin) -> None:
    run = begin(polite, seconds=0.5)
    assert run.result(60).is_dir()
    assert run.state is State.STOPPED
    assert run.problem == errors.time_is_up(0.5)
    assert "0.5 s" in run.problem


def test_a_run_that_comes_to_its_end_at_the_limit_was_not_stopped(begin: Begin) -> None:
    def late(report: Report) -> Files:
        until(report.stopped)
        return quick(report)

    run = begin(late, seconds=0.1)
    run.result(60)
    assert (run.state, run.problem) == (State.DONE, "")


def test_a_run_that_does_not_stop_is_told_and_its_worker_ended(begin: Begin) -> None:
    """Within ten seconds of the click, whatever the worker does."""
    run = begin(deaf)
    until(lambda: run.step)
    began = time.monotonic()
    run.stop()
    assert problem_of(run) == errors.STOP_TIMEOUT
    assert time.monotonic() - began < 10
    until(lambda: not children())


def test_a_run_that_hangs_beyond_the_limit_is_ended(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though it goes on telling of steps."""
    monkeypatch.setattr(runs, "STOP_SECONDS", 0.5)

    def busy(report: Report) -> Files:
        while True:
            report.on_event(step())
            time.sleep(0.01)

    assert problem_of(begin(busy, seconds=0.5)) == errors.STOP_TIMEOUT


def test_a_run_that_is_never_written_is_ended(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "SAVE_SECONDS", 0.5)

    def saving(report: Report) -> Files:
        report.send(Sign.SAVING)
        return deaf(report)

    assert problem_of(begin(saving)) == errors.UNSAVED


def test_a_worker_that_the_system_killed_is_told_at_once(begin: Begin) -> None:
    """Half a second after its end, the visitor knows."""
    run = begin(deaf)
    until(lambda: run.step)
    began = time.monotonic()
    children()[0].kill()
    assert problem_of(run) == errors.KILLED
    assert time.monotonic() - began < 0.5
    assert "memory" in run.problem


def test_a_run_whose_worker_kills_itself_is_not_tried_again(begin: Begin) -> None:
    run = begin(killed)
    assert problem_of(run) == errors.KILLED
    assert len(run.steps) == 1


def test_a_worker_that_does_not_answer_is_told_within_ten_seconds(begin: Begin) -> None:
    """Stopped by the system, it tells no more, not even that it is there."""
    run = begin(deaf)
    until(lambda: run.step)
    time.sleep(2)  # a worker that learns in silence is not given up
    assert not run.done()
    began = time.monotonic()
    psutil.Process(children()[0].pid).suspend()
    assert problem_of(run) == errors.HUNG
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(("error", "shown"), [(RunError("No such digits."), "No such digits.")])
def test_a_worker_that_tells_what_failed(
    begin: Begin, caplog: pytest.LogCaptureFixture, error: Exception, shown: str
) -> None:
    def failing(report: Report) -> Files:
        raise error

    assert problem_of(begin(failing)) == shown
    assert caplog.text == ""


def test_a_slip_of_ours_goes_to_the_log(begin: Begin, caplog: pytest.LogCaptureFixture) -> None:
    def slip(report: Report) -> Files:
        raise ZeroDivisionError("by a slip")

    assert problem_of(begin(slip)) == errors.UNEXPECTED
    assert "ZeroDivisionError: by a slip" in caplog.text


def test_a_full_disk_is_told_before_the_run(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(folder: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(runs, "require_space", full)
    run = begin(polite)
    assert problem_of(run) == errors.DISK_FULL
    assert run.begun is None
    until(lambda: not run.folder.exists())


def test_a_disk_that_is_full_when_the_network_comes(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "part":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    run = begin(quick)
    assert problem_of(run) == errors.DISK_FULL
    until(lambda: not run.folder.exists())


def test_steps_are_thinned_evenly(begin: Begin) -> None:
    """Of 900 steps every third is shown, for 400 are the most; the latest is known besides."""

    def many(report: Report) -> Files:
        for epoch in range(1, 10):
            for number in range(1, 101):
                report.send(step(number, epoch))
        return WRITTEN

    run = begin(many)
    run.result(60)
    shown = [100 * (one.epoch - 1) + one.step for one in run.steps]
    assert shown == list(range(1, 901, 3))
    assert run.step == step(100, epoch=9)


@pytest.mark.parametrize(
    "tracked", [np.zeros((28, 28), np.uint8), np.zeros((2, 28, 28), np.float32)]
)
def test_a_pair_of_another_form_is_refused(tracked: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"Received: \w+ \("):
        Job(training_config("all-pairs"), None, tracked)
