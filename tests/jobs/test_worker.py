"""Real workers: they train, are stopped, killed and led astray. Each takes seconds to be there."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import keras
import numpy as np
import psutil
import pytest
import tensorflow as tf

from siamese.comparator import Comparator
from siamese.config import ClassifierConfig, training_config
from siamese.data.digits import Digits
from siamese.evaluation.results import DistanceHistogram
from siamese.jobs import ClassifierJob, Job, Limits, Run, RunError, State, TrainingExecutor, errors
from siamese.jobs.protocol import Message, Sign
from siamese.jobs.worker import Report, failure_of, warm_up
from siamese.manifest import ASSETS
from siamese.training.callbacks import TrainingError
from siamese.training.classifier import CLASSIFIER_FILE, classify, train_classifier
from siamese.training.events import ClassifierEpochEnd, EpochEnd, StepEnd
from siamese.training.trainer import train
from tests.support.stand_ins import children, until

ROOT = Path(__file__).resolve().parents[2]
ORDER = list(State)

# Keras 3.15 asks NumPy for a copy in the old way when it writes weights.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def step(number: int, steps: int = 3, epoch: int = 1, epochs: int = 2) -> StepEnd:
    return StepEnd(epoch, epochs, number, steps, loss=0.5, seconds_left=1.0)


MEASURED = EpochEnd({"epoch": 1}, DistanceHistogram([0, 1], [1], [1]))


class Heard:
    """A report, and what it has sent."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.report = Report(self.messages.append)


def test_steps_are_told_a_few_times_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten a second, of which every second one is told, and the last one of an epoch always."""
    clock = iter(np.arange(1000.0, 2000.0, 0.1))
    monkeypatch.setattr("siamese.jobs.worker.STEP_SECONDS", 0.15)
    now = [0.0]
    monkeypatch.setattr("siamese.jobs.worker.time.monotonic", lambda: now[0])
    heard = Heard()
    for number in range(1, 11):
        now[0] = next(clock)
        heard.report.on_event(step(number, steps=10))
    told = [message.step for message in heard.messages if isinstance(message, StepEnd)]
    assert told == [1, 3, 5, 7, 9, 10]


def test_a_stop_in_an_epoch_is_heard_after_the_step(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Heard()
    heard.report.on_event(step(1))
    assert not heard.report.stopped()
    heard.report.ask_to_stop()
    heard.report.on_event(step(2))
    assert heard.report.stopped()
    heard.report.on_event(MEASURED)
    assert heard.messages == [step(1), step(2), Sign.SAVING, MEASURED]


def test_a_stop_while_an_epoch_is_measured_is_answered_at_once() -> None:
    heard = Heard()
    heard.report.on_event(step(3))
    assert heard.messages == [step(3)]
    heard.report.ask_to_stop()
    assert heard.messages == [step(3), Sign.SAVING]
    heard.report.on_event(MEASURED)
    assert heard.report.stopped()
    assert heard.messages == [step(3), Sign.SAVING, MEASURED]


def test_after_the_last_step_it_is_saving() -> None:
    heard = Heard()
    heard.report.on_event(step(3, epoch=2))
    heard.report.ask_to_stop()
    assert heard.messages == [step(3, epoch=2), Sign.SAVING]


def test_a_run_that_nobody_waits_for_ends_at_its_next_step() -> None:
    heard = Heard()
    heard.report.on_event(step(1))
    heard.report.leave()
    with pytest.raises(RunError):
        heard.report.stopped()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told_apart_from_memory_that_ran_out() -> None:
    """TensorFlow has one kind of error for both."""
    with pytest.raises(tf.errors.ResourceExhaustedError) as caught:
        tf.io.write_file("/dev/full", "x" * 100_000)
    assert str(failure_of(caught.value)) == errors.DISK_FULL
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError) as refused:  # noqa: PT011
        full.write(b"x")
    assert str(failure_of(refused.value)) == errors.DISK_FULL


@pytest.mark.parametrize(
    ("error", "words", "logged"),
    [
        (tf.errors.ResourceExhaustedError(None, None, "OOM"), errors.NO_MEMORY, False),
        (MemoryError(), errors.NO_MEMORY, False),
        (TrainingError("The loss is no number."), "The loss is no number.", False),
        (RunError("Nobody waits."), "Nobody waits.", False),
        (KeyError("loss"), errors.UNEXPECTED, True),
        (PermissionError(13, "Permission denied"), errors.UNEXPECTED, True),
    ],
)
def test_what_a_visitor_is_told_of_an_error(error: Exception, words: str, logged: bool) -> None:
    failure = failure_of(error)
    assert (str(failure), bool(failure.details)) == (words, logged)


@pytest.fixture(scope="module")
def file(digits: Digits, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The printed digits as a file."""
    path = tmp_path_factory.mktemp("digits") / "printed.npz"
    digits.save(path)
    return path


