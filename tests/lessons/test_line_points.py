"""Points as they are typed, and the learning rate that they bear."""

import numpy as np
import pytest

from siamese.lessons.line_points import DECK_XS, DECK_YS, MOST, PointsError, read_points


def test_the_decks_points_lie_on_its_line() -> None:
    deck = read_points(DECK_XS, DECK_YS)
    np.testing.assert_array_equal(deck.ys, 2 * deck.xs - 1)
    assert len(deck.xs) == 6


def test_blanks_and_both_kinds_of_minus_are_read() -> None:
    assert read_points(" 1e2 ,−2.5", "-3,0").xs.tolist() == [100, -2.5]


@pytest.mark.parametrize(
    ("xs", "ys", "said"),
    [
        ("1, 2, 3", "1, 2", "same number of values in both lines. Received: 3 and 2"),
        ("1", "1", "from 2 to 20 points. Received: 1"),
        (", ".join(["1"] * (MOST + 1)), ", ".join(["1"] * (MOST + 1)), "Received: 21"),
        ("1, x", "1, 2", "xs are numbers.*Received: x"),
        ("1, 2", "1, nan", "ys are numbers.*Received: nan"),
        ("1, inf", "1, 2", "Received: inf"),
        ("1, 1001", "1, 2", "from −1000 to 1000.*Received: 1001"),
        ("", "", "Received: nothing"),
        ("1,,2", "1, 2, 3", "Received: nothing"),
        ("1; 2", "1; 2", "Received: 1; 2"),
    ],
)
def test_what_is_no_list_of_points_is_refused_in_a_line(xs: str, ys: str, said: str) -> None:
    with pytest.raises(PointsError, match=said) as caught:
        read_points(xs, ys)
    assert "\n" not in str(caught.value)


def test_the_largest_rate_by_hand() -> None:
    """Of (−1, ·) and (1, ·): second derivatives 2·[[1, 0], [0, 1]], so λ = 2 and 2 / λ = 1."""
    assert read_points("-1, 1", "0, 0").largest_rate() == pytest.approx(1)


@pytest.mark.parametrize(("factor", "falls"), [(0.99, True), (1.01, False)])
def test_below_the_largest_rate_descent_comes_to_an_end_and_above_not(
    factor: float, falls: bool
) -> None:
    points = read_points("-1, 2, 5, 7", "3, 1, 0, -4")
    rate, slope, intercept = factor * points.largest_rate(), 5.0, 5.0
    best = np.polyfit(points.xs, points.ys, 1)
    for _ in range(2000):
        error = slope * points.xs + intercept - points.ys
        slope, intercept = (
            slope - rate * 2 * np.mean(error * points.xs),
            intercept - rate * 2 * np.mean(error),
        )
    assert (np.hypot(slope - best[0], intercept - best[1]) < 1) == falls


def test_the_best_answer_is_that_of_least_squares() -> None:
    points = read_points("0, 1, 2", "1, 2, 4")
    assert points.best_answer(10) == pytest.approx(
        np.polyval(np.polyfit([0, 1, 2], [1, 2, 4], 1), 10)
    )


def test_points_above_one_another_have_a_rate_and_an_answer_too() -> None:
    points = read_points("2, 2", "1, 3")
    assert points.upright
    assert not read_points("2, 2.5", "1, 3").upright
    assert points.best_answer(2) == pytest.approx(2)
    assert 0 < points.largest_rate() < 1
