"""The way back of pooling: by hand, in plain loops, by small steps, and where several are equal."""

import itertools
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
from siamese.pooling.windows import output_shape, windows

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


def test_what_comes_from_above_goes_to_its_own_window() -> None:
    """Windows (1, 3), (5, 2) and, with "same", (4): 10, 20 and 30 are sent."""
    x, sent = [1, 3, 5, 2, 4], [10, 20, 30]
    assert max_pool_gradient(x, sent, padding="same").tolist() == [0, 10, 20, 0, 30]
    assert average_pool_gradient(x, sent, padding="same").tolist() == [5, 5, 10, 10, 30]
    assert global_max_pool_gradient(x, -2).tolist() == [0, 0, -2, 0, 0]
    assert global_average_pool_gradient(x, -2).tolist() == [-0.4] * 5


def test_overlapping_windows_add_up_by_hand() -> None:
    """Windows (1, 7), (7, 3) and (3, 2): the 7 wins twice, the 3 once; inner cells are in two."""
    x = [1, 7, 3, 2]
    assert max_pool_gradient(x, None, 2, 1).tolist() == [0, 2, 1, 0]
    assert average_pool_gradient(x, None, 2, 1).tolist() == [0.5, 1, 1, 0.5]


def test_cells_in_no_window_get_nothing() -> None:
    """Windows of two at 0 and 3 of seven cells."""
    x = [1, 2, 9, 3, 4, 9, 9]
    assert max_pool_gradient(x, None, 2, 3).tolist() == [0, 1, 0, 0, 1, 0, 0]
    assert average_pool_gradient(x, None, 2, 3).tolist() == [0.5, 0.5, 0, 0.5, 0.5, 0, 0]


@pytest.mark.parametrize(
    ("ties", "given"),
    [("first", [0, 1, 0, 0]), ("each", [0, 1, 0, 1]), ("shared", [0, 0.5, 0, 0.5])],
)
def test_equals_by_hand(ties: str, given: list[float]) -> None:
    """8 stands twice among 3, 8, 5, 8, and is the largest."""
    assert max_pool_gradient([3, 8, 5, 8], None, 4, ties=ties).tolist() == given
    assert global_max_pool_gradient([3, 8, 5, 8], ties=ties).tolist() == given


def test_equals_get_what_tensorflow_gives_unless_told_otherwise() -> None:
    """Eight equal cells: the first of them, each in a cube, an eighth each for the global kind."""
    first = [1, 0, 0, 0, 0, 0, 0, 0]
    assert max_pool_gradient(np.ones(8), None, 8).tolist() == first
    assert max_pool_gradient(np.ones((2, 4)), None, (2, 4)).ravel().tolist() == first
    assert max_pool_gradient(np.ones((2, 2, 2))).ravel().tolist() == [1] * 8
    for shape in ((8,), (2, 4), (2, 2, 2)):
        assert global_max_pool_gradient(np.ones(shape)).ravel().tolist() == [1 / 8] * 8


@pytest.mark.parametrize(("shape", "pool_size", "strides", "padding"), SETTINGS)
def test_gradients_are_those_of_a_loop(
    shape: tuple[int, ...], pool_size: object, strides: object, padding: str
) -> None:
    """Every cell of every window is looked at, with numbers of which no two are equal."""
    rng = np.random.default_rng(3)
    x = rng.permutation(math.prod(shape)).reshape(shape).astype(float)
    sent = rng.normal(size=output_shape(shape, pool_size, strides, padding))
    to_winner, to_all = np.zeros(shape), np.zeros(shape)
    all_windows = windows(shape, pool_size, strides, padding)
    for window, one in zip(all_windows, sent.ravel(), strict=True):
        cells = list(itertools.product(*(range(part.start, part.stop) for part in window)))
        to_winner[max(cells, key=lambda cell: x[cell])] += one
        for cell in cells:
            to_all[cell] += one / len(cells)
    settings = (sent, pool_size, strides, padding)
    assert max_pool_gradient(x, *settings) == pytest.approx(to_winner)
    assert average_pool_gradient(x, *settings) == pytest.approx(to_all)


@pytest.mark.parametrize(("shape", "pool_size", "strides", "padding"), SETTINGS)
def test_gradients_foretell_a_small_step(
    shape: tuple[int, ...], pool_size: object, strides: object, padding: str
) -> None:
    """The sum of the output rises by what the gradient says of each cell.

    Between numbers a whole 1 apart, pooling is linear in a step of 1/4: no rest remains.
    """
    x = np.random.default_rng(4).permutation(math.prod(shape)).reshape(shape).astype(float)
    settings = (pool_size, strides, padding)
    pairs: list[tuple[Callable[..., object], np.ndarray]] = [
        (lambda x: max_pool(x, *settings), max_pool_gradient(x, None, *settings)),
        (lambda x: average_pool(x, *settings), average_pool_gradient(x, None, *settings)),
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
    x, sent = np.array(DECK, np.float64), np.ones((2, 2))
    assert max_pool_gradient(x, sent) is not x
    average_pool_gradient(x, sent)
    assert x.tolist() == DECK
    assert sent.tolist() == [[1, 1], [1, 1]]


@pytest.mark.parametrize("gradient", [max_pool_gradient, average_pool_gradient])
@pytest.mark.parametrize(
    ("upstream", "line"),
    [
        (np.ones((2, 1)), r"output's shape \(2, 2\)\. Received: \(2, 1\)"),
        (1.0, r"output's shape \(2, 2\)\. Received: \(\)"),
        ([[1, math.nan], [1, 1]], r"upstream must be finite\. Received: nan"),
        ("much", r"upstream must be an array of numbers\. Received: 'much'"),
    ],
)
def test_upstream_that_does_not_fit_is_refused(
    gradient: Callable[..., object], upstream: object, line: str
) -> None:
    with pytest.raises(ValueError, match=line):
        gradient(DECK, upstream)


@pytest.mark.parametrize("gradient", [global_max_pool_gradient, global_average_pool_gradient])
def test_upstream_of_the_global_kinds_is_one_number(gradient: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match=r"one number\. Received: shape \(1,\)"):
        gradient([1, 2], [1])
    with pytest.raises(ValueError, match=r"upstream must be finite\. Received: inf"):
        gradient([1, 2], math.inf)


def test_what_adds_up_beyond_float64_is_refused() -> None:
    """The 7 wins twice, and twice 1e308 is no float64."""
    with pytest.raises(ValueError, match=r"too large for float64\. Received: upstream of 1e\+308"):
        max_pool_gradient([1, 7, 3], [1e308, 1e308], 2, 1)
    assert max_pool_gradient([1, 7, 3], [1e308, -1e308], 2, 1).tolist() == [0, 0, 0]


@pytest.mark.parametrize("gradient", [max_pool_gradient, global_max_pool_gradient])
def test_other_ties_are_refused(gradient: Callable[..., object]) -> None:
    for ties in ("last", ""):
        with pytest.raises(ValueError, match=rf"ties must be .* Received: '{ties}'"):
            gradient([1, 2], ties=ties)


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
    for x, line in (
        (3, r"Received: shape \(\)"),
        ([math.inf, 1], "x must be finite"),
        ([], "cells"),
    ):
        with pytest.raises(ValueError, match=line):
            gradient(x)
