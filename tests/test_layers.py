"""Our layers: NumPy and Keras's own beside them, their gradients, and their way to disk."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from siamese.layers import EuclideanDistance, SimpleDense, euclidean_distance

# Keras 3.15 asks NumPy for a copy in the old way when it writes weights.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


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


def dense_with(kernel: np.ndarray, bias: np.ndarray) -> SimpleDense:
    """A built `SimpleDense` with these weights."""
    layer = SimpleDense(units=len(bias))
    layer.build((None, len(kernel)))
    layer.set_weights([kernel, bias])
    return layer


def test_dense_by_hand() -> None:
    """(1, 2)·[[1, 0, −1], [3, 0.5, 2]] + (0.5, 0, 1) = (1+6, 0+1, −1+4) + (0.5, 0, 1)."""
    layer = dense_with(np.array([[1, 0, -1], [3, 0.5, 2]]), np.array([0.5, 0, 1]))
    np.testing.assert_allclose(layer(np.float32([[1, 2]])), [[7.5, 1, 4]])


@pytest.mark.parametrize("shape", [(5,), (1, 5), (4, 5), (2, 3, 5), (2, 3, 4, 5), (0, 5)])
def test_dense_is_a_loop_over_rows_and_columns_and_keras_own(shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(4)
    kernel, bias = rng.standard_normal((5, 3)), rng.standard_normal(3)
    x = rng.standard_normal(shape).astype(np.float32)
    expected = np.zeros((*shape[:-1], 3))
    for at in np.ndindex(shape[:-1]):
        for column in range(3):
            products = [x[(*at, row)] * kernel[row, column] for row in range(5)]
            expected[(*at, column)] = sum(products) + bias[column]
    layer = dense_with(kernel, bias)
    np.testing.assert_allclose(layer(x), expected, rtol=1e-4, atol=1e-6)
    assert layer.compute_output_shape(shape) == expected.shape
    if len(shape) > 1:  # Keras's own takes no single vector
        dense = keras.layers.Dense(3)
        dense.build((None, 5))
        dense.set_weights([kernel, bias])
        np.testing.assert_allclose(layer(x), dense(x), rtol=1e-6, atol=1e-7)


def test_dense_makes_its_weights_when_it_is_built_and_not_before() -> None:
    layer = SimpleDense()
    assert (layer.units, layer.weights) == (32, [])
    layer(tf.ones((2, 7)))
    assert [(weight.name, tuple(weight.shape)) for weight in layer.trainable_weights] == [
        ("kernel", (7, 32)),
        ("bias", (32,)),
    ]
    assert layer.count_params() == 7 * 32 + 32


def test_dense_begins_with_a_normal_kernel_and_a_bias_of_0() -> None:
    """Not the slide's slip, a bias by chance; 20,000 numbers of the deviation 0.05."""
    layer = SimpleDense(units=100)
    layer.build((None, 200))
    assert np.std(layer.w) == pytest.approx(0.05, rel=0.05)
    assert abs(np.mean(layer.w)) < 0.002
    np.testing.assert_array_equal(layer.b, np.zeros(100))


def test_dense_is_made_again_from_its_config() -> None:
    layer = SimpleDense(units=7, name="seven")
    again = SimpleDense.from_config(layer.get_config())
    assert (again.units, again.name) == (7, "seven")
    assert again.get_config() == layer.get_config()


def test_model_with_dense_loads_without_being_trusted(tmp_path: Path) -> None:
    model = keras.Sequential([keras.Input((4,)), SimpleDense(3), SimpleDense(2)])
    model.save(tmp_path / "dense.keras")
    again = keras.saving.load_model(tmp_path / "dense.keras", safe_mode=True)
    x = np.random.default_rng(5).standard_normal((6, 4)).astype(np.float32)
    np.testing.assert_array_equal(again(x), model(x))
    assert again.count_params() == 4 * 3 + 3 + 3 * 2 + 2


def test_dense_learns_both_of_its_weights() -> None:
    """The gradient of the sum of y with respect to W is x in each column, to b it is the count."""
    layer, x = SimpleDense(units=2), tf.constant([[1.0, 2.0], [3.0, 5.0]])
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(layer(x))
    kernel, bias = tape.gradient(total, layer.trainable_variables)
    np.testing.assert_allclose(kernel, [[4, 4], [7, 7]])
    np.testing.assert_allclose(bias, [2, 2])


@pytest.mark.parametrize("units", [0, -1, 1.5, 2.0, "3", None, True])
def test_dense_refuses_units_that_are_no_count(units: object) -> None:
    with pytest.raises(ValueError, match=f"whole number, 1 or more. Received: {units!r}$"):
        SimpleDense(units=units)  # type: ignore[arg-type]


@pytest.mark.parametrize("x", [np.float32(3), keras.Input((None,))])
def test_dense_refuses_inputs_without_a_last_axis(x: object) -> None:
    with pytest.raises(ValueError, match=r"Received: shape \((None, None)?\)"):
        SimpleDense(units=2)(x)
