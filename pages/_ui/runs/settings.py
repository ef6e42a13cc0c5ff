"""The settings of a new run, all of them in the address."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages._ui.runs.words import ABOUT, FIXED_MARGIN, RECIPE_NAMES
from pages._ui.shared import seed
from pages._ui.shared.loss_names import LOSS_NAMES
from pages._ui.shared.query_params import address
from pages._ui.shared.query_params.kinds import Whole, one_of
from pages._ui.shared.query_params.widgets import span
from siamese.config import (
    ALL_PAIRS_RECIPES,
    LOSSES,
    QUICK,
    RECIPES,
    TrainingConfig,
    training_config,
)
from siamese.jobs import Limits

DIMENSIONS = [2, 4, 8, 10, 16, 32, 48, 64, 128]
COUNTS = [500, 1_000, 2_000, 5_000, 10_000, 20_000, 40_000, 60_000]
MORE_OFTEN = 2  # at most, when there are fewer examples
WIDTH = 180  # pixels: three in a row beside the pair, one on a phone
KEYS = {
    "loss": "loss",
    "margin": "margin",
    "embedding_dim": "dimensions",
    "digits": "images",
    "epochs": "epochs",
}


def ask_recipe(limits: Limits, available: int) -> str:
    """Shows the recipes; choosing one sets all settings to those of a quick run of it.

    Args:
        limits: The server's limits.
        available: The number of training examples available.

    Returns:
        The chosen recipe.
    """
    recipe = st.segmented_control(
        "Recipe",
        list(RECIPE_NAMES),
        format_func=RECIPE_NAMES.__getitem__,
        default="all-pairs",
        required=True,
        key="recipe",
        bind="query-params",
        on_change=_take_preset,
        args=(limits, counts_within(limits, available)),
    )
    recipe = recipe or "all-pairs"
    st.caption(ABOUT[recipe])
    return recipe


def ask(recipe: str, limits: Limits, available: int) -> TrainingConfig:
    """Shows the settings; valid values in the address are used.

    Args:
        recipe: The chosen recipe.
        limits: The server's limits.
        available: The number of training examples available.

    Returns:
        The chosen settings, within the limits.
    """
    counts = counts_within(limits, available)
    address.check(KEYS["embedding_dim"], one_of(DIMENSIONS))
    address.check(KEYS["digits"], one_of(counts))
    address.check(KEYS["epochs"], Whole(1, limits.epochs))
    preset = _preset(recipe, limits, counts)
    with st.container(horizontal=True, gap="medium"):
        loss, margin = _loss(recipe, preset)
        dimensions = _among("embedding_dim", "Embedding dimension", DIMENSIONS, preset)
        digits = _among("digits", "Training examples", counts, preset)
        epochs = ask_epochs(limits, preset["epochs"], KEYS["epochs"])
        chance = seed.ask("training-seed", width=WIDTH, help="The same seed gives the same run.")
    return training_config(
        recipe,
        loss=loss,
        margin=margin,
        embedding_dim=dimensions,
        digits=digits,
        epochs=epochs,
        seed=chance,
    )


def _among(setting: str, label: str, options: list[int], preset: dict[str, Any]) -> int:
    """The chosen one of several round numbers."""
    chosen: int = st.select_slider(
        label, options, preset[setting], key=KEYS[setting], bind="query-params", width=WIDTH
    )
    return chosen


def counts_within(limits: Limits, available: int) -> list[int]:
    """The choices of training examples: round numbers, then the largest number allowed."""
    most = min(limits.digits, available)
    return [*(count for count in COUNTS if count < most), most]


def ask_epochs(limits: Limits, usual: int, key: str) -> int:
    """Shows the number of epochs.

    Args:
        limits: The server's limits.
        usual: The default.
        key: Its name in the address.

    Returns:
        The chosen number, from 1 to the limit.
    """
    epochs = st.slider(
        "Epochs",
        min(1, limits.epochs - 1),  # a slider needs two different ends; 0 means 1
        limits.epochs,
        min(usual, limits.epochs),
        key=key,
        bind="query-params",
        width=WIDTH,
        help="How often the network sees each training example.",
    )
    return max(epochs, 1)


def _loss(recipe: str, preset: dict[str, Any]) -> tuple[str, float]:
    """The chosen loss and its margin."""
    losses = [name for name in LOSSES if recipe not in ALL_PAIRS_RECIPES or name != "cross-entropy"]
    loss = st.selectbox(
        "Loss",
        losses,
        losses.index(preset["loss"]),
        format_func=LOSS_NAMES.__getitem__,
        key=f"{KEYS['loss']}-{recipe}",
        bind="query-params",
        width=400,
    )
    fixed = loss in FIXED_MARGIN
    low, high, _, step = span("training", "margin")
    margin = st.slider(
        "Margin",
        low,
        high,
        preset["margin"],
        step,
        key=KEYS["margin"],
        bind="query-params",
        width=WIDTH,
        disabled=fixed,
        help="Pairs of different digits are pushed apart while their distance (or its square) is "
        "below the margin.",
    )
    return loss, 1.0 if fixed else margin


def _preset(recipe: str, limits: Limits, counts: list[int]) -> dict[str, Any]:
    """The settings of a quick run of a recipe, within the limits."""
    asked: dict[str, Any] = {"margin": 1.0, "loss": "contrastive", "embedding_dim": 48}
    asked |= {**RECIPES[recipe], **QUICK[recipe]}
    digits = max(count for count in counts if count <= max(asked["digits"], counts[0]))
    scarce = asked["digits"] / digits  # fewer digits are seen more often, though not endlessly
    epochs = min(round(min(scarce, MORE_OFTEN) * asked["epochs"]), limits.epochs)
    return {**asked, "digits": digits, "epochs": epochs}


def _take_preset(limits: Limits, counts: list[int]) -> None:
    """Sets the widgets to the defaults of the recipe just chosen."""
    preset = _preset(st.session_state["recipe"] or "all-pairs", limits, counts)
    for setting, key in KEYS.items():
        if setting != "loss":  # each recipe has a widget of its own for that
            st.session_state[key] = preset[setting]
