"""The gradient of pooling: back from each output cell to the input cells that made it. NumPy only.

Max pooling hands the gradient to the cell that won, average pooling shares it among all cells of
the window. Where windows overlap, what comes from each adds up; cells in no window get nothing.

Where several cells are the largest, mathematics leaves the choice, and TensorFlow (on the CPU)
chooses in three ways:

    MaxPooling1D, MaxPooling2D    "first": all to the first of them, the last dimension fastest
    MaxPooling3D                  "each": all to each of them, so that more arrives than was sent
    GlobalMaxPooling              "shared": the same part to each of them

Unless told otherwise, the functions here choose as TensorFlow does. Equal means equal here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from siamese.pooling.windows import Floats, Sizes, as_grid, output_shape, windows

Ties: TypeAlias = Literal["first", "each", "shared"]


def max_pool_gradient(
    x: ArrayLike,
    upstream: ArrayLike | None = None,
    pool_size: Sizes = 2,
    strides: Sizes | None = None,
    padding: str = "valid",
    ties: Ties | None = None,
) -> Floats:
    """The gradient of `max_pool`: to the winner of each window.

        ∂y_i / ∂x_j = 1 if x_j is the largest of window i, else 0

    Args:
        x: As `max_pool`.
        upstream: The gradient that comes from above, shaped as the output; None for ones.
        pool_size: As `max_pool`.
        strides: As `max_pool`.
        padding: As `max_pool`.
        ties: Who gets it where several are the largest: "first", "each" or "shared"; None for
            what TensorFlow does, "first" in one and two dimensions and "each" in three.

    Returns:
        float64, shaped as `x`.

    Raises:
        ValueError: As `max_pool`; if `upstream` is not finite or not shaped as the output, `ties`
            is another, or what adds up is too large for float64. It ends in "Received: …".

    Example:
        >>> max_pool_gradient([[4, 3, 1, 5], [1, 3, 4, 8], [4, 5, 4, 3], [6, 5, 9, 4]])
        array([[1., 0., 0., 0.],
               [0., 0., 0., 1.],
               [0., 0., 0., 0.],
               [1., 0., 1., 0.]])
        >>> max_pool_gradient([1, 7, 3], strides=1)  # the 7 wins in both windows
        array([0., 2., 0.])
    """
    grid = as_grid(x)
    if ties is None:
        ties = "each" if grid.ndim == 3 else "first"
    return _back(_share_of(ties), grid, upstream, pool_size, strides, padding)


def average_pool_gradient(
    x: ArrayLike,
    upstream: ArrayLike | None = None,
    pool_size: Sizes = 2,
    strides: Sizes | None = None,
    padding: str = "valid",
) -> Floats:
    """The gradient of `average_pool`: the same share to all cells of a window.

        ∂y_i / ∂x_j = 1 / (number of cells in window i) if j is one of them, else 0

    Args:
        x: As `max_pool`.
        upstream: As `max_pool_gradient`.
        pool_size: As `max_pool`.
        strides: As `max_pool`.
        padding: As `max_pool`.

    Returns:
        float64, shaped as `x`.

    Raises:
        ValueError: As `max_pool_gradient`.

    Example:
        >>> average_pool_gradient([1, 2, 6], padding="same")  # the 6 is a window of its own
        array([0.5, 0.5, 1. ])
    """
    return _back(_evenly, as_grid(x), upstream, pool_size, strides, padding)


def global_max_pool_gradient(
    x: ArrayLike, upstream: ArrayLike | None = None, ties: Ties | None = None
) -> Floats:
    """The gradient of `global_max_pool`: to the largest number of all.

    Args:
        x: As `max_pool`.
        upstream: The gradient that comes from above, one number; None for 1.
        ties: As `max_pool_gradient`; None for what TensorFlow does here, "shared".

    Returns:
        float64, shaped as `x`.

    Raises:
        ValueError: As `max_pool_gradient`.

    Example:
        >>> global_max_pool_gradient([3, 9, 9]), global_max_pool_gradient([3, 9, 9], ties="first")
        (array([0. , 0.5, 0.5]), array([0., 1., 0.]))
    """
    return _back_from_one(_share_of("shared" if ties is None else ties), as_grid(x), upstream)


def global_average_pool_gradient(x: ArrayLike, upstream: ArrayLike | None = None) -> Floats:
    """The gradient of `global_average_pool`: the same share to every cell.

    Args:
        x: As `max_pool`.
        upstream: The gradient that comes from above, one number; None for 1.

    Returns:
        float64, shaped as `x`.

    Raises:
        ValueError: As `max_pool_gradient`.

    Example:
        >>> global_average_pool_gradient([3, 9, 9, 0])
        array([0.25, 0.25, 0.25, 0.25])
    """
    return _back_from_one(_evenly, as_grid(x), upstream)


# What each cell of a window gets of the gradient that comes to it: shaped as the cells.
Share: TypeAlias = Callable[[Floats], Floats]


def _evenly(cells: Floats) -> Floats:
    return np.full(cells.shape, 1 / cells.size)


def _first(cells: Floats) -> Floats:
    share = np.zeros(cells.shape)
    share.flat[cells.argmax()] = 1  # of equals, argmax finds the first
    return share


def _each(cells: Floats) -> Floats:
    return np.where(cells == cells.max(), 1.0, 0.0)


def _shared(cells: Floats) -> Floats:
    winners = _each(cells)
    return winners / float(winners.sum())


def _share_of(ties: str) -> Share:
    shares: dict[str, Share] = {"first": _first, "each": _each, "shared": _shared}
    if ties not in shares:
        raise ValueError(f"ties must be 'first', 'each' or 'shared'. Received: {ties!r}")
    return shares[ties]


def _back(
    share: Share,
    grid: Floats,
    upstream: ArrayLike | None,
    pool_size: Sizes,
    strides: Sizes | None,
    padding: str,
) -> Floats:
    """Adds up, cell by cell, what comes back from each window."""
    shape = output_shape(grid.shape, pool_size, strides, padding)
    above = np.ones(shape) if upstream is None else as_grid(upstream, "upstream")
    if above.shape != shape:
        raise ValueError(f"upstream must have the output's shape {shape}. Received: {above.shape}")
    gradient = np.zeros(grid.shape)
    with np.errstate(over="ignore", invalid="ignore"):  # refused just below
        for window, sent in zip(
            windows(grid.shape, pool_size, strides, padding), above.flat, strict=True
        ):
            gradient[window] += sent * share(grid[window])
    if not np.isfinite(gradient).all():
        largest = np.abs(above).max()
        raise ValueError(f"what adds up is too large for float64. Received: upstream of {largest}")
    return gradient


def _back_from_one(share: Share, grid: Floats, upstream: ArrayLike | None) -> Floats:
    """The same where one window holds everything."""
    sent = np.ones(()) if upstream is None else as_grid(upstream, "upstream")
    if sent.ndim:
        raise ValueError(f"upstream must be one number. Received: shape {sent.shape}")
    one_cell = sent.reshape((1,) * grid.ndim)
    return _back(share, grid, one_cell, grid.shape, None, "valid")
