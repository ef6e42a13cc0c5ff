"""Thinning: a line one pixel wide that keeps what hangs together."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import ndimage

from siamese.preprocessing.skeleton import thin

shapes = arrays(bool, array_shapes(min_dims=2, max_dims=2, max_side=9))
EVERY_NEIGHBOUR = np.ones((3, 3), dtype=bool)


def parts(mask: np.ndarray) -> int:
    return int(ndimage.label(mask, EVERY_NEIGHBOUR)[1])


@given(shapes)
def test_thin_takes_away_and_adds_nothing(shape: np.ndarray) -> None:
    line = thin(shape)
    assert line.shape == shape.shape
    assert line.dtype == bool
    assert not (line & ~shape).any()


@given(shapes)
@example(np.ones((2, 2), dtype=bool))
def test_every_part_leaves_one_line(shape: np.ndarray) -> None:
    """None falls apart, and none vanishes."""
    labelled, count = ndimage.label(shape, EVERY_NEIGHBOUR)
    line = thin(shape)
    for part in range(1, count + 1):
        assert parts(line & (labelled == part)) == 1


@pytest.mark.parametrize("side", range(1, 12))
def test_a_square_leaves_something(side: int) -> None:
    assert thin(np.ones((side, side), dtype=bool)).any()


def test_a_line_stays_as_it_is() -> None:
    line = np.eye(9, dtype=bool)
    np.testing.assert_array_equal(thin(line), line)


def test_a_bar_leaves_its_middle_row() -> None:
    """Five rows high: what is left lies in the third, and nowhere two pixels thick."""
    bar = np.zeros((9, 40), dtype=bool)
    bar[2:7, 3:37] = True
    line = thin(bar)
    middle = line[:, 8:32]
    assert middle.sum(axis=0).tolist() == [1] * 24
    assert np.flatnonzero(middle.any(axis=1)).tolist() == [4]


def test_a_ring_stays_a_ring() -> None:
    y, x = np.mgrid[:41, :41] - 20
    away = np.hypot(y, x)
    line = thin((away > 8) & (away < 16))
    background = ~line
    assert ndimage.label(background)[1] == 2
    assert line.sum() < 2 * np.pi * 14


def test_what_touches_the_edge_is_no_exception() -> None:
    assert thin(np.ones((3, 20), dtype=bool)).sum(axis=0).max() == 1


def test_the_shape_itself_is_left_alone() -> None:
    shape = np.ones((5, 9), dtype=bool)
    thin(shape)
    assert shape.all()
