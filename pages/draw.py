"""Draw two digits and see how far apart the network puts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import frame, network, own_network, pad, source_code, verdict
from pages._ui.shared.images import crisp

if TYPE_CHECKING:
    from siamese.comparator import Comparator, Comparison

frame.enter()

Digit = NDArray[np.uint8]


@st.fragment
def compare() -> None:
    """The pads, the answer and the reasons: all that a stroke runs again."""
    with st.container(horizontal=True, key="pads"):
        left = pad.show(pad.pad("left"), "First digit")
        right = pad.show(pad.pad("right"), "Second digit")
        with st.container(key="side", width="stretch"):
            comparison = answer(left, right)
    if comparison is not None and left is not None and right is not None:
        explain(comparison, left, right)


def answer(left: Digit | None, right: Digit | None) -> Comparison | None:
    """The verdict and the ruler, as soon as there are two digits and a network."""
    comparator = network.ready()
    comparison = None
    with st.container(key="answer"):
        if left is None or right is None:
            verdict.ask(left is not None, right is not None)
        elif comparator is None:
            verdict.wait()
        else:
            comparison = comparator.compare(left, right)
            verdict.show(comparison)
        network.show_state()
    if comparator is not None and comparison is not None:
        show_ruler(comparator, comparison)
    return comparison


def show_ruler(comparator: Comparator, comparison: Comparison) -> None:
    """Where this distance stands."""
    from pages._ui.shared import charts  # imports Altair, which the pads need not wait for

    charts.ruler(comparator.manifest, comparison)
    st.caption(
        "Your distance among those of many pairs: left of the dashed threshold the network says "
        "“same”, right of it “different”."
    )


def explain(comparison: Comparison, left: Digit, right: Digit) -> None:
    """What the distance is made of."""
    from pages._ui.shared import charts

    seen, measured = st.columns(2, gap="large")
    with seen:
        st.subheader("What the network sees")
        st.html(f'<div class="pair">{crisp(left, "First")}{crisp(right, "Second")}</div>')
        st.caption("28×28 pixels, as in MNIST: cropped, centred, the line evened in thickness.")
    with measured:
        st.subheader("How it measures")
        st.markdown(
            "One encoder, used twice, turns the first picture into an *embedding* $a$ and the "
            f"second into $b$: {len(comparison.left_embedding)} numbers each. Their Euclidean "
            "distance is the answer:"
        )
        st.latex(verdict.formula(comparison))
    st.subheader("Where the two differ")
    charts.embeddings(comparison)
    st.caption(verdict.largest_differences(comparison))


st.title("Draw & compare")
st.markdown("Are these two the same digit? Draw both, and see how far apart the network puts them.")
own_network.show_choice()
compare()
source_code.show_code(
    "One encoder embeds both pictures; a layer measures how far apart the embeddings lie.",
    ("siamese/layers.py", "euclidean_distance"),
    ("siamese/network.py", "build_twin_network"),
    ("siamese/comparator.py", "Comparator.compare"),
    ("siamese/preprocessing/digit_image.py", "to_digit"),
)
