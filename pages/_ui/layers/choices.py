"""The controls of the Layers page, whose values are kept in the URL."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._ui.shared import seed
from pages._ui.shared.query_params.widgets import choose

LABELS = {"batch": "batch: rows of x", "n": "n: inputs", "m": "m: units"}
RATES = [0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.15, 0.17, 0.18, 0.2, 0.5]
RATE = 0.01  # of Keras's "sgd"
NAMES = {str(rate): rate for rate in RATES}


@dataclass(frozen=True)
class Sizes:
    """Sizes of the dense layer."""

    batch: int  # rows of x
    n: int  # inputs: columns of x
    m: int  # units: columns of y
    seed: int  # of the random numbers


def ask_sizes() -> tuple[Sizes, DeltaGenerator]:
    """Shows the controls of the layer's sizes, and the seed folded below.

    Returns:
        The sizes, and a container between the two for what follows from them.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="sizes"):
        sizes = {name: int(choose("layers", name, label)) for name, label in LABELS.items()}
    between = st.container()
    with st.expander("Other random numbers"):
        chance = seed.ask()
    return Sizes(**sizes, seed=chance), between


def ask_rate() -> float:
    """Shows the slider of the learning rate."""
    chosen = st.select_slider(
        "Learning rate", list(NAMES), str(RATE), key="learning_rate", bind="query-params", width=260
    )
    return NAMES[chosen]
