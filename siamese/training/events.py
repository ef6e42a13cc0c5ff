"""What a training run tells while it goes.

Each event is plain numbers, so that it can travel between processes; none needs TensorFlow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from siamese.evaluation.results import DistanceHistogram


@dataclass(frozen=True)
class StepEnd:
    """A batch is done."""

    epoch: int  # from 1
    epochs: int  # in all
    step: int  # in this epoch, from 1
    steps: int  # in an epoch
    loss: float  # mean over the latest steps, of this epoch and the one before
    seconds_left: float  # until the last step, at the pace so far


@dataclass(frozen=True)
class EpochEnd:
    """The network as it stands, measured: before the run, after each epoch, and where it stopped.

    The metrics are epoch, 0 before the run, with a fraction where it was stopped in between;
    seconds since the run began; loss, mean over the epoch's batches, and val_loss, the same on
    validation digits (neither at epoch 0); accuracy on pairs of the training digits and
    val_accuracy on pairs of validation digits, balanced, at the threshold that is best for the
    latter; equal_error_rate on the validation pairs.
    """

    metrics: dict[str, float]
    distances: DistanceHistogram  # of the validation pairs
    tracked: float | None = None  # the distance of the tracked pair; None without one


@dataclass(frozen=True)
class ClassifierEpochEnd:
    """A classifier as it stands, measured: before the run, after each epoch, where it stopped.

    The metrics are epoch, 0 before the run, with a fraction where it was stopped in between;
    seconds since the run began; loss and accuracy, means over the epoch's batches, with dropout
    (neither at epoch 0); test_accuracy on all test digits.
    """

    metrics: dict[str, float]
    predicted: list[int]  # the class of each test digit, in their order


Measurement: TypeAlias = EpochEnd | ClassifierEpochEnd
Event: TypeAlias = StepEnd | Measurement
OnEvent: TypeAlias = Callable[[Event], None]
