"""Strokes of a pen as lines, and what is written along them."""

import numpy as np
import pytest

from siamese.handwriting.tracing import MOST_STROKES, POINTS, line_of, trace

TALL = [np.array([[10.0, 0], [10, 40]]), np.array([[0.0, 0], [20, 0]])]  # a T, 40 high


def test_a_line_is_evenly_spaced_along_each_stroke() -> None:
    line = line_of(TALL)
    assert line.shape == (POINTS, 2)
    steps = np.linalg.norm(np.diff(line, axis=0), axis=1)
    pen_up = steps.argmax()
    assert np.delete(steps, pen_up).max() < 1.2 * np.delete(steps, pen_up).min()
    stem, bar = line[: pen_up + 1], line[pen_up + 1 :]
    np.testing.assert_allclose(stem[[0, -1]], [[0.25, 0], [0.25, 1]])
    np.testing.assert_allclose(bar[[0, -1]], [[0, 0], [0.5, 0]])
    assert len(stem) == pytest.approx(2 * len(bar), abs=2)


@pytest.mark.parametrize(
    "strokes",
    [
        [np.array([[5.0, 5.0]])],
        [np.array([[0.0, 0], [9, 9]]), np.array([[3.0, 3]])],
        [np.array([[k, k], [k + 1.0, k]]) for k in range(MOST_STROKES)],
    ],
    ids=["a point", "a line and a dot", "very many strokes"],
)
def test_any_strokes_make_a_line(strokes: list[np.ndarray]) -> None:
    line = line_of(strokes)
    assert line.shape == (POINTS, 2)
    assert np.isfinite(line).all()
    assert line.min() == 0
    assert line.max() in (0, 1)


def test_more_strokes_than_points_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 64 strokes"):
        line_of([np.array([[k, 0.0], [k, 1]]) for k in range(MOST_STROKES + 1)])


def test_as_drawn_it_keeps_its_shape_and_in_other_hands_not() -> None:
    """The T of each hand has its ink above and below in other places; as drawn, in the same."""
    lines = np.repeat(line_of(TALL)[None], 60, axis=0)
    drawn, half, full = (trace(lines, np.random.default_rng(1), bent) for bent in (None, 0.5, 1.0))
    assert drawn.shape == half.shape == full.shape == (60, 28, 28)
    assert drawn.dtype == np.uint8
    spread = [np.std(images > 127, axis=0).mean() for images in (drawn, half, full)]
    assert spread[1] > 1.3 * spread[0]
    assert spread[2] > spread[1]
    np.testing.assert_array_equal(full, trace(lines, np.random.default_rng(1), 1.0))
