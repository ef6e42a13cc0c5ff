"""The loss of the latest steps, out of the means that Keras reports."""

import pytest

from siamese.config import ClassifierConfig
from siamese.training.callbacks import SMOOTHED, EventCallback, TrainingError
from siamese.training.events import ClassifierEpochEnd


class NoMeter:
    """Measures nothing."""

    def measure(self) -> ClassifierEpochEnd:
        return ClassifierEpochEnd({}, [])


@pytest.fixture
def callback() -> EventCallback:
    return EventCallback(ClassifierConfig(), NoMeter(), lambda event: None, lambda: False)


def test_the_loss_of_a_step_by_hand(callback: EventCallback) -> None:
    """Means of 4 and 3 in one epoch: steps of 4 and 2·3 − 1·4 = 2. The next epoch begins with 6.

    The means over all steps are 4, (4 + 2) / 2 = 3 and (4 + 2 + 6) / 3 = 4.
    """
    found = [callback.loss_of_step(batch, mean) for batch, mean in ((0, 4.0), (1, 3.0), (0, 6.0))]
    assert found == pytest.approx([4.0, 3.0, 4.0])


def test_only_the_latest_steps_count(callback: EventCallback) -> None:
    """Steps 0, 1, 2, … have the losses 0, 1, 2, …; the mean of the first n is (n − 1) / 2."""
    for batch in range(3 * SMOOTHED):
        found = callback.loss_of_step(batch, batch / 2)
    latest = range(2 * SMOOTHED, 3 * SMOOTHED)
    assert found == pytest.approx(sum(latest) / SMOOTHED)


def test_a_loss_that_is_no_number_ends_the_run(callback: EventCallback) -> None:
    with pytest.raises(TrainingError, match="no longer a finite number"):
        callback.loss_of_step(0, float("nan"))
