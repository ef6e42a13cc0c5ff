"""Which parameters each page has in its address."""

from __future__ import annotations

from pages._ui.shared.loss_names import LOSS_NAMES
from pages._ui.shared.query_params.kinds import (
    Choice,
    Grid,
    Number,
    Param,
    Pictures,
    Text,
    Threshold,
    Whole,
)
from siamese.pooling import grid

SEEDS = 1_000_000
DIGITS = 10_000  # of MNIST's test set; where there are fewer, counting starts again
MOST = 1_000_000_000  # where the upper end depends on the server, the digits or the network

FLAG = Choice(("true", "false"), "false")
SEED = Whole(0, SEEDS - 1, 1)
LAYER_SIZES = tuple(str(size) for size in range(1, 7))
RATES = ("0.0001", "0.001", "0.003", "0.01", "0.03", "0.1", "0.15", "0.17", "0.18", "0.2", "0.5")
# Former names, which shared links have.
OLD_RECIPE_LOSSES = {
    "Contrastive: max(m − D, 0)²": LOSS_NAMES["contrastive"],
    "Contrastive: max(m − D², 0)²": LOSS_NAMES["contrastive-margin"],
    "Contrastive: max(m − D², 0), m = 1": LOSS_NAMES["contrastive-simple"],
    "Cross-entropy on a sigmoid": LOSS_NAMES["cross-entropy"],
}
OLD_LOSSES = {
    "Contrastive": "Hadsell 2006",
    "Supervised": "Khosla 2020",
    "Sigmoid first": "After a sigmoid",
}
DISTANCE_LOSSES = tuple(OLD_RECIPE_LOSSES.values())[:3]
ALL_LOSSES = tuple(OLD_RECIPE_LOSSES.values())

# Every page has these, and the visit keeps them.
EVERYWHERE: dict[str, Choice] = {
    "view": Choice(("usual", "projector"), "usual"),
    "deck": Choice(("on", "off"), "on"),
}
PARAMS: dict[str, dict[str, Param]] = {
    "draw": {"pictures": Pictures()},
    "pairs": {
        "part": Choice(("Pairs", "You or the network"), "Pairs"),
        "order": Choice(("Random", "Hardest first"), "Random"),
        "kind": Choice(("Both", "Same", "Different"), "Both"),
        "digits": Choice(tuple("0123456789"), several=True),
        "pairs": Whole(4, 100, 24, 4),
        "seed": SEED,
        "game": SEED,
    },
    "verification": {
        "part": Choice(("Threshold", "Map", "One-shot", "Your own pictures"), "Threshold"),
        "threshold": Threshold(0, MOST),
        "tested": Whole(10_000, 200_000, 100_000, 10_000),
        "seed": SEED,
        "axis": Choice(("Linear", "Logarithmic"), "Linear"),
        "map-network": Choice(("Network in use", "Network for symbols"), "Network in use"),
        "learned": Text(),
        "layout": Choice(("Neighbours (t-SNE)", "Principal axes (PCA)"), "Neighbours (t-SNE)"),
        "count": Whole(1, MOST),
        "symbols": Choice(("Persian digits ۰–۹", "Your own symbols"), "Persian digits ۰–۹"),
        "none": Number(0, MOST),
    },
    "loss": {
        "part": Choice(("One pair", "Points on a plane"), "One pair"),
        "loss": Choice(
            (
                "Hadsell 2006",
                "With margin",
                "Simple",
                "Cross-entropy",
                "Khosla 2020",
                "After a sigmoid",
            ),
            "Hadsell 2006",
            renamed=OLD_LOSSES,
        ),
        "margin": Number(0.25, 1.5, 1.0, 0.05),
        "gradient": FLAG,
        "distance": Number(0.0, 2.0, 0.5, 0.05),  # of two embeddings of length 1
        "learning_rate": Number(1.0, 20.0, 2.0, 1.0),
        "seed": SEED,
        "step": Number(0, 60),
        "point": Number(1, 30, 1),
    },
    "training": {
        "recipe": Choice(("All pairs", "Slides", "Keras example"), "All pairs"),
        "loss-all-pairs": Choice(DISTANCE_LOSSES, renamed=OLD_RECIPE_LOSSES),
        "loss-slides": Choice(ALL_LOSSES, renamed=OLD_RECIPE_LOSSES),
        "loss-keras-example": Choice(ALL_LOSSES, renamed=OLD_RECIPE_LOSSES),
        "margin": Number(0.1, 3.0, 1.0, 0.1),
        "dimensions": Whole(1, MOST),
        "images": Whole(1, MOST),
        "epochs": Whole(0, MOST),
        "training-seed": SEED,
    },
    "network": {
        "part": Choice(("Architecture", "Layer outputs", "Occlusion map"), "Architecture"),
        "network": Choice(("Network in use", "Slides’ network"), "Network in use"),
        "left": Whole(0, DIGITS - 1, 0),
        "right": Whole(0, DIGITS - 1, 1),
        "layer": Text(),
    },
    "layers": {
        "part": Choice(("Dense layer", "Line", "Digits", "Lambda"), "Dense layer"),
        "batch": Choice(LAYER_SIZES, "4"),
        "n": Choice(LAYER_SIZES, "3"),
        "m": Choice(LAYER_SIZES, "2"),
        "seed": SEED,
        "xs": Text(empty=True),
        "ys": Text(empty=True),
        "learning_rate": Choice(RATES, "0.01"),
        "classifier-digits": Whole(1, MOST),
        "classifier-epochs": Whole(0, MOST),
    },
    "pooling": {
        "pooling": Choice(("Max", "Average", "Global max", "Global average"), "Max"),
        "pool_size": Choice(tuple("1234"), "2"),
        "strides": Choice(("pool_size", *"1234"), "pool_size"),
        "padding": Choice(("valid", "same"), "valid"),
        "grid_seed": Text(6, empty=True),
        "grid": Grid(),
        "window": Whole(1, grid.MOST**2, 1),
        "slices": FLAG,
        "backward": FLAG,
        "keras": FLAG,
        "pooled": FLAG,
        "whose": Choice(("A test digit", "Your first digit", "Your second digit"), "A test digit"),
        "digit": Whole(0, DIGITS - 1, 0),
    },
}
NAMES = [name for params in PARAMS.values() for name in params]
SHARED = {"margin"}  # pages show the same value, as far as their range goes
SEVERAL = {name for name in NAMES if NAMES.count(name) > 1}
