"""A network as it was on its way: its weights early in training, kept small.

Most is learned at once, so that a run keeps three moments: before the first step, after some
steps, and after one epoch. The end is the network itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from siamese.files import atomic_write
from siamese.manifest import ASSETS, Manifest, NetworkError, remedy

CHECKPOINTS_FILE = "checkpoints.npz"
EARLY = 50  # steps


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """An encoder's weights at one moment of its training."""

    step: int  # how many steps it had learned
    epoch: float  # the same in epochs
    weights: NDArray[np.float16]  # (parameters,), in the order of Keras's `get_weights`

    def restore(self, encoder: keras.Model) -> keras.Model:
        """The encoder as it was.

        Args:
            encoder: As it became; it is left as it is.

        Returns:
            Another model of the same layers.

        Raises:
            NetworkError: If the weights are those of another network.
        """
        shapes = [weights.shape for weights in encoder.get_weights()]
        ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
        if ends[-1] != len(self.weights):
            raise NetworkError(
                f"A checkpoint of this network holds {ends[-1]} weights. "
                f"Received: {len(self.weights)}"
            )
        parts = np.split(self.weights.astype(np.float32), ends[:-1])
        earlier = keras.models.clone_model(encoder)
        earlier.set_weights([part.reshape(to) for part, to in zip(parts, shapes, strict=True)])
        return earlier


class Recorder(keras.callbacks.Callback):
    """Keeps an encoder's weights while Keras fits it: a copy now and then costs no time.

    Args:
        encoder: What learns, or a part of it.

    Attributes:
        checkpoints: What was kept, earliest first.
    """

    def __init__(self, encoder: keras.Model) -> None:
        super().__init__()
        self.encoder = encoder
        self.checkpoints: list[Checkpoint] = []
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
        flat = [weights.ravel() for weights in self.encoder.get_weights()]
        weights = np.concatenate(flat).astype(np.float16)
        self.checkpoints.append(Checkpoint(self.step, self.step / self.params["steps"], weights))


def save_checkpoints(checkpoints: list[Checkpoint], folder: Path) -> None:
    """Writes checkpoints into a folder, in one file, whole or not at all.

    Args:
        checkpoints: Of one network, at least one.
        folder: That of the network.
    """
    with atomic_write(folder / CHECKPOINTS_FILE) as path:
        np.savez_compressed(
            path,
            steps=np.array([one.step for one in checkpoints], np.int64),
            epochs=np.array([one.epoch for one in checkpoints], np.float64),
            weights=np.stack([one.weights for one in checkpoints]),
        )


def load_checkpoints(folder: Path | None = None) -> list[Checkpoint]:
    """Reads what `save_checkpoints` wrote; nothing in the file is run.

    Args:
        folder: That of the network; the shipped network's without it.

    Returns:
        The checkpoints, earliest first.

    Raises:
        NetworkError: If the file or the network's manifest is missing or damaged.
    """
    file = (folder or ASSETS) / CHECKPOINTS_FILE
    Manifest.load(file.parent).check(file, CHECKPOINTS_FILE)
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
            steps, epochs, weights = (arrays[name] for name in ("steps", "epochs", "weights"))
        _check(steps, epochs, weights)
    except (ValueError, KeyError) as error:
        raise NetworkError(f"{file}: not a network's checkpoints. {remedy(file)}") from error
    return [
        Checkpoint(int(step), float(epoch), row)
        for step, epoch, row in zip(steps, epochs, weights, strict=True)
    ]


def _check(*arrays: NDArray[np.generic]) -> None:
    """Refuses what no run has written.

    Raises:
        ValueError: The message ends in what was received.
    """
    steps, epochs, weights = arrays
    kinds = [array.dtype.kind for array in arrays]
    if kinds != ["i", "f", "f"] or weights.dtype != np.float16:
        raise ValueError(f"steps, epochs and float16 weights. Received: {kinds}")
    if not (steps.ndim == epochs.ndim == 1 and weights.ndim == 2 and len(steps)):
        shapes = [array.shape for array in arrays]
        raise ValueError(f"steps, epochs and weights have a row each. Received: {shapes}")
    if not (len(steps) == len(epochs) == len(weights)):
        raise ValueError(f"one row for each checkpoint. Received: {len(weights)} rows")
    if not all(np.isfinite(array).all() for array in (epochs, weights)):
        raise ValueError("weights are finite numbers. Received: others")
