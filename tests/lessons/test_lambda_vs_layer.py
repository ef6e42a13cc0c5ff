"""The same network with a lambda and with a layer, saved and loaded."""

import json

import keras
import numpy as np
import pytest

from siamese.lessons import lambda_vs_layer as both
from siamese.lessons.lambda_vs_layer import Attempt

# Keras 3.15 asks NumPy for a copy in the old way when it writes weights.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture(scope="module")
def by_lambda() -> Attempt:
    return both.with_lambda()


@pytest.fixture(scope="module")
def by_layer() -> Attempt:
    return both.with_layer()


def test_a_layer_loads_safely_and_says_the_same(by_layer: Attempt) -> None:
    assert by_layer.distance > 0
    for loading in (by_layer.safely, by_layer.trusted):
        assert loading.distance == pytest.approx(by_layer.distance, rel=1e-6)
        assert loading.problem == ""


def test_a_lambda_is_refused_in_keras_own_words(by_lambda: Attempt) -> None:
    """And trusted it is of no use either: the names around it are not saved."""
    assert by_lambda.distance > 0
    assert by_lambda.safely.distance is None
    assert by_lambda.safely.problem.startswith("ValueError: Requested the deserialization of a `La")
    assert by_lambda.safely.problem.endswith("is disallowed by default.")
    assert by_lambda.safely.problem.count("`") % 2 == 0
    assert by_lambda.trusted.distance is None
    assert "name 'ops' is not defined" in by_lambda.trusted.problem
    assert "\n" not in by_lambda.safely.problem + by_lambda.trusted.problem


def test_the_file_holds_bytecode_of_one_and_a_name_of_the_other(
    by_lambda: Attempt, by_layer: Attempt
) -> None:
    code, name = json.loads(by_lambda.excerpt), json.loads(by_layer.excerpt)
    assert code["class_name"] == "Lambda"
    assert code["config"]["function"]["class_name"] == "__lambda__"
    assert code["config"]["function"]["config"]["code"].startswith("4w")  # a code object, base64
    assert name["registered_name"] == "siamese>EuclideanDistance"
    assert "function" not in name["config"]


def test_keras_counts_no_weights_behind_a_lambda() -> None:
    around, dense = both.dense_in_lambda(), both.dense_as_layer()
    assert around.used == dense.used == dense.trainable == ["kernel", "bias"]
    assert around.trainable == []


def test_both_measure_the_same_distance() -> None:
    """With the same encoder, lambda and layer are one formula."""
    left, right = np.random.default_rng(1).standard_normal((2, 5, 2)).astype(np.float32)
    expected = np.linalg.norm(left - right, axis=1, keepdims=True)
    sides = [keras.Input((2,)), keras.Input((2,))]
    for maker in (both.lambda_distance, both.layer_distance):
        model = keras.Model(sides, maker()(sides))
        np.testing.assert_allclose(model([left, right]), expected, rtol=1e-5)
