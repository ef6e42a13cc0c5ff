"""Keras's own pooling layers on the same numbers as `siamese.pooling`.

Keras pools batches of pictures with channels: the functions here add both axes, and take them off
again. It computes in float32, which has about seven digits: what it gives is the same as NumPy's
to about 1e-6 of the largest number that goes in.

All twelve layers, forward and back, run on the CPU with "channels_first" as with "channels_last":
Keras moves the channels to the end, and back afterwards.

In three dimensions with padding "same" and strides of 2 or more above the pool size, the answer
depends on the processor: where TensorFlow does not use oneDNN, some windows begin at a later cell.
"""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import ArrayLike, NDArray

from siamese.pooling.keras_names import DataFormat, choice, layer_name
from siamese.pooling.windows import Sizes, as_grid, output_shape

Floats32 = NDArray[np.float32]

MOST = 1_000  # cells of a window or a stride: at billions TensorFlow hangs, or ends the program


def layer_of(
    kind: str,
    dimensions: int,
    pool_size: Sizes = 2,
    strides: Sizes | None = None,
    padding: str = "valid",
    data_format: str = "channels_last",
) -> keras.layers.Layer:
    """One of Keras's twelve pooling layers.

    Args:
        kind: "max", "average", "global max" or "global average".
        dimensions: 1, 2 or 3.
        pool_size: As `siamese.pooling.max_pool`; the global kinds take no notice of it.
        strides: Likewise.
        padding: Likewise.
        data_format: "channels_last" or "channels_first".

    Returns:
        A new layer.

    Raises:
        ValueError: If there is no such kind, number of dimensions or format, ending in
            "Received: …"; or what Keras says of the others.

    Example:
        >>> layer_of("average", 2, pool_size=3, strides=2).strides
        (2, 2)
    """
    layer = getattr(keras.layers, layer_name(kind, dimensions))
    choice(data_format, DataFormat, "data_format")
    if kind.startswith("global"):
        return layer(data_format=data_format)
    return layer(pool_size=pool_size, strides=strides, padding=padding, data_format=data_format)


def keras_pool(
    x: ArrayLike,
    kind: str,
    pool_size: Sizes = 2,
    strides: Sizes | None = None,
    padding: str = "valid",
    data_format: str = "channels_last",
) -> Floats32:
    """What Keras's layer makes of `x`.

    Args:
        x: Finite numbers of float32 in one, two or three dimensions: one channel, no batch.
        kind: As `layer_of`.
        pool_size: As `layer_of`.
        strides: As `layer_of`.
        padding: As `layer_of`.
        data_format: As `layer_of`: the answer is the same.

    Returns:
        float32, shaped as the answer of `siamese.pooling`; without dimensions for global kinds.

    Raises:
        ValueError: As `siamese.pooling.max_pool`; as `layer_of`; if a size is above `MOST`; or if
            a number, or a sum on the way, is too large for float32. It ends in "Received: …".

    Example:
        >>> keras_pool([[4, 3, 1, 5], [1, 3, 4, 8], [4, 5, 4, 3], [6, 5, 9, 4]], "average")
        array([[2.75, 4.5 ], [5. , 5. ]], dtype=float32)
    """
    grid = _checked(x, kind, pool_size, strides, padding)
    layer = layer_of(kind, grid.ndim, pool_size, strides, padding, data_format)
    pooled = layer(_batch(grid, data_format)).numpy()
    if not np.isfinite(pooled).all():
        raise ValueError(f"too large a sum for Keras's float32. Received: {np.abs(grid).max()}")
    return _bare(pooled, data_format)


def keras_gradient(
    x: ArrayLike,
    kind: str,
    pool_size: Sizes = 2,
    strides: Sizes | None = None,
    padding: str = "valid",
    data_format: str = "channels_last",
) -> Floats32:
    """Where TensorFlow sends a gradient of 1 for each output cell of Keras's layer.

    Where several are the largest, it goes as `siamese.pooling.gradient` tells. Equal are numbers
    that float32 cannot tell apart; and to MaxPooling3D, on the CPU, also those less than 1e-5
    below the largest, however small all of them are.

    Args:
        x: As `keras_pool`.
        kind: As `layer_of`.
        pool_size: As `layer_of`.
        strides: As `layer_of`.
        padding: As `layer_of`.
        data_format: As `layer_of`: the answer is the same.

    Returns:
        float32, shaped as `x`.

    Raises:
        ValueError: As `keras_pool`, but for sums.

    Example:
        >>> keras_gradient([1, 7, 3], "max", strides=1)  # the 7 wins in both windows
        array([0., 2., 0.], dtype=float32)
    """
    grid = _checked(x, kind, pool_size, strides, padding)
    layer = layer_of(kind, grid.ndim, pool_size, strides, padding, data_format)
    batch = _batch(grid, data_format)
    with tf.GradientTape() as tape:
        tape.watch(batch)
        pooled = layer(batch)
    return _bare(tape.gradient(pooled, batch).numpy(), data_format)


def _checked(
    x: ArrayLike, kind: str, pool_size: Sizes, strides: Sizes | None, padding: str
) -> Floats32:
    """`x` in float32, refused in the same words as by `siamese.pooling`."""
    grid = as_grid(x)
    if kind.startswith("global"):
        output_shape(grid.shape, grid.shape)
    else:
        output_shape(grid.shape, pool_size, strides, padding)
        largest = np.max([np.max(pool_size), 0 if strides is None else np.max(strides)])
        if largest > MOST:
            raise ValueError(f"Keras is asked for sizes up to {MOST} only. Received: {largest}")
    with np.errstate(over="ignore"):
        single = grid.astype(np.float32)
    if not np.isfinite(single).all():
        raise ValueError(f"too large a number for Keras's float32. Received: {np.abs(grid).max()}")
    return single


def _batch(grid: Floats32, data_format: str) -> tf.Tensor:
    """Adds the axes of batch and channel: (1, …, 1) or (1, 1, …)."""
    channel = -1 if data_format == "channels_last" else 0
    return tf.constant(np.expand_dims(grid, channel)[None])


def _bare(batch: Floats32, data_format: str) -> Floats32:
    """Takes both axes off again."""
    return batch[0, ..., 0] if data_format == "channels_last" else batch[0, 0]
