"""How good the shipped network is, on real MNIST and on digits redrawn with every tool."""

from collections.abc import Callable
from dataclasses import asdict

import keras
import numpy as np
import pytest

from siamese.comparator import Comparator
from siamese.config import training_config
from siamese.data.digits import Digits
from siamese.evaluation.calibration import expected_calibration_error
from siamese.evaluation.metrics import (
    area_under_curve,
    balanced_accuracy,
    equal_error_rate,
)
from siamese.evaluation.pair_scores import PairDistances, pair_distances
from siamese.handwriting.drawing_tools import TOOLS
from siamese.handwriting.redraw import centre_line
from siamese.manifest import ASSETS, ENCODER_FILE, NETWORK_FILE
from siamese.preprocessing import DrawingError, to_digit
from siamese.training import data as training_data
from siamese.training.embedding import embed_all, embedding_function

REDRAWN = 80  # test digits a tool draws again


@pytest.mark.parametrize("name", [NETWORK_FILE, ENCODER_FILE])
def test_the_network_is_small(name: str) -> None:
    assert (ASSETS / name).stat().st_size <= 2_000_000


def test_litert_and_keras_agree(
    mnist: Digits, shipped: Comparator, shipped_encoder: keras.Model
) -> None:
    """The distances of 10,000 pairs of MNIST's test set, to 1e-5."""
    here, there = (
        pair_distances(embeddings, mnist.y_test, 10_000, np.random.default_rng(1)).distances
        for embeddings in (
            shipped.embed(mnist.x_test),
            embed_all(embedding_function(shipped_encoder), mnist.x_test),
        )
    )
    np.testing.assert_allclose(here, there, atol=1e-5, rtol=0)


@pytest.fixture(scope="module")
def pairs(mnist: Digits, shipped: Comparator) -> PairDistances:
    """100,000 pairs of MNIST's test set, half of them positive."""
    rng = np.random.default_rng(2024)
    return pair_distances(shipped.embed(mnist.x_test), mnist.y_test, 100_000, rng)


def test_the_manifest_is_that_of_the_recipe(shipped: Comparator) -> None:
    """What `make train` would train today."""
    assert shipped.manifest.config == asdict(training_config("shipped"))


def test_the_network_was_trained_on_the_digits_of_the_recipe(
    shipped: Comparator, shipped_encoder: keras.Model
) -> None:
    """Of MNIST's 60,000 training digits a twelfth is held out; a few drawings cannot be read."""
    counts = shipped.manifest.data
    learned = 60_000 - round(60_000 * training_data.VALIDATION_SHARE)
    assert counts["training_images"] == learned
    assert counts["held_out_images"] == 60_000 - learned
    assert counts["training_drawings"] == pytest.approx(training_data.REDRAWN * learned, rel=0.02)
    assert counts["training_handwriting"] == pytest.approx(
        training_data.WRITTEN * learned, rel=0.02
    )
    assert shipped.manifest.parameters == shipped_encoder.count_params()


def test_mnist_is_known_by_its_digits(mnist: Digits) -> None:
    assert mnist.name == "MNIST"


def test_equal_error_rate_on_mnist(pairs: PairDistances) -> None:
    assert equal_error_rate(pairs.distances, pairs.same) <= 0.0030


def test_accuracy_at_the_shipped_threshold(pairs: PairDistances, shipped: Comparator) -> None:
    assert balanced_accuracy(pairs.distances, pairs.same, shipped.threshold) >= 0.995


def test_probabilities_come_true(pairs: PairDistances, shipped: Comparator) -> None:
    probability = shipped.manifest.calibration.probability_same(pairs.distances)
    assert expected_calibration_error(probability, pairs.same) <= 0.02


def test_a_manifest_says_what_is_measured(
    pairs: PairDistances, shipped: Comparator, shipped_encoder: keras.Model, mnist: Digits
) -> None:
    """Other pairs of the same digits: rates of a third of a per cent agree to a tenth of one."""
    manifest = shipped.manifest
    distances, same = pairs.distances, pairs.same
    assert manifest.data["sha256"] == mnist.sha256()
    assert manifest.data["test_images"] == len(mnist.x_test)
    assert manifest.data["held_out_images"] >= 5_000
    assert manifest.data["test_pairs"] >= 100_000
    assert manifest.parameters == shipped_encoder.count_params()
    assert manifest.equal_error_rate == pytest.approx(equal_error_rate(distances, same), abs=0.001)
    assert manifest.auc == pytest.approx(area_under_curve(distances, same), abs=0.001)
    accuracy = balanced_accuracy(distances, same, manifest.threshold)
    assert manifest.accuracy == pytest.approx(accuracy, abs=0.001)
    probability = manifest.calibration.probability_same(distances)
    error = expected_calibration_error(probability, same)
    assert manifest.expected_calibration_error == pytest.approx(error, abs=0.003)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.__name__)
def test_redrawn_digits_are_told_apart(
    tool: Callable[..., np.ndarray], mnist: Digits, shipped: Comparator
) -> None:
    """At the shipped threshold, and nearly every drawing can be read."""
    rng = np.random.default_rng(7)
    digits, labels = [], []
    for image, label in zip(mnist.x_test[:REDRAWN], mnist.y_test, strict=False):
        try:
            digits.append(to_digit(tool(centre_line(image), rng)))
            labels.append(label)
        except DrawingError:
            continue
    assert len(digits) >= 0.98 * REDRAWN
    pairs = pair_distances(shipped.embed(np.stack(digits)), labels, 10_000, rng)
    assert balanced_accuracy(pairs.distances, pairs.same, shipped.threshold) >= 0.98
