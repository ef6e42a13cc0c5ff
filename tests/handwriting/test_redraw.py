"""Digits drawn again: their centre lines, by the seed, in MNIST's form."""

import numpy as np
import pytest

from siamese.handwriting.redraw import centre_line, redraw, redraw_all
from siamese.preprocessing import DrawingError, to_digit
from tests.support.glyphs import on_paper, write

DIGIT = to_digit(on_paper(write(3)))


def test_a_centre_line_is_short_pieces_of_a_digit_one_high() -> None:
    pieces = centre_line(DIGIT)
    assert pieces.shape[1:] == (2, 2)
    assert pieces.min() == 0
    assert pieces.max() == 1
    assert np.linalg.norm(pieces[:, 0] - pieces[:, 1], axis=1).max() < 0.05


@pytest.mark.parametrize("shade", [0, 60])
def test_what_has_no_line_is_refused(shade: int) -> None:
    with pytest.raises(DrawingError, match="no line"):
        centre_line(np.full((28, 28), shade, np.uint8))


def test_a_redrawn_digit_has_mnists_form() -> None:
    digit = redraw(DIGIT, np.random.default_rng(1))
    assert digit.dtype == np.uint8
    assert digit.shape == (28, 28)


def test_many_are_redrawn_each_by_its_own_chance() -> None:
    """Those that cannot be drawn are left out, and the others know which they were."""
    blank = np.zeros((28, 28), np.uint8)
    drawn, index = redraw_all(np.stack([DIGIT, blank, DIGIT]), seed=3)
    assert index.tolist() == [0, 2]
    assert drawn.shape == (2, 28, 28)
    np.testing.assert_array_equal(drawn[0], redraw(DIGIT, np.random.default_rng([3, 0])))
    np.testing.assert_array_equal(drawn[1], redraw(DIGIT, np.random.default_rng([3, 2])))
