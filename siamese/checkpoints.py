"""Encoders from early in a network's training, in one small file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siamese.encoder import Encoder
from siamese.files import atomic_write
from siamese.manifest import ASSETS, Manifest, NetworkError, remedy

CHECKPOINTS_FILE = "checkpoints.npz"


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """An encoder at one moment of its training."""

    step: int  # how many steps it had learned
    epoch: float  # the same in epochs
    model: bytes  # the encoder, as the content of a .tflite file


def save_checkpoints(checkpoints: list[Checkpoint], folder: Path) -> None:
    """Writes checkpoints into a folder, in one file, whole or not at all.

    Args:
        checkpoints: Of one network, at least one.
        folder: That of the network.
    """
    arrays: dict[str, Any] = {
        "steps": np.array([one.step for one in checkpoints], np.int64),
        "epochs": np.array([one.epoch for one in checkpoints], np.float64),
    }
    for number, one in enumerate(checkpoints):
        arrays[_model(number)] = np.frombuffer(one.model, np.uint8)
    with atomic_write(folder / CHECKPOINTS_FILE) as path:
        np.savez_compressed(path, **arrays)


def load_checkpoints(folder: Path | None = None) -> list[Checkpoint]:
    """Reads what `save_checkpoints` wrote; nothing in the file is run.

    Args:
        folder: That of the network; the shipped network's without it.

    Returns:
        The checkpoints, earliest first. `Encoder(checkpoint.model)` embeds.

    Raises:
        NetworkError: If the file or the network's manifest is missing or damaged.
    """
    file = (folder or ASSETS) / CHECKPOINTS_FILE
    Manifest.load(file.parent).check(file, CHECKPOINTS_FILE)
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
            steps, epochs = arrays["steps"], arrays["epochs"]
            _check(steps, epochs)
            models = [arrays[_model(number)].tobytes() for number in range(len(steps))]
        for model in models:
            Encoder(model)
    except (ValueError, KeyError, RuntimeError) as error:  # the last from LiteRT
        raise NetworkError(f"{file}: not a network's checkpoints. {remedy(file)}") from error
    return [
        Checkpoint(int(step), float(epoch), model)
        for step, epoch, model in zip(steps, epochs, models, strict=True)
    ]


def _model(number: int) -> str:
    """The name of a checkpoint's model in the file."""
    return f"model_{number}"


def _check(steps: NDArray[np.generic], epochs: NDArray[np.generic]) -> None:
    """Refuses what no run has written.

    Raises:
        ValueError: The message ends in what was received.
    """
    if (steps.dtype.kind, epochs.dtype.kind) != ("i", "f"):
        raise ValueError(f"steps and epochs are numbers. Received: {steps.dtype}, {epochs.dtype}")
    if not steps.ndim == epochs.ndim == 1 or len(steps) != len(epochs) or not len(steps):
        raise ValueError(f"one row for each. Received: {steps.shape} and {epochs.shape}")
    if not np.isfinite(epochs.astype(np.float64)).all():
        raise ValueError(f"epochs are finite numbers. Received: {epochs}")
