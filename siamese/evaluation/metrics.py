"""Verification: are these two the same? NumPy only.

A distance answers nothing by itself: someone has to say up to where two pictures count as the
same. This module measures what each such threshold costs, chooses one on pairs that training has
not seen, and turns a distance into a probability.

Everywhere, labels are 1 for a positive pair (the same digit) and 0 for a negative one, and a pair
is accepted as "same" when its distance is at most the threshold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Roc:
    """Both error rates at every threshold where either changes.

    Attributes:
        thresholds: float64 (n,), rising; the first, minus infinity, accepts nothing.
        false_accept_rate: float64 (n,), the share of negative pairs accepted.
        false_reject_rate: float64 (n,), the share of positive pairs rejected.
    """

    thresholds: Floats
    false_accept_rate: Floats
    false_reject_rate: Floats


def _split(distances: ArrayLike, labels: ArrayLike) -> tuple[Floats, Floats]:
    """Sorted distances of the positive and of the negative pairs."""
    distance = np.asarray(distances, dtype=np.float64).ravel()
    label = np.asarray(labels).ravel()
    if distance.shape != label.shape:
        raise ValueError(
            "distances and labels need one entry for each pair. "
            f"Received: {len(distance)} distances, {len(label)} labels"
        )
    if not np.isfinite(distance).all():
        raise ValueError("distances must be finite. Received: NaN or infinity among them")
    positive, negative = np.sort(distance[label == 1]), np.sort(distance[label == 0])
    if len(positive) + len(negative) != len(distance):
        raise ValueError(f"labels are 1 or 0. Received: {np.unique(label)[:5]}")
    if not len(positive) or not len(negative):
        raise ValueError(
            "both kinds of pairs are needed. "
            f"Received: {len(positive)} positive, {len(negative)} negative"
        )
    return positive, negative


def roc(distances: ArrayLike, labels: ArrayLike) -> Roc:
    """Error rates over every threshold: the receiver operating characteristic.

    Args:
        distances: (n,) or (n, 1), any unit.
        labels: (n,) or (n, 1), 1 for a positive pair and 0 for a negative one.

    Returns:
        The curve, from "accept nothing" to "accept everything".

    Raises:
        ValueError: If lengths differ, a kind of pair is missing, or a distance is not finite.

    Example:
        >>> curve = roc([0.1, 0.6, 0.4, 0.9], [1, 1, 0, 0])
        >>> curve.false_accept_rate.tolist()
        [0.0, 0.0, 0.5, 0.5, 1.0]
        >>> curve.false_reject_rate.tolist()
        [1.0, 0.5, 0.5, 0.0, 0.0]
    """
    positive, negative = _split(distances, labels)
    thresholds = np.concatenate([[-np.inf], np.unique(np.concatenate([positive, negative]))])
    accepted = np.searchsorted(negative, thresholds, side="right") / len(negative)
    rejected = 1 - np.searchsorted(positive, thresholds, side="right") / len(positive)
    return Roc(thresholds, accepted, rejected)


def equal_error_rate(distances: ArrayLike, labels: ArrayLike) -> float:
    """The error rate where as many negative pairs are accepted as positive ones rejected.

    Between two thresholds the curve is taken as a straight line.

    Args:
        distances: (n,) or (n, 1).
        labels: (n,) or (n, 1), 1 or 0.

    Returns:
        A fraction between 0 and 1.

    Raises:
        ValueError: As `roc`.

    Example:
        >>> equal_error_rate([0.1, 0.6, 0.4, 0.9], [1, 1, 0, 0])
        0.5
    """
    curve = roc(distances, labels)
    gap = curve.false_accept_rate - curve.false_reject_rate  # rises from -1 to 1
    after = int(np.argmax(gap >= 0))
    share = gap[after] / (gap[after] - gap[after - 1])
    accept = curve.false_accept_rate
    return float(accept[after] + share * (accept[after - 1] - accept[after]))


def area_under_curve(distances: ArrayLike, labels: ArrayLike) -> float:
    """The chance that a positive pair is nearer than a negative one (ties count half).

    Args:
        distances: (n,) or (n, 1).
        labels: (n,) or (n, 1), 1 or 0.

    Returns:
        1 for a perfect order, 0.5 for chance.

    Raises:
        ValueError: As `roc`.

    Example:
        >>> area_under_curve([0.1, 0.6, 0.4, 0.9], [1, 1, 0, 0])
        0.75
    """
    curve = roc(distances, labels)
    return float(np.trapezoid(1 - curve.false_reject_rate, curve.false_accept_rate))


def balanced_accuracy(distances: ArrayLike, labels: ArrayLike, threshold: float) -> float:
    """The mean of the share of positive pairs accepted and of negative pairs rejected.

    Args:
        distances: (n,) or (n, 1).
        labels: (n,) or (n, 1), 1 or 0.
        threshold: Up to which distance a pair counts as the same.

    Returns:
        A fraction: 0.5 for chance, whatever the mix of pairs.

    Raises:
        ValueError: As `roc`.

    Example:
        >>> balanced_accuracy([0.1, 0.6, 0.4, 0.9], [1, 1, 0, 0], threshold=0.5)
        0.5
    """
    positive, negative = _split(distances, labels)
    return float(((positive <= threshold).mean() + (negative > threshold).mean()) / 2)


def choose_threshold(distances: ArrayLike, labels: ArrayLike) -> float:
    """The threshold of the best balanced accuracy on these pairs.

    Where several are equally good, the middle of the widest such stretch is taken: the choice
    that leaves most room on either side.

    Args:
        distances: (n,) or (n, 1), of pairs that training has not seen.
        labels: (n,) or (n, 1), 1 or 0.

    Returns:
        A distance.

    Raises:
        ValueError: As `roc`.

    Example:
        >>> choose_threshold([0.1, 0.3, 0.7, 0.9], [1, 1, 0, 0])
        0.5
    """
    curve = roc(distances, labels)
    errors = curve.false_accept_rate + curve.false_reject_rate
    best = np.flatnonzero(np.isclose(errors[:-1], errors.min(), rtol=0, atol=1e-12))
    best = best[best > 0]  # not minus infinity
    if not len(best):
        return float(curve.thresholds[-1])
    widest = best[np.argmax(curve.thresholds[best + 1] - curve.thresholds[best])]
    return float((curve.thresholds[widest] + curve.thresholds[widest + 1]) / 2)


@dataclass(frozen=True)
class Calibration:
    """From a distance to the probability that the pair is positive.

    Attributes:
        slope: How fast belief turns with distance, in log-odds per unit of distance.
        intercept: The log-odds at distance 0. `intercept / slope` is the threshold, where the
            probability is one half.
    """

    slope: float
    intercept: float

    def probability_same(self, distance: ArrayLike) -> Floats:
        """1 / (1 + exp(slope * distance - intercept)), between 0 and 1, shaped as `distance`."""
        log_odds = self.intercept - self.slope * np.asarray(distance, dtype=np.float64)
        return np.asarray(0.5 * (1 + np.tanh(log_odds / 2)))


def calibrate(distances: ArrayLike, labels: ArrayLike, threshold: float) -> Calibration:
    """Fits the probability of a positive pair: Platt's logistic curve, pinned at the threshold.

    Pinning it there keeps verdict and probability of one mind: "same" is always at least 50 %.
    Both kinds of pairs weigh the same. A perfectly separated set would want an infinite slope;
    Platt's own remedy is used: each kind is credited with one pair of the other kind.

    Args:
        distances: (n,) or (n, 1), of pairs that training has not seen.
        labels: (n,) or (n, 1), 1 or 0.
        threshold: Where the probability is one half.

    Returns:
        The curve of least cross-entropy.

    Raises:
        ValueError: As `roc`.
    """
    positive, negative = _split(distances, labels)
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
    """How far, on average, what was promised lies from what came true.

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
    promised = np.bincount(index, probability, bins)
    happened = np.bincount(index, label, bins)
    return float(np.abs(promised - happened).sum() / len(probability))
