"""One training run: a config and digits in, events and a trained network out."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import keras
import numpy as np
from numpy.typing import NDArray

from siamese.config import ALL_PAIRS_RECIPES, IMG_SHAPE, TrainingConfig, training_config
from siamese.data.digits import Digits, handwritten
from siamese.evaluation.persian import measure_one_shot
from siamese.losses import (
    HINGES,
    AllPairsContrastiveLoss,
    ContrastiveLoss,
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

FINAL_PAIRS = 200_000  # that the shipped network's figures are of
QUICK_PAIRS = 50_000  # of any other run: a second less, and a figure that is as good to compare
WARM_UP_STEPS = 200

Bytes = NDArray[np.uint8]


def train(
    config: TrainingConfig,
    digits: Digits,
    on_event: OnEvent = lambda event: None,
    stop: Callable[[], bool] = lambda: False,
    tracked: Bytes | None = None,
) -> TrainedNetwork:
    """Trains a network.

    Args:
        config: How.
        digits: On what.
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
    data = prepare(config, digits)
    encoder = ENCODERS[config.recipe](IMG_SHAPE, config.embedding_dim)
    twin = build_twin_network(encoder, sigmoid=config.loss == "cross-entropy")
    meter = PairEvaluator(config, encoder, data, tracked)
    watcher = EventCallback(config, meter, on_event, stop)
    recorder = Recorder(encoder)
    fit(config, twin, data, watcher, recorder)
    pairs = FINAL_PAIRS if config.recipe == "shipped" else QUICK_PAIRS
    manifest = build_manifest(
        config,
        digits,
        counts=data.counts(),
        parameters=encoder.count_params(),
        seconds=time.monotonic() - started,
        history=watcher.history,
        validation=meter.distances(data.validation_images, data.validation_labels, pairs),
        test=meter.distances(digits.x_test, digits.y_test, pairs),
        one_shot=measure_one_shot(partial(embed_all, meter.embed)),
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


def _compile(
    model: keras.Model,
    learning_rate: float | keras.optimizers.schedules.LearningRateSchedule,
    loss: keras.losses.Loss | str,
) -> None:
    """Compiles a model for Adam.

    TensorFlow traces a step twice, which takes a second, where it creates variables: so those of
    the optimizer are created before.
    """
    optimizer = keras.optimizers.Adam(learning_rate)
    optimizer.build(model.trainable_variables)
    model.compile(optimizer, loss, jit_compile=False)


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
    shipped = config.recipe == "shipped"
    batches = ImageBatches(
        data.images,
        data.labels,
        config.batch_size,
        config.seed,
        distortion=Distortion() if shipped else None,
        mixed=not shipped,
        farthest=0 if shipped else 1,
    )
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
    loss = AllPairsContrastiveLoss(config.margin, HINGES[config.loss], towers)
    _compile(learner, schedule, loss)
    validation = ImageBatches(
        data.validation_images, data.validation_labels, config.batch_size, config.seed
    )
    learner.fit(
        batches, validation_data=validation, epochs=config.epochs, verbose=0, callbacks=callbacks
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
    _compile(twin, config.learning_rate, losses[config.loss])
    validation_pairs = pair_indices(data.validation_labels, np.random.default_rng(config.seed))
    validation = PairBatches(
        data.validation_images, validation_pairs, config.batch_size, config.seed
    )
    twin.fit(
        batches, validation_data=validation, epochs=config.epochs, verbose=0, callbacks=callbacks
    )
