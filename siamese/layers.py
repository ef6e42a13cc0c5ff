"""Layers of our own: the Euclidean distance between two embeddings, and a dense layer."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf
from keras import ops

# Squared distances are kept above this before the root is taken: the gradient of √x at 0 is
# infinite, and identical images do occur in a batch.
EPSILON = 1e-12


def euclidean_distance(vectors: tuple[keras.KerasTensor, keras.KerasTensor]) -> keras.KerasTensor:
    """The deck's `euclidean_distance`: D = √(Σ (a − b)²), for each pair.

    Where the deck calls `tf.math.reduce_euclidean_norm`, whose gradient is NaN for two equal
    vectors, the root is kept away from 0: such a pair gets the distance 1e-6 and the gradient 0.

    Args:
        vectors: (featsA, featsB), each float (batch, embedding_dim).

    Returns:
        float (batch, 1).

    Example:
        >>> euclidean_distance((ops.array([[0.0, 3.0]]), ops.array([[4.0, 0.0]]))).numpy().tolist()
        [[5.0]]
    """
    featsA, featsB = vectors
    apart = single_precision(featsA - featsB)
    squared = ops.sum(ops.square(apart), axis=1, keepdims=True)
    return ops.cast(ops.sqrt(ops.maximum(squared, EPSILON)), featsA.dtype)


def single_precision(values: keras.KerasTensor) -> keras.KerasTensor:
    """The values as float32 where they are of half precision, in which `EPSILON` is 0.

    Args:
        values: Of any shape and any floating dtype.
    """
    half = keras.backend.standardize_dtype(values.dtype) in ("float16", "bfloat16")
    return ops.cast(values, "float32") if half else values


@keras.saving.register_keras_serializable(package="siamese")
class EuclideanDistance(keras.layers.Layer):
    """`euclidean_distance` as a layer.

    A layer rather than a Lambda: a saved Lambda holds Python bytecode, which Keras refuses to
    load unless told to trust it.

    Input shape:
        Two tensors (batch, embedding_dim).

    Output shape:
        (batch, 1).
    """

    def call(self, vectors: list[keras.KerasTensor]) -> keras.KerasTensor:
        """Distance of each pair."""
        featsA, featsB = vectors
        return euclidean_distance((featsA, featsB))

    def compute_output_shape(
        self, input_shape: list[tuple[int | None, ...]]
    ) -> tuple[int | None, int]:
        """(batch, 1)."""
        return (input_shape[0][0], 1)


@keras.saving.register_keras_serializable(package="siamese")
class SimpleDense(keras.layers.Layer):
    """The deck's dense layer: y = xW + b.

    On the slide the bias is made with `w_init`, where `b_init` was meant: here it begins at 0. And
    where the slide makes each `tf.Variable` by itself, `add_weight` does it: Keras 3 would not
    count such a variable among the layer's weights, and so would neither train nor save it.

    Args:
        units: Numbers that come out, m: 1 or more.
        **kwargs: Of any Keras layer, such as its name.

    Input shape:
        (…, n), of rank 1 at least: a last axis of known length.

    Output shape:
        (…, m).

    Raises:
        ValueError: If `units` is no whole number above 0, or an input has no last axis of known
            length. The message ends in what was received.

    Example:
        >>> my_dense = SimpleDense(units=3)
        >>> my_dense(ops.ones((2, 5))).shape
        TensorShape([2, 3])
        >>> {weight.name: tuple(weight.shape) for weight in my_dense.variables}
        {'kernel': (5, 3), 'bias': (3,)}

    Source:
        The deck's slides on custom layers.
    """

    def __init__(self, units: int = 32, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.units = _count(units)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Makes W of small random numbers, and b of zeros."""
        n = _last_axis(input_shape)
        w_init = tf.random_normal_initializer()
        self.w = self.add_weight(
            name="kernel",
            shape=(n, self.units),
            initializer=w_init,
        )
        b_init = tf.zeros_initializer()
        self.b = self.add_weight(
            name="bias",
            shape=(self.units,),
            initializer=b_init,
        )

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """The product: y = xW + b."""
        return ops.matmul(inputs, self.w) + self.b

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """(…, m)."""
        _last_axis(input_shape)
        return (*input_shape[:-1], self.units)

    def get_config(self) -> dict[str, Any]:
        """What the layer is made again from."""
        return {**super().get_config(), "units": self.units}


def _count(units: Any) -> int:
    """The same, if it is a whole number above 0."""
    if isinstance(units, bool) or not isinstance(units, int) or units < 1:
        raise ValueError(f"units is a whole number, 1 or more. Received: {units!r}")
    return units


def _last_axis(shape: tuple[int | None, ...]) -> int:
    """n, the length of the axis that is multiplied with W."""
    if not shape or shape[-1] is None:
        raise ValueError(
            "SimpleDense takes inputs (…, n), the last axis of known length: give it one, or begin "
            f"the model with keras.Input((n,)). Received: shape {tuple(shape)}"
        )
    return shape[-1]
