"""The deck's classifier of digits, with a dense layer of our own, and a run that trains it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from siamese.config import CLASSIFIER_FILE, IMG_SHAPE, ClassifierConfig
from siamese.data.digits import Digits
from siamese.evaluation.confusion import CLASSES
from siamese.files import atomic_write
from siamese.layers import SimpleDense
from siamese.training.callbacks import EventCallback
from siamese.training.events import ClassifierEpochEnd, OnEvent

AT_A_TIME = 2_000  # digits that are classified in one go

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]


@keras.saving.register_keras_serializable(package="siamese")
def relu(x: keras.KerasTensor) -> keras.KerasTensor:
    """What the deck's Lambda does: max(x, 0), for each number.

    The deck writes it as `lambda x: tf.maximum(x, 0.0)`. A function with a name, registered where
    it is defined, does the same, and a network saved with it can be loaded again: of a Python
    lambda only bytecode is kept, which Keras refuses to run.

    Args:
        x: float, any shape.

    Returns:
        float, the same shape.

    Example:
        >>> relu(tf.constant([-2.0, 0.0, 3.0])).numpy().tolist()
        [0.0, 0.0, 3.0]
    """
    return tf.maximum(x, 0.0)


def build_classifier() -> keras.Model:
    """The deck's network: from 28×28 pixels to the probabilities of ten digits.

    Returns:
        From float (batch, 28, 28) in [0, 1] to float (batch, 10), each row with the sum 1.

    Example:
        >>> [layer.count_params() for layer in build_classifier().layers]  # 784·128 + 128, 1,290
        [0, 100480, 0, 0, 1290]

    Source:
        The deck's slide with `SimpleDense(units=128)`.
    """
    return keras.Sequential(
        [
            keras.Input(IMG_SHAPE[:2]),
            keras.layers.Flatten(),
            SimpleDense(units=128),
            keras.layers.Lambda(relu),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(CLASSES, activation="softmax"),
        ]
    )


@dataclass(frozen=True)
class TrainedClassifier:
    """What a run leaves."""

    network: keras.Model
    history: list[dict[str, float]]  # the metrics of each measurement

    def save(self, folder: Path) -> None:
        """Writes the network, whole or not at all.

        Args:
            folder: Gets classifier.keras.
        """
        with atomic_write(folder / CLASSIFIER_FILE) as path:
            self.network.save(path)


class ClassifierMeter:
    """Classifies the test digits with a network as it stands.

    Args:
        network: As `build_classifier` makes it.
        digits: Its test digits are asked for.
    """

    def __init__(self, network: keras.Model, digits: Digits) -> None:
        self.network, self.digits = network, digits

    def measure(self) -> ClassifierEpochEnd:
        """The class of each test digit, and how many are right.

        Returns:
            What there is to tell, but for epoch, seconds and what Keras reports.
        """
        predicted = classify(self.network, self.digits.x_test)
        right = float(np.mean(predicted == self.digits.y_test))
        return ClassifierEpochEnd({"test_accuracy": right}, predicted.tolist())


def classify(network: keras.Model, images: Bytes) -> NDArray[np.int64]:
    """The most probable class of each image.

    Args:
        network: As `build_classifier` makes it.
        images: uint8 (n, 28, 28).

    Returns:
        int (n,), 0 to 9.
    """
    parts = [
        np.argmax(network(as_rows(images[first : first + AT_A_TIME])), axis=1)
        for first in range(0, len(images), AT_A_TIME)
    ]
    return np.concatenate(parts)


def as_rows(images: Bytes) -> Floats:
    """What the classifier takes: uint8 (n, 28, 28) → float32 (n, 28, 28) in [0, 1]."""
    return np.divide(images, np.float32(255), dtype=np.float32)  # at once, in one array


def train_classifier(
    config: ClassifierConfig,
    digits: Digits,
    on_event: OnEvent = lambda event: None,
    stop: Callable[[], bool] = lambda: False,
) -> TrainedClassifier:
    """Trains the classifier with cross-entropy and Adam.

    Args:
        config: How.
        digits: On what; of the digits to learn from it takes the first ones.
        on_event: Told each step and each measurement, in this thread.
        stop: Asked after each step and each epoch's end whether to leave it at that: what was
            learned is kept.

    Returns:
        The network and what was measured.

    Raises:
        TrainingError: If the loss is no longer a number.
    """
    keras.utils.set_random_seed(config.seed)
    network = build_classifier()
    network.compile(
        optimizer=keras.optimizers.Adam(config.learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
        jit_compile=False,
    )
    network.optimizer.build(network.trainable_variables)  # or Keras traces a step twice
    watcher = EventCallback(config, ClassifierMeter(network, digits), on_event, stop)
    network.fit(
        as_rows(digits.x_train[: config.digits]),
        digits.y_train[: config.digits],
        batch_size=config.batch_size,
        epochs=config.epochs,
        verbose=0,
        callbacks=[watcher],
    )
    return TrainedClassifier(network, watcher.history)