@pytest.fixture(scope="module")
def executor() -> Iterator[TrainingExecutor]:
    """One for all tests: while one of them looks at its run, the next one's worker gets warm."""
    executor = TrainingExecutor(Limits())
    executor.warm()
    yield executor
    executor.shutdown()


def short(**settings: float) -> dict[str, object]:
    return {"recipe": "all-pairs", "digits": 360, "epochs": 2, "embedding_dim": 6, **settings}


def endless() -> dict[str, object]:
    """One pair a step: minutes, unless it is ended."""
    return {"recipe": "keras-example", "digits": 360, "epochs": 30, "batch_size": 1}


def job_of(
    settings: dict[str, object], digits: Path | None, tracked: np.ndarray | None = None
) -> Job:
    return Job(training_config(**settings), digits, tracked)  # type: ignore[arg-type]


def states_of(run: Run) -> list[State]:
    """Each state that a run was seen in until its end."""
    seen = [run.state]

    def look() -> bool:
        if run.state is not seen[-1]:
            seen.append(run.state)
        return run.done()

    until(look, 120)
    look()
    return seen


def failed(run: Run) -> str:
    """The problem of a run that failed."""
    with pytest.raises(RunError):
        run.result(120)
    assert run.state is State.FAILED
    return run.problem


def test_a_worker_whose_keras_is_set_otherwise_trains_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    with pytest.raises(errors.RunError, match="On the worker, KERAS_BACKEND sets Keras to jax"):
        warm_up.__wrapped__(None)


def test_a_run_to_its_end(executor: TrainingExecutor, file: Path, digits: Digits) -> None:
    """Its network can be used, and is the very one that this process would have trained."""
    shipped = {path: path.stat().st_mtime_ns for path in ASSETS.rglob("*")}
    tracked = digits.x_test[:2]
    run = executor.submit(job_of(short(), file, tracked), "whole")
    states = states_of(run)
    assert states == [state for state in ORDER if state in states]
    assert {State.RUNNING, State.SAVING, State.DONE} <= set(states)
    assert [(s.epoch, s.step) for s in run.steps][-1] == (2, 3)
    assert [(s.epoch, s.step) for s in run.steps if s.step == s.steps] == [(1, 3), (2, 3)]
    assert {path.name for path in run.result().iterdir()} == {
        "siamese_model.keras",
        "siamese_model.tflite",
        "checkpoints.npz",
        "manifest.json",
        "history.csv",
    }
    network = Comparator.load(run.result())
    assert network.distance(*tracked) == pytest.approx(run.measured[-1].tracked, abs=1e-5)
    assert network.manifest.history == [end.metrics for end in run.measured]
    here = train(training_config(**short()), digits).manifest.history  # type: ignore[arg-type]
    for ours, theirs in zip(here, network.manifest.history, strict=True):
        del ours["seconds"], theirs["seconds"]
        assert theirs == pytest.approx(ours, rel=1e-3)
    assert {path: path.stat().st_mtime_ns for path in ASSETS.rglob("*")} == shipped


def test_a_classifier_to_its_end(executor: TrainingExecutor, file: Path, digits: Digits) -> None:
    """It tells and leaves what this process would have trained."""
    config = ClassifierConfig(epochs=2, digits=360)
    run = executor.submit(ClassifierJob(config, file), "classifier")
    folder = run.result(120)
    assert run.state is State.DONE
    assert [path.name for path in folder.iterdir()] == [CLASSIFIER_FILE]
    measured = [end for end in run.measured if isinstance(end, ClassifierEpochEnd)]
    here = train_classifier(config, digits).history
    for ours, theirs in zip(here, [end.metrics for end in measured], strict=True):
        assert theirs.pop("seconds") >= 0
        del ours["seconds"]
        assert theirs == pytest.approx(ours, rel=1e-3, abs=0.02)
    network = keras.saving.load_model(folder / CLASSIFIER_FILE, safe_mode=True)
    assert classify(network, digits.x_test).tolist() == measured[-1].predicted


