"""Which digit is predicted as which: counts, and the digits behind them; NumPy only."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

CLASSES = 10

Integers = NDArray[np.integer]


class Confusion(NamedTuple):
    """A digit predicted as another."""

    truth: int  # the digit
    predicted: int  # the class predicted instead
    times: int  # how often


def confusion_matrix(labels: Integers, predicted: Integers) -> Integers:
    """How often each digit was predicted as each.

    Args:
        labels: int (n,), what the digits are: 0 to 9.
        predicted: int (n,), the class predicted for each.

    Returns:
        int (10, 10): row the truth, column the prediction.

    Example:
        >>> matrix = confusion_matrix(np.array([3, 3, 8]), np.array([3, 8, 8]))
        >>> matrix[3, 3], matrix[3, 8], matrix[8, 8], matrix.sum()
        (np.int64(1), np.int64(1), np.int64(1), np.int64(3))
    """
    matrix = np.zeros((CLASSES, CLASSES), np.int64)
    np.add.at(matrix, (labels, predicted), 1)
    return matrix


def top_confusions(matrix: Integers, most: int) -> list[Confusion]:
    """The commonest mistakes, the worst first; of two as common that of the lower digit.

    Args:
        matrix: As `confusion_matrix` gives it.
        most: How many, at most.
    """
    mistakes = [
        Confusion(int(truth), int(predicted), int(matrix[truth, predicted]))
        for truth, predicted in zip(*np.nonzero(matrix), strict=True)
        if truth != predicted
    ]
    return sorted(mistakes, key=lambda mistake: -mistake.times)[:most]


def examples(labels: Integers, predicted: Integers, truth: int, instead: int) -> Integers:
    """Which digits were predicted as another.

    Args:
        labels: int (n,).
        predicted: int (n,).
        truth: What they are.
        instead: The class predicted instead.

    Returns:
        int (count,): their places.
    """
    return np.flatnonzero((labels == truth) & (predicted == instead))
