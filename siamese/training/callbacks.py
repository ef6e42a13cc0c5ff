"""What Keras calls during a run: the network is measured, and events are sent."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from siamese.config import ClassifierConfig, TrainingConfig
from siamese.evaluation import metrics as verification
from siamese.evaluation.pair_scores import PairDistances, pair_distances
from siamese.training.data import Labels, TrainingData
from siamese.training.embedding import embed_all
from siamese.training.events import EpochEnd, Measurement, OnEvent, StepEnd

EPOCH_PAIRS = 20_000
SMOOTHED = 20  # steps, whose mean loss is sent
EPOCH_IMAGES = 2_500  # that those pairs are of: so many training and so many validation images

Bytes = NDArray[np.uint8]


class TrainingError(ValueError):
    """A run that failed; the message says why and what to do."""


class Evaluator(Protocol):
    """Whatever measures a network as it stands."""

    def measure(self) -> Measurement:
        """What there is to tell, but for epoch, seconds and what Keras reports."""


class PairEvaluator:
    """Measures a twin network as it stands.

    Args:
        config: Of its run.
        embed: The network, whatever it has learned by now: uint8 (n, 28, 28) → float32
            (n, embedding_dim).
        data: The digits of the run.
        tracked: The tracked pair, uint8 (2, 28, 28); None without one.
    """

    def __init__(
        self,
        config: TrainingConfig,
        embed: tf.types.experimental.GenericFunction,
        data: TrainingData,
        tracked: Bytes | None,
    ) -> None:
        self.config, self.data, self.tracked = config, data, tracked
        self.embed = embed

    def measure(self) -> EpochEnd:
        """Accuracy on pairs of training and of validation digits, and the latter's distances.

        Returns:
            What there is to tell, but for epoch, seconds and losses.

        Raises:
            TrainingError: If a distance is not a number.
        """
        data = self.data
        seen = self.distances(*_few(data.images, data.labels), EPOCH_PAIRS)
        unseen = _few(data.validation_images, data.validation_labels)
        validation = self.distances(*unseen, EPOCH_PAIRS)
        pairs = validation.distances, validation.same
        _require_finite(validation.distances)
        threshold = verification.choose_threshold(*pairs)
        metrics = {
            "accuracy": verification.balanced_accuracy(seen.distances, seen.same, threshold),
            "val_accuracy": verification.balanced_accuracy(*pairs, threshold),
            "equal_error_rate": verification.equal_error_rate(*pairs),
        }
        return EpochEnd(metrics, validation.histogram(), self.distance_of_tracked())

    def distances(self, images: Bytes, labels: Labels, count: int) -> PairDistances:
        """Distances of random pairs of images, half of them positive.

        Args:
            images: uint8 (n, 28, 28).
            labels: int (n,).
            count: How many pairs; the same ones each time.
        """
        rng = np.random.default_rng(self.config.seed)
        return pair_distances(embed_all(self.embed, images), labels, count, rng)

    def distance_of_tracked(self) -> float | None:
        """The distance of the tracked pair; None without one."""
        if self.tracked is None:
            return None
        left, right = embed_all(self.embed, self.tracked)
        return float(np.linalg.norm(left - right))


def _few(images: Bytes, labels: Labels) -> tuple[Bytes, Labels]:
    """About `EPOCH_IMAGES` of the images, evenly spread over all, and their labels."""
    every = -(-len(images) // EPOCH_IMAGES)
    return images[::every], labels[::every]


def _require_finite(values: float | NDArray[np.float32]) -> None:
    if not np.isfinite(values).all():
        raise TrainingError(
            "The loss is no longer a finite number: choose a smaller learning rate or margin."
        )


class EventCallback(keras.callbacks.Callback):
    """Turns what Keras reports into events, keeps the history, and ends the run when asked to.

    Args:
        config: Of the run.
        meter: Measures its network.
        on_event: Told each step and each measurement.
        stop: Asked after each step and each epoch's end whether to leave it at that.

    Attributes:
        history: The metrics of each measurement so far.
    """

    def __init__(
        self,
        config: TrainingConfig | ClassifierConfig,
        meter: Evaluator,
        on_event: OnEvent,
        stop: Callable[[], bool],
    ) -> None:
        super().__init__()
        self.config, self.meter, self.on_event, self.stop = config, meter, on_event, stop
        self.history: list[dict[str, float]] = []
        self.started = time.monotonic()
        self.paced: float | None = None  # since the first step, which also compiles
        self.epoch = self.steps_done = 0
        self.mean = 0.0  # of the loss, since the epoch began
        self.latest: deque[float] = deque(maxlen=SMOOTHED)

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        """Measures the network before it has learned."""
        self.tell(epoch=0, reported={})

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Notes which epoch it is, from 0."""
        self.epoch = epoch

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """Tells of a step."""
        loss = self.loss_of_step(batch, float((logs or {})["loss"]))
        self.on_event(
            StepEnd(
                epoch=self.epoch + 1,
                epochs=self.config.epochs,
                step=batch + 1,
                steps=self.params["steps"],
                loss=loss,
                seconds_left=self.seconds_left(),
            )
        )
        if self.stop():
            self.model.stop_training = True

    def loss_of_step(self, batch: int, mean: float) -> float:
        """The mean loss of the latest steps, up to `SMOOTHED` of them.

        Keras reports m_n, the mean of the n steps since the epoch began. Step n alone has the loss
        n·m_n − (n − 1)·m_(n − 1).

        Args:
            batch: n − 1.
            mean: m_n.
        """
        _require_finite(mean)
        self.latest.append((batch + 1) * mean - batch * self.mean)
        self.steps_done, self.mean = batch + 1, mean
        return float(np.mean(self.latest))

    def seconds_left(self) -> float:
        """At the pace since the first step."""
        now, steps = time.monotonic(), self.params["steps"]
        if self.paced is None:
            self.paced = now
        done = self.epoch * steps + self.steps_done
        pace = (now - self.paced) / (done - 1) if done > 1 else now - self.started
        return pace * (self.config.epochs * steps - done)

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Measures the network, also where its epoch was cut short."""
        share = self.steps_done / self.params["steps"]
        reported = {name: float(value) for name, value in (logs or {}).items()}
        self.tell(epoch + 1 if share == 1 else round(epoch + share, 2), reported)
        if self.stop():
            self.model.stop_training = True

    def tell(self, epoch: float, reported: dict[str, float]) -> None:
        """Measures, and tells of it."""
        measured = self.meter.measure()
        seconds = round(time.monotonic() - self.started, 2)
        metrics = {"epoch": epoch, "seconds": seconds, **reported, **measured.metrics}
        self.history.append(metrics)
        self.on_event(replace(measured, metrics=metrics))
