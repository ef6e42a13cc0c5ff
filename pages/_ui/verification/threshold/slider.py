"""Distances as two hills, a threshold to drag between them, and what it costs.

All that a threshold makes of the pairs travels at once, a few numbers for each of its steps: the
figures follow the finger without asking the server, which is told where the line stands.
"""

from __future__ import annotations

import streamlit as st

from pages._ui.shared import formatting, query_params
from pages._ui.shared.component import component
from pages._ui.verification.threshold.sweep import ThresholdSweep

KEY = "gate"
NAME = "threshold"  # in the address, and what the component sends
OWN = "own"
RATES = ("false_accept_rate", "false_reject_rate", "accuracy", "precision", "recall")
DECIMALS = 6  # a pair in a million
KEPT = "threshold kept"  # for when another page has been visited

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
    """Where the visitor has put the line; where nobody has moved it, where the address says.

    It stays there while another page is visited.

    Args:
        tested: The pairs.

    Returns:
        One of its thresholds; the network's own where nothing, or nothing readable, is said.
    """
    said = st.session_state.get(KEY, {}).get(NAME)
    if said is None:
        said = st.session_state.get(KEPT, OWN)
    st.session_state[KEPT] = said
    threshold = query_params.number(said)
    return tested.own if threshold is None else tested.nearest(threshold)


def show(tested: ThresholdSweep, at: int, log: bool) -> None:
    """Shows the hills, the ROC and the figures.

    Args:
        tested: The pairs.
        at: Which of its thresholds the line stands at.
        log: Whether the ROC has logarithmic axes.
    """
    same, different = tested.shares().round(4).tolist()
    rate = tested.scores.equal_error_rate
    ends = "0: alike, 2: opposite" if tested.end == 2 else "0: alike"
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
            "hills": [f"Distance ({ends})", "Share of pairs (%), cube-root scale"],
            "axes": ["False accept rate (%)", "Recall (%)"],
            "seen": SEEN,
            "roc": f"ROC curve; the equal error rate is {formatting.percent(rate, 2)}.",
        },
    }
    _gate(key=KEY, data=data, **{f"on_{NAME}_change": _nothing})


def _rates(tested: ThresholdSweep, name: str) -> list[float | None]:
    """One of `RATES` at each threshold; None where there is none."""
    rates = [getattr(outcome, name) for outcome in tested.outcomes]
    return [None if rate is None else round(rate, DECIMALS) for rate in rates]


def _nothing() -> None:
    """Streamlit keeps only those values of a component that somebody listens to."""


SEEN = (
    "Histogram of the distances of pairs of the same digit and of pairs of different digits, with "
    "the threshold as a line to be moved."
)
