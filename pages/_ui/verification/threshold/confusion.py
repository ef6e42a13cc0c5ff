"""Which digit is taken for which: a cell for each two, and the pairs behind it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages._ui.gallery import tiles
from pages._ui.gallery.judged_pairs import Judged
from pages._ui.gallery.selected_pair import offer_to_compare
from pages._ui.shared import formatting
from pages._ui.shared.component import component
from pages._ui.verification.threshold.sweep import ThresholdSweep
from siamese.evaluation.threshold_sweep import Counts

KEY = "confusion"
SHOWN = 12  # pairs behind a cell

_confusion = component(
    "confusion",
    "verification/threshold/confusion.css",
    "verification/threshold/confusion.js",
    html='<div class="room"><p class="across">One digit of the pair</p>'
    '<p class="down">The other digit</p><div class="confusion" role="group" '
    'aria-label="Errors by the two digits of a pair: choose a cell"></div></div>',
)


@dataclass(frozen=True, eq=False)
class ConfusionView:
    """The errors at a threshold.

    Attributes:
        tested: The pairs.
        threshold: Where the line stands.
        errors: int (k, k), of the pairs of each two classes.
        pairs: int (k, k), how many there are.
    """

    tested: ThresholdSweep
    threshold: float
    errors: Counts
    pairs: Counts

    def words(self, a: int, b: int) -> str:
        """What happened to the pairs of two classes."""
        one, other = self.tested.pairs.classes[[a, b]]
        errors, pairs = self.errors[a, b], self.pairs[a, b]
        share = formatting.percent(errors / pairs, 2) if pairs else "–"
        if a == b:
            return f"two {one}s: {errors:,} of {pairs:,} pairs taken for different ({share})"
        return f"{one} and {other}: {errors:,} of {pairs:,} pairs taken for the same ({share})"

    def worst(self, same: bool) -> tuple[int, int] | None:
        """The two classes whose pairs err most often; None where none errs."""
        kind = np.eye(len(self.errors), dtype=bool) == same
        rates = np.where(kind, self.errors / np.maximum(self.pairs, 1), 0)
        a, b = divmod(int(rates.argmax()), len(rates))
        return (a, b) if rates[a, b] else None


def show(tested: ThresholdSweep, at: int) -> None:
    """Shows the matrix, and beside it the pairs of the chosen cell.

    Args:
        tested: The pairs.
        at: Which of its thresholds the line stands at.
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
    """Where most goes wrong."""
    said = []
    for same, kind in ((False, "False accepts"), (True, "False rejects")):
        worst = confused.worst(same)
        said.append(f"{kind}: {f'most often {confused.words(*worst)}' if worst else 'none'}.")
    return f"At a threshold of **{confused.threshold:.3f}**. " + " ".join(said)


def _matrix(confused: ConfusionView) -> tuple[int, int] | None:
    """The cells, and which of them is chosen."""
    count = len(confused.errors)
    data = {
        "classes": list(map(str, confused.tested.pairs.classes.tolist())),
        "errors": confused.errors.ravel().tolist(),
        "pairs": confused.pairs.ravel().tolist(),
        "sentences": [confused.words(*divmod(place, count)) for place in range(count**2)],
    }
    said = _confusion(key=KEY, data=data, on_chosen_change=_nothing).chosen
    names = {f"{a}-{b}": (a, b) for b in range(count) for a in range(b + 1)}
    return names.get(said) if isinstance(said, str) else None


def _pairs_behind(confused: ConfusionView, a: int, b: int) -> None:
    """The pairs of two classes, worst first, each with its pictures and its distance."""
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
    place = tiles.show(judged)
    if place is not None:
        offer_to_compare(judged.images[place], judged.notes(place))


def _nothing() -> None:
    """Streamlit keeps only those values of a component that somebody listens to."""


HOW_TO_READ = (
    "Each cell counts errors. On the diagonal, framed, both digits of a pair are the same, and it "
    "is rejected (=); elsewhere they are different, and it is accepted (≠): both halves say the "
    "same. The more of a cell's pairs go wrong, the stronger its colour."
)
ASK = "Choose a cell to see its pairs, the worst first."
WORST_FIRST = "The worst first; ✗ marks those on the wrong side of the line."
NO_PAIRS = "None was drawn: choose more pairs."
