"""Who runs, who waits, who has left: with stand-ins for trainings. Real ones are in test_worker."""

import errno
import os
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor, wait

import psutil
import pytest

from siamese.jobs import Limits, Run, State, TrainingExecutor, errors
from tests.support.stand_ins import (
    Program,
    children,
    polite,
    quick,
    small_classifier_job,
    small_job,
    stand_in,
    until,
)

Opened = Callable[..., TrainingExecutor]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """Opens executors whose trainings are stand-ins; nothing is left of them."""
    executors: list[TrainingExecutor] = []

    def open_one(program: Program = polite, limits: Limits | None = None) -> TrainingExecutor:
        stand_in(monkeypatch, program)
        executors.append(TrainingExecutor(limits or Limits()))
        return executors[-1]

    yield open_one
    for executor in executors:
        executor.shutdown()
    assert children() == []


def pids() -> set[int]:
    return {child.pid for child in children()}


def test_a_visit_counts_its_runs(opened: Opened) -> None:
    executor = opened(quick)
    first = executor.submit(small_job(), "a")
    first.result(60)
    second, other = executor.submit(small_job(), "a"), executor.submit(small_job(), "b")
    wait([second, other], 60)
    assert [first.number, second.number, other.number] == [1, 2, 1]
    assert executor.runs_of("a") == [first, second]
    executor.forget(first)
    assert executor.runs_of("a") == [second]
    assert executor.submit(small_job(), "a").number == 3
    assert executor.runs_of("nobody") == []


def test_each_kind_of_run_is_counted_by_itself(opened: Opened) -> None:
    executor = opened(quick)
    jobs = [small_job(), small_classifier_job(), small_job(), small_classifier_job()]
    runs = []
    for job in jobs:
        runs.append(executor.submit(job, "a"))
        runs[-1].result(60)
    assert [run.number for run in runs] == [1, 1, 2, 2]
    assert executor.runs_of("a") == runs


def test_both_kinds_wait_in_one_line(opened: Opened) -> None:
    executor = opened()
    going, waiting = executor.submit(small_job(), "a"), executor.submit(small_classifier_job(), "b")
    assert [going.place, waiting.place] == [0, 1]
    assert waiting.state is State.WAITING
    with pytest.raises(ValueError, match="already have a run in the queue"):
        executor.submit(small_job(), "b")


def test_visits_wait_in_order_of_arrival(opened: Opened) -> None:
    executor = opened()
    runs = [executor.submit(small_job(), visit) for visit in "abcd"]
    assert [run.place for run in runs] == [0, 1, 2, 3]
    assert [run.state for run in runs[1:]] == [State.WAITING] * 3
    runs[1].stop()
    assert [run.place for run in runs] == [0, 0, 1, 2]
    assert runs[1].state is State.FAILED
    assert runs[1].problem == errors.LEFT_QUEUE
    until(lambda: runs[0].step)
    runs[0].stop()
    until(lambda: runs[2].step)
    assert [run.place for run in runs] == [0, 0, 0, 1]
    assert runs[0].state is State.STOPPED
    assert runs[3].seconds == 0


def test_a_run_that_has_left_the_line_is_over_for_whoever_waits_for_it(opened: Opened) -> None:
    executor = opened()
    executor.submit(small_job(), "a")
    run = executor.submit(small_job(), "b")
    assert run.cancel()
    assert not wait([run], 60).not_done
    with pytest.raises(CancelledError):
        run.result()


def test_a_visit_waits_with_one_run_only(opened: Opened) -> None:
    executor = opened()
    going, waiting = executor.submit(small_job(), "a"), executor.submit(small_job(), "a")
    with pytest.raises(ValueError, match="already have a run in the queue"):
        executor.submit(small_job(), "a")
    assert executor.runs_of("a") == [going, waiting]
    waiting.stop()
    assert executor.submit(small_job(), "a").place == 1


def test_so_many_run_at_a_time(opened: Opened) -> None:
    executor = opened(limits=Limits(runs=2))
    runs = [executor.submit(small_job(), visit) for visit in "abc"]
    until(lambda: runs[0].step and runs[1].step)
    assert [run.place for run in runs] == [0, 0, 1]
    assert len(pids()) == 2


@pytest.mark.parametrize("settings", [{"digits": 501}, {"epochs": 3}])
def test_what_is_beyond_the_limits_is_refused(opened: Opened, settings: dict[str, int]) -> None:
    executor = opened(limits=Limits(digits=500, epochs=2))
    with pytest.raises(ValueError, match="at most"):
        executor.submit(small_job(**settings), "a")
    with pytest.raises(ValueError, match="at most"):
        executor.submit(small_classifier_job(**settings), "a")
    assert executor.runs_of("a") == []


