"""Settings: the deck's own, under its own names, and those of a training run."""

from __future__ import annotations

import os
from dataclasses import dataclass

# The deck's config.py
IMG_SHAPE = (28, 28, 1)
BATCH_SIZE = 64
EPOCHS = 100
BASE_OUTPUT = "output"
MODEL_PATH = os.path.sep.join([BASE_OUTPUT, "siamese_model"])
PLOT_PATH = os.path.sep.join([BASE_OUTPUT, "plot.png"])

CLASSIFIER_FILE = "classifier.keras"  # what a classifier's run leaves

LOSSES = ("contrastive", "contrastive-margin", "contrastive-simple", "cross-entropy")


@dataclass(frozen=True)
class TrainingConfig:
    """One training run, whole: the same config gives the same network.

    Attributes:
        recipe: Which network is trained and how: a name in `RECIPES`.
        loss: Name in `LOSSES`: the contrastive loss of Hadsell, Chopra and LeCun; the deck's form
            with a margin; the deck's simple form (margin 1); or cross-entropy on a sigmoid.
        margin: Up to which distance negative pairs are pushed apart.
        embedding_dim: Numbers in an embedding.
        epochs: Times that all digits are seen.
        digits: How many digits to train on; all of them if None.
        batch_size: Pairs a step; images a step where each batch is paired within itself.
        learning_rate: At its highest.
        seed: Of all chance in the run.

    Raises:
        ValueError: If a setting is out of range. The message ends in what was received.
    """

    recipe: str = "all-pairs"
    loss: str = "contrastive"
    margin: float = 1.0
    embedding_dim: int = 48
    epochs: int = 3
    digits: int | None = None
    batch_size: int = 250
    learning_rate: float = 3e-3
    seed: int = 1

    def __post_init__(self) -> None:
        _among("recipe", self.recipe, tuple(RECIPES))
        _among("loss", self.loss, LOSSES)
        _within("margin", self.margin, 0.01, 100)
        _within("embedding-dim", self.embedding_dim, 1, 1024)
        _within("epochs", self.epochs, 1, 1000)
        _within("digits", 100 if self.digits is None else self.digits, 100, 10_000_000)
        _within("batch-size", self.batch_size, 1, 100_000)
        _within("learning-rate", self.learning_rate, 0, 1e38)
        _within("seed", self.seed, 0, 2**32 - 1)
        if self.recipe == "shipped" and self.embedding_dim % 2:
            raise ValueError(
                "The shipped encoder has two towers: choose an even --embedding-dim. "
                f"Received: {self.embedding_dim}"
            )
        if self.loss == "contrastive-simple" and self.margin != 1:
            raise ValueError(
                "The deck's simple loss has a margin of 1: leave --margin away or choose "
                f"--loss contrastive. Received: {self.margin}"
            )
        if self.recipe in ALL_PAIRS_RECIPES and self.loss == "cross-entropy":
            raise ValueError(
                f"Recipe {self.recipe} ends at the distance: choose a contrastive --loss, or "
                "--recipe slides for cross-entropy. Received: cross-entropy"
            )


@dataclass(frozen=True)
class ClassifierConfig:
    """A run of the deck's classifier, whole: the same config gives the same network.

    Attributes:
        epochs: Times that all digits are seen.
        digits: How many digits to train on.
        batch_size: Images a step.
        learning_rate: Of Adam.
        seed: Of all chance in the run.

    Raises:
        ValueError: If a setting is out of range. The message ends in what was received.
    """

    epochs: int = 5
    digits: int = 60_000
    batch_size: int = BATCH_SIZE
    learning_rate: float = 1e-3
    seed: int = 1

    def __post_init__(self) -> None:
        _within("epochs", self.epochs, 1, 1000)
        _within("digits", self.digits, 100, 10_000_000)
        _within("batch-size", self.batch_size, 1, 100_000)
        _within("learning-rate", self.learning_rate, 0, 1e38)
        _within("seed", self.seed, 0, 2**32 - 1)


# What each recipe sets, where its user does not.
RECIPES: dict[str, dict[str, str | float | int]] = {
    "slides": {
        "loss": "cross-entropy",
        "epochs": EPOCHS,
        "batch_size": BATCH_SIZE,
        "learning_rate": 1e-3,
    },
    "keras-example": {
        "embedding_dim": 10,
        "epochs": 10,
        "batch_size": 16,
        "learning_rate": 1e-3,
    },
    "all-pairs": {"epochs": 3, "batch_size": 100, "learning_rate": 1e-2},
    "shipped": {"margin": 1.3, "epochs": 14, "batch_size": 200},
}

# What each recipe sets for a short run that a visitor waits for.
QUICK: dict[str, dict[str, int]] = {
    "all-pairs": {"digits": 20_000, "epochs": 3},
    "slides": {"digits": 5_000, "epochs": 3},
    "keras-example": {"digits": 10_000, "epochs": 3},
}

# Recipes whose batches are images, each embedded once, and all of their pairs.
ALL_PAIRS_RECIPES = ("all-pairs", "shipped")


def training_config(recipe: str, **settings: str | float | int | None) -> TrainingConfig:
    """A recipe's config, with some settings of one's own.

    Args:
        recipe: Name in `RECIPES`.
        **settings: Fields of `TrainingConfig`; None stands for the recipe's own.

    Returns:
        The config.

    Raises:
        ValueError: If a name is unknown or a setting out of range.

    Example:
        >>> training_config("slides", epochs=2, margin=None).batch_size
        64
    """
    _among("recipe", recipe, tuple(RECIPES))
    own = {name: value for name, value in settings.items() if value is not None}
    return TrainingConfig(recipe=recipe, **{**RECIPES[recipe], **own})  # type: ignore[arg-type]


def _among(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValueError(f"--{name} is one of {', '.join(known)}. Received: {value}")


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ValueError(f"--{name} lies between {low} and {high}. Received: {value}")
