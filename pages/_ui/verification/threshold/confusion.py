"""Confusion matrix: errors by the two digits of a pair, and the pairs of a cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages._ui.gallery import selected_pair, tiles
from pages._ui.gallery.judged_pairs import Judged
from pages._ui.shared import formatting
from pages._ui.shared.component import component
from pages._ui.verification.threshold.sweep import ThresholdSweep
from siamese.evaluation.threshold_sweep import Counts

KEY = "confusion"
SHOWN = 12  # pairs of a cell

_confusion = component(
    "confusion",
    "verification/threshold/confusion.html",
    "verification/threshold/confusion.css",
    "verification/threshold/confusion.js",
)


@dataclass(frozen=True, eq=False)
class ConfusionView:
    """The errors at a threshold."""

    tested: ThresholdSweep
    threshold: float  # a distance
    errors: Counts  # int (k, k), wrong verdicts on the pairs of each two classes
    pairs: Counts  # int (k, k), all pairs of each two classes

    def words(self, a: int, b: int) -> str:
        """The errors on the pairs of two classes, as a phrase."""
        one, other = self.tested.pairs.classes[[a, b]]
        errors, pairs = self.errors[a, b], self.pairs[a, b]
        share = formatting.percent(errors / pairs, 2) if pairs else "–"
        if a == b:
            return f"two {one}s: {errors:,} of {pairs:,} pairs rejected ({share})"
        return f"{one} and {other}: {errors:,} of {pairs:,} pairs accepted ({share})"

    def worst(self, same: bool) -> tuple[int, int] | None:
        """The two classes with the highest error rate; None if there are no errors."""
        kind = np.eye(len(self.errors), dtype=bool) == same
        rates = np.where(kind, self.errors / np.maximum(self.pairs, 1), 0)
        a, b = divmod(int(rates.argmax()), len(rates))
        return (a, b) if rates[a, b] else None


def show(tested: ThresholdSweep, at: int) -> None:
    """Shows the matrix, and beside it the pairs of the selected cell.

    Args:
        tested: The pairs.
        at: Index of the chosen threshold.
    """
    threshold = float(tested.thresholds[at])
    confused = ConfusionView(tested, threshold, *tested.pairs.confusion(threshold))
    st.markdown(_summary(confused))
    matrix, behind = st.columns([4, 5], gap="large")
    with matrix:
        chosen = _matrix(confused)
        st.caption(HOW_TO_READ)
    with behind, st.container(key="behind"):
        if chosen is None:
            st.html(f'<p class="ask">{ASK}</p>')
        else:
            _pairs_behind(confused, *chosen)


def _summary(confused: ConfusionView) -> str:
    """The most frequent errors of both kinds."""
    sentences = []
    for same, kind in ((False, "False accepts"), (True, "False rejects")):
        worst = confused.worst(same)
        sentences.append(f"{kind}: {f'most often {confused.words(*worst)}' if worst else 'none'}.")
    return f"Errors at threshold **{confused.threshold:.3f}**. " + " ".join(sentences)


def _matrix(confused: ConfusionView) -> tuple[int, int] | None:
    """Shows the cells, and returns the selected one."""
    count = len(confused.errors)
    data = {
        "classes": list(map(str, confused.tested.pairs.classes.tolist())),
        "errors": confused.errors.ravel().tolist(),
        "pairs": confused.pairs.ravel().tolist(),
        "sentences": [confused.words(*divmod(place, count)) for place in range(count**2)],
    }
    chosen = _confusion(key=KEY, data=data, on_chosen_change=_nothing).chosen
    names = {f"{a}-{b}": (a, b) for b in range(count) for a in range(b + 1)}
    return names.get(chosen) if isinstance(chosen, str) else None


def _pairs_behind(confused: ConfusionView, a: int, b: int) -> None:
    """Shows pairs of two classes with their pictures and distances, worst first."""
    tested = confused.tested
    places = tested.pairs.hardest(a, b, SHOWN)
    words = confused.words(a, b)
    st.markdown(f"**{words[0].upper()}{words[1:]}.** {WORST_FIRST if len(places) else NO_PAIRS}")
    if not len(places):
        return
    judged = Judged(
        tested.measured.digits,
        tested.pairs.pairs[places],
        tested.pairs.distances[places].astype(np.float32),
        confused.threshold,
    )
    enlarged = st.container(key="enlarged")
    place = tiles.show(judged, opened_by=f"{a}-{b}")
    with enlarged:
        selected_pair.show(judged, place or 0)


def _nothing() -> None:
    """A callback, without which Streamlit drops the component's value."""


HOW_TO_READ = "The matrix is symmetric. The higher a cell's error rate, the stronger its colour."
ASK = "Select a cell to see its pairs, worst first."
WORST_FIRST = "Worst first; ✗ marks errors. Select a pair to enlarge it."
NO_PAIRS = "The sample has no such pair. Choose more pairs."
