"""Pooling, step by step: many cells in, one out. NumPy only.

A window slides over a row, a plane or a cube of numbers (`siamese.pooling.windows`), and of each
window one number is kept: its largest (max pooling) or its mean (average pooling). The global
kinds take everything as one window. How a gradient goes the way back stands in
`siamese.pooling.gradient`, and what Keras's layers make of the same numbers in
`siamese.pooling.keras_layers`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from siamese.pooling.windows import Floats, Sizes, as_grid, output_shape, windows


def max_pool(
    x: ArrayLike, pool_size: Sizes = 2, strides: Sizes | None = None, padding: str = "valid"
) -> Floats:
    """Max pooling: the largest number of each window.

        y_i = max of x_j over the cells j of window i

    Args:
        x: Finite numbers in one, two or three dimensions: one channel, no batch.
        pool_size: Cells of a window along each dimension: one number for all, or one for each.
        strides: Cells from one window to the next, likewise; None for `pool_size`.
        padding: "valid", windows inside `x` only; or "same", a window at every stride, of which
            the cells that exist count.

    Returns:
        float64 of shape `output_shape(x.shape, pool_size, strides, padding)`.

    Raises:
        ValueError: If `x` is empty, not finite or of other dimensions, a size is below 1, the
            padding another, or a window larger than `x` with "valid"; it ends in "Received: …".

    Example:
        The deck's grid, from its slide "Max Pooling":

        >>> max_pool([[4, 3, 1, 5], [1, 3, 4, 8], [4, 5, 4, 3], [6, 5, 9, 4]])  # max(4, 3, 1, 3)
        array([[4., 8.], [6., 9.]])
    """
    x = as_grid(x)
    largest = [x[window].max() for window in windows(x.shape, pool_size, strides, padding)]
    return np.reshape(largest, output_shape(x.shape, pool_size, strides, padding))


def average_pool(
    x: ArrayLike, pool_size: Sizes = 2, strides: Sizes | None = None, padding: str = "valid"
) -> Floats:
    """Average pooling: the mean of each window.

        y_i = (sum of x_j over the cells j of window i) / (number of these cells)

    A window that hangs over the edge is divided by the cells that exist, as Keras does, not by
    those of a whole window. A mean of finite numbers is finite, up to the largest of float64.

    Args:
        x: As `max_pool`.
        pool_size: As `max_pool`.
        strides: As `max_pool`.
        padding: As `max_pool`.

    Returns:
        float64, shaped as that of `max_pool`.

    Raises:
        ValueError: As `max_pool`.

    Example:
        The deck's grid. Its slide "Average Pooling" shows 5.3 at the lower left: a slip, for
        (4 + 5 + 6 + 5) / 4 = 5.0. (Its 2.8 at the upper left is 2.75, rounded.)

        >>> average_pool([[4, 3, 1, 5], [1, 3, 4, 8], [4, 5, 4, 3], [6, 5, 9, 4]])
        array([[2.75, 4.5 ], [5. , 5. ]])
        >>> average_pool([1, 2, 6], padding="same")  # the last window holds the 6 alone
        array([1.5, 6. ])
    """
    x = as_grid(x)
    means = [_mean(x[window]) for window in windows(x.shape, pool_size, strides, padding)]
    return np.reshape(means, output_shape(x.shape, pool_size, strides, padding))


def global_max_pool(x: ArrayLike) -> float:
    """Global max pooling: the largest number of all.

    Args:
        x: As `max_pool`.

    Returns:
        One number.

    Raises:
        ValueError: If `x` is empty, not finite or of other dimensions; it ends in "Received: …".

    Example:
        From the deck's slide "Global Max Pooling":

        >>> global_max_pool([[4, 3, 1, 5], [1, 3, 4, 8], [4, 5, 4, 3], [6, 5, 9, 4]])
        9.0
    """
    x = as_grid(x)
    return max_pool(x, pool_size=x.shape).item()


def global_average_pool(x: ArrayLike) -> float:
    """Global average pooling: the mean of all numbers.

    Args:
        x: As `max_pool`.

    Returns:
        One number.

    Raises:
        ValueError: As `global_max_pool`.

    Example:
        From the deck's slide "Global Average Pooling" (69 / 16; below its picture, as 4.3):

        >>> global_average_pool([[4, 3, 1, 5], [1, 3, 4, 8], [4, 5, 4, 3], [6, 5, 9, 4]])
        4.3125
    """
    x = as_grid(x)
    return average_pool(x, pool_size=x.shape).item()


def _mean(cells: Floats) -> float:
    """The mean of a window, finite even where the sum of its cells is not."""
    with np.errstate(over="ignore", invalid="ignore"):
        mean = float(cells.mean())
    if np.isfinite(mean):
        return mean
    largest = np.abs(cells).max()
    return float(largest * (cells / largest).mean())  # a mean of numbers from -1 to 1
