"""The gradients of pooling: by hand, by small steps, and where several cells are equal."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from siamese.pooling import (
    average_pool,
    average_pool_gradient,
    global_average_pool,
    global_average_pool_gradient,
    global_max_pool,
    global_max_pool_gradient,
    max_pool,
    max_pool_gradient,
)

DECK = [[4, 3, 1, 5], [1, 3, 4, 8], [4, 5, 4, 3], [6, 5, 9, 4]]
SETTINGS = [
    ((7,), 3, 2, "same"),  # overlapping
    ((7,), 2, 4, "valid"),  # cells between the windows
    ((4, 5), 2, 1, "same"),
    ((5, 6), (3, 2), (1, 4), "valid"),
    ((3, 4, 5), (2, 3, 1), (1, 2, 3), "same"),
]


def test_deck_by_hand() -> None:
    """The winners of its windows are 4, 8, 6 and 9; a mean of four goes back as a quarter each."""
    winners = [[1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0], [1, 0, 1, 0]]
    assert max_pool_gradient(DECK).tolist() == winners
    assert average_pool_gradient(DECK).tolist() == [[0.25] * 4] * 4
    assert global_max_pool_gradient(DECK).tolist() == (np.array(DECK) == 9).tolist()
    assert global_average_pool_gradient(DECK).tolist() == [[1 / 16] * 4] * 4


def test_overlapping_windows_add_up_by_hand() -> None:
    """Windows (1, 7), (7, 3) and (3, 2): the 7 wins twice, the 3 once; inner cells are in two."""
    x = [1, 7, 3, 2]
    assert max_pool_gradient(x, 2, 1).tolist() == [0, 2, 1, 0]
    assert average_pool_gradient(x, 2, 1).tolist() == [0.5, 1, 1, 0.5]


def test_cells_in_no_window_get_nothing() -> None:
    """Windows of two at 0 and 3 of seven cells."""
    x = [1, 2, 9, 3, 4, 9, 9]
    assert max_pool_gradient(x, 2, 3).tolist() == [0, 1, 0, 0, 1, 0, 0]
    assert average_pool_gradient(x, 2, 3).tolist() == [0.5, 0.5, 0, 0.5, 0.5, 0, 0]


def test_equals_by_hand() -> None:
    """8 stands twice among 3, 8, 5, 8, and is the largest."""
    assert max_pool_gradient([3, 8, 5, 8], 4).tolist() == [0, 1, 0, 0]
    assert max_pool_gradient([[[3, 8, 5, 8]]], (1, 1, 4)).tolist() == [[[0, 1, 0, 1]]]
    assert global_max_pool_gradient([3, 8, 5, 8]).tolist() == [0, 0.5, 0, 0.5]


def test_equals_get_what_tensorflow_gives() -> None:
    """Eight equal cells: the first of them, each in a cube, an eighth each for the global kind."""
    first = [1, 0, 0, 0, 0, 0, 0, 0]
    assert max_pool_gradient(np.ones(8), 8).tolist() == first
    assert max_pool_gradient(np.ones((2, 4)), (2, 4)).ravel().tolist() == first
    assert max_pool_gradient(np.ones((2, 2, 2))).ravel().tolist() == [1] * 8
    for shape in ((8,), (2, 4), (2, 2, 2)):
        assert global_max_pool_gradient(np.ones(shape)).ravel().tolist() == [1 / 8] * 8


@pytest.mark.parametrize(("shape", "pool_size", "strides", "padding"), SETTINGS)
def test_gradients_are_those_of_small_steps(
    shape: tuple[int, ...], pool_size: object, strides: object, padding: str
) -> None:
    """A step in one cell changes the sum of the output by the step times the cell's gradient.

    Between numbers that are 1 apart, pooling is linear in a step of 1/4: the two are equal.
    """
    x = np.random.default_rng(4).permutation(math.prod(shape)).reshape(shape).astype(float)
    settings = (pool_size, strides, padding)
    pairs: list[tuple[Callable[..., object], np.ndarray]] = [
        (lambda x: max_pool(x, *settings), max_pool_gradient(x, *settings)),
        (lambda x: average_pool(x, *settings), average_pool_gradient(x, *settings)),
        (global_max_pool, global_max_pool_gradient(x)),
        (global_average_pool, global_average_pool_gradient(x)),
    ]
    for pool, gradient in pairs:
        for cell in np.ndindex(shape):
            step = np.zeros(shape)
            step[cell] = 0.25
            rise = np.sum(pool(x + step)) - np.sum(pool(x))
            assert rise == pytest.approx(gradient[cell] * 0.25, abs=1e-9)


def test_what_goes_in_is_left_alone() -> None:
    x = np.array(DECK, np.float64)
    assert max_pool_gradient(x) is not x
    average_pool_gradient(x)
    assert x.tolist() == DECK


@pytest.mark.parametrize(
    "gradient",
    [
        max_pool_gradient,
        average_pool_gradient,
        global_max_pool_gradient,
        global_average_pool_gradient,
    ],
)
def test_what_is_no_grid_is_refused(gradient: Callable[[object], object]) -> None:
    for x, line in ((3, r"Received: shape \(\)"), ([], "cells")):
        with pytest.raises(ValueError, match=line):
            gradient(x)
