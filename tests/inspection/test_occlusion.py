"""Patches covered one by one: against plain loops, and against a distance that is known."""

import numpy as np
import pytest

from siamese.comparator import Comparator
from siamese.inspection.occlusion import covered, occlusion_map
from tests.support.glyphs import printed_digits


@pytest.fixture(scope="module")
def pair() -> tuple[np.ndarray, np.ndarray]:
    """A 3 and an 8."""
    digits = printed_digits()
    three, eight = (digits.x_test[digits.y_test == label][0] for label in (3, 8))
    return three, eight


def test_as_plain_loops_say(shipped: Comparator, pair: tuple[np.ndarray, np.ndarray]) -> None:
    """A patch of 6×6 pixels about each two by two of the image, taken one at a time."""
    digit, other = pair
    before = shipped.distance(digit, other)
    expected = np.zeros((14, 14))
    for row in range(14):
        for column in range(14):
            without = digit.copy()
            for y in range(2 * row - 2, 2 * row + 4):
                for x in range(2 * column - 2, 2 * column + 4):
                    if 0 <= y < 28 and 0 <= x < 28:
                        without[y, x] = 0
            expected[row, column] = shipped.distance(without, other) - before
    changes = occlusion_map(shipped.embed, digit, other)
    np.testing.assert_allclose(changes, expected, atol=1e-5)
    assert np.abs(changes).max() > 0.01  # or nothing would have been compared


def ink(images: np.ndarray) -> np.ndarray:
    """Embeds an image in one number: how many of its pixels are inked."""
    return (images > 0).sum(axis=(1, 2), dtype=np.float32)[:, None]


def test_the_sign_tells_closer_from_apart() -> None:
    """36 pixels of ink beside 40, a distance of 4. All 36 covered: 40, and two thirds of them: 28.

    Covering 4 of the other's 40 leaves no distance.
    """
    digit, other = np.zeros((2, 28, 28), np.uint8)
    digit[10:16, 10:16] = 200
    other[0], other[27, :12] = 200, 200
    apart = occlusion_map(ink, digit, other)
    assert apart[6, 6] == 36  # rows and columns 10 to 15
    assert apart[5, 6] == 24  # rows 8 to 13
    assert np.count_nonzero(apart) == 25  # five by five patches reach the ink
    assert occlusion_map(ink, other, digit)[0, 0] == -4


def test_a_blank_digit_has_nothing_to_cover(shipped: Comparator) -> None:
    blank = np.zeros((28, 28), np.uint8)
    assert not occlusion_map(shipped.embed, blank, blank + 9).any()


def test_the_digit_itself_stays_as_it_is(pair: tuple[np.ndarray, np.ndarray]) -> None:
    digit = pair[0].copy()
    assert covered(digit).shape == (14 * 14, 28, 28)
    np.testing.assert_array_equal(digit, pair[0])