def test_the_next_one_runs_where_one_was_killed(opened: Opened) -> None:
    executor = opened()
    killed, waiting = executor.submit(small_job(), "a"), executor.submit(small_job(), "b")
    until(lambda: killed.step)
    psutil.Process(*pids()).kill()
    until(lambda: waiting.step)
    assert (killed.state, killed.problem) == (State.FAILED, errors.KILLED)
    until(lambda: not killed.folder.exists())


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), errors.DISK_FULL),
        (OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)), errors.NO_MEMORY),
        (PermissionError(errno.EACCES, os.strerror(errno.EACCES)), errors.UNEXPECTED),
    ],
)
def test_a_worker_that_cannot_be_started(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    """Those in line are told, and when it can be started again, the server goes on."""
    executor = opened(quick)

    def refuse(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr("siamese.jobs.cluster.subprocess.Popen", refuse)
        executor.warm()
        runs = [executor.submit(small_job(), visit) for visit in "ab"]
        until(lambda: all(run.done() for run in runs))
    assert [(run.state, run.problem) for run in runs] == [(State.FAILED, words)] * 2
    later = executor.submit(small_job(), "a")
    later.result(60)
    assert later.state is State.DONE


def test_a_warm_worker_takes_one_job_after_another(opened: Opened) -> None:
    executor = opened(quick)
    executor.warm()
    until(pids)
    warm = pids()
    for _ in range(2):
        run = executor.submit(small_job(), "a")
        run.result(60)
        executor.warm()  # there is room for one worker only
        assert run.begun is not None
        assert pids() == {run.begun.pid} == warm


def test_a_worker_that_waits_too_long_is_ended_and_one_that_works_is_not(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody being there, none is started in its place."""
    monkeypatch.setattr("siamese.jobs.executor.SPARE_SECONDS", 3.0)
    server = opened()
    run = server.submit(small_job(), "a")
    server.warm()
    until(lambda: run.step)
    until(lambda: run.seconds > 4)
    assert len(pids()) == 1
    run.stop()
    run.result(60)
    assert len(pids()) == 1
    until(lambda: not pids(), 6)
    again = server.submit(small_job(), "a")
    until(lambda: again.step)


def test_a_worker_that_was_killed_while_it_waited_does_not_matter(opened: Opened) -> None:
    executor = opened(quick)
    executor.warm()
    until(pids)
    psutil.Process(*pids()).kill()
    run = executor.submit(small_job(), "a")
    run.result(60)
    assert run.state is State.DONE


def test_forgetting_a_run_that_goes_ends_it(opened: Opened) -> None:
    executor = opened()
    run, waiting = executor.submit(small_job(), "a"), executor.submit(small_job(), "b")
    until(lambda: run.step)
    (pid,) = pids()
    executor.forget(run)
    until(lambda: waiting.step)
    until(lambda: not psutil.pid_exists(pid), 1)
    assert (run.state, run.problem) == (State.FAILED, errors.DELETED)
    until(lambda: not run.folder.exists())
    assert executor.runs_of("a") == []
    executor.forget(run)


def test_forgetting_a_run_that_is_over_removes_its_files(opened: Opened) -> None:
    executor = opened(quick)
    run = executor.submit(small_job(), "a")
    folder = run.result(60)
    executor.forget(run)
    assert not folder.exists()
    assert run.state is State.DONE


def test_forgetting_a_run_in_line_takes_it_out(opened: Opened) -> None:
    executor = opened()
    going, forgotten, last = (executor.submit(small_job(), visit) for visit in "abc")
    executor.forget(forgotten)
    assert forgotten.cancelled()
    assert executor.runs_of("b") == []
    assert last.place == 1
    assert not going.done()


def test_who_leaves_is_forgotten_after_the_grace_and_who_stays_is_not(opened: Opened) -> None:
    executor = opened(limits=Limits(runs=2))
    stayed, left = executor.submit(small_job(), "a"), executor.submit(small_job(), "b")
    waiting = executor.submit(small_job(), "b")
    until(lambda: stayed.step and left.step)
    executor.leave("a", grace=0.1)
    executor.stay("a")
    executor.leave("b", grace=0.2)
    assert not left.done()
    until(lambda: executor.runs_of("b") == [])
    until(lambda: left.done() and waiting.cancelled())
    assert left.problem == errors.DELETED
    until(lambda: not left.folder.exists())
    assert executor.runs_of("a") == [stayed]
    assert not stayed.done()


def test_who_submits_is_there(opened: Opened) -> None:
    executor = opened(limits=Limits(runs=3))
    executor.leave("a", grace=0.1)
    run, other = executor.submit(small_job(), "a"), executor.submit(small_job(), "b")
    executor.leave("b", grace=0.2)
    until(other.done)
    assert executor.runs_of("a") == [run]


def test_shutdown_leaves_no_process_and_no_file(opened: Opened) -> None:
    executor = opened(limits=Limits(runs=2))
    runs = [executor.submit(small_job(), visit) for visit in "abc"]
    until(lambda: runs[0].step and runs[1].step)
    executor.shutdown()
    assert pids() == set()
    assert all(run.done() for run in runs)
    assert not runs[0].folder.parent.exists()
    executor.shutdown()
    executor.warm()
    assert pids() == set()
    with pytest.raises(RuntimeError, match="shutdown"):
        executor.submit(small_job(), "a")


def test_many_threads_may_come_at_once(opened: Opened) -> None:
    """Twelve visitors, each with a run that they stop, forget or see to its end."""
    executor = opened(quick, limits=Limits(runs=3))

    def visit(number: int) -> Run:
        run = executor.submit(small_job(), str(number))
        if number % 3 == 0:
            run.stop()
        elif number % 3 == 1:
            executor.forget(run)
        return run

    with ThreadPoolExecutor(12) as threads:
        runs = list(threads.map(visit, range(12)))
    assert not wait(runs, 60).not_done
    assert all(run.place == 0 for run in runs)
    assert {run.state for run in runs[2::3]} == {State.DONE}
