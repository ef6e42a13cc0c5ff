"""Probabilities from distances, against numbers by hand and plain loops."""

import math

import numpy as np
import pytest

from siamese.evaluation.calibration import Calibration, calibrate, expected_calibration_error
from siamese.evaluation.metrics import choose_threshold


def overlapping(count: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Distances that overlap as a real network's do."""
    rng = np.random.default_rng(5)
    positive, negative = rng.normal(0.4, 0.2, count), rng.normal(1.0, 0.25, count)
    return np.concatenate([positive, negative]).clip(0), np.repeat([1, 0], count)


def test_probability_is_one_half_at_the_threshold() -> None:
    measured = overlapping()
    threshold = choose_threshold(*measured)
    calibration = calibrate(*measured, threshold)
    assert calibration.probability_same(threshold) == pytest.approx(0.5)
    assert calibration.intercept / calibration.slope == pytest.approx(threshold)


def test_probability_falls_with_distance_and_stays_between_0_and_1() -> None:
    measured = overlapping()
    calibration = calibrate(*measured, choose_threshold(*measured))
    probability = calibration.probability_same(np.linspace(-1e6, 1e6, 1001))
    assert (np.diff(probability) <= 0).all()
    assert probability.max() <= 1
    assert probability.min() >= 0
    assert (np.diff(calibration.probability_same(np.linspace(0, 2, 50))) < 0).all()


def test_probability_has_the_shape_of_the_distances() -> None:
    """At intercept 0 and slope ln 3, distance 1 has odds of 1 to 3: a probability of 1/4."""
    calibration = Calibration(slope=math.log(3), intercept=0.0)
    np.testing.assert_allclose(calibration.probability_same([[0.0], [1.0]]), [[0.5], [0.25]])


def cross_entropy(distance: np.ndarray, label: np.ndarray, slope: float, threshold: float) -> float:
    """Balanced cross-entropy with Platt's targets, written as in his paper, pair by pair."""
    total = 0.0
    for kind in (1, 0):
        own = distance[label == kind]
        target = (len(own) + 1) / (len(own) + 2)
        for d in own:
            right = 1 / (1 + math.exp(slope * (d - threshold)))
            right = right if kind == 1 else 1 - right
            total -= (target * math.log(right) + (1 - target) * math.log(1 - right)) / len(own)
    return total


@pytest.mark.parametrize(("positive", "negative"), [(60, 60), (60, 9)], ids=["even", "uneven"])
def test_calibration_has_the_least_cross_entropy(positive: int, negative: int) -> None:
    """Against a search over slopes, also where one kind of pairs is rare."""
    rng = np.random.default_rng(7)
    distance = np.concatenate([rng.normal(0.4, 0.25, positive), rng.normal(1, 0.3, negative)])
    label = np.repeat([1, 0], [positive, negative])
    grid = np.geomspace(0.5, 25, 600)
    best = grid[np.argmin([cross_entropy(distance, label, slope, 0.7) for slope in grid])]
    assert calibrate(distance, label, 0.7).slope == pytest.approx(best, rel=0.005)


@pytest.mark.parametrize("gap", [1.0, 1e-3, 1e-9])
def test_calibration_of_separated_pairs_is_finite(gap: float) -> None:
    calibration = calibrate([0.5, 0.5 + gap], [1, 0], 0.5 + gap / 2)
    assert math.isfinite(calibration.slope)
    assert math.isfinite(calibration.intercept)
    assert calibration.slope > 0
    assert np.isfinite(calibration.probability_same([0.0, 0.5, 2.0])).all()


def test_calibration_of_two_separated_pairs_by_hand() -> None:
    """Positive at 0, negative at 2, threshold 1: one pair a kind, so each target is 2/3.

    The best slope gives probability 2/3 at either distance: log-odds ln 2, one unit away.
    """
    calibration = calibrate([0.0, 2.0], [1, 0], 1.0)
    assert calibration.slope == pytest.approx(math.log(2), rel=1e-6)


def test_calibration_of_reversed_pairs_promises_nothing() -> None:
    """Where near means different, the best falling curve is flat: one half everywhere."""
    calibration = calibrate([1.0, 0.0], [1, 0], 0.5)
    np.testing.assert_allclose(calibration.probability_same([0.0, 1.0]), 0.5, atol=1e-6)


def test_calibration_error_by_hand() -> None:
    """Two bins: 0.2 and 0.4 promised where 1 of 2 came true (gap 0.2), 0.9 where 1 of 1 (0.1).

    (2·0.2 + 1·0.1) / 3 = 1/6.
    """
    error = expected_calibration_error([0.2, 0.4, 0.9], [1, 0, 1], bins=2)
    assert error == pytest.approx(1 / 6)


def test_calibration_error_by_a_loop() -> None:
    rng = np.random.default_rng(11)
    probability = np.concatenate([rng.uniform(size=500), [0.0, 1.0]])
    label = np.concatenate([rng.uniform(size=500) < 0.6, [0, 1]]).astype(int)
    expected = 0.0
    for number in range(15):
        low, high = number / 15, (number + 1) / 15
        here = (probability >= low) & ((probability < high) | (number == 14))
        if here.any():
            gap = abs(probability[here].mean() - label[here].mean())
            expected += here.sum() / len(label) * gap
    assert expected_calibration_error(probability, label) == pytest.approx(expected)


@pytest.mark.parametrize(("label", "error"), [(1, 0.0), (0, 1.0)])
def test_calibration_error_limits(label: int, error: float) -> None:
    assert expected_calibration_error([1.0, 1.0], [label, label]) == error
