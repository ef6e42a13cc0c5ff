"""The controls of the Loss page, whose values are kept in the URL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from pages._ui.shared import seed

NAMES = {
    "Contrastive": "contrastive",
    "With margin": "contrastive-margin",
    "Simple": "contrastive-simple",
    "Cross-entropy": "cross-entropy",
    "Sigmoid first": "after-sigmoid",
}
FARTHEST = 2.0  # of two embeddings of length 1
# By their names in the address: lowest, highest and usual value, and the step between two.
NUMBERS = {
    "margin": (0.25, 1.5, 1.0, 0.05),
    "distance": (0.0, FARTHEST, 0.5, 0.05),
    "learning_rate": (1.0, 20.0, 2.0, 1.0),
}
# What is asked for or shown elsewhere: lowest and highest value.
OTHERS = {"seed": (0.0, seed.SEEDS - 1.0), "step": (0.0, 60.0), "point": (1.0, 30.0)}


@dataclass(frozen=True)
class Choices:
    """What the visitor has chosen."""

    loss: str  # a key of `siamese.lessons.loss_curves.PAIR_LOSSES`
    margin: float  # m, a distance
    gradient: bool  # whether the slopes are shown, too


def unreadable() -> list[str]:
    """The names of what the address asks for and there is not."""
    known = {"loss": NAMES, "gradient": ("true", "false")}
    ranges = {name: bounds[:2] for name, bounds in NUMBERS.items()} | OTHERS
    return [
        name
        for name in (*known, *ranges)
        if (found := st.query_params.get_all(name))
        and not (
            len(found) == 1
            and (found[0] in known[name] if name in known else _within(found[0], *ranges[name]))
        )
    ]


def _within(text: str, low: float, high: float) -> bool:
    try:
        return low <= float(text) <= high
    except ValueError:
        return False


def ask() -> Choices:
    """Shows the controls of the loss."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="losses"):
        loss = st.segmented_control(
            "Loss",
            list(NAMES),
            default="Contrastive",
            required=True,
            key="loss",
            bind="query-params",
            wrap=True,
        )
        margin = _slider("Margin m", "margin", "%.2f", 200)
        gradient = st.toggle("Gradient", key="gradient", bind="query-params")
    return Choices(NAMES[loss or "Contrastive"], margin, gradient)


def ask_distance() -> float:
    """Shows the slider of the distance."""
    return _slider("Distance D of a pair", "distance", "%.2f")


def ask_run() -> tuple[int, float]:
    """Shows the controls of the simulation: the seed of its points, and the learning rate."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="run"):
        rate = _slider("Learning rate", "learning_rate", "%.0f", 180)
        chance = seed.ask()
    return chance, rate


def _slider(label: str, name: str, form: str, width: int | Literal["stretch"] = "stretch") -> float:
    low, high, usual, step = NUMBERS[name]
    asked: float = st.slider(
        label, low, high, usual, step, form, key=name, bind="query-params", width=width
    )
    return round(asked, 2)
