"""One training run: a config and digits in, events and a trained network out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np
from numpy.typing import NDArray

from siamese import verification
from siamese.augmentation import Distortion
from siamese.batches import ImageBatches, PairBatches
from siamese.comparator import embed_all, embedding_function
from siamese.config import ALL_PAIRS, IMG_SHAPE, TrainingConfig
from siamese.digits import Digits
from siamese.evaluation import PairDistances, pair_distances
from siamese.losses import (
    HINGES,
    AllPairsContrastiveLoss,
    ContrastiveLoss,
    contrastive_loss,
    contrastive_loss_with_margin,
)
from siamese.network import ENCODERS, build_twin_network, towers_of
from siamese.pairs import pair_indices
from siamese.trained import TrainedNetwork, papers
from siamese.training_data import TrainingData, prepare

EPOCH_PAIRS = 20_000
FINAL_PAIRS = 200_000
WARM_UP_STEPS = 200

Bytes = NDArray[np.uint8]


class TrainingError(ValueError):
    """A run that came to nothing; the message says why and what to do."""


@dataclass(frozen=True)
class Step:
    """What a run tells while it goes: a batch is done.

    Attributes:
        epoch: From 1.
        epochs: In all.
        step: In this epoch, from 1.
        steps: In an epoch.
        loss: Mean since the epoch began.
        seconds_left: At the pace so far.
    """

    epoch: int
    epochs: int
    step: int
    steps: int
    loss: float
    seconds_left: float


@dataclass(frozen=True)
class EpochEnd:
    """What a run tells at the end of an epoch.

    Attributes:
        metrics: epoch, seconds, loss, and on held-out pairs accuracy and equal_error_rate.
        pairs: Distances of held-out pairs.
    """

    metrics: dict[str, float]
    pairs: PairDistances


OnEvent = Callable[[Step | EpochEnd], None]


def train(
    config: TrainingConfig, digits: Digits, on_event: OnEvent = lambda event: None
) -> TrainedNetwork:
    """Trains a network.

    Args:
        config: How.
        digits: On what.
        on_event: Told each step and each epoch's end, in this thread.

    Returns:
        The network, its threshold and calibration chosen on held-out pairs, measured on test
        pairs.

    Raises:
        TrainingError: If the loss is no longer a number.
    """
    started = time.monotonic()
    keras.utils.set_random_seed(config.seed)
    data = prepare(config, digits)
    encoder = ENCODERS[config.recipe](IMG_SHAPE, config.embedding_dim)
    twin = build_twin_network(encoder, sigmoid=config.loss == "cross-entropy")
    watcher = _Watcher(config, encoder, data, on_event)
    if config.recipe in ALL_PAIRS:
        _fit_all_pairs(config, encoder, data, watcher)
    else:
        _fit_pairs(config, twin, data, watcher)
    manifest = papers(
        config,
        digits,
        counts=data.counts(),
        parameters=encoder.count_params(),
        seconds=time.monotonic() - started,
        history=watcher.history,
        held=watcher.held_out_pairs(FINAL_PAIRS),
        test=watcher.pairs_of(digits.x_test, digits.y_test, FINAL_PAIRS),
    )
    return TrainedNetwork(_without_optimizer(config, twin), manifest)


def _without_optimizer(config: TrainingConfig, twin: keras.Model) -> keras.Model:
    """The same network without its optimizer's state, which is twice its size."""
    encoder = ENCODERS[config.recipe](IMG_SHAPE, config.embedding_dim)
    fresh = build_twin_network(encoder, sigmoid=config.loss == "cross-entropy")
    fresh.set_weights(twin.get_weights())
    return fresh


