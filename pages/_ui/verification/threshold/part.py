"""The threshold: distances of pairs, and the error rates at each threshold."""

from __future__ import annotations

import streamlit as st

from pages._ui.course import task_list
from pages._ui.shared import digits, measured_pairs, network, seed, source_code
from pages._ui.shared.query_params.widgets import choose
from pages._ui.verification.threshold import confusion, slider, sweep
from pages._ui.verification.threshold.sweep import ThresholdSweep
from siamese.evaluation.threshold_sweep import Outcome

FEWEST, USUAL, MOST = 10_000, 100_000, 200_000  # pairs
RECALL, APART = 0.95, 0.1  # of the tasks: the least recall, and how far two counts may differ


def show() -> None:
    """Shows the part."""
    st.markdown(QUESTION)
    explore()
    digits.show_source()
    source_code.show_code(
        "The errors at a threshold are positions in two sorted lists; the ROC has all thresholds.",
        ("siamese/evaluation/threshold_sweep.py", "SortedPairs.accepted"),
        ("siamese/evaluation/threshold_sweep.py", "Outcome"),
        ("siamese/evaluation/threshold_sweep.py", "SortedPairs.confusion"),
        ("siamese/evaluation/metrics.py", "roc"),
        ("siamese/evaluation/metrics.py", "equal_error_rate"),
    )


@st.fragment
def explore() -> None:
    """The threshold and everything below it: what runs again when it moves."""
    chart = st.container()
    with st.popover("Settings", icon=":material/tune:"):
        count, chance, log = ask()
        st.caption(SAME_PAIRS.format(count, chance))
    with chart:
        found = pairs(count, chance)
        if found is None:
            return
        at = slider.asked(found)
        slider.show(found, at, log)
    st.subheader("Confusion matrix", divider="gray")
    confusion.show(found, at)
    now, usual = found.outcomes[at], found.outcomes[found.own]
    task_list.recognise("strict", is_strict(now, usual))
    task_list.recognise("balanced", is_balanced(now))


def is_strict(now: Outcome, usual: Outcome) -> bool:
    """Whether there are at most half of the usual false accepts, with a high recall."""
    return 2 * now.false_accepts <= usual.false_accepts and now.recall >= RECALL


def is_balanced(now: Outcome) -> bool:
    """Whether there are about as many false accepts as false rejects."""
    errors = now.false_accepts, now.false_rejects
    return max(errors) - min(errors) <= APART * max(errors)


def ask() -> tuple[int, int, bool]:
    """The number of pairs, their seed, and whether the ROC's axes are logarithmic."""
    count = st.slider(
        "Pairs",
        FEWEST,
        MOST,
        USUAL,
        FEWEST,
        "localized",
        key="tested",  # "pairs" is the parameter of the page Pairs, with another range
        bind="query-params",
    )
    chance = seed.ask()
    axis = choose("verification", "axis", "Axes of the ROC curve", help=AXES)
    return count, chance, axis == "Logarithmic"


def pairs(count: int, chance: int) -> ThresholdSweep | None:
    """The pairs with their outcomes at all thresholds.

    Args:
        count: Number of pairs.
        chance: Seed of the sample.

    Returns:
        None while they are being computed, and on errors; the page then shows which.
    """
    comparator = network.ready()
    if comparator is None:
        network.show_problem()
        return None
    measured = measured_pairs.measure(comparator, digits.shown())
    if not measured.embeddings.done():
        network.wait_for(measured.embeddings, "Computing the embeddings of all digits.")
        return None
    if (problem := measured.problem) is not None:
        measured_pairs.show_problem(problem)
        return None
    try:
        return sweep.test(measured, count, chance)
    except ValueError as error:
        st.info(f"No pairs can be made of these digits: {error}.", icon=":material/search_off:")
        return None


QUESTION = (
    "**Which threshold is best?** Two pictures count as the same digit if their distance is at "
    "most the threshold. Drag the line: fewer false accepts mean more false rejects."
)
AXES = "Logarithmic axes show rare errors: from one line to the next, there are ten times as many."
SAME_PAIRS = "`python -m siamese evaluate --pairs {} --seed {}` measures the same pairs."
