"""Verification: are these two the same? NumPy only.

A pair counts as the same up to some distance, the threshold. This module measures the errors at
each threshold, and chooses one on pairs that training has not seen.

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
    """Both error rates at every threshold where either changes."""

    thresholds: Floats  # (n,), rising; the first, minus infinity, accepts nothing
    false_accept_rate: Floats  # (n,), the share of negative pairs accepted
    false_reject_rate: Floats  # (n,), the share of positive pairs rejected


def split_by_label(distances: ArrayLike, labels: ArrayLike) -> tuple[Floats, Floats]:
    """Sorts the distances of the positive and of the negative pairs.

    Args:
        distances: (n,) or (n, 1), any unit.
        labels: (n,) or (n, 1), 1 for a positive pair and 0 for a negative one.

    Returns:
        float64 (positive pairs,) and float64 (negative pairs,), rising.

    Raises:
        ValueError: If lengths differ, a kind of pair is missing, or a distance is not finite.

    Example:
        >>> positive, negative = split_by_label([0.6, 0.4, 0.1], [1, 0, 1])
        >>> positive.tolist(), negative.tolist()
        ([0.1, 0.6], [0.4])
    """
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
    positive, negative = split_by_label(distances, labels)
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
    positive, negative = split_by_label(distances, labels)
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
