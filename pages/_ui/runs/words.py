"""The settings of a run in words."""

from siamese.config import TrainingConfig

RECIPE_NAMES = {
    "all-pairs": "All pairs",
    "slides": "Slides",
    "keras-example": "Keras example",
}
ABOUT = {
    "all-pairs": "Embeds each image of a batch once; the loss is computed over all pairs in it.",
    "slides": "The slides’ network with a sigmoid after the distance, trained on fixed pairs.",
    "keras-example": "A small network with tanh, trained on batches of 16 pairs.",
}
LOSS_NAMES = {
    "contrastive": "Contrastive: max(m − D, 0)²",
    "contrastive-margin": "Contrastive: max(m − D², 0)²",
    "contrastive-simple": "Contrastive: max(m − D², 0), m = 1",
    "cross-entropy": "Cross-entropy on a sigmoid",
}


def in_words(config: TrainingConfig) -> str:
    """The settings of a run in a line; cross-entropy has no margin."""
    margin = "" if config.loss == "cross-entropy" else f" · margin {config.margin:g}"
    epochs = "1 epoch" if config.epochs == 1 else f"{config.epochs} epochs"
    return (
        f"{RECIPE_NAMES[config.recipe]} · {LOSS_NAMES[config.loss]}{margin} · "
        f"{config.embedding_dim} numbers · {config.digits:,} digits · {epochs} · "
        f"seed {config.seed}"
    )
