"""The deck's classifier: its layers, its way to disk, and a run on a few hundred digits."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from siamese.config import CLASSIFIER_FILE, ClassifierConfig, SettingError
from siamese.data.digits import Digits
from siamese.training.callbacks import TrainingError
from siamese.training.classifier import TrainedClassifier, build_classifier, relu, train_classifier
from siamese.training.events import ClassifierEpochEnd, Event, StepEnd

# Keras 3.15 asks NumPy for a copy in the old way when it writes weights.
pytestmark = [
    pytest.mark.training,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

SMALL = {"digits": 360, "batch_size": 32}


def test_the_network_is_the_decks() -> None:
    kinds = [type(layer).__name__ for layer in build_classifier().layers]
    assert kinds == ["Flatten", "SimpleDense", "Lambda", "Dropout", "Dense"]
    assert build_classifier().count_params() == (784 * 128 + 128) + (128 * 10 + 10)


def test_the_network_is_numpys() -> None:
    """softmax(max(xW + b, 0)V + c), dropout asleep."""
    network = build_classifier()
    rng = np.random.default_rng(1)
    network.set_weights([rng.normal(0, 0.1, weight.shape) for weight in network.weights])
    w, b, v, c = network.get_weights()
    x = rng.random((5, 28, 28), np.float32)
    scores = np.maximum(x.reshape(5, 784) @ w + b, 0) @ v + c
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    expected = powers / powers.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(network(x), expected, rtol=1e-4, atol=1e-6)


def test_the_lambdas_function_cuts_off_below_0() -> None:
    assert relu(tf.constant([[-1.5, 0.0, 2.0]])).numpy().tolist() == [[0.0, 0.0, 2.0]]


@pytest.fixture(scope="module")
def run(digits: Digits) -> tuple[list[Event], list[dict[str, float]], keras.Model]:
    """What a run of three epochs tells, and what it leaves."""
    events: list[Event] = []
    trained = train_classifier(ClassifierConfig(epochs=3, **SMALL), digits, events.append)
    return events, trained.history, trained.network


def test_a_run_tells_its_steps_and_its_measurements(
    run: tuple[list[Event], list[dict[str, float]], keras.Model], digits: Digits
) -> None:
    """360 digits, 32 a step: 12 steps an epoch; what is told last is what the network says."""
    events, history, network = run
    steps = [event for event in events if isinstance(event, StepEnd)]
    assert [(step.epoch, step.step) for step in steps] == [
        (epoch, step) for epoch in (1, 2, 3) for step in range(1, 13)
    ]
    measured = [event for event in events if isinstance(event, ClassifierEpochEnd)]
    assert [event.metrics for event in measured] == history
    assert [row["epoch"] for row in history] == [0, 1, 2, 3]
    assert "loss" not in history[0]
    for event in measured:
        right = [a == b for a, b in zip(event.predicted, digits.y_test.tolist(), strict=True)]
        assert event.metrics["test_accuracy"] == pytest.approx(sum(right) / len(right))
    probabilities = network.predict(digits.x_test / np.float32(255), verbose=0)
    assert measured[-1].predicted == probabilities.argmax(axis=1).tolist()


def test_it_learns(run: tuple[list[Event], list[dict[str, float]], keras.Model]) -> None:
    _, history, _ = run
    assert history[0]["test_accuracy"] < 0.4
    assert history[-1]["test_accuracy"] > 0.7
    assert history[-1]["loss"] < history[1]["loss"]


def test_the_same_config_gives_the_same_run(
    run: tuple[list[Event], list[dict[str, float]], keras.Model], digits: Digits
) -> None:
    again = train_classifier(ClassifierConfig(epochs=1, **SMALL), digits)
    for weight in ("loss", "accuracy", "test_accuracy"):
        assert again.history[1][weight] == pytest.approx(run[1][1][weight], rel=1e-3)


def test_it_is_saved_whole_and_loads_without_being_trusted(
    run: tuple[list[Event], list[dict[str, float]], keras.Model], digits: Digits, tmp_path: Path
) -> None:
    """Its Lambda holds a registered function, of which the file keeps the name."""
    _, history, network = run
    TrainedClassifier(network, history).save(tmp_path / "made")
    again = keras.saving.load_model(tmp_path / "made" / CLASSIFIER_FILE, safe_mode=True)
    x = digits.x_test / np.float32(255)
    np.testing.assert_allclose(again(x), network(x), rtol=1e-5, atol=1e-7)


def test_a_stop_ends_it_at_the_next_step(digits: Digits) -> None:
    events: list[Event] = []
    trained = train_classifier(
        ClassifierConfig(epochs=9, **SMALL), digits, events.append, stop=lambda: len(events) > 5
    )
    assert len([event for event in events if isinstance(event, StepEnd)]) == 5
    assert trained.history[-1]["epoch"] == pytest.approx(5 / 12, abs=0.01)


def test_a_loss_that_is_no_number_ends_it_in_words(digits: Digits) -> None:
    config = ClassifierConfig(epochs=2, learning_rate=1e38, **SMALL)
    with pytest.raises(TrainingError, match="smaller learning rate"):
        train_classifier(config, digits)


@pytest.mark.parametrize(
    ("setting", "value"),
    [("epochs", 0), ("digits", 99), ("batch_size", 0), ("seed", -1), ("learning_rate", -1)],
)
def test_a_setting_out_of_range_is_named(setting: str, value: float) -> None:
    with pytest.raises(SettingError, match=f"^{setting} .*Received: {value}$"):
        ClassifierConfig(**{setting: value})  # type: ignore[arg-type]


def test_five_epochs_of_mnist_read_97_per_cent(mnist: Digits) -> None:
    trained = train_classifier(ClassifierConfig(), mnist)
    assert trained.history[-1]["test_accuracy"] >= 0.97
