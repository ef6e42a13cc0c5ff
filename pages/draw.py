"""Draw two digits and see how far apart the network puts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages._ui.course import task_list
from pages._ui.course.prediction import heading
from pages._ui.draw import link
from pages._ui.games.fool import part as fool
from pages._ui.shared import network, own_network, pad, source_code, verdict
from pages._ui.shared.images import crisp
from siamese.comparator import for_symbols
from siamese.manifest import NetworkError

if TYPE_CHECKING:
    from siamese.comparator import Comparator, Comparison


ANSWER, EXPLANATION = "answer", "explanation"  # keys of fragments
COMPARISON = "comparison"  # the session's key of what the explanation explains
UNSURE = 80  # per cent: how sure the network is at most where the task is done


def compare() -> None:
    """The pads, the verdict, the game and the explanation, each a fragment of its own.

    After a stroke, the verdict is sent first, then the explanation; the other pad stays as it is.
    The pads' places come first, so that the browser lays them out meanwhile.
    """
    pads = pad.pad("left"), pad.pad("right")
    for one in pads:
        one.update()
    with st.container(horizontal=True, key="pads"):
        places = [pad.place(one) for one in pads]
        with st.container(key="side", width="stretch"):
            answer(*pads)
    for one, title, there in zip(pads, ("First digit", "Second digit"), places, strict=True):
        with there:
            pad.show_apart(one, title, (ANSWER, EXPLANATION))
    fool.show(*pads)
    explain(*pads)


@st.fragment(key=ANSWER)
def answer(first: pad.Pad, second: pad.Pad) -> None:
    """The verdict, as soon as there are two digits, and where its distance lies among others."""
    left, right = first.digit, second.digit
    doubtful = first.reading.doubtful, second.reading.doubtful
    comparator, comparison = network.ready(), None
    with st.container(key="answer"):
        if comparator is None:
            network.show_problem()
        elif left is None or right is None:
            verdict.ask(left is not None, right is not None)
        else:
            comparison = comparator.compare(left, right)
            verdict.show(comparison, calibrated=not any(doubtful))
    if comparator is not None and comparison is not None:
        verdict.show_doubt(*doubtful)
        show_ruler(comparator, comparison)
    with st.container(horizontal=True, gap="medium"):
        link.show(left, right)
        if comparison is not None:
            verdict.link_to_limits()
    st.session_state[COMPARISON] = comparison
    if comparator is not None:
        task_list.recognise("unsure", unsure(comparison, first, second))


def unsure(comparison: Comparison | None, *pads: pad.Pad) -> bool:
    """Whether the verdict on two drawings of the visitor is shown as not very sure."""
    if comparison is None or not all(one.own and not one.reading.doubtful for one in pads):
        return False
    sure = max(comparison.probability_same, 1 - comparison.probability_same)
    return round(100 * sure) <= UNSURE


def show_ruler(comparator: Comparator, comparison: Comparison) -> None:
    """The distance among the distances of many test pairs."""
    from pages._ui.shared import distance_charts  # imports Altair: the pads do not wait for it

    with st.container(key="ruler"):
        distance_charts.ruler(comparator.manifest, comparison)
    st.caption(
        "Your distance and the distances of many test pairs. Left of the dashed threshold the "
        "verdict is “same”, right of it “different”."
    )


@st.fragment(key=EXPLANATION)
def explain(first: pad.Pad, second: pad.Pad) -> None:
    """How the distance was computed, from the pictures to the embeddings."""
    comparison: Comparison | None = st.session_state[COMPARISON]
    left, right = first.digit, second.digit
    if comparison is None or left is None or right is None:
        return
    from pages._ui.shared import embedding_chart

    with st.container(horizontal=True, gap="large", key="computed"):
        st.markdown(
            "### What the network sees\n\n"
            f'<div class="pair">{crisp(left, "First")}{crisp(right, "Second")}</div>\n\n'
            "28×28 pixels, as in MNIST: cropped, centred, and with an even line width.",
            unsafe_allow_html=True,
        )
        st.markdown(
            "### How the distance is computed\n\n"
            "The same encoder turns the first picture into an *embedding* $a$ and the second into "
            f"$b$: {len(comparison.left_embedding)} numbers each. The result is their Euclidean "
            f"distance:\n\n$$\n{verdict.formula(comparison)}\n$$"
        )
    st.markdown(f"### Where the embeddings differ\n\n{verdict.largest_differences(comparison)}")
    embedding_chart.show(comparison)
    try:
        verdict.show_by_symbols(for_symbols().compare(left, right))
    except NetworkError:
        network.show_problem(for_symbols)


heading("Draw & compare", "draw")
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