def _fit_all_pairs(
    config: TrainingConfig, encoder: keras.Model, data: TrainingData, watcher: _Watcher
) -> None:
    """Each batch of images is embedded once, and the loss taken over all of its pairs."""
    distortion = Distortion() if config.recipe == "shipped" else None
    batches = ImageBatches(data.images, data.labels, config.batch_size, config.seed, distortion)
    schedule = keras.optimizers.schedules.CosineDecay(
        0.1 * config.learning_rate,
        max(config.epochs * len(batches) - WARM_UP_STEPS, 1),
        alpha=0.01,
        warmup_target=config.learning_rate,
        warmup_steps=WARM_UP_STEPS,
    )
    learner, towers = towers_of(encoder)
    loss = AllPairsContrastiveLoss(config.margin, HINGES[config.loss], towers)
    learner.compile(keras.optimizers.Adam(schedule), loss, jit_compile=False)
    learner.fit(batches, epochs=config.epochs, verbose=0, callbacks=[watcher])


def _fit_pairs(
    config: TrainingConfig, twin: keras.Model, data: TrainingData, watcher: _Watcher
) -> None:
    """The twin network sees a fixed list of pairs, as in the deck."""
    pairs = pair_indices(data.labels, np.random.default_rng(config.seed))
    batches = PairBatches(data.images, pairs, config.batch_size, config.seed)
    losses = {
        "cross-entropy": "binary_crossentropy",
        "contrastive": ContrastiveLoss(config.margin),
        "contrastive-margin": contrastive_loss_with_margin(config.margin),
        "contrastive-simple": contrastive_loss,
    }
    optimizer = keras.optimizers.Adam(config.learning_rate)
    twin.compile(optimizer, losses[config.loss], jit_compile=False)
    twin.fit(batches, epochs=config.epochs, verbose=0, callbacks=[watcher])


class _Watcher(keras.callbacks.Callback):
    """Turns what Keras reports into events, and keeps the history."""

    def __init__(
        self, config: TrainingConfig, encoder: keras.Model, data: TrainingData, on_event: OnEvent
    ) -> None:
        super().__init__()
        self.config, self.data, self.on_event = config, data, on_event
        self.embed = embedding_function(encoder)
        self.history: list[dict[str, float]] = []
        self.started = time.monotonic()
        self.epoch = 0

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self.epoch = epoch

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        loss = float((logs or {})["loss"])
        self.require_finite(loss)
        steps, epochs = self.params["steps"], self.config.epochs
        done = self.epoch * steps + batch + 1
        pace = (time.monotonic() - self.started) / done
        left = pace * (epochs * steps - done)
        self.on_event(Step(self.epoch + 1, epochs, batch + 1, steps, loss, left))

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        pairs = self.held_out_pairs(EPOCH_PAIRS)
        self.require_finite(pairs.distances)  # the last step is seen in no loss
        threshold = verification.choose_threshold(pairs.distances, pairs.same)
        metrics = {
            "epoch": epoch + 1,
            "seconds": round(time.monotonic() - self.started, 2),
            "loss": float((logs or {})["loss"]),
            "accuracy": verification.balanced_accuracy(pairs.distances, pairs.same, threshold),
            "equal_error_rate": verification.equal_error_rate(pairs.distances, pairs.same),
        }
        self.history.append(metrics)
        self.on_event(EpochEnd(metrics, pairs))

    def require_finite(self, values: float | NDArray[np.float32]) -> None:
        """Ends a run that has left the numbers."""
        if not np.isfinite(values).all():
            raise TrainingError(
                f"The loss is no longer a number (epoch {self.epoch + 1}): "
                "train with a smaller learning rate or margin."
            )

    def held_out_pairs(self, count: int) -> PairDistances:
        """Distances of held-out pairs, as the network stands."""
        return self.pairs_of(self.data.held_images, self.data.held_labels, count)

    def pairs_of(self, images: Bytes, labels: Bytes, count: int) -> PairDistances:
        """Distances of random pairs of images, as the network stands."""
        rng = np.random.default_rng(self.config.seed)
        return pair_distances(embed_all(self.embed, images), labels, count, rng)
