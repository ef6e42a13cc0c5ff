"""The distance between two embeddings: NumPy beside it, its gradient, and its way to disk."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from siamese.layers import EuclideanDistance, euclidean_distance


def test_distance_by_hand() -> None:
    """(1, 2, 2) − (0, 0, 0) has length √(1 + 4 + 4) = 3; (3, 4, 0) − (0, 0, 0) has √25 = 5."""
    left = tf.constant([[1.0, 2.0, 2.0], [3.0, 4.0, 0.0]])
    np.testing.assert_allclose(euclidean_distance((left, tf.zeros_like(left))), [[3.0], [5.0]])


def test_distance_is_numpys() -> None:
    left, right = np.random.default_rng(1).standard_normal((2, 20, 48)).astype(np.float32)
    expected = np.linalg.norm(left - right, axis=1, keepdims=True)
    np.testing.assert_allclose(euclidean_distance((left, right)), expected, rtol=1e-5)


def test_distance_of_equal_vectors_is_almost_0() -> None:
    same = tf.ones((2, 48))
    np.testing.assert_allclose(euclidean_distance((same, same)), 0, atol=1e-5)


def test_gradient_points_from_one_to_the_other() -> None:
    """The gradient of ‖a − b‖ with respect to a is (a − b) / ‖a − b‖: here (3, 4) / 5."""
    left, right = tf.Variable([[3.0, 4.0]]), tf.constant([[0.0, 0.0]])
    with tf.GradientTape() as tape:
        distance = euclidean_distance((left, right))
    np.testing.assert_allclose(tape.gradient(distance, left), [[0.6, 0.8]], rtol=1e-6)


def test_gradient_of_equal_vectors_is_0_where_the_decks_is_nan() -> None:
    left, right = tf.Variable([[1.0, 2.0]]), tf.constant([[1.0, 2.0]])
    with tf.GradientTape(persistent=True) as tape:
        ours = euclidean_distance((left, right))
        decks = tf.math.reduce_euclidean_norm(left - right, axis=1, keepdims=True)
    np.testing.assert_array_equal(tape.gradient(ours, left), [[0.0, 0.0]])
    assert np.isnan(tape.gradient(decks, left)).all()


def test_layer_is_the_function() -> None:
    left, right = np.random.default_rng(2).standard_normal((2, 5, 3)).astype(np.float32)
    layer = EuclideanDistance()
    np.testing.assert_array_equal(layer([left, right]), euclidean_distance((left, right)))
    assert layer.compute_output_shape([(None, 3), (None, 3)]) == (None, 1)
    assert layer.weights == []


def test_layer_has_a_name_and_a_config_to_be_made_again_from() -> None:
    layer = EuclideanDistance(name="distance")
    again = EuclideanDistance.from_config(layer.get_config())
    assert again.name == "distance"
    assert again.get_config() == layer.get_config()


def test_model_with_the_layer_loads_without_being_trusted(tmp_path: Path) -> None:
    inputs = [keras.Input((4,)), keras.Input((4,))]
    model = keras.Model(inputs, EuclideanDistance()(inputs))
    model.save(tmp_path / "distance.keras")
    again = keras.saving.load_model(tmp_path / "distance.keras", safe_mode=True)
    left, right = np.random.default_rng(3).standard_normal((2, 6, 4)).astype(np.float32)
    np.testing.assert_array_equal(again([left, right]), model([left, right]))


def test_the_decks_lambda_does_not(tmp_path: Path) -> None:
    """Why it is a layer: Keras does not run the bytecode of a saved lambda."""
    inputs = keras.Input((4,))
    keras.Model(inputs, keras.layers.Lambda(lambda x: x * 2)(inputs)).save(tmp_path / "x.keras")
    with pytest.raises(ValueError, match="Lambda"):
        keras.saving.load_model(tmp_path / "x.keras", safe_mode=True)
