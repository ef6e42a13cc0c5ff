"""A `SimpleDense` step by step: its weights when created and built, its output when called."""

from __future__ import annotations

from dataclasses import dataclass

import keras
import numpy as np
from numpy.typing import NDArray

from siamese.layers import SimpleDense
from siamese.lessons.matrix_product import Product

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Weight:
    """A weight of a layer."""

    name: str
    values: Floats  # of the weight's shape


@dataclass(frozen=True, eq=False)
class LayerSnapshots:
    """A layer after `__init__`, after `build` and after `call`."""

    created: list[Weight]  # its weights after `__init__`: none
    built: list[Weight]  # its weights after `build`, as its initializers made them
    y: Floats  # (batch, m), the output of `call` with the product's W and b
    dense: Floats  # (batch, m), the same from Keras's own `Dense`


def snapshot_layer(product: Product) -> LayerSnapshots:
    """Makes a `SimpleDense`, builds it and calls it.

    Args:
        product: The sizes of the layer, and the numbers of its call.

    Returns:
        Its weights and outputs.

    Example:
        >>> one = Product(np.ones((1, 2)), np.ones((2, 1)), np.array([0.5]))
        >>> layer = snapshot_layer(one)
        >>> layer.created, [weight.name for weight in layer.built], layer.y.tolist()
        ([], ['kernel', 'bias'], [[2.5]])
    """
    n, m = product.kernel.shape
    layer = SimpleDense(units=m)
    created = weights_of(layer)
    layer.build((None, n))
    built = weights_of(layer)
    layer.set_weights([product.kernel, product.bias])
    dense = keras.layers.Dense(m)
    dense.build((None, n))
    dense.set_weights([product.kernel, product.bias])
    x = product.x.astype(np.float32)
    return LayerSnapshots(created, built, layer(x).numpy(), dense(x).numpy())


def weights_of(layer: keras.layers.Layer) -> list[Weight]:
    """The current weights of a layer."""
    return [Weight(weight.name, weight.numpy()) for weight in layer.weights]


def variables_of_one() -> str:
    """The variables of the deck's `SimpleDense(units=1)`, after a call with a 1.

    Returns:
        `my_dense.variables` as Python prints it, one variable a line.
    """
    my_dense = SimpleDense(units=1)
    my_dense(keras.ops.ones((1, 1)))
    return "[" + ",\n ".join(map(repr, my_dense.variables)) + "]"
