"""The life of a `SimpleDense`: what it holds when it is made, built and called."""

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
    """A weight of a layer.

    Attributes:
        name: Its name.
        values: What it holds.
    """

    name: str
    values: Floats


@dataclass(frozen=True, eq=False)
class LayerSnapshots:
    """A layer in the three moments of its life.

    Attributes:
        born: Its weights after `__init__`.
        built: Its weights after `build`, as its initializers made them.
        y: What `call` makes of x, once W and b are put in: (batch, m).
        dense: The same from Keras's own `Dense`.
    """

    born: list[Weight]
    built: list[Weight]
    y: Floats
    dense: Floats


def snapshot_layer(product: Product) -> LayerSnapshots:
    """Makes a `SimpleDense`, builds it and calls it.

    Args:
        product: The sizes, and the numbers for its call.

    Returns:
        What was to be seen.

    Example:
        >>> one = Product(np.ones((1, 2)), np.ones((2, 1)), np.array([0.5]))
        >>> life = snapshot_layer(one)
        >>> [held.name for held in life.born], [held.name for held in life.built], life.y.tolist()
        ([], ['kernel', 'bias'], [[2.5]])
    """
    n, m = product.kernel.shape
    layer = SimpleDense(units=m)
    born = weights_of(layer)
    layer.build((None, n))
    built = weights_of(layer)
    layer.set_weights([product.kernel, product.bias])
    dense = keras.layers.Dense(m)
    dense.build((None, n))
    dense.set_weights([product.kernel, product.bias])
    x = product.x.astype(np.float32)
    return LayerSnapshots(born, built, layer(x).numpy(), dense(x).numpy())


def weights_of(layer: keras.layers.Layer) -> list[Weight]:
    """The weights of a layer, as they stand."""
    return [Weight(weight.name, weight.numpy()) for weight in layer.weights]


def variables_of_one() -> str:
    """The deck's look at a layer's variables: `SimpleDense(units=1)`, called with a 1.

    Returns:
        `my_dense.variables` as Python prints it, one variable a line.
    """
    my_dense = SimpleDense(units=1)
    my_dense(keras.ops.ones((1, 1)))
    return "[" + ",\n ".join(map(repr, my_dense.variables)) + "]"
