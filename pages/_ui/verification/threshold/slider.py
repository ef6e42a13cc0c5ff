"""Two histograms of distances, a threshold to drag, the ROC curve, and the error rates.

The outcomes of all thresholds are sent at once, a few numbers for each. The browser updates the
figures while the threshold is dragged, and then tells the server where it is.
"""

from __future__ import annotations

import streamlit as st

from pages._ui.shared import formatting
from pages._ui.shared.component import component
from pages._ui.shared.query_params.kinds import number
from pages._ui.verification.threshold.sweep import ThresholdSweep

KEY = "gate"
NAME = "threshold"  # in the URL, and in the component's state
OWN = "own"
RATES = ("false_accept_rate", "false_reject_rate", "accuracy", "precision", "recall")
DECIMALS = 6  # one pair in a million
KEPT = "threshold kept"  # while another page is open

_gate = component(
    "gate",
    "verification/threshold/slider.html",
    "verification/threshold/slider.css",
    "verification/threshold/slider.js",
)


def keep_address() -> None:
    """Keeps what the address says, for when the part or the page is opened again."""
    if (said := st.query_params.get(NAME)) is not None:
        st.session_state[KEPT] = said


def asked(tested: ThresholdSweep) -> int:
    """The threshold that the visitor has chosen, or else the one in the URL.

    It is kept while another page is open, and in the address.

    Args:
        tested: The pairs.

    Returns:
        Index of one of its thresholds; the network's own if there is no valid choice.
    """
    said = st.session_state.get(KEY, {}).get(NAME)
    if said != OWN and number(said) is None:
        said = st.session_state.get(KEPT, OWN)
    st.session_state[KEPT] = said
    threshold = number(said)
    _write_address(threshold)
    return tested.own if threshold is None else tested.nearest(threshold)


def _write_address(threshold: float | None) -> None:
    """Writes what the browser wrote, which a run of the whole page would leave out."""
    if threshold is None:
        st.query_params.pop(NAME, None)
    elif st.query_params.get(NAME) != (said := f"{threshold:.10g}"):
        st.query_params[NAME] = said


def show(tested: ThresholdSweep, at: int, log: bool) -> None:
    """Shows the histograms, the ROC curve and the figures.

    Args:
        tested: The pairs.
        at: Index of the chosen threshold.
        log: Whether the ROC has logarithmic axes.
    """
    same, different = tested.shares().round(4).tolist()
    rate = tested.scores.equal_error_rate
    ends = "0: identical, 2: opposite" if tested.end == 2 else "0: identical"
    data = {
        "thresholds": tested.thresholds.tolist(),
        "positive": [outcome.true_accepts for outcome in tested.outcomes],
        "negative": [outcome.false_accepts for outcome in tested.outcomes],
        "rates": {rate: _rates(tested, rate) for rate in RATES},
        "pairs": [len(tested.pairs.positive), len(tested.pairs.negative)],
        "same": same,
        "different": different,
        "own": tested.own,
        "at": at,
        "end": tested.end,
        "axis": "log" if log else "linear",
        "equal_error_rate": rate,
        "words": {
            "hills": [f"Distance ({ends})", "Share of pairs (%)", "small shares enlarged"],
            "axes": ["False accept rate (%)", "Recall (%)"],
            "told": f"{ROC} {LOGARITHMIC if log else ''}",
            "seen": SEEN,
            "roc": f"ROC curve; the equal error rate is {formatting.percent(rate, 2)}.",
        },
    }
    _gate(key=KEY, data=data, **{f"on_{NAME}_change": _nothing})


def _rates(tested: ThresholdSweep, name: str) -> list[float | None]:
    """One of `RATES` at each threshold; None where it is undefined."""
    rates = [getattr(outcome, name) for outcome in tested.outcomes]
    return [None if rate is None else round(rate, DECIMALS) for rate in rates]


def _nothing() -> None:
    """A callback, without which Streamlit drops the component's value."""


ROC = (
    "ROC curve: recall and false accept rate at all thresholds. The point is your threshold. At "
    "the diamond on the dashed line, the false accept rate equals the false reject rate."
)
LOGARITHMIC = "From one line of the axes to the next, there are ten times as many errors."
SEEN = (
    "Histogram of the distances of pairs of the same digit and of pairs of different digits, with "
    "the threshold as a movable line."
)
