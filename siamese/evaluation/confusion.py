"""Which digit is taken for which: counts, and the digits behind them; NumPy only."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

CLASSES = 10

Integers = NDArray[np.integer]


class Confusion(NamedTuple):
    """A digit taken for another."""

    truth: int  # the digit
    predicted: int  # what it was taken for
    times: int  # how often


def confusion_matrix(labels: Integers, predicted: Integers) -> Integers:
    """How often each digit was taken for each.

    Args:
        labels: int (n,), what the digits are: 0 to 9.
        predicted: int (n,), what they were taken for.

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
    """Which digits were taken for that.

    Args:
        labels: int (n,).
        predicted: int (n,).
        truth: What they are.
        instead: What they were taken for.

    Returns:
        int (count,): their places.
    """
    return np.flatnonzero((labels == truth) & (predicted == instead))
