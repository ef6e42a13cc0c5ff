"""The settings of a run in words."""

from pages._ui.shared.loss_names import LOSS_NAMES
from siamese.config import TrainingConfig

RECIPE_NAMES = {
    "all-pairs": "All pairs",
    "slides": "Slides",
    "keras-example": "Keras example",
}
ABOUT = {
    "all-pairs": "Embeds each image of a batch once; the loss is computed over all pairs in it.",
    "slides": "A network with a sigmoid after the distance, trained on fixed pairs.",
    "keras-example": "A small network with tanh, trained on batches of 16 pairs.",
}
FIXED_MARGIN = ("contrastive-simple", "cross-entropy")  # losses with margin 1, and with none


def in_words(config: TrainingConfig) -> str:
    """The settings of a run in a line, with its margin if one can be chosen."""
    margin = "" if config.loss in FIXED_MARGIN else f" · m = {config.margin:g}"
    epochs = "1 epoch" if config.epochs == 1 else f"{config.epochs} epochs"
    return (
        f"{RECIPE_NAMES[config.recipe]} · {LOSS_NAMES[config.loss]}{margin} · "
        f"{config.embedding_dim} numbers · {config.digits:,} digits · {epochs} · "
        f"seed {config.seed}"
    )
