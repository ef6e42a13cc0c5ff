"""Layers of our own: the Euclidean distance between two embeddings."""

from __future__ import annotations

import keras
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
    squared = ops.sum(ops.square(featsA - featsB), axis=1, keepdims=True)
    return ops.sqrt(ops.maximum(squared, EPSILON))


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
