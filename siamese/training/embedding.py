"""How a Keras encoder embeds: compiled while it learns, exported for LiteRT afterwards."""

from __future__ import annotations

import logging

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

CHUNK = 100  # images embedded at a time: more take 250 MB more, and no less time

# The way that TensorFlow recommends instead takes twice as long, for the same file.
logging.getLogger("absl").addFilter(lambda record: "trackable_obj" not in record.getMessage())


def embedding_function(encoder: keras.Model) -> tf.types.experimental.GenericFunction:
    """Compiles an encoder for bytes: uint8 (n, 28, 28) → float32 (n, embedding_dim).

    `predict` sets up a loop and a progress bar at each call, and takes some thirty times as long
    for one pair.

    Args:
        encoder: A model (batch, 28, 28, 1) in [0, 1] → (batch, embedding_dim).
    """

    @tf.function(input_signature=[tf.TensorSpec((None, 28, 28), tf.uint8)])
    def embed(images: tf.Tensor) -> tf.Tensor:
        return encoder(tf.cast(images, tf.float32)[..., None] / 255, training=False)

    return embed


def embed_all(
    embed: tf.types.experimental.GenericFunction, images: NDArray[np.uint8]
) -> NDArray[np.float32]:
    """Embeds images, so many at a time that the memory stays small.

    Args:
        embed: What `embedding_function` gave.
        images: uint8 (n, 28, 28), at least one.

    Returns:
        float32 (n, embedding_dim).
    """
    starts = range(0, len(images), CHUNK)
    return np.concatenate([embed(images[at : at + CHUNK]).numpy() for at in starts])


def to_litert(embed: tf.types.experimental.GenericFunction, half: bool = False) -> bytes:
    """Exports a compiled encoder for LiteRT, with its weights of this moment.

    Args:
        embed: What `embedding_function` gave.
        half: Whether its weights are rounded to float16. That halves the file, and moves the
            third decimal of an embedding.

    Returns:
        The content of a .tflite file, which `siamese.encoder.Encoder` runs.
    """
    traced = embed.get_concrete_function()  # once for all exports
    converter = tf.lite.TFLiteConverter.from_concrete_functions([traced])
    if half:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.target_spec.supported_types = [tf.float16]
    exported: bytes = converter.convert()
    return exported
