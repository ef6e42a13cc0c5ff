"""The windows of pooling: which cells of a grid make each cell of the output. NumPy only.

A window slides over the grid, `strides` cells at a time, along each axis independently. So
everything here is built on one function, `axis_windows`: a window of a plane or a cube is one
slice of each of its axes.

With padding "valid" every window lies inside the grid, and cells at the end that fill no window
are left out. With "same" a window begins at every stride, so windows may reach beyond the edge;
only the cells that exist count. The missing cells are split between both ends; an odd one is
missing at the far end.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

Padding: TypeAlias = Literal["valid", "same"]
Sizes: TypeAlias = int | Sequence[int]
Window: TypeAlias = tuple[slice, ...]
Floats: TypeAlias = NDArray[np.float64]
Axis: TypeAlias = tuple[int, int, int]  # length, size of a window, stride: all 1 or more


def axis_windows(length: int, size: int, stride: int, padding: str = "valid") -> list[slice]:
    """The cells of each window along one axis.

        "valid":  ⌊(length − size) / stride⌋ + 1 windows, the first one at cell 0
        "same":   ⌈length / stride⌉ windows, the first one `axis_margins` before cell 0

    Args:
        length: Cells along the axis: at least 1.
        size: Cells of a window: at least 1, with "valid" at most `length`.
        stride: Cells from one window to the next: at least 1; may be more than `size`.
        padding: "valid" or "same".

    Returns:
        A slice for each window, of the cells that exist: never an empty one.

    Example:
        >>> axis_windows(5, 2, 2)  # the fifth cell fills no window
        [slice(0, 2, None), slice(2, 4, None)]
        >>> axis_windows(5, 2, 2, "same")  # one cell is missing: after the end
        [slice(0, 2, None), slice(2, 4, None), slice(4, 5, None)]
        >>> axis_windows(5, 4, 2, "same")  # three are missing: one before, two after
        [slice(0, 3, None), slice(1, 5, None), slice(3, 5, None)]
    """
    before, after = axis_margins(length, size, stride, padding)
    starts = range(-before, length + after - size + 1, stride)
    return [slice(max(start, 0), min(start + size, length)) for start in starts]


def axis_margins(length: int, size: int, stride: int, padding: str = "valid") -> tuple[int, int]:
    """How many empty cells "same" adds before and after the cells of an axis.

        missing = (⌈length / stride⌉ − 1)·stride + size − length, at least 0
        before  = ⌊missing / 2⌋, and the rest after

    Args:
        length: As `axis_windows`.
        size: As `axis_windows`.
        stride: As `axis_windows`.
        padding: As `axis_windows`; "valid" adds none.

    Returns:
        The cells before, and those after: as many, or one more.

    Example:
        >>> axis_margins(5, 4, 2, "same"), axis_margins(5, 4, 2)
        ((1, 2), (0, 0))
    """
    if padding == "valid":
        return 0, 0
    count = -(-length // stride)  # rounded up
    missing = max((count - 1) * stride + size - length, 0)
    return missing // 2, missing - missing // 2


def windows(
    shape: Sequence[int], pool_size: Sizes = 2, strides: Sizes | None = None, padding: str = "valid"
) -> list[Window]:
    """Which input cells make each output cell.

    Args:
        shape: The grid's: one, two or three dimensions, each at least 1.
        pool_size: Cells of a window along each dimension: one number for all, or one for each.
        strides: Cells from one window to the next, likewise; None for `pool_size`.
        padding: "valid" or "same".

    Returns:
        A window for each output cell, the last dimension fastest: `x[windows(x.shape)[i]]` are
        the cells of `x` that make cell i of the output. The global kinds of pooling have one
        window, `windows(x.shape, pool_size=x.shape)`.

    Raises:
        ValueError: If a number is below 1 or none at all, there is not one for each dimension,
            `padding` is another, or a window is larger than the grid with "valid".

    Example:
        >>> windows((4, 4))[1]
        (slice(0, 2, None), slice(2, 4, None))
    """
    return list(_windows(_axes(shape, pool_size, strides, padding), padding))


def output_shape(
    shape: Sequence[int], pool_size: Sizes = 2, strides: Sizes | None = None, padding: str = "valid"
) -> tuple[int, ...]:
    """The shape after pooling: how many windows there are along each dimension.

    Args:
        shape: As `windows`.
        pool_size: As `windows`.
        strides: As `windows`.
        padding: As `windows`.

    Returns:
        As many numbers as `shape` has.

    Raises:
        ValueError: As `windows`.

    Example:
        >>> output_shape((28, 28)), output_shape((7, 7)), output_shape((7, 7), padding="same")
        ((14, 14), (3, 3), (4, 4))
    """
    axes = _axes(shape, pool_size, strides, padding)
    return tuple(len(axis_windows(*axis, padding)) for axis in axes)


def as_grid(x: ArrayLike) -> Floats:
    """The numbers of `x` as float64.

    Raises:
        ValueError: If `x` holds no numbers, none at all, or one that is not finite.
    """
    try:
        if np.iscomplexobj(x):
            raise TypeError("complex numbers have no largest one")
        grid = np.asarray(x, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"x must be an array of numbers. Received: {x!r:.80}") from error
    if not grid.size:
        raise ValueError(f"x must have cells. Received: shape {grid.shape}")
    if not np.isfinite(grid).all():
        wrong = grid[~np.isfinite(grid)][0]
        raise ValueError(f"x must be finite. Received: {wrong} among its numbers")
    return grid


def checked(shape: Sequence[int], sizes: Sizes, name: str) -> tuple[int, ...]:
    """One whole number for each dimension of `shape`, at least 1.

    Raises:
        ValueError: If `sizes` is anything else.
    """
    try:
        given = [sizes] * len(shape) if isinstance(sizes, int | np.integer) else list(sizes)
        numbers = tuple(map(operator.index, given))
    except TypeError:
        numbers = ()
    if len(numbers) != len(shape) or min(numbers) < 1:
        raise ValueError(
            f"{name} must be a whole number from 1 up, or {len(shape)} of them, one for each "
            f"dimension. Received: {sizes!r}"
        )
    return numbers


@lru_cache
def _windows(axes: tuple[Axis, ...], padding: str) -> tuple[Window, ...]:
    """One slice of each axis, in every combination."""
    return tuple(itertools.product(*(axis_windows(*axis, padding) for axis in axes)))


def _axes(
    shape: Sequence[int], pool_size: Sizes, strides: Sizes | None, padding: str
) -> tuple[Axis, ...]:
    """The settings of each axis, checked."""
    if len(shape) not in (1, 2, 3):
        raise ValueError(f"a grid has one, two or three dimensions. Received: shape {shape}")
    lengths = checked(shape, shape, "shape")
    sizes = checked(shape, pool_size, "pool_size")
    steps = sizes if strides is None else checked(shape, strides, "strides")
    if padding not in get_args(Padding):
        raise ValueError(f"padding must be 'valid' or 'same'. Received: {padding!r}")
    if padding == "valid" and any(map(operator.gt, sizes, lengths)):
        raise ValueError(
            "with padding 'valid' a window must fit into the grid. "
            f"Received: pool_size {sizes} for shape {lengths}"
        )
    return tuple(zip(lengths, sizes, steps, strict=True))
