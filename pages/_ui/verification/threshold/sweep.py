"""Many pairs of the digits shown, tested at every threshold: once for every visitor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import charts
from pages._ui.shared.measured_pairs import MeasuredDigits
from siamese.evaluation.pair_scores import PairDistances, Scores, distances_of, score
from siamese.evaluation.threshold_sweep import Outcome, SortedPairs
from siamese.pairs import sample_pairs

STEPS = 400  # of the threshold, from 0 to where the axis ends
STEPS_A_BAR = 5


@dataclass(frozen=True, eq=False)
class ThresholdSweep:
    """What a network makes of many pairs.

    Attributes:
        measured: The network and the digits.
        pairs: Of these digits, sorted.
        scores: What `python -m siamese evaluate` prints of them.
        thresholds: float64 (m,), rising: even steps, and the network's own among them.
        outcomes: What each of them makes of the pairs.
        own: Which of them is the network's own.
        end: The last of them: where an axis of distances ends.
    """

    measured: MeasuredDigits
    pairs: SortedPairs
    scores: Scores
    thresholds: NDArray[np.float64]
    outcomes: list[Outcome]
    own: int
    end: float

    def nearest(self, threshold: float) -> int:
        """Which of the thresholds lies nearest to a distance."""
        return int(np.abs(self.thresholds - threshold).argmin())

    def shares(self) -> NDArray[np.float64]:
        """A histogram: of either kind of pairs, how many are in each bar, (2, bars), in per cent.

        A bar holds what its upper end accepts and its lower end does not; the last one, the rest.
        """
        edges = np.linspace(0, self.end, STEPS // STEPS_A_BAR + 1)[1:-1]
        kinds = (self.pairs.positive, self.pairs.negative)
        return np.stack(
            [
                100 * np.diff(accepted, prepend=0, append=len(kind)) / len(kind)
                for kind, accepted in zip(kinds, self.pairs.accepted(edges), strict=True)
            ]
        )


def test(measured: MeasuredDigits, count: int, seed: int) -> ThresholdSweep:
    """Tests a network, if nobody has asked for the same yet.

    Args:
        measured: Its embeddings are there.
        count: How many pairs.
        seed: Of the chance that draws them.

    Returns:
        The same for every visitor.

    Raises:
        ValueError: If the digits do not make both kinds of pairs, or a distance is not finite.
    """
    return _test(measured, count, seed)


# A Tested keeps its Measured, so that no other can get its id.
@st.cache_resource(
    show_spinner="The pairs are being measured …",
    max_entries=12,  # some 10 MB each at the most pairs
    hash_funcs={"pages._ui.shared.measured_pairs.MeasuredDigits": id},
)
def _test(measured: MeasuredDigits, count: int, seed: int) -> ThresholdSweep:
    comparator, labels = measured.comparator, measured.digits.labels
    # What evaluation.pair_distances does; but here it is asked which pairs they were, too.
    chosen = sample_pairs(labels, count, np.random.default_rng(seed))
    drawn = PairDistances(distances_of(measured.embeddings.result(), chosen), chosen.same)
    sorted_pairs = SortedPairs.of(chosen, drawn.distances, labels)
    own = comparator.threshold
    end = max(_end(drawn, comparator.manifest.recipe), own)
    steps = np.linspace(0, end, STEPS + 1).round(6)
    thresholds = np.unique(np.append(steps, own))
    return ThresholdSweep(
        measured,
        sorted_pairs,
        score(drawn, len(labels), own),
        thresholds,
        [sorted_pairs.outcome(threshold) for threshold in thresholds.tolist()],
        int(np.searchsorted(thresholds, own)),
        float(thresholds[-1]),
    )


def _end(drawn: PairDistances, recipe: str) -> float:
    """Where an axis of these distances ends; 1 where a network puts everything into one place."""
    if not drawn.distances.any():
        return 1.0
    return charts.furthest(drawn.histogram(), recipe)
