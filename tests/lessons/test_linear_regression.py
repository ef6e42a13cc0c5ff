"""Keras's layer and SGD beside gradient descent in plain NumPy."""

import numpy as np
import pytest

from siamese.lessons.line_points import DECK_XS, DECK_YS, Points, read_points
from siamese.lessons.linear_regression import fit_line, learn_line

DECK = read_points(DECK_XS, DECK_YS)


def descended(points: Points, rate: float, epochs: int, start: float) -> np.ndarray:
    """Slope, intercept and loss before each epoch and after the last: (epochs + 1, 3)."""
    slope, intercept, told = start, 0.0, []
    for _ in range(epochs + 1):
        error = slope * points.xs + intercept - points.ys
        told.append((slope, intercept, np.mean(error**2)))
        slope -= rate * np.mean(2 * error * points.xs)
        intercept -= rate * np.mean(2 * error)
    return np.array(told)


@pytest.mark.parametrize(
    ("points", "rate", "start"),
    [
        (DECK, 0.01, 0.03),
        (DECK, 0.17, -1.0),
        (read_points("0, 1, 2.5", "4, -1, 0"), 0.05, 0.5),
    ],
)
def test_each_epoch_is_a_step_down_the_gradient(points: Points, rate: float, start: float) -> None:
    run = learn_line(points, rate, 60, start)
    found = np.stack([run.slopes, run.intercepts, run.losses], axis=1)
    np.testing.assert_allclose(found, descended(points, rate, 60, start), rtol=2e-3, atol=2e-4)
    assert run.diverged_at is None


def test_the_first_step_by_hand() -> None:
    """From y = 0 the errors of (1, 1) and (2, 3) are −ys: a step is 0.1·2·mean(x·y), 0.1·2·mean(y).

    mean(x·y) = (1 + 6)/2 = 3.5 and mean(y) = 2, so that one step of 0.1 leads to slope 0.7 and
    intercept 0.4; the loss was (1 + 9)/2 = 5, and is ((1.1 − 1)² + (1.8 − 3)²)/2 = 0.725.
    """
    run = learn_line(read_points("1, 2", "1, 3"), 0.1, 1, 0.0)
    assert run.slopes.tolist() == pytest.approx([0, 0.7])
    assert run.intercepts.tolist() == pytest.approx([0, 0.4])
    assert run.losses.tolist() == pytest.approx([5, 0.725])


def test_the_decks_line_answers_close_to_19() -> None:
    run = learn_line(DECK, 0.01, 500, 0.0)
    assert len(run.losses) == 501
    assert run.predict(10.0)[-1] == pytest.approx(19, abs=0.05)
    assert run.predict(10.0)[0] == 0


def test_the_decks_own_lines_do_the_same() -> None:
    """`fit` and `predict` of Keras, after 12 epochs: another start fades, but not so soon."""
    model = fit_line(DECK, 12)
    slope, intercept = (float(weight.numpy().item()) for weight in model.weights)
    assert model.predict(np.array([10.0]), verbose=0).item() == pytest.approx(
        10 * slope + intercept, rel=1e-5
    )
    early, late = (descended(DECK, 0.01, 12, start)[-1] for start in (-0.3, 0.3))
    assert min(early[0], late[0]) < slope < max(early[0], late[0])
    assert min(early[1], late[1]) < intercept < max(early[1], late[1])


def test_a_rate_too_large_leaves_the_numbers() -> None:
    run = learn_line(DECK, 0.5, 200, 0.0)
    lost = run.diverged_at
    assert lost is not None
    assert np.isfinite(run.losses[:lost]).all()
    assert (np.diff(run.losses[:lost]) > 0).all()
    everything = [run.slopes[lost], run.intercepts[lost], run.losses[lost]]
    assert not np.isfinite(everything).all()
