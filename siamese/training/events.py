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
    """A batch is done.

    Attributes:
        epoch: From 1.
        epochs: In all.
        step: In this epoch, from 1.
        steps: In an epoch.
        loss: Mean over the latest steps, of this epoch and the one before.
        seconds_left: Until the last step, at the pace so far.
    """

    epoch: int
    epochs: int
    step: int
    steps: int
    loss: float
    seconds_left: float


@dataclass(frozen=True)
class EpochEnd:
    """The network as it stands, measured: before the run, after each epoch, and where it stopped.

    Attributes:
        metrics: epoch, 0 before the run, with a fraction where it was stopped in between; seconds
            since the run began; loss, mean over the epoch's batches, and val_loss, the same on
            held-out digits (neither at epoch 0); accuracy on pairs of the training digits and
            val_accuracy on pairs of held-out ones, balanced, at the threshold that is best for
            the latter; equal_error_rate on the held-out pairs.
        distances: Of the held-out pairs.
        watched: The distance of the pair that the run was given to watch; None without one.
    """

    metrics: dict[str, float]
    distances: DistanceHistogram
    watched: float | None = None


@dataclass(frozen=True)
class ClassifierEpochEnd:
    """A classifier as it stands, measured: before the run, after each epoch, where it stopped.

    Attributes:
        metrics: epoch, 0 before the run, with a fraction where it was stopped in between; seconds
            since the run began; loss and accuracy, means over the epoch's batches, dropout at work
            (neither at epoch 0); test_accuracy on all test digits.
        predicted: The class of each test digit, in their order.
    """

    metrics: dict[str, float]
    predicted: list[int]


Measurement: TypeAlias = EpochEnd | ClassifierEpochEnd
Event: TypeAlias = StepEnd | Measurement
OnEvent: TypeAlias = Callable[[Event], None]
