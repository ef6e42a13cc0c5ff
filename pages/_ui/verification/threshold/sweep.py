"""Many pairs of the digits shown, evaluated at every threshold, once for all visitors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages._ui.shared import distance_charts
from pages._ui.shared.measured_pairs import MeasuredDigits
from siamese.evaluation.pair_scores import PairDistances, Scores, distances_of, score
from siamese.evaluation.threshold_sweep import Outcome, SortedPairs
from siamese.pairs import sample_pairs
from siamese.shared_results import shared

STEPS = 400  # of the threshold, from 0 to the end of the axis
STEPS_A_BAR = 5


@dataclass(frozen=True, eq=False)
class ThresholdSweep:
    """Many pairs, and the outcome at each threshold."""

    measured: MeasuredDigits  # the network and the digits
    pairs: SortedPairs
    scores: Scores  # as `python -m siamese evaluate` prints them
    thresholds: NDArray[np.float64]  # (m,), rising: even steps, and the network's own
    outcomes: list[Outcome]  # m, one for each threshold
    own: int  # index of the network's own threshold
    end: float  # the last threshold: the end of an axis of distances

    def nearest(self, threshold: float) -> int:
        """Index of the threshold that is nearest to a distance."""
        return int(np.abs(self.thresholds - threshold).argmin())

    def shares(self) -> NDArray[np.float64]:
        """A histogram of each kind of pairs, in per cent: (2, bars).

        A bar counts what its upper edge accepts and its lower edge rejects; the last one, the rest.
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
    """Evaluates a network on pairs; the result is cached for all visitors.

    Args:
        measured: The digits with their embeddings, which are done.
        count: Number of pairs.
        seed: Of the sample.

    Returns:
        The pairs and their outcomes.

    Raises:
        ValueError: If the digits do not make both kinds of pairs, or a distance is not finite.
    """
    with st.spinner("Computing the distances of the pairs …"):
        return _test(measured, count, seed)


@shared(12)  # some 10 MB each at the most pairs
def _test(measured: MeasuredDigits, count: int, seed: int) -> ThresholdSweep:
    comparator, labels = measured.comparator, measured.digits.labels
    # As evaluation.pair_distances, but the pairs themselves are needed here, too.
    chosen = sample_pairs(labels, count, np.random.default_rng(seed))
    drawn = PairDistances(distances_of(measured.embeddings.result(), chosen), chosen.same)
    sorted_pairs = SortedPairs.of(chosen, drawn.distances, labels)
    own = comparator.threshold
    end = max(distance_charts.furthest(drawn.histogram(), comparator.manifest.recipe), own)
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
