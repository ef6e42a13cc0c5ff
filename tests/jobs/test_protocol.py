"""What goes through the pipe comes out of it the same, and nothing else comes out."""

from pathlib import Path

import numpy as np
import pytest

from siamese.config import ClassifierConfig, training_config
from siamese.evaluation.results import DistanceHistogram
from siamese.jobs.protocol import (
    ClassifierJob,
    Failed,
    GarbledError,
    Job,
    Message,
    Saved,
    Saving,
    decode,
    decode_job,
    encode,
    encode_job,
)
from siamese.training.events import ClassifierEpochEnd, EpochEnd, StepEnd

HISTOGRAM = DistanceHistogram([0.0, 0.5, 1.0], [3, 1], [0, 4])


@pytest.mark.parametrize(
    "message",
    [
        StepEnd(1, 2, 3, 4, 0.1 + 0.2, 1e-9),
        EpochEnd({"epoch": 1.5, "loss": 1 / 3}, HISTOGRAM, tracked=0.1),
        EpochEnd({"epoch": 0}, HISTOGRAM),
        ClassifierEpochEnd({"epoch": 2, "test_accuracy": 0.1}, [7, 2, 1, 0]),
        Saving(),
        Saved(early=True),
        Failed("The disk is full.\nTwo lines, “quoted”.", slip=True),
    ],
)
def test_a_message_is_one_line_and_comes_back_the_same(message: Message) -> None:
    line = encode(message)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert decode(line) == message


@pytest.mark.parametrize(
    "tracked", [np.zeros((28, 28), np.uint8), np.zeros((2, 28, 28), np.float32)]
)
def test_a_pair_of_another_form_is_refused(tracked: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"Received: \w+ \("):
        Job(training_config("all-pairs"), None, tracked)


@pytest.mark.parametrize(
    "line",
    [
        b"Epoch 1/3\n",
        b"\xff\x00\n",
        b"\n",
        b"[]\n",
        b"3\n",
        b"{}\n",
        b'{"StepEnd": 3}\n',
        b'{"StepEnd": {"epoch": 1}}\n',
        b'{"Path": {}}\n',
        b'{"Saving": {}, "Saved": {"early": true}}\n',
        b'{"EpochEnd": {"metrics": {}, "distances": 3}}\n',
        b'{"Saved": {"early": true}',
    ],
)
def test_what_is_no_message_is_refused(line: bytes) -> None:
    with pytest.raises(GarbledError, match="Received: "):
        decode(line)


def test_a_job_comes_back_the_same() -> None:
    pair = np.random.default_rng(1).integers(0, 256, (2, 28, 28), np.uint8)
    job = Job(training_config("slides", digits=500, seed=7), Path("/some/mnist.npz"), pair)
    back = decode_job(encode_job(job))
    assert (back.config, back.digits) == (job.config, job.digits)
    np.testing.assert_array_equal(back.tracked, pair)


def test_a_job_need_not_name_digits_nor_a_pair() -> None:
    back = decode_job(encode_job(Job(training_config("all-pairs", digits=500), None)))
    assert (back.digits, back.tracked) == (None, None)


@pytest.mark.parametrize("digits", [Path("/some/mnist.npz"), None])
def test_a_classifiers_job_comes_back_the_same(digits: Path | None) -> None:
    job = ClassifierJob(ClassifierConfig(epochs=2, digits=500, seed=7), digits)
    assert decode_job(encode_job(job)) == job


def test_digits_are_found_from_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    job = Job(training_config("all-pairs", digits=500), Path("data/mnist.npz"))
    assert decode_job(encode_job(job)).digits == tmp_path / "data" / "mnist.npz"
