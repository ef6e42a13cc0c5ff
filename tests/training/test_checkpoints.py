"""Snapshots of an encoder: kept while it learns, and exported as it was."""

from __future__ import annotations

from itertools import pairwise

import keras
import numpy as np
import pytest

from siamese.config import training_config
from siamese.data.digits import Digits
from siamese.encoder import Encoder
from siamese.network import ENCODERS
from siamese.training.checkpoints import EARLY, Recorder, Snapshot, export
from siamese.training.embedding import embed_all, embedding_function
from siamese.training.trainer import train

SHAPE = (28, 28, 1)


def encoder_of(recipe: str = "all-pairs") -> keras.Model:
    return ENCODERS[recipe](SHAPE, 6)


@pytest.mark.parametrize("recipe", list(ENCODERS))
def test_exported_they_embed_as_they_did(recipe: str, digits: Digits) -> None:
    """Half precision leaves eleven bits of a weight: the third decimal of an embedding moves."""
    encoder, later = encoder_of(recipe), encoder_of(recipe)
    models = [encoder, later, encoder_of(recipe)]  # two of the past, and what they became
    taken = [Snapshot(step, step / 100, model.get_weights()) for step, model in enumerate(models)]
    before = [embed_all(embedding_function(model), digits.x_test[:20]) for model in models]
    embed = embedding_function(models[2])
    exported = export(taken[:2], models[2], embed)
    assert [(one.step, one.epoch) for one in exported] == [(0, 0), (1, 0.01)]
    for one, embeddings in zip(exported, before, strict=False):
        after = Encoder(one.model).embed(digits.x_test[:20])
        assert after == pytest.approx(embeddings, abs=3e-3)
    assert np.abs(before[0] - before[1]).max() > 0.01
    still = embed_all(embed, digits.x_test[:20])
    np.testing.assert_array_equal(still, before[2])


@pytest.mark.training
def test_a_run_keeps_its_beginning_its_early_steps_and_an_epoch(digits: Digits) -> None:
    """330 digits in batches of 5 are 66 steps an epoch."""
    told: list[int] = []
    config = training_config("all-pairs", epochs=2, batch_size=5, embedding_dim=6)
    network = train(config, digits, lambda event: told.append(1))
    kept = network.checkpoints
    assert [one.step for one in kept] == [0, EARLY, 66]
    assert [one.epoch for one in kept] == pytest.approx([0, EARLY / 66, 1])
    embedded = [Encoder(one.model).embed(digits.x_test[:9]) for one in kept]
    embedded.append(network.comparator().embed(digits.x_test[:9]))
    for one, other in pairwise(embedded):
        assert np.abs(one - other).max() > 0.01


def test_a_single_epoch_is_the_end_and_not_kept() -> None:
    recorder = Recorder(encoder_of())
    recorder.set_params({"steps": 3, "epochs": 1})
    recorder.on_train_begin()
    recorder.on_epoch_begin(0)
    for batch in range(3):
        recorder.on_train_batch_end(batch)
    assert [one.step for one in recorder.snapshots] == [0]


def test_what_is_kept_does_not_learn_on() -> None:
    encoder = encoder_of()
    recorder = Recorder(encoder)
    recorder.set_params({"steps": 3, "epochs": 1})
    recorder.on_train_begin()
    before = [weights.copy() for weights in recorder.snapshots[0].weights]
    encoder.set_weights([weights + 1 for weights in encoder.get_weights()])
    for kept, weights in zip(recorder.snapshots[0].weights, before, strict=True):
        np.testing.assert_array_equal(kept, weights)
