"""The digits of a training run: those it learns from, and those held out to judge it by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siamese.augmentation import Distortion, distort
from siamese.config import TrainingConfig
from siamese.digits import Digits
from siamese.sketches import QUICK_TOOLS, TOOLS, Tool, redraw_all

HELD_OUT = 1 / 12  # of the training digits: 5,000 of MNIST's 60,000
REDRAWN = 0.4  # drawings for each digit, in the shipped recipe
STRANGERS = Distortion(scale=0.2, thickness=0)  # drawing evens the thickness anyway

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class TrainingData:
    """Digits of a run.

    Attributes:
        images: uint8 (n, 28, 28), to learn from.
        labels: uint8 (n,).
        held_images: uint8 (m, 28, 28), never learned from: they choose the threshold.
        held_labels: uint8 (m,).
        drawings: How many of the images are redrawn digits: the last ones.
        held_drawings: How many of the held-out ones are.
    """

    images: Bytes
    labels: Bytes
    held_images: Bytes
    held_labels: Bytes
    drawings: int = 0
    held_drawings: int = 0

    def counts(self) -> dict[str, int]:
        """What a manifest says of them."""
        return {
            "training_images": len(self.images) - self.drawings,
            "training_drawings": self.drawings,
            "held_out_images": len(self.held_images) - self.held_drawings,
            "held_out_drawings": self.held_drawings,
        }


def prepare(config: TrainingConfig, digits: Digits) -> TrainingData:
    """Splits off held-out digits, and adds drawings in the shipped recipe.

    Args:
        config: recipe, digits and seed of the run.
        digits: What there is.

    Returns:
        The digits of the run.
    """
    order = np.random.default_rng(config.seed).permutation(len(digits.x_train))[: config.digits]
    held, learned = np.split(order, [round(len(order) * HELD_OUT)])
    x, y = digits.x_train, digits.y_train
    data = TrainingData(x[learned], y[learned], x[held], y[held])
    return _with_drawings(config, data) if config.recipe == "shipped" else data


def _with_drawings(config: TrainingConfig, data: TrainingData) -> TrainingData:
    """Adds digits drawn again with other tools, by other hands, to both halves."""
    rng = np.random.default_rng(config.seed)
    images, labels = _drawings(data.images, data.labels, rng, QUICK_TOOLS)
    held_images, held_labels = _drawings(data.held_images, data.held_labels, rng, TOOLS)
    return TrainingData(
        np.concatenate([data.images, images]),
        np.concatenate([data.labels, labels]),
        np.concatenate([data.held_images, held_images]),
        np.concatenate([data.held_labels, held_labels]),
        drawings=len(images),
        held_drawings=len(held_images),
    )


def _drawings(
    images: Bytes, labels: Bytes, rng: np.random.Generator, tools: tuple[Tool, ...]
) -> tuple[Bytes, Bytes]:
    """Some of the digits, bent into another hand and drawn again."""
    chosen = rng.choice(len(images), round(len(images) * REDRAWN), replace=False)
    bent = distort(images[chosen], rng, STRANGERS)
    drawn, index = redraw_all(bent, int(rng.integers(2**32)), tools)
    return drawn, labels[chosen][index]
