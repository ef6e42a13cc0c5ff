"""The digits of a training run: those it learns from, and those for validation and the test."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from siamese.config import TrainingConfig
from siamese.data.digits import Digits
from siamese.handwriting.drawing_tools import QUICK_TOOLS, TOOLS, Tool
from siamese.handwriting.redraw import redraw_all, sketch_all
from siamese.handwriting.renderer import write_segments
from siamese.preprocessing.augmentation import Distortion, distort

VALIDATION_SHARE = 1 / 12  # of the training digits: 5,000 of MNIST's 60,000
REDRAWN = 0.2  # drawings for each digit, in the shipped recipe
WRITTEN = 0.2  # digits of our own handwriting for each digit, in the shipped recipe
OTHER_WRITERS = Distortion(scale=0.2, thickness=0)  # drawing evens the thickness anyway

Bytes = NDArray[np.uint8]
Labels = NDArray[np.integer]


@dataclass(frozen=True)
class TrainingData:
    """Digits of a run."""

    images: Bytes  # (n, 28, 28), to learn from
    labels: Labels  # (n,)
    validation_images: Bytes  # (m, 28, 28), never learned from: they choose the threshold
    validation_labels: Labels  # (m,)
    test_images: Bytes  # (k, 28, 28), that the network's figures are of
    test_labels: Labels  # (k,)
    drawings: int = 0  # how many of the images are digits drawn again
    written: int = 0  # how many are our own handwriting: the last ones
    validation_drawings: int = 0  # the same of the validation images
    validation_written: int = 0  # the same of the validation images
    # (classes,), the alphabet of each class; for symbols only
    alphabets: NDArray[np.str_] = field(default_factory=lambda: np.zeros(0, np.str_))

    def counts(self) -> dict[str, int]:
        """What a manifest says of them."""
        drawn = self.drawings + self.written
        validation_drawn = self.validation_drawings + self.validation_written
        return {
            "training_images": len(self.images) - drawn,
            "training_drawings": self.drawings,
            "training_handwriting": self.written,
            "held_out_images": len(self.validation_images) - validation_drawn,
            "held_out_drawings": self.validation_drawings,
            "held_out_handwriting": self.validation_written,
        }


def prepare(config: TrainingConfig, digits: Digits) -> TrainingData:
    """Splits off validation digits, and adds drawings in the shipped recipe.

    Args:
        config: recipe, digits and seed of the run.
        digits: What there is.

    Returns:
        The digits of the run.

    Raises:
        ValueError: If a half has no positive or no negative pair.
    """
    for half, labels in (("training", digits.y_train), ("test", digits.y_test)):
        check_classes(labels, f"{digits.origin}: its {half} digits")
    order = np.random.default_rng(config.seed).permutation(len(digits.x_train))[: config.digits]
    validation, learned = np.split(order, [round(len(order) * VALIDATION_SHARE)])
    x, y = digits.x_train, digits.y_train
    test = digits.x_test, digits.y_test
    data = TrainingData(x[learned], y[learned], x[validation], y[validation], *test)
    check_classes(data.labels, f"{digits.origin}: the {len(learned)} digits to learn from")
    check_classes(data.validation_labels, f"{digits.origin}: the {len(validation)} for validation")
    return _with_drawings(config, data) if config.recipe == "shipped" else data


def check_classes(labels: Labels, what: str) -> None:
    """Refuses digits of which no pair of both kinds can be made, before anything is learned.

    Args:
        labels: Of one of the halves of a run.
        what: What they are, to begin the message with.

    Raises:
        ValueError: If there is no positive or no negative pair.
    """
    counts = np.unique(labels, return_counts=True)[1]
    if len(counts) < 2:
        raise ValueError(f"{what} are of one class, and a negative pair needs two.")
    if counts.max() < 2:
        raise ValueError(f"{what} show each class once, and a positive pair needs one twice.")


def _with_drawings(config: TrainingConfig, data: TrainingData) -> TrainingData:
    """Adds drawings to both halves: digits drawn again by other hands, and our own handwriting."""
    rng = np.random.default_rng(config.seed)
    images, labels, drawings, written = _extended(data.images, data.labels, rng, QUICK_TOOLS)
    validation = _extended(data.validation_images, data.validation_labels, rng, TOOLS)
    return replace(
        data,
        images=images,
        labels=labels,
        drawings=drawings,
        written=written,
        validation_images=validation[0],
        validation_labels=validation[1],
        validation_drawings=validation[2],
        validation_written=validation[3],
    )


def _extended(
    images: Bytes, labels: Labels, rng: np.random.Generator, tools: tuple[Tool, ...]
) -> tuple[Bytes, Labels, int, int]:
    """Digits and their labels with drawings behind them; how many are drawn again, and written."""
    drawn, drawn_labels = _drawn_again(images, labels, rng, tools)
    written, written_labels = _written(round(len(images) * WRITTEN), rng, tools)
    return (
        np.concatenate([images, drawn, written]),
        np.concatenate([labels, drawn_labels, written_labels]),
        len(drawn),
        len(written),
    )


def _drawn_again(
    images: Bytes, labels: Labels, rng: np.random.Generator, tools: tuple[Tool, ...]
) -> tuple[Bytes, Labels]:
    """Some of the digits, bent into another hand and drawn again."""
    chosen = rng.choice(len(images), round(len(images) * REDRAWN), replace=False)
    bent = distort(images[chosen], rng, OTHER_WRITERS)
    drawn, index = redraw_all(bent, int(rng.integers(2**32)), tools)
    return drawn, labels[chosen][index]


def _written(count: int, rng: np.random.Generator, tools: tuple[Tool, ...]) -> tuple[Bytes, Bytes]:
    """Our own handwriting, in the styles that MNIST's writers do not have."""
    labels = rng.integers(0, 10, count, dtype=np.uint8)
    lines = write_segments(labels, rng)
    drawn, index = sketch_all(lines, int(rng.integers(2**32)), tools)
    return drawn, labels[index]
