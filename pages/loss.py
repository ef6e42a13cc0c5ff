"""The loss of a pair by its distance, and points on a plane moved by gradient descent."""

from __future__ import annotations

import streamlit as st

from pages._ui.course.prediction import heading
from pages._ui.loss import choices, one_pair, simulation
from pages._ui.shared.query_params.widgets import choose_part

PARTS = {"One pair": one_pair.show, "Points on a plane": simulation.show}


@st.fragment
def explore(part: str) -> None:
    """The loss and the part that shows it: what runs again when a control changes."""
    row = st.container(horizontal=True, gap="small", key="losses")
    with row:
        asked = choices.ask()
    PARTS[part](asked, row)


heading("Loss", "loss")
st.markdown("The loss of a pair depends on its distance. Its slope moves the two embeddings.")
part = choose_part("loss")
explore(part)
