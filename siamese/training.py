"""One training run: a config and digits in, events and a trained network out."""

from __future__ import annotations

import csv
import hashlib
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from siamese import verification
from siamese.augmentation import Distortion, distort
from siamese.batches import ImageBatches, PairBatches
from siamese.charts import plot_training
from siamese.comparator import Comparator, embedding_function
from siamese.config import ALL_PAIRS, IMG_SHAPE, TrainingConfig
from siamese.digits import Digits
from siamese.evaluation import PairDistances, pair_distances, score
from siamese.files import whole_file
from siamese.losses import (
    HINGES,
    AllPairsContrastiveLoss,
    ContrastiveLoss,
    contrastive_loss,
    contrastive_loss_with_margin,
)
from siamese.manifest import NETWORK_FILE, Manifest
from siamese.network import ENCODERS, build_twin_network
from siamese.pairs import pair_indices
from siamese.sketches import QUICK_TOOLS, TOOLS, Tool, redraw_all

HELD_OUT = 1 / 12  # of the training digits: 5,000 of MNIST's 60,000
REDRAWN = 0.5  # drawings for each digit, in the shipped recipe
STRANGERS = Distortion(rotation=0.25, shear=0.4, scale=0.25, wobble=1.2, thickness=0)
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


@dataclass(frozen=True)
class TrainedNetwork:
    """What a run leaves.

    Attributes:
        twin: The twin network; its layer "encoder" embeds.
        manifest: Its papers.
    """

    twin: keras.Model
    manifest: Manifest

    def save(self, folder: Path) -> None:
        """Writes the network and its papers, each file whole or not at all.

        Args:
            folder: Gets siamese_model/ (SavedModel), siamese_model.keras, history.csv, plot.png
                and manifest.json.
        """
        with whole_file(folder / "siamese_model") as path:
            self.twin.export(path, verbose=False)
        with whole_file(folder / NETWORK_FILE) as path:
            self.twin.save(path)
        with whole_file(folder / "history.csv") as path, path.open("w", newline="") as file:
            rows = csv.DictWriter(file, list(self.manifest.history[0]))
            rows.writeheader()
            rows.writerows(self.manifest.history)
        plot_training(self.manifest.history, folder / "plot.png")
        self.manifest.save(folder)

    def comparator(self) -> Comparator:
        """The network, ready to compare."""
        return Comparator(self.twin.get_layer("encoder"), self.manifest)


@dataclass(frozen=True)
class _Data:
    """Training digits and held-out ones: uint8 (n, 28, 28) and uint8 (n,)."""

    images: Bytes
    labels: Bytes
    held_images: Bytes
    held_labels: Bytes


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
    data = _prepare(config, digits)
    encoder = ENCODERS[config.recipe](IMG_SHAPE, config.embedding_dim)
    twin = build_twin_network(encoder, sigmoid=config.loss == "cross-entropy")
    watcher = _Watcher(config, encoder, data, on_event)
    if config.recipe in ALL_PAIRS:
        _fit_all_pairs(config, encoder, data, watcher)
    else:
        _fit_pairs(config, twin, data, watcher)
    manifest = _manifest(config, digits, data, encoder, watcher, time.monotonic() - started)
    return TrainedNetwork(_without_optimizer(config, twin), manifest)


def _without_optimizer(config: TrainingConfig, twin: keras.Model) -> keras.Model:
    """The same network without its optimizer's state, which is twice its size."""
    encoder = ENCODERS[config.recipe](IMG_SHAPE, config.embedding_dim)
    fresh = build_twin_network(encoder, sigmoid=config.loss == "cross-entropy")
    fresh.set_weights(twin.get_weights())
    return fresh


def _prepare(config: TrainingConfig, digits: Digits) -> _Data:
    """Splits off the held-out digits, and adds drawings in the shipped recipe."""
    count = min(config.digits or len(digits.x_train), len(digits.x_train))
    cut = count - round(count * HELD_OUT)
    x, y = digits.x_train, digits.y_train
    data = _Data(x[:cut], y[:cut], x[cut:count], y[cut:count])
    return _with_drawings(config, data) if config.recipe == "shipped" else data


def _with_drawings(config: TrainingConfig, data: _Data) -> _Data:
    """Adds digits drawn again with other tools, by other hands, to both halves."""
    rng = np.random.default_rng(config.seed)
    images, labels = _drawings(data.images, data.labels, rng, QUICK_TOOLS)
    held_images, held_labels = _drawings(data.held_images, data.held_labels, rng, TOOLS)
    return _Data(
        np.concatenate([data.images, images]),
        np.concatenate([data.labels, labels]),
        np.concatenate([data.held_images, held_images]),
        np.concatenate([data.held_labels, held_labels]),
    )


