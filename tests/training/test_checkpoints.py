"""Checkpoints of an encoder: kept, written, read, and the same embeddings after it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import keras
import numpy as np
import pytest

from siamese.comparator import Comparator, embed_all, embedding_function
from siamese.config import training_config
from siamese.data.digits import Digits
from siamese.manifest import NetworkError
from siamese.network import ENCODERS
from siamese.training.checkpoints import (
    CHECKPOINTS_FILE,
    EARLY,
    Checkpoint,
    Recorder,
    load_checkpoints,
    save_checkpoints,
)
from siamese.training.trainer import train
from tests.support.networks import write_manifest

SHAPE = (28, 28, 1)


def encoder_of(recipe: str = "all-pairs") -> keras.Model:
    return ENCODERS[recipe](SHAPE, 6)


def checkpoint_of(encoder: keras.Model, step: int = 0) -> Checkpoint:
    flat = np.concatenate([weights.ravel() for weights in encoder.get_weights()])
    return Checkpoint(step, step / 100, flat.astype(np.float16))


@pytest.mark.parametrize("recipe", list(ENCODERS))
def test_written_and_read_they_embed_the_same(recipe: str, tmp_path: Path, digits: Digits) -> None:
    """Half precision leaves eleven bits of a weight: the third decimal of an embedding moves."""
    encoder, other = encoder_of(recipe), encoder_of(recipe)
    save_checkpoints([checkpoint_of(encoder)], tmp_path)
    write_manifest(tmp_path)
    (read,) = load_checkpoints(tmp_path)
    before, after = (
        embed_all(embedding_function(model), digits.x_test[:20])
        for model in (encoder, read.restore(other))
    )
    assert after == pytest.approx(before, abs=3e-3)
    assert np.abs(embed_all(embedding_function(other), digits.x_test[:20]) - before).max() > 0.01


@pytest.mark.training
def test_a_run_keeps_its_beginning_its_early_steps_and_an_epoch(digits: Digits) -> None:
    """330 digits in batches of 5 are 66 steps an epoch."""
    told: list[int] = []
    config = training_config("all-pairs", epochs=2, batch_size=5, embedding_dim=6)
    network = train(config, digits, lambda event: told.append(1))
    kept = network.checkpoints
    assert [one.step for one in kept] == [0, EARLY, 66]
    assert [one.epoch for one in kept] == pytest.approx([0, EARLY / 66, 1])
    embedded = [
        embed_all(
            embedding_function(one.restore(network.twin.get_layer("encoder"))), digits.x_test[:9]
        )
        for one in kept
    ]
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
    assert [one.step for one in recorder.checkpoints] == [0]


def test_what_is_kept_does_not_learn_on() -> None:
    encoder = encoder_of()
    recorder = Recorder(encoder)
    recorder.set_params({"steps": 3, "epochs": 1})
    recorder.on_train_begin()
    before = recorder.checkpoints[0].weights.copy()
    encoder.set_weights([weights + 1 for weights in encoder.get_weights()])
    assert np.array_equal(recorder.checkpoints[0].weights, before)


def test_those_of_another_network_are_refused() -> None:
    with pytest.raises(NetworkError, match=r"Received: \d+"):
        checkpoint_of(encoder_of("slides")).restore(encoder_of("all-pairs"))


def test_a_missing_file_is_said_with_its_remedy(tmp_path: Path) -> None:
    write_manifest(tmp_path)
    with pytest.raises(NetworkError, match=f"No such file.*siamese train --output {tmp_path}$"):
        load_checkpoints(tmp_path)


ROWS = {
    "steps": np.array([0, 50]),
    "epochs": np.array([0.0, 0.5]),
    "weights": np.ones((2, 9), np.float16),
}
DAMAGED = {
    "a missing array": {"weights": None},
    "an object": {"steps": np.array([{}, {}], object)},
    "a row too few": {"epochs": np.array([0.0])},
    "no rows": {name: rows[:0] for name, rows in ROWS.items()},
    "other numbers": {"weights": np.ones((2, 9))},
    "no number": {"weights": np.full((2, 9), np.nan, np.float16)},
    "flat": {"weights": np.ones(2, np.float16)},
    "words": {"steps": np.array(["a", "b"])},
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_file_with_other_rows_is_refused(damage: dict, tmp_path: Path) -> None:
    rows = {name: array for name, array in {**ROWS, **damage}.items() if array is not None}
    np.savez(tmp_path / CHECKPOINTS_FILE, **rows)
    write_manifest(tmp_path)
    with pytest.raises(NetworkError, match=r"not a network's checkpoints\. Make it again with"):
        load_checkpoints(tmp_path)


@pytest.mark.parametrize("keep", [0, 1, 40, 0.5, -30])
def test_a_file_cut_short_or_scratched_is_refused(keep: float, tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / CHECKPOINTS_FILE, **ROWS)
    write_manifest(tmp_path)
    file = tmp_path / CHECKPOINTS_FILE
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * keep) if isinstance(keep, float) else keep])
    with pytest.raises(NetworkError, match=r"does not match its manifest\.json\. Make it again"):
        load_checkpoints(tmp_path)


def test_those_of_the_shipped_network_lead_up_to_it(shipped: Comparator) -> None:
    kept = load_checkpoints()
    assert kept[0].step == 0
    assert [one.step for one in kept] == sorted({one.step for one in kept})
    assert kept[-1].epoch < shipped.manifest.config["epochs"]
    for one in kept:
        assert one.restore(shipped.encoder).count_params() == shipped.manifest.parameters
