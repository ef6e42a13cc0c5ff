"""Pooling in NumPy: the deck's numbers, limits, and what is refused."""

from collections.abc import Callable

import numpy as np
import pytest

from siamese.pooling import average_pool, global_average_pool, global_max_pool, max_pool

DECK = [[4, 3, 1, 5], [1, 3, 4, 8], [4, 5, 4, 3], [6, 5, 9, 4]]
LARGEST = np.finfo(np.float64).max
ALL = [max_pool, average_pool, global_max_pool, global_average_pool]


def test_deck_by_hand() -> None:
    """Its windows are 4 3 1 3, 1 5 4 8, 4 5 6 5 and 4 3 9 4.

    Largest: 4, 8, 6, 9. Sums: 11, 18, 20, 20, so the means are 2.75, 4.5, 5 and 5 (the slide's 5.3
    is a slip). Of all: 9, and (11 + 18 + 20 + 20) / 16 = 69 / 16 = 4.3125.
    """
    assert max_pool(DECK).tolist() == [[4, 8], [6, 9]]
    assert average_pool(DECK).tolist() == [[2.75, 4.5], [5, 5]]
    assert global_max_pool(DECK) == 9
    assert global_average_pool(DECK) == 4.3125


def test_overlapping_windows_by_hand() -> None:
    """Windows of two at every cell of 1 5 2: (1, 5) and (5, 2); with "same" also (2)."""
    assert max_pool([1, 5, 2], 2, 1).tolist() == [5, 5]
    assert average_pool([1, 5, 2], 2, 1, "same").tolist() == [3, 3.5, 2]


def test_padding_same_counts_only_cells_that_exist() -> None:
    """3×3 ones below zero in windows of 2×2: the means at the edge are those of 2, 2 and 1 cells.

    A window filled up with zeros would have the largest number 0, and means nearer to it.
    """
    x = [[-1, -2, -3], [-4, -5, -6], [-7, -8, -9]]
    assert max_pool(x, padding="same").tolist() == [[-1, -3], [-7, -9]]
    assert average_pool(x, padding="same").tolist() == [[-3, -4.5], [-7.5, -9]]


def test_sizes_of_each_dimension_by_hand() -> None:
    """The deck's grid in windows of 1×4 (its rows) and 4×1 (its columns)."""
    assert max_pool(DECK, (1, 4)).tolist() == [[5], [8], [5], [9]]
    assert average_pool(DECK, (4, 1)).tolist() == [[3.75, 4, 4.5, 5]]


@pytest.mark.parametrize("shape", [(5,), (3, 4), (2, 3, 4)])
def test_limits(shape: tuple[int, ...]) -> None:
    """A window of one cell changes nothing; one of all cells is the global kind."""
    x = np.random.default_rng(2).normal(size=shape)
    for pool, all_of_it in ((max_pool, global_max_pool), (average_pool, global_average_pool)):
        assert pool(x, 1).tolist() == x.tolist()
        everything = pool(x, shape)
        assert everything.shape == (1,) * len(shape)
        assert everything.item() == all_of_it(x)
        assert pool(x, 99, padding="same").item() == all_of_it(x)  # larger than the grid


def test_answers_are_float64_whatever_goes_in() -> None:
    pixels = np.array([[250, 254], [251, 255]], np.uint8)
    assert max_pool(pixels).dtype == average_pool(pixels).dtype == np.float64
    assert average_pool(pixels).item() == 252.5  # a sum in uint8 would begin again at 256
    assert isinstance(global_max_pool(pixels), float)
    assert isinstance(global_average_pool(pixels), float)


def test_what_goes_in_is_left_alone() -> None:
    x = np.array(DECK, np.float64)
    for pool in ALL:
        pool(x)
    assert x.tolist() == DECK


@pytest.mark.parametrize("cells", [2, 3, 4, 9, 100])
def test_mean_is_finite_up_to_the_largest_float(cells: int) -> None:
    """Their sum is not, and a mean of equals is what they are."""
    x = np.full(cells, LARGEST)
    assert global_average_pool(x) == average_pool(x, cells).item() == LARGEST
    assert average_pool(-x, cells).item() == -LARGEST


def test_mean_of_the_largest_floats_of_both_signs() -> None:
    """1.5 − 1.5 + 1 + 0.5 = 1.5, over 4; and sums that overflow both ways on the way to 0."""
    x = np.array([1.5, 1, 0.5, -1.5]) * 1e308
    assert global_average_pool(x) == pytest.approx(0.375e308)
    assert global_average_pool([LARGEST] * 64 + [-LARGEST] * 64) == 0


def test_mean_of_the_smallest_floats_is_not_lost() -> None:
    assert average_pool([5e-324, 5e-324]).tolist() == [5e-324]


@pytest.mark.parametrize("pool", ALL)
def test_what_is_no_grid_is_refused(pool: Callable[[object], object]) -> None:
    for x, line in ((3.0, r"Received: shape \(\)"), ([], "x must have cells")):
        with pytest.raises(ValueError, match=line):
            pool(x)


@pytest.mark.parametrize("pool", [max_pool, average_pool])
def test_settings_that_do_not_fit_are_refused(pool: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match=r"Received: pool_size \(5, 5\) for shape \(4, 4\)"):
        pool(DECK, 5)
    with pytest.raises(ValueError, match=r"padding .* Received: 'full'"):
        pool(DECK, padding="full")