def _drawings(
    images: Bytes, labels: Bytes, rng: np.random.Generator, tools: tuple[Tool, ...]
) -> tuple[Bytes, Bytes]:
    """Some of the digits, bent into another hand and drawn again."""
    chosen = rng.choice(len(images), round(len(images) * REDRAWN), replace=False)
    bent = distort(images[chosen], rng, STRANGERS)
    drawn, index = redraw_all(bent, int(rng.integers(2**32)), tools)
    return drawn, labels[chosen][index]


def _fit_all_pairs(
    config: TrainingConfig, encoder: keras.Model, data: _Data, watcher: _Watcher
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
    loss = AllPairsContrastiveLoss(config.margin, HINGES[config.loss])
    encoder.compile(keras.optimizers.Adam(schedule), loss, jit_compile=False)
    encoder.fit(batches, epochs=config.epochs, verbose=0, callbacks=[watcher])


def _fit_pairs(config: TrainingConfig, twin: keras.Model, data: _Data, watcher: _Watcher) -> None:
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
        self, config: TrainingConfig, encoder: keras.Model, data: _Data, on_event: OnEvent
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
        if not np.isfinite(loss):
            raise TrainingError(
                f"The loss is no longer a number (epoch {self.epoch + 1}): "
                "train with a smaller learning rate or margin."
            )
        steps, epochs = self.params["steps"], self.config.epochs
        done = self.epoch * steps + batch + 1
        pace = (time.monotonic() - self.started) / done
        left = pace * (epochs * steps - done)
        self.on_event(Step(self.epoch + 1, epochs, batch + 1, steps, loss, left))

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        pairs = self.held_out_pairs(EPOCH_PAIRS)
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

    def held_out_pairs(self, count: int) -> PairDistances:
        """Distances of held-out pairs, as the network stands."""
        return self.pairs_of(self.data.held_images, self.data.held_labels, count)

    def pairs_of(self, images: Bytes, labels: Bytes, count: int) -> PairDistances:
        """Distances of random pairs of images, as the network stands."""
        chunks = [self.embed(images[at : at + 1000]).numpy() for at in range(0, len(images), 1000)]
        rng = np.random.default_rng(self.config.seed)
        return pair_distances(np.concatenate(chunks), labels, count, rng)


def _manifest(
    config: TrainingConfig,
    digits: Digits,
    data: _Data,
    encoder: keras.Model,
    watcher: _Watcher,
    seconds: float,
) -> Manifest:
    """Chooses threshold and calibration on held-out pairs and measures on test pairs."""
    held = watcher.held_out_pairs(FINAL_PAIRS)
    threshold = verification.choose_threshold(held.distances, held.same)
    calibration = verification.calibrate(held.distances, held.same, threshold)
    test = watcher.pairs_of(digits.x_test, digits.y_test, FINAL_PAIRS)
    probability = calibration.probability_same(test.distances)
    scores = score(test, len(digits.x_test), threshold)
    return Manifest(
        recipe=config.recipe,
        config=asdict(config),
        seed=config.seed,
        versions={
            "python": platform.python_version(),
            "tensorflow": tf.__version__,
            "keras": keras.__version__,
            "numpy": np.__version__,
        },
        data={
            "name": digits.name,
            "sha256": sha256(digits),
            "training_images": len(data.images),
            "held_out_images": len(data.held_images),
            "test_images": scores.images,
            "test_pairs": scores.pairs,
        },
        parameters=encoder.count_params(),
        seconds=round(seconds, 1),
        threshold=threshold,
        calibration=calibration,
        expected_calibration_error=verification.expected_calibration_error(probability, test.same),
        equal_error_rate=scores.equal_error_rate,
        accuracy=scores.accuracy,
        auc=scores.auc,
        distances=held.histogram(),
        history=watcher.history,
    )


def sha256(digits: Digits) -> str:
    """SHA-256 of the digits themselves: their bytes, whatever file they lay in.

    x_train, y_train, x_test and y_test, one after the other, labels as bytes.
    """
    digest = hashlib.sha256()
    for array in (digits.x_train, digits.y_train, digits.x_test, digits.y_test):
        digest.update(np.ascontiguousarray(array, np.uint8).tobytes())
    return digest.hexdigest()
