"""Draw two digits and see how far apart the network puts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui import charts, frame, network, pad, source, verdict
from pages._ui.pictures import crisp

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
        with st.container(key="answer", width="stretch"):
            comparator = network.ready_or_say_why()
            if left is None or right is None:
                verdict.ask(sum(digit is not None for digit in (left, right)))
            elif comparator is not None:
                comparison = comparator.compare(left, right)
                verdict.show(comparison)
    if comparator is not None and left is not None and right is not None:
        explain(comparator, comparison, left, right)


def explain(comparator: Comparator, comparison: Comparison, left: Digit, right: Digit) -> None:
    """Where the distance comes from, and what it means."""
    seen, ruler = st.columns([2, 3], gap="large")
    with seen:
        st.subheader("What the network sees")
        st.html(f'<div class="pair">{crisp(left, "First")}{crisp(right, "Second")}</div>')
        st.caption("28×28 pixels, as in MNIST: cropped, centred, the line evened in thickness.")
    with ruler:
        st.subheader(f"Where {comparison.distance:.2f} stands")
        charts.ruler(comparator.manifest.distances, comparison)
        st.caption(
            "Most pairs of the same digit lie left of the dashed threshold, most pairs of "
            "different digits right of it. See on which hill your own distance stands."
        )
    st.subheader("Where the distance comes from")
    st.markdown(
        "The same encoder turns each picture into an *embedding*, a list of "
        f"{len(comparison.left_embedding)} numbers. The distance is the Euclidean one:"
    )
    st.latex(verdict.formula(comparison))
    charts.embeddings(comparison)
    st.caption(verdict.largest_differences(comparison))


st.title("Draw & compare")
st.markdown("Are these two the same digit? Draw both, and see how far apart the network puts them.")
compare()
source.show_code(
    "One encoder embeds both pictures; a layer measures how far apart the embeddings lie.",
    ("siamese/layers.py", "EuclideanDistance"),
    ("siamese/layers.py", "euclidean_distance"),
    ("siamese/comparator.py", "Comparator.compare"),
    ("siamese/drawing.py", "to_digit"),
)
