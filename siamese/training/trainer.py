"""One training run: a config and digits in, events and a trained network out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import keras
import numpy as np
from numpy.typing import NDArray

from siamese.config import ALL_PAIRS_RECIPES, IMG_SHAPE, TrainingConfig, training_config
from siamese.data.digits import Digits, handwritten
from siamese.data.symbols import Symbols
from siamese.evaluation.episodes import doubt_margin, none_threshold
from siamese.evaluation.persian import EPISODES, SHOTS, WAYS, measure_one_shot
from siamese.evaluation.results import OneShot
from siamese.losses import (
    HINGES,
    AllPairsContrastiveLoss,
    BatchLoss,
    ContrastiveLoss,
    SupervisedContrastiveLoss,
    contrastive_loss,
    contrastive_loss_with_margin,
)
from siamese.network import ENCODERS, build_twin_network, towers_of
from siamese.pairs import pair_indices
from siamese.preprocessing.augmentation import Distortion
from siamese.training.artifacts import TrainedNetwork, build_manifest
from siamese.training.batches import ImageBatches, PairBatches
from siamese.training.callbacks import EventCallback, PairEvaluator
from siamese.training.checkpoints import Recorder
from siamese.training.data import TrainingData, prepare
from siamese.training.embedding import embed_all
from siamese.training.events import OnEvent
from siamese.training.symbols import SymbolBatches, prepare_symbols

FINAL_PAIRS = 200_000  # that the shipped network's figures are of
QUICK_PAIRS = 50_000  # of any other run: a second less, and a figure that is as good to compare
WARM_UP_STEPS = 200

Bytes = NDArray[np.uint8]


def train(
    config: TrainingConfig,
    digits: Digits | Symbols,
    on_event: OnEvent = lambda event: None,
    stop: Callable[[], bool] = lambda: False,
    tracked: Bytes | None = None,
) -> TrainedNetwork:
    """Trains a network.

    Args:
        config: How.
        digits: On what: symbols in the recipe symbols, digits in all others.
        on_event: Told each step and each measurement, in this thread.
        stop: Asked after each step and each epoch's end whether to leave it at that: what was
            learned is kept.
        tracked: A pair whose distance each measurement tells, uint8 (2, 28, 28).

    Returns:
        The network, its threshold and calibration chosen on validation pairs, measured on test
        pairs.

    Raises:
        TrainingError: If the loss is no longer a number.
    """
    started = time.monotonic()
    keras.utils.set_random_seed(config.seed)
    if isinstance(digits, Symbols):
        data, described = prepare_symbols(config, digits), {"sources": digits.sources}
    else:
        data, described = prepare(config, digits), {}
    encoder = ENCODERS[config.recipe](IMG_SHAPE, config.embedding_dim)
    twin = build_twin_network(encoder, sigmoid=config.loss == "cross-entropy")
    meter = PairEvaluator(config, encoder, data, tracked)
    watcher = EventCallback(config, meter, on_event, stop)
    recorder = Recorder(encoder)
    fit(config, twin, data, watcher, recorder)
    pairs = FINAL_PAIRS if config.recipe in ("shipped", "symbols") else QUICK_PAIRS
    manifest = build_manifest(
        config,
        {"name": digits.name, "sha256": digits.sha256(), **described, **data.counts()},
        parameters=encoder.count_params(),
        seconds=time.monotonic() - started,
        history=watcher.history,
        validation=meter.distances(data.validation_images, data.validation_labels, pairs),
        test=meter.distances(data.test_images, data.test_labels, pairs),
        test_images=len(data.test_images),
        one_shot=_one_shot(config, partial(embed_all, meter.embed), data),
    )
    return TrainedNetwork(_without_optimizer(config, twin), manifest, recorder.snapshots)


def rehearse() -> None:
    """Trains a small network and lets it go: a first run in a process takes a second longer."""
    train(training_config("all-pairs", digits=240, epochs=1), handwritten(280)).comparator()


def fit(
    config: TrainingConfig,
    twin: keras.Model,
    data: TrainingData,
    *callbacks: keras.callbacks.Callback,
) -> None:
    """Trains a twin network in place, its recipe's way.

    Args:
        config: How.
        twin: As `build_twin_network` makes it, of the recipe's encoder.
        data: On what.
        *callbacks: Told what Keras tells.
    """
    if config.recipe in ALL_PAIRS_RECIPES:
        _fit_all_pairs(config, twin.get_layer("encoder"), data, list(callbacks))
    else:
        _fit_pairs(config, twin, data, list(callbacks))


def _without_optimizer(config: TrainingConfig, twin: keras.Model) -> keras.Model:
    """The same network without its optimizer's state, which is twice its size."""
    encoder = ENCODERS[config.recipe](IMG_SHAPE, config.embedding_dim)
    fresh = build_twin_network(encoder, sigmoid=config.loss == "cross-entropy")
    fresh.set_weights(twin.get_weights())
    return fresh


