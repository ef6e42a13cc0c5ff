"""What a server and its worker tell each other: one JSON object a line, plain numbers and words."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from siamese.config import ClassifierConfig, TrainingConfig
from siamese.evaluation.results import DistanceHistogram
from siamese.training.events import ClassifierEpochEnd, EpochEnd, StepEnd

STOP = b"stop\n"
PAIR = (2, 28, 28)


class GarbledError(ValueError):
    """A line that is no message; it ends in what was received."""


@dataclass(frozen=True, eq=False)
class Job:
    """A twin network to be trained.

    Raises:
        ValueError: If the pair has another form.
    """

    config: TrainingConfig  # of the run; its digits are a number, not None
    digits: Path | None  # a file in mnist.npz's layout; None for handwriting, as the pages show it
    tracked: NDArray[np.uint8] | None = None  # a pair to measure at each epoch, (2, 28, 28)

    def __post_init__(self) -> None:
        pair = self.tracked
        if pair is not None and (pair.shape != PAIR or pair.dtype != np.uint8):
            raise ValueError(
                f"a tracked pair is uint8 (2, 28, 28). Received: {pair.dtype} {pair.shape}"
            )


@dataclass(frozen=True)
class ClassifierJob:
    """The deck's classifier to be trained."""

    config: ClassifierConfig  # of the run
    digits: Path | None  # a file in mnist.npz's layout; None for handwriting, as the pages show it


AnyJob: TypeAlias = Job | ClassifierJob


@dataclass(frozen=True)
class Saving:
    """The last step is done: what was learned is measured and written."""


@dataclass(frozen=True)
class Saved:
    """Everything is written."""

    early: bool  # whether the run was stopped before its last epoch's end


@dataclass(frozen=True)
class Failed:
    """Nothing is kept."""

    problem: str  # what happened and what to do, one line for a visitor
    slip: bool = False  # whether it is a slip of ours, of which the worker's log says more


Message: TypeAlias = StepEnd | EpochEnd | ClassifierEpochEnd | Saving | Saved | Failed
KINDS = {
    kind.__name__: kind for kind in (StepEnd, EpochEnd, ClassifierEpochEnd, Saving, Saved, Failed)
}


def encode(message: Message) -> bytes:
    """A message as a line.

    Example:
        >>> encode(Saved(early=True)).decode().strip()
        '{"Saved": {"early": true}}'
    """
    return json.dumps({type(message).__name__: asdict(message)}).encode() + b"\n"


def decode(line: bytes) -> Message:
    """The message that a line holds.

    Raises:
        GarbledError: If it holds none.
    """
    try:
        ((name, fields),) = json.loads(line).items()
        if name == EpochEnd.__name__:
            fields["distances"] = DistanceHistogram(**fields["distances"])
        message: Message = KINDS[name](**fields)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise GarbledError(f"A worker's line is a message. Received: {line[:200]!r}") from error
    return message


def encode_job(job: AnyJob) -> bytes:
    """A job as a line; the way to its digits is made absolute, for a worker that is elsewhere."""
    fields: dict[str, Any] = {
        "config": asdict(job.config),
        "digits": None if job.digits is None else str(job.digits.absolute()),
    }
    if isinstance(job, Job):
        pixels = job.tracked
        fields["tracked"] = None if pixels is None else base64.b64encode(pixels.tobytes()).decode()
    return json.dumps({type(job).__name__: fields}).encode() + b"\n"


def decode_job(line: bytes) -> AnyJob:
    """The job that a line holds."""
    ((kind, fields),) = json.loads(line).items()
    digits = None if fields["digits"] is None else Path(fields["digits"])
    if kind == ClassifierJob.__name__:
        return ClassifierJob(ClassifierConfig(**fields["config"]), digits)
    pixels = fields["tracked"]
    return Job(
        config=TrainingConfig(**fields["config"]),
        digits=digits,
        tracked=None
        if pixels is None
        else np.frombuffer(base64.b64decode(pixels), np.uint8).reshape(PAIR),
    )
