"""Keeps a network's weights early in its training.

Most is learned at once, so that a run keeps three moments: before the first step, after some
steps, and after one epoch. The end is the network itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from siamese.checkpoints import Checkpoint
from siamese.training.embedding import to_litert

EARLY = 50  # steps


@dataclass(frozen=True, eq=False)
class Snapshot:
    """An encoder's weights at one moment of its training."""

    step: int  # how many steps it had learned
    epoch: float  # the same in epochs
    weights: list[NDArray[np.float32]]  # in the order of Keras's `get_weights`


def export(
    snapshots: list[Snapshot],
    encoder: keras.Model,
    embed: tf.types.experimental.GenericFunction,
) -> list[Checkpoint]:
    """The encoder as it was at each snapshot, exported with its weights in float16.

    Args:
        snapshots: Of its training.
        encoder: As it became; it takes the weights of each snapshot in turn, then its own again.
        embed: What `embedding_function` made of it.
    """
    own, checkpoints = encoder.get_weights(), []
    for one in snapshots:
        encoder.set_weights(one.weights)
        checkpoints.append(Checkpoint(one.step, one.epoch, to_litert(embed, half=True)))
    encoder.set_weights(own)
    return checkpoints


class Recorder(keras.callbacks.Callback):
    """Keeps an encoder's weights while Keras fits it: a copy now and then costs no time.

    Args:
        encoder: What learns, or a part of it.

    Attributes:
        snapshots: What was kept, earliest first.
    """

    def __init__(self, encoder: keras.Model) -> None:
        super().__init__()
        self.encoder = encoder
        self.snapshots: list[Snapshot] = []
        self.step = 0

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        """Keeps the network before it has learned."""
        self.keep()

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """Keeps the network after some steps."""
        self.step += 1
        if self.step == EARLY:
            self.keep()

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Keeps the network after one epoch, where another one follows."""
        if epoch == 1 and self.step != EARLY:
            self.keep()

    def keep(self) -> None:
        """Keeps the network as it stands."""
        weights = self.encoder.get_weights()  # copies
        self.snapshots.append(Snapshot(self.step, self.step / self.params["steps"], weights))
