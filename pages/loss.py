"""The loss of a pair by its distance, and points on a plane moved by gradient descent."""

from __future__ import annotations

import streamlit as st

from pages._ui.loss import choices, remarks, simulation
from pages._ui.loss import curves as loss_curves
from pages._ui.loss.choices import Choices
from pages._ui.shared import frame, source_code
from siamese.lessons.loss_formulas import with_letters, written_out

frame.enter()


@st.fragment
def explore() -> None:
    """The curves and the plane: what runs again when a control changes."""
    asked = choices.ask()
    one_pair(asked)
    beside_its_code(asked)
    st.subheader("Points on a plane", divider="gray")
    st.markdown(PLANE.format(simulation.pairs()))
    seed, learning_rate = choices.ask_run()
    simulation.show(asked, seed, learning_rate)


def one_pair(asked: Choices) -> None:
    """The curves, and loss and slope computed for one distance."""
    curves, worked_out = st.columns([3, 2], gap="large")
    with worked_out, st.container(key="worked-out"):
        distance = choices.ask_distance()
        st.markdown(
            ":blue[**= same**], y = 1: the pair is pulled together where the slope is positive"
        )
        st.latex(written_out(asked.loss, distance, asked.margin, same=True))
        st.markdown(
            ":orange[**≠ different**], y = 0: the pair is pushed apart where the slope is negative"
        )
        st.latex(written_out(asked.loss, distance, asked.margin, same=False))
    with curves:
        loss_curves.show(asked, distance)
        st.caption(CURVES)


def beside_its_code(asked: Choices) -> None:
    """The formula with remarks, beside the functions that compute the curve."""
    formula, code = st.columns(2, gap="large")
    with formula:
        st.latex(with_letters(asked.loss))
        st.markdown(remarks.of(asked.loss, asked.margin))
        if asked.loss == "contrastive":
            st.info(remarks.SLIDE_ERROR, icon=":material/edit_note:")
    with code:
        functions = [source_code.source_of(remarks.FILE, name) for name in remarks.CODE[asked.loss]]
        st.code("\n\n\n".join(functions), wrap_lines=True)
        st.caption(f"from `{remarks.FILE}`")


CURVES = (
    "Blue: the loss of a pair of the same class at each distance. Orange, dashed: the loss of a "
    "pair of different classes. Look at where the dashed curve reaches 0, and at its slope before."
)
PLANE = (
    "Embeddings without a network: each point is one embedding. Each step moves all points down "
    "the gradient of the loss chosen above, averaged over all {} pairs. One pair has only a small "
    "share in the average, so the learning rate is large. Press Play: points of the same shape "
    "should come together and points of different shapes should stay apart."
)

st.title("Loss")
st.markdown(
    "What does a network learn from a pair? The loss is a number for each distance. Its slope "
    "determines in which direction, and how far, gradient descent moves the two embeddings."
)
explore()
source_code.show_code(
    "The slides' three forms for Keras, and the pull and push of the simulation.",
    ("siamese/losses.py", "hinge_simple"),
    ("siamese/losses.py", "contrastive_loss"),
    ("siamese/losses.py", "hinge_with_margin"),
    ("siamese/losses.py", "contrastive_loss_with_margin"),
    ("siamese/losses.py", "hinge_of_distance"),
    ("siamese/losses.py", "ContrastiveLoss"),
    ("siamese/lessons/embedding_simulation.py", "forces"),
)
