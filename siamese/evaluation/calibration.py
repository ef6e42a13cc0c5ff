"""From a distance to a probability, and how far that can be trusted. NumPy only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from siamese.evaluation.metrics import Floats, split_by_label


@dataclass(frozen=True)
class Calibration:
    """From a distance to the probability that the pair is positive.

    At the distance `intercept / slope`, the threshold, the probability is one half.
    """

    slope: float  # how fast the log-odds fall, per unit of distance
    intercept: float  # log-odds at distance 0

    def probability_same(self, distance: ArrayLike) -> Floats:
        """1 / (1 + exp(slope * distance - intercept)), between 0 and 1, shaped as `distance`."""
        log_odds = self.intercept - self.slope * np.asarray(distance, dtype=np.float64)
        return np.asarray(0.5 * (1 + np.tanh(log_odds / 2)))


def calibrate(distances: ArrayLike, labels: ArrayLike, threshold: float) -> Calibration:
    """Fits the probability of a positive pair: Platt's logistic curve, pinned at the threshold.

    Pinned there, the probability of a pair judged "same" is never below 50 %. Both kinds of pairs
    have the same weight. Perfectly separated pairs would need an infinite slope; as Platt does,
    one pair of the other kind is added to each kind.

    Args:
        distances: (n,) or (n, 1), of pairs that training has not seen.
        labels: (n,) or (n, 1), 1 or 0.
        threshold: Where the probability is one half.

    Returns:
        The curve of least cross-entropy.

    Raises:
        ValueError: As `split_by_label`.
    """
    positive, negative = split_by_label(distances, labels)
    sides = [threshold - positive, negative - threshold]  # > 0 where the verdict is right
    targets = [(len(side) + 1) / (len(side) + 2) for side in sides]

    def gradient(slope: float) -> float:
        return sum(
            float(np.mean((Calibration(slope, 0.0).probability_same(-side) - target) * side))
            for side, target in zip(sides, targets, strict=True)
        )

    low, high = 0.0, 1.0
    while gradient(high) < 0 and high < 2.0**20:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if gradient(middle) < 0 else (low, middle)
    return Calibration(slope=high, intercept=high * threshold)


def expected_calibration_error(
    probabilities: ArrayLike, labels: ArrayLike, bins: int = 15
) -> float:
    """The mean gap between the probability given and the share of positive pairs.

    Pairs are put into `bins` equal intervals of probability; the gaps between mean probability
    and share of positive pairs are averaged, weighted by the number of pairs (Guo, Pleiss, Sun
    and Weinberger, 2017, "On calibration of modern neural networks").

    Args:
        probabilities: (n,), of a pair being positive, in [0, 1].
        labels: (n,), 1 or 0.
        bins: How many intervals.

    Returns:
        A fraction; 0 is perfect.

    Example:
        >>> expected_calibration_error([0.8, 0.8, 0.8, 0.8, 0.8], [1, 1, 1, 1, 0])
        0.0
    """
    probability = np.asarray(probabilities, dtype=np.float64).ravel()
    label = np.asarray(labels, dtype=np.float64).ravel()
    index = np.minimum((probability * bins).astype(int), bins - 1)
    expected = np.bincount(index, probability, bins)
    observed = np.bincount(index, label, bins)
    return float(np.abs(expected - observed).sum() / len(probability))