def _fit_all_pairs(
    config: TrainingConfig,
    encoder: keras.Model,
    data: TrainingData,
    callbacks: list[keras.callbacks.Callback],
) -> None:
    """Each batch of images is embedded once, and the loss taken over all of its pairs."""
    batches, validation = _batches(config, data)
    steps = config.epochs * len(batches)
    warm_up = min(WARM_UP_STEPS, steps // 10)
    schedule = keras.optimizers.schedules.CosineDecay(
        0.1 * config.learning_rate,
        max(steps - warm_up, 1),
        alpha=0.01,
        warmup_target=config.learning_rate,
        warmup_steps=warm_up,
    )
    learner, towers = towers_of(encoder)
    if config.recipe == "symbols":
        loss: BatchLoss = SupervisedContrastiveLoss()
    else:
        loss = AllPairsContrastiveLoss(config.margin, HINGES[config.loss], towers)
    learner.compile(keras.optimizers.Adam(schedule), loss, jit_compile=False)
    learner.fit(
        batches, validation_data=validation, epochs=config.epochs, verbose=0, callbacks=callbacks
    )


def _batches(
    config: TrainingConfig, data: TrainingData
) -> tuple[keras.utils.PyDataset, keras.utils.PyDataset]:
    """Batches of images, to learn from and for validation."""
    learned, unseen = (
        (data.images, data.labels),
        (data.validation_images, data.validation_labels),
    )
    size, seed = config.batch_size, config.seed
    if config.recipe == "symbols":
        return (
            SymbolBatches(*learned, data.alphabets, size, seed, Distortion()),
            SymbolBatches(*unseen, data.alphabets, size, seed),
        )
    shipped = config.recipe == "shipped"
    distortion, farthest = (Distortion(), 0) if shipped else (None, 1)
    batches = ImageBatches(*learned, size, seed, distortion, mixed=not shipped, farthest=farthest)
    return batches, ImageBatches(*unseen, size, seed)


def _one_shot(
    config: TrainingConfig, embed: Callable[[Bytes], NDArray[np.float32]], data: TrainingData
) -> OneShot:
    """What the network makes of symbols that it has not seen.

    A network for symbols decides by what it makes of alphabets that were held out, not by the
    Persian digits on which it is measured.
    """
    measured = measure_one_shot(embed)
    if config.recipe != "symbols":
        return measured
    episodes = embed(data.validation_images), data.validation_labels, WAYS, SHOTS, EPISODES
    chance = np.random.default_rng(config.seed).spawn(2)
    return replace(
        measured,
        threshold=none_threshold(*episodes, chance[0]),
        margin=doubt_margin(*episodes, chance[1]),
    )


def _fit_pairs(
    config: TrainingConfig,
    twin: keras.Model,
    data: TrainingData,
    callbacks: list[keras.callbacks.Callback],
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
    validation_pairs = pair_indices(data.validation_labels, np.random.default_rng(config.seed))
    validation = PairBatches(
        data.validation_images, validation_pairs, config.batch_size, config.seed
    )
    twin.fit(
        batches, validation_data=validation, epochs=config.epochs, verbose=0, callbacks=callbacks
    )
