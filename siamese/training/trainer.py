"""One training run: a config and digits in, events and a trained network out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import keras
import numpy as np
from numpy.typing import NDArray

from siamese.config import ALL_PAIRS_RECIPES, TrainingConfig, training_config
from siamese.data.digits import Digits, handwritten
from siamese.data.symbols import Symbols
from siamese.evaluation.episodes import doubt_margin, none_threshold
from siamese.evaluation.persian import EPISODES, SHOTS, WAYS, measure_one_shot
from siamese.evaluation.results import OneShot
from siamese.pairs import pair_indices
from siamese.preprocessing.augmentation import Distortion
from siamese.training.artifacts import TrainedNetwork, build_manifest
from siamese.training.batches import ImageBatches, PairBatches
from siamese.training.callbacks import EventCallback, PairEvaluator
from siamese.training.checkpoints import Recorder, export
from siamese.training.data import TrainingData, prepare
from siamese.training.embedding import embed_all, to_litert
from siamese.training.events import OnEvent
from siamese.training.learner import Learner, learner_like, new_twin
from siamese.training.symbols import SymbolBatches, prepare_symbols

FINAL_PAIRS = 200_000  # that the shipped network's figures are of
QUICK_PAIRS = 50_000  # of any other run: a second less, and a figure that is as good to compare

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
    learner = learner_like(replace(config, seed=0, digits=None, epochs=1, batch_size=1))
    keras.utils.set_random_seed(config.seed)
    if isinstance(digits, Symbols):
        data, described = prepare_symbols(config, digits), {"sources": digits.sources}
    else:
        data, described = prepare(config, digits), {}
    twin = new_twin(config)
    learner.begin(twin)
    meter = PairEvaluator(config, learner.embed, data, tracked)
    watcher = EventCallback(config, meter, on_event, stop)
    recorder = Recorder(learner.encoder)
    fit(config, learner, data, watcher, recorder)
    pairs = FINAL_PAIRS if config.recipe in ("shipped", "symbols") else QUICK_PAIRS
    manifest = build_manifest(
        config,
        {"name": digits.name, "sha256": digits.sha256(), **described, **data.counts()},
        parameters=learner.encoder.count_params(),
        seconds=time.monotonic() - started,
        history=watcher.history,
        validation=meter.distances(data.validation_images, data.validation_labels, pairs),
        test=meter.distances(data.test_images, data.test_labels, pairs),
        test_images=len(data.test_images),
        one_shot=_one_shot(config, partial(embed_all, meter.embed), data),
    )
    twin.set_weights(learner.twin.get_weights())  # without the optimizer, which is twice as large
    checkpoints = export(recorder.snapshots, learner.encoder, learner.embed)
    return TrainedNetwork(twin, manifest, to_litert(learner.embed), checkpoints)


def rehearse() -> None:
    """Trains a small network: what is imported and traced for it serves the runs that follow."""
    train(training_config("all-pairs", digits=240, epochs=1), handwritten(280))


def fit(
    config: TrainingConfig,
    learner: Learner,
    data: TrainingData,
    *callbacks: keras.callbacks.Callback,
) -> None:
    """Trains a twin network in place, its recipe's way.

    Args:
        config: How.
        learner: Of a network of the recipe.
        data: On what.
        *callbacks: Told what Keras tells.
    """
    if config.recipe in ALL_PAIRS_RECIPES:
        _fit_all_pairs(config, learner, data, list(callbacks))
    else:
        _fit_pairs(config, learner, data, list(callbacks))


def _fit_all_pairs(
    config: TrainingConfig,
    learner: Learner,
    data: TrainingData,
    callbacks: list[keras.callbacks.Callback],
) -> None:
    """Each batch of images is embedded once, and the loss taken over all of its pairs."""
    batches, validation = _batches(config, data)
    if learner.schedule:
        learner.schedule.begin(config.epochs * len(batches))
    learner.model.fit(
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
    learner: Learner,
    data: TrainingData,
    callbacks: list[keras.callbacks.Callback],
) -> None:
    """The twin network sees a fixed list of pairs, as in the deck."""
    pairs = pair_indices(data.labels, np.random.default_rng(config.seed))
    batches = PairBatches(data.images, pairs, config.batch_size, config.seed)
    validation_pairs = pair_indices(data.validation_labels, np.random.default_rng(config.seed))
    validation = PairBatches(
        data.validation_images, validation_pairs, config.batch_size, config.seed
    )
    learner.model.fit(
        batches, validation_data=validation, epochs=config.epochs, verbose=0, callbacks=callbacks
    )
