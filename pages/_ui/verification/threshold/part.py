"""Where to draw the line: distances of pairs, a threshold, and what it costs."""

from __future__ import annotations

import streamlit as st

from pages._ui.shared import digits, measured_pairs, network, seed, source_code
from pages._ui.verification.threshold import confusion, slider, sweep
from pages._ui.verification.threshold.sweep import ThresholdSweep

FEWEST, USUAL, MOST = 10_000, 100_000, 200_000  # pairs
LINEAR, LOG = "Linear", "Logarithmic"


def show() -> None:
    """Shows the part."""
    st.markdown(QUESTION)
    explore()
    digits.show_source()
    source_code.show_code(
        "A threshold's errors are places in two sorted lists; the ROC is all of them.",
        ("siamese/evaluation/threshold_sweep.py", "SortedPairs.accepted"),
        ("siamese/evaluation/threshold_sweep.py", "Outcome"),
        ("siamese/evaluation/threshold_sweep.py", "SortedPairs.confusion"),
        ("siamese/evaluation/metrics.py", "roc"),
        ("siamese/evaluation/metrics.py", "equal_error_rate"),
    )


@st.fragment
def explore() -> None:
    """The line and all that follows it: what a move runs again."""
    count, chance, log = ask()
    found = pairs(count, chance)
    if found is None:
        return
    at = slider.asked(found)
    slider.show(found, at, log)
    st.caption(SEE.format(count, chance))
    st.subheader("Which digit is taken for which", divider="gray")
    confusion.show(found, at)


def ask() -> tuple[int, int, bool]:
    """How many pairs, drawn by which seed, and whether the ROC's axes are logarithmic."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="testing"):
        count = st.slider(
            "Pairs",
            FEWEST,
            MOST,
            USUAL,
            FEWEST,
            "localized",
            key="tested",  # "pairs" are those of the page Pairs, and fewer
            bind="query-params",
            width=220,
        )
        chance = seed.ask()
        axis = st.segmented_control(
            "Axes of the ROC",
            [LOG, LINEAR],
            default=LOG,
            required=True,
            key="axis",
            bind="query-params",
        )
    return count, chance, axis != LINEAR  # an empty word in the address chooses nothing


def pairs(count: int, chance: int) -> ThresholdSweep | None:
    """The pairs, tested.

    Args:
        count: How many.
        chance: The seed that draws them.

    Returns:
        Them; None while they are on their way, or cannot be had, which the page then says.
    """
    comparator = network.ready()
    if comparator is None:
        network.show_state("The distances come as soon as it is there.")
        return None
    measured = measured_pairs.measure(comparator, digits.shown())
    if not measured.embeddings.done():
        network.wait_for(measured.embeddings, "The digits are being embedded, once for everybody.")
        return None
    if (problem := measured.problem) is not None:
        measured_pairs.show_problem(problem)
        return None
    try:
        return sweep.test(measured, count, chance)
    except ValueError as error:
        st.info(f"These digits cannot be paired: {error}.", icon=":material/search_off:")
        return None


QUESTION = (
    "**Where to draw the line?** Up to the threshold two pictures count as the same. Drag it, or "
    "move it by the arrow keys: what it spares in false accepts it costs in false rejects."
)
SEE = (
    "Striped bars are errors: see how few there are in the valley, where the network's own "
    "threshold stands (dashed), and how they grow on either side. On the ROC, the point is your "
    "threshold; at the diamond on the dashed line both error rates are equal. "
    "`python -m siamese evaluate --pairs {} --seed {}` measures the same pairs."
)
