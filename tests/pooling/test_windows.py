"""Windows: by hand, and in plain loops with the padding formula of TensorFlow's guide."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siamese.pooling.windows import as_grid, axis_margins, axis_windows, output_shape, windows


def cells_by_hand(length: int, size: int, stride: int, padding: str) -> list[list[int]]:
    """The cells of each window along an axis: all windows that fit into the padded axis.

    With "same", TensorFlow's guide pads by max(size − stride, 0) cells where the stride divides the
    length, else by max(size − length mod stride, 0): half of them before, rounded down.
    """
    if padding == "same":
        missing = max(size - (length % stride or stride), 0)
        before, after = missing // 2, missing - missing // 2
    else:
        before = after = 0
    return [
        [cell for cell in range(length) if start <= cell < start + size]
        for start in range(-before, length + after - size + 1, stride)
    ]


@given(
    st.integers(1, 12), st.integers(1, 14), st.integers(1, 14), st.sampled_from(["valid", "same"])
)
def test_cells_along_an_axis_are_those_of_a_loop(
    length: int, size: int, stride: int, padding: str
) -> None:
    if padding == "valid":
        size = min(size, length)
    found = [list(range(length))[window] for window in axis_windows(length, size, stride, padding)]
    assert found == cells_by_hand(length, size, stride, padding)
    assert all(found)


def test_odd_missing_cell_is_missing_at_the_far_end() -> None:
    """Four cells, windows of two at every cell: (4 − 1)·1 + 2 − 4 = 1 missing, none before."""
    assert axis_windows(4, 2, 1, "same") == [slice(0, 2), slice(1, 3), slice(2, 4), slice(3, 4)]


@given(st.integers(1, 12), st.integers(1, 14), st.integers(1, 14))
def test_margins_are_what_tensorflow_pads(length: int, size: int, stride: int) -> None:
    """By its guide: size − stride where the stride divides the length, else size − remainder."""
    before, after = axis_margins(length, size, stride, "same")
    assert before + after == max(size - (length % stride or stride), 0)
    assert after - before in (0, 1)
    assert axis_margins(length, size, stride) == (0, 0)


def test_strides_beyond_the_window_skip_cells() -> None:
    """Seven cells, windows of two at 0, 3 and, with "same" (⌈7 / 3⌉ = 3 windows), 6."""
    assert axis_windows(7, 2, 3) == [slice(0, 2), slice(3, 5)]
    assert axis_windows(7, 2, 3, "same") == [slice(0, 2), slice(3, 5), slice(6, 7)]


def test_windows_of_a_plane_by_hand() -> None:
    """2×3 cells, windows of 1×2 at strides 1×1: two in each row, row by row."""
    cells = np.arange(6).reshape(2, 3)
    found = [cells[window].ravel().tolist() for window in windows((2, 3), (1, 2), 1)]
    assert found == [[0, 1], [1, 2], [3, 4], [4, 5]]


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(
    ("shape", "pool_size", "strides"),
    [((7,), 3, 2), ((5, 4), 2, 1), ((5, 6), (3, 2), (1, 4)), ((3, 4, 5), (2, 3, 1), (1, 2, 3))],
)
def test_windows_of_all_dimensions_are_those_of_each(
    shape: tuple[int, ...],
    pool_size: int | tuple[int, ...],
    strides: int | tuple[int, ...],
    padding: str,
) -> None:
    """Each window is a choice of one stretch along each axis, the last axis fastest."""
    sizes = np.broadcast_to(pool_size, len(shape)).tolist()
    steps = np.broadcast_to(strides, len(shape)).tolist()
    along = [cells_by_hand(*axis, padding) for axis in zip(shape, sizes, steps, strict=True)]
    numbers = np.arange(np.prod(shape)).reshape(shape)
    expected = [numbers[np.ix_(*stretches)].tolist() for stretches in itertools.product(*along)]
    found = [numbers[window].tolist() for window in windows(shape, pool_size, strides, padding)]
    assert found == expected
    assert output_shape(shape, pool_size, strides, padding) == tuple(map(len, along))


def test_strides_are_the_pool_size_unless_given() -> None:
    assert windows((6, 6), (2, 3)) == windows((6, 6), (2, 3), (2, 3))
    assert output_shape((6, 6), (2, 3)) == (3, 2)


def test_one_window_holds_everything_for_the_global_kinds() -> None:
    assert windows((2, 3, 4), pool_size=(2, 3, 4)) == [(slice(0, 2), slice(0, 3), slice(0, 4))]


def test_sizes_may_be_numpys() -> None:
    sizes = np.array([2, 3])
    assert output_shape((6, 6), sizes, sizes[0]) == output_shape((6, 6), (2, 3), 2) == (3, 2)


@pytest.mark.parametrize(
    ("x", "line"),
    [
        ([], r"x must have cells\. Received: shape \(0,\)"),
        ([1.0, math.nan], r"x must be finite\. Received: nan"),
        ([1.0, -math.inf], r"x must be finite\. Received: -inf"),
        (["one", "two"], r"x must be an array of numbers\. Received: \['one', 'two'\]"),
        ([1, 10**400], r"x must be an array of numbers\. Received: \[1, 1000"),
        ([1, 2j], r"x must be an array of numbers\. Received: \[1, 2j\]"),
    ],
)
def test_what_is_no_array_of_finite_numbers_is_refused(x: object, line: str) -> None:
    with pytest.raises(ValueError, match=line) as refused:
        as_grid(x)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("shape", "settings", "line"),
    [
        ((2, 2, 2, 2), {}, r"one, two or three dimensions\. Received: shape \(2, 2, 2, 2\)"),
        ((4, 0), {}, r"shape must be .* from 1 up.* Received: \(4, 0\)"),
        (
            (4, 4),
            {"pool_size": (2, 2, 2)},
            r"pool_size must be .* 2 of them.*Received: \(2, 2, 2\)",
        ),
        ((4, 4), {"pool_size": (2, 1.5)}, r"pool_size must be .*Received: \(2, 1\.5\)"),
        ((4, 4), {"strides": 0}, r"strides must be .*Received: 0"),
        ((4, 4), {"padding": "Same"}, r"padding must be 'valid' or 'same'\. Received: 'Same'"),
        ((4, 4), {"pool_size": (4, 5)}, r"Received: pool_size \(4, 5\) for shape \(4, 4\)"),
    ],
)
def test_what_makes_no_sense_is_refused(
    shape: tuple[int, ...], settings: dict[str, object], line: str
) -> None:
    for ask in (windows, output_shape):
        with pytest.raises(ValueError, match=line):
            ask(shape, **settings)
