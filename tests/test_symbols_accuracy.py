"""How good the network for symbols is, on alphabets and digits that it was not trained on."""

from dataclasses import asdict

import numpy as np
import pytest

from siamese.comparator import Comparator
from siamese.config import training_config
from siamese.evaluation.episodes import n_way_episodes
from siamese.evaluation.persian import measure_one_shot, persian_digits
from siamese.manifest import ENCODER_FILE, NETWORK_FILE, SYMBOLS
from siamese.network import load_encoder
from siamese.training.embedding import embed_all, embedding_function


@pytest.mark.parametrize("name", [NETWORK_FILE, ENCODER_FILE])
def test_the_network_is_small(name: str) -> None:
    assert (SYMBOLS / name).stat().st_size <= 2_000_000


def test_the_manifest_is_that_of_the_recipe(for_symbols: Comparator) -> None:
    """What `make train-symbols` would train today, and on which files."""
    manifest = for_symbols.manifest
    assert manifest.config == asdict(training_config("symbols"))
    assert {one["licence"] for one in manifest.data["sources"]} == {"MIT", "CC BY 4.0"}
    assert all(len(one["sha256"]) == 64 for one in manifest.data["sources"])


def test_the_manifest_says_what_is_measured(for_symbols: Comparator) -> None:
    said, found = for_symbols.manifest.one_shot, measure_one_shot(for_symbols.embed)
    assert found.accuracy == pytest.approx(said.accuracy, abs=0.005)
    assert (said.pictures, said.ways, said.shots) == (found.pictures, found.ways, found.shots)
    assert 0 < said.margin < said.threshold < 2


def test_persian_digits_are_told_apart(for_symbols: Comparator, shipped: Comparator) -> None:
    """From one example of each of five: far more often than by the network for digits."""
    images, labels = persian_digits(60, seed=7)
    found, by_digits = (
        n_way_episodes(one.embed(images), labels, 5, 1, 2000, np.random.default_rng(1)).accuracy
        for one in (for_symbols, shipped)
    )
    assert found >= 0.88
    assert found > by_digits + 0.1


def test_litert_and_keras_agree(for_symbols: Comparator) -> None:
    images, _ = persian_digits(20, seed=1)
    there = embed_all(embedding_function(load_encoder(SYMBOLS)), images)
    np.testing.assert_allclose(for_symbols.embed(images), there, atol=1e-5)
