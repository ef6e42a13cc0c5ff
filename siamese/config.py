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
SYMBOLS_LOSSES = ("supervised-contrastive",)  # of the recipe symbols


class SettingError(ValueError):
    """A setting of a run is refused; the message begins with its name.

    Args:
        setting: The name of the argument.
        problem: What it must be, and what was received.
    """

    def __init__(self, setting: str, problem: str) -> None:
        super().__init__(f"{setting} {problem}")
        self.setting, self.problem = setting, problem


@dataclass(frozen=True)
class TrainingConfig:
    """One training run, whole: the same config gives the same network.

    The losses are the contrastive loss of Hadsell, Chopra and LeCun; the deck's form with a margin;
    the deck's simple form, whose margin is 1; and cross-entropy on a sigmoid. The recipe symbols
    has a loss of its own, without a margin.

    Raises:
        SettingError: If a setting is out of range. The message ends in what was received.
    """

    recipe: str = "all-pairs"  # which network is trained and how: a name in `RECIPES`
    loss: str = "contrastive"  # a name in `LOSSES`
    margin: float = 1.0  # up to which distance negative pairs are pushed apart
    embedding_dim: int = 48  # numbers in an embedding
    epochs: int = 3  # times that all digits are seen
    digits: int | None = None  # how many to train on; all of them if None
    batch_size: int = 250  # pairs a step; images a step for `ALL_PAIRS_RECIPES`
    learning_rate: float = 3e-3  # at its highest
    seed: int = 1  # of all randomness in the run

    def __post_init__(self) -> None:
        _among("recipe", self.recipe, tuple(RECIPES))
        _among("loss", self.loss, SYMBOLS_LOSSES if self.recipe == "symbols" else LOSSES)
        _within("margin", self.margin, 0.01, 100)
        _within("embedding_dim", self.embedding_dim, 1, 1024)
        _within("epochs", self.epochs, 1, 1000)
        _within("digits", 100 if self.digits is None else self.digits, 100, 10_000_000)
        _within("batch_size", self.batch_size, 1, 100_000)
        _within("learning_rate", self.learning_rate, 0, 1e38)
        _within("seed", self.seed, 0, 2**32 - 1)
        if self.recipe == "shipped" and self.embedding_dim % 2:
            raise SettingError(
                "embedding_dim",
                f"must be even: the shipped encoder has two towers. Received: {self.embedding_dim}",
            )
        if self.loss == "contrastive-simple" and self.margin != 1:
            raise SettingError(
                "margin",
                "must be 1 with the loss contrastive-simple: leave it out, or choose the loss "
                f"contrastive. Received: {self.margin}",
            )
        if self.recipe == "symbols" and (self.margin, self.digits) != (1, None):
            raise SettingError(
                "digits" if self.digits else "margin",
                "is for digits: leave it out with the recipe symbols. "
                f"Received: {self.digits or self.margin}",
            )
        if self.recipe in ALL_PAIRS_RECIPES and self.loss == "cross-entropy":
            raise SettingError(
                "loss",
                f"must be contrastive with the recipe {self.recipe}, which ends at the distance; "
                "cross-entropy needs the recipe slides. Received: cross-entropy",
            )


@dataclass(frozen=True)
class ClassifierConfig:
    """A run of the deck's classifier, whole: the same config gives the same network.

    Raises:
        SettingError: If a setting is out of range. The message ends in what was received.
    """

    epochs: int = 5  # times that all digits are seen
    digits: int = 60_000  # how many to train on
    batch_size: int = BATCH_SIZE  # images a step
    learning_rate: float = 1e-3  # of Adam
    seed: int = 1  # of all randomness in the run

    def __post_init__(self) -> None:
        _within("epochs", self.epochs, 1, 1000)
        _within("digits", self.digits, 100, 10_000_000)
        _within("batch_size", self.batch_size, 1, 100_000)
        _within("learning_rate", self.learning_rate, 0, 1e38)
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
    "symbols": {
        "loss": "supervised-contrastive",
        "embedding_dim": 128,
        "epochs": 10,
        "batch_size": 192,
    },
}

# What each recipe sets for a short run that a visitor waits for.
QUICK: dict[str, dict[str, int]] = {
    "all-pairs": {"digits": 10_000, "epochs": 3},
    "slides": {"digits": 5_000, "epochs": 3},
    "keras-example": {"digits": 10_000, "epochs": 3},
}

# Recipes whose batches are images, each embedded once, and all of their pairs.
ALL_PAIRS_RECIPES = ("all-pairs", "shipped", "symbols")


def training_config(recipe: str, **settings: str | float | int | None) -> TrainingConfig:
    """A recipe's config, with some settings of one's own.

    Args:
        recipe: Name in `RECIPES`.
        **settings: Fields of `TrainingConfig`; None stands for the recipe's own.

    Returns:
        The config.

    Raises:
        SettingError: If a name is unknown or a setting out of range.

    Example:
        >>> training_config("slides", epochs=2, margin=None).batch_size
        64
    """
    _among("recipe", recipe, tuple(RECIPES))
    own = {name: value for name, value in settings.items() if value is not None}
    return TrainingConfig(recipe=recipe, **{**RECIPES[recipe], **own})  # type: ignore[arg-type]


def _among(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise SettingError(name, f"is one of {', '.join(known)}. Received: {value}")


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise SettingError(name, f"lies between {low} and {high}. Received: {value}")
