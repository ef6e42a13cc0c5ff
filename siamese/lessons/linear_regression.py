"""A line fitted by a dense layer with one unit: the deck's y = 2x − 1."""

from __future__ import annotations

from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from siamese.layers import SimpleDense
from siamese.lessons.line_points import Points

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class FitHistory:
    """A training run: float32 values before the first epoch and after each."""

    slopes: Floats  # (epochs + 1,), the kernel
    intercepts: Floats  # (epochs + 1,), the bias
    losses: Floats  # (epochs + 1,), mean squared error

    @property
    def diverged_at(self) -> int | None:
        """The first epoch after which a value is not finite; None if all are."""
        finite = np.isfinite([self.slopes, self.intercepts, self.losses]).all(axis=0)
        return None if finite.all() else int(np.argmin(finite))

    def predict(self, x: float) -> Floats:
        """The value of the line at x, epoch by epoch: float32 (epochs + 1,)."""
        with np.errstate(over="ignore", invalid="ignore"):  # where the run has diverged
            return self.slopes * np.float32(x) + self.intercepts


def fit_line(points: Points, epochs: int) -> keras.Model:
    """The deck's own lines, with what Keras 3 needs: an `Input` before the layer.

    The slide's `model.predict([10.0])` also needs an array in Keras 3: `np.array([10.0])`.

    Args:
        points: The points to fit.
        epochs: Number of epochs.

    Returns:
        The model, from float (batch, 1) to float (batch, 1).

    Source:
        The deck's slide with `SimpleDense(1)`.
    """
    model = keras.Sequential([keras.Input((1,)), SimpleDense(1)])
    model.compile(optimizer="sgd", loss="mean_squared_error")
    model.fit(points.xs, points.ys, epochs=epochs, verbose=0)
    return model


def learn_line(points: Points, learning_rate: float, epochs: int, start: float) -> FitHistory:
    """Trains as `fit_line` does, and records every epoch.

    An epoch is one step on all points, as in the deck: Keras's batches hold up to 32.

    Args:
        points: The points to fit.
        learning_rate: The learning rate of SGD.
        epochs: Number of epochs.
        start: The kernel before the first epoch; the bias starts at 0.

    Returns:
        Slope, intercept and loss of every epoch.

    Example:
        >>> from siamese.lessons.line_points import DECK_XS, DECK_YS, read_points
        >>> run = learn_line(read_points(DECK_XS, DECK_YS), 0.01, 500, start=0.0)
        >>> print(f"{run.predict(10.0)[-1]:.1f}")
        19.0
    """
    layer = SimpleDense(units=1)
    layer.build((None, 1))
    layer.set_weights([np.array([[start]]), np.zeros(1)])
    optimizer = keras.optimizers.SGD(learning_rate)
    optimizer.build(layer.trainable_variables)
    x, y = (tf.constant(values[:, None], tf.float32) for values in (points.xs, points.ys))

    @tf.function
    def step() -> tf.Tensor:
        before = tf.stack([layer.w[0, 0], layer.b[0]])
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(layer(x) - y))
        gradients = tape.gradient(loss, layer.trainable_variables)
        optimizer.apply_gradients(zip(gradients, layer.trainable_variables, strict=True))
        return tf.concat([before, [loss]], axis=0)

    # One step more than epochs: each returns the weights before it, so the last result is included.
    recorded = np.stack([step() for _ in range(epochs + 1)])
    return FitHistory(*recorded.T)
