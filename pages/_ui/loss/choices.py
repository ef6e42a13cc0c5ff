"""The controls of the Loss page, whose values are kept in the URL."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages._ui.shared import seed
from pages._ui.shared.loss_names import LOSS_NAMES
from pages._ui.shared.query_params.widgets import choose, span

# Short enough for a row of buttons; the full name stands above it.
NAMES = {
    "Hadsell 2006": "contrastive",
    "With margin": "contrastive-margin",
    "Simple": "contrastive-simple",
    "Cross-entropy": "cross-entropy",
    "Khosla 2020": "supervised-contrastive",
    "After a sigmoid": "after-sigmoid",
}
FARTHEST = span("loss", "distance")[1]


@dataclass(frozen=True)
class Choices:
    """What the visitor has chosen."""

    loss: str  # a key of `siamese.lessons.loss_curves.PAIR_LOSSES`
    margin: float  # m, a distance

    @property
    def name(self) -> str:
        """The loss by its full name, with the chosen margin where the name has one."""
        return LOSS_NAMES[self.loss].replace("margin 1", f"margin {self.margin:g}")


def ask() -> Choices:
    """Shows the controls of the loss; its full name stands in place of their label."""
    with st.container(key="loss-choice", gap=None, width="content"):
        label = st.empty()
        loss = choose("loss", "loss", "Loss", wrap=True, label_visibility="collapsed")
    asked = Choices(NAMES[loss], _slider("Margin m", "margin", "%.2f"))
    label.markdown(f"Loss: **{asked.name}**")
    return asked


def ask_distance() -> float:
    """Shows the slider of the distance."""
    return _slider("Distance D", "distance", "%.2f")


def ask_run() -> tuple[int, float]:
    """Shows the controls of the simulation: the seed of its points, and the learning rate."""
    rate = _slider("Learning rate", "learning_rate", "%.0f")
    return seed.ask(), rate


def _slider(label: str, name: str, form: str) -> float:
    low, high, usual, step = span("loss", name)
    asked: float = st.slider(
        label, low, high, usual, step, form, key=name, bind="query-params", width=seed.WIDTH
    )
    return round(asked, 2)
