"""Draw two digits and see how far apart the network puts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.draw import link
from pages._ui.shared import frame, network, own_network, pad, source_code, verdict
from pages._ui.shared.images import crisp

if TYPE_CHECKING:
    from siamese.comparator import Comparator, Comparison

frame.enter()

Digit = NDArray[np.uint8]


@st.fragment
def compare() -> None:
    """The pads, the verdict and its explanation: all that is rerun after a stroke.

    The places come first, and the browser lays them out while the verdict is computed. What is in
    them follows the verdict, which is on the screen before the browser draws the rest again.
    """
    first, second = pad.pad("left"), pad.pad("right")
    with st.container(horizontal=True, key="pads"):
        places = pad.place(first), pad.place(second)
        side = st.container(key="side", width="stretch")
    with side, st.container(key="answer"):
        comparator = network.ready()
        left, right = first.update(), second.update()
        comparison = answer(comparator, left, right)
    pad.show(first, "First digit", places[0])
    pad.show(second, "Second digit", places[1])
    with side:
        if comparator is not None and comparison is not None:
            show_ruler(comparator, comparison)
        link.show(left, right)
    if comparison is not None and left is not None and right is not None:
        explain(comparison, left, right)


def answer(
    comparator: Comparator | None, left: Digit | None, right: Digit | None
) -> Comparison | None:
    """The verdict, as soon as there are two digits."""
    if comparator is None:
        network.show_problem()
        return None
    if left is None or right is None:
        verdict.ask(left is not None, right is not None)
        return None
    comparison = comparator.compare(left, right)
    verdict.show(comparison)
    return comparison


def show_ruler(comparator: Comparator, comparison: Comparison) -> None:
    """The distance among the distances of many test pairs."""
    from pages._ui.shared import distance_charts  # imports Altair: the pads do not wait for it

    with st.container(key="ruler"):
        distance_charts.ruler(comparator.manifest, comparison)
    st.caption(
        "Your distance and the distances of many test pairs. Left of the dashed threshold the "
        "verdict is “same”, right of it “different”."
    )


def explain(comparison: Comparison, left: Digit, right: Digit) -> None:
    """How the distance was computed, from the pictures to the embeddings."""
    from pages._ui.shared import embedding_chart

    seen, measured = st.columns(2, gap="large")
    with seen:
        st.subheader("What the network sees")
        st.html(f'<div class="pair">{crisp(left, "First")}{crisp(right, "Second")}</div>')
        st.caption("28×28 pixels, as in MNIST: cropped, centred, and with an even line width.")
    with measured:
        st.markdown(
            "### How the distance is computed\n\n"
            "The same encoder turns the first picture into an *embedding* $a$ and the second into "
            f"$b$: {len(comparison.left_embedding)} numbers each. The result is their Euclidean "
            f"distance:\n\n$$\n{verdict.formula(comparison)}\n$$"
        )
    st.markdown(f"### Where the embeddings differ\n\n{verdict.largest_differences(comparison)}")
    embedding_chart.show(comparison)


st.title("Draw & compare")
st.markdown("Are these two the same digit? Draw both, and see how far apart the network puts them.")
own_network.show_choice()
link.take()
compare()
source_code.show_code(
    "The encoder computes the embedding of each picture; a layer computes their distance.",
    ("siamese/layers.py", "euclidean_distance"),
    ("siamese/network.py", "build_twin_network"),
    ("siamese/comparator.py", "Comparator.compare"),
    ("siamese/preprocessing/digit_image.py", "to_digit"),
)
