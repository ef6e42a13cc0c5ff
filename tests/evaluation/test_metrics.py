"""Error rates and thresholds against numbers by hand and plain loops."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siamese.evaluation.metrics import (
    area_under_curve,
    balanced_accuracy,
    choose_threshold,
    equal_error_rate,
    roc,
    split_by_label,
)

Pairs = tuple[list[float], list[int]]

# Few different distances, so that ties occur; always both kinds of pairs.
distances = st.lists(st.integers(0, 12).map(lambda n: n / 8), min_size=1, max_size=12)
pairs = st.builds(
    lambda positive, negative: (positive + negative, [1] * len(positive) + [0] * len(negative)),
    distances,
    distances,
)


def rates(measured: Pairs, threshold: float) -> tuple[float, float]:
    """False accepts and false rejects at one threshold, counted pair by pair."""
    accepts = [d <= threshold for d, same in zip(*measured, strict=True) if not same]
    rejects = [d > threshold for d, same in zip(*measured, strict=True) if same]
    return sum(accepts) / len(accepts), sum(rejects) / len(rejects)


def test_roc_by_hand() -> None:
    """Positive at 1, 2 and 4, negative at 3 and 4.

    At threshold 3 one negative of two is accepted and one positive of three (at 4) rejected.
    """
    curve = roc([1, 2, 4, 3, 4], [1, 1, 1, 0, 0])
    assert curve.thresholds.tolist() == [-math.inf, 1, 2, 3, 4]
    assert curve.false_accept_rate.tolist() == [0, 0, 0, 0.5, 1]
    np.testing.assert_allclose(curve.false_reject_rate, [1, 2 / 3, 1 / 3, 1 / 3, 0])


@given(pairs)
def test_roc_counts_errors_at_each_threshold(measured: Pairs) -> None:
    curve = roc(*measured)
    assert curve.thresholds[1:].tolist() == sorted(set(measured[0]))
    counted = [rates(measured, threshold) for threshold in curve.thresholds]
    np.testing.assert_allclose(curve.false_accept_rate, [accept for accept, _ in counted])
    np.testing.assert_allclose(curve.false_reject_rate, [reject for _, reject in counted])


def test_roc_of_columns_is_that_of_rows() -> None:
    """A twin network gives (n, 1), and its distances are float32."""
    column = roc(np.array([[0.25], [0.5]], np.float32), np.array([[1], [0]], np.uint8))
    np.testing.assert_array_equal(column.thresholds, [-np.inf, 0.25, 0.5])
    np.testing.assert_array_equal(column.false_accept_rate, [0, 0, 1])


def test_equal_error_rate_by_hand() -> None:
    """Positive at 1, 2, 3 and 6, negative at 4, 5, 7, 8 and 9.

    At threshold 4 accepted: 1/5, rejected: 1/4. At 5 accepted: 2/5, rejected: 1/4. In between,
    the straight lines 1/5 + s/5 and 1/4 cross at s = 1/4, where both are 1/4.
    """
    rate = equal_error_rate([1, 2, 3, 6, 4, 5, 7, 8, 9], [1, 1, 1, 1, 0, 0, 0, 0, 0])
    assert rate == pytest.approx(1 / 4)


def test_equal_error_rate_is_read_on_the_line_between_two_thresholds() -> None:
    """Positive at 1 and 3, negative at 3, 4 and 5.

    At 1 accepted 0 and rejected 1/2, at 3 accepted 1/3 and rejected 0. The lines s/3 and
    (1 − s)/2 cross at s = 3/5, where both are 1/5.
    """
    assert equal_error_rate([1, 3, 3, 4, 5], [1, 1, 0, 0, 0]) == pytest.approx(1 / 5)


@pytest.mark.parametrize(
    ("positive", "negative", "rate"),
    [([0.1, 0.2], [0.3, 0.4], 0.0), ([0.3, 0.4], [0.1, 0.2], 1.0), ([0.5], [0.5], 0.5)],
    ids=["separated", "reversed", "equal"],
)
def test_equal_error_rate_limits(positive: list[float], negative: list[float], rate: float) -> None:
    labels = [1] * len(positive) + [0] * len(negative)
    assert equal_error_rate(positive + negative, labels) == pytest.approx(rate)


@given(pairs)
def test_equal_error_rate_lies_where_the_error_rates_cross(measured: Pairs) -> None:
    """It is at least the smaller error rate at every threshold, and at most the larger one."""
    rate = equal_error_rate(*measured)
    for threshold in [-1.0, *measured[0]]:
        low, high = sorted(rates(measured, threshold))
        assert low - 1e-9 <= rate <= high + 1e-9


@given(pairs)
def test_area_under_curve_counts_pairs_of_pairs(measured: Pairs) -> None:
    positive = [d for d, same in zip(*measured, strict=True) if same]
    negative = [d for d, same in zip(*measured, strict=True) if not same]
    wins = [(p < n) + (p == n) / 2 for p in positive for n in negative]
    assert area_under_curve(*measured) == pytest.approx(sum(wins) / len(wins))


def test_balanced_accuracy_by_hand() -> None:
    """Threshold 2 accepts 1 and 2 but not 4 (2 of 3), and rejects both negative pairs."""
    assert balanced_accuracy([1, 2, 4, 3, 4], [1, 1, 1, 0, 0], 2) == pytest.approx(5 / 6)


@given(pairs)
def test_threshold_is_the_best_of_all(measured: Pairs) -> None:
    def accuracy(threshold: float) -> float:
        return 1 - sum(rates(measured, threshold)) / 2

    chosen = choose_threshold(*measured)
    best = max(accuracy(step / 32) for step in range(-2, 60))
    assert accuracy(chosen) == pytest.approx(best)
    assert balanced_accuracy(*measured, chosen) == pytest.approx(best)


def test_threshold_leaves_the_most_room() -> None:
    """Positive at 1 and 6, negative at 2 and 8: one error in [1, 2) and in [6, 8), the wider."""
    assert choose_threshold([1, 6, 2, 8], [1, 1, 0, 0]) == pytest.approx(7)


@pytest.mark.parametrize(
    ("distance", "label", "reason"),
    [
        ([0.1, 0.2], [1], "Received: 2 distances, 1 labels"),
        ([0.1, math.nan], [1, 0], "finite"),
        ([0.1, math.inf], [1, 0], "finite"),
        ([], [], "Received: 0 positive, 0 negative"),
        ([0.1, 0.2], [1, 2], "labels are 1 or 0"),
    ],
)
def test_pairs_that_cannot_be_measured_are_refused(
    distance: list[float], label: list[int], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        split_by_label(distance, label)


@pytest.mark.parametrize(
    "measure",
    [roc, equal_error_rate, area_under_curve, choose_threshold],
    ids=lambda measure: measure.__name__,
)
def test_every_figure_needs_both_kinds_of_pairs(measure: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="Received: 2 positive, 0 negative"):
        measure([0.1, 0.2], [1, 1])
