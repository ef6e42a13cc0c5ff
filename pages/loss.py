"""What a pair costs at its distance, and where a loss drives points on a plane."""

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
    """The curves and the plane: all that a choice runs again."""
    if strays := choices.unreadable():
        st.warning(STRAY.format(", ".join(strays)), icon=":material/link_off:")
    asked = choices.ask()
    one_pair(asked)
    beside_its_code(asked)
    st.subheader("Points on a plane", divider="gray")
    st.markdown(PLANE.format(simulation.pairs()))
    seed, learning_rate = choices.ask_run()
    simulation.show(asked, seed, learning_rate)


def one_pair(asked: Choices) -> None:
    """The curves, and one distance worked out."""
    curves, worked_out = st.columns([3, 2], gap="large")
    with worked_out, st.container(key="worked-out"):
        distance = choices.ask_distance()
        st.markdown(":blue[**= same**], y = 1: pulled together where the slope is above 0")
        st.latex(written_out(asked.loss, distance, asked.margin, same=True))
        st.markdown(":orange[**≠ different**], y = 0: pushed apart where it is below 0")
        st.latex(written_out(asked.loss, distance, asked.margin, same=False))
    with curves:
        loss_curves.show(asked, distance)
        st.caption(CURVES)


def beside_its_code(asked: Choices) -> None:
    """The formula and what is to be said of it, beside the function that draws the curve."""
    formula, code = st.columns(2, gap="large")
    with formula:
        st.latex(with_letters(asked.loss))
        st.markdown(remarks.of(asked.loss, asked.margin))
        if asked.loss == "contrastive":
            st.info(remarks.SLIP, icon=":material/edit_note:")
    with code:
        functions = [source_code.source_of(remarks.FILE, name) for name in remarks.CODE[asked.loss]]
        st.code("\n\n\n".join(functions), wrap_lines=True)
        st.caption(f"from `{remarks.FILE}`")


STRAY = "The address says something that cannot be read ({}): shown is what everyone begins with."
CURVES = (
    "Blue says what a pair of the same class costs at each distance, orange what a pair of "
    "different classes does: see where the dashed curve reaches 0, and how steep it is before."
)
PLANE = (
    "Embeddings without a network: each point is one, and is moved down the gradient of the loss "
    "chosen above, the mean over all {} pairs. Each pair has a small share of it, hence the large "
    "learning rate. Press Play: equal shapes should meet, and others keep their distance."
)

st.title("Loss")
st.markdown(
    "What does a network learn from a pair? The loss says what a distance costs; its slope, which "
    "way the two are moved and how hard."
)
explore()
source_code.show_code(
    "The deck's three forms as Keras trains with them, and the plane's pull and push.",
    ("siamese/losses.py", "hinge_simple"),
    ("siamese/losses.py", "contrastive_loss"),
    ("siamese/losses.py", "hinge_with_margin"),
    ("siamese/losses.py", "contrastive_loss_with_margin"),
    ("siamese/losses.py", "hinge_of_distance"),
    ("siamese/losses.py", "ContrastiveLoss"),
    ("siamese/lessons/embedding_simulation.py", "forces"),
)