def test_a_classifier_stops_within_a_second(executor: TrainingExecutor, file: Path) -> None:
    job = ClassifierJob(ClassifierConfig(epochs=30, digits=360, batch_size=1), file)
    run = executor.submit(job, "stopped classifier")
    until(lambda: run.step and run.step.step > 1)
    began = time.monotonic()
    run.stop()
    until(lambda: run.state is not State.RUNNING, 15)
    assert time.monotonic() - began < 1
    run.result(120)
    assert run.state is State.STOPPED
    assert 0 < run.measured[-1].metrics["epoch"] < 30


def test_a_stop_in_mid_epoch_keeps_the_network(
    executor: TrainingExecutor, file: Path, digits: Digits
) -> None:
    run = executor.submit(job_of(endless(), file, digits.x_test[:2]), "stopped")
    until(lambda: run.step and run.step.step > 1)
    run.stop()
    until(lambda: run.state is not State.RUNNING, 15)
    folder = run.result(120)
    assert (run.state, run.problem) == (State.STOPPED, "")
    network = Comparator.load(folder)
    assert 0 < network.manifest.history[-1]["epoch"] < 1
    assert network.distance(*digits.x_test[:2]) == pytest.approx(run.measured[-1].tracked, abs=1e-5)


def test_a_worker_killed_in_mid_epoch_and_the_next_in_line(
    executor: TrainingExecutor, file: Path
) -> None:
    """The next one's loss is soon no number, which it says in words."""
    killed = executor.submit(job_of(endless(), file), "a")
    astray = executor.submit(job_of(short(learning_rate=1e30, epochs=5), file), "b")
    until(lambda: killed.step)
    assert (astray.state, astray.place) == (State.WAITING, 1)
    (child,) = children()
    assert child.nice() > psutil.Process().nice()
    child.kill()
    assert failed(killed) == errors.KILLED
    assert "smaller learning rate" in failed(astray)


def test_digits_that_cannot_be_read(executor: TrainingExecutor, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.npz"
    damaged.write_bytes(b"PK\x03\x04 and no more")
    problem = failed(executor.submit(job_of(short(), damaged), "damaged"))
    assert "damaged.npz: damaged, or no .npz" in problem
    assert "\n" not in problem


# Found and run by Python as it starts: a disk that is full when the network is moved into place.
FULL_DISK = """
import errno, os, pathlib
replace = pathlib.Path.replace
def full(self, target):
    print("a stray word", flush=True)
    if self.name == "siamese_model.keras":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return replace(self, target)
pathlib.Path.replace = full
"""


def test_a_disk_that_is_full(
    executor: TrainingExecutor, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And words on standard output from somewhere else do no harm."""
    (tmp_path / "sitecustomize.py").write_text(FULL_DISK)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    full = TrainingExecutor(Limits())
    try:
        run = full.submit(job_of(short(epochs=1), file), "full")
        assert failed(run) == errors.DISK_FULL
        assert run.measured
        until(lambda: not run.folder.exists())
    finally:
        full.shutdown()


def test_a_tensorflow_that_cannot_be_imported(
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "tensorflow.py").write_text("raise ImportError('libsomething.so is missing')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    executor = TrainingExecutor(Limits())
    try:
        assert failed(executor.submit(job_of(short(), file), "a")) == errors.NO_TENSORFLOW
    finally:
        executor.shutdown()
    assert "libsomething.so is missing" in caplog.text


# A server that says which worker it has, and that trains or waits until it is killed.
SERVER = """
import json, sys, time
from pathlib import Path
import psutil
from siamese.config import training_config
from siamese.jobs import Job, Limits, TrainingExecutor
settings = json.loads(sys.argv[1])
executor = TrainingExecutor(Limits(runs=2))
run = executor.submit(Job(training_config(**settings), Path(sys.argv[2])), "a")
while not run.step:
    assert not run.done(), run.problem
    time.sleep(0.05)
executor.warm()
while len(psutil.Process().children()) < 2:
    time.sleep(0.05)
print(*(child.pid for child in psutil.Process().children()), flush=True)
time.sleep(600)
"""


def test_no_worker_outlives_its_server(file: Path) -> None:
    """Killed, so that it cannot say goodbye: one worker trains, and one waits or still wakes up."""
    command = [sys.executable, "-c", SERVER, json.dumps(endless()), str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        pids = [int(pid) for pid in server.stdout.readline().split()]
        assert len(pids) == 2
        assert all(psutil.pid_exists(pid) for pid in pids)
        server.kill()
    until(lambda: not any(psutil.pid_exists(pid) for pid in pids), 5)
