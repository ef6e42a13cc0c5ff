"""The gradient of pooling: from each output cell back to the cells of its window. NumPy only.

Max pooling sends the gradient to the largest cell of a window, average pooling shares it among
all cells. Where windows overlap, their gradients add up; a cell in no window gets 0.

Where several cells are the largest, mathematics leaves the choice. The functions here choose as
TensorFlow does on the CPU, in three ways:

    MaxPooling1D, MaxPooling2D    all to the first of them, the last dimension fastest
    MaxPooling3D                  all to each of them, so that the sum is more than 1 per window
    GlobalMaxPooling              the same part to each of them

Equal means equal in float64.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from siamese.pooling.windows import Floats, Sizes, as_grid, windows

# How a gradient of 1 is shared among the cells of a window: cells → shares, of the same shape.
Share: TypeAlias = Callable[[Floats], Floats]


def max_pool_gradient(
    x: ArrayLike, pool_size: Sizes = 2, strides: Sizes | None = None, padding: str = "valid"
) -> Floats:
    """The gradient of the sum of `max_pool`: to the largest cell of each window.

        ∂y_i / ∂x_j = 1 if x_j is the largest of window i, else 0

    Args:
        x: As `max_pool`.
        pool_size: As `max_pool`.
        strides: As `max_pool`.
        padding: As `max_pool`.

    Returns:
        float64, shaped as `x`: the sum of ∂y_i / ∂x_j over all windows i.

    Raises:
        ValueError: As `max_pool`. It ends in "Received: …".

    Example:
        >>> max_pool_gradient([[4, 3, 1, 5], [1, 3, 4, 8], [4, 5, 4, 3], [6, 5, 9, 4]])
        array([[1., 0., 0., 0.],
               [0., 0., 0., 1.],
               [0., 0., 0., 0.],
               [1., 0., 1., 0.]])
        >>> max_pool_gradient([1, 7, 3], strides=1)  # the 7 is the largest of both windows
        array([0., 2., 0.])
    """
    grid = as_grid(x)
    share = _to_each_largest if grid.ndim == 3 else _to_first_largest
    return _back(share, grid, pool_size, strides, padding)


def average_pool_gradient(
    x: ArrayLike, pool_size: Sizes = 2, strides: Sizes | None = None, padding: str = "valid"
) -> Floats:
    """The gradient of the sum of `average_pool`: the same share to all cells of a window.

        ∂y_i / ∂x_j = 1 / (number of cells in window i) if j is one of them, else 0

    Args:
        x: As `max_pool`.
        pool_size: As `max_pool`.
        strides: As `max_pool`.
        padding: As `max_pool`.

    Returns:
        float64, shaped as `x`: the sum of ∂y_i / ∂x_j over all windows i.

    Raises:
        ValueError: As `max_pool`.

    Example:
        >>> average_pool_gradient([1, 2, 6], padding="same")  # the 6 is a window of its own
        array([0.5, 0.5, 1. ])
    """
    return _back(_evenly, as_grid(x), pool_size, strides, padding)


def global_max_pool_gradient(x: ArrayLike) -> Floats:
    """The gradient of `global_max_pool`: to the largest number, in equal parts if several are.

    Args:
        x: As `max_pool`.

    Returns:
        float64, shaped as `x`.

    Raises:
        ValueError: As `global_max_pool`.

    Example:
        >>> global_max_pool_gradient([3, 9, 9])
        array([0. , 0.5, 0.5])
    """
    grid = as_grid(x)
    return _back(_evenly_to_largest, grid, grid.shape)


def global_average_pool_gradient(x: ArrayLike) -> Floats:
    """The gradient of `global_average_pool`: the same share to every cell.

    Args:
        x: As `max_pool`.

    Returns:
        float64, shaped as `x`.

    Raises:
        ValueError: As `global_max_pool`.

    Example:
        >>> global_average_pool_gradient([3, 9, 9, 0])
        array([0.25, 0.25, 0.25, 0.25])
    """
    grid = as_grid(x)
    return _back(_evenly, grid, grid.shape)


def _evenly(cells: Floats) -> Floats:
    return np.full(cells.shape, 1 / cells.size)


def _to_first_largest(cells: Floats) -> Floats:
    share = np.zeros(cells.shape)
    share.flat[cells.argmax()] = 1  # argmax finds the first of equals
    return share


def _to_each_largest(cells: Floats) -> Floats:
    return np.where(cells == cells.max(), 1.0, 0.0)


def _evenly_to_largest(cells: Floats) -> Floats:
    share = _to_each_largest(cells)
    return share / np.sum(share)


def _back(
    share: Share,
    grid: Floats,
    pool_size: Sizes,
    strides: Sizes | None = None,
    padding: str = "valid",
) -> Floats:
    """Adds up, cell by cell, the gradient that comes back from each window."""
    gradient = np.zeros(grid.shape)
    for window in windows(grid.shape, pool_size, strides, padding):
        gradient[window] += share(grid[window])
    return gradient
