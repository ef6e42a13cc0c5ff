"""A run as the server sees it: what it tells, how it ends, and what a visitor is told of that."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from siamese.jobs import Limits, Run, RunError, State, TrainingExecutor, errors
from siamese.jobs import run as runs
from tests.support.stand_ins import POLITE, QUICK, small_job, stand_in, until

Begin = Callable[..., Run]


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Begin]:
    """Begins a run whose worker is a stand-in."""
    executors: list[TrainingExecutor] = []

    def begin(program: str, seconds: float = 600) -> Run:
        stand_in(monkeypatch, tmp_path, program)
        executors.append(TrainingExecutor(Limits(seconds=seconds)))
        return executors[-1].submit(small_job(), "visit")

    yield begin
    for executor in executors:
        executor.shutdown()


def problem_of(run: Run) -> str:
    """Why it failed: the same in its words and in its exception."""
    with pytest.raises(RunError) as caught:
        run.result(60)
    assert run.state is State.FAILED
    assert str(caught.value) == run.problem
    assert "\n" not in run.problem
    return run.problem


def test_a_run_to_its_end_is_done(begin: Begin) -> None:
    run = begin(QUICK)
    assert (run.result(60) / "network").read_text() == "written"
    assert (run.state, run.problem, run.place) == (State.DONE, "", 0)
    assert run.step is not None
    assert run.steps == [run.step]
    seconds = run.seconds
    assert seconds > 0
    assert run.seconds == seconds


def test_a_run_that_is_stopped_is_kept(begin: Begin) -> None:
    run = begin(POLITE)
    until(lambda: run.step)
    assert run.state is State.RUNNING
    run.stop()
    run.stop()
    assert (run.result(60) / "network").is_file()
    assert (run.state, run.problem) == (State.STOPPED, "")
    run.stop()
    assert run.state is State.STOPPED


def test_a_stop_before_the_first_word_is_heard(begin: Begin) -> None:
    run = begin("time.sleep(0.2)" + POLITE)
    run.stop()
    run.result(60)
    assert run.state is State.STOPPED


def test_saving_is_told_before_the_end(begin: Begin, tmp_path: Path) -> None:
    go = tmp_path / "go"
    run = begin(f"tell('Saving')\nwhile not os.path.exists({str(go)!r}): time.sleep(0.01)\nsave()")
    until(lambda: run.state is State.SAVING)
    assert not run.done()
    go.touch()
    run.result(60)
    assert run.state is State.DONE


def test_the_limit_of_time_stops_a_run_and_keeps_it(begin: Begin) -> None:
    run = begin(POLITE, seconds=0.5)
    assert run.result(60).is_dir()
    assert run.state is State.STOPPED
    assert run.problem == errors.time_is_up(0.5)
    assert "0.5 s" in run.problem


def test_a_run_that_comes_to_its_end_at_the_limit_was_not_stopped(begin: Begin) -> None:
    run = begin("sys.stdin.readline()\ntell('Saving')\nsave(early=False)", seconds=0.1)
    run.result(60)
    assert (run.state, run.problem) == (State.DONE, "")


def test_a_run_that_does_not_stop_is_killed(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "STOP_SECONDS", 0.5)
    run = begin("step()\nwhile True: time.sleep(1)")
    until(lambda: run.step)
    run.stop()
    assert problem_of(run) == errors.STOP_TIMEOUT


def test_a_run_that_hangs_beyond_the_limit_is_killed(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though it goes on telling of steps."""
    monkeypatch.setattr(runs, "STOP_SECONDS", 0.5)
    run = begin("while True:\n    step()\n    time.sleep(0.01)", seconds=0.5)
    assert problem_of(run) == errors.STOP_TIMEOUT


def test_a_run_that_is_never_written_is_killed(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "SAVE_SECONDS", 0.5)
    assert problem_of(begin("tell('Saving')\ntime.sleep(600)")) == errors.UNSAVED


def test_a_worker_that_the_system_killed(begin: Begin) -> None:
    run = begin("step()\nos.kill(os.getpid(), signal.SIGKILL)")
    assert problem_of(run) == errors.KILLED
    assert "memory" in run.problem


def test_a_worker_that_tells_what_failed(begin: Begin, caplog: pytest.LogCaptureFixture) -> None:
    run = begin("tell('Failed', problem='No such digits.', slip=False)\nsys.exit(1)")
    assert problem_of(run) == "No such digits."
    assert caplog.text == ""


def test_a_slip_of_ours_goes_to_the_log(begin: Begin, caplog: pytest.LogCaptureFixture) -> None:
    run = begin("raise ZeroDivisionError('by a slip')")
    assert problem_of(run) == errors.UNEXPECTED
    assert "ZeroDivisionError: by a slip" in caplog.text
    assert "exit status 1" in caplog.text


def test_garbage_on_the_pipe_ends_the_run(begin: Begin, caplog: pytest.LogCaptureFixture) -> None:
    run = begin("step()\nprint('\\x00rubbish', flush=True)\ntime.sleep(600)")
    assert problem_of(run) == errors.GARBLED
    assert "rubbish" in caplog.text


@pytest.mark.parametrize(
    "ending",
    [
        "save()\nsys.exit(3)",  # written, and then something went wrong
        "tell('Saving')\nos.makedirs(sys.argv[1])",  # ended well, but never said that all is there
    ],
)
def test_a_network_is_there_only_if_the_worker_said_so_and_ended_well(
    begin: Begin, ending: str
) -> None:
    run = begin(ending)
    assert problem_of(run) == errors.UNEXPECTED
    assert run.folder is not None
    until(lambda: not run.folder.exists())  # type: ignore[union-attr]


def test_steps_are_thinned_evenly(begin: Begin) -> None:
    """1,000 steps, of which 400 are the most: halved at the 401st and at the 802nd."""
    run = begin("for n in range(1, 1001): step(n)\nsave()")
    run.result(60)
    kept = [step.step for step in run.steps]
    assert kept == list(range(4, 1001, 4))
    assert run.step is not None
    assert run.step.step == 1000
