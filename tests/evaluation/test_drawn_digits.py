"""Errors by drawing tool, against an embedding whose errors are known."""

import numpy as np
import pytest
from scipy import ndimage

from siamese.comparator import Comparator
from siamese.evaluation.drawn_digits import errors_by_tool, wrong_on_handwriting
from siamese.handwriting.drawing_tools import TOOLS
from siamese.handwriting.renderer import write

EACH = 3


def digits() -> tuple[np.ndarray, np.ndarray]:
    """Three ones and three zeros: uint8 (6, 28, 28), int (6,)."""
    labels = np.repeat([1, 0], EACH)
    return write(labels, np.random.default_rng(1)), labels


def by_ring(images: np.ndarray) -> np.ndarray:
    """An embedding that tells a ring from a line: (n, 1), 1 for a ring and 0 for a line."""
    holes = [ndimage.label(image < 100)[1] > 1 for image in images]
    return np.array(holes, np.float32)[:, None]


def test_each_tool_draws_every_digit_and_all_pairs_are_counted() -> None:
    """Of 6 drawings, 3 a class: 2 · 3 positive and 9 negative pairs; only a zero is a ring."""
    images, labels = digits()
    found = errors_by_tool(by_ring, images, labels, threshold=0.5, seed=1)
    assert [one.tool for one in found] == [tool.__name__ for tool in TOOLS]
    for one in found:
        outcome = one.outcome
        assert one.drawings == 2 * EACH
        assert (outcome.true_accepts, outcome.false_rejects) == (6, 0), one.tool
        assert (outcome.false_accepts, outcome.true_rejects) == (0, 9), one.tool


def test_a_threshold_below_every_distance_rejects_all_pairs() -> None:
    """With one distance of 1 for all pairs, a threshold of 0.5 rejects the 6 positive ones."""
    images, labels = digits()
    apart = lambda drawn: np.eye(len(drawn), dtype=np.float32) / np.sqrt(2)  # noqa: E731
    for one in errors_by_tool(apart, images, labels, threshold=0.5, seed=1):
        assert (one.outcome.false_rejects, one.outcome.false_accepts) == (6, 0)
        assert one.outcome.true_rejects == 9


def test_a_digit_that_cannot_be_read_is_left_out() -> None:
    images, labels = digits()
    images[0] = 0
    for one in errors_by_tool(by_ring, images, labels, threshold=0.5, seed=1):
        assert one.drawings == 2 * EACH - 1


def as_said(images: np.ndarray) -> np.ndarray:
    """One direction for each digit of the sheet, 0 to 9 again and again; 1 is taken for 0."""
    directions = np.eye(10, dtype=np.float32)
    directions[1] = directions[0]
    return directions[np.arange(len(images)) % 10]


def test_wrong_verdicts_on_the_programs_own_handwriting() -> None:
    """One of the 45 pairs of classes is confused, and no positive pair: half of 1/45.

    With a threshold above every distance all negative pairs are wrong, below it all positive ones.
    """
    assert wrong_on_handwriting(as_said, threshold=1) == pytest.approx(1 / 90)
    assert wrong_on_handwriting(as_said, threshold=2) == pytest.approx(1 / 2)
    assert wrong_on_handwriting(as_said, threshold=-1) == pytest.approx(1 / 2)


def test_the_sheets_digits_are_what_the_shipped_network_sees(shipped: Comparator) -> None:
    """It has learned from such digits: with other labels half of the verdicts would be wrong."""
    assert wrong_on_handwriting(shipped.embed, shipped.threshold) < 0.03
